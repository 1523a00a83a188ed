//! `autogen backup`.

use std::path::PathBuf;

use clap::Args;

use super::Exit;
use crate::backup;
use crate::context::Context;
use crate::document::Document;
use crate::error::Error;
use crate::output::Format;
use crate::theme::{self, paint};

/// Write a backup of the database, and tell how it is brought back
///
/// By the database's own means: SQLite copies itself while others use it; `pg_dump` and `mariadb-dump` (or `mysqldump`), which must be
/// on PATH, dump a server's. A file that is there is never overwritten.
#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    /// The file to write; named after the database and the time unless said
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &BackupArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    let url = workspace.required_database()?;
    let backup = backup::write(&workspace, &url, args.file.as_deref()).await?;
    let path = backup.file.display().to_string();
    match context.output.format {
        Format::Text => context.output.line(&format!("Wrote {}", paint(theme::NAME, path)))?,
        Format::Short | Format::Github => context.output.line(&path)?,
        Format::Json => context.output.json(&Document::new(backup.document()))?,
    }
    context.output.hint(&format!("this brings it back: {}", backup.restore));
    Ok(Exit::Done)
}
