//! What can be told of a dialect that no server is there for; and what its configuration may be.

use crate::support::{Sandbox, USERS};

/// A project for SQLite and PostgreSQL, without a server.
fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("autogen.toml", "entities = [\"src\"]\ndialects = [\"sqlite\", \"postgres\"]\n");
    sandbox
}

const TABLE: &str = "--   + table users (id integer not null auto-increment, name string not null, key (id))\n";

/// A revision that somebody wrote, with sections for both, or for SQLite alone.
fn write_revision(sandbox: &Sandbox, with_postgres: bool) {
    let mut sections = String::from(
        "-- autogen: upgrade sqlite\nCREATE TABLE users (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, name varchar NOT NULL);\n\n\
         -- autogen: downgrade sqlite\nDROP TABLE users;\n",
    );
    if with_postgres {
        sections.push_str(
            "\n-- autogen: upgrade postgres\nCREATE TABLE users (id serial PRIMARY KEY, name varchar NOT NULL);\n\n\
             -- autogen: downgrade postgres\nDROP TABLE users;\n",
        );
    }
    let head = format!("-- First\n--\n-- Revision: aaaa\n-- Revises: (base)\n-- Format: 1\n--\n-- Changes:\n{TABLE}\n");
    sandbox.write("migrations/versions/aaaa.sql", head + &sections);
}

#[test]
fn a_revision_is_not_written_for_a_dialect_that_it_cannot_be_tried_on() {
    project().refuses(
        &["-m", "First"],
        r#"
        exit 2
        --- stderr
        error: postgres: there is no scratch database to build the history on

        hint: name a server for it, `scratch_url = "…"` in autogen.toml, or a database on this machine: --database-url
    "#,
    );
}

#[test]
fn what_cannot_be_compared_is_noted_where_something_else_can() {
    let sandbox = project();
    write_revision(&sandbox, true);
    sandbox.run(&["check"]).says(
        "
        exit 0
        --- stdout
        No new upgrade operations detected.
        --- stderr
        note: the entities are not compared with the history on postgres, which takes a `scratch_url`
    ",
    );
    sandbox.run(&["verify"]).says(
        r#"
        exit 2
        --- stdout
        proven aaaa, First (sqlite)
        --- stderr
        not proven on postgres: there is no scratch database to build the history on

        hint: name a server for it, `scratch_url = "…"` in autogen.toml, or a database on this machine: --database-url
        1 revision proven on sqlite: up, down, up, with rows
    "#,
    );
    let json = sandbox.run(&["verify", "--format", "json"]).stdout;
    assert!(json.contains("\"not_proven\": [") && json.contains("\"dialect\": \"postgres\""), "{json}");
    sandbox.run(&["verify", "--dialect", "sqlite"]).exits(0);
    sandbox.run(&["upgrade", "--database-url", "sqlite://app.db"]).exits(0);
    sandbox.run(&["check", "--database-url", "sqlite://app.db"]).exits(0);
}

#[test]
fn a_revision_without_a_section_for_a_dialect_is_named() {
    let sandbox = project();
    write_revision(&sandbox, false);
    for command in [&["check"][..], &["-m", "Second"]] {
        sandbox.run(command).exits(2).complains("error: revisions have no section for postgres: aaaa");
    }
    // The other dialect is none the worse for it.
    sandbox.run(&["upgrade", "--database-url", "sqlite://app.db"]).exits(0);
}

#[test]
fn a_place_for_each_dialect_is_configured_by_its_name() {
    let sandbox = project();
    let configure = |line: &str| {
        let text = format!("entities = [\"src\"]\ndialects = [\"sqlite\", \"postgres\"]\n{line}\n");
        sandbox.write("autogen.toml", text);
        sandbox.run(&["check"])
    };
    for (line, problem) in [
        ("scratch_url = { mysql = \"mysql://localhost/x\" }", "unknown key `mysql`"),
        ("scratch_url = { postgres = \"mysql://localhost/x\" }", "is a mysql database, and not one of postgres"),
        ("scratch_url = { postgres = \"nonsense\" }", "`nonsense` is not a database URL"),
        (
            "scratch_url = \"mysql://user:secret@localhost/x\"",
            "is a mysql database, and `dialects` is [\"sqlite\", \"postgres\"]",
        ),
        ("database_url = { sqlite = 1 }", "`database_url` takes a string, not a number"),
        ("[scratch]\nsetup = { postgre = \"x.sql\" }", "did you mean `postgres`?"),
    ] {
        let outcome = configure(line);
        outcome.exits(2).complains(problem);
        assert!(!outcome.stderr.contains("secret"), "{outcome}");
    }
    sandbox.write("src/users.rs", USERS);
    configure("database_url = { sqlite = \"sqlite://app.db\" }").exits(2);
}

#[test]
fn a_project_for_several_dialects_is_set_up() {
    let sandbox = Sandbox::empty();
    sandbox.write("src/users.rs", USERS);
    sandbox.run(&["init", "--dialect", "postgres", "--dialect", "sqlite"]).exits(0);
    assert_eq!(
        sandbox.read("autogen.toml"),
        "# Where entities are read from: files or folders.\nentities = [\"src\"]\n\
         # The databases that revisions are made for.\ndialects = [\"sqlite\", \"postgres\"]\n\
         # The folder of the revisions and their template.\ndirectory = \"migrations\"\n\
         # The databases. DATABASE_URL, in the environment or in .env, comes first, and means one alone.\n\
         # database_url = { sqlite = \"sqlite://app.db\", postgres = \"postgres://localhost/app\" }\n\
         # The servers that revisions are tried on, where they are not those of the databases.\n\
         # scratch_url = { postgres = \"postgres://localhost/scratch\" }\n"
    );
    sandbox.run(&["check"]).exits(1);
}
