//! PostgreSQL: types, statements, and what operations lower to.
//!
//! The server alters in place and in transactions. What stands in the way of a change is dropped in plain sight and made again
//! from the server's own text of it; nothing is dropped along in silence.

pub mod create;
mod enum_names;
pub(crate) mod extra;
mod left;
mod locks;
mod lower;
mod names;
mod restore;
mod standing;
pub mod types;
mod warn;

use autogen_schema::{Dialect, Ident};

pub(crate) use left::left;
pub(crate) use locks::Locks;
pub use lower::upgrade;
pub use restore::downgrade;

/// Returns a name as the server keeps it: cut to 63 bytes
/// (<https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>).
pub(crate) fn stored_name(name: &Ident) -> Ident {
    names::clipped(name)
}

const POSTGRES: Dialect = Dialect::Postgres;
