//! Revisions that were left half done, and settled.

use autogen_schema::Dialect;

use crate::cli_json::Documents;
use crate::revision_crash::Running;
use crate::support::{Database, Sandbox};

const THREE: &str = "-- autogen: upgrade\nCREATE TABLE a (id int);\n\nCREATE TABLE b (id int);\nCREATE TABLE c (id int);\n\
                     -- autogen: downgrade\nDROP TABLE c;\nDROP TABLE b;\nDROP TABLE a;\n";

struct Project {
    sandbox: Sandbox,
    database: Database,
}

impl Project {
    /// Makes a project with one revision of three statements.
    fn new(dialect: Dialect) -> Self {
        let (sandbox, database) = (Sandbox::new(), Database::new(dialect, "repair"));
        let config = format!("entities = [\"src\"]\ndirectory = \"migrations\"\ndialects = [\"{dialect}\"]\n");
        sandbox.write("autogen.toml", format!("{config}database_url = \"{}\"\n", database.url()));
        let three = if dialect == Dialect::Mysql {
            THREE.to_owned()
        } else {
            THREE.replace("upgrade\n", "upgrade no-transaction\n").replace("downgrade\n", "downgrade no-transaction\n")
        };
        sandbox.revision("aaaa", "", &three);
        Self { sandbox, database }
    }

    /// Kills an upgrade or a downgrade at one of its events.
    fn killed(self, command: &str, at: usize) -> Self {
        let folder = self.sandbox.path("migrations");
        let mut child = Running::start_at(&folder, Some(&self.database.url()), command, Some(at));
        assert!(std::iter::from_fn(|| child.event()).any(|event| event == "stopped"));
        child.kill();
        self
    }

    fn state(&self) -> String {
        let here = if self.database.dialect() == Dialect::Mysql { "DATABASE()" } else { "'public'" };
        let tables = format!(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = {here} AND table_name <> 'autogen_version' ORDER BY 1"
        );
        let row = self.database.query("SELECT state FROM autogen_version").concat();
        format!("{}: {row}", self.database.query(&tables).join(" "))
    }
}

const BOTH: [Dialect; 2] = [Dialect::Mysql, Dialect::Postgres];

/// Event 0 is the start, 1 and 2 are the first statement, 3 and 4 the second.
#[test]
fn what_is_left_runs_behind_the_statement_in_doubt() {
    for dialect in BOTH {
        let project = Project::new(dialect).killed("upgrade", 4);
        assert_eq!(project.state(), "a b: upgrading", "{dialect}");
        project.sandbox.run(&["upgrade"]).exits(2).complains("`autogen repair` tells what to do");
        project
            .sandbox
            .run(&["current"])
            .exits(0)
            .complains("`aaaa` is upgrading: it runs just now, or was interrupted");
        project.sandbox.run(&["repair"]).says(
            r"
            exit 1
            --- stderr
            error: the upgrade of `aaaa` is half done: of its 3 statements, 1 ran, and nobody knows whether this one did
              --> migrations/versions/aaaa.sql:10:1
               |
            10 | CREATE TABLE b (id int);
               | ^^^^^^^^^^^^^^^^^^^^^^^^

            hint: look whether the database has what it does, then `autogen repair --ran` or `autogen repair --not-run`: the rest runs then

            hint: or finish it by hand, then `autogen repair --applied`; or undo it by hand, then `autogen repair --not-applied`
        ",
        );
        let outcome = project.sandbox.run(&["repair", "--format", "json"]);
        let found = &Documents::default().take("repair", outcome.exits(1))["half_done"];
        let expected = serde_json::json!({
            "number": 2, "sql": "CREATE TABLE b (id int)", "path": "migrations/versions/aaaa.sql", "line": 10
        });
        assert_eq!((&found["ran"], &found["in_doubt"]), (&1.into(), &expected), "{found}");
        let wrong = project.sandbox.run(&["repair", "--not-run"]);
        wrong.exits(2).complains("migrations/versions/aaaa.sql:10:1");
        assert_eq!(project.state(), "a b: upgrading", "{dialect}");
        project.sandbox.run(&["repair", "--ran"]).exits(0).complains("Settled aaaa");
        assert_eq!(project.state(), "a b c: applied", "{dialect}");
        project.sandbox.run(&["repair"]).exits(0).complains("Nothing to do: no revision is half done");
        project.sandbox.run(&["downgrade"]).exits(0);
    }
}

