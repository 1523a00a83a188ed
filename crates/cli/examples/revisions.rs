//! What many revisions cost: `heads`, `history` and `show` against reading the same files, and an upgrade by revisions that do nothing
//! against the driver sending the same statements and commits, all in the same run.
//!
//! ```console
//! $ cargo build --release --examples -p autogen-cli && cargo build --release -p autogen-cli
//! $ target/release/examples/revisions postgres://localhost/postgres mysql://root@localhost/mysql
//! ```
//!
//! Without URLs for SQLite alone. Each figure is the best of some rounds, of a thousand revisions and of ten thousand.

#![allow(clippy::print_stdout, reason = "this is what it is for")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use autogen_revision::{BUSY_TIMEOUT, Mode, connect, with_database};
use autogen_schema::Dialect;
use sea_orm::ConnectionTrait;

type Failed = Box<dyn std::error::Error>;

const ROUNDS: usize = 5;
const COUNTS: [usize; 2] = [1_000, 10_000];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failed> {
    let servers: Vec<String> = std::env::args().skip(1).collect();
    let mut read: Vec<Vec<Duration>> = Vec::new();
    for count in COUNTS {
        read.push(reading(count)?);
    }
    let mut run = Vec::new();
    for url in std::iter::once(None).chain(servers.iter().map(|url| Some(url.as_str()))) {
        run.push((upgrading(url, COUNTS[0]).await?, upgrading(url, COUNTS[1]).await?));
    }
    let growth = |few: Duration, many: Duration| many.as_secs_f64() / few.as_secs_f64();
    for (name, (few, many)) in ["files", "heads", "history", "show"].iter().zip(read[0].iter().zip(&read[1])) {
        println!("{name}: ten times the revisions take {:.1} times as long", growth(*few, *many));
    }
    for (few, many) in run {
        println!("upgrade: ten times the revisions take {:.1} times as long", growth(few, many));
    }
    Ok(())
}

/// Times reading the files, then each command on them.
fn reading(count: usize) -> Result<Vec<Duration>, Failed> {
    let project = tempfile::tempdir()?;
    let versions = write_project(project.path(), count, None)?;
    let files = best(|| read_all(&versions))?;
    println!("{count} revisions: reading the files takes {files:?}");
    let mut times = vec![files];
    let last = format!("{:012x}", count - 1);
    for arguments in [&["heads"][..], &["history"], &["show", &last]] {
        let time = best(|| autogen(project.path(), arguments))?;
        let ratio = time.as_secs_f64() / files.as_secs_f64();
        println!("  {}: {time:?}, {ratio:.2} times as long", arguments[0]);
        times.push(time);
    }
    Ok(times)
}

/// Times an upgrade of a new database, and what it sends.
async fn upgrading(url: Option<&str>, count: usize) -> Result<Duration, Failed> {
    let (mut upgrade, mut sent) = (Duration::MAX, Duration::MAX);
    for _ in 0..if count > COUNTS[0] { 1 } else { ROUNDS } {
        let database = Scratch::new(url).await?;
        let project = tempfile::tempdir()?;
        write_project(project.path(), count, Some(&database.url))?;
        upgrade = upgrade.min(timed(|| autogen(project.path(), &["upgrade"]))?);
        database.remove().await?;
        let database = Scratch::new(url).await?;
        let start = Instant::now();
        send(&database.url, count).await?;
        sent = sent.min(start.elapsed());
        database.remove().await?;
    }
    let name = url.map_or("sqlite", |url| url.split(':').next().unwrap_or(url));
    let ratio = upgrade.as_secs_f64() / sent.as_secs_f64();
    println!(
        "{name}, {count} revisions: sent by the driver in {sent:?}, upgraded in {upgrade:?}: {ratio:.2} times as long"
    );
    Ok(upgrade)
}

