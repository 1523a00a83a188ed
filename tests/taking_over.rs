//! Databases whose history another tool kept: where they stand is told, and autogen goes on from there.

use autogen_schema::Dialect;

use crate::support::{Base, Sandbox};

impl Base {
    /// Does what the other tool's first revision did, and says so in its table.
    fn with_users(self) -> Self {
        let users = match self.dialect() {
            Dialect::Sqlite => "id integer NOT NULL PRIMARY KEY AUTOINCREMENT, name varchar NOT NULL",
            Dialect::Postgres => "id serial PRIMARY KEY, name varchar NOT NULL",
            Dialect::Mysql => "id int NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(255) NOT NULL",
        };
        self.sql(&format!("CREATE TABLE users ({users}); INSERT INTO users (name) VALUES ('Ada');"));
        self
    }

    /// Does what its second revision did.
    fn with_mail(&self) -> &Self {
        self.sql("ALTER TABLE users ADD COLUMN mail varchar(80);")
    }

    /// Makes Alembic's table, as Alembic does.
    fn at_alembic(&self, revisions: &[&str]) -> &Self {
        self.sql(
            "CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc \
             PRIMARY KEY (version_num)); DELETE FROM alembic_version;",
        );
        for revision in revisions {
            self.sql(&format!("INSERT INTO alembic_version VALUES ('{revision}');"));
        }
        self
    }

    /// Makes SeaORM's table, as SeaORM does.
    fn at_sea_orm(&self, migrations: &[&str]) -> &Self {
        self.sql(
            "CREATE TABLE IF NOT EXISTS seaql_migrations (version varchar(255) NOT NULL PRIMARY KEY, applied_at bigint NOT \
             NULL); DELETE FROM seaql_migrations;",
        );
        for migration in migrations {
            self.sql(&format!("INSERT INTO seaql_migrations VALUES ('{migration}', 1650000000);"));
        }
        self
    }
}

/// A project for a dialect.
fn project(dialect: Dialect) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "autogen.toml",
        format!("entities = [\"src\"]\ndirectory = \"migrations\"\ndialects = [\"{dialect}\"]\n"),
    );
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub mail: Option<String>,");
    sandbox
}

/// The files of Flask-Migrate, beside those of autogen: two revisions.
fn flask(dialect: Dialect) -> Sandbox {
    let sandbox = project(dialect);
    sandbox.write(
        "migrations/versions/1975ea83b712_users.py",
        "\"\"\"Add users\n\nRevision ID: 1975ea83b712\nRevises: \nCreate Date: 2022-04-15 05:20:00\n\n\"\"\"\nfrom alembic import op\n\
         import sqlalchemy as sa\n\n\n# revision identifiers, used by Alembic.\nrevision = '1975ea83b712'\ndown_revision = None\n\
         branch_labels = None\ndepends_on = None\n",
    );
    sandbox.write(
        "migrations/versions/29f859a13ea0_mail.py",
        "\"\"\"Mail\n\nRevision ID: 29f859a13ea0\n\"\"\"\nrevision: str = \"29f859a13ea0\"\ndown_revision: Union[str, None] = \
         \"1975ea83b712\"\n",
    );
    sandbox
}

/// Runs the program on a database.
fn on(sandbox: &Sandbox, base: &Base, args: &[&str]) -> crate::support::Outcome {
    sandbox.run(&[args, &["--database-url", &base.url()]].concat())
}

