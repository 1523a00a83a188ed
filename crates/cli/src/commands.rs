//! The commands: one a file, whose doc comment is its help.

use clap::Subcommand;

use crate::context::Context;
use crate::document::Status;
use crate::error::Error;
use crate::output::Format;

pub(crate) mod adopt;
pub(crate) mod backup;
pub(crate) mod branches;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod current;
pub(crate) mod diff;
pub(crate) mod doctor;
pub(crate) mod downgrade;
pub(crate) mod edit;
pub(crate) mod extend;
pub(crate) mod graph;
pub(crate) mod heads;
pub(crate) mod history;
pub(crate) mod init;
pub(crate) mod json_schema;
pub(crate) mod list_templates;
pub(crate) mod man;
pub(crate) mod merge;
pub(crate) mod migrate;
pub(crate) mod rebase;
pub(crate) mod repair;
pub(crate) mod review;
pub(crate) mod revision;
pub(crate) mod show;
pub(crate) mod squash;
pub(crate) mod stamp;
pub(crate) mod upgrade;
pub(crate) mod verify;

/// How a command ended that could do what it was asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done, or nothing to do.
    Done,
    /// There is something that a person or a pipeline should look at.
    Findings,
    /// Not everything could be told; what was in the way has been told.
    Failed,
}

impl Exit {
    /// Returns what a document calls it.
    pub(crate) fn status(self) -> Status {
        match self {
            Exit::Done => Status::Clean,
            Exit::Findings => Status::Findings,
            Exit::Failed => Status::Failed,
        }
    }
}

/// Names that people bring along from other tools are understood, and not shown.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(init::InitArgs),
    Adopt(adopt::AdoptArgs),
    #[command(alias = "autogenerate")]
    Migrate(migrate::MigrateArgs),
    #[command(alias = "new")]
    Revision(revision::RevisionArgs),
    Edit(edit::EditArgs),
    Extend(extend::ExtendArgs),
    Merge(merge::MergeArgs),
    Rebase(rebase::RebaseArgs),
    Squash(squash::SquashArgs),
    #[command(alias = "up")]
    Upgrade(upgrade::UpgradeArgs),
    #[command(alias = "down")]
    Downgrade(downgrade::DowngradeArgs),
    Stamp(stamp::StampArgs),
    Backup(backup::BackupArgs),
    Repair(repair::RepairArgs),
    Verify(verify::VerifyArgs),
    Review(review::ReviewArgs),
    Check(check::CheckArgs),
    #[command(alias = "status")]
    Current(current::CurrentArgs),
    #[command(alias = "log")]
    History(history::HistoryArgs),
    Graph(graph::GraphArgs),
    #[command(alias = "head")]
    Heads(heads::HeadsArgs),
    #[command(alias = "branch")]
    Branches(branches::BranchesArgs),
    Show(show::ShowArgs),
    Diff(diff::DiffArgs),
    Doctor(doctor::DoctorArgs),
    #[command(alias = "list_templates")]
    ListTemplates(list_templates::ListTemplatesArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
    JsonSchema(json_schema::JsonSchemaArgs),
}

/// Runs a command.
pub(crate) async fn run(context: &Context, command: Command) -> Result<Exit, Error> {
    let is_drawn = matches!(command, Command::History(_) | Command::Graph(_));
    if context.globals.format.notation().is_some() && !is_drawn {
        return Err(Error::new("only `history` and `graph` are drawn: mermaid and dot are formats of theirs alone"));
    }
    let is_annotated = matches!(command, Command::Check(_) | Command::Verify(_) | Command::Review(_));
    if context.output.format == Format::Github && !is_annotated {
        return Err(Error::new(
            "only `check`, `verify` and `review` find what is annotated: github is a format of theirs alone",
        ));
    }
    match command {
        Command::Init(args) => init::run(context, &args),
        Command::Adopt(args) => adopt::run(context, &args).await,
        Command::Migrate(args) => migrate::run(context, &args).await,
        Command::Revision(args) => revision::run(context, &args).await,
        Command::Edit(args) => edit::run(context, &args).await,
        Command::Extend(args) => extend::run(context, &args).await,
        Command::Merge(args) => merge::run(context, &args).await,
        Command::Rebase(args) => rebase::run(context, &args).await,
        Command::Squash(args) => squash::run(context, &args).await,
        Command::Upgrade(args) => upgrade::run(context, &args).await,
        Command::Downgrade(args) => downgrade::run(context, &args).await,
        Command::Stamp(args) => stamp::run(context, &args).await,
        Command::Backup(args) => backup::run(context, &args).await,
        Command::Repair(args) => repair::run(context, &args).await,
        Command::Verify(args) => verify::run(context, &args).await,
        Command::Review(args) => review::run(context, &args).await,
        Command::Check(args) => check::run(context, &args).await,
        Command::Current(args) => current::run(context, &args).await,
        Command::History(args) => history::run(context, &args).await,
        Command::Graph(args) => graph::run(context, &args).await,
        Command::Heads(args) => heads::run(context, &args),
        Command::Branches(args) => branches::run(context, &args),
        Command::Show(args) => show::run(context, &args).await,
        Command::Diff(args) => diff::run(context, &args).await,
        Command::Doctor(args) => doctor::run(context, &args).await,
        Command::ListTemplates(args) => list_templates::run(context, &args),
        Command::Completions(args) => completions::run(context, &args),
        Command::Man(args) => man::run(context, &args),
        Command::JsonSchema(args) => json_schema::run(context, &args),
    }
}
