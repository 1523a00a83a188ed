//! What is looked at in databases: whether they are there, where they stand, and whether revisions can be proven beside them.

use autogen_engine::{Error as Engine, History, Target, standings, to_take_over, try_scratch};
use autogen_revision::{
    ConnectError, Connection, Mode, Product, Revision, RevisionId, Row, Standing, State, Tool, edited,
};
use autogen_schema::Dialect;

use super::point::Point;
use crate::context::Workspace;
use crate::database_url::DatabaseUrl;
use crate::describe;
use crate::elsewhere;
use crate::error::Error;

mod migrations;

const DATABASE: &str = "database";
const SCRATCH: &str = "scratch database";

/// Looks at the databases that are named, and at where scratch databases are made.
pub(super) async fn look(workspace: &Workspace<'_>, history: Option<&History>) -> Vec<Point> {
    let databases = match workspace.databases() {
        Ok(databases) => databases,
        Err(error) => return vec![Point::unknown(DATABASE, &error)],
    };
    let mut points = Vec::new();
    if databases.meant.is_empty() {
        points.push(Point::good(DATABASE, "none is named: what is compared are entities and history"));
    }
    for url in &databases.meant {
        points.extend(one(workspace, url, history).await);
    }
    let known = databases.known();
    for target in workspace.project().targets(&known) {
        points.extend(scratch(target).await);
    }
    points
}

async fn one(workspace: &Workspace<'_>, url: &DatabaseUrl, history: Option<&History>) -> Vec<Point> {
    let connection = match workspace.connect(url, Mode::ReadOnly).await {
        Ok(connection) => connection,
        Err(error @ ConnectError::Missing { .. }) => {
            let error = Error::from(error);
            let point = Point::finding(DATABASE, error.report().message.clone());
            return vec![error.report().hints.iter().fold(point, Point::hint)];
        }
        Err(error) => return vec![Point::unknown(DATABASE, &error.into())],
    };
    let mut points = vec![Point::good(DATABASE, format!("{} is {}", url.shown(), product(&connection)))];
    let read = read(workspace, &connection).await;
    let in_rust = match (&read, history) {
        (Ok((rows, _)), Some(history)) => migrations::look(workspace, history, &connection, rows).await,
        _ => Ok(Vec::new()),
    };
    let closed = connection.close().await;
    match read.and_then(|read| closed.map(|()| read).map_err(Error::from)) {
        Ok((rows, standings)) => {
            points.extend(history.into_iter().flat_map(|history| standing(history, &rows, &standings, url.dialect)));
            points.extend(in_rust.unwrap_or_else(|error| vec![Point::unknown(DATABASE, &error)]));
            points.extend(others(workspace, &standings));
        }
        Err(error) => points.push(Point::unknown(DATABASE, &error)),
    }
    points
}

fn product(connection: &Connection) -> String {
    let (product, version) = (connection.product(), connection.version());
    match product {
        // Its versions have two parts.
        Product::Postgres => format!("{product} {}.{}", version.major, version.minor),
        _ => format!("{product} {version}"),
    }
}

async fn read(workspace: &Workspace<'_>, connection: &Connection) -> Result<(Vec<Row>, Vec<Standing>), Error> {
    let table = workspace.project().version_table(connection.dialect());
    let rows = table.read(connection.database()).await?;
    Ok((rows, standings(connection).await?))
}

/// Tells where a database stands, and where that is not what the files say.
fn standing(history: &History, rows: &[Row], standings: &[Standing], dialect: Dialect) -> Vec<Point> {
    let ids: Vec<RevisionId> = rows.iter().map(|row| row.revision.clone()).collect();
    let graph = &history.graph;
    let counted = graph.counted(&ids);
    let strangers = elsewhere::without_file(graph, rows);
    let mut points = Vec::new();
    let current: Vec<String> = match graph.including(rows.iter().map(Row::header)) {
        Ok(graph) => graph.current_tips(&ids).iter().map(|id| format!("`{id}`")).collect(),
        Err(error) => return vec![Point::unknown(DATABASE, &error.into())],
    };
    let pending = graph.order().iter().filter(|id| !counted.contains(*id)).count();
    let to_take_over = to_take_over(standings.to_vec(), graph, rows);
    let place = match &current[..] {
        [] => "no revision is applied".to_owned(),
        current => format!("it stands at {}", current.join(", ")),
    };
    for standing in &to_take_over {
        let text = format!("it stands at {standing}, which is not taken over");
        points.push(Point::finding(DATABASE, text).hint("`autogen adopt` goes on from there"));
    }
    if pending > 0 && to_take_over.is_empty() {
        let lacking = format!("{place}, and lacks {}", describe::count(pending, "revision"));
        points.push(Point::finding(DATABASE, lacking).hint("`autogen upgrade` runs what it lacks"));
    } else {
        points.push(Point::good(DATABASE, place));
    }
    for row in rows.iter().filter(|row| row.state != State::Applied) {
        let text = format!("`{}` is {}: it runs just now, or was interrupted", row.revision, row.state.name());
        points.push(Point::finding(DATABASE, text).hint("`autogen repair` tells how far it came"));
    }
    for row in &strangers {
        let point = Point::finding(DATABASE, format!("no file is here for {}", elsewhere::told(row)));
        points.push(elsewhere::ways_out(&[row]).into_iter().fold(point, Point::hint));
    }
    for revision in edited(rows, &history.revisions, dialect) {
        points.push(was_edited(revision));
    }
    points
}

fn was_edited(revision: &Revision) -> Point {
    let (file, id) = (revision.file.display(), &revision.header.id);
    Point::finding(DATABASE, format!("`{file}` was edited after `{id}` was applied, and does not run again"))
        .hint("take the edit back, and put what it is for into a revision of its own")
}

/// Tells of the tables that other tools keep there.
fn others(workspace: &Workspace<'_>, standings: &[Standing]) -> Vec<Point> {
    let is_own = |tool: Tool| workspace.project().rust.is_some() && tool == Tool::SeaOrm;
    let others = standings.iter().filter(|standing| !is_own(standing.tool));
    let told = |standing: &Standing| {
        let (tool, table) = (standing.tool.name(), standing.tool.table().0);
        let count = describe::count(standing.revisions.len(), "revision");
        Point::good(DATABASE, format!("`{table}` of {tool} is there, with {count}; it is left alone"))
    };
    others.map(told).collect()
}

async fn scratch(target: Target<'_>) -> Option<Point> {
    let dialect = target.dialect;
    match try_scratch(target).await {
        Ok(()) if dialect == Dialect::Sqlite => Some(Point::good(SCRATCH, "in memory: revisions are proven")),
        Ok(()) => Some(Point::good(SCRATCH, format!("to be had on {dialect}: revisions are proven"))),
        // Why the database cannot be reached is told already.
        Err(Engine::Connect(_)) if target.url.is_some() && !target.project.scratch.urls.contains_key(&dialect) => None,
        Err(error @ (Engine::NoScratch { .. } | Engine::ScratchRefused(_))) => {
            let error = Error::from(error);
            let text = format!("none on {dialect}, so that revisions are not proven: {}", error.report().message);
            Some(error.report().hints.iter().fold(Point::finding(SCRATCH, text), Point::hint))
        }
        Err(error) => Some(Point::unknown(SCRATCH, &error.into())),
    }
}
