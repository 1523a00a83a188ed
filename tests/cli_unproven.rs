//! A first revision that nobody wants proven: what only makes tables is not run, and is the same file.

use std::path::Path;

use autogen_schema::Dialect;

use crate::support::{Database, Sandbox};

#[test]
fn without_proof_the_first_revision_is_the_same_on_sqlite() {
    is_the_same(Dialect::Sqlite, None);
}

#[test]
fn without_proof_the_first_revision_is_the_same_on_postgres() {
    let database = Database::new(Dialect::Postgres, "unproven");
    is_the_same(Dialect::Postgres, Some(&database.url()));
}

#[test]
fn without_proof_the_first_revision_is_the_same_on_mariadb() {
    let database = Database::new(Dialect::Mysql, "unproven");
    is_the_same(Dialect::Mysql, Some(&database.url()));
}

/// The 137 tables of the time tracker.
fn is_the_same(dialect: Dialect, url: Option<&str>) {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "autogen.toml",
        format!("entities = [\"src\"]\ndirectory = \"migrations\"\ndialects = [\"{dialect}\"]\n"),
    );
    sandbox.write("migrations/versions/.gitkeep", "");
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/timetracker/src");
    for entry in std::fs::read_dir(sources).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        sandbox.write(&format!("src/{name}"), std::fs::read(entry.path()).unwrap());
    }
    let url: Vec<&str> = url.map(|url| vec!["--database-url", url]).unwrap_or_default();
    let run = |args: &[&str]| sandbox.run(&[args, &url].concat());
    let first = ["-m", "First", "--rev-id", "aaaa", "--dry-run"];
    let proven = run(&first).exits(0).stdout.clone();
    assert!(proven.matches("DROP TABLE").count() >= 137, "{proven}");
    let unproven = run(&[&first[..], &["--no-proof"]].concat()).exits(0).stdout.clone();
    assert_eq!(unproven, proven);
    // What comes next has to be run after what was not.
    run(&["-m", "First", "--rev-id", "aaaa", "--no-proof"]).exits(0);
    if !url.is_empty() {
        run(&["upgrade"]).exits(0);
    }
    sandbox.edit("src/client.rs", "pub struct Model {", "pub struct Model {\n    pub remark: Option<String>,");
    run(&["-m", "Next", "--rev-id", "bbbb", "--no-proof", "--dry-run"]).exits(0).prints("DROP COLUMN");
}
