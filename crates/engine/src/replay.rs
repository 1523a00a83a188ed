//! What the migrations of a Rust project build: their program is run on a scratch database, and what came of it is kept for as long as
//! their sources stay the same.

use autogen_revision::{Direction, RevisionId};
use autogen_schema::Dialect;

use crate::dump::Entry;
use crate::live::Live;
use crate::migration_crate::{MigrationsError, Program, RustMigrations, Site};
use crate::scratch::{Reachable, SQLITE, Scratch};
use crate::{Error, Target};

mod cache;
mod fingerprint;
mod kept;
mod place;
mod sources;

use cache::Cache;
pub(crate) use fingerprint::Fingerprint;
pub(crate) use kept::Kept;

/// Returns what the first migrations of the history build, each by its own text. `scratch` is an empty database of the kind that they are
/// to run on.
pub(crate) async fn replayed(
    target: Target<'_>,
    rust: &RustMigrations,
    order: &[RevisionId],
    scratch: &Scratch,
) -> Result<Vec<Entry>, Error> {
    let cache = Cache::of(target, rust, order, &scratch.product().await?);
    if let Some(entries) = cache.as_ref().and_then(Cache::read) {
        return Ok(entries);
    }
    let entries = run(target, rust, order).await?;
    if let Some(cache) = cache {
        cache.write(&entries);
    }
    Ok(entries)
}

/// Whether that is known without running anything. A server's version counts, which takes a server to know.
pub(crate) fn is_known(target: Target<'_>, rust: &RustMigrations, order: &[RevisionId]) -> bool {
    let cache = (target.dialect == Dialect::Sqlite).then(|| Cache::of(target, rust, order, SQLITE));
    cache.flatten().is_some_and(|cache| cache.read().is_some())
}

async fn run(target: Target<'_>, rust: &RustMigrations, order: &[RevisionId]) -> Result<Vec<Entry>, Error> {
    let program = rust.program.as_ref().ok_or(MigrationsError::NotRun)?;
    let database = Reachable::empty(target).await?;
    let ran = match migrated(program, &database, order.len()).await {
        Ok(()) => Live::read(target.project, database.url()).await,
        Err(error) => Err(error),
    };
    let closed = database.close().await;
    let live = ran?;
    closed?;
    match order.iter().find(|id| live.applied.iter().all(|row| row.revision != **id)) {
        Some(missing) => {
            let (revision, direction) = (missing.clone(), Direction::Upgrade);
            Err(MigrationsError::NotRecorded { revision, direction }.into())
        }
        None => Ok(live.entries().into_owned()),
    }
}

async fn migrated(program: &Program, database: &Reachable, count: usize) -> Result<(), Error> {
    let schema = Site::schema_of(&database.connection).await?;
    let site = Site { url: database.url(), schema: schema.as_deref() };
    let ran = program.migrate(site, Direction::Upgrade, count);
    ran.map_err(|problem| MigrationsError::Program { problem }.into())
}