#[test]
fn what_is_left_runs_with_the_statement_in_doubt() {
    for dialect in BOTH {
        let project = Project::new(dialect).killed("upgrade", 3);
        assert_eq!(project.state(), "a: upgrading", "{dialect}");
        project.sandbox.run(&["repair", "--not-run"]).exits(0);
        assert_eq!(project.state(), "a b c: applied", "{dialect}");
    }
}

#[test]
fn what_was_done_by_hand_is_recorded() {
    for dialect in BOTH {
        let project = Project::new(dialect).killed("upgrade", 4);
        project.database.sql("CREATE TABLE c (id int);");
        project.sandbox.run(&["repair", "--applied"]).exits(0);
        assert_eq!(project.state(), "a b c: applied", "{dialect}");
        project.sandbox.run(&["downgrade"]).exits(0);

        let project = project.killed("upgrade", 4);
        project.database.sql("DROP TABLE a; DROP TABLE b;");
        project.sandbox.run(&["repair", "--not-applied"]).exits(0);
        assert_eq!(project.state(), ": ", "{dialect}");
        project.sandbox.run(&["upgrade"]).exits(0);
        project.sandbox.run(&["repair", "--ran", "--applied"]).exits(2).complains("cannot be used with");
    }
}

/// A statement that failed leaves nothing in doubt, and nobody has to be asked.
#[test]
fn what_was_stopped_goes_on_when_it_is_mended() {
    for dialect in BOTH {
        let Project { sandbox, database } = &Project::new(dialect);
        database.sql("CREATE TABLE b (other int);");
        let direction = "goes on here\n";
        sandbox.run(&["upgrade"]).exits(2).complains("migrations/versions/aaaa.sql:10:1").complains(direction);
        sandbox.run(&["repair"]).says(
            r"
            exit 1
            --- stderr
            error: the upgrade of `aaaa` was stopped: of its 3 statements, 1 ran, and the next one failed and left nothing

            hint: mend the rows, or what of the file has not run, then `autogen upgrade`: it goes on from there

            hint: or finish it by hand, then `autogen repair --applied`; or undo it by hand, then `autogen repair --not-applied`
        ",
        );
        sandbox
            .run(&["downgrade", "base"])
            .exits(2)
            .complains("the upgrade of `aaaa` was stopped behind 1 of its statements");
        database.sql("DROP TABLE b;");
        sandbox.run(&["upgrade"]).exits(0);
        sandbox.run(&["upgrade", "--strict"]).exits(0);
        database.sql("DROP TABLE b;");
        sandbox.run(&["downgrade", "base"]).exits(2).complains("`autogen downgrade` again: it goes on here");
        database.sql("CREATE TABLE b (id int);");
        sandbox.run(&["downgrade", "base"]).exits(0);
        sandbox.run(&["repair"]).exits(0);
    }
}

/// It is the whole text again that is compared with, and the whole number of statements.
#[test]
fn what_goes_on_may_be_interrupted_too() {
    for dialect in BOTH {
        let project = Project::new(dialect);
        project.database.sql("CREATE TABLE b (other int);");
        project.sandbox.run(&["upgrade"]).exits(2);
        project.database.sql("DROP TABLE b;");
        // Its first two events are those of the second statement.
        let project = project.killed("upgrade", 2);
        assert_eq!(project.state(), "a b: upgrading", "{dialect}");
        project.sandbox.run(&["repair"]).exits(1).complains("of its 3 statements, 1 ran, and nobody knows");
        project.sandbox.run(&["repair", "--ran"]).exits(0);
        assert_eq!(project.state(), "a b c: applied", "{dialect}");
        project.sandbox.run(&["upgrade", "--strict"]).exits(0);
    }
}

