//! The types and defaults of SQLite: how SeaORM writes them, and when what a database reports is what an entity says.
//!
//! SQLite keeps any value in almost any column; the declared type only sets an affinity. What counts as the same type is
//! therefore a matter of what SeaORM decodes and of the kind a name tells, not of what the database enforces.

mod affinity;
mod default;
mod kind;
mod nothing;
mod satisfies;
mod spelling;

pub use affinity::{Affinity, affinity};
pub use default::{default_sql, same_default};
pub(crate) use nothing::nothing;
pub(crate) use satisfies::is_rowid_type;
pub use satisfies::satisfies;
pub use spelling::{UnsupportedType, sql_type};
pub(crate) use spelling::{declared_type, is_integer};

#[cfg(test)]
mod tests;
