//! The statements that change the version table. A run executes them, a script holds them.

use autogen_schema::Dialect;
use sea_orm::sea_query::{Alias, DeleteStatement, Expr, InsertStatement, Query, TableCreateStatement, UpdateStatement};
use sea_orm::{DatabaseBackend, ExprTrait, Statement};

use super::row::{self, Reached, Row, State};
use super::{Layout, VersionTable, VersionTableError, ddl};
use crate::RevisionId;

/// What is recorded of a revision that has run.
#[derive(Clone, Copy)]
pub(crate) enum RowChange<'a> {
    /// It is applied.
    Insert(&'a Row),
    /// It is applied; until now its row said that it was running.
    End(&'a RevisionId),
    /// It is undone.
    Delete(&'a RevisionId),
}

impl RowChange<'_> {
    pub(super) fn revision(&self) -> &RevisionId {
        match self {
            RowChange::Insert(row) => &row.revision,
            RowChange::End(revision) | RowChange::Delete(revision) => revision,
        }
    }
}

impl VersionTable {
    pub(super) fn change_statement(
        &self,
        change: RowChange<'_>,
        backend: DatabaseBackend,
    ) -> Result<Statement, VersionTableError> {
        Ok(match change {
            RowChange::Insert(row) => backend.build(&self.insert_statement(row, Expr::val(row.applied_at))?),
            RowChange::End(revision) => backend.build(&self.state_statement(revision, State::Applied)),
            RowChange::Delete(revision) => backend.build(&self.delete_statement(revision)),
        })
    }

    pub(crate) fn create_statement(&self) -> TableCreateStatement {
        match self.layout {
            Layout::Own => ddl::create_table(self.table(), self.dialect),
            Layout::SeaOrm => ddl::create_sea_orm_table(self.table()),
        }
    }

    /// Adds a row, which was applied at `applied_at`.
    pub(crate) fn insert_statement(&self, row: &Row, applied_at: Expr) -> Result<InsertStatement, VersionTableError> {
        let values = row.values(self.layout, applied_at);
        let (columns, values): (Vec<Alias>, Vec<Expr>) =
            values.into_iter().map(|(name, value)| (Alias::new(name), value)).unzip();
        let mut statement = Query::insert().into_table(self.table()).columns(columns).to_owned();
        statement.values(values).map_err(|error| self.unreadable(error.to_string()))?;
        Ok(statement)
    }

    pub(super) fn replace_statement(&self, revision: &RevisionId, row: &Row) -> UpdateStatement {
        let values = row.values(self.layout, Expr::val(row.applied_at));
        self.update(revision).values(values.into_iter().map(|(name, value)| (Alias::new(name), value))).to_owned()
    }

    pub(super) fn replace_running_statement(&self, row: &Row, reached: Reached) -> UpdateStatement {
        let mut statement = self.replace_statement(&row.revision, row);
        statement.value(Alias::new(row::PROGRESS), reached.number()).to_owned()
    }

    pub(crate) fn state_statement(&self, revision: &RevisionId, state: State) -> UpdateStatement {
        let mut statement = self.update(revision).value(Alias::new("state"), state.name()).to_owned();
        // What was noted of the way up says nothing of the way down.
        if state == State::Downgrading && self.dialect != Dialect::Sqlite {
            statement.value(Alias::new(row::PROGRESS), 0);
        }
        statement
    }

    pub(crate) fn progress_statement(&self, revision: &RevisionId, reached: Reached) -> UpdateStatement {
        self.update(revision).value(Alias::new(row::PROGRESS), reached.number()).to_owned()
    }

    pub(super) fn stopped_statement(
        &self,
        revision: &RevisionId,
        ran: usize,
        checksum: Option<&str>,
    ) -> UpdateStatement {
        let mut statement = self.progress_statement(revision, Reached::Ran(ran));
        if let Some(checksum) = checksum {
            statement.value(Alias::new("checksum"), checksum);
        }
        statement
    }

    pub(crate) fn delete_statement(&self, revision: &RevisionId) -> DeleteStatement {
        Query::delete().from_table(self.table()).and_where(self.is(revision)).to_owned()
    }

    /// Returns how statements written by hand name the table.
    pub(crate) fn spelled(&self) -> String {
        let quoted = self.dialect.quote(&self.name);
        if self.dialect == Dialect::Sqlite { format!("main.{quoted}") } else { quoted }
    }

    fn update(&self, revision: &RevisionId) -> UpdateStatement {
        Query::update().table(self.table()).and_where(self.is(revision)).to_owned()
    }

    fn is(&self, revision: &RevisionId) -> Expr {
        Expr::col(Alias::new(self.layout.key())).eq(revision.as_str())
    }
}
