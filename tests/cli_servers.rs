//! The program on a project for a server, as a person starts one.

use autogen_schema::Dialect;

use crate::support::{Database, Sandbox, USERS};

#[test]
fn a_project_for_postgres_from_the_start() {
    from_the_start(Dialect::Postgres);
}

#[test]
fn a_project_for_mariadb_from_the_start() {
    from_the_start(Dialect::Mysql);
}

fn from_the_start(dialect: Dialect) {
    let database = Database::new(dialect, "cli");
    let url = database.url();
    let sandbox = Sandbox::empty();
    sandbox.write("src/users.rs", USERS);
    let run = |args: &[&str]| sandbox.run(&[&["--database-url", url.as_str()], args].concat());

    run(&["init"]).exits(0);
    assert!(sandbox.read("autogen.toml").contains(&format!("dialects = [\"{dialect}\"]")));
    run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    let revision = sandbox.read("migrations/versions/aaaa_first.sql");
    assert!(revision.contains(&format!("-- autogen: upgrade {dialect}\nCREATE TABLE ")), "{revision}");

    run(&["check"]).exits(2).complains("target database is not up to date: it lacks aaaa");
    run(&["upgrade"]).exits(0);
    run(&["check"]).exits(0);
    run(&["-m", "Nothing"]).exits(0).complains("No changes in schema detected.");
    sandbox.edit("src/users.rs", "pub name: String", "pub name: String,\n    pub age: Option<i32>");
    run(&["check"]).exits(1);
    run(&["downgrade", "base"]).exits(0);
    assert_eq!(database.query("SELECT count(*) FROM autogen_version"), ["0"]);
}

#[test]
fn a_server_that_is_not_there_is_told_of_as_it_is() {
    let sandbox = Sandbox::new();
    sandbox.write("autogen.toml", "entities = [\"src\"]\ndialects = [\"postgres\"]\n");
    let url = "postgres://postgres@127.0.0.1:1/app";
    for command in [&["check"][..], &["current"], &["upgrade"], &["-m", "First"]] {
        let outcome = sandbox.run(&[&["--database-url", url], command].concat());
        outcome.exits(2).complains("there is no postgres server at 127.0.0.1:1");
    }
    sandbox.run(&["-m", "First"]).exits(2).complains("there is no scratch database to build the history on");
}
