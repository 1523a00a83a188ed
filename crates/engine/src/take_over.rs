//! Takes over a database that another tool brought to where a revision of the project begins. Nothing runs: what is there is
//! recorded.

use std::collections::BTreeSet;

use autogen_revision::{BUSY_TIMEOUT, Connection, Header, Mode, RevisionId, Standing, connect};

use crate::history::does_something;
use crate::other_tool::{Files, standings};
use crate::{Error, History, Target};

mod error;

pub use error::{TakeOverError, Way};

/// Where a database stands, as the project sees it.
#[derive(Debug)]
pub struct TakeOver {
    /// Where it stands by the tools that kept its history before.
    pub standings: Vec<Standing>,
    /// What is to be recorded, with all that comes before.
    pub revisions: Vec<RevisionId>,
    /// Whether that is recorded.
    pub is_recorded: bool,
}

/// Finds what is to be recorded in the database that is known: what `maps` says that the other tool's revisions are, or the
/// revisions that were made of a database which stood where this one does. Nothing is written.
pub async fn take_over(target: Target<'_>, history: &History, maps: &[(String, String)]) -> Result<TakeOver, Error> {
    let connection = connect(target.url.ok_or(Error::NoUrl)?, Mode::ReadOnly, BUSY_TIMEOUT).await?;
    let read = read(target, &connection).await;
    connection.close().await.map_err(Error::Database)?;
    let (standings, recorded) = read?;
    if standings.is_empty() {
        return Err(if maps.is_empty() {
            target.named(Error::HistoryExists { revisions: history.started(target)? })
        } else {
            TakeOverError::NothingToMap.into()
        });
    }
    let revisions =
        if maps.is_empty() { made_there(target, history, &standings)? } else { mapped(history, &standings, maps)? };
    let recorded: BTreeSet<RevisionId> = history.graph.counted(&recorded).iter().cloned().collect();
    let is_recorded = history.graph.ancestors(&revisions).is_subset(&recorded);
    if !recorded.is_empty() && !is_recorded {
        return Err(TakeOverError::Recorded { revisions: recorded.into_iter().collect() }.into());
    }
    Ok(TakeOver { standings, revisions, is_recorded })
}

async fn read(target: Target<'_>, connection: &Connection) -> Result<(Vec<Standing>, Vec<RevisionId>), Error> {
    let table = target.project.version_table(connection.dialect());
    let rows = table.read(connection.database()).await?;
    Ok((standings(connection).await?, rows.into_iter().map(|row| row.revision).collect()))
}

/// Returns the revisions that were made of a database which stood there.
fn made_there(target: Target<'_>, history: &History, standings: &[Standing]) -> Result<Vec<RevisionId>, Error> {
    let mut adopting = Vec::new();
    for revision in history.revisions.iter().filter(|revision| !revision.header.adopts.is_empty()) {
        if does_something(revision, target)? {
            adopting.push(&revision.header);
        }
    }
    let places: BTreeSet<&Standing> = standings.iter().collect();
    let stood_there = |header: &&Header| header.adopts.iter().collect::<BTreeSet<_>>() == places;
    let made: Vec<RevisionId> = adopting.iter().copied().filter(stood_there).map(|header| header.id.clone()).collect();
    if !made.is_empty() {
        return Ok(made);
    }
    let elsewhere = |header: &&Header| {
        let pair = |made_of: &Standing| {
            let standing = standings.iter().find(|standing| standing.tool == made_of.tool && *standing != made_of)?;
            Some((standing.clone(), made_of.clone()))
        };
        header.adopts.iter().find_map(pair).map(|(standing, made_of)| (header.id.clone(), standing, made_of))
    };
    match adopting.iter().find_map(elsewhere) {
        Some((revision, standing, made_of)) => {
            let files = Files::find(target.project, standing.tool);
            let behind = files.between(&standing, &made_of).map(Way::Behind);
            let way = behind.or_else(|| files.between(&made_of, &standing).map(Way::Ahead)).unwrap_or(Way::Unknown);
            Err(TakeOverError::Elsewhere { standing, revision, made_of, way }.into())
        }
        None => Err(TakeOverError::NotMade { standings: standings.to_vec() }.into()),
    }
}

/// Returns the revisions that the other tool's are said to be.
fn mapped(history: &History, standings: &[Standing], maps: &[(String, String)]) -> Result<Vec<RevisionId>, Error> {
    let mut revisions = Vec::new();
    for standing in standings {
        for tip in standing.tips() {
            let Some((_, revision)) = maps.iter().find(|(old, _)| old == tip) else {
                return Err(TakeOverError::NotMapped { tool: standing.tool, tip: tip.to_owned() }.into());
            };
            revisions.extend(history.graph.resolve(revision, &[])?);
        }
    }
    Ok(revisions)
}
