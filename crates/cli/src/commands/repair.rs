//! `autogen repair`.

use autogen_engine::Run;
use autogen_revision::{Direction, HalfDone, Mode, RevisionId, Settlement};
use clap::Args;

use super::Exit;
use crate::context::Context;
use crate::describe;
use crate::document::{self, InDoubt, Repaired, Status};
use crate::environment;
use crate::error::{Error, Excerpt};
use crate::output::{Output, printable};
use crate::progress::Progress;

mod migrations;

/// Settle a revision that was left half done
///
/// Where statements commit one by one (MySQL, MariaDB, sections without a transaction), a crash leaves a revision half done, and
/// nothing runs before it is settled. Without options, tells how far it came, and exits with 1 when there is one.
///
/// One statement is in doubt, which may have run or not: look at the database, then say which. What is left of the revision runs
/// then. Of a migration in Rust, what has run is not known by statement: it is finished or undone by hand.
#[derive(Debug, Args)]
#[group(multiple = false)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option, of which one at most is said")]
pub(crate) struct RepairArgs {
    /// The statement in doubt has run: go on behind it
    #[arg(long)]
    ran: bool,
    /// The statement in doubt has not run: go on with it
    #[arg(long)]
    not_run: bool,
    /// The revision was finished by hand: record it as applied
    #[arg(long)]
    applied: bool,
    /// The revision was undone by hand: record it as not applied
    #[arg(long)]
    not_applied: bool,
}

impl RepairArgs {
    fn settlement(&self) -> Option<Settlement> {
        let said = [
            (self.ran, Settlement::GoOnBehind),
            (self.not_run, Settlement::GoOnWith),
            (self.applied, Settlement::Applied),
            (self.not_applied, Settlement::NotApplied),
        ];
        said.into_iter().find(|(said, _)| *said).map(|(_, settlement)| settlement)
    }
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &RepairArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    let url = workspace.required_database()?;
    let history = workspace.history()?;
    let settlement = args.settlement();
    if workspace.project().rust.is_some() {
        return migrations::run(&workspace, &url, &history, settlement).await;
    }
    let mode = if settlement.is_some() { Mode::ReadWrite } else { Mode::ReadOnly };
    let connection = workspace.connect(&url, mode).await?;
    let now = environment::now()?;
    let run = Run { project: workspace.project(), history: &history, connection: &connection, now };
    let exit = match settlement {
        None => run.half_done().await.map_err(Error::from).and_then(|found| match found {
            None => nothing_to_do(context.output),
            Some(found) => {
                tell(context, &found);
                context.output.document(|| half_done(&found))?;
                Ok(Exit::Findings)
            }
        }),
        Some(settlement) => {
            let rows = run.rows().await?;
            let mut progress = Progress::new(context.output, &history.revisions, &rows, connection.dialect());
            run.settle(settlement, &mut progress).await.map_err(Error::from).and_then(|found| match found {
                None => nothing_to_do(context.output),
                Some(id) => settled(context.output, &id),
            })
        }
    };
    let closed = connection.close().await;
    let exit = exit?;
    closed?;
    Ok(exit)
}

fn nothing_to_do(output: Output) -> Result<Exit, Error> {
    output.status("Nothing to do: no revision is half done");
    output.document(|| Repaired { status: Status::Clean, half_done: None, settled: None })?;
    Ok(Exit::Done)
}

fn settled(output: Output, id: &RevisionId) -> Result<Exit, Error> {
    output.status(&format!("Settled {id}"));
    output.document(|| Repaired { status: Status::Clean, half_done: None, settled: Some(id.to_string()) })?;
    Ok(Exit::Done)
}

/// Returns what programs are told of a revision that is half done.
fn half_done(found: &HalfDone) -> Repaired {
    let in_doubt = found.statement.as_ref().filter(|_| !found.is_untouched && found.stopped_behind.is_none());
    let ran = match in_doubt {
        _ if found.is_untouched => Some(0),
        Some(statement) => Some(statement.number.saturating_sub(1)),
        None => found.stopped_behind,
    };
    let in_doubt = in_doubt.map(|statement| InDoubt {
        number: statement.number,
        sql: statement.sql.clone(),
        path: found.file.as_ref().map(|file| file.display().to_string()),
        line: statement.line,
    });
    let half_done = document::HalfDone {
        revision: found.revision.to_string(),
        direction: found.direction.to_string(),
        statements: Some(found.statements),
        ran,
        in_doubt,
    };
    Repaired { status: Status::Findings, half_done: Some(half_done), settled: None }
}

fn tell(context: &Context, found: &HalfDone) {
    let output = context.output;
    let (id, direction) = (&found.revision, found.direction);
    if found.is_untouched {
        let message = format!("the {direction} of `{id}` was begun, and none of its statements: nothing is in doubt");
        output.error(Error::new(message).report());
        output.hint("`autogen upgrade` or `autogen downgrade` goes on from before it");
        return;
    }
    if let Some(ran) = found.stopped_behind {
        let statements = describe::count(found.statements, "statement");
        let message = format!(
            "the {direction} of `{id}` was stopped: of its {statements}, {ran} ran, and the next one failed and left nothing"
        );
        output.error(Error::new(message).report());
        output.hint(&format!(
            "mend the rows, or what of the file has not run, then `autogen {direction}`: it goes on from there"
        ));
        by_hand(context, direction);
        return;
    }
    let Some(statement) = &found.statement else {
        output.error(
            Error::new(format!("the {direction} of `{id}` is half done, and nobody noted how far it came")).report(),
        );
        by_hand(context, direction);
        return;
    };
    let file =
        found.file.as_ref().and_then(|file| Excerpt::line(file, std::fs::read_to_string(file).ok()?, statement.line));
    let sql = printable(statement.sql.lines().next().unwrap_or_default());
    let shown = if file.is_some() { String::new() } else { format!(": `{sql}`") };
    let message = format!(
        "the {direction} of `{id}` is half done: of its {}, {} ran, and nobody knows whether this one did{shown}",
        describe::count(found.statements, "statement"),
        if statement.number == 1 { "none".to_owned() } else { (statement.number - 1).to_string() },
    );
    output.error(Error::new(message).excerpt(file).report());
    output.hint("look whether the database has what it does, then `autogen repair --ran` or `autogen repair --not-run`: the rest runs then");
    by_hand(context, direction);
}

fn by_hand(context: &Context, direction: Direction) {
    let (finished, undone) = match direction {
        Direction::Upgrade => ("--applied", "--not-applied"),
        Direction::Downgrade => ("--not-applied", "--applied"),
    };
    context.output.hint(&format!(
        "or finish it by hand, then `autogen repair {finished}`; or undo it by hand, then `autogen repair {undone}`"
    ));
}
