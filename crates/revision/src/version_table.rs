//! The version table: a row for each revision that is applied.
//!
//! A row remembers enough to undo its revision without the file, and to see that the file was edited since. Reading never makes
//! the table.

use autogen_schema::{Dialect, Ident};
use sea_orm::sea_query::{Alias, Cond, Expr, IntoTableRef, Order, Query, TableRef};
use sea_orm::{ConnectionTrait, ExprTrait, Statement, StatementBuilder};

use crate::RevisionId;

mod ddl;
mod error;
mod layout;
mod restate;
mod row;
mod stamp;
mod statements;

pub use error::VersionTableError;
pub use layout::Layout;
pub use restate::restate;
pub use row::{ROW_FORMAT, Reached, Row, State, edited, whole};
pub use stamp::{StampError, Stamped, stamp};
pub(crate) use statements::RowChange;

/// What the version table is called unless told otherwise.
pub const VERSION_TABLE: &str = "autogen_version";

/// The version table of a database. Its functions take the connection, or the transaction, that they work in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionTable {
    name: Ident,
    dialect: Dialect,
    layout: Layout,
    /// The schema, or MySQL's database, where that was looked up.
    schema: Option<Ident>,
    /// Whether it was found to be there, so that nobody has to look again.
    is_there: bool,
}

impl VersionTable {
    /// Names the version table of a database of `dialect`.
    pub fn new(name: impl Into<Ident>, dialect: Dialect) -> Self {
        Self::laid_out(name, dialect, Layout::Own)
    }

    /// Names a version table with other columns than our own.
    pub fn laid_out(name: impl Into<Ident>, dialect: Dialect, layout: Layout) -> Self {
        Self { name: name.into(), dialect, layout, schema: None, is_there: false }
    }

    /// Returns the name.
    pub fn name(&self) -> &Ident {
        &self.name
    }

    /// Returns the table with where it is, so that it is still the same when a revision sets another `search_path`, or `USE`s
    /// another database.
    pub(crate) async fn located(&self, database: &impl ConnectionTrait) -> Result<Self, VersionTableError> {
        let sql = match self.dialect {
            Dialect::Sqlite => return Ok(self.clone()),
            Dialect::Postgres => "SELECT pg_catalog.current_schema()::text",
            Dialect::Mysql => "SELECT CONVERT(DATABASE() USING utf8mb4)",
        };
        let statement = Statement::from_string(database.get_database_backend(), sql);
        let row = database.query_one_raw(statement).await.map_err(|error| self.failed(error))?;
        let schema: Option<String> =
            row.map_or(Ok(None), |row| row.try_get_by_index(0)).map_err(|error| self.failed(error))?;
        Ok(Self { schema: schema.map(Ident::new), ..self.clone() })
    }

    /// Knows that the table is there.
    pub(crate) fn found(&mut self) {
        self.is_there = true;
    }

    /// Whether the table is there.
    pub async fn exists(&self, database: &impl ConnectionTrait) -> Result<bool, VersionTableError> {
        if self.is_there {
            return Ok(true);
        }
        let sql = ddl::exists(self.dialect);
        let names = vec![self.name.as_str().into(); sql.matches('?').count().max(1)];
        let statement = Statement::from_sql_and_values(database.get_database_backend(), sql, names);
        let row = database.query_one_raw(statement).await.map_err(|error| self.failed(error))?;
        Ok(row.is_some())
    }

    /// Returns the rows, in the order in which their revisions were applied. None when there is no table.
    pub async fn read(&self, database: &impl ConnectionTrait) -> Result<Vec<Row>, VersionTableError> {
        self.read_where(database, None).await
    }

    /// Returns the rows of `revisions`, and every row that names `parent` as a parent, where one is asked for. There may be others among
    /// them: an id may be a part of another.
    pub(crate) async fn read_some(
        &self,
        database: &impl ConnectionTrait,
        revisions: &[&RevisionId],
        parent: Option<&RevisionId>,
    ) -> Result<Vec<Row>, VersionTableError> {
        let own = self.column(self.layout.key()).is_in(revisions.iter().map(|revision| revision.as_str()));
        let condition = match parent.filter(|_| self.layout == Layout::Own) {
            Some(parent) => own.or(self.column("revises").like(format!("%{parent}%"))),
            None => own,
        };
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
        let columns = self.layout.columns(self.dialect).into_iter().map(|name| self.column(name));
        let mut query = Query::select().exprs(columns).from(self.table()).to_owned();
        for column in self.layout.order(self.dialect) {
            query.order_by_expr(self.column(column), Order::Asc);
        }
        query.cond_where(condition.map_or_else(Cond::all, |condition| Cond::all().add(condition)));
        let rows = database.query_all(&query).await.map_err(|error| self.failed(error))?;
        rows.iter().map(|row| self.layout.read(row).map_err(|problem| self.unreadable(problem))).collect()
    }

