//! What planning and proving the first revision of 137 tables takes, against the driver sending the same statements up, down and up again
//! to a database that is made for it too, in the same run.
//!
//! `cargo run --release -p autogen-cli --example proof -- postgres://localhost/postgres`; without a URL for SQLite alone. Exits 1 where
//! the proof takes more than four times as long.

#![allow(clippy::print_stdout, reason = "this is what it is for")]
#![allow(clippy::exit, reason = "a script asks whether it holds")]

use std::path::Path;
use std::time::{Duration, Instant};

use autogen_diff::{Ownership, Unsaid, template};
use autogen_engine::{
    Databases, History, Origin, Patterns, Project, Proof, Request, ScratchOptions, plan, read_entities,
};
use autogen_revision::{
    BUSY_TIMEOUT, Connection, Direction, Mode, Revision, RevisionId, connect, split, with_database,
};
use autogen_schema::{Dialect, Ident};
use sea_orm::ConnectionTrait;

type Failed = Box<dyn std::error::Error>;

const ROUNDS: usize = 5;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failed> {
    let server = std::env::args().nth(1);
    let mut holds = true;
    for (dialect, url) in [(Dialect::Sqlite, None), (Dialect::Postgres, server.as_deref())] {
        if dialect == Dialect::Postgres && url.is_none() {
            continue;
        }
        let (mut proving, mut sending) = (Duration::MAX, Duration::MAX);
        let mut statements = 0;
        for _ in 0..ROUNDS {
            let start = Instant::now();
            let revision = Box::pin(prove(dialect, url)).await?;
            proving = proving.min(start.elapsed());
            let start = Instant::now();
            statements = send(dialect, url, &revision).await?;
            sending = sending.min(start.elapsed());
        }
        let ratio = proving.as_secs_f64() / sending.as_secs_f64();
        println!("{dialect}, {statements} statements, the best of {ROUNDS} rounds");
        println!("sent by the driver in {sending:?}, planned and proven in {proving:?}: {ratio:.2} times as long");
        holds &= ratio <= 4.0;
    }
    std::process::exit(i32::from(!holds));
}

/// Reads the entities, plans the first revision and proves it.
async fn prove(dialect: Dialect, url: Option<&str>) -> Result<Revision, Failed> {
    // A history without revisions.
    let folder = tempfile::tempdir()?;
    std::fs::create_dir(folder.path().join("versions"))?;
    let project = project(dialect, folder.path())?;
    let request = Request {
        message: "First".to_owned(),
        id: RevisionId::new("aaaa")?,
        created: "2026-01-02T03:04:05Z".to_owned(),
        template: template::SQL_REVISION.to_owned(),
        template_name: "the template".to_owned(),
        allowed_drops: Vec::new(),
        renames: Vec::new(),
        values: Vec::new(),
        forgotten: Vec::new(),
        from: Origin::default(),
        place: None,
        splice: false,
        proof: true,
        online: false,
    };
    let (entities, history) = (read_entities(&project)?, History::read(&project)?);
    let mut plans = Box::pin(plan(&project, &entities, &history, &request, &Databases::of(url))).await?;
    let plan = plans.pop().ok_or("there is nothing to do")?;
    if plan.proof != Proof::Proven || !plans.is_empty() {
        return Err("the revision is not one, and proven".into());
    }
    Ok(Revision::parse(Path::new("aaaa.sql"), &plan.draft.text)?)
}

fn project(dialect: Dialect, directory: &Path) -> Result<Project, Failed> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/timetracker");
    Ok(Project {
        entities: vec![root.join("src")],
        dialects: vec![dialect],
        directory: directory.to_owned(),
        rust: None,
        version_locations: Vec::new(),
        file_template: "{{revision}}".to_owned(),
        version_table: Ident::from("autogen_version"),
        types: autogen_model::Options::default(),
        unmanaged: Patterns::new(&[])?,
        ownership: Ownership::Ledger,
        unsaid: Unsaid::Ignore,
        scratch: ScratchOptions::default(),
        root,
    })
}

/// Makes a database and sends the statements up, down and up to it; returns how many.
async fn send(dialect: Dialect, url: Option<&str>, revision: &Revision) -> Result<usize, Failed> {
    let Some(url) = url else {
        let connection = connect("sqlite::memory:", Mode::Create, BUSY_TIMEOUT).await?;
        return run(&connection, dialect, revision).await;
    };
    let name = format!("autogen_example_{}", std::process::id());
    let server = connect(url, Mode::ReadWrite, BUSY_TIMEOUT).await?;
    server.database().execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE template0")).await?;
    let address = with_database(url, &name)?;
    let connection = connect(&address, Mode::ReadWrite, BUSY_TIMEOUT).await?;
    let sent = run(&connection, dialect, revision).await;
    connection.close().await?;
    server.database().execute_unprepared(&format!("DROP DATABASE {name}")).await?;
    server.close().await?;
    sent
}

async fn run(connection: &Connection, dialect: Dialect, revision: &Revision) -> Result<usize, Failed> {
    let mut sent = 0;
    for direction in [Direction::Upgrade, Direction::Downgrade, Direction::Upgrade] {
        let database = connection.database();
        if dialect == Dialect::Sqlite {
            database.execute_unprepared("PRAGMA foreign_keys = OFF").await?;
        }
        database.execute_unprepared("BEGIN").await?;
        for section in revision.sections(direction, dialect)? {
            for statement in split(&section.body, dialect, 1).iter().filter(|statement| !statement.is_empty()) {
                database.execute_unprepared(statement.sql).await?;
                sent += 1;
            }
        }
        database.execute_unprepared("COMMIT").await?;
    }
    Ok(sent)
}
