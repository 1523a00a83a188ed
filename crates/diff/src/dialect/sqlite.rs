//! SQLite: types, statements, edits of stored statements, and what operations lower to.
//!
//! SQLite alters little in place. Where it cannot, a table is made again from its stored text and its rows are copied, by the
//! procedure of <https://sqlite.org/lang_altertable.html#otheralter>.

mod copy;
pub mod create;
mod dependents;
pub mod edit;
pub(crate) mod extra;
mod gained;
mod intent;
mod lower;
mod names;
mod restore;
mod swap;
pub mod types;
mod unrenamed;

pub use lower::upgrade;
pub use restore::downgrade;
pub(crate) use swap::NEW_TABLE;
