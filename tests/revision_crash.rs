//! Processes that are killed while they run revisions, and processes that run the same ones at once.
//!
//! The process that is killed is this test binary, started again for the one test [`child`].

#![allow(clippy::unwrap_used, reason = "what fails here fails its test")]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use autogen_revision::{Event, Observer};

use crate::revision_support::{PATIENCE, Project, Session};

/// Where the child finds revisions.
const FOLDER: &str = "AUTOGEN_TEST_CHILD_FOLDER";
const COMMAND: &str = "AUTOGEN_TEST_CHILD_COMMAND";
/// Which database it connects to, unless it is the one in the folder.
const URL: &str = "AUTOGEN_TEST_CHILD_URL";
const STOP_AT: &str = "AUTOGEN_TEST_CHILD_STOP_AT";

/// What a child is to do. Without it, nothing.
#[tokio::test]
async fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let text = |name| std::env::var_os(name).and_then(|value| value.into_string().ok());
    let stop_at = text(STOP_AT).and_then(|number| number.parse().ok());
    let session = match text(URL) {
        Some(url) => Session::at(Path::new(&folder), &url, PATIENCE).await,
        None => Session::open(Path::new(&folder), PATIENCE).await,
    };
    let mut reporter = Reporter { seen: 0, stop_at };
    match text(COMMAND).as_deref() {
        Some("downgrade") => session.downgrade_with("users", &mut reporter).await.unwrap(),
        _ => session.upgrade_with("heads", &mut reporter).await.unwrap(),
    };
}

/// Writes each event to standard output, and at one of them waits to be killed.
struct Reporter {
    seen: usize,
    stop_at: Option<usize>,
}

impl Observer for Reporter {
    fn observe(&mut self, event: Event<'_>) {
        let line = match event {
            Event::Started { revision, .. } => format!("event: started {revision}"),
            Event::Finished { revision } => format!("event: finished {revision}"),
            Event::Skipped { revision } => format!("event: skipped {revision}"),
            Event::Running { .. }
            | Event::Ran { .. }
            | Event::Waiting { .. }
            | Event::Recording { .. }
            | Event::Recorded { .. } => "event: step".to_owned(),
        };
        say(&line);
        if self.stop_at == Some(self.seen) {
            say("event: stopped");
            std::thread::sleep(PATIENCE);
        }
        self.seen += 1;
    }
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{line}").unwrap();
    out.flush().unwrap();
}

/// A child and what it says.
pub(crate) struct Running {
    pub(crate) process: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Running {
    fn start(folder: &Path, command: &str, stop_at: Option<usize>) -> Self {
        Self::start_at(folder, None, command, stop_at)
    }

    /// Starts a child that connects to `url`.
    pub(crate) fn start_at(folder: &Path, url: Option<&str>, command: &str, stop_at: Option<usize>) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["revision_crash::child", "--exact", "--nocapture", "--test-threads=1"]);
        child.env(FOLDER, folder).env(COMMAND, command).stdout(Stdio::piped()).stderr(Stdio::null());
        child.envs(url.map(|url| (URL, url)));
        if let Some(number) = stop_at {
            child.env(STOP_AT, number.to_string());
        }
        let mut process = child.spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        Running { process, lines }
    }

    /// The next event, while there is one.
    pub(crate) fn event(&mut self) -> Option<String> {
        self.lines.by_ref().map_while(Result::ok).find_map(|line| line.strip_prefix("event: ").map(str::to_owned))
    }

    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

const USERS: &str = "\
-- autogen: upgrade
CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL);
-- autogen: downgrade
DROP TABLE users;
";

const POSTS: &str = "\
-- autogen: upgrade
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE);
INSERT INTO posts SELECT id, id FROM users;
-- autogen: downgrade
DROP TABLE posts;
";

const MAIL: &str = "\
-- autogen: upgrade rebuild
CREATE TABLE \"_autogen_new_users\" (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, mail TEXT);
INSERT INTO \"_autogen_new_users\" (id, name) SELECT id, name FROM users;
DROP TABLE users;
ALTER TABLE \"_autogen_new_users\" RENAME TO users;
CREATE INDEX users_mail ON users (mail);
-- autogen: downgrade rebuild
DROP INDEX users_mail;
CREATE TABLE \"_autogen_new_users\" (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL);
INSERT INTO \"_autogen_new_users\" (id, name) SELECT id, name FROM users;
DROP TABLE users;
ALTER TABLE \"_autogen_new_users\" RENAME TO users;
";

const FILL: &str = "\
-- autogen: upgrade
UPDATE users SET mail = name || '@example.org';
ALTER TABLE posts ADD COLUMN title TEXT;
UPDATE posts SET title = 'post ' || id;
-- autogen: downgrade
ALTER TABLE posts DROP COLUMN title;
UPDATE users SET mail = NULL;
";

/// A database with users in it, three revisions below the head.
async fn populated() -> Project {
    let project = Project::new();
    project
        .write("users", "", USERS)
        .write("posts", "users", POSTS)
        .write("mail", "posts", MAIL)
        .write("fill", "mail", FILL);
    let session = project.open().await;
    session.upgrade("users").await.unwrap();
    session
        .execute(
            "INSERT INTO users (name) WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) \
             SELECT 'u' || i FROM n",
        )
        .await;
    session.execute("CREATE TRIGGER by_hand AFTER DELETE ON users BEGIN SELECT 1; END").await;
    session.connection.close().await.unwrap();
    project
}

