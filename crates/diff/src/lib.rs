//! Compares two schemas, orders and inverts what differs, and renders it as a revision file.
//!
//! Pure: schemas in, operations and text out. Nothing here does I/O, and no output depends on hash order.

mod catalog_texts;
mod compare;
mod creation;
pub mod dialect;
pub mod exact;
pub mod facts;
mod hazard;
mod likeness;
mod listed;
pub mod online;
mod operation;
pub mod order;
mod passage;
mod portion;
pub mod question;
pub mod render;
pub mod rust;
mod script;
pub mod template;
mod values;

pub use catalog_texts::restore_texts;
pub use compare::{Difference, Missed, Note, Ownership, Policy, Sides, Unmanaged, Unsaid, compare, unfilled};
pub use creation::with_created;
pub use hazard::{Copied, Hazard, HazardKind, Others};
pub use likeness::{Candidate, Gone, candidates, likely_renames};
pub use listed::{Listed, listed_once};
pub use operation::{Operation, invert};
pub use passage::{Beside, Change, Passage};
pub use portion::portions;
pub use script::{Block, Guard, Script, Statement, Steps};
pub use values::{Role, Said, Values, check_expression};
