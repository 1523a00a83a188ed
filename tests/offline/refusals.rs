//! Where a script stops, and what it says then.

use autogen_schema::Dialect;

use super::{ALL, Project};
use crate::revision_crash::Running;

fn project(dialect: Dialect) -> Project {
    let project = Project::new(dialect);
    let table = |name: &str| {
        format!("-- autogen: upgrade\nCREATE TABLE {name} (id integer);\n\n-- autogen: downgrade\nDROP TABLE {name};\n")
    };
    project.sandbox.revision("aaaa", "", &table("a")).revision("bbbb", "aaaa", &table("b"));
    project.sandbox.revision("cccc", "bbbb", &table("c"));
    project
}

#[test]
fn a_script_runs_once_and_in_order() {
    for dialect in ALL {
        let project = project(dialect);
        let up = project.script(&["upgrade", "--sql", "bbbb"]);
        project.run(&up).unwrap();
        let before = project.state();
        let refuses = |args: &[&str], expected: &str| {
            let error = project.run(&project.script(args)).unwrap_err();
            assert!(error.contains(expected), "{dialect} {args:?}: {error}");
            assert_eq!(project.state(), before, "{dialect} {args:?}");
        };
        refuses(&["upgrade", "--sql"], "revision `aaaa` is applied already");
        refuses(&["upgrade", "--sql", "aaaa:cccc"], "revision `bbbb` is applied already");
        refuses(&["downgrade", "--sql", "-1"], "revision `cccc` is not applied");
        refuses(&["downgrade", "--sql", "aaaa:base"], "a revision that requires `aaaa` must be undone first");
        project.run(&project.script(&["downgrade", "--sql", "bbbb:base"])).unwrap();
        let before = project.state();
        let error = project.run(&project.script(&["upgrade", "--sql", "bbbb:"])).unwrap_err();
        assert!(error.contains("revision `bbbb` must be applied before `cccc`"), "{error}");
        assert_eq!(project.state(), before);
    }
}

#[test]
fn revisions_before_the_error_stay() {
    for dialect in ALL {
        let project = project(dialect);
        let broken = "-- autogen: upgrade\nCREATE TABLE c (id integer);\nINSERT INTO nowhere VALUES (1);\n-- autogen: downgrade\n";
        project.sandbox.revision("cccc", "bbbb", broken);
        let error = project.run(&project.script(&["upgrade", "--sql"])).unwrap_err();
        assert!(error.contains("nowhere"), "{error}");
        let current = project.sandbox.run(&["--database-url", &project.url(), "current"]);
        match dialect {
            // What MySQL cannot take back is told of.
            Dialect::Mysql => {
                project.sandbox.run(&["--database-url", &project.url(), "upgrade"]).exits(2).complains(
                    "revision `cccc` is upgrading: another process is at it, or was interrupted at its statement 2",
                );
                let again = project.run(&project.script(&["upgrade", "--sql", "bbbb:"])).unwrap_err();
                assert!(again.contains("a revision is half done"), "{again}");
            }
            _ => assert!(current.stdout.starts_with("bbbb"), "{dialect}: {current}"),
        }
    }
}

/// A script and a run have the same lock.
#[test]
fn another_process_is_not_disturbed() {
    for dialect in ALL {
        let project = project(dialect);
        let folder = project.sandbox.path("migrations");
        let mut child = Running::start_at(&folder, Some(&project.url()), "upgrade", Some(1));
        assert!(std::iter::from_fn(|| child.event()).any(|event| event == "stopped"));
        let script = project.script(&["upgrade", "--sql"]);
        let impatient = script.replace(".timeout 10000", ".timeout 300").replace("), 10), 0) <> 1", "), 1), 0) <> 1");
        let error = project.run(&impatient).unwrap_err();
        let expected = match dialect {
            Dialect::Sqlite => "database is locked",
            _ => "another process is running revisions of this database",
        };
        assert!(error.contains(expected), "{dialect}: {error}");
        child.kill();
        let again = project.run(&script);
        match dialect {
            Dialect::Mysql => assert!(again.unwrap_err().contains("a revision is half done")),
            _ => again.unwrap(),
        }
    }
}