#[test]
fn a_database_of_alembics_is_adopted_where_it_stands() {
    for dialect in Base::DIALECTS {
        let (sandbox, base) = (flask(dialect), Base::new(dialect, "taken").with_users());
        base.with_mail().at_alembic(&["29f859a13ea0"]);
        on(&sandbox, &base, &["current"])
            .exits(0)
            .complains("note: the database stands at Alembic revision `29f859a13ea0`\n")
            .complains("hint: `autogen adopt` goes on from there\n");
        on(&sandbox, &base, &["check"]).complains(
            "note: the database stands at Alembic revision `29f859a13ea0`: `autogen adopt` goes on from there\n",
        );
        let python = sandbox.read("migrations/versions/29f859a13ea0_mail.py");
        on(&sandbox, &base, &["adopt", "--rev-id", "aaaa"]).exits(0).complains(
            "note: the database stands at Alembic revision `29f859a13ea0`, which \
                 `migrations/versions/29f859a13ea0_mail.py` describes as \"Mail\"\n\
                 note: `alembic_version` and the files of that history stay as they are; autogen goes on from here\n",
        );
        let file = sandbox.read("migrations/versions/aaaa_adopt_the_database.sql");
        assert!(file.contains("-- Revises: (base)\n-- Adopts: Alembic 29f859a13ea0\n"), "{file}");
        assert!(!file.contains("alembic_version"), "{file}");
        assert_eq!(sandbox.read("migrations/versions/29f859a13ea0_mail.py"), python);
        assert_eq!(base.query("SELECT version_num FROM alembic_version"), ["29f859a13ea0"], "{dialect}");
        on(&sandbox, &base, &["current"]).exits(0).says("exit 0\n--- stdout\naaaa (head), Adopt the database");
        on(&sandbox, &base, &["show", "aaaa"]).exits(0);
        assert!(sandbox.run(&["show", "aaaa"]).stdout.contains("Adopts: Alembic revision `29f859a13ea0`\n"));
        assert_eq!(base.query("SELECT name FROM users"), ["Ada"], "{dialect}");
        // The table of the other tool is nobody's business from then on.
        sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub nick: Option<String>,");
        on(&sandbox, &base, &["-m", "Nick", "--rev-id", "bbbb"]).exits(0);
        on(&sandbox, &base, &["upgrade"]).exits(0);
        assert_eq!(base.query("SELECT version_num FROM alembic_version"), ["29f859a13ea0"], "{dialect}");
    }
}

#[test]
fn another_database_that_stands_there_is_recorded() {
    for dialect in Base::DIALECTS {
        let sandbox = flask(dialect);
        let first = Base::new(dialect, "taken").with_users();
        first.with_mail().at_alembic(&["29f859a13ea0"]);
        on(&sandbox, &first, &["adopt", "--rev-id", "aaaa"]).exits(0);
        sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub nick: Option<String>,");
        on(&sandbox, &first, &["-m", "Nick", "--rev-id", "bbbb"]).exits(0);

        let second = Base::new(dialect, "taken").with_users();
        second.at_alembic(&["1975ea83b712"]);
        let untaken = "error: the database stands at Alembic revision `1975ea83b712`, and no revision of the project is recorded \
                       there\n\nhint: `autogen adopt` takes it over: nothing runs, and what is there is recorded\n";
        for command in [&["upgrade"][..], &["upgrade", "--dry-run"], &["check"]] {
            on(&sandbox, &second, command).exits(2).complains(untaken);
        }
        sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub age: Option<i32>,");
        on(&sandbox, &second, &["-m", "More"]).exits(2).complains(untaken);
        sandbox.edit("src/users.rs", "    pub age: Option<i32>,\n", "");
        on(&sandbox, &second, &["current", "--check-heads"])
            .exits(1)
            .complains("hint: `autogen adopt` goes on from there\n");
        on(&sandbox, &second, &["adopt"]).says(
            r"
            exit 2
            --- stderr
            error: the database stands at Alembic revision `1975ea83b712`, and `aaaa` was made of one at Alembic revision `29f859a13ea0`

            hint: it is 1 revision behind: `alembic upgrade 29f859a13ea0` or `flask db upgrade 29f859a13ea0`, then `autogen adopt`
            hint: or say which revision of the project makes what it holds: `autogen adopt --map 1975ea83b712=REV`
        ",
        );
        second.with_mail().at_alembic(&["29f859a13ea0"]);
        let files = sandbox.files();
        let taken = on(&sandbox, &second, &["adopt"]);
        taken.exits(0).complains("describes as \"Mail\"").complains("Recorded aaaa\n");
        sandbox.unchanged(&files);
        on(&sandbox, &second, &["adopt"]).exits(0).complains("Nothing to do: aaaa is recorded\n");
        on(&sandbox, &second, &["upgrade"]).exits(0);
        on(&sandbox, &second, &["check"]).exits(0);
        on(&sandbox, &second, &["adopt"]).exits(0).complains("Nothing to do: aaaa is recorded\n");
        assert_eq!(second.query("SELECT revision FROM autogen_version ORDER BY revision"), ["aaaa", "bbbb"]);
        assert_eq!(second.query("SELECT name FROM users"), ["Ada"]);

        // A database that has nothing yet is made by all of them.
        let third = Base::new(dialect, "taken");
        third.sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);");
        on(&sandbox, &third, &["upgrade"]).exits(0);
        on(&sandbox, &third, &["check"]).exits(0);
    }
}

