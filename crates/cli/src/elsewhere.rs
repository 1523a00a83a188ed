//! Where the version table and the files do not tell the same story: a revision of another checkout, a file that was edited.

use autogen_engine::History;
use autogen_revision::{Graph, PlanError, Revision, RevisionId, Row, edited};
use autogen_schema::Dialect;

use crate::context::Context;
use crate::environment::time_text;
use crate::error::Error;
use crate::output::printable;

/// Returns the rows of revisions that no file is here for, in the order in which they were applied.
pub(crate) fn without_file<'a>(files: &Graph, rows: &'a [Row]) -> Vec<&'a Row> {
    let ids: Vec<RevisionId> = rows.iter().map(|row| row.revision.clone()).collect();
    let counted = files.counted(&ids);
    let is_unknown = |row: &&Row| counted.contains(&row.revision) && files.get(&row.revision).is_none();
    rows.iter().filter(is_unknown).collect()
}

/// Returns what the database knows of a revision: `` `bbbb` "Add phone number" upon `aaaa`, applied 2026-11-22T09:28:00Z ``.
pub(crate) fn told(row: &Row) -> String {
    let message = row.message.lines().next().unwrap_or_default();
    let message = if message.is_empty() { String::new() } else { format!(" \"{}\"", printable(message)) };
    let parents: Vec<String> = row.revises.iter().map(|id| format!("`{id}`")).collect();
    let parents = if parents.is_empty() { "the base".to_owned() } else { parents.join(" and ") };
    let applied = time_text(row.applied_at).unwrap_or_else(|_| "some time ago".to_owned());
    format!("`{}`{message} upon {parents}, applied {applied}", row.revision)
}

/// Returns the ways out of having revisions that no file is here for.
pub(crate) fn ways_out(rows: &[&Row]) -> Vec<String> {
    let mut ways = vec!["take over the branch that has the file, or bring the file back".to_owned()];
    if let Some(first) = rows.first() {
        let before = first.revises.first().map_or("base", RevisionId::as_str);
        ways.push(format!("or undo it: `autogen downgrade {before}`, by the downgrade that the database keeps of it"));
    }
    ways.push("or, when the database is right as it is, correct the record: `autogen stamp --purge REV`".to_owned());
    ways
}

/// Tells of revisions that no file is here for, where an error is that there are.
pub(crate) fn explain(error: autogen_engine::Error, files: &Graph, rows: &[Row]) -> Error {
    let autogen_engine::Error::Plan(PlanError::UnknownApplied(_)) = &error else { return error.into() };
    let unknown = without_file(files, rows);
    let told: Vec<String> = unknown.iter().map(|row| told(row)).collect();
    Error::new(format!("{error}: {}", told.join("; "))).hints(ways_out(&unknown))
}

/// Warns of files that were edited since they were applied; returns how many there are.
pub(crate) fn warn_of_edited(context: &Context, history: &History, rows: &[Row], dialect: Dialect) -> usize {
    tell_edited(context, &edited(rows, &history.revisions, dialect))
}

/// Warns of files that were edited; returns how many there are.
pub(crate) fn tell_edited(context: &Context, edited: &[&Revision]) -> usize {
    for revision in edited {
        let (id, file) = (&revision.header.id, revision.file.display());
        context.output.warning(&format!("`{file}` was edited after `{id}` was applied, and does not run again"));
    }
    edited.len()
}

/// Makes the error of files that were edited, where that is not to be.
pub(crate) fn refuse_edited(count: usize) -> Error {
    let subject = if count == 1 { "a revision was" } else { "revisions were" };
    Error::new(format!("{subject} edited after the database had applied it"))
        .hint("take the edit back, and put what it is for into a revision of its own")
        .hint("or, when the database has it by other means, record the file as it is: `autogen stamp --purge REV`")
}
