//! Shows how far a run is: a line a revision, and one for each hazard in it.

use std::collections::BTreeMap;
use std::time::Duration;

use autogen_revision::{Direction, Event, Header, Observer, Revision, RevisionId, Row};
use autogen_schema::Dialect;
use indicatif::{ProgressBar, ProgressStyle};

use crate::output::{Output, printable};

/// What starts the comment above a statement that does something to rows.
const HAZARD: &str = "-- hazard: ";

/// Returns what a line of a revision says that the statement below it does to rows, where it is such a line.
pub(crate) fn hazard(line: &str) -> Option<&str> {
    line.trim_start().strip_prefix(HAZARD).map(str::trim)
}

/// Tells of every revision that starts, and of what it will do to rows.
pub(crate) struct Progress {
    output: Output,
    headers: BTreeMap<RevisionId, Header>,
    hazards: BTreeMap<(RevisionId, Direction), Vec<String>>,
    /// What shows the statement that runs just now, on a terminal.
    running: Option<ProgressBar>,
}

impl Progress {
    /// Takes what is known of the revisions that may run on a dialect: `rows` of those that have no file.
    pub(crate) fn new(output: Output, revisions: &[Revision], rows: &[Row], dialect: Dialect) -> Self {
        let mut progress = Self { output, headers: BTreeMap::new(), hazards: BTreeMap::new(), running: None };
        for row in rows {
            progress.headers.insert(row.revision.clone(), row.header());
            progress.add_hazards(&row.revision, Direction::Downgrade, &row.downgrade);
        }
        for revision in revisions {
            let id = &revision.header.id;
            progress.headers.insert(id.clone(), revision.header.clone());
            progress.hazards.remove(&(id.clone(), Direction::Downgrade));
            for section in revision.sections.iter().filter(|section| section.serves(dialect)) {
                progress.add_hazards(id, section.direction, &section.body);
            }
        }
        progress
    }

    /// Takes the comments that the planner wrote above the statements.
    fn add_hazards(&mut self, id: &RevisionId, direction: Direction, sql: &str) {
        let texts = sql.lines().filter_map(hazard).map(printable);
        self.hazards.entry((id.clone(), direction)).or_default().extend(texts);
    }

    fn start(&self, revision: &RevisionId, direction: Direction) {
        self.output.status(&self.line(revision, direction));
        for hazard in self.hazards(revision, direction) {
            self.output.hazard(hazard);
        }
    }

    /// Returns what a revision does to rows, as it says itself.
    pub(crate) fn hazards(&self, revision: &RevisionId, direction: Direction) -> &[String] {
        self.hazards.get(&(revision.clone(), direction)).map_or(&[], Vec::as_slice)
    }

    /// Returns what a revision is for, whole.
    pub(crate) fn message(&self, revision: &RevisionId) -> &str {
        self.headers.get(revision).map(|header| header.message.as_str()).unwrap_or_default()
    }

    /// Shows a statement for as long as it runs. There is nothing to show it on but a terminal.
    fn run(&mut self, index: usize, sql: &str) {
        if self.output.quiet {
            return;
        }
        let bar = ProgressBar::new_spinner();
        if bar.is_hidden() {
            // Its thread would take longer than many a statement.
            return;
        }
        let first = printable(sql.lines().next().unwrap_or_default());
        bar.set_style(style());
        bar.set_message(format!("statement {}: {first}", index + 1));
        bar.enable_steady_tick(Duration::from_millis(200));
        self.running = Some(bar);
    }

    /// Says why nothing happens for a while.
    fn wait(&mut self, pause: Duration, left: u32) {
        self.stop();
        let seconds = pause.as_secs();
        self.output.status(&format!(
            "Another session holds a lock: nothing is held meanwhile, and it is tried again in {seconds} s ({left} left)"
        ));
    }

    fn stop(&mut self) {
        if let Some(bar) = self.running.take() {
            bar.finish_and_clear();
        }
    }

    /// Returns what is said when a revision starts.
    pub(crate) fn line(&self, revision: &RevisionId, direction: Direction) -> String {
        format!("Running {}", self.step(revision, direction))
    }

    /// Returns what a revision is: `upgrade aaaa -> bbbb, Add phone number`.
    pub(crate) fn step(&self, revision: &RevisionId, direction: Direction) -> String {
        let header = self.headers.get(revision);
        let parents = header.map(parents).unwrap_or_default();
        let message = header.map(Header::summary).filter(|message| !message.is_empty());
        let message = message.map(|message| format!(", {}", printable(message))).unwrap_or_default();
        match direction {
            Direction::Upgrade => format!("upgrade {parents} -> {revision}{message}"),
            Direction::Downgrade => format!("downgrade {revision} -> {parents}{message}"),
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
            Event::Running { index, statement, .. } => self.run(index, statement.sql),
            Event::Ran { .. } => self.stop(),
            Event::Waiting { pause, left, .. } => self.wait(pause, left),
            Event::Recording { .. } | Event::Recorded { .. } | Event::Finished { .. } => {}
        }
    }
}

impl Drop for Progress {
    /// A statement that failed has not ended otherwise.
    fn drop(&mut self) {
        self.stop();
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{spinner} {elapsed} {wide_msg}").unwrap_or_else(|_| ProgressStyle::default_spinner())
}

/// Returns the parents of a revision as a history shows them.
pub(crate) fn parents(header: &Header) -> String {
    if header.revises.is_empty() {
        return "<base>".to_owned();
    }
    header.revises.iter().map(RevisionId::as_str).collect::<Vec<_>>().join(", ")
}
