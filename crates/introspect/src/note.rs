//! What a person should know of a database, beside its schema.

use std::fmt;

use autogen_schema::{Ident, TableName, sqlite::ParseError};

/// Something in a database that is not whole, or that could not be read whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A view that cannot be queried: what it selects from is gone.
    BrokenView {
        /// The view.
        view: TableName,
        /// What the database says of it.
        message: String,
    },
    /// A table that cannot be opened. It is missing from the schema.
    BrokenTable {
        /// The table.
        table: TableName,
        /// What the database says of it.
        message: String,
    },
    /// What the account may not see, or not all of, so that it may be missing from the schema.
    Hidden {
        /// What it is, in the singular: `trigger`.
        what: &'static str,
        /// Whose it is; nobody's in particular where it stands alone in the database.
        of: Vec<TableName>,
    },
    /// Something whose text means what it means only under another `sql_mode` than the connection's (MySQL).
    OtherMode {
        /// What it is.
        kind: ObjectKind,
        /// Its name.
        name: Ident,
        /// What makes the difference: `with ANSI_QUOTES`.
        mode: String,
    },
    /// Something whose text may not be what was written: MySQL shows its strings without the escapes in them.
    Inexact {
        /// What it is.
        kind: ObjectKind,
        /// Its name.
        name: Ident,
    },
    /// A period that rows apply for (MariaDB). It is missing from the schema, and so is what a unique says of it.
    Period {
        /// The table.
        table: TableName,
        /// Its name.
        period: Ident,
    },
    /// Tables whose names differ in case alone, which are compared as one (MySQL).
    CaseTwins {
        /// One of them.
        one: TableName,
        /// The other.
        other: TableName,
    },
    /// A virtual table whose module is not loaded, so that nothing but its name and text is known. Its shadow tables are
    /// known by their names alone.
    MissingModule {
        /// The table.
        table: TableName,
        /// The module.
        module: String,
    },
    /// A foreign key that refers to a table that does not exist, which SQLite allows.
    MissingParent {
        /// The referencing table.
        table: TableName,
        /// The referencing columns.
        columns: Vec<Ident>,
        /// The table that is missing.
        references: TableName,
    },
    /// A foreign key that lists no referenced columns, while the referenced table's primary key has not as many columns.
    /// The referenced columns stay empty.
    KeyMismatch {
        /// The referencing table.
        table: TableName,
        /// The referencing columns.
        columns: Vec<Ident>,
        /// The referenced table.
        references: TableName,
    },
    /// A stored statement that could not be taken apart. What only it says (checks, collations, names of constraints,
    /// expressions) is missing from the schema.
    Unreadable {
        /// What it makes.
        kind: ObjectKind,
        /// The object's name.
        name: Ident,
        /// What was not understood.
        error: ParseError,
    },
    /// A stored statement that says something else than the catalog does, as happens after `PRAGMA writable_schema`. The
    /// catalog is believed.
    Contradiction {
        /// What it makes.
        kind: ObjectKind,
        /// The object's name.
        name: Ident,
        /// What they differ in: `foreign keys`.
        what: &'static str,
    },
    /// Something of which the database has no text, so that it cannot be made again: an operator, a base type.
    NoText {
        /// What it is, in the database's word.
        kind: String,
        /// Its name.
        name: TableName,
    },
}

/// A kind of object in a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum ObjectKind {
    Table,
    Index,
    View,
    Trigger,
    Routine,
    Event,
}

impl fmt::Display for ObjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ObjectKind::Table => "table",
            ObjectKind::Index => "index",
            ObjectKind::View => "view",
            ObjectKind::Trigger => "trigger",
            ObjectKind::Routine => "routine",
            ObjectKind::Event => "event",
        })
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::BrokenView { view, message } => write!(f, "view `{view}` cannot be queried: {message}"),
            Note::BrokenTable { table, message } => write!(f, "table `{table}` cannot be opened: {message}"),
            Note::Hidden { what, of } if of.is_empty() => {
                write!(f, "this account may not see every {what} of the database")
            }
            Note::Hidden { what, of } => {
                let of: Vec<_> = of.iter().map(|table| format!("`{table}`")).collect();
                write!(f, "this account may not see every {what} of {}", of.join(", "))
            }
            Note::OtherMode { kind, name, mode } => write!(f, "{kind} `{name}` was made in another SQL mode: {mode}"),
            Note::Inexact { kind, name } => {
                write!(f, "{kind} `{name}` holds strings, and the server does not show them as they were written")
            }
            Note::Period { table, period } => {
                write!(f, "table `{table}` has the period `{period}`, which is not read")
            }
            Note::CaseTwins { one, other } => {
                write!(f, "tables `{one}` and `{other}` differ in case alone, and are taken for one")
            }
            Note::MissingModule { table, module } => {
                write!(f, "virtual table `{table}` needs module `{module}`, which is not loaded")
            }
            Note::MissingParent { table, columns, references } => {
                write!(
                    f,
                    "a foreign key of `{table}` ({}) refers to `{references}`, which does not exist",
                    list(columns)
                )
            }
            Note::KeyMismatch { table, columns, references } => {
                write!(
                    f,
                    "a foreign key of `{table}` ({}) does not fit the primary key of `{references}`",
                    list(columns)
                )
            }
            Note::Unreadable { kind, name, error } => {
                write!(f, "the stored text of {kind} `{name}` could not be read: {error}")
            }
            Note::NoText { kind, name } => {
                write!(f, "{kind} `{name}` cannot be made again: the database has no text of it")
            }
            Note::Contradiction { kind, name, what } => {
                write!(f, "the stored text of {kind} `{name}` and the catalog differ in its {what}")
            }
        }
    }
}

fn list(columns: &[Ident]) -> String {
    columns.iter().map(Ident::as_str).collect::<Vec<_>>().join(", ")
}
