//! The commands: one a file, whose doc comment is its help.

use clap::Subcommand;

use crate::context::Context;
use crate::error::Error;

pub(crate) mod adopt;
pub(crate) mod branches;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod current;
pub(crate) mod diff;
pub(crate) mod downgrade;
pub(crate) mod heads;
pub(crate) mod history;
pub(crate) mod init;
pub(crate) mod merge;
pub(crate) mod migrate;
pub(crate) mod revision;
pub(crate) mod show;
pub(crate) mod stamp;
pub(crate) mod upgrade;

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

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(init::InitArgs),
    Adopt(adopt::AdoptArgs),
    Migrate(migrate::MigrateArgs),
    Revision(revision::RevisionArgs),
    Merge(merge::MergeArgs),
    Upgrade(upgrade::UpgradeArgs),
    Downgrade(downgrade::DowngradeArgs),
    Stamp(stamp::StampArgs),
    Check(check::CheckArgs),
    Current(current::CurrentArgs),
    History(history::HistoryArgs),
    Heads(heads::HeadsArgs),
    Branches(branches::BranchesArgs),
    Show(show::ShowArgs),
    Diff(diff::DiffArgs),
    Completions(completions::CompletionsArgs),
}

/// Runs a command.
pub(crate) async fn run(context: &Context, command: Command) -> Result<Exit, Error> {
    match command {
        Command::Init(args) => init::run(context, &args),
        Command::Adopt(args) => adopt::run(context, &args).await,
        Command::Migrate(args) => migrate::run(context, &args).await,
        Command::Revision(args) => revision::run(context, &args),
        Command::Merge(args) => merge::run(context, &args),
        Command::Upgrade(args) => upgrade::run(context, &args).await,
        Command::Downgrade(args) => downgrade::run(context, &args).await,
        Command::Stamp(args) => stamp::run(context, &args).await,
        Command::Check(args) => check::run(context, &args).await,
        Command::Current(args) => current::run(context, &args).await,
        Command::History(args) => history::run(context, &args).await,
        Command::Heads(args) => heads::run(context, &args),
        Command::Branches(args) => branches::run(context, &args),
        Command::Show(args) => show::run(context, &args).await,
        Command::Diff(args) => diff::run(context, &args).await,
        Command::Completions(args) => completions::run(context, &args),
    }
}
