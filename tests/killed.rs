//! The program is killed while it runs revisions: at each round trip to a server, in each statement, at any moment.
//!
//! Where DDL is transactional the database stands at a revision then. Elsewhere one statement at most is in doubt: those before it
//! have run, those behind it have not, and what is left runs when that one is settled. `AUTOGEN_TEST_SCALE=20` kills it twenty
//! times as often.

mod at_any_moment;
mod course;
mod in_each_statement;
mod proxy;

use course::Course;
