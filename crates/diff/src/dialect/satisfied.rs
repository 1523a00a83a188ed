//! The verdict on a fact that a database reports.

/// Whether what a database reports is what was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Satisfied {
    /// Nothing is to be done.
    Yes,
    /// It differs.
    No,
    /// It cannot be told: what was said is unknown, or the database has nothing of the kind.
    NotCompared,
}

impl From<bool> for Satisfied {
    fn from(yes: bool) -> Self {
        if yes { Satisfied::Yes } else { Satisfied::No }
    }
}
