//! Bad input: an error with exit code 2, a message that a person can act on, and everything as it was before.

mod databases;
mod entities;
mod filesystem;
mod names;
mod revisions;
