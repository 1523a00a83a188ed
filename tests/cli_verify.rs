//! `autogen verify`: revisions that were broken by hand are told of, with what is wrong and where.

use autogen_schema::Dialect;

use crate::support::{Database, Outcome, Sandbox};

/// Two revisions that do everything right.
const FIRST: &str = include_str!("../fixtures/verify/first.sql");
const SECOND: &str = include_str!("../fixtures/verify/second.sql");

/// The line of the second that says that a table is dropped.
const GONE: &str = "--   - table notes (id integer not null, text string(40) null, key (id))\n";

/// A project for a database of `dialect`, whose revisions nobody has proven.
struct Project {
    sandbox: Sandbox,
    database: Option<Database>,
    dialect: Dialect,
}

impl Project {
    fn new(dialect: Dialect) -> Self {
        let sandbox = Sandbox::new();
        let config = format!("entities = [\"src\"]\ndialects = [\"{dialect}\"]\n");
        sandbox.write("autogen.toml", config);
        let database = (dialect != Dialect::Sqlite).then(|| Database::new(dialect, "verify"));
        let project = Self { sandbox, database, dialect };
        project.write("aaaa", FIRST);
        project
    }

    fn write(&self, id: &str, text: &str) {
        // The one statement that they do not write alike.
        let text = match self.dialect {
            Dialect::Mysql => text.replace("DROP INDEX comments_state;", "DROP INDEX comments_state ON comments;"),
            _ => text.to_owned(),
        };
        self.sandbox.write(&format!("migrations/versions/{id}.sql"), text);
    }

    fn verify(&self, args: &[&str]) -> Outcome {
        let url = self.database.as_ref().map(Database::url);
        let url: Vec<&str> = url.iter().flat_map(|url| ["--database-url", url.as_str()]).collect();
        self.sandbox.run(&[&["verify"], args, &url].concat())
    }

    /// Writes the second revision with the edits, and checks that each of the places is told of.
    #[track_caller]
    fn fails(&self, edits: &[(&str, &str)], expected: &[(usize, &str)]) {
        let mut text = SECOND.to_owned();
        for (from, to) in edits {
            assert!(text.contains(from), "{from}");
            text = text.replace(from, to);
        }
        self.write("bbbb", &text);
        let outcome = self.verify(&["bbbb", "--format", "short"]);
        outcome.exits(1);
        for (line, message) in expected {
            let told = outcome.stdout.lines().any(|told| {
                told.starts_with(&format!("migrations/versions/bbbb.sql:{line}:1: error[")) && told.contains(message)
            });
            assert!(told, "{}: line {line}: {message}\n{outcome}", self.dialect);
        }
    }
}

#[test]
fn revisions_broken_by_hand_on_sqlite() {
    broken(Dialect::Sqlite);
}

#[test]
fn revisions_broken_by_hand_on_postgres() {
    broken(Dialect::Postgres);
}

#[test]
fn revisions_broken_by_hand_on_mariadb() {
    broken(Dialect::Mysql);
}

