//! Shows how far a run is: a line a revision, and one for each hazard in it.

use std::collections::BTreeMap;

use autogen_revision::{Direction, Event, Header, Observer, Revision, RevisionId, Row};

use crate::output::{Output, printable};

/// What starts the comment above a statement that does something to rows.
const HAZARD: &str = "-- hazard: ";

/// Tells of every revision that starts, and of what it will do to rows.
pub(crate) struct Progress {
    output: Output,
    headers: BTreeMap<RevisionId, Header>,
    hazards: BTreeMap<(RevisionId, Direction), Vec<String>>,
}

impl Progress {
    /// Takes what is known of the revisions that may run: `rows` of those that have no file.
    pub(crate) fn new(output: Output, revisions: &[Revision], rows: &[Row]) -> Self {
        let mut progress = Self { output, headers: BTreeMap::new(), hazards: BTreeMap::new() };
        for row in rows {
            progress.headers.insert(row.revision.clone(), row.header());
            progress.add_hazards(&row.revision, Direction::Downgrade, &row.downgrade);
        }
        for revision in revisions {
            let id = &revision.header.id;
            progress.headers.insert(id.clone(), revision.header.clone());
            progress.hazards.remove(&(id.clone(), Direction::Downgrade));
            for section in &revision.sections {
                progress.add_hazards(id, section.direction, &section.body);
            }
        }
        progress
    }

    /// Takes the comments that the planner wrote above the statements.
    fn add_hazards(&mut self, id: &RevisionId, direction: Direction, sql: &str) {
        let hazards = sql.lines().filter_map(|line| line.trim_start().strip_prefix(HAZARD));
        let texts = hazards.map(|text| printable(text.trim()));
        self.hazards.entry((id.clone(), direction)).or_default().extend(texts);
    }

    fn start(&self, revision: &RevisionId, direction: Direction) {
        self.output.status(&self.line(revision, direction));
        for hazard in self.hazards.get(&(revision.clone(), direction)).into_iter().flatten() {
            self.output.hazard(hazard);
        }
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
            Event::Started { revision, direction } => self.start(revision, direction),
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
