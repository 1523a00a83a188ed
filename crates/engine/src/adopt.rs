//! Takes over a database that was there first: a baseline revision that builds it everywhere, and a claim on what the
//! entities say of it.

use std::collections::BTreeSet;

use autogen_diff::{Difference, Listed, Policy, Script, Sides, listed_once};
use autogen_revision::{BUSY_TIMEOUT, Direction, Mode, Revision, Standing, connect};
use autogen_schema::change::Change;
use autogen_schema::sql::terminated;
use autogen_schema::{Dialect, Ident, Ledger};

use crate::comparison::compare_on;
use crate::draft::{Bodies, Draft, Rendered, Request, rendered};
use crate::dump::{self, Entry};
use crate::entities::{Entities, Said};
use crate::place::Place;
use crate::scratch::Scratch;
use crate::sections::{Piece, Served, written};
use crate::{Error, History, Live, Target};

/// Where the tools that a SeaORM project may come from keep their history.
const OTHER_TOOLS: &[&str] = &["seaql_migrations", "alembic_version", "_sqlx_migrations", "__diesel_schema_migrations"];

/// What adopting a database gives.
#[derive(Debug)]
pub struct Adoption {
    /// The baseline file.
    pub draft: Draft,
    /// The baseline, to be stamped.
    pub revision: Revision,
    /// How the entities differ from the database: what the next revision will hold, and what stays unmanaged.
    pub difference: Difference,
    /// How many tables, indexes, triggers and views the baseline builds.
    pub objects: usize,
    /// Where the database stands by the tools that kept its history before.
    pub standings: Vec<Standing>,
    /// Tables in which other tools keep what they did. They stay as they are.
    pub bookkeeping: Vec<&'static str>,
    /// What could not be read for what it is.
    pub notes: Vec<String>,
}

/// Drafts the baseline of the database that is known, proven on a scratch database. Nothing is written or stamped yet.
///
/// Where the project has other dialects the baseline does nothing on them: the next revision makes there what the entities say, or
/// a baseline of their own takes over what is there.
pub async fn adopt(
    target: Target<'_>,
    entities: &Entities,
    history: &History,
    request: &Request,
) -> Result<Adoption, Error> {
    let Target { project, dialect, url } = target;
    let url = url.ok_or(Error::NoUrl)?;
    refuse_started(target, history)?;
    let connection = connect(url, Mode::ReadOnly, BUSY_TIMEOUT).await?;
    let live = Live::of(project, &connection).await?;
    let entries = live.entries().into_owned();
    let mut bookkeeping = Vec::new();
    for table in OTHER_TOOLS {
        if autogen_introspect::has_table(connection.database(), table).await? {
            bookkeeping.push(*table);
        }
    }
    let (standings, notes) = (live.standings.clone(), live.notes.clone());
    let ledger = Ledger::new(dialect);
    let Said { schema, missed } = entities.said(target);
    let policy = Policy { missed, ..Policy::default() };
    let (model, base) = (&schema, &live.schema);
    let sides = Sides { model, base, ledger: &ledger, dialect, policy: &policy, spellings: None };
    let difference = Box::pin(compare_on(&connection, sides)).await?;
    connection.close().await.map_err(Error::Database)?;
    if entries.is_empty() {
        return Err(Error::NothingToAdopt);
    }

    let shadows = live.schema.virtual_tables.values().filter(|table| table.shadow).map(|table| table.name.name.clone());
    let built: Vec<Entry> = without_shadows(entries.clone(), &shadows.collect());
    let upon = Place::upon(history.graph.head()?.cloned().as_slice());
    let place = Place { adopts: standings.clone(), ..upon };
    let rendered = baseline(target, request, &place, &difference.claims, &built)?;
    Box::pin(prove(target, history, &rendered.revision, &entries)).await?;
    let Rendered { draft, revision } = rendered;
    Ok(Adoption { draft, revision, difference, objects: built.len(), standings, bookkeeping, notes })
}

/// A database is adopted before revisions do anything on its dialect.
fn refuse_started(target: Target<'_>, history: &History) -> Result<(), Error> {
    match history.started(target)? {
        0 => Ok(()),
        started => Err(target.named(Error::HistoryExists { revisions: started })),
    }
}

/// Shadow tables come with the virtual table that they belong to.
fn without_shadows(mut entries: Vec<Entry>, shadows: &BTreeSet<Ident>) -> Vec<Entry> {
    entries.retain(|entry| !shadows.contains(&entry.table.as_ref().unwrap_or(&entry.name).name));
    entries
}

fn baseline(
    target: Target<'_>,
    request: &Request,
    place: &Place,
    claims: &[Change],
    entries: &[Entry],
) -> Result<Rendered, Error> {
    let Target { project, dialect, .. } = target;
    let made = entries.iter().filter_map(|entry| entry.sql.as_deref()).map(|sql| terminated(sql, dialect));
    let upgrade: Vec<String> = dump::entries_begin(entries, dialect).into_iter().chain(made).collect();
    let refusal = "-- autogen: irreversible it would drop everything that was there before autogen";
    let downgrade = format!("{refusal}\n{}", unmaking(entries, dialect).join("\n"));
    let alone = |rebuild: bool, body: String| {
        let own = Served { dialect, pieces: vec![Piece { rebuild, transaction: true, body }] };
        let nothing = |other| Served::script(other, &Script::default());
        let served = project.dialects.iter().map(|other| if *other == dialect { own.clone() } else { nothing(*other) });
        served.collect::<Vec<_>>()
    };
    let claimed =
        |other| Listed { changes: Vec::new(), claims: if other == dialect { claims.to_vec() } else { Vec::new() } };
    let lists = project.dialects.iter().map(|other| (*other, claimed(*other))).collect::<Vec<_>>();
    let bodies = Bodies {
        changes: &[],
        claims: &listed_once(lists).claims,
        upgrade: written(project, Direction::Upgrade, &alone(false, upgrade.join("\n\n"))),
        downgrade: written(project, Direction::Downgrade, &alone(dialect == Dialect::Sqlite, downgrade)),
        methods: None,
    };
    rendered(project, request, place, &bodies)
}

/// Returns what drops everything. A table goes with its indexes and triggers; what is made last goes first.
fn unmaking(entries: &[Entry], dialect: Dialect) -> Vec<String> {
    let drop = |entry: &Entry| {
        let name = dialect.quote_table(&entry.name);
        match entry.kind.as_str() {
            "view" => Some(format!("DROP VIEW {name};")),
            "table" => Some(format!("DROP TABLE {name};")),
            _ => None,
        }
    };
    entries.iter().rev().filter_map(drop).collect()
}

/// Runs the baseline on a scratch database and compares what it builds with what is there.
async fn prove(target: Target<'_>, history: &History, baseline: &Revision, entries: &[Entry]) -> Result<(), Error> {
    let Target { project, dialect, .. } = target;
    let scratch = Scratch::replayed(target, history).await?;
    let built = scratch
        .used(async |scratch| {
            scratch.run(baseline, Direction::Upgrade).await?;
            scratch.dump(project).await
        })
        .await?;
    // What the database has no text of is built by nobody; a note has named it.
    let buildable: Vec<Entry> = entries.iter().filter(|entry| entry.sql.is_some()).cloned().collect();
    let findings = dump::differences(&buildable, &built, dialect);
    if findings.is_empty() { Ok(()) } else { Err(Error::BaselineDiffers { findings }) }
}
