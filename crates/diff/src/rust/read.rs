//! What a statement in SQL says, in the words of sea-query's builders.
//!
//! Two statements that are read as the same do the same: what makes no difference is not kept. Each rule of that kind stands where it is
//! applied, with its reason: quotes and the case of words in [`cursor`], texts in [`literal`], types in [`typed`], what a column or a key is
//! without being told in [`column`] and [`constraint`], parentheses in [`default`]. The order of what is said of a column is not kept.
//! Whatever is not known to be said by a builder is not read.

use autogen_schema::{Dialect, TableName};

use super::builder::alter::{AlterTable, Change};
use super::builder::column::Column;
use super::builder::enums::{self, Place as Label};
use super::builder::index::{DropIndex, IndexSpec, Method};
use super::builder::{Builder, Statement};
use super::sql::Sql;

mod column;
mod constraint;
mod cursor;
mod default;
mod literal;
mod table;
mod typed;

use column::Place;
use cursor::Cursor;
pub(crate) use typed::{is, keep_what_is_written_alike};

#[cfg(test)]
mod tests;

/// Reads a statement. MySQL can say at once what takes several builders; they are in the order in which they are said.
pub(crate) fn read(sql: &str, dialect: Dialect) -> Option<Vec<Builder>> {
    let mut cursor = Cursor::new(sql, dialect)?;
    let statements = statement(&mut cursor)?;
    cursor.is_done().then(|| statements.into_iter().map(Builder).collect())
}

fn statement(cursor: &mut Cursor<'_>) -> Option<Vec<Statement>> {
    let postgres = cursor.dialect == Dialect::Postgres;
    if cursor.words("alter table") {
        return alter(cursor);
    }
    let one = if cursor.words("create table") {
        table::create(cursor)?
    } else if cursor.words("drop table") {
        Statement::DropTable(cursor.table()?)
    } else if cursor.words("rename table") {
        let from = cursor.table()?;
        if !cursor.words("to") {
            return None;
        }
        Statement::RenameTable(from, cursor.table()?)
    } else if cursor.words("drop index") {
        drop_index(cursor)?
    } else if postgres && cursor.words("create type") {
        let name = cursor.ident()?;
        if !cursor.words("as enum") {
            return None;
        }
        Statement::CreateEnum(name, cursor.list(Cursor::text)?)
    } else if postgres && cursor.words("drop type") {
        Statement::DropEnum(cursor.ident()?)
    } else if postgres && cursor.words("alter type") {
        Statement::AlterEnum(cursor.ident()?, alter_enum(cursor)?)
    } else if cursor.words("create") {
        create_index(cursor)?
    } else {
        return None;
    };
    Some(vec![one])
}

fn create_index(cursor: &mut Cursor<'_>) -> Option<Statement> {
    let unique = cursor.words("unique");
    let method = (cursor.dialect == Dialect::Mysql && cursor.words("fulltext")).then_some(Method::FullText);
    if !cursor.words("index") {
        return None;
    }
    let name = cursor.ident()?;
    if !cursor.words("on") {
        return None;
    }
    let table = cursor.table()?;
    let mut index = IndexSpec { method, ..IndexSpec::over(Some(name), unique, Vec::new()) };
    constraint::using(cursor, &mut index)?;
    index.parts = constraint::parts(cursor)?;
    if cursor.dialect == Dialect::Mysql {
        constraint::using(cursor, &mut index)?;
    }
    if cursor.words("include") {
        index.include = cursor.list(Cursor::ident)?;
    }
    index.nulls_not_distinct = cursor.words("nulls not distinct");
    if cursor.words("where") {
        let start = cursor.position();
        while !cursor.is_done() {
            cursor.next();
        }
        index.predicate = Some(Sql::new(cursor.since(start), cursor.dialect));
    }
    Some(Statement::CreateIndex(table, index))
}

fn drop_index(cursor: &mut Cursor<'_>) -> Option<Statement> {
    let TableName { schema, name } = cursor.table()?;
    let table = if cursor.words("on") { Some(cursor.table()?) } else { None };
    Some(Statement::DropIndex(DropIndex { name, schema, table }))
}

fn alter_enum(cursor: &mut Cursor<'_>) -> Option<enums::Change> {
    if cursor.words("rename to") {
        return Some(enums::Change::Rename(cursor.ident()?));
    }
    if cursor.words("rename value") {
        let from = cursor.text()?;
        return cursor.words("to").then(|| cursor.text()).flatten().map(|to| enums::Change::Relabel(from, to));
    }
    if !cursor.words("add value") {
        return None;
    }
    let label = cursor.text()?;
    let place = if cursor.words("before") {
        Label::Before(cursor.text()?)
    } else if cursor.words("after") {
        Label::After(cursor.text()?)
    } else {
        Label::Last
    };
    Some(enums::Change::Add(label, place))
}

