//! The version table: a row for each revision that is applied.
//!
//! A row remembers enough to undo its revision without the file, and to see that the file was edited since. Reading never makes
//! the table.

use autogen_schema::{Dialect, Ident};
use sea_orm::sea_query::{Alias, Cond, Expr, Func, IntoTableRef, Order, Query, TableRef};
use sea_orm::{ConnectionTrait, ExprTrait};

use crate::RevisionId;

mod ddl;
mod error;
mod row;
mod stamp;

pub use error::VersionTableError;
pub use row::{ROW_FORMAT, Row, State, edited};
pub use stamp::{StampError, Stamped, stamp};

/// What the version table is called unless told otherwise.
pub const VERSION_TABLE: &str = "autogen_version";

/// The version table of a database. Its functions take the connection, or the transaction, that they work in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionTable {
    name: Ident,
    dialect: Dialect,
}

impl VersionTable {
    /// Names the version table of a database of `dialect`.
    pub fn new(name: impl Into<Ident>, dialect: Dialect) -> Self {
        Self { name: name.into(), dialect }
    }

    /// Returns the name.
    pub fn name(&self) -> &Ident {
        &self.name
    }

    /// Whether the table is there.
    pub async fn exists(&self, database: &impl ConnectionTrait) -> Result<bool, VersionTableError> {
        let lower = |text: Expr| Expr::from(Func::lower(text));
        let query = Query::select()
            .expr(Expr::val(1))
            .from((Alias::new("main"), Alias::new("sqlite_master")))
            .and_where(Expr::col(Alias::new("type")).eq("table"))
            .and_where(lower(Expr::col(Alias::new("name"))).eq(lower(Expr::val(self.name.as_str()))))
            .to_owned();
        let row = database.query_one(&query).await.map_err(|error| self.failed(error))?;
        Ok(row.is_some())
    }

    /// Returns the rows, in the order in which their revisions were applied. None when there is no table.
    pub async fn read(&self, database: &impl ConnectionTrait) -> Result<Vec<Row>, VersionTableError> {
        self.read_where(database, None).await
    }

    /// Returns the rows of `revisions`, and every row that names one of them as a parent. There may be others among them: an id
    /// may be a part of another.
    pub(crate) async fn read_around(
        &self,
        database: &impl ConnectionTrait,
        revisions: &[&RevisionId],
    ) -> Result<Vec<Row>, VersionTableError> {
        let names = |revision: &&RevisionId| self.column("revises").like(format!("%{revision}%"));
        let own = self.column("revision").is_in(revisions.iter().map(|revision| revision.as_str()));
        let condition = revisions.iter().map(names).fold(own, ExprTrait::or);
        self.read_where(database, Some(condition)).await
    }

    async fn read_where(
        &self,
        database: &impl ConnectionTrait,
        condition: Option<Expr>,
    ) -> Result<Vec<Row>, VersionTableError> {
        if !self.exists(database).await? {
            return Ok(Vec::new());
        }
        let mut query = Query::select().exprs(row::COLUMNS.map(|name| self.column(name))).from(self.table()).to_owned();
        query.order_by_expr(self.column("rowid"), Order::Asc);
        query.cond_where(condition.map_or_else(Cond::all, |condition| Cond::all().add(condition)));
        let rows = database.query_all(&query).await.map_err(|error| self.failed(error))?;
        rows.iter().map(|row| Row::read(row).map_err(|problem| self.unreadable(problem))).collect()
    }

    /// Without its table, SQLite takes the quoted name of a column that is not there for a string.
    fn column(&self, name: &'static str) -> Expr {
        Expr::col((Alias::new(self.name.as_str()), Alias::new(name)))
    }

    /// Makes the table when it is not there.
    pub async fn create(&self, database: &impl ConnectionTrait) -> Result<(), VersionTableError> {
        let statement = ddl::create_table(self.table());
        database.execute(&statement).await.map(|_| ()).map_err(|error| self.failed(error))
    }

    /// Adds a row.
    pub async fn insert(&self, database: &impl ConnectionTrait, row: &Row) -> Result<(), VersionTableError> {
        let mut statement = Query::insert().into_table(self.table()).columns(row::COLUMNS.map(Alias::new)).to_owned();
        statement.values(row.values()).map_err(|error| self.unreadable(error.to_string()))?;
        database.execute(&statement).await.map(|_| ()).map_err(|error| self.failed(error))
    }

    /// Changes the state of a row.
    pub async fn set_state(
        &self,
        database: &impl ConnectionTrait,
        revision: &RevisionId,
        state: State,
    ) -> Result<(), VersionTableError> {
        let statement = Query::update()
            .table(self.table())
            .value(Alias::new("state"), state.name())
            .and_where(Expr::col(Alias::new("revision")).eq(revision.as_str()))
            .to_owned();
        let done = database.execute(&statement).await.map_err(|error| self.failed(error))?;
        self.expect_one(revision, done.rows_affected())
    }

    /// Removes a row.
    pub async fn delete(
        &self,
        database: &impl ConnectionTrait,
        revision: &RevisionId,
    ) -> Result<(), VersionTableError> {
        let statement = Query::delete()
            .from_table(self.table())
            .and_where(Expr::col(Alias::new("revision")).eq(revision.as_str()))
            .to_owned();
        let done = database.execute(&statement).await.map_err(|error| self.failed(error))?;
        self.expect_one(revision, done.rows_affected())
    }

    /// A temporary table of the same name would be found first, were the schema not said.
    fn table(&self) -> TableRef {
        let name = Alias::new(self.name.as_str());
        match self.dialect {
            Dialect::Sqlite => (Alias::new("main"), name).into_table_ref(),
            Dialect::Postgres | Dialect::Mysql => name.into_table_ref(),
        }
    }

    fn expect_one(&self, revision: &RevisionId, found: u64) -> Result<(), VersionTableError> {
        if found == 1 {
            return Ok(());
        }
        Err(VersionTableError::RowCount { table: self.name.clone(), revision: revision.clone(), found })
    }

    fn failed(&self, error: sea_orm::DbErr) -> VersionTableError {
        VersionTableError::Failed { table: self.name.clone(), failure: error.into() }
    }

    fn unreadable(&self, problem: String) -> VersionTableError {
        VersionTableError::Unreadable { table: self.name.clone(), problem }
    }
}
