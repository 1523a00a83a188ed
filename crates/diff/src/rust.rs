//! Revisions as migrations of SeaORM.

mod both;
mod builder;
mod candidates;
mod expr;
mod layout;
mod literal;
mod matching;
mod pieces;
mod read;
mod sql;

pub use builder::Builder;
pub use candidates::Candidates;
pub use matching::{Target, with_builders};
