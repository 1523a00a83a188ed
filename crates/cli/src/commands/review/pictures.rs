//! The drawings of a review: the tables that are touched, and the revisions where they branch.

use std::collections::BTreeSet;

use autogen_revision::RevisionId;

use super::Look;
use crate::document::Drawing;
use crate::drawing::{self, ChangedSides, Notation};

impl Look<'_> {
    /// Draws the tables of the first dialect that could be had. What a revision does elsewhere is the same but for the spelling.
    pub(super) fn tables(&self) -> Option<Drawing> {
        let review = self.reviews.first()?;
        let sides = ChangedSides {
            before: &review.before,
            after: &review.after,
            operations: &review.operations,
            dialect: review.dialect,
        };
        let picture = sides.picture();
        (!picture.is_empty()).then(|| mermaid(picture.write(Notation::Mermaid)))
    }

    /// Draws the revisions with what is beside them, where one of them has something beside it or brings branches together.
    pub(super) fn branches(&self) -> Option<Drawing> {
        let (graph, chosen) = (&self.history.graph, &self.chosen.revisions);
        let parents: BTreeSet<&RevisionId> = chosen.iter().flat_map(|id| graph.requires(id)).collect();
        let heads = graph.heads();
        let parts = |id: &&RevisionId| graph.children(id).len() > 1;
        let merges = |id: &RevisionId| graph.get(id).is_some_and(|node| node.header.revises.len() > 1);
        let branches = heads.len() > 1 || parents.iter().any(parts) || chosen.iter().any(merges);
        if !branches {
            return None;
        }
        let around = parents.iter().flat_map(|id| graph.children(id)).chain(heads.iter().copied());
        let drawn: BTreeSet<&RevisionId> = around.chain(parents.iter().copied()).chain(chosen).collect();
        // The newest first, as a history lists them.
        let order: Vec<&RevisionId> = graph.order().iter().rev().filter(|id| drawn.contains(id)).collect();
        Some(mermaid(drawing::revisions_with_new(graph, &order, chosen)))
    }
}

fn mermaid(text: String) -> Drawing {
    Drawing { notation: "mermaid", text }
}
