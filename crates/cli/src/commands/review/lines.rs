//! What a reviewer is told as annotations: at the entity that has no revision, and at the line of the revision that does harm.

use std::path::Path;

use autogen_diff::{Listed, listed_once};
use autogen_engine::{Locator, Spot};
use autogen_revision::RevisionId;
use autogen_schema::Dialect;
use autogen_schema::change::FactKey;

use super::Look;
use crate::document::{Reviewed, ReviewedHazard};
use crate::finding::{self, Code, Finding};

impl Look<'_> {
    /// Returns everything that somebody should look at, at its place.
    pub(super) fn lines(&self, document: &Reviewed) -> Vec<Finding> {
        let mut found = self.workspace.findings(self.entities);
        found.extend(self.of_entities());
        for revision in &document.revisions {
            found.extend(revision.hazards.iter().map(|hazard| of_hazard(&revision.path, hazard)));
        }
        found.extend(self.trials.iter().flat_map(|trials| trials.lines(self.workspace)));
        found.extend(self.of_history());
        let spot = || self.workspace.spot();
        found.extend(self.problems.iter().map(|problem| Finding::error(Code::NotChecked, problem, spot())));
        found
    }

    /// What no revision makes, and what is not dropped.
    fn of_entities(&self) -> Vec<Finding> {
        let (project, differences) = (self.workspace.project(), self.differences().collect::<Vec<_>>());
        let dialect = project.dialects.first().copied().unwrap_or(Dialect::Sqlite);
        let locator = Locator::new(project, self.entities, self.history, dialect);
        let lists: Vec<_> = differences.iter().map(|(dialect, difference)| (*dialect, difference.listed())).collect();
        let Listed { changes, .. } = listed_once(lists);
        let withheld: Vec<FactKey> =
            differences.iter().flat_map(|(_, difference)| difference.withheld.iter().cloned()).collect();
        let other = self.workspace.spot();
        let mut found = finding::pending(&changes, &locator, &other);
        found.extend(finding::withheld(&withheld, &locator, &other));
        found
    }

    /// What has become of revisions that others may have run, and of the ends.
    fn of_history(&self) -> Vec<Finding> {
        let since = self.chosen.since.as_deref().unwrap_or_default();
        let at = |id: &RevisionId| {
            let file = self.history.get(id).map(|revision| Spot::line(&revision.file, 1));
            file.unwrap_or_else(|| self.workspace.spot())
        };
        let edited = self.chosen.edited.iter().map(|id| {
            let text = format!("`{id}` is part of {since}, and was edited: what has run it does not run it again");
            Finding::new(Code::EditedRevision, at(id), text).graver(true)
        });
        let removed = self.chosen.removed.iter().map(|id| {
            let text = format!("`{id}` is part of {since}, and is gone: what has run it has nothing that undoes it");
            Finding::new(Code::RemovedRevision, at(id), text)
        });
        let heads = self.history.graph.heads();
        let heads = heads.iter().filter(|id| heads.len() > 1 && self.chosen.revisions.contains(**id)).map(|id| {
            let others: Vec<&str> = heads.iter().filter(|other| other != &id).map(|other| other.as_str()).collect();
            let text = format!("`{id}` is a head beside {}", others.join(", "));
            Finding::new(Code::SeveralHeads, at(id), text)
                .hint("`autogen merge` joins them, `autogen rebase` puts one behind")
        });
        edited.chain(removed).chain(heads).collect()
    }
}

/// What a downgrade destroys nobody has decided on yet: that is worth knowing, and no more.
fn of_hazard(path: &str, hazard: &ReviewedHazard) -> Finding {
    let way = if hazard.direction == "upgrade" { "" } else { "downgrade: " };
    let on = if hazard.dialects.is_empty() { String::new() } else { format!(" [{}]", hazard.dialects.join(", ")) };
    let text = format!("{way}{}{on}", hazard.text);
    let finding = Finding::new(Code::Hazard, Spot::line(Path::new(path), hazard.line), text);
    if hazard.direction == "upgrade" { finding } else { finding.milder() }
}
