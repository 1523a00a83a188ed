//! The sections of a revision that serves several dialects: what is the same for some of them stands there once.

use autogen_diff::{Block, Script, render};
use autogen_revision::{Direction, Section};
use autogen_schema::Dialect;

use crate::Project;

/// What runs on one dialect, one way: one section after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Served {
    pub(crate) dialect: Dialect,
    pub(crate) pieces: Vec<Piece>,
}

/// A section but for whom it serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) rebuild: bool,
    pub(crate) transaction: bool,
    pub(crate) body: String,
}

impl Served {
    /// Renders what a script does.
    pub(crate) fn script(dialect: Dialect, script: &Script) -> Self {
        let runs: Vec<&[Block]> = script.blocks.chunk_by(|one, other| one.apart == other.apart).collect();
        let piece = |blocks: &[Block]| {
            let transaction = blocks.first().is_none_or(|block| !block.apart);
            Piece { rebuild: script.rebuild, transaction, body: render::body(blocks, dialect) }
        };
        // Nothing to do is a section too.
        let pieces = if runs.is_empty() { vec![piece(&[])] } else { runs.into_iter().map(piece).collect() };
        Self { dialect, pieces }
    }

    /// Takes what a file has for a dialect.
    pub(crate) fn of<'a>(dialect: Dialect, sections: impl IntoIterator<Item = &'a Section>) -> Self {
        let pieces = sections.into_iter().map(|section| Piece {
            rebuild: section.rebuild,
            transaction: section.transaction,
            body: section.body.trim().to_owned(),
        });
        Self { dialect, pieces: pieces.collect() }
    }
}

/// Writes the sections of one direction, with their markers.
pub(crate) fn written(project: &Project, direction: Direction, served: &[Served]) -> String {
    let mut groups: Vec<(Vec<Dialect>, &[Piece])> = Vec::new();
    for Served { dialect, pieces } in served {
        match groups.iter_mut().find(|(_, same)| *same == pieces) {
            Some((dialects, _)) => dialects.push(*dialect),
            None => groups.push((vec![*dialect], pieces)),
        }
    }
    let named = |dialects: &[Dialect]| {
        if dialects == project.dialects { project.section_dialects().to_vec() } else { dialects.to_vec() }
    };
    let sections = groups.iter().flat_map(|(dialects, pieces)| {
        pieces.iter().map(|piece| {
            let text = format!("{}\n{}", marker(direction, named(dialects), piece), piece.body);
            text.trim_end().to_owned()
        })
    });
    sections.collect::<Vec<_>>().join("\n\n")
}

fn marker(direction: Direction, dialects: Vec<Dialect>, piece: &Piece) -> String {
    let Piece { rebuild, transaction, .. } = *piece;
    let (guards, irreversible, body, first_line) = (Vec::new(), None, String::new(), 0);
    Section { direction, dialects, rebuild, transaction, guards, irreversible, body, first_line }.marker()
}
