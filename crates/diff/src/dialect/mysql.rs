//! MySQL and MariaDB: types, statements, and what operations lower to.
//!
//! Both servers alter in place, so an upgrade and a downgrade are the same thing: a schema to start from and one to arrive
//! at. What differs in a table goes into one `ALTER TABLE`, which a server carries out as a whole: statements commit on
//! their own here, and between two of them a revision can be cut in half.

pub mod create;
pub(crate) mod extra;
mod keys;
mod left;
mod lower;
mod names;
mod prefix;
pub mod types;

pub(crate) use left::left;
pub use lower::{downgrade, upgrade};
