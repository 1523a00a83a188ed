//! A difference as text, and as a document.

use autogen_diff::dialect::Refusal;
use autogen_diff::{Passage, Script, render};
use autogen_engine::{Compared, Side};
use autogen_schema::Dialect;
use similar::TextDiff;

use super::{DiffArgs, What};
use crate::commands::Exit;
use crate::context::Context;
use crate::document::{Differing, Document, Hazard};
use crate::error::Error;
use crate::output::{Format, lines, printable};
use crate::sides::Sides;
use crate::theme::{self, paint};

/// What is shown.
pub(super) struct Shown<'a> {
    pub(super) compared: &'a Compared,
    /// Why not everything could be told.
    pub(super) problems: &'a [Error],
    pub(super) exit: Exit,
}

/// Writes a difference as it was asked for.
pub(super) fn show(context: &Context, args: &DiffArgs, sides: &Sides<'_>, shown: &Shown<'_>) -> Result<(), Error> {
    let (output, dialect, compared) = (context.output, sides.dialect, shown.compared);
    match (output.format, args.what) {
        (Format::Json, _) => return output.json(&Document::new(document(args, shown, dialect))),
        (Format::Text, What::Ddl) => output.data(&unified(compared, &args.from, &args.to))?,
        (Format::Short | Format::Github, What::Ddl) | (_, What::Operations) => {
            output.data(&lines(compared.upgrade.lines().map(|line| printable(&line))))?;
        }
        (_, What::Upgrade) => output.data(&sql(&compared.upgrade, dialect)?)?,
        (_, What::Downgrade) => output.data(&sql(&compared.downgrade, dialect)?)?,
    }
    let shown = if args.what == What::Downgrade { &compared.downgrade } else { &compared.upgrade };
    for left in &shown.left {
        output.warning(&format!("not in the SQL: {}", printable(&left.to_string())));
    }
    Ok(())
}

/// A script as it can be run, with what it leaves on top.
fn sql(passage: &Passage, dialect: Dialect) -> Result<String, Error> {
    let script = passage.script.as_ref().map_err(refused)?;
    let left = lines(passage.left.iter().map(|left| format!("-- not made: {}", printable(&left.to_string()))));
    let sql = render::runnable(dialect, script);
    let between = if left.is_empty() || sql.is_empty() { "" } else { "\n" };
    Ok(format!("{left}{between}{sql}"))
}

fn refused(refusal: &Refusal) -> Error {
    autogen_engine::Error::Refused(refusal.clone()).into()
}

fn unified(compared: &Compared, from: &str, to: &str) -> String {
    if compared.is_same() {
        return String::new();
    }
    let diff = TextDiff::from_lines(&compared.texts.0, &compared.texts.1);
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

fn document(args: &DiffArgs, shown: &Shown<'_>, dialect: Dialect) -> Differing {
    let compared = shown.compared;
    let text = |passage: &Passage| passage.script.as_ref().ok().map(|script| render::runnable(dialect, script));
    let hazards =
        |script: &Result<Script, Refusal>| script.iter().flat_map(Script::hazards).map(Hazard::of).collect::<Vec<_>>();
    let left = compared.upgrade.left.iter().chain(compared.upgrade.script.as_ref().err());
    Differing {
        status: shown.exit.status(),
        problems: shown.problems.iter().map(|problem| problem.report().message.clone()).collect(),
        same: compared.is_same(),
        from: redacted(&args.from),
        to: redacted(&args.to),
        ddl: anstream::adapter::strip_str(&unified(compared, &args.from, &args.to)).to_string(),
        operations: compared.upgrade.lines().collect(),
        upgrade: text(&compared.upgrade),
        downgrade: text(&compared.downgrade),
        hazards: hazards(&compared.upgrade.script),
        left: left.map(ToString::to_string).collect(),
        notes: compared.notes.clone(),
    }
}
