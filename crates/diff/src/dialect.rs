//! What differs between databases: types, what an operation lowers to, and the text of statements.

pub mod sqlite;
