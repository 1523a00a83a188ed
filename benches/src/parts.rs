//! The pure parts of autogen on a fixed input, each as a function: what is timed by itself, and what instructions are counted of.
//!
//! No disk, no clock: what a part does is the same each time.

#![allow(clippy::unnecessary_wraps, reason = "parts are of one type")]

use autogen_diff::{Difference, Policy, Script, Sides, compare, dialect, order, render, with_created};
use autogen_model::{Model, Options, ParsedFile, SourceFile};
use autogen_revision::{Graph, Revision};
use autogen_schema::{Dialect, Ledger, Schema, Table};
use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection};

use crate::{Failed, entity, project};

/// A part, by the name of its function. What it returns is so large as its result, for nobody to leave it out.
pub type Part = (&'static str, fn(&Input) -> Result<usize, Failed>);

/// Every part.
pub const PARTS: [Part; 12] = [
    ("read", read),
    ("link", link),
    ("compare_same", compare_same),
    ("compare_new", compare_new),
    ("order", order),
    ("create", create),
    ("lower_sqlite", lower_sqlite),
    ("lower_postgres", lower_postgres),
    ("lower_mysql", lower_mysql),
    ("render", render),
    ("read_revision", read_revision),
    ("graph", graph),
];

/// What the parts are given.
pub struct Input {
    files: Vec<SourceFile>,
    parsed: Vec<ParsedFile>,
    model: Schema,
    /// What SQLite says of the same tables.
    base: Schema,
    ledger: Ledger,
    tables: Vec<Table>,
    /// What makes all tables on SQLite, and how.
    created: Difference,
    script: Script,
    /// The revision that does.
    text: String,
    /// A line of revisions, as many as there are tables.
    history: Vec<(String, String)>,
    policy: Policy,
}

impl Input {
    /// Makes the input of so many tables.
    pub async fn new(tables: usize) -> Result<Self, Failed> {
        let file = |number| SourceFile::new(entity::name(number) + ".rs", entity::source(number, false));
        let files: Vec<SourceFile> = (0..tables).map(file).collect();
        let parsed: Vec<ParsedFile> = files.iter().map(autogen_model::parse).collect();
        let model = Model::link(&parsed, &Options::default()).schema;
        let policy = Policy::default();
        let nothing = (Schema::default(), Ledger::new(Dialect::Sqlite));
        let created = compare(sides(&model, &nothing.0, &nothing.1, &policy, Dialect::Sqlite));
        let script = dialect::upgrade(Dialect::Sqlite, &created.operations, &nothing.0, &model.enums)?;
        let mut ledger = nothing.1;
        ledger.fold(&created.changes);
        let base = autogen_introspect::introspect(&database(&script).await?).await?.schema;
        let text = revision(&created, &script);
        let history = (0..tables).map(project::revision).collect();
        let tables = model.tables.values().cloned().collect();
        Ok(Self { files, parsed, model, base, ledger, tables, created, script, text, history, policy })
    }

    /// Makes a SQLite database in memory that has the tables.
    pub async fn database(&self) -> Result<DatabaseConnection, Failed> {
        database(&self.script).await
    }
}

async fn database(script: &Script) -> Result<DatabaseConnection, Failed> {
    let database = Database::connect("sqlite::memory:").await?;
    database.execute_unprepared(&render::body(&script.blocks, Dialect::Sqlite)).await?;
    Ok(database)
}

fn revision(difference: &Difference, script: &Script) -> String {
    let changes = render::change_list(&difference.changes);
    let upgrade = render::section(render::Direction::Upgrade, &[], script);
    let downgrade = render::written_section(render::Direction::Downgrade, &[], "");
    format!(
        "-- First\n--\n-- Revision: aaaa\n-- Revises: (base)\n-- Format: 1\n--\n-- Changes:\n{changes}\n\n{upgrade}\n\n{downgrade}\n"
    )
}

fn sides<'a>(
    model: &'a Schema,
    base: &'a Schema,
    ledger: &'a Ledger,
    policy: &'a Policy,
    dialect: Dialect,
) -> Sides<'a> {
    Sides { model, base, ledger, dialect, policy, spellings: None }
}

fn read(input: &Input) -> Result<usize, Failed> {
    let parsed: Vec<ParsedFile> = input.files.iter().map(autogen_model::parse).collect();
    Ok(parsed.len())
}

fn link(input: &Input) -> Result<usize, Failed> {
    Ok(Model::link(&input.parsed, &Options::default()).schema.tables.len())
}

fn compare_same(input: &Input) -> Result<usize, Failed> {
    let Input { model, base, ledger, policy, .. } = input;
    let difference = compare(sides(model, base, ledger, policy, Dialect::Sqlite));
    if difference.is_empty() { Ok(0) } else { Err("something differs".into()) }
}

fn compare_new(input: &Input) -> Result<usize, Failed> {
    let (base, ledger) = (Schema::default(), Ledger::new(Dialect::Postgres));
    let difference = compare(sides(&input.model, &base, &ledger, &input.policy, Dialect::Postgres));
    Ok(difference.operations.len())
}

fn order(input: &Input) -> Result<usize, Failed> {
    Ok(order::referenced_first(input.tables.clone(), Dialect::Postgres).len())
}

fn create(input: &Input) -> Result<usize, Failed> {
    let after = with_created(&input.created.operations, &Schema::default(), Dialect::Sqlite);
    Ok(after.ok_or("more is done than to make tables")?.tables.len())
}

fn lower_sqlite(input: &Input) -> Result<usize, Failed> {
    lower(input, Dialect::Sqlite)
}

fn lower_postgres(input: &Input) -> Result<usize, Failed> {
    lower(input, Dialect::Postgres)
}

fn lower_mysql(input: &Input) -> Result<usize, Failed> {
    lower(input, Dialect::Mysql)
}

fn lower(input: &Input, dialect: Dialect) -> Result<usize, Failed> {
    let script = dialect::upgrade(dialect, &input.created.operations, &Schema::default(), &input.model.enums)?;
    Ok(script.blocks.len())
}

fn render(input: &Input) -> Result<usize, Failed> {
    Ok(revision(&input.created, &input.script).len())
}

fn read_revision(input: &Input) -> Result<usize, Failed> {
    let revision = Revision::parse("aaaa.sql".as_ref(), &input.text)?;
    let mut ledger = Ledger::new(Dialect::Sqlite);
    for change in revision.each_change() {
        ledger.take(change?);
    }
    Ok(ledger.facts().count())
}

fn graph(input: &Input) -> Result<usize, Failed> {
    let read = |(name, text): &(String, String)| Revision::parse(name.as_ref(), text);
    let revisions = input.history.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let graph = Graph::from_revisions(&revisions)?;
    let steps = graph.plan_upgrade("heads", &[])?;
    Ok(steps.len() + graph.ancestors(graph.heads()).len())
}
