//! What a review tells, as data: the Markdown is written from it too.

use autogen_diff::{Difference, Listed, listed_once};
use autogen_revision::{Language, Revision, RevisionId};
use autogen_schema::Dialect;
use autogen_schema::change::{Action, Change};

use super::{Exit, Look, exit};
use crate::commands::verify::Trials;
use crate::describe;
use crate::document::{
    NotProven, Reviewed, ReviewedHazard, ReviewedRevision, ReviewedSection, Status, Unmanaged, VerifiedRevision,
};
use crate::error::Error;
use crate::output::printable;
use crate::progress::hazard;
use crate::theme::unpainted;

impl Look<'_> {
    /// Returns everything that was seen.
    pub(super) fn document(&self) -> Result<Reviewed, Error> {
        let (verified, not_proven) = self.verified();
        let heads = self.history.graph.heads();
        let mut document = Reviewed {
            status: Status::Clean,
            since: self.chosen.since.clone(),
            revisions: self.revisions().map(|revision| self.revision(revision, &verified)).collect::<Result<_, _>>()?,
            not_proven,
            unwritten: self.unwritten(),
            withheld: self.withheld(),
            edited: texts(&self.chosen.edited),
            removed: texts(&self.chosen.removed),
            heads: if heads.len() > 1 { heads.iter().map(ToString::to_string).collect() } else { Vec::new() },
            rows: self.rows.clone(),
            pending: self.pending.as_deref().map(texts),
            unmanaged: self.unmanaged(),
            tables: self.tables(),
            graph: self.branches(),
            problems: self.problems.iter().map(|problem| problem.report().message.clone()).collect(),
            notes: self.notes.clone(),
        };
        document.status = exit(&document, self.trials.as_ref().map_or(Exit::Done, Trials::exit)).status();
        Ok(document)
    }

    fn verified(&self) -> (Vec<VerifiedRevision>, Vec<NotProven>) {
        let Some(trials) = &self.trials else { return (Vec::new(), Vec::new()) };
        let document = trials.document(self.history);
        (document.revisions, document.not_proven)
    }

    fn revision(&self, revision: &Revision, verified: &[VerifiedRevision]) -> Result<ReviewedRevision, Error> {
        let header = &revision.header;
        let changes: Vec<Change> = revision.changes().unwrap_or_default();
        let trial = verified.iter().find(|one| one.revision == header.id.as_str());
        Ok(ReviewedRevision {
            revision: header.id.to_string(),
            revises: texts(&header.revises),
            message: header.message.clone(),
            path: revision.file.display().to_string(),
            summary: describe::changes(&unclaimed(&changes)).iter().map(|line| unpainted(line)).collect(),
            changes: changes.iter().map(ToString::to_string).collect(),
            hazards: hazards(revision, &self.workspace.project().dialects),
            sections: sections(revision)?,
            proven: trial.map(|trial| trial.proven),
            dialects: trial.map(|trial| trial.dialects.clone()).unwrap_or_default(),
            findings: trial.map(|trial| trial.findings.clone()).unwrap_or_default(),
            notes: trial.map(|trial| trial.notes.clone()).unwrap_or_default(),
        })
    }

    pub(super) fn differences(&self) -> impl Iterator<Item = (Dialect, &Difference)> {
        self.reviews.iter().filter_map(|review| Some((review.dialect, review.difference.as_ref()?)))
    }

    /// Returns what the entities say that no revision makes.
    fn unwritten(&self) -> Vec<String> {
        let lists: Vec<_> = self.differences().map(|(dialect, difference)| (dialect, difference.listed())).collect();
        let Listed { changes, .. } = listed_once(lists);
        changes.iter().map(ToString::to_string).collect()
    }

    fn withheld(&self) -> Vec<String> {
        let mut withheld: Vec<String> = Vec::new();
        for key in self.differences().flat_map(|(_, difference)| &difference.withheld).map(ToString::to_string) {
            if !withheld.contains(&key) {
                withheld.push(key);
            }
        }
        withheld
    }

    /// Returns what nobody manages on the tables that are touched.
    fn unmanaged(&self) -> Vec<Unmanaged> {
        let is_alone = self.workspace.project().has_one_dialect();
        let mut found = Vec::new();
        for review in &self.reviews {
            let touched: Vec<_> = review.operations.iter().filter_map(autogen_diff::Operation::table).collect();
            let objects = review.difference.iter().flat_map(|difference| &difference.unmanaged);
            let on_touched = objects
                .filter(|object| touched.iter().any(|table| table.same(&object.table, review.dialect)))
                .map(|object| Unmanaged {
                    table: object.table.to_string(),
                    kind: object.kind,
                    what: object.what.clone(),
                    dialect: (!is_alone).then_some(review.dialect.name()),
                });
            found.extend(on_touched);
        }
        found
    }
}

/// What was there already is nobody's news.
fn unclaimed(changes: &[Change]) -> Vec<Change> {
    changes.iter().filter(|change| !matches!(change.action, Action::Claimed(_))).cloned().collect()
}

/// Returns what a revision says itself that it does to rows. What is said of every dialect is said once.
fn hazards(revision: &Revision, all: &[Dialect]) -> Vec<ReviewedHazard> {
    let mut found: Vec<ReviewedHazard> = Vec::new();
    for section in &revision.sections {
        let lines = section.body.lines().enumerate().filter_map(|(at, line)| Some((at, hazard(line)?)));
        for (at, text) in lines {
            let (direction, text) = (section.direction.to_string(), printable(text));
            let names = section.dialects.iter().map(|dialect| dialect.name());
            match found.iter_mut().find(|one| one.direction == direction && one.text == text) {
                Some(one) if one.dialects.is_empty() => {}
                Some(one) => one.dialects.extend(names),
                None => found.push(ReviewedHazard {
                    direction,
                    text,
                    line: section.first_line + at,
                    dialects: names.collect(),
                }),
            }
        }
    }
    for one in &mut found {
        one.dialects.sort_unstable();
        one.dialects.dedup();
        if one.dialects.len() == all.len() {
            one.dialects.clear();
        }
    }
    found
}

fn sections(revision: &Revision) -> Result<Vec<ReviewedSection>, Error> {
    if revision.language == Language::Rust {
        let text = std::fs::read_to_string(&revision.file)
            .map_err(|error| Error::file("cannot read", &revision.file, &error))?;
        return Ok(vec![ReviewedSection { direction: None, dialects: Vec::new(), line: 1, language: "rust", text }]);
    }
    let section = |section: &autogen_revision::Section| ReviewedSection {
        direction: Some(section.direction.to_string()),
        dialects: section.dialects.iter().map(|dialect| dialect.name()).collect(),
        line: section.first_line,
        language: "sql",
        text: section.body.trim_matches('\n').to_owned(),
    };
    Ok(revision.sections.iter().map(section).collect())
}

fn texts(ids: &[RevisionId]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}
