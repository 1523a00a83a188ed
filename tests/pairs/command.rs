//! The command itself, in a folder where there is no project.

use autogen_schema::Dialect;

use crate::support::{Database, SERVERS, Sandbox};

#[test]
fn two_files_need_no_project() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);");
    sandbox.write("b.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);");
    let ask = |what: &[&str]| {
        sandbox.run(&[&["diff", "--from", "a.sql", "--to", "b.sql", "--dialect", "sqlite"], what].concat())
    };
    ask(&[]).says(
        r#"
        exit 1
        --- stdout
        --- a.sql
        +++ b.sql
        @@ -1,4 +1,5 @@
         CREATE TABLE "t" (
             id INTEGER PRIMARY KEY,
        -    a TEXT
        +    a TEXT,
        +    b TEXT
         );
    "#,
    );
    ask(&["--as", "operations"]).says(
        r"
        exit 1
        --- stdout
        add column t.b text null
    ",
    );
    ask(&["--as", "upgrade"]).says(
        r#"
        exit 1
        --- stdout
        BEGIN IMMEDIATE;

        ALTER TABLE "t" ADD COLUMN b TEXT;

        COMMIT;
    "#,
    );
    ask(&["--as", "downgrade"]).says(
        r#"
        exit 1
        --- stdout
        BEGIN IMMEDIATE;

        -- hazard: destroys the values of t.b
        ALTER TABLE "t" DROP COLUMN "b";

        COMMIT;
    "#,
    );
    sandbox.run(&["diff", "--from", "a.sql", "--to", "a.sql", "--dialect", "sqlite"]).says(
        r"
        exit 0
        --- stderr
        No differences
    ",
    );
}

#[test]
fn a_document_has_all_of_it() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.sql", "CREATE TABLE t (a TEXT);").write("b.sql", "CREATE TABLE t (b TEXT);");
    let found = sandbox.run(&[
        "diff",
        "--from",
        "a.sql",
        "--to",
        "b.sql",
        "--dialect",
        "sqlite",
        "--format",
        "json",
        "--rename",
        "t.a=b",
    ]);
    let document: serde_json::Value = serde_json::from_str(&found.exits(1).stdout).unwrap();
    assert_eq!(document["same"], false);
    assert_eq!(document["operations"], serde_json::json!(["rename column t.a to b"]));
    assert_eq!(document["upgrade"], "BEGIN IMMEDIATE;\n\nALTER TABLE \"t\" RENAME COLUMN \"a\" TO \"b\";\n\nCOMMIT;\n");
    assert_eq!(document["left"], serde_json::json!([]));
}

#[test]
fn what_is_not_known_is_said() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.sql", "CREATE TABLE t (a TEXT);\n\nCREATE TABLE t (b TEXT);\n").write("b.sql", "");
    sandbox.run(&["diff", "--from", "a.sql", "--to", "b.sql"]).says(
        r"
        exit 2
        --- stderr
        error: the dialect of the SQL is not known

        hint: name it: `--dialect sqlite`, `--dialect postgres` or `--dialect mysql`
    ",
    );
    let found = sandbox.run(&["diff", "--from", "a.sql", "--to", "b.sql", "--dialect", "sqlite"]);
    found.exits(2).complains("a.sql:3:1").complains("already exists");
    let found = sandbox.run(&["diff", "--from", "b.sql", "--to", "b.sql", "--dialect", "postgres"]);
    found.exits(2).complains("there is no scratch database");
}

/// The SQL goes through the server's own client, bodies of triggers included.
#[test]
fn what_is_written_runs_as_it_stands() {
    for dialect in SERVERS {
        let (one, two) = (Database::new(dialect, "diff_from"), Database::new(dialect, "diff_to"));
        let trigger = match dialect {
            Dialect::Postgres => {
                "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.a := 1; RETURN NEW; END';\n\
                 CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();"
            }
            _ => {
                "DELIMITER //\nCREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.a = 1; SET @x = '//'; END\n//\n\
                 DELIMITER ;"
            }
        };
        one.sql("CREATE TABLE t (id int PRIMARY KEY);");
        two.sql(&format!("CREATE TABLE t (id int PRIMARY KEY, a int);\n{trigger}"));
        let sandbox = Sandbox::empty();
        let (from, to) = (one.url(), two.url());
        let ask = |what: &str| sandbox.run(&["diff", "--from", &from, "--to", &to, "--as", what]);
        let (up, down) = (ask("upgrade").exits(1).stdout.clone(), ask("downgrade").exits(1).stdout.clone());
        let before = one.dump();
        one.sql(&up);
        // A body keeps the quotes that it was written with.
        let dump = |database: &Database| database.dump().replace('`', "");
        assert_eq!(dump(&one), dump(&two), "{up}");
        ask("upgrade").exits(0);
        one.sql(&down);
        assert_eq!(one.dump(), before, "{down}");
    }
}
