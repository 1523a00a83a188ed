//! What an operation may do to rows or to a busy table.

use std::fmt;

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
    /// The whole table is copied.
    CopiesTable(String),
}

impl Hazard {
    /// Whether rows or values are gone afterwards.
    pub fn is_destructive(&self) -> bool {
        matches!(self, Hazard::LosesData(_) | Hazard::ConvertsData(_))
    }
}

impl fmt::Display for Hazard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Hazard::LosesData(what) => write!(f, "destroys {what}"),
            Hazard::ConvertsData(text)
            | Hazard::FailsOnRows(text)
            | Hazard::FillsRows(text)
            | Hazard::TouchesUnmanaged(text) => f.write_str(text),
            Hazard::CopiesTable(table) => write!(f, "copies all rows of {table}"),
        }
    }
}