#[test]
fn a_database_ahead_of_the_baseline_is_told_so() {
    let (sandbox, base) = (flask(Dialect::Sqlite), Base::new(Dialect::Sqlite, "taken").with_users());
    base.at_alembic(&["1975ea83b712"]);
    on(&sandbox, &base, &["adopt", "--rev-id", "aaaa"])
        .exits(0)
        .complains("warning: the database lacks 1 revision that files are here for: `29f859a13ea0`\n");
    let ahead = Base::new(Dialect::Sqlite, "taken").with_users();
    ahead.with_mail().at_alembic(&["29f859a13ea0"]);
    on(&sandbox, &ahead, &["adopt"])
        .exits(2)
        .complains("hint: it is 1 revision ahead, which no revision of the project knows of\n");
    // Without the files nobody knows which comes first.
    sandbox.remove("migrations/versions/29f859a13ea0_mail.py");
    on(&sandbox, &ahead, &["adopt"])
        .exits(2)
        .complains("hint: bring it there with its own tool, `alembic upgrade 1975ea83b712`");
}

#[test]
fn what_the_other_tools_revisions_are_can_be_said() {
    for dialect in Base::DIALECTS {
        let sandbox = flask(dialect);
        // A history that was made from the entities, and knows of no other tool.
        on(&sandbox, &Base::new(dialect, "taken"), &["-m", "First", "--rev-id", "aaaa"]).exits(0);
        sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub nick: Option<String>,");
        let scratch = Base::new(dialect, "taken");
        on(&sandbox, &scratch, &["upgrade"]).exits(0);
        on(&sandbox, &scratch, &["-m", "Nick", "--rev-id", "bbbb"]).exits(0);
        let base = Base::new(dialect, "taken").with_users();
        base.with_mail().at_alembic(&["29f859a13ea0"]);
        on(&sandbox, &base, &["adopt"]).says(
            r"
            exit 2
            --- stderr
            error: the database stands at Alembic revision `29f859a13ea0`, and no revision of the project was made of such a one

            hint: say which revision of the project makes what it holds: `autogen adopt --map 29f859a13ea0=REV`
            hint: `autogen history` lists the revisions of the project
        ",
        );
        on(&sandbox, &base, &["adopt", "--map", "1975ea83b712=aaaa"])
            .exits(2)
            .complains("error: the database stands at Alembic's `29f859a13ea0`, which no `--map` is about\n");
        on(&sandbox, &base, &["adopt", "--map", "29f859a13ea0=cccc"]).exits(2).complains("cccc");
        on(&sandbox, &base, &["adopt", "--map", "29f859a13ea0"]).exits(2).complains("it is written `OLD=REV`");
        on(&sandbox, &base, &["adopt", "--map", "1975ea83b712=base", "--map", "29f859a13ea0=aaaa"])
            .exits(0)
            .complains("Recorded aaaa\n");
        on(&sandbox, &base, &["upgrade"]).exits(0).complains("by 1 revision");
        on(&sandbox, &base, &["adopt", "--map", "29f859a13ea0=bbbb"])
            .exits(0)
            .complains("Nothing to do: bbbb is recorded\n");

        let newest = Base::new(dialect, "taken").with_users();
        newest.with_mail().at_alembic(&["29f859a13ea0"]).sql("ALTER TABLE users ADD COLUMN nick varchar(255);");
        on(&sandbox, &newest, &["adopt", "--map", "29f859a13ea0=head"])
            .exits(0)
            .complains("Recorded aaaa\nRecorded bbbb\n");
        on(&sandbox, &newest, &["adopt", "--map", "29f859a13ea0=base"]).exits(0).complains("Nothing to do\n");
    }
}

