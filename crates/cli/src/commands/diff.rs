//! `autogen diff`.

use autogen_engine::{Side, compare_sides};
use clap::Args;
use similar::TextDiff;

use super::Exit;
use crate::context::{Context, Workspace, told_errors};
use crate::database_url::DatabaseUrl;
use crate::error::Error;
use crate::output::lines;
use crate::theme::{self, paint};

/// Compare two schemas, as the statements that make them
///
/// A side is `entities`, `history` (what the revisions build), `database`, `empty`, the URL of another database, or a file of SQL.
#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// What it was
    #[arg(long, value_name = "SIDE", default_value = "history")]
    from: String,
    /// What it is
    #[arg(long, value_name = "SIDE", default_value = "entities")]
    to: String,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &DiffArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    let (from, to) = (side(&workspace, &args.from, "--from")?, side(&workspace, &args.to, "--to")?);
    let sides = [&from, &to];
    let has = |side: &Side| sides.contains(&side);
    let entities = if has(&Side::Entities) { Some(workspace.entities()?) } else { None };
    let errors = entities.as_ref().map_or(0, |entities| workspace.tell_findings(entities).errors);
    let needs_history = has(&Side::History) || has(&Side::Entities) && has(&Side::Database);
    let history = if needs_history { Some(workspace.history()?) } else { None };
    let url = if has(&Side::Database) { Some(workspace.required_database()?) } else { None };
    let url = url.as_ref().map(DatabaseUrl::as_str);
    let texts = compare_sides(workspace.project(), entities.as_ref(), history.as_ref(), url, &from, &to).await;
    let (old, new) = texts.map_err(|error| named_sides(error, &sides))?;
    context.output.data(&unified(&old, &new, &args.from, &args.to))?;
    if errors > 0 {
        return Err(Error::new(told_errors(errors)));
    }
    if old == new {
        context.output.status("No differences");
    }
    Ok(Exit::Done)
}

fn side(workspace: &Workspace<'_>, word: &str, source: &str) -> Result<Side, Error> {
    Ok(match Side::parse(word) {
        // What only looks like a URL is no file, and may hold a password.
        Side::Url(_) => database(workspace, word, source)?,
        Side::File(_) if word.contains("://") => database(workspace, word, source)?,
        Side::File(path) => Side::File(workspace.start().join(path)),
        side => side,
    })
}

fn database(workspace: &Workspace<'_>, url: &str, source: &str) -> Result<Side, Error> {
    Ok(Side::Url(DatabaseUrl::new(workspace.project(), url, source)?.as_str().to_owned()))
}

/// A word that means nothing is taken for a file, which is then not there.
fn named_sides(error: autogen_engine::Error, sides: &[&Side]) -> Error {
    let is_side =
        matches!(&error, autogen_engine::Error::Read { path, .. } if sides.contains(&&Side::File(path.clone())));
    let error = Error::from(error);
    if is_side {
        error.hint("a side is `entities`, `history`, `database`, `empty`, a database URL, or a file of SQL")
    } else {
        error
    }
}

fn unified(old: &str, new: &str, from: &str, to: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let text = diff.unified_diff().context_radius(3).header(&redacted(from), &redacted(to)).to_string();
    let painted = text.lines().map(|line| match line.chars().next() {
        Some('+') => paint(theme::GOOD, line),
        Some('-') => paint(theme::REMOVED, line),
        Some('@') => paint(theme::NAME, line),
        _ => line.to_owned(),
    });
    lines(painted)
}

fn redacted(side: &str) -> String {
    match Side::parse(side) {
        Side::Url(url) => autogen_revision::redact(&url),
        _ => side.to_owned(),
    }
}
