//! Drawings: of a history, for the terminal too, and of tables.

mod escape;
mod lanes;
mod revisions;
mod tables;

pub(crate) use lanes::lanes;
pub(crate) use revisions::revisions;
pub(crate) use tables::Picture;

/// What a drawing is written in, for another program to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notation {
    /// For Markdown pages.
    Mermaid,
    /// For Graphviz.
    Dot,
}