#[test]
fn nothing_is_mapped_where_there_is_no_other_history() {
    let (sandbox, base) = (flask(Dialect::Sqlite), Base::new(Dialect::Sqlite, "taken").with_users());
    on(&sandbox, &base, &["adopt", "--map", "1975ea83b712=aaaa"]).exits(2).complains("no other tool keeps a history");
    base.at_alembic(&[]);
    on(&sandbox, &base, &["adopt", "--map", "1975ea83b712=aaaa"]).exits(2).complains("no other tool keeps a history");
    let adopted = on(&sandbox, &base, &["adopt", "--rev-id", "aaaa"]);
    adopted.exits(0).complains("note: `alembic_version` holds another tool's history");
    assert!(!sandbox.read("migrations/versions/aaaa_adopt_the_database.sql").contains("Adopts"));
    on(&sandbox, &base, &["adopt", "--map", "a=b", "-m", "More"]).exits(2).complains("cannot be used with");
}

/// Two revisions that nobody merged, one of which no file is here for.
#[test]
fn several_heads_are_one_place() {
    let sandbox = flask(Dialect::Sqlite);
    let base = Base::new(Dialect::Sqlite, "taken").with_users();
    base.with_mail().at_alembic(&["29f859a13ea0", "feed"]);
    on(&sandbox, &base, &["adopt", "--rev-id", "aaaa"]).exits(0).complains(
        "note: the database stands at Alembic revisions `29f859a13ea0` and `feed`\n\
             note: `29f859a13ea0`, which `migrations/versions/29f859a13ea0_mail.py` describes as \"Mail\"\n\
             note: `feed`, which no file is here for\n",
    );
    let file = sandbox.read("migrations/versions/aaaa_adopt_the_database.sql");
    assert!(file.contains("-- Adopts: Alembic 29f859a13ea0, feed\n"), "{file}");
    let second = Base::new(Dialect::Sqlite, "taken").with_users();
    second.with_mail().at_alembic(&["29f859a13ea0"]);
    on(&sandbox, &second, &["adopt"])
        .exits(2)
        .complains("was made of one at Alembic revisions `29f859a13ea0` and `feed`");
    second.at_alembic(&["feed", "29f859a13ea0"]);
    on(&sandbox, &second, &["adopt", "--map", "feed=aaaa"]).exits(2).complains("which no `--map` is about");
    on(&sandbox, &second, &["adopt"]).exits(0).complains("Recorded aaaa\n");
}

const MIGRATIONS: [&str; 2] = ["m20220101_000001_create_users", "m20220315_000001_add_mail"];

