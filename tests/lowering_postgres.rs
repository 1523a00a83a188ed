//! Operations on real PostgreSQL databases with rows: lowered and run, taken back, run again. `pg_dump` is the judge.
//!
//! Each case says a database, what is done to it, and what is to be seen afterwards. That going back brings back the dump, and
//! that a second run ends where the first did, is asked of all of them.

mod cases;
mod database;
mod enums;
mod facets;
mod hazards;
mod random;
mod types;
mod unmanaged;
