//! `autogen check`.

use autogen_diff::Difference;
use autogen_engine::{Check, Entities, History, LiveCheck, check};
use autogen_model::Severity;
use autogen_revision::RevisionId;
use clap::Args;

use super::Exit;
use crate::context::{Context, Workspace};
use crate::database_url::DatabaseUrl;
use crate::describe;
use crate::document::{self, Checked, Document, Drifted, UnknownType};
use crate::error::Error;
use crate::output::{Format, Output};
use crate::progress::shown;
use crate::theme::{self, paint};

/// Check that entities, revisions and database agree
///
/// Changes nothing. Without a database, the entities are compared with what the revisions build. With `-v`, also lists what is in
/// the database alone and stays unmanaged.
///
/// Exits with 0 when they agree, with 1 when a revision would be written or the database has drifted, with 2 when that could
/// not be told.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {}

/// Runs the command.
pub(crate) async fn run(context: &Context, _: &CheckArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    let entities = workspace.entities()?;
    let errors = workspace.tell_findings(&entities).errors;
    let history = workspace.history()?;
    let checked = check_all(&workspace, &entities, &history).await?;
    let findings = Findings { workspace: &workspace, entities: &entities, checked: &checked, errors };
    match context.output.format {
        Format::Json => context.output.json(&Document::new(findings.document()))?,
        Format::Short => findings.write_short(context.output)?,
        Format::Text => findings.write(context.output)?,
    }
    Ok(findings.exit())
}

/// A database that lacks revisions says nothing about the next one; the history does.
async fn check_all(workspace: &Workspace<'_>, entities: &Entities, history: &History) -> Result<Check, Error> {
    let url = workspace.database()?;
    let url = url.as_ref().map(DatabaseUrl::as_str);
    let mut checked = check(workspace.project(), entities, history, url).await?;
    if !checked.is_up_to_date() {
        checked.history = check(workspace.project(), entities, history, None).await?.history;
    }
    Ok(checked)
}

struct Findings<'a> {
    workspace: &'a Workspace<'a>,
    entities: &'a Entities,
    checked: &'a Check,
    errors: usize,
}

