//! What a script looks like, and that a run does the same.

use std::path::Path;

use autogen_schema::Dialect;

use super::{ALL, Project};

/// Every quoting that a message, a comment or a body can ask for.
const FIRST: &str = "-- It's \"quoted\" `so` \\ and; $$ %s – ü ?
--
-- Revision: aaaa
-- Revises: (base)
-- Format: 1

-- autogen: upgrade
-- a comment; with 'an apostrophe
CREATE TABLE users (id integer PRIMARY KEY, name varchar(40) NOT NULL);
INSERT INTO users VALUES (1, 'ann; bob -- no comment'), (2, 'it''s ? $1');

-- autogen: downgrade
-- hazard: destroys every row of users
DROP TABLE users;
";

fn second(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => {
            "-- autogen: upgrade
CREATE TRIGGER t AFTER INSERT ON users BEGIN UPDATE users SET name = 'x'; DELETE FROM users WHERE id = 9; END;
INSERT INTO users VALUES (3, 'c');
-- autogen: downgrade
DROP TRIGGER t;
"
        }
        Dialect::Postgres => {
            "-- autogen: upgrade
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name = 'x;'; RETURN NEW; END $$;
CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f();
SET search_path = pg_catalog;
-- autogen: upgrade no-transaction
CREATE INDEX CONCURRENTLY i ON public.users (name);
-- autogen: upgrade
INSERT INTO public.users VALUES (3, 'c')
-- autogen: downgrade
DROP INDEX i;
DROP TRIGGER t ON users; DROP FUNCTION f();
"
        }
        Dialect::Mysql => {
            "-- autogen: upgrade
DELIMITER //
CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW BEGIN SET NEW.name = 'x;'; SET @y = 1; END//
DELIMITER ;
CREATE TRIGGER u BEFORE UPDATE ON users FOR EACH ROW BEGIN SET @a = 1; SET @b = '//'; END;
SET SESSION sql_mode = 'ANSI_QUOTES';
INSERT INTO users VALUES (3, \"id\" + 'c')
-- autogen: downgrade
DROP TRIGGER t;
DROP TRIGGER u;
"
        }
    }
}

fn project(dialect: Dialect) -> Project {
    let project = Project::new(dialect);
    let sections = second(dialect).replace("\"id\" + 'c'", "'c'");
    project.sandbox.write("migrations/versions/aaaa.sql", FIRST);
    project.sandbox.revision("bbbb", "aaaa", &sections);
    project.sandbox.revision("cccc", "bbbb", "-- autogen: upgrade\n\n-- autogen: downgrade\n");
    project
}

#[test]
fn a_script_does_what_a_run_does() {
    for dialect in ALL {
        let (by_script, by_run) = (project(dialect), project(dialect));
        let check = |when: &str| assert_eq!(by_script.state(), by_run.state(), "{dialect}: {when}");

        by_script.run(&by_script.script(&["upgrade", "--sql", "bbbb"])).unwrap();
        by_run.online(&["upgrade", "bbbb"]);
        check("from the base");
        by_script.run(&by_script.script(&["upgrade", "--sql", "bbbb:head"])).unwrap();
        by_run.online(&["upgrade"]);
        check("from a revision");
        by_script.run(&by_script.script(&["downgrade", "--sql", "-1"])).unwrap();
        by_run.online(&["downgrade", "-1"]);
        check("one back");
        by_script.run(&by_script.script(&["downgrade", "--sql", "bbbb:base"])).unwrap();
        by_run.online(&["downgrade", "base"]);
        check("back to the base");
        // What a script wrote, a run goes on with.
        by_script.run(&by_script.script(&["upgrade", "--sql"])).unwrap();
        by_run.online(&["upgrade"]);
        by_script.online(&["downgrade", "aaaa"]);
        by_run.online(&["downgrade", "aaaa"]);
        check("undone by a run");
    }
}

/// `UPDATE_EXPECT=1` writes it anew.
#[track_caller]
fn is_expected(script: &str, name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/offline").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, script).unwrap();
    }
    assert_eq!(script, std::fs::read_to_string(path).unwrap());
}

#[test]
fn a_script_for_sqlite() {
    let project = Project::new(Dialect::Sqlite);
    project.sandbox.write("migrations/versions/aaaa.sql", FIRST);
    let script = project.script(&["upgrade", "--sql"]);
    is_expected(&script, "upgrade.sqlite.sql");
    assert_eq!(script, project.script(&["upgrade", "--sql", "base:head"]));
    is_expected(&project.script(&["downgrade", "--sql", "head:base"]), "downgrade.sqlite.sql");
}

#[test]
fn a_script_for_postgres() {
    let project = Project::new(Dialect::Postgres);
    project.sandbox.write("migrations/versions/aaaa.sql", FIRST);
    is_expected(&project.script(&["upgrade", "--sql"]), "upgrade.postgres.sql");
}

#[test]
fn a_script_for_mysql() {
    let project = Project::new(Dialect::Mysql);
    project.sandbox.write("migrations/versions/aaaa.sql", FIRST);
    is_expected(&project.script(&["upgrade", "--sql"]), "upgrade.mysql.sql");
}
