//! What sea-query's builders can say, as a value.
//!
//! Each has its statement of sea-query's, which a backend writes as SQL, and the Rust that makes the same statement. Both come from one
//! place: see [`super::both`].

use autogen_schema::{Dialect, Ident, TableName};
use sea_query::{MysqlQueryBuilder, PostgresQueryBuilder, SqliteQueryBuilder};

use super::expr::Expr;

pub(crate) mod alter;
pub(crate) mod column;
pub(crate) mod enums;
pub(crate) mod index;
pub(crate) mod kind;
pub(crate) mod reference;
pub(crate) mod table;

#[cfg(test)]
mod tests;

/// A statement that one of sea-query's builders makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Builder(pub(crate) Statement);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Statement {
    CreateTable(table::CreateTable),
    DropTable(TableName),
    RenameTable(TableName, TableName),
    AlterTable(alter::AlterTable),
    CreateIndex(TableName, index::IndexSpec),
    DropIndex(index::DropIndex),
    CreateForeignKey(TableName, reference::Reference),
    DropForeignKey(TableName, Ident),
    CreateEnum(Ident, Vec<String>),
    AlterEnum(Ident, enums::Change),
    DropEnum(Ident),
}

/// Asks a statement of sea-query's for its SQL.
macro_rules! written {
    ($both:expr, $dialect:expr) => {{
        let statement = $both.value;
        match $dialect {
            Dialect::Sqlite => statement.to_string(SqliteQueryBuilder),
            Dialect::Postgres => statement.to_string(PostgresQueryBuilder),
            Dialect::Mysql => statement.to_string(MysqlQueryBuilder),
        }
    }};
}

impl Builder {
    /// Returns the SQL that a backend makes of it; `None` where the backend cannot.
    pub fn sql(&self, dialect: Dialect) -> Option<String> {
        use Statement as S;
        if !self.is_on(dialect) {
            return None;
        }
        Some(match &self.0 {
            S::CreateTable(table) => written!(table.both(), dialect),
            S::DropTable(name) => written!(table::dropped(name), dialect),
            S::RenameTable(from, to) => written!(table::renamed(from, to), dialect),
            S::AlterTable(alter) => written!(alter.both(), dialect),
            S::CreateIndex(table, index) => written!(index.both(Some(table)), dialect),
            S::DropIndex(index) => written!(index.both(), dialect),
            S::CreateForeignKey(table, key) => written!(key.both(table), dialect),
            S::DropForeignKey(table, name) => written!(reference::dropped(table, name), dialect),
            // Only PostgreSQL has them.
            S::CreateEnum(name, labels) => enums::created(name, labels).value.to_string(PostgresQueryBuilder),
            S::AlterEnum(name, change) => enums::altered(name, change).value.to_string(PostgresQueryBuilder),
            S::DropEnum(name) => enums::dropped(name).value.to_string(PostgresQueryBuilder),
        })
    }

    /// Whether a backend can make something of it. sea-query panics where one cannot.
    fn is_on(&self, dialect: Dialect) -> bool {
        use Statement as S;
        match &self.0 {
            S::CreateTable(table) => table.is_on(dialect),
            S::AlterTable(alter) => alter.is_on(dialect),
            S::CreateIndex(table, index) => index.is_on(Some(table), dialect),
            S::DropIndex(index) => index.is_on(dialect),
            S::CreateForeignKey(table, key) => dialect != Dialect::Sqlite && key.is_on(table, dialect),
            S::DropForeignKey(table, _) => match dialect {
                Dialect::Sqlite => false,
                Dialect::Postgres => true,
                Dialect::Mysql => table.schema.is_none(),
            },
            S::DropTable(_) | S::RenameTable(..) => true,
            S::CreateEnum(_, labels) => dialect == Dialect::Postgres && !labels.is_empty(),
            S::AlterEnum(..) | S::DropEnum(_) => dialect == Dialect::Postgres,
        }
    }

    /// Returns the Rust that has a `SchemaManager` called `manager` run it.
    pub(crate) fn source(&self) -> Expr {
        use Statement as S;
        let owned = |source: Expr| source.then("to_owned", Vec::new());
        let (method, statement) = match &self.0 {
            S::CreateTable(table) => ("create_table", owned(table.both().source)),
            S::DropTable(name) => ("drop_table", owned(table::dropped(name).source)),
            S::RenameTable(from, to) => ("rename_table", owned(table::renamed(from, to).source)),
            S::AlterTable(alter) => ("alter_table", owned(alter.both().source)),
            S::CreateIndex(table, index) => ("create_index", owned(index.both(Some(table)).source)),
            S::DropIndex(index) => ("drop_index", owned(index.both().source)),
            S::CreateForeignKey(table, key) => ("create_foreign_key", owned(key.both(table).source)),
            S::DropForeignKey(table, name) => ("drop_foreign_key", owned(reference::dropped(table, name).source)),
            S::CreateEnum(name, labels) => ("create_type", owned(enums::created(name, labels).source)),
            // Its methods return what they are called on.
            S::AlterEnum(name, change) => ("alter_type", enums::altered(name, change).source),
            S::DropEnum(name) => ("drop_type", owned(enums::dropped(name).source)),
        };
        Expr::word("manager").then(method, vec![statement]).awaited()
    }
}

impl From<Statement> for Builder {
    fn from(statement: Statement) -> Self {
        Self(statement)
    }
}
