//! SQLite.

pub mod types;
