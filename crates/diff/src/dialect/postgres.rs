//! PostgreSQL: types, statements, and what operations lower to.
//!
//! The server alters in place and in transactions. What stands in the way of a change is dropped in plain sight and made again
//! from the server's own text of it; nothing is dropped along in silence.

pub mod create;
mod lower;
mod names;
mod restore;
mod standing;
pub mod types;
mod warn;

use autogen_schema::Dialect;

pub use lower::upgrade;
pub use restore::downgrade;

const POSTGRES: Dialect = Dialect::Postgres;
