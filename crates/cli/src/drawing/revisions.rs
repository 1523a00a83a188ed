//! A history as a drawing for other programs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use autogen_revision::{Graph, RevisionId};

use super::{Notation, escape};

/// Draws the revisions: each points at what it revises, dotted at what it only depends on.
pub(crate) fn revisions(notation: Notation, graph: &Graph, revisions: &[&RevisionId]) -> String {
    match notation {
        Notation::Mermaid => mermaid(graph, revisions, &BTreeSet::new()),
        Notation::Dot => dot(graph, revisions),
    }
}

/// Draws the revisions for Markdown, and says which are new.
pub(crate) fn revisions_with_new(graph: &Graph, revisions: &[&RevisionId], new: &BTreeSet<RevisionId>) -> String {
    mermaid(graph, revisions, new)
}

fn mermaid(graph: &Graph, revisions: &[&RevisionId], new: &BTreeSet<RevisionId>) -> String {
    let mut text = String::from("flowchart BT\n");
    let places: BTreeMap<&RevisionId, usize> = revisions.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let name = |id: &RevisionId| places.get(id).map(|at| format!("r{at}"));
    for id in revisions {
        let label = label(graph, id, "<br>", escape::mermaid);
        let word = if new.contains(*id) { " (new)" } else { "" };
        let _infallible = writeln!(text, "    {}[\"{label}{word}\"]", name(id).unwrap_or_default());
    }
    for (from, to, is_dependency) in edges(graph, revisions) {
        if let (Some(from), Some(to)) = (name(from), name(to)) {
            let arrow = if is_dependency { "-.->" } else { "-->" };
            let _infallible = writeln!(text, "    {from} {arrow} {to}");
        }
    }
    text
}

fn dot(graph: &Graph, revisions: &[&RevisionId]) -> String {
    let mut text = String::from("digraph revisions {\n    rankdir=BT;\n    node [shape=box];\n");
    for id in revisions {
        let label = label(graph, id, "\\n", escape::dot_label);
        let _infallible = writeln!(text, "    \"{id}\" [label=\"{label}\"];");
    }
    for (from, to, is_dependency) in edges(graph, revisions) {
        let style = if is_dependency { " [style=dashed]" } else { "" };
        let _infallible = writeln!(text, "    \"{from}\" -> \"{to}\"{style};");
    }
    text.push_str("}\n");
    text
}

/// The id and, below it, what the revision is for.
fn label(graph: &Graph, id: &RevisionId, new_line: &str, escape: fn(&str) -> String) -> String {
    let summary = graph.get(id).map(|node| node.header.summary()).unwrap_or_default();
    let new_line = if summary.is_empty() { "" } else { new_line };
    format!("{id}{new_line}{}", escape(summary))
}

/// Returns who requires whom, as far as both are drawn, and whether it only depends on it.
fn edges<'a>(graph: &'a Graph, revisions: &[&'a RevisionId]) -> Vec<(&'a RevisionId, &'a RevisionId, bool)> {
    let drawn: BTreeSet<&RevisionId> = revisions.iter().copied().collect();
    let mut edges = Vec::new();
    for node in revisions.iter().filter_map(|id| graph.get(id)) {
        let header = &node.header;
        let revised = header.revises.iter().map(|parent| (&header.id, parent, false));
        let needed = header.depends.iter().map(|parent| (&header.id, parent, true));
        edges.extend(revised.chain(needed).filter(|(_, to, _)| drawn.contains(to)));
    }
    edges
}
