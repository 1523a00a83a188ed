//! Revisions as migrations of SeaORM: the builder code that does what the statements of a script do.
//!
//! What a revision runs is lowered to SQL, for a Rust project as for any other. Here each statement is found again among sea-query's builders
//! ([`with_builders`]): it is read ([`read`]), said by a builder ([`builder`]), and what sea-query makes of that is read in turn. If that is
//! the same, the statement gets the builder, and sea-query's SQL in place of its own, so that what is proven is what will run. Whatever no builder
//! says stays SQL.
//!
//! [`method`] then puts together what the dialects of a project have in common ([`merge`]) and writes it as Rust, laid out as rustfmt does
//! ([`layout`]). The file around it is left to the caller. The text compiles against SeaORM 1.1 and 2.0.

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
mod strangers;
mod unify;

pub use builder::Builder;
pub use candidates::Candidates;
pub use matching::{Target, with_builders};
pub use method::{Transaction, method};
pub use rebuild::helpers;

#[cfg(test)]
mod tests;
