//! Operations on real MySQL or MariaDB databases with rows: lowered and run, taken back, run again.
//!
//! Each case says a database, what is done to it, and what is to be seen afterwards. That going back brings back what
//! `SHOW CREATE` tells, that rows are kept, that a second run ends where the first did, and that tables made at once are the
//! same as tables that came about, is asked of all of them.

mod cases;
mod database;
mod hazards;
mod labels;
mod random;
mod refusals;
