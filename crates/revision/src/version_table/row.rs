//! A row of the version table.

use std::collections::BTreeMap;

use autogen_schema::Dialect;
use sea_orm::QueryResult;
use sea_orm::sea_query::Expr;

use super::Layout;
use crate::RevisionId;
use crate::checksum::{checksum, downgrade_text};
use crate::file::{FORMAT, FileError, Header, Language, Revision};

/// The format of rows that this version writes and reads.
pub const ROW_FORMAT: u32 = 1;

pub(super) const COLUMNS: [&str; 8] =
    ["revision", "revises", "message", "checksum", "downgrade", "state", "applied_at", "format"];

/// How many statements have begun, on servers.
pub(super) const PROGRESS: &str = "progress";
/// What rows are ordered by, on servers.
pub(super) const POSITION: &str = "position";

/// What is known of an applied revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The revision.
    pub revision: RevisionId,
    /// Its parents.
    pub revises: Vec<RevisionId>,
    /// Its message.
    pub message: String,
    /// The checksum of its upgrade when that ran; while it is stopped on its way up ([`Reached::Ran`]), of the statements that ran.
    pub checksum: String,
    /// Its downgrade sections when its upgrade ran, with their markers.
    pub downgrade: String,
    /// Whether it is applied as a whole.
    pub state: State,
    /// When it was applied, in seconds since 1970.
    pub applied_at: i64,
    /// How far it came while [`Row::state`] is not applied. Known on servers only.
    pub progress: Reached,
}

/// How far a revision came. Where everything runs in one transaction, only [`State::Applied`] is ever seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Its upgrade ran.
    Applied,
    /// Its upgrade is running, or was interrupted.
    Upgrading,
    /// Its downgrade is running, or was interrupted.
    Downgrading,
}

/// How far a revision came that is not applied as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// So many statements have begun, and the last one of them is in doubt: the program was interrupted there.
    Begun(usize),
    /// So many statements have run and nothing is in doubt: the one behind them failed, and left nothing.
    Ran(usize),
}

impl Reached {
    /// Returns the number that the table holds: below zero where nothing is in doubt.
    pub(super) fn number(self) -> i64 {
        let number = |count| i64::try_from(count).unwrap_or(i64::MAX);
        match self {
            Reached::Begun(begun) => number(begun),
            Reached::Ran(ran) => -number(ran),
        }
    }

    fn of(number: i64) -> Self {
        let count = usize::try_from(number.unsigned_abs()).unwrap_or(usize::MAX);
        if number < 0 { Reached::Ran(count) } else { Reached::Begun(count) }
    }
}

impl State {
    const ALL: [State; 3] = [State::Applied, State::Upgrading, State::Downgrading];

    /// Returns the word that the table holds.
    pub fn name(self) -> &'static str {
        match self {
            State::Applied => "applied",
            State::Upgrading => "upgrading",
            State::Downgrading => "downgrading",
        }
    }
}

impl Row {
    /// Whether the revision was begun and none of its statements was, so that nothing is in doubt. Servers note each.
    pub(crate) fn is_untouched(&self, dialect: Dialect) -> bool {
        self.state != State::Applied && self.progress == Reached::Begun(0) && dialect != Dialect::Sqlite
    }

    /// How many statements ran of a revision of which the next one failed and nothing is in doubt.
    pub(crate) fn stopped_behind(&self) -> Option<usize> {
        match self.progress {
            Reached::Ran(ran) if self.state != State::Applied => Some(ran),
            _ => None,
        }
    }

    /// Makes the row of a revision that is applied at `applied_at`. Of one in Rust there is no text to keep.
    pub fn of(revision: &Revision, dialect: Dialect, applied_at: i64) -> Result<Self, FileError> {
        let (checksum, downgrade) = match revision.language {
            Language::Sql => (checksum(revision, dialect)?, downgrade_text(revision, dialect)?),
            Language::Rust => (String::new(), String::new()),
        };
        Ok(Self {
            revision: revision.header.id.clone(),
            revises: revision.header.revises.clone(),
            message: revision.header.message.clone(),
            checksum,
            downgrade,
            state: State::Applied,
            applied_at,
            progress: Reached::Begun(0),
        })
    }

