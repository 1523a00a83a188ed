//! SQLite: types, statements, edits of stored statements, and what operations lower to.
//!
//! SQLite alters little in place. Where it cannot, a table is made again from its stored text and its rows are copied, by the
//! procedure of <https://sqlite.org/lang_altertable.html#otheralter>.

pub mod create;
pub mod edit;
pub(crate) mod extra;
mod names;
mod refusal;
pub mod types;

pub use refusal::Refusal;
