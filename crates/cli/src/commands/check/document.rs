//! What a check found, for programs.

use autogen_model::Severity;
use autogen_revision::RevisionId;

use crate::commands::Exit;
use crate::describe;
use crate::document::{Checked, Diagnostic, Drifted, UnknownType, Unmanaged};

use super::Findings;

impl Findings<'_> {
    /// Returns everything that was found.
    pub(super) fn document(&self) -> Checked {
        let difference = self.difference();
        let live = self.live();
        let texts = |ids: Option<&Vec<RevisionId>>| ids.into_iter().flatten().map(ToString::to_string).collect();
        let drift = live.map_or(&[][..], |live| &live.drift);
        Checked {
            status: match self.exit() {
                Exit::Done => "clean",
                Exit::Findings => "findings",
                Exit::Failed => "failed",
            },
            problems: self.problems.iter().map(|problem| problem.report().message.clone()).collect(),
            changes: difference.iter().flat_map(|d| &d.changes).map(ToString::to_string).collect(),
            drift: drift.iter().map(|d| Drifted { table: d.table.to_string(), text: d.text.clone() }).collect(),
            pending: texts(live.map(|live| &live.pending)),
            unknown_revisions: texts(live.map(|live| &live.unknown)),
            edited_revisions: texts(Some(&self.edited)),
            withheld: difference.iter().flat_map(|d| &d.withheld).map(ToString::to_string).collect(),
            unknown_types: difference
                .iter()
                .flat_map(|d| &d.unknown)
                .map(|(key, source)| UnknownType { about: key.to_string(), source: source.clone() })
                .collect(),
            claims: difference.iter().flat_map(|d| &d.claims).map(ToString::to_string).collect(),
            notes: self.notes(),
            unmanaged: difference
                .iter()
                .flat_map(|d| &d.unmanaged)
                .map(|u| Unmanaged { table: u.table.to_string(), kind: u.kind, what: u.what.clone() })
                .collect(),
            diagnostics: self.diagnostics(),
        }
    }

    /// Returns what is worth knowing, of the comparison and of the database.
    pub(super) fn notes(&self) -> Vec<String> {
        let of_difference = self.difference().map_or(&[][..], |difference| &difference.notes);
        let of_database = self.live().map_or(&[][..], |live| &live.notes);
        let texts = of_difference.iter().map(|note| format!("{}: {}", describe::one_line(&note.about), note.text));
        texts.chain(of_database.iter().cloned()).collect()
    }

    fn diagnostics(&self) -> Vec<Diagnostic> {
        let is_told =
            |found: &&autogen_model::Diagnostic| found.severity != Severity::Note || self.workspace.is_verbose();
        let diagnostic = |found: &autogen_model::Diagnostic| Diagnostic {
            code: found.code.as_str(),
            severity: found.severity.name(),
            message: found.message.clone(),
            file: self.workspace.shown(&found.location.file),
            line: found.location.line,
            column: found.location.column,
            help: found.help.clone(),
        };
        self.entities.model.diagnostics.iter().filter(is_told).map(diagnostic).collect()
    }
}
