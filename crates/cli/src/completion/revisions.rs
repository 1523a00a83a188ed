//! Revisions, as far as their files tell.

use std::ffi::OsStr;

use autogen_engine::History;
use autogen_revision::{Directory, Graph, RevisionId};
use clap_complete::CompletionCandidate;

use super::project;

/// Words that mean revisions.
const WORDS: &[(&str, &str)] = &[
    ("head", "the revision that none follows"),
    ("heads", "all of them"),
    ("base", "before the first revision"),
    ("current", "where the database stands"),
];

/// Completes a revision: an id, a branch, or a word for one.
pub(crate) fn revision(typed: &OsStr) -> Vec<CompletionCandidate> {
    starting_with(typed, all())
}

/// Completes what a new revision may follow.
pub(crate) fn heads(typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(graph) = graph() else { return Vec::new() };
    let heads = graph.heads().into_iter().map(|id| candidate(&graph, id));
    let base = CompletionCandidate::new("base").help(Some("a new root".into()));
    starting_with(typed, heads.chain(labels(&graph)).chain([base]).collect())
}

/// Returns every revision, the newest first, then what stands for some.
pub(super) fn all() -> Vec<CompletionCandidate> {
    let Some(graph) = graph() else { return Vec::new() };
    let ids = graph.order().iter().rev().map(|id| candidate(&graph, id));
    let words = WORDS.iter().map(|(word, about)| CompletionCandidate::new(*word).help(Some((*about).into())));
    ids.chain(labels(&graph)).chain(words).collect()
}

/// Keeps what goes on as it is typed.
pub(super) fn starting_with(typed: &OsStr, candidates: Vec<CompletionCandidate>) -> Vec<CompletionCandidate> {
    let start = typed.as_encoded_bytes();
    let goes_on = |found: &CompletionCandidate| found.get_value().as_encoded_bytes().starts_with(start);
    candidates.into_iter().filter(goes_on).collect()
}

fn graph() -> Option<Graph> {
    let project = project()?.project;
    if project.rust.is_some() {
        return History::read(&project).ok().map(|history| history.graph);
    }
    Graph::from_headers(Directory::of(project.locations()).headers().ok()?).ok()
}

fn candidate(graph: &Graph, id: &RevisionId) -> CompletionCandidate {
    let summary = graph.get(id).map(|node| node.header.summary()).filter(|summary| !summary.is_empty());
    CompletionCandidate::new(id.as_str()).help(summary.map(|summary| crate::output::printable(summary).into()))
}

fn labels(graph: &Graph) -> Vec<CompletionCandidate> {
    let nodes = graph.order().iter().filter_map(|id| graph.get(id));
    let labels = nodes.flat_map(|node| &node.header.branch);
    labels.map(|label| CompletionCandidate::new(format!("{label}@head")).help(Some("its head".into()))).collect()
}