fn broken(dialect: Dialect) {
    let project = Project::new(dialect);
    project.write("bbbb", SECOND);
    project.verify(&[]).says(
        r"
        exit 0
        --- stdout
        proven aaaa, First
        proven bbbb, Second
        --- stderr
        2 revisions proven: up, down, up, with rows
    ",
    );

    // Wrong type.
    project.fails(
        &[("body varchar(200)", "body varchar(20)")],
        &[(8, "column comments.body is not as it is said to be after the upgrade: its type is `sql(")],
    );
    // Missing index.
    project.fails(
        &[("CREATE INDEX comments_state ON comments (state);\n", ""), ("DROP INDEX comments_state;\n", "")],
        &[(10, "index comments(state) is not there after the upgrade")],
    );
    // Action of a foreign key.
    project
        .fails(&[("ON DELETE CASCADE", "ON DELETE RESTRICT")], &[(11, "its `on delete` is `restrict`, not `cascade`")]);
    // Default.
    project.fails(
        &[("DEFAULT 'new'", "DEFAULT 'old'")],
        &[(8, "column comments.state is not as it is said to be after the upgrade: its default is")],
    );
    // Lost rows.
    project.fails(
        &[("CREATE INDEX", "DELETE FROM users WHERE id > 1;\nCREATE INDEX")],
        &[(25, "after the upgrade 2 of 3 rows of users are gone")],
    );
    project.fails(
        &[("CREATE INDEX", "UPDATE users SET name = 'nobody';\nCREATE INDEX")],
        &[(25, "after the upgrade the values of users.name are other ones")],
    );
    // A downgrade that does nothing.
    let (_, downgrade) = SECOND.split_once("-- autogen: downgrade\n").unwrap();
    project.fails(
        &[(downgrade, "")],
        &[
            (27, "after the downgrade, table comments is there, and was not before"),
            (27, "after the downgrade, table notes is missing"),
            (27, "after the downgrade, view all_notes is missing"),
        ],
    );
    // A downgrade in the wrong order.
    project.fails(
        &[("DROP INDEX comments_state;\nDROP TABLE comments;\n", "DROP TABLE comments;\nDROP INDEX comments_state;\n")],
        &[(29, "the downgrade fails: ")],
    );
    // A stale view.
    let (cascade, message) = match dialect {
        Dialect::Postgres => (" CASCADE", "view all_notes is gone after the upgrade, and no statement names it"),
        _ => ("", "view all_notes cannot be read after the upgrade"),
    };
    project.fails(
        &[("DROP VIEW all_notes;\n", ""), ("DROP TABLE notes;", &format!("DROP TABLE notes{cascade};"))],
        &[(14, message)],
    );
    // A section of another dialect.
    let other = if dialect == Dialect::Postgres { "mysql" } else { "postgres" };
    project.fails(
        &[("-- autogen: upgrade", &format!("-- autogen: upgrade {other}"))],
        &[(14, &format!("there is no upgrade section for {dialect}"))],
    );
    // Lists that say something else.
    project.fails(
        &[(GONE, "--   + column users.phone string null\n")],
        &[
            (12, "column users.phone is not there after the upgrade"),
            (14, "table notes is not there after the upgrade"),
        ],
    );
    project.fails(
        &[(GONE, &format!("{GONE}--   - column users.name string(40) null\n"))],
        &[(13, "column users.name is still there")],
    );
    project.fails(
        &[(GONE, &format!("{GONE}--   ~ column users.name type text! -> string(40)\n"))],
        &[(13, "column users.name is not as it is said to be before the upgrade")],
    );
    // The other revision stands where it stood.
    project.verify(&["aaaa"]).exits(0);
}

/// What a person cannot see in a text: a rename that is none, and rows that are in the way.
#[test]
fn rows_in_the_way_on_sqlite() {
    rows_in_the_way(Dialect::Sqlite);
}

#[test]
fn rows_in_the_way_on_postgres() {
    rows_in_the_way(Dialect::Postgres);
}

#[test]
fn rows_in_the_way_on_mariadb() {
    rows_in_the_way(Dialect::Mysql);
}

fn revision(changes: &str, upgrade: &str, downgrade: &str) -> String {
    format!(
        "-- Second\n--\n-- Revision: bbbb\n-- Revises: aaaa\n-- Format: 1\n--\n-- Changes:\n--   {changes}\n\n\
         -- autogen: upgrade\n{upgrade}\n\n-- autogen: downgrade\n{downgrade}\n"
    )
}