#[test]
fn a_database_of_sea_orms_is_adopted_where_it_stands() {
    for dialect in Base::DIALECTS {
        let sandbox = project(dialect);
        for name in MIGRATIONS {
            sandbox.write(&format!("migration/src/{name}.rs"), "use sea_orm_migration::prelude::*;\n");
        }
        sandbox.write("migration/src/lib.rs", "mod m20220101_000001_create_users;\nmod m20220315_000001_add_mail;\n");
        let base = Base::new(dialect, "taken").with_users();
        base.with_mail().at_sea_orm(&MIGRATIONS);
        on(&sandbox, &base, &["adopt", "--rev-id", "aaaa"]).exits(0).complains(
            "note: the database stands at SeaORM migration `m20220315_000001_add_mail`, the last of 2, which is in \
             `migration/src/m20220315_000001_add_mail.rs`\n\
             note: `seaql_migrations` and the files of that history stay as they are; autogen goes on from here\n",
        );
        let file = sandbox.read("migrations/versions/aaaa_adopt_the_database.sql");
        let line = "-- Adopts: SeaORM m20220101_000001_create_users, m20220315_000001_add_mail\n";
        assert!(file.contains(line) && !file.contains("seaql_migrations"), "{file}");

        let second = Base::new(dialect, "taken").with_users();
        second.at_sea_orm(&MIGRATIONS[..1]);
        on(&sandbox, &second, &["upgrade"]).exits(2).complains("`autogen adopt` takes it over");
        on(&sandbox, &second, &["adopt"]).exits(2).complains(
            "hint: it is 1 revision behind: `sea-orm-cli migrate up -n 1`, then `autogen adopt`\n\
             hint: or say which revision of the project makes what it holds: `autogen adopt --map \
             m20220101_000001_create_users=REV`\n",
        );
        second.with_mail().at_sea_orm(&MIGRATIONS);
        on(&sandbox, &second, &["adopt"]).exits(0).complains("Recorded aaaa\n");
        on(&sandbox, &second, &["check"]).exits(0);
        assert_eq!(second.query("SELECT count(*) || '' FROM seaql_migrations").len(), 1);

        // One that lacks a migration in the middle does not stand there, whatever the last one is.
        let third = Base::new(dialect, "taken").with_users();
        third.with_mail().at_sea_orm(&MIGRATIONS[1..]);
        on(&sandbox, &third, &["adopt"]).exits(2).complains("was made of one at SeaORM migration");
        on(&sandbox, &third, &["adopt", "--map", "m20220315_000001_add_mail=aaaa"]).exits(0);
    }
}

/// A program that shares its database with one of another tool is not in its way.
#[test]
fn a_database_that_is_shared_is_not_taken_over() {
    let (sandbox, base) = (project(Dialect::Sqlite), Base::new(Dialect::Sqlite, "taken"));
    base.at_alembic(&["1975ea83b712"]);
    on(&sandbox, &base, &["-m", "First", "--rev-id", "aaaa"]).exits(0);
    on(&sandbox, &base, &["current"]).exits(0).complains("the database lacks 1 revision: `autogen upgrade`");
    on(&sandbox, &base, &["upgrade"]).exits(0);
    on(&sandbox, &base, &["check"]).exits(0);
}

/// A table of that name which is another one is no history.
#[test]
fn a_table_that_only_has_the_name_is_told_of() {
    let (sandbox, base) = (project(Dialect::Sqlite), Base::new(Dialect::Sqlite, "taken").with_users());
    base.sql("CREATE TABLE alembic_version (number integer);");
    on(&sandbox, &base, &["check"]).complains("note: where another tool left the database cannot be read:");
    let adopted = on(&sandbox, &base, &["adopt"]);
    adopted.exits(0).complains("no such column: alembic_version.version_num").complains("holds another tool's history");
    on(&sandbox, &base, &["adopt"]).exits(2).complains("no such column: alembic_version.version_num");
}

#[test]
fn a_template_from_before_is_asked_for_the_line() {
    let (sandbox, base) = (project(Dialect::Sqlite), Base::new(Dialect::Sqlite, "taken").with_users());
    base.at_alembic(&["1975ea83b712"]);
    sandbox.write(
        "migrations/revision.sql.hbs",
        "-- {{message}}\n--\n-- Revision: {{revision}}\n-- Revises: {{revises}}\n-- Created: {{created}}\n-- Format: 1\n{{#if \
         changes}}\n--\n-- Changes:\n{{changes}}\n{{/if}}\n\n{{upgrade}}\n\n{{downgrade}}\n",
    );
    on(&sandbox, &base, &["adopt"])
        .exits(2)
        .complains("the header does not say `{{adopts}}`: has the template that line?");
}
