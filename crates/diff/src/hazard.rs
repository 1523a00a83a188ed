//! What an operation may do to rows or to a busy table.

use std::fmt;

use autogen_schema::{Ident, TableName};

/// Something that a person should know before a statement runs. Prints as one line without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hazard {
    /// Values or rows are destroyed: what, in words (`every row of users`, `the values of users.fax`).
    LosesData(String),
    /// Values are converted, and what does not fit changes.
    ConvertsData(String),
    /// Fails, changing nothing, when rows are in the way: a sentence.
    FailsOnRows(String),
    /// Makes something up for existing rows: a sentence.
    FillsRows(String),
    /// An unmanaged object is dropped or made again along the way: a sentence.
    TouchesUnmanaged(String),
    /// Something stands in another place afterwards: a sentence.
    Reorders(String),
    /// The whole table is copied.
    CopiesTable(Copied),
    /// Others wait for as long as the rows take: a sentence.
    Blocks(String),
}

/// A table that is copied.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Copied {
    /// The table.
    pub table: String,
    /// The server that does it, where another one of the dialect does not.
    pub on: Option<&'static str>,
    /// What becomes of everybody else in the meantime.
    pub others: Others,
}

/// What becomes of those who use a table while something is done to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Others {
    /// There is one writer at a time anyway.
    Unsaid,
    /// They read and write.
    GoOn,
    /// They read.
    ReadOnly,
    /// They wait.
    Wait,
}

/// What sort of hazard it is, for those who want to sort or count them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HazardKind {
    /// Rows or values are gone afterwards.
    Destroys,
    /// Values are others afterwards.
    Converts,
    /// Rows can make it fail.
    Fails,
    /// Rows get values that nobody gave them.
    Fills,
    /// What no revision manages is touched.
    Unmanaged,
    /// Columns are in another order afterwards.
    Reorders,
    /// All rows are written anew.
    Rewrites,
    /// Others wait while rows are read.
    Locks,
}

impl HazardKind {
    /// Returns its name in documents that programs read.
    pub fn name(self) -> &'static str {
        match self {
            HazardKind::Destroys => "destroys",
            HazardKind::Converts => "converts",
            HazardKind::Fails => "fails",
            HazardKind::Fills => "fills",
            HazardKind::Unmanaged => "unmanaged",
            HazardKind::Reorders => "reorders",
            HazardKind::Rewrites => "rewrites",
            HazardKind::Locks => "locks",
        }
    }
}

const GONE: &str = "the dropped values of ";
const FILLED: &str = " are gone: filled with ";

impl Hazard {
    /// Returns what sort of hazard it is.
    pub fn kind(&self) -> HazardKind {
        match self {
            Hazard::LosesData(_) => HazardKind::Destroys,
            Hazard::ConvertsData(_) => HazardKind::Converts,
            Hazard::FailsOnRows(_) => HazardKind::Fails,
            Hazard::FillsRows(_) => HazardKind::Fills,
            Hazard::TouchesUnmanaged(_) => HazardKind::Unmanaged,
            Hazard::Reorders(_) => HazardKind::Reorders,
            Hazard::CopiesTable(_) => HazardKind::Rewrites,
            Hazard::Blocks(_) => HazardKind::Locks,
        }
    }

    /// Whether rows or values are gone afterwards.
    pub fn is_destructive(&self) -> bool {
        matches!(self.kind(), HazardKind::Destroys | HazardKind::Converts)
    }

    /// Says what fills a column whose values were dropped.
    pub(crate) fn refilled(column: impl fmt::Display, value: impl fmt::Display) -> Self {
        Hazard::FillsRows(format!("{GONE}{column}{FILLED}{value}"))
    }

    /// Says the same of a column that was never there, where that is anything to say.
    pub(crate) fn of_new(self) -> Option<Self> {
        let text = match &self {
            Hazard::FillsRows(text) => text,
            // It has no place to come back to.
            Hazard::Reorders(_) => return None,
            _ => return Some(self),
        };
        let Some(rest) = text.strip_prefix(GONE) else { return Some(self) };
        let (column, value) = rest.split_once(FILLED)?;
        (value != "NULL").then(|| Hazard::FillsRows(format!("makes up the values of {column}: filled with {value}")))
    }

    /// Says that nothing tells what a new column is to hold in the rows that are there, and how it can be said.
    pub(crate) fn empty_column(table: &TableName, column: &Ident) -> Self {
        Hazard::FailsOnRows(format!(
            "fails if {table} has rows: {column} is NOT NULL and has no default; --fill {table}.{column}=EXPR gives one"
        ))
    }

    /// Says that a column may hold NULL where it must not. On the way to what entities say, a person can say what it is to hold.
    pub(crate) fn nulls(table: &TableName, column: &Ident, can_be_filled: bool) -> Self {
        let how = if can_be_filled { format!("; --fill {table}.{column}=EXPR fills it") } else { String::new() };
        Hazard::FailsOnRows(format!("fails if {table}.{column} is NULL in any row{how}"))
    }

    /// Says that a table is copied, and what becomes of others meanwhile.
    pub(crate) fn copies(table: impl fmt::Display, others: Others) -> Self {
        Hazard::CopiesTable(Copied { table: table.to_string(), on: None, others })
    }
}

impl fmt::Display for Hazard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Hazard::LosesData(what) => write!(f, "destroys {what}"),
            Hazard::ConvertsData(text)
            | Hazard::FailsOnRows(text)
            | Hazard::FillsRows(text)
            | Hazard::TouchesUnmanaged(text)
            | Hazard::Reorders(text)
            | Hazard::Blocks(text) => f.write_str(text),
            Hazard::CopiesTable(copied) => copied.fmt(f),
        }
    }
}

impl fmt::Display for Copied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "copies all rows of {}", self.table)?;
        if let Some(server) = self.on {
            write!(f, " on {server}")?;
        }
        f.write_str(match self.others {
            Others::Unsaid => "",
            Others::GoOn => "; reads and writes go on",
            Others::ReadOnly => "; writes wait",
            Others::Wait => "; reads and writes wait",
        })
    }
}
