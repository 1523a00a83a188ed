//! Shows how far a run is: a line a revision.

use std::collections::BTreeMap;

use autogen_revision::{Direction, Event, Graph, Header, Observer, RevisionId};

use crate::output::{Output, printable};

/// Tells of every revision that starts.
pub(crate) struct Progress {
    output: Output,
    headers: BTreeMap<RevisionId, Header>,
}

impl Progress {
    /// Takes what is known of the revisions that may run.
    pub(crate) fn new(output: Output, graph: &Graph) -> Self {
        let nodes = graph.order().iter().filter_map(|id| Some((id.clone(), graph.get(id)?.header.clone())));
        Self { output, headers: nodes.collect() }
    }

    fn line(&self, revision: &RevisionId, direction: Direction) -> String {
        let header = self.headers.get(revision);
        let parents = header.map(parents).unwrap_or_default();
        let message = header.map(Header::summary).filter(|message| !message.is_empty());
        let message = message.map(|message| format!(", {}", printable(message))).unwrap_or_default();
        match direction {
            Direction::Upgrade => format!("Running upgrade {parents} -> {revision}{message}"),
            Direction::Downgrade => format!("Running downgrade {revision} -> {parents}{message}"),
        }
    }
}

impl Observer for Progress {
    fn observe(&mut self, event: Event<'_>) {
        match event {
            Event::Started { revision, direction } => self.output.status(&self.line(revision, direction)),
            Event::Skipped { revision } => {
                self.output.status(&format!("Another process ran {revision} in the meantime"));
            }
            Event::Running { .. }
            | Event::Ran { .. }
            | Event::Recording { .. }
            | Event::Recorded { .. }
            | Event::Finished { .. } => {}
        }
    }
}

/// Returns the parents of a revision as a history shows them.
pub(crate) fn parents(header: &Header) -> String {
    if header.revises.is_empty() {
        return "<base>".to_owned();
    }
    header.revises.iter().map(RevisionId::as_str).collect::<Vec<_>>().join(", ")
}
