//! `autogen verify`.

use std::collections::BTreeSet;

use autogen_engine::{Finding, History, Verified, derive, verify, write_changes};
use autogen_revision::{RevisionId, Row};
use clap::Args;

use super::Exit;
use crate::context::{Context, Workspace};
use crate::database_url::DatabaseUrl;
use crate::describe;
use crate::diagnostics;
use crate::document::{Document, VerifiedRevision, VerifiedRevisions, VerifyFinding};
use crate::error::{Error, Excerpt};
use crate::output::{Format, Output, printable};
use crate::theme::{self, paint};

/// Prove revisions: that they do what they say, both ways, and keep rows
///
/// Runs each revision on a scratch database that those before it have built: up, down, up, first without rows, then with rows of
/// every kind in every table. It fails where a statement does; where the upgrade and the change list differ; where the downgrade
/// does not give back what was, to the letter of the database's own dump; where rows are lost that no hazard speaks of; and
/// where a view is left that cannot be read.
///
/// For edited and hand-written revisions, which nobody has proven yet. Your databases are not touched.
#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// Which: an id, the beginning of one, `head`, or a range `START:END` (all revisions when left out)
    #[arg(value_name = "REV|RANGE", allow_hyphen_values = true)]
    revisions: Option<String>,
    /// Write the change list of revisions that have none, from what they do and the entities say
    #[arg(long)]
    write: bool,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &VerifyArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    let database = workspace.database()?;
    let mut history = workspace.history()?;
    let wanted = wanted(&workspace, &history, args.revisions.as_deref(), database.as_ref()).await?;
    if wanted.is_empty() {
        context.output.status("There are no revisions to verify");
        return Ok(Exit::Done);
    }
    let url = database.as_ref().map(DatabaseUrl::as_str);
    if args.write {
        write_lists(&workspace, &mut history, &wanted, url, context.output).await?;
    }
    let verified = verify(workspace.project(), &history, &wanted, url).await?;
    let failed = verified.iter().filter(|one| !one.findings.is_empty()).count();
    tell(&history, &verified, context.output)?;
    tell_end(&wanted, &verified, failed, context.output);
    Ok(if failed > 0 { Exit::Findings } else { Exit::Done })
}

async fn wanted(
    workspace: &Workspace<'_>,
    history: &History,
    text: Option<&str>,
    database: Option<&DatabaseUrl>,
) -> Result<BTreeSet<RevisionId>, Error> {
    let Some(text) = text else { return Ok(history.graph.order().iter().cloned().collect()) };
    let asks_database = text.contains("current") || text.starts_with(['+', '-']);
    let rows: Vec<Row> = match database {
        Some(url) if asks_database => workspace.applied(url).await?,
        _ => Vec::new(),
    };
    let applied: Vec<RevisionId> = rows.iter().map(|row| row.revision.clone()).collect();
    if text.contains(':') {
        return Ok(history.graph.history(Some(text), &applied)?.into_iter().cloned().collect());
    }
    Ok(history.graph.resolve(text, &applied)?.into_iter().collect())
}

/// Gives revisions without a change list one. Each is told from what those before it say.
async fn write_lists(
    workspace: &Workspace<'_>,
    history: &mut History,
    wanted: &BTreeSet<RevisionId>,
    url: Option<&str>,
    output: Output,
) -> Result<(), Error> {
    let entities = workspace.entities()?;
    workspace.tell_findings(&entities);
    for id in history.graph.order().to_vec() {
        let Some(revision) = history.get(&id).filter(|revision| revision.change_lines.is_empty()) else { continue };
        if !wanted.contains(&id) {
            continue;
        }
        let changes = derive(workspace.project(), history, &entities, revision, url).await?;
        if changes.is_empty() {
            output.note(&format!("{id}: no line to write: the entities say nothing of what it does"));
            continue;
        }
        write_changes(revision, &changes)?;
        let lines = describe::count(changes.len(), "change line");
        output.status(&format!("Wrote {lines} into {}", revision.file.display()));
        *history = workspace.history()?;
    }
    Ok(())
}

fn tell(history: &History, verified: &[Verified], output: Output) -> Result<(), Error> {
    if output.format == Format::Json {
        let revisions = verified.iter().map(|one| document(history, one)).collect();
        return output.json(&Document::new(VerifiedRevisions { revisions }));
    }
    for one in verified {
        let is_proven = one.findings.is_empty();
        let word = if is_proven { paint(theme::GOOD, "proven") } else { paint(theme::ERROR, "FAILED") };
        let summary = history.get(&one.revision).map(|revision| revision.header.summary()).unwrap_or_default();
        let summary = if summary.is_empty() { String::new() } else { format!(", {}", printable(summary)) };
        match output.format {
            Format::Short => {}
            _ => output.line(&format!("{word} {}{summary}", paint(theme::NAME, &one.revision)))?,
        }
        for finding in &one.findings {
            tell_finding(finding, output)?;
        }
        for note in &one.notes {
            output.note(&format!("{}: {note}", one.revision));
        }
    }
    Ok(())
}

fn tell_finding(finding: &Finding, output: Output) -> Result<(), Error> {
    let place = std::fs::read_to_string(&finding.file).ok();
    let place = place.and_then(|text| Excerpt::line(&finding.file, text, finding.line));
    match (output.format, place) {
        (Format::Text, Some(place)) => {
            let excerpt = diagnostics::excerpt(&printable(&finding.text), &place);
            let hint =
                finding.hint.as_ref().map(|hint| format!("\n{}: {}", paint(theme::HINT, "hint"), printable(hint)));
            output.problem(&format!("{excerpt}{}\n", hint.unwrap_or_default()));
            Ok(())
        }
        _ => output.line(&format!("{}:{}: {}", finding.file.display(), finding.line, printable(&finding.text))),
    }
}

fn tell_end(wanted: &BTreeSet<RevisionId>, verified: &[Verified], failed: usize, output: Output) {
    if output.format != Format::Text {
        return;
    }
    let untried = wanted.len() - verified.len();
    let untried =
        if untried > 0 { format!(", {} not tried", describe::count(untried, "revision")) } else { String::new() };
    let proven = describe::count(verified.len() - failed, "revision");
    let failing = if failed > 0 { format!(", {failed} failed") } else { String::new() };
    output.status(&format!("{proven} proven: up, down, up, with rows{failing}{untried}"));
}

fn document(history: &History, one: &Verified) -> VerifiedRevision {
    let findings = one.findings.iter().map(|finding| VerifyFinding {
        path: finding.file.display().to_string(),
        line: finding.line,
        text: finding.text.clone(),
        hint: finding.hint.clone(),
    });
    VerifiedRevision {
        revision: one.revision.to_string(),
        path: history.get(&one.revision).map(|revision| revision.file.display().to_string()),
        proven: one.findings.is_empty(),
        findings: findings.collect(),
        notes: one.notes.clone(),
    }
}
