//! A history as a drawing: for the terminal, for Markdown, for Graphviz.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use autogen_revision::{Graph, RevisionId};

mod lanes;

pub(crate) use lanes::lanes;

/// Draws the revisions for Mermaid: each points at what it revises, dotted at what it only depends on.
pub(crate) fn mermaid(graph: &Graph, revisions: &[&RevisionId]) -> String {
    let mut text = String::from("flowchart BT\n");
    let places: BTreeMap<&RevisionId, usize> = revisions.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let name = |id: &RevisionId| places.get(id).map(|at| format!("r{at}"));
    for id in revisions {
        let label = label(graph, id, "<br>", |c| match c {
            '"' | '#' | '&' | '<' | '>' | ';' => Some(format!("#{};", u32::from(c))),
            _ => None,
        });
        let _infallible = writeln!(text, "    {}[\"{label}\"]", name(id).unwrap_or_default());
    }
    for (from, to, is_dependency) in edges(graph, revisions) {
        if let (Some(from), Some(to)) = (name(from), name(to)) {
            let arrow = if is_dependency { "-.->" } else { "-->" };
            let _infallible = writeln!(text, "    {from} {arrow} {to}");
        }
    }
    text
}

/// Draws the revisions for Graphviz.
pub(crate) fn dot(graph: &Graph, revisions: &[&RevisionId]) -> String {
    let mut text = String::from("digraph revisions {\n    rankdir=BT;\n    node [shape=box];\n");
    for id in revisions {
        let label = label(graph, id, "\\n", |c| matches!(c, '"' | '\\').then(|| format!("\\{c}")));
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
fn label(graph: &Graph, id: &RevisionId, new_line: &str, escape: impl Fn(char) -> Option<String>) -> String {
    let summary = graph.get(id).map(|node| node.header.summary()).unwrap_or_default();
    let mut text = id.to_string();
    if !summary.is_empty() {
        text.push_str(new_line);
    }
    for c in crate::output::printable(summary).chars() {
        match escape(c) {
            Some(escaped) => text.push_str(&escaped),
            None => text.push(c),
        }
    }
    text
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
