//! Which columns a version table has.

use autogen_schema::Dialect;
use sea_orm::QueryResult;

use super::row::{self, Reached, Row, State};

/// The columns of a version table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// Our own: a row tells all of its revision.
    #[default]
    Own,
    /// That of SeaORM's migrator: the name of a migration, and when it was applied
    /// (`sea-orm-migration/src/seaql_migrations.rs`). A row is there when the migration has run.
    SeaOrm,
}

impl Layout {
    /// The column that has the id.
    pub(super) fn key(self) -> &'static str {
        match self {
            Layout::Own => "revision",
            Layout::SeaOrm => "version",
        }
    }

    pub(super) fn columns(self, dialect: Dialect) -> Vec<&'static str> {
        match self {
            Layout::Own => {
                row::COLUMNS.into_iter().chain((dialect != Dialect::Sqlite).then_some(row::PROGRESS)).collect()
            }
            Layout::SeaOrm => vec!["version", "applied_at"],
        }
    }

    /// What tells the order in which revisions were applied. SeaORM keeps seconds, and runs several migrations in one; their
    /// names start with a time.
    pub(super) fn order(self, dialect: Dialect) -> &'static [&'static str] {
        match (self, dialect) {
            (Layout::Own, Dialect::Sqlite) => &["rowid"],
            (Layout::Own, _) => &[row::POSITION],
            (Layout::SeaOrm, _) => &["applied_at", "version"],
        }
    }

    pub(super) fn read(self, row: &QueryResult) -> Result<Row, String> {
        match self {
            Layout::Own => Row::read(row),
            Layout::SeaOrm => Ok(Row {
                revision: row::id(&row::text(row, "version")?)?,
                revises: Vec::new(),
                message: String::new(),
                checksum: String::new(),
                downgrade: String::new(),
                state: State::Applied,
                applied_at: row::number(row, "applied_at")?,
                progress: Reached::Begun(0),
            }),
        }
    }
}