impl<'a> Findings<'a> {
    /// Returns what the next revision would hold.
    fn difference(&self) -> Option<&'a Difference> {
        let live = self.checked.live.as_ref().map(|live| &live.difference);
        self.checked.history.as_ref().or(live)
    }

    fn live(&self) -> Option<&'a LiveCheck> {
        self.checked.live.as_ref()
    }

    fn exit(&self) -> Exit {
        let is_unclear = self.difference().is_some_and(|difference| !difference.unknown.is_empty());
        if self.errors > 0 || is_unclear || !self.checked.is_up_to_date() {
            Exit::Failed
        } else if self.has_findings() {
            Exit::Findings
        } else {
            Exit::Done
        }
    }

    fn has_findings(&self) -> bool {
        let differs = |difference: &Difference| !difference.is_empty() || !difference.withheld.is_empty();
        self.difference().is_some_and(differs) || self.live().is_some_and(|live| !live.drift.is_empty())
    }

    fn write(&self, output: Output) -> Result<(), Error> {
        self.write_changes(output)?;
        self.write_drift(output)?;
        self.tell_notes(output);
        self.list_unmanaged(output)?;
        if self.errors > 0 {
            let errors = describe::count(self.errors, "error");
            output
                .error(Error::new(format!("the entities have {errors}: what they say is not known for sure")).report());
        } else if !self.checked.is_up_to_date() {
            output.error(self.not_up_to_date().report());
        } else if !self.has_findings() && self.exit() == Exit::Done {
            output.line(&paint(theme::GOOD, "No new upgrade operations detected."))?;
        }
        Ok(())
    }

    fn write_changes(&self, output: Output) -> Result<(), Error> {
        let Some(difference) = self.difference() else { return Ok(()) };
        if !difference.is_empty() {
            output.line(&paint(theme::TITLE, "New upgrade operations detected:"))?;
            for line in describe::changes(&difference.changes) {
                output.line(&format!("  {line}"))?;
            }
        }
        if !difference.withheld.is_empty() {
            output.line(&paint(theme::TITLE, "Not in the entities, which could not be read completely:"))?;
            for key in &difference.withheld {
                output.line(&format!("  {}", describe::one_line(key)))?;
            }
            for reason in &self.entities.model.incomplete {
                output.note(&format!("{}: {}", self.workspace.shown(&reason.location.file), reason.message));
            }
        }
        if !difference.unknown.is_empty() {
            let error = autogen_engine::Error::UnknownTypes { facts: difference.unknown.clone() };
            output.error(Error::from(error).report());
        }
        if self.exit() == Exit::Findings && !difference.is_empty() {
            output.hint("`autogen -m MESSAGE` writes them into a revision");
        }
        Ok(())
    }

    fn write_drift(&self, output: Output) -> Result<(), Error> {
        let drift = self.live().map_or(&[][..], |live| &live.drift);
        if drift.is_empty() {
            return Ok(());
        }
        output.line(&paint(theme::TITLE, "The database is not what its revisions make it:"))?;
        for drift in drift {
            output.line(&format!("  {}", shown(&drift.text)))?;
        }
        output.hint("`autogen diff --from history --to database` shows the whole");
        Ok(())
    }

    fn tell_notes(&self, output: Output) {
        for note in self.notes() {
            output.note(&shown(&note));
        }
        let claims = self.difference().map_or(&[][..], |difference| &difference.claims);
        if !claims.is_empty() {
            let count = describe::count(claims.len(), "fact");
            output.note(&format!("{count} said by the entities and there already: the next revision claims them"));
            for claim in claims {
                output.detail(&format!("  {}", shown(&claim.to_string())));
            }
        }
    }

    fn list_unmanaged(&self, output: Output) -> Result<(), Error> {
        let unmanaged = self.difference().map_or(&[][..], |difference| &difference.unmanaged);
        if output.verbose && !unmanaged.is_empty() {
            output.line(&paint(theme::TITLE, "Unmanaged, and left alone:"))?;
            for object in unmanaged {
                output.line(&format!(
                    "  {} {} on {}",
                    object.kind,
                    shown(&object.what),
                    shown(&object.table.to_string())
                ))?;
            }
        }
        Ok(())
    }

    fn notes(&self) -> Vec<String> {
        let of_difference = self.difference().map_or(&[][..], |difference| &difference.notes);
        let of_database = self.live().map_or(&[][..], |live| &live.notes);
        let texts = of_difference.iter().map(|note| format!("{}: {}", describe::one_line(&note.about), note.text));
        texts.chain(of_database.iter().cloned()).collect()
    }

    fn not_up_to_date(&self) -> Error {
        let live = self.live();
        let pending = live.map(|live| live.pending.clone()).unwrap_or_default();
        let unknown = live.map(|live| live.unknown.clone()).unwrap_or_default();
        autogen_engine::Error::NotUpToDate { pending, unknown }.into()
    }

    /// One finding a line: change lines, then `drift` and `pending` with what they are about.
    fn write_short(&self, output: Output) -> Result<(), Error> {
        let document = self.document();
        let drift = document.drift.iter().map(|drift| format!("drift {}", drift.text));
        let pending = document.pending.iter().map(|id| format!("pending {id}"));
        let unknown = document.unknown_revisions.iter().map(|id| format!("unknown {id}"));
        let withheld = document.withheld.iter().map(|key| format!("withheld {key}"));
        let types = document.unknown_types.iter().map(|ty| format!("unknown-type {}", ty.about));
        let changes = document.changes.iter().cloned();
        for line in changes.chain(types).chain(withheld).chain(drift).chain(pending).chain(unknown) {
            output.line(&shown(&line))?;
        }
        Ok(())
    }

    fn document(&self) -> Checked {
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
            changes: difference.iter().flat_map(|d| &d.changes).map(ToString::to_string).collect(),
            drift: drift.iter().map(|d| Drifted { table: d.table.to_string(), text: d.text.clone() }).collect(),
            pending: texts(live.map(|live| &live.pending)),
            unknown_revisions: texts(live.map(|live| &live.unknown)),
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
                .map(|u| document::Unmanaged { table: u.table.to_string(), kind: u.kind, what: u.what.clone() })
                .collect(),
            diagnostics: self.diagnostics(),
        }
    }

    fn diagnostics(&self) -> Vec<document::Diagnostic> {
        let found = self.entities.model.diagnostics.iter();
        found
            .filter(|found| found.severity != Severity::Note || self.workspace.is_verbose())
            .map(|found| document::Diagnostic {
                code: found.code.as_str(),
                severity: found.severity.name(),
                message: found.message.clone(),
                file: self.workspace.shown(&found.location.file),
                line: found.location.line,
                column: found.location.column,
                help: found.help.clone(),
            })
            .collect()
    }
}
