//! A PostgreSQL that takes no change: a standby that follows another.

use crate::support::{Cluster, Sandbox, USERS};

#[test]
fn a_standby_on_postgres_is_read_as_far_as_it_lets_itself() {
    let primary = Cluster::new();
    primary.sql("postgres", "CREATE DATABASE app");
    let sandbox = Sandbox::empty();
    sandbox.write(
        "src/users.rs",
        USERS.replace("pub name", "#[sea_orm(default_expr = \"Expr::cust(\\\"lower('X')\\\")\")]\n    pub name"),
    );
    let url = primary.url("app");
    let run = |args: &[&str]| sandbox.run(&[&["--database-url", url.as_str()], args].concat());
    run(&["init"]).exits(0);
    run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    run(&["upgrade"]).exits(0);

    let standby = primary.standby();
    let url = standby.url("app");
    let run = |args: &[&str]| sandbox.run(&[&["--database-url", url.as_str()], args].concat());
    run(&["check"])
        .exits(0)
        .complains("expressions that their text does not tell are not compared: cannot set transaction read-write mode")
        .complains("the database is not compared with its history, which takes a `scratch_url`");
    assert_eq!(run(&["current"]).stdout, "aaaa (head), First\n");
    run(&["upgrade"]).exits(0).complains("Nothing to do");
    run(&["-m", "Second"])
        .exits(2)
        .complains("no scratch database can be made on the server")
        .complains("hint: or name a server where it may, `scratch_url");
    sandbox.write(
        "migrations/versions/bbbb_second.sql",
        "-- Second\n--\n-- Revision: bbbb\n-- Revises: aaaa\n-- Created: 2026-01-01T00:00:00Z\n-- Format: 1\n\n\
         -- autogen: upgrade\nCREATE TABLE more (id int);\n\n-- autogen: downgrade\nDROP TABLE more;\n",
    );
    run(&["upgrade"]).exits(2).complains("cannot be written: cannot execute CREATE TABLE in a read-only transaction");
    assert_eq!(run(&["current"]).stdout, "aaaa, First\n");
}
