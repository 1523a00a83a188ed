//! `autogen migrate`.

use autogen_engine::{History, Plan, Proof, plan, refuse_unready};
use autogen_revision::ConnectError;
use clap::Args;

use super::Exit;
use crate::context::{Context, Workspace};
use crate::database_url::DatabaseUrl;
use crate::describe;
use crate::document::{Document, Written};
use crate::error::Error;
use crate::output::{Format, Output, printable};
use crate::theme::{self, paint};

/// Write a revision for what changed in the entities
///
/// Compares the entities with what the revisions build, writes the upgrade and the downgrade into a new file, and proves on a
/// scratch database that they do what they say: up, down, up. `autogen -m MESSAGE` is the same. Nothing is written when
/// nothing changed.
///
/// For SQLite the scratch database is in memory. For a server it is made beside the database that is named, when that is on
/// this machine, or where `scratch_url` says. A database that is named must have every revision, so that nothing is written
/// beside it.
#[derive(Debug, Args)]
pub(crate) struct MigrateArgs {
    /// What the revision is for
    #[arg(short, long, value_name = "MESSAGE", allow_hyphen_values = true)]
    message: String,
    /// Use this id instead of a random one
    #[arg(long, value_name = "ID")]
    rev_id: Option<String>,
    /// Allow this drop although the entities could not be read completely (can be repeated)
    #[arg(long, value_name = "NAME", num_args = 1..)]
    drop: Vec<String>,
    /// Stop managing this, which the revisions made and is gone (can be repeated)
    #[arg(long, value_name = "NAME", num_args = 1..)]
    forget: Vec<String>,
    /// Print the file instead of writing it
    #[arg(long, visible_alias = "sql")]
    dry_run: bool,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &MigrateArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    // A database of another kind is told of even when nothing changed.
    let database = workspace.database()?;
    let history = workspace.history()?;
    let entities = workspace.entities()?;
    workspace.tell_findings(&entities);
    let mut request = workspace.request(&args.message, args.rev_id.as_deref(), &history)?;
    request.allowed_drops.clone_from(&args.drop);
    request.forgotten.clone_from(&args.forget);

    let url = database.as_ref().map(DatabaseUrl::as_str);
    let Some(plan) = plan(workspace.project(), &entities, &history, &request, url).await? else {
        return nothing_to_do(context.output);
    };
    look_at_database(context, &workspace, &history, &plan, url).await?;
    tell_changes(&plan, context.output);
    let path = if args.dry_run { None } else { Some(workspace.write(&plan.draft)?) };
    tell_result(&plan, request.id.as_str(), path.as_deref(), context.output)
}

/// Looks at the database, where one is named: it must have every revision, and be what they made where the plan changes it.
async fn look_at_database(
    context: &Context,
    workspace: &Workspace<'_>,
    history: &History,
    plan: &Plan,
    url: Option<&str>,
) -> Result<(), Error> {
    let Some(url) = url else { return Ok(()) };
    match refuse_unready(workspace.project(), history, plan, url).await {
        Ok(drift) => {
            for drift in drift {
                context.output.warning(&format!("the database has drifted: {}", printable(&drift.text)));
            }
            Ok(())
        }
        // There is no database that could disagree.
        Err(autogen_engine::Error::Connect(ConnectError::Missing { path })) => {
            context.output.note(&format!("database `{}` does not exist yet", path.display()));
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

fn nothing_to_do(output: Output) -> Result<Exit, Error> {
    match output.format {
        Format::Json => output.json(&Document::new(Written::default()))?,
        Format::Text | Format::Short => output.status("No changes in schema detected."),
    }
    Ok(Exit::Done)
}

fn tell_changes(plan: &Plan, output: Output) {
    for line in describe::changes(&plan.difference.changes) {
        output.status(&format!("Detected {line}"));
    }
    let claims = &plan.difference.claims;
    if !claims.is_empty() {
        let count = describe::count(claims.len(), "fact");
        output.status(&format!("Managed from now on: {count} that the entities say and that was there"));
        for claim in claims {
            output.detail(&format!("  {}", printable(&claim.to_string())));
        }
    }
    for note in &plan.difference.notes {
        output.note(&format!("{}: {}", printable(&note.about.to_string()), note.text));
    }
    for hazard in plan.upgrade.hazards() {
        output.hazard(&printable(&hazard.to_string()));
    }
}

fn tell_result(plan: &Plan, id: &str, path: Option<&std::path::Path>, output: Output) -> Result<Exit, Error> {
    let problems = match &plan.proof {
        Proof::Proven => Vec::new(),
        Proof::Failed(problems) => problems.clone(),
    };
    for problem in &problems {
        output.problem(&format!("{}: {}", paint(theme::ERROR, "not proven"), printable(problem)));
    }
    let proof = if problems.is_empty() { "proven: up, down, up" } else { "NOT PROVEN: do not run it as it is" };
    match (output.format, path) {
        (Format::Json, path) => output.json(&Document::new(Written {
            revision: Some(id.to_owned()),
            path: path.map(|path| path.display().to_string()),
            text: path.is_none().then(|| plan.draft.text.clone()),
            changes: plan.difference.changes.iter().map(ToString::to_string).collect(),
            claims: plan.difference.claims.iter().map(ToString::to_string).collect(),
            hazards: plan.upgrade.hazards().map(ToString::to_string).collect(),
            problems: problems.clone(),
        }))?,
        (Format::Text | Format::Short, None) => output.data(&plan.draft.text)?,
        (Format::Short, Some(path)) => output.line(&path.display().to_string())?,
        (Format::Text, Some(path)) => {
            output.line(&format!("Wrote {} ({proof})", paint(theme::NAME, path.display())))?;
        }
    }
    if !problems.is_empty() {
        return Ok(Exit::Findings);
    }
    if path.is_some() && output.format == Format::Text {
        output.hint("`autogen upgrade` runs it");
    }
    Ok(Exit::Done)
}