/// Each state that the database may be found in, by the number of applied revisions.
async fn stages(project: &Project, command: &str) -> Vec<Vec<String>> {
    let session = project.open().await;
    let mut stages = vec![Vec::new(); 5];
    stages[session.applied().await.len()] = session.dump().await;
    for _ in 0..3 {
        match command {
            "downgrade" => session.downgrade("-1").await.unwrap(),
            _ => session.upgrade("+1").await.unwrap(),
        };
        stages[session.applied().await.len()] = session.dump().await;
    }
    session.connection.close().await.unwrap();
    stages
}

/// Kills a child at every event in turn; each time the database stands at a boundary, and the next run completes.
async fn killed_at_every_boundary(project: &Project, command: &str) -> usize {
    let (database, original) = (project.database(), project.path().join("original.db"));
    fs::copy(&database, &original).unwrap();
    let stages = stages(project, command).await;
    let end = if command == "downgrade" { 1 } else { 4 };
    let mut boundaries = 0;
    loop {
        fs::copy(&original, &database).unwrap();
        let mut child = Running::start(project.path(), command, Some(boundaries));
        let mut events = std::iter::from_fn(|| child.event());
        let stopped = events.any(|event| event == "stopped");
        child.kill();
        if !stopped {
            return boundaries;
        }
        let session = project.open().await;
        let count = session.applied().await.len();
        assert_eq!(session.dump().await, stages[count], "{command} stopped at {boundaries}");
        session.assert_sound().await;
        match command {
            "downgrade" => session.downgrade("users").await.unwrap(),
            _ => session.upgrade("heads").await.unwrap(),
        };
        assert_eq!(session.dump().await, stages[end]);
        session.assert_sound().await;
        session.connection.close().await.unwrap();
        boundaries += 1;
    }
}

#[tokio::test]
async fn killed_at_every_statement_of_an_upgrade() {
    let project = populated().await;
    // For each revision: started, two for each statement, recording, recorded, finished.
    assert_eq!(killed_at_every_boundary(&project, "upgrade").await, 3 * 4 + 2 * (2 + 5 + 3));
}

#[tokio::test]
async fn killed_at_every_statement_of_a_downgrade() {
    let project = populated().await;
    let session = project.open().await;
    session.upgrade("heads").await.unwrap();
    session.connection.close().await.unwrap();
    assert_eq!(killed_at_every_boundary(&project, "downgrade").await, 3 * 4 + 2 * (2 + 5 + 1));
}

const BATCHES: usize = 40;

/// A revision that makes a table and fills it, in many statements.
fn long_revision(table: &str) -> String {
    let rows =
        "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT i, hex(randomblob(40)) FROM n";
    let insert = format!("INSERT INTO {table} {rows};\n").repeat(BATCHES);
    format!(
        "-- autogen: upgrade\nCREATE TABLE {table} (i INTEGER, x TEXT);\nCREATE INDEX {table}_x ON {table} (x);\n\
         {insert}-- autogen: downgrade\nDROP TABLE {table};\n"
    )
}

/// A stream of numbers that is the same in every run; the moment of a kill is not.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

#[tokio::test]
async fn killed_at_random_moments() {
    let project = Project::new();
    for (table, revises) in [("a", ""), ("b", "a"), ("c", "b")] {
        project.write(table, revises, &long_revision(table));
    }
    let events = 3 * (4 + 2 * (2 + BATCHES as u64));
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut inside = 0;
    for round in 0..50 {
        for entry in fs::read_dir(project.path()).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
            fs::remove_file(entry.path()).unwrap();
        }
        let mut child = Running::start(project.path(), "upgrade", None);
        let mut seen: Vec<String> = (0..=random.below(events)).map_while(|_| child.event()).collect();
        std::thread::sleep(Duration::from_micros(random.below(3000)));
        child.kill();
        seen.extend(std::iter::from_fn(|| child.event()));
        let last = seen.iter().rfind(|event| *event != "step");
        inside += usize::from(last.is_some_and(|event| event.starts_with("started")));

        let session = project.open().await;
        stands_at_a_boundary(&session).await;
        if round % 10 == 0 {
            session.upgrade("head").await.unwrap();
            assert_eq!(session.current().await, "a b c");
        }
        session.connection.close().await.unwrap();
    }
    assert!(inside >= 30, "only {inside} of 50 kills fell inside a revision");
}

async fn stands_at_a_boundary(session: &Session) {
    let applied = session.current().await;
    assert!(["", "a", "a b", "a b c"].contains(&applied.as_str()), "{applied}");
    assert_eq!(session.column("SELECT integrity_check AS x FROM pragma_integrity_check").await, ["ok"]);
    let tables = "SELECT name AS x FROM sqlite_master WHERE type = 'table' AND name IN ('a', 'b', 'c') ORDER BY name";
    assert_eq!(session.column(tables).await.join(" "), applied);
    for table in applied.split_whitespace() {
        let rows = session.column(&format!("SELECT count(*) AS x FROM {table}")).await;
        assert_eq!(rows, [(BATCHES * 100).to_string()]);
    }
}

#[tokio::test]
async fn eight_processes_run_each_revision_once() {
    for round in 0..5 {
        let project = Project::new();
        project
            .write("users", "", USERS)
            .write("posts", "users", POSTS)
            .write("mail", "posts", MAIL)
            .write("fill", "mail", FILL);
        let mut children: Vec<Running> = (0..8).map(|_| Running::start(project.path(), "upgrade", None)).collect();
        let mut finished = Vec::new();
        for child in &mut children {
            finished.extend(std::iter::from_fn(|| child.event()).filter(|event| event.starts_with("finished")));
            assert!(child.process.wait().unwrap().success(), "round {round}");
        }
        finished.sort();
        assert_eq!(finished, ["finished fill", "finished mail", "finished posts", "finished users"], "round {round}");
        let session = project.open().await;
        assert_eq!(session.current().await, "users posts mail fill");
        session.assert_sound().await;
    }
}