    /// Without its table, SQLite takes the quoted name of a column that is not there for a string.
    fn column(&self, name: &'static str) -> Expr {
        Expr::col((Alias::new(self.name.as_str()), Alias::new(name)))
    }

    /// Makes the table when it is not there.
    pub async fn create(&self, database: &impl ConnectionTrait) -> Result<(), VersionTableError> {
        // Who may not make tables may still write into this one.
        if self.is_there || self.dialect != Dialect::Sqlite && self.exists(database).await? {
            return Ok(());
        }
        database.execute(&self.create_statement()).await.map(|_| ()).map_err(|error| self.failed(error))
    }

    /// Adds a row.
    pub async fn insert(&self, database: &impl ConnectionTrait, row: &Row) -> Result<(), VersionTableError> {
        let statement = self.insert_statement(row, Expr::val(row.applied_at))?;
        database.execute(&statement).await.map(|_| ()).map_err(|error| self.failed(error))
    }

    /// Puts another row in the place of that of `revision`.
    pub(crate) async fn replace(
        &self,
        database: &impl ConnectionTrait,
        revision: &RevisionId,
        row: &Row,
    ) -> Result<(), VersionTableError> {
        self.change_one(database, revision, &self.replace_statement(revision, row)).await
    }

    /// Puts another row in the place of its revision's, with how far that came.
    pub(crate) async fn replace_running(
        &self,
        database: &impl ConnectionTrait,
        row: &Row,
        reached: Reached,
    ) -> Result<(), VersionTableError> {
        self.change_one(database, &row.revision, &self.replace_running_statement(row, reached)).await
    }

    /// Changes the state of a row.
    pub async fn set_state(
        &self,
        database: &impl ConnectionTrait,
        revision: &RevisionId,
        state: State,
    ) -> Result<(), VersionTableError> {
        self.change_one(database, revision, &self.state_statement(revision, state)).await
    }

    /// Notes how far a revision came that is running. Only servers, where one may be left half done, keep this.
    pub(crate) async fn set_progress(
        &self,
        database: &impl ConnectionTrait,
        revision: &RevisionId,
        reached: Reached,
    ) -> Result<(), VersionTableError> {
        self.change_one(database, revision, &self.progress_statement(revision, reached)).await
    }

    /// Notes that a revision was stopped behind its first `ran` statements. `checksum`, of those, takes the place of that of an
    /// upgrade, whose other statements may be edited before they run.
    pub(crate) async fn set_stopped(
        &self,
        database: &impl ConnectionTrait,
        revision: &RevisionId,
        ran: usize,
        checksum: Option<&str>,
    ) -> Result<(), VersionTableError> {
        self.change_one(database, revision, &self.stopped_statement(revision, ran, checksum)).await
    }

    /// Removes a row.
    pub async fn delete(
        &self,
        database: &impl ConnectionTrait,
        revision: &RevisionId,
    ) -> Result<(), VersionTableError> {
        self.change_one(database, revision, &self.delete_statement(revision)).await
    }

    /// Changes one row. `settings`, statements of a server's if there are any, are sent with it, and run before.
    pub(crate) async fn change_behind(
        &self,
        database: &impl ConnectionTrait,
        settings: &str,
        change: RowChange<'_>,
    ) -> Result<(), VersionTableError> {
        let statement = self.change_statement(change, database.get_database_backend())?;
        let done = match settings {
            "" => database.execute_raw(statement).await,
            settings => database.execute_unprepared(&format!("{settings}; {statement}")).await,
        };
        self.expect_one(change.revision(), done.map_err(|error| self.failed(error))?.rows_affected())
    }

    async fn change_one(
        &self,
        database: &impl ConnectionTrait,
        revision: &RevisionId,
        statement: &impl StatementBuilder,
    ) -> Result<(), VersionTableError> {
        let done = database.execute(statement).await.map_err(|error| self.failed(error))?;
        self.expect_one(revision, done.rows_affected())
    }

    /// A temporary table of the same name would be found first, were the schema not said.
    fn table(&self) -> TableRef {
        let name = Alias::new(self.name.as_str());
        match (self.dialect, &self.schema) {
            (Dialect::Sqlite, _) => (Alias::new("main"), name).into_table_ref(),
            (_, Some(schema)) => (Alias::new(schema.as_str()), name).into_table_ref(),
            (_, None) => name.into_table_ref(),
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