fn rows_in_the_way(dialect: Dialect) {
    let project = Project::new(dialect);
    let fails = |text: &str, message: &str| {
        project.write("bbbb", text);
        let outcome = project.verify(&["head", "--format", "short"]);
        outcome.exits(1);
        assert!(outcome.stdout.contains(message), "{message}\n{outcome}");
    };
    // A rename that drops and adds.
    let rename = revision(
        "> column users.name -> full_name",
        "ALTER TABLE users DROP COLUMN name;\nALTER TABLE users ADD COLUMN full_name varchar(40);",
        "ALTER TABLE users DROP COLUMN full_name;\nALTER TABLE users ADD COLUMN name varchar(40);",
    );
    fails(
        &rename,
        "migrations/versions/bbbb.sql:11:1: error[rows-lost]: after the upgrade the values of users.name are other ones",
    );
    let renamed = revision(
        "> column users.name -> full_name",
        "ALTER TABLE users RENAME COLUMN name TO full_name;",
        "ALTER TABLE users RENAME COLUMN full_name TO name;",
    );
    project.write("bbbb", &renamed);
    project.verify(&["head"]).exits(0);

    // NOT NULL over NULLs.
    let (upgrade, downgrade) = match dialect {
        Dialect::Postgres => {
            ("ALTER TABLE users ALTER COLUMN name SET NOT NULL;", "ALTER TABLE users ALTER COLUMN name DROP NOT NULL;")
        }
        Dialect::Mysql => {
            ("ALTER TABLE users MODIFY name varchar(40) NOT NULL;", "ALTER TABLE users MODIFY name varchar(40);")
        }
        Dialect::Sqlite => (
            "CREATE TABLE other (id integer NOT NULL PRIMARY KEY, name varchar(40) NOT NULL);\n\
             INSERT INTO other SELECT id, name FROM users;\nDROP TABLE users;\nALTER TABLE other RENAME TO users;",
            "CREATE TABLE other (id integer NOT NULL PRIMARY KEY, name varchar(40));\n\
             INSERT INTO other SELECT id, name FROM users;\nDROP TABLE users;\nALTER TABLE other RENAME TO users;",
        ),
    };
    let changes = "~ column users.name null -> not null";
    fails(&revision(changes, upgrade, downgrade), "the upgrade fails where tables have rows");
    let warned = format!("-- hazard: fails if users.name is NULL in any row\n{upgrade}");
    project.write("bbbb", &revision(changes, &warned, downgrade));
    project.verify(&["head"]).exits(0);
    let filled = format!(
        "-- hazard: fills users.name with '' where it is NULL\nUPDATE users SET name = '' WHERE name IS NULL;\n{upgrade}"
    );
    project.write("bbbb", &revision(changes, &filled, downgrade));
    project.verify(&["head"]).exits(0);

    // A NOT NULL column for rows that are there. MariaDB makes values up.
    let added = revision(
        "+ column users.age integer not null",
        "ALTER TABLE users ADD COLUMN age integer NOT NULL;",
        "ALTER TABLE users DROP COLUMN age;",
    );
    if dialect == Dialect::Mysql {
        project.write("bbbb", &added);
        project.verify(&["head"]).exits(0);
    } else {
        fails(&added, "migrations/versions/bbbb.sql:11:1: error[failing-statement]: the upgrade fails");
    }
}