/// Reads what stands behind `ALTER TABLE`. What is done to columns is one statement, as far as it is said in one go.
fn alter(cursor: &mut Cursor<'_>) -> Option<Vec<Statement>> {
    let table = cursor.table()?;
    let mut statements: Vec<Statement> = Vec::new();
    loop {
        let statement = clause(cursor, &table)?;
        match (statements.last_mut(), statement) {
            (Some(Statement::AlterTable(last)), Statement::AlterTable(next)) => {
                next.changes.into_iter().for_each(|change| add(&mut last.changes, change));
            }
            (_, statement) => statements.push(statement),
        }
        if !cursor.mark(",") {
            return Some(statements);
        }
    }
}

/// Adds a change to others of the same statement. What PostgreSQL is told of a column bit by bit, sea-query tells at once; what a value becomes
/// it tells last, where it belongs to the type only if that is all there is.
fn add(changes: &mut Vec<Change>, change: Change) {
    if let (Some(Change::Modify(last)), Change::Modify(next)) = (changes.last_mut(), &change)
        && last.name == next.name
        && last.using.is_none()
        && next.ty.is_none()
        && !(next.unique || next.primary_key)
        && last.default.is_none()
    {
        last.null = if next.null.said.is_some() { next.null } else { last.null };
        last.default.clone_from(&next.default);
        return;
    }
    changes.push(change);
}

fn clause(cursor: &mut Cursor<'_>, table: &TableName) -> Option<Statement> {
    let dialect = cursor.dialect;
    if cursor.words("rename to") {
        // Its new name is one in the same schema.
        return table
            .schema
            .is_none()
            .then(|| cursor.table())
            .flatten()
            .map(|to| Statement::RenameTable(table.clone(), to));
    }
    if let Some(statement) = key_clause(cursor, table) {
        return statement;
    }
    let mut found = Vec::new();
    let change = if cursor.words("rename column") {
        let from = cursor.ident()?;
        if !cursor.words("to") {
            return None;
        }
        Change::Rename(from, cursor.ident()?)
    } else if cursor.words("drop column") {
        Change::Drop(cursor.ident()?)
    } else if cursor.words("add column") {
        Change::Add(column::column(cursor, Place::Standing, &mut found)?)
    } else if dialect == Dialect::Mysql && cursor.words("modify column") {
        Change::Modify(column::column(cursor, Place::Standing, &mut found)?)
    } else if dialect == Dialect::Postgres && cursor.words("alter column") {
        Change::Modify(column::altered(cursor)?)
    } else {
        return None;
    };
    Some(Statement::AlterTable(AlterTable { table: table.clone(), changes: vec![change] }))
}

/// Reads what is done to a key or an index; `None` where it is about neither.
#[expect(clippy::option_option, reason = "a clause may be none of a key, and may be one that is not read")]
fn key_clause(cursor: &mut Cursor<'_>, table: &TableName) -> Option<Option<Statement>> {
    let mysql = cursor.dialect == Dialect::Mysql;
    let dropped = if mysql { "drop foreign key" } else { "drop constraint" };
    if cursor.words(dropped) {
        return Some(cursor.ident().map(|name| Statement::DropForeignKey(table.clone(), name)));
    }
    if mysql && cursor.words("drop index") {
        let index = |name| DropIndex { name, schema: None, table: Some(table.clone()) };
        return Some(cursor.ident().map(|name| Statement::DropIndex(index(name))));
    }
    if !cursor.is_at("add") || cursor.is_at("add column") {
        return None;
    }
    cursor.next();
    if cursor.words("constraint") {
        let Some(name) = cursor.ident() else { return Some(None) };
        let key = cursor.words("foreign key").then(|| constraint::foreign_key(cursor, Some(name))).flatten();
        return Some(key.map(|key| Statement::CreateForeignKey(table.clone(), key)));
    }
    if mysql {
        return Some(table::mysql_index(cursor).map(|index| Statement::CreateIndex(table.clone(), index)));
    }
    Some(own_key(cursor).map(|column| {
        Statement::AlterTable(AlterTable { table: table.clone(), changes: vec![Change::Modify(column)] })
    }))
}

/// Reads a key of one column without a name, which sea-query has for a change of the column on PostgreSQL.
fn own_key(cursor: &mut Cursor<'_>) -> Option<Column> {
    let (unique, primary_key) = (cursor.words("unique"), cursor.words("primary key"));
    let columns = (unique || primary_key).then(|| cursor.list(Cursor::ident)).flatten()?;
    let [name] = <[_; 1]>::try_from(columns).ok()?;
    Some(Column { primary_key, unique, ..Column::new(name, None) })
}