    /// Returns what the graph must know of the revision when it has no file.
    pub fn header(&self) -> Header {
        Header {
            id: self.revision.clone(),
            revises: self.revises.clone(),
            depends: Vec::new(),
            replaces: Vec::new(),
            adopts: Vec::new(),
            branch: Vec::new(),
            message: self.message.clone(),
            created: None,
            format: FORMAT,
        }
    }

    /// Returns what the columns hold when the revision is applied at `applied_at`.
    pub(super) fn values(&self, layout: Layout, applied_at: Expr) -> Vec<(&'static str, Expr)> {
        if layout == Layout::SeaOrm {
            return vec![("version", Expr::val(self.revision.as_str())), ("applied_at", applied_at)];
        }
        let revises: Vec<&str> = self.revises.iter().map(RevisionId::as_str).collect();
        let values = [
            Expr::val(self.revision.as_str()),
            Expr::val(revises.join(",")),
            Expr::val(self.message.as_str()),
            Expr::val(self.checksum.as_str()),
            Expr::val(self.downgrade.as_str()),
            Expr::val(self.state.name()),
            applied_at,
            Expr::val(ROW_FORMAT),
        ];
        COLUMNS.into_iter().zip(values).collect()
    }

    pub(super) fn read(row: &QueryResult) -> Result<Self, String> {
        let format: i64 = number(row, "format")?;
        if format != i64::from(ROW_FORMAT) {
            return Err(format!("row format {format} is unknown; the row was written by a newer autogen"));
        }
        let revision: RevisionId = id(&text(row, "revision")?)?;
        let revises = text(row, "revises")?;
        let state = text(row, "state")?;
        Ok(Self {
            revises: revises.split(',').filter(|id| !id.is_empty()).map(id).collect::<Result<_, _>>()?,
            message: text(row, "message")?,
            checksum: text(row, "checksum")?,
            downgrade: text(row, "downgrade")?,
            state: State::ALL
                .into_iter()
                .find(|known| known.name() == state)
                .ok_or_else(|| format!("revision `{revision}` has the unknown state `{state}`"))?,
            applied_at: number(row, "applied_at")?,
            progress: Reached::of(row.try_get::<i64>("", PROGRESS).unwrap_or_default()),
            revision,
        })
    }
}

pub(super) fn text(row: &QueryResult, column: &str) -> Result<String, String> {
    row.try_get("", column).map_err(|error| format!("column `{column}`: {error}"))
}

/// Servers tell integers apart by their width.
pub(super) fn number(row: &QueryResult, column: &str) -> Result<i64, String> {
    let narrow = |_| row.try_get::<i32>("", column).map(i64::from);
    row.try_get("", column).or_else(narrow).map_err(|error| format!("column `{column}`: {error}"))
}

pub(super) fn id(text: &str) -> Result<RevisionId, String> {
    RevisionId::new(text).map_err(|error| error.to_string())
}

/// Returns the revisions whose file was edited since it was applied, in the order of `revisions`.
pub fn edited<'a>(rows: &[Row], revisions: &'a [Revision], dialect: Dialect) -> Vec<&'a Revision> {
    let rows: BTreeMap<&RevisionId, &Row> = rows.iter().map(|row| (&row.revision, row)).collect();
    let differs = |revision: &&Revision| {
        // Of one that is stopped, what has not run may be edited; of one in Rust nothing is kept.
        let row =
            rows.get(&revision.header.id).filter(|row| row.stopped_behind().is_none() && !row.checksum.is_empty());
        row.is_some_and(|row| checksum(revision, dialect).map_or(true, |checksum| checksum != row.checksum))
    };
    revisions.iter().filter(differs).collect()
}

/// Returns the revisions that are applied as a whole. One that another process is at may still fail there.
pub fn whole(rows: &[Row]) -> Vec<RevisionId> {
    let is_whole = |row: &&Row| row.state == State::Applied;
    rows.iter().filter(is_whole).map(|row| row.revision.clone()).collect()
}