/// A revision that somebody wrote, and an entity that says what it does.
#[test]
fn change_lines_are_told_from_what_a_revision_does() {
    let sandbox = Sandbox::upgraded();
    sandbox.edit(
        "src/users.rs",
        "pub name: String,",
        "#[sea_orm(unique)]\n    pub name: String,\n    #[sea_orm(indexed)]\n    pub age: Option<i32>,",
    );
    sandbox.write(
        "src/tags.rs",
        crate::support::USERS.replace("\"users\"", "\"tags\"").replace("pub name: String", "pub label: Option<String>"),
    );
    sandbox.revision(
        "bbbb",
        "aaaa",
        "-- autogen: upgrade\n\
         CREATE TABLE tags (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, label varchar);\n\
         CREATE TABLE log (id integer);\n\
         ALTER TABLE users ADD COLUMN age integer;\n\
         CREATE INDEX users_age ON users (age);\n\
         CREATE UNIQUE INDEX users_name ON users (name);\n\n\
         -- autogen: downgrade\nDROP INDEX users_name;\nDROP INDEX users_age;\nALTER TABLE users DROP COLUMN age;\n\
         DROP TABLE log;\nDROP TABLE tags;\n",
    );
    sandbox.run(&["verify", "bbbb"]).exits(0).complains("bbbb: it has no change list");
    sandbox.run(&["verify", "bbbb", "--write"]).says(
        r"
        exit 0
        --- stdout
        proven bbbb, bbbb
        --- stderr
        Wrote 4 change lines into migrations/versions/bbbb.sql
        note: bbbb: table log is made, which no line of the change list says
        1 revision proven: up, down, up, with rows
    ",
    );
    let text = sandbox.read("migrations/versions/bbbb.sql");
    let expected = "-- bbbb\n--\n-- Revision: bbbb\n-- Revises: aaaa\n-- Format: 1\n--\n-- Changes:\n\
                    --   + table tags (id integer not null auto-increment, label string null, key (id))\n\
                    --   + column users.age integer null\n\
                    --   + unique users(name)\n\
                    --   + index users(age)\n\n-- autogen: upgrade\nCREATE TABLE tags";
    assert!(text.starts_with(expected), "{text}");
    sandbox.run(&["upgrade"]).exits(0);
    // The lines are what the next revision starts from.
    sandbox.run(&["-m", "Nothing"]).exits(0).complains("No changes in schema detected.");
    sandbox.edit("src/users.rs", "    #[sea_orm(indexed)]\n    pub age: Option<i32>,\n", "");
    sandbox.run(&["-m", "Without age", "--rev-id", "cccc"]).exits(0);
    assert!(sandbox.read("migrations/versions/cccc_without_age.sql").contains("--   - column users.age integer null"));
}

#[test]
fn proof_can_be_left_for_later() {
    let sandbox = Sandbox::new();
    sandbox.run(&["-m", "First", "--rev-id", "aaaa", "--no-proof"]).says(
        r"
        exit 0
        --- stdout
        Wrote migrations/versions/aaaa_first.sql (not proven: nobody asked for it)
        --- stderr
        note: database `app.db` does not exist yet
        Detected added table `users` (2 columns)

        hint: `autogen verify head` proves it, `autogen upgrade` runs it
    ",
    );
    sandbox.run(&["verify", "head"]).says(
        r"
        exit 0
        --- stdout
        proven aaaa, First
        --- stderr
        1 revision proven: up, down, up, with rows
    ",
    );
    let other = Sandbox::new();
    let config = other.read("autogen.toml");
    other.write("autogen.toml", format!("{config}\n[proof]\nenabled = false\n"));
    let outcome = other.run(&["-m", "First", "--rev-id", "aaaa"]);
    assert!(outcome.exits(0).stdout.contains("(not proven: nobody asked for it)"), "{outcome}");
    let path = "migrations/versions/aaaa_first.sql";
    assert_eq!(sandbox.read(path), other.read(path));
}

/// A project has no more than its revisions to go by.
#[test]
fn what_is_verified_can_be_chosen() {
    let sandbox = Sandbox::new();
    sandbox.run(&["verify"]).says(
        r"
        exit 0
        --- stderr
        There are no revisions to verify
    ",
    );
    sandbox.run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    sandbox.revision("bbbb", "aaaa", "-- autogen: upgrade\nSELECT nothing;\n-- autogen: downgrade\n");
    sandbox.revision("cccc", "bbbb", "-- autogen: upgrade\n-- autogen: downgrade\n");
    sandbox.run(&["verify", "base:aaaa"]).exits(0);
    sandbox.run(&["verify", "aaaa"]).exits(0);
    let outcome = sandbox.run(&["verify"]);
    outcome.exits(1).complains("the revisions after it are not tried: they have nothing to start from");
    outcome.complains("1 revision proven: up, down, up, with rows, 1 failed, 1 revision not tried");
    sandbox.run(&["verify", "cccc"]).exits(2).complains("the history does not run on an empty database");
    sandbox.run(&["verify", "dddd"]).exits(2);
    let json = sandbox.run(&["verify", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&json.exits(1).stdout).unwrap();
    assert_eq!(document["revisions"][0]["proven"], true);
    assert_eq!(document["revisions"][1]["findings"][0]["line"], 8);
    assert_eq!(document["revisions"][1]["findings"][0]["text"], "the upgrade fails: near \"nothing\": syntax error");
}
