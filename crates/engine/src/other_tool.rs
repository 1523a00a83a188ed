//! The history that another tool kept of a database: which of its revisions are there, and what its files say of them.

use std::collections::BTreeSet;

use autogen_revision::{Connection, Graph, RevisionId, Row, Standing, Tool};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, Query};

use crate::{Error, TakeOverError};

mod alembic;
mod files;
mod sea_orm_migration;

pub use files::{Files, Known};

/// Reads what the tables of other tools name. A table that names nothing says nothing.
pub async fn standings(connection: &Connection) -> Result<Vec<Standing>, Error> {
    let mut found = Vec::new();
    for tool in Tool::ALL {
        let revisions = rows(connection, tool).await?;
        if !revisions.is_empty() {
            found.push(Standing { tool, revisions });
        }
    }
    Ok(found)
}

async fn rows(connection: &Connection, tool: Tool) -> Result<BTreeSet<String>, Error> {
    let (table, column) = tool.table();
    let database = connection.database();
    if !autogen_introspect::has_table(database, table).await? {
        return Ok(BTreeSet::new());
    }
    // Without its table, SQLite takes the quoted name of a column that is not there for a string.
    let column = Expr::col((Alias::new(table), Alias::new(column)));
    let query = Query::select().expr(column).from(Alias::new(table)).to_owned();
    let rows = database.query_all(&query).await.map_err(|error| Error::Database(error.into()))?;
    let texts = rows.iter().map(|row| row.try_get_by_index::<Option<String>>(0));
    let texts = texts.collect::<Result<Vec<_>, _>>().map_err(|error| Error::Database(error.into()))?;
    Ok(texts.into_iter().flatten().filter(|text| !text.is_empty()).collect())
}

/// Returns which of `standings` tell that the database is to be taken over: it has no revision of the project, which has none
/// yet, or one that was made of such a database.
pub fn to_take_over(standings: Vec<Standing>, graph: &Graph, rows: &[Row]) -> Vec<Standing> {
    if !rows.is_empty() {
        return Vec::new();
    }
    let headers = || graph.order().iter().filter_map(|id| graph.get(id)).map(|node| &node.header);
    let adopts = |tool| headers().flat_map(|header| &header.adopts).any(|standing| standing.tool == tool);
    let is_told = |standing: &Standing| graph.order().is_empty() || adopts(standing.tool);
    standings.into_iter().filter(is_told).collect()
}

/// Refuses to run what makes a database of which another tool says that it is made. It is for one that has no revision yet.
pub async fn refuse_adopted(connection: &Connection, graph: &Graph, plan: &[RevisionId]) -> Result<(), Error> {
    let adopted = plan.iter().filter_map(|id| graph.get(id)).flat_map(|node| &node.header.adopts);
    let tools: BTreeSet<Tool> = adopted.map(|standing| standing.tool).collect();
    if tools.is_empty() {
        return Ok(());
    }
    let mut standings = standings(connection).await?;
    standings.retain(|standing| tools.contains(&standing.tool));
    if standings.is_empty() { Ok(()) } else { Err(TakeOverError::Pending { standings }.into()) }
}