/// A statement is known by its number alone.
#[test]
fn an_edited_file_is_not_gone_on_with() {
    for dialect in BOTH {
        let project = Project::new(dialect).killed("upgrade", 4);
        project.sandbox.edit(
            "migrations/versions/aaaa.sql",
            "CREATE TABLE c",
            "CREATE TABLE d (id int);\nCREATE TABLE c",
        );
        let refused = project.sandbox.run(&["repair", "--ran"]);
        refused.exits(2).complains("the file of `aaaa` was edited since a part of it ran");
        assert_eq!(project.state(), "a b: upgrading", "{dialect}");
    }
}

/// Killed between the mark and the first statement there is nothing that a person could know better.
#[test]
fn what_was_begun_without_a_statement_is_taken_back() {
    for dialect in BOTH {
        let project = Project::new(dialect).killed("upgrade", 1);
        project.database.sql("UPDATE autogen_version SET progress = 0;");
        project.sandbox.run(&["repair"]).exits(1).complains(
            "error: the upgrade of `aaaa` was begun, and none of its statements: nothing is in doubt\n\n\
             hint: `autogen upgrade` or `autogen downgrade` goes on from before it\n",
        );
        project.sandbox.run(&["repair", "--ran"]).exits(2).complains("nobody noted how far the revision came");
        project.sandbox.run(&["upgrade"]).exits(0);
        assert_eq!(project.state(), "a b c: applied", "{dialect}");
        project.database.sql("UPDATE autogen_version SET state = 'downgrading', progress = 0;");
        project.sandbox.run(&["downgrade"]).exits(0);
        assert_eq!(project.state(), ": ", "{dialect}");
        let project = project.killed("upgrade", 1);
        project.database.sql("UPDATE autogen_version SET progress = 0;");
        project.sandbox.run(&["repair", "--not-run"]).exits(0);
        assert_eq!(project.state(), "a b c: applied", "{dialect}");
    }
}

/// A process that is at it is no crash.
#[test]
fn nothing_is_settled_while_it_runs() {
    for dialect in BOTH {
        let project = Project::new(dialect);
        let folder = project.sandbox.path("migrations");
        let mut child = Running::start_at(&folder, Some(&project.database.url()), "upgrade", Some(4));
        assert!(std::iter::from_fn(|| child.event()).any(|event| event == "stopped"));
        project.sandbox.run(&["repair", "--ran"]).exits(2).complains("is locked by another process");
        assert_eq!(project.state(), "a b: upgrading", "{dialect}");
        child.kill();
        project.sandbox.run(&["repair", "--ran"]).exits(0);
        assert_eq!(project.state(), "a b c: applied", "{dialect}");
    }
}

#[test]
fn nobody_notes_statements_on_sqlite() {
    let sandbox = Sandbox::upgraded();
    let sections = "-- autogen: upgrade no-transaction\nCREATE TABLE t (a);\nINSERT INTO nowhere VALUES (1);\n-- autogen: downgrade\n";
    sandbox.revision("bbbb", "aaaa", sections);
    sandbox.run(&["upgrade"]).exits(2);
    sandbox.run(&["repair"]).says(
        r"
        exit 1
        --- stderr
        error: the upgrade of `bbbb` is half done, and nobody noted how far it came

        hint: or finish it by hand, then `autogen repair --applied`; or undo it by hand, then `autogen repair --not-applied`
    ",
    );
    sandbox.run(&["repair", "--ran"]).exits(2).complains("nobody noted how far the revision came");
    sandbox.run(&["repair", "--applied"]).exits(0);
    assert_eq!(sandbox.query("SELECT state FROM autogen_version WHERE revision = 'bbbb'"), ["applied"]);
}