/// Sends what the revisions and their rows take, each with the commits that it cannot do without.
async fn send(url: &str, count: usize) -> Result<(), Failed> {
    let connection = connect(url, Mode::Create, BUSY_TIMEOUT).await?;
    let database = connection.database();
    let dialect = connection.dialect();
    let key = if dialect == Dialect::Sqlite { "" } else { ", progress bigint NOT NULL DEFAULT 0" };
    let columns = "revision varchar(64) PRIMARY KEY, revises text, message text, checksum text, downgrade text, state varchar(20), \
                   applied_at bigint, format integer";
    database.execute_unprepared(&format!("CREATE TABLE rows_of_it ({columns}{key})")).await?;
    for number in 0..count {
        let checksum = "0".repeat(64);
        let insert = |state: &str| {
            format!(
                "INSERT INTO rows_of_it (revision, revises, message, checksum, downgrade, state, applied_at, format) VALUES \
                 ('{number:012x}', '{:012x}', 'Revision {number}', '{checksum}', '-- autogen: downgrade\nSELECT 2;', '{state}', 1, 1)",
                number.saturating_sub(1)
            )
        };
        let statements = if dialect == Dialect::Mysql {
            // Where statements commit one by one, which of them runs is noted before it does.
            vec![
                insert("upgrading"),
                format!("UPDATE rows_of_it SET progress = 1 WHERE revision = '{number:012x}'"),
                "SELECT 1".to_owned(),
                format!("UPDATE rows_of_it SET state = 'applied' WHERE revision = '{number:012x}'"),
            ]
        } else {
            vec!["BEGIN".to_owned(), "SELECT 1".to_owned(), insert("applied"), "COMMIT".to_owned()]
        };
        for statement in statements {
            database.execute_unprepared(&statement).await?;
        }
    }
    connection.close().await?;
    Ok(())
}

/// A database for one upgrade.
struct Scratch {
    url: String,
    server: Option<(String, String)>,
    _folder: tempfile::TempDir,
}

impl Scratch {
    async fn new(url: Option<&str>) -> Result<Self, Failed> {
        let folder = tempfile::tempdir()?;
        let Some(server) = url else {
            let url = format!("sqlite://{}", folder.path().join("app.db").display());
            return Ok(Self { url, server: None, _folder: folder });
        };
        let name = format!("autogen_example_{}", std::process::id());
        execute(server, &format!("CREATE DATABASE {name}")).await?;
        Ok(Self { url: with_database(server, &name)?, server: Some((server.to_owned(), name)), _folder: folder })
    }

    async fn remove(self) -> Result<(), Failed> {
        match &self.server {
            Some((server, name)) => execute(server, &format!("DROP DATABASE {name}")).await,
            None => Ok(()),
        }
    }
}

async fn execute(url: &str, sql: &str) -> Result<(), Failed> {
    let connection = connect(url, Mode::ReadWrite, BUSY_TIMEOUT).await?;
    connection.database().execute_unprepared(sql).await?;
    connection.close().await?;
    Ok(())
}

/// Writes a project with a line of revisions that do nothing; returns the folder of their files.
fn write_project(folder: &Path, count: usize, url: Option<&str>) -> Result<PathBuf, Failed> {
    let dialect = url.and_then(Dialect::of_url).unwrap_or(Dialect::Sqlite);
    let url = url.map(|url| format!("database_url = \"{url}\"\n")).unwrap_or_default();
    let config = format!("entities = [\"src\"]\ndirectory = \"migrations\"\ndialects = [\"{dialect}\"]\n{url}");
    std::fs::write(folder.join("autogen.toml"), config)?;
    let versions = folder.join("migrations/versions");
    std::fs::create_dir_all(&versions)?;
    for number in 0..count {
        let revises = number.checked_sub(1).map_or("(base)".to_owned(), |before| format!("{before:012x}"));
        let text = format!(
            "-- Revision {number}\n--\n-- Revision: {number:012x}\n-- Revises: {revises}\n-- Created: 2026-01-02T03:04:05Z\n-- Format: 1\n--\n\
             -- Changes:\n--   + column users.column_{number} string(20) null\n\n\
             -- autogen: upgrade\nSELECT 1;\n\n-- autogen: downgrade\nSELECT 2;\n"
        );
        std::fs::write(versions.join(format!("{number:012x}_revision_{number}.sql")), text)?;
    }
    Ok(versions)
}

fn read_all(folder: &Path) -> Result<(), Failed> {
    let mut length = 0;
    for entry in std::fs::read_dir(folder)? {
        length += std::fs::read_to_string(entry?.path())?.len();
    }
    if length == 0 { Err("there is nothing to read".into()) } else { Ok(()) }
}

/// Runs the program, which lies beside the examples.
fn autogen(folder: &Path, arguments: &[&str]) -> Result<(), Failed> {
    let here = std::env::current_exe()?;
    let program = here.ancestors().nth(2).ok_or("this is no example")?.join("autogen");
    let mut command = Command::new(program);
    command.arg("-C").arg(folder).args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if command.status()?.success() { Ok(()) } else { Err(format!("{arguments:?} failed").into()) }
}

fn best(mut run: impl FnMut() -> Result<(), Failed>) -> Result<Duration, Failed> {
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        best = best.min(timed(&mut run)?);
    }
    Ok(best)
}

fn timed(mut run: impl FnMut() -> Result<(), Failed>) -> Result<Duration, Failed> {
    let start = Instant::now();
    run()?;
    Ok(start.elapsed())
}
