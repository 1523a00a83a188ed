//! `upgrade --sql`, `downgrade --sql`: the script to standard output, what it cannot see to standard error.

use autogen_engine::{History, Scripts};
use autogen_revision::{Limits, RevisionId, Script, Unchecked};

use crate::commands::Exit;
use crate::context::{Context, Workspace};
use crate::describe;
use crate::error::Error;

/// Makes a script with `make`, and writes it.
pub(crate) fn write(
    context: &Context,
    workspace: &Workspace<'_>,
    limits: Limits,
    make: impl FnOnce(&Scripts<'_>) -> Result<(Script, Vec<RevisionId>), autogen_engine::Error>,
) -> Result<Exit, Error> {
    let project = workspace.project();
    if project.rust.is_some() {
        return Err(autogen_engine::Error::OnlySql { what: "`--sql`" }.into());
    }
    let history: History = workspace.history()?;
    let scripts = Scripts { project, history: &history, dialect: workspace.dialect()?, limits };
    let (script, plan) = make(&scripts)?;
    context.output.data(&script.text)?;
    if plan.is_empty() {
        context.output.status("Nothing to do: the script is empty");
        return Ok(Exit::Done);
    }
    context.output.status(&format!("Wrote the SQL of {}", describe::count(plan.len(), "revision")));
    for unchecked in &script.unchecked {
        context.output.warning(&unseen(unchecked));
    }
    Ok(Exit::Done)
}

fn unseen(unchecked: &Unchecked) -> String {
    let Unchecked { revision, table, column } = unchecked;
    match column {
        Some(column) => format!(
            "`{revision}` states column `{table}.{column}` as a whole, and a script cannot see whether it has changed since: \
             compare before"
        ),
        None => format!(
            "`{revision}` states table `{table}` as a whole, and a script sees columns, indexes and triggers that it would lose, \
             but not a constraint or a column that has changed since: compare before"
        ),
    }
}
