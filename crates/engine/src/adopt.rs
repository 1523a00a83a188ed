//! Takes over a database that was there first: a baseline revision that builds it everywhere, and a claim on what the
//! entities say of it.

use std::collections::BTreeSet;

use autogen_diff::{Difference, Policy, Sides, render};
use autogen_revision::{BUSY_TIMEOUT, Direction, Mode, Revision, connect};
use autogen_schema::change::Change;
use autogen_schema::sql::terminated;
use autogen_schema::{Dialect, Ident, Ledger};

use crate::comparison::compare_on;
use crate::draft::{Bodies, Draft, Rendered, Request, rendered};
use crate::dump::{self, Entry};
use crate::entities::Entities;
use crate::place::Place;
use crate::scratch::Scratch;
use crate::{Error, History, Live, Project};

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
    /// Tables in which other tools keep what they did. They stay as they are.
    pub bookkeeping: Vec<&'static str>,
}

/// Drafts the baseline of the database at `url`, proven on a database in memory. Nothing is written or stamped yet.
pub async fn adopt(
    project: &Project,
    entities: &Entities,
    history: &History,
    url: &str,
    request: &Request,
) -> Result<Adoption, Error> {
    let dialect = project.dialect()?;
    if !history.revisions.is_empty() {
        return Err(Error::HistoryExists { revisions: history.revisions.len() });
    }
    let connection = connect(url, Mode::ReadOnly, BUSY_TIMEOUT).await?;
    let live = Live::of(project, &connection).await?;
    let entries = live.entries.clone();
    let mut bookkeeping = Vec::new();
    for table in OTHER_TOOLS {
        if autogen_introspect::has_table(connection.database(), table).await? {
            bookkeeping.push(*table);
        }
    }
    let ledger = Ledger::new(dialect);
    let policy = Policy { missed: entities.missed(), ..Policy::default() };
    let (model, base) = (&entities.model.schema, &live.schema);
    let sides = Sides { model, base, ledger: &ledger, dialect, policy: &policy, spellings: None };
    let difference = compare_on(&connection, sides).await?;
    connection.close().await.map_err(Error::Database)?;
    if entries.is_empty() {
        return Err(Error::NothingToAdopt);
    }

    let shadows = live.schema.virtual_tables.values().filter(|table| table.shadow).map(|table| table.name.name.clone());
    let built: Vec<Entry> = without_shadows(entries.clone(), &shadows.collect());
    let rendered = baseline(project, request, dialect, &difference.claims, &built)?;
    prove(project, &rendered.revision, &entries, url).await?;
    Ok(Adoption { draft: rendered.draft, revision: rendered.revision, difference, objects: built.len(), bookkeeping })
}

/// Shadow tables come with the virtual table that they belong to.
fn without_shadows(mut entries: Vec<Entry>, shadows: &BTreeSet<Ident>) -> Vec<Entry> {
    entries.retain(|entry| !shadows.contains(&entry.table.as_ref().unwrap_or(&entry.name).name));
    entries
}

fn baseline(
    project: &Project,
    request: &Request,
    dialect: Dialect,
    claims: &[Change],
    entries: &[Entry],
) -> Result<Rendered, Error> {
    let made = entries.iter().filter_map(|entry| entry.sql.as_deref()).map(|sql| terminated(sql, dialect));
    let upgrade: Vec<String> = dump::entries_begin(entries, dialect).into_iter().chain(made).collect();
    let refusal = "-- autogen: irreversible it would drop everything that was there before autogen";
    let downgrade = format!("{refusal}\n{}", unmaking(entries, dialect).join("\n"));
    let (up, down) = (render::Direction::Upgrade, render::Direction::Downgrade);
    let bodies = Bodies {
        changes: claims,
        upgrade: render::written_section(up, project.section_dialects(), &upgrade.join("\n\n")),
        downgrade: match dialect {
            Dialect::Sqlite => format!("-- autogen: downgrade rebuild\n{downgrade}"),
            _ => render::written_section(down, project.section_dialects(), &downgrade),
        },
    };
    rendered(project, request, &Place::default(), &bodies)
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
async fn prove(project: &Project, baseline: &Revision, entries: &[Entry], url: &str) -> Result<(), Error> {
    let dialect = project.dialect()?;
    let scratch = Scratch::empty(project, Some(url)).await?;
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
