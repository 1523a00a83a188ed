//! A schema as the statements that make it, each as its database spells it.

use autogen_schema::{Dialect, Schema};

/// An object of a database, and the statement that makes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// What it is: `table`, `index`, `trigger`, `view` …
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The table it belongs to; its own name where it belongs to none.
    pub table: String,
    /// The statement that makes it.
    pub sql: String,
}

/// Returns what makes a schema that was read from a server, in an order in which it can run.
pub fn entries(_: &Schema, _: Dialect) -> Vec<Entry> {
    Vec::new()
}
