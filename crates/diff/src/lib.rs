//! Compares two schemas, orders and inverts what differs, and renders it as a revision file.
//!
//! Pure: schemas in, operations and text out. Nothing here does I/O, and no output depends on hash order.

pub mod dialect;
mod hazard;
mod operation;
mod script;

pub use hazard::Hazard;
pub use operation::{Operation, invert};
pub use script::{Block, Guard, Script, Statement};
