//! What is looked at without any database: the configuration, the entities, the history.

use autogen_engine::{History, Migrations};
use autogen_model::{Diagnostic, Severity};
use autogen_revision::RevisionId;

use super::point::Point;
use crate::config::find;
use crate::context::{Context, Workspace};
use crate::describe;
use crate::error::Error;
use crate::output::Format;

pub(super) fn configuration(context: &Context, workspace: &Workspace<'_>) -> Result<Point, Error> {
    let file = find(&context.start(), context.globals.config.as_deref())?;
    let project = workspace.project();
    let dialects: Vec<&str> = project.dialects.iter().map(|dialect| dialect.name()).collect();
    let revisions = if project.rust.is_some() { "SeaORM migrations" } else { "revisions in SQL" };
    let text =
        format!("`{}`, {revisions} in `{}`, for {}", file.display(), project.directory.display(), dialects.join(", "));
    Ok(Point::good("configuration", text))
}

/// Tells what was read, and what keeps the reading from being whole.
pub(super) fn entities(workspace: &Workspace<'_>) -> Vec<Point> {
    const SUBJECT: &str = "entities";
    let entities = match workspace.entities() {
        Ok(entities) => entities,
        Err(error) => return vec![Point::unknown(SUBJECT, &error)],
    };
    let model = &entities.model;
    let (tables, files) = (model.schema.tables.len(), entities.files.len());
    let read = format!("{} read from {}", describe::count(tables, "table"), describe::count(files, "file"));
    let of = |severity: Severity| model.diagnostics.iter().filter(move |found| found.severity == severity);
    let warnings = of(Severity::Warning).count();
    let warnings = match warnings {
        0 => String::new(),
        _ => format!("; {}, which `autogen check` shows", describe::count(warnings, "warning")),
    };
    let mut points = vec![Point::good(SUBJECT, format!("{read}{warnings}"))];
    let shown = |found: &Diagnostic| {
        let point = Point::finding(SUBJECT, workspace.finding(found).line(Format::Short));
        found.help.iter().fold(point, Point::hint)
    };
    points.extend(of(Severity::Error).map(shown));
    let is_told = |place: &autogen_model::Location| of(Severity::Error).any(|found| found.location == *place);
    for reason in model.incomplete.iter().filter(|reason| !is_told(&reason.location)) {
        let place = format!("{}:{}", workspace.shown(&reason.location.file), reason.location.line);
        points.push(
            Point::finding(SUBJECT, format!("not read completely: {place}: {}", reason.message))
                .hint("what could not be read is never dropped, and not compared"),
        );
    }
    points
}

/// Tells of the history; returns it where it can be read.
pub(super) fn history(workspace: &Workspace<'_>) -> (Vec<Point>, Option<History>) {
    const SUBJECT: &str = "history";
    let history = match workspace.history() {
        Ok(history) => history,
        Err(error) => return (vec![Point::unknown(SUBJECT, &error)], None),
    };
    let revisions = describe::count(history.revisions.len(), "revision");
    let named = |heads: &[&RevisionId]| {
        let heads: Vec<String> = heads.iter().map(|id| format!("`{id}`")).collect();
        heads.join(", ")
    };
    let point = match &history.graph.heads()[..] {
        [] => Point::good(SUBJECT, "no revision yet"),
        heads @ [_] => Point::good(SUBJECT, format!("{revisions}, one head: {}", named(heads))),
        heads => Point::finding(SUBJECT, format!("{revisions}, {} heads: {}", heads.len(), named(heads)))
            .hint("`autogen merge` joins them"),
    };
    let mut points = vec![point];
    if let Some(rust) = &workspace.project().rust
        && let Ok(migrations) = Migrations::read(workspace.project(), rust)
    {
        points.extend(migrations.problems().map(|problem| Point::finding(SUBJECT, problem)));
    }
    (points, Some(history))
}
