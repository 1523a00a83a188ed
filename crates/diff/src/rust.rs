//! Revisions as migrations of SeaORM.

mod body;
mod both;
mod builder;
mod candidates;
mod expr;
mod layout;
mod literal;
mod matching;
mod merge;
mod method;
mod page;
mod pieces;
mod placing;
mod read;
mod rebuild;
mod sql;
mod stages;

pub use body::{body, needs_no_transaction};
pub use builder::Builder;
pub use candidates::Candidates;
pub use matching::{Target, with_builders};
pub use method::{method, use_transaction};

#[cfg(test)]
mod tests;