#[test]
fn what_a_rebuild_would_lose_stops_it() {
    let project = Project::new(Dialect::Sqlite);
    let table = "-- autogen: upgrade\nCREATE TABLE users (id integer PRIMARY KEY, name text);\n-- autogen: downgrade\n";
    project.sandbox.revision("aaaa", "", table);
    let rebuild = "-- autogen: upgrade rebuild\n-- autogen: expects users {}
CREATE TABLE \"_autogen_new_users\" (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO \"_autogen_new_users\" (id, name) SELECT id, name FROM users;
DROP TABLE users;
ALTER TABLE \"_autogen_new_users\" RENAME TO users;
CREATE INDEX users_name ON users (name);
-- autogen: downgrade\n";
    project.sandbox.revision("bbbb", "aaaa", &rebuild.replace("{}", "0123456789abcdef"));
    project.run(&project.script(&["upgrade", "--sql", "aaaa"])).unwrap();
    let up = project.script(&["upgrade", "--sql", "aaaa:"]);
    let stops = |by_hand: &str, expected: &str, back: &str| {
        project.sandbox.sql(by_hand);
        let before = project.state();
        let error = project.run(&up).unwrap_err();
        assert!(error.contains(expected), "{error}");
        assert_eq!(project.state(), before);
        project.sandbox.sql(back);
    };
    let loses = "`users` has an index or a trigger that revision `bbbb` would lose";
    stops("CREATE INDEX by_hand ON users (id)", loses, "DROP INDEX by_hand");
    stops("CREATE TRIGGER \"USERS_NAME\" AFTER INSERT ON users BEGIN SELECT 1; END", loses, "DROP TRIGGER users_name");
    let column = "`users` has a column that revision `bbbb` does not know and would lose";
    stops("ALTER TABLE users ADD COLUMN extra text", column, "ALTER TABLE users DROP COLUMN extra");
    stops("INSERT INTO users VALUES (1, NULL)", "NOT NULL constraint failed", "DELETE FROM users");
    // What it makes itself is not lost, and rows that refer to nothing already are not its doing.
    project.sandbox.sql(
        "CREATE INDEX USERS_name ON users (name); PRAGMA foreign_keys = OFF;
         CREATE TABLE posts (user_id integer REFERENCES users (id)); INSERT INTO posts VALUES (7);",
    );
    project.run(&up).unwrap();
}

#[test]
fn rows_that_lose_their_parent_stop_a_rebuild() {
    let project = Project::new(Dialect::Sqlite);
    let table = "-- autogen: upgrade
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE posts (user_id integer REFERENCES users (id) ON DELETE CASCADE);
INSERT INTO users VALUES (1); INSERT INTO posts VALUES (1);
-- autogen: downgrade\n";
    let rebuild = "-- autogen: upgrade rebuild
CREATE TABLE \"_autogen_new_users\" (id integer PRIMARY KEY);
INSERT INTO \"_autogen_new_users\" SELECT id + {} FROM users;
DROP TABLE users;
ALTER TABLE \"_autogen_new_users\" RENAME TO users;
-- autogen: downgrade\n";
    project.sandbox.revision("aaaa", "", table).revision("bbbb", "aaaa", &rebuild.replace("{}", "1"));
    let error = project.run(&project.script(&["upgrade", "--sql"])).unwrap_err();
    assert!(error.contains("rows would refer to rows that are not there after revision `bbbb`"), "{error}");
    project.sandbox.revision("bbbb", "aaaa", &rebuild.replace("{}", "0"));
    project.run(&project.script(&["upgrade", "--sql", "aaaa:"])).unwrap();
    assert_eq!(project.sandbox.query("SELECT CAST(user_id AS text) FROM posts"), ["1"]);
}

/// A name of a table in a script is one of the database that the client is connected to.
#[test]
fn another_database_is_not_gone_to() {
    let project = Project::new(Dialect::Mysql);
    project.sandbox.revision("aaaa", "", "-- autogen: upgrade\n\nUSE mysql;\nSELECT 1;\n-- autogen: downgrade\n");
    project.sandbox.run(&["upgrade", "--sql"]).says(
        r"
        exit 2
        --- stderr
        error: the upgrade of `aaaa` failed: a script cannot go to another database with `USE`
         --> migrations/versions/aaaa.sql:9:1
          |
        9 | USE mysql;
          | ^^^^^^^^^

        hint: write the name of the database before that of the table instead, or run the revision with `autogen upgrade`
    ",
    );
}

#[test]
fn ranges() {
    let project = project(Dialect::Sqlite);
    let refuses = |args: &[&str], expected: &str| {
        project.sandbox.run(args).exits(2).complains(expected);
    };
    refuses(&["downgrade", "--sql", "base"], "downgrade with --sql requires <from>:<to>");
    refuses(&["upgrade", "--sql", "current:head"], "starts where the database stands");
    project.run("SELECT 1;").unwrap();
    refuses(&["--database-url", &project.url(), "upgrade", "aaaa:bbbb"], "range revision not allowed: `aaaa:bbbb`");
    refuses(
        &["upgrade", "--sql", "cccc:aaaa"],
        "does not refer to ancestor/descendant revisions along the same branch",
    );
    refuses(&["upgrade", "--sql", "aaaa:bbbb:cccc"], "range revision not allowed");
    refuses(&["downgrade", "--sql", "aaaa:cccc"], "is not a valid downgrade target");
    let runs = |args: &[&str]| {
        let script = project.script(args);
        let lines = script.lines().filter_map(|line| line.strip_prefix("-- Running "));
        lines.map(|line| line.split(':').next().unwrap().to_owned()).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(runs(&["upgrade", "--sql", "aaaa:+1"]), "upgrade aaaa -> bbbb");
    assert_eq!(runs(&["upgrade", "--sql", ":aaaa"]), "upgrade <base> -> aaaa");
    assert_eq!(runs(&["downgrade", "--sql", "head:-2"]), "downgrade cccc -> bbbb, downgrade bbbb -> aaaa");
    assert_eq!(runs(&["downgrade", "--sql"]), "downgrade cccc -> bbbb");
    assert_eq!(project.script(&["upgrade", "--sql", "cccc:cccc"]), "");
}
