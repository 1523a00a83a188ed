//! What a check found, for programs.

use autogen_model::Severity;
use autogen_revision::RevisionId;

use crate::describe;
use crate::document::{Checked, Diagnostic, Drifted, UnknownType, Unmanaged};

use super::{Findings, Side};

impl Findings<'_> {
    /// Returns everything that was found.
    pub(super) fn document(&self) -> Checked {
        let listed = self.listed();
        let differences = || self.sides.iter().filter_map(|side| Some((side, side.difference()?)));
        let lives = || self.sides.iter().filter_map(|side| Some((side, side.live()?)));
        let unknown = differences()
            .flat_map(|(_, difference)| &difference.unknown)
            .map(|(key, source)| UnknownType { about: key.to_string(), source: source.clone() });
        let drift = lives().flat_map(|(side, live)| {
            live.drift.iter().map(|d| Drifted {
                table: d.table.to_string(),
                text: d.text.clone(),
                dialect: self.named(side),
            })
        });
        let unmanaged = differences().flat_map(|(side, difference)| {
            difference.unmanaged.iter().map(|object| Unmanaged {
                table: object.table.to_string(),
                kind: object.kind,
                what: object.what.clone(),
                dialect: self.named(side),
            })
        });
        Checked {
            status: self.exit().status(),
            problems: self.problems.iter().map(|problem| problem.error.report().message.clone()).collect(),
            changes: listed.changes.iter().map(ToString::to_string).collect(),
            drift: drift.collect(),
            pending: once(lives().flat_map(|(_, live)| &live.pending)),
            unknown_revisions: once(lives().flat_map(|(_, live)| &live.unknown)),
            edited_revisions: once(self.edited.iter()),
            withheld: self.withheld().iter().map(ToString::to_string).collect(),
            unknown_types: unknown.collect(),
            claims: listed.claims.iter().map(ToString::to_string).collect(),
            notes: self.notes(),
            unmanaged: unmanaged.collect(),
            diagnostics: self.diagnostics(),
        }
    }

    /// Returns what is worth knowing, of the comparison and of the database.
    pub(super) fn notes(&self) -> Vec<String> {
        let of_side = |side: &Side| {
            let of_difference = side.difference().map_or(&[][..], |difference| &difference.notes);
            let of_database = side.live().map_or(&[][..], |live| &live.notes);
            let texts = of_difference.iter().map(|note| format!("{}: {}", describe::one_line(&note.about), note.text));
            texts.chain(of_database.iter().cloned()).collect()
        };
        self.told(of_side).into_iter().chain(self.notes.iter().cloned()).collect()
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
        self.diagnostics.iter().filter(is_told).map(diagnostic).collect()
    }
}

/// Lists ids, each once.
fn once<'a>(ids: impl Iterator<Item = &'a RevisionId>) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for id in ids.map(ToString::to_string) {
        if !texts.contains(&id) {
            texts.push(id);
        }
    }
    texts
}
