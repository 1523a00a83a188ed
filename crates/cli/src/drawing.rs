//! Drawings: of a history, for the terminal too, and of tables.

mod escape;
mod lanes;
mod revisions;
mod tables;

pub(crate) use lanes::lanes;
pub(crate) use revisions::{revisions, revisions_with_new};
pub(crate) use tables::{Picture, Sides as ChangedSides};

/// How long a text Mermaid draws by itself, in units of UTF-16.
pub(crate) const MERMAID_LIMIT: usize = 50_000;

/// What a drawing is written in, for another program to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notation {
    /// For Markdown pages.
    Mermaid,
    /// For Graphviz.
    Dot,
}
