//! Operations on real SQLite databases with rows: lowered and run, taken back, run again.
//!
//! Each case says a database, what is done to it, and what is to be seen afterwards. That the database is sound in between,
//! that going back brings back the stored texts, and that a second run ends where the first did is asked of all of them.

mod cases;
mod database;
mod random;
mod refusals;
mod renames;
