//! A project whose revisions are SeaORM migrations in Rust: read from the source of their crate, with SeaORM's own table.

mod beginning;
mod half_done;
mod reviewing;
mod running;

use std::path::Path;

use autogen_schema::Dialect;

use crate::support::{Sandbox, USERS};

const FIRST: &str = "m20220101_000001_create_users";
const SECOND: &str = "m20220102_000001_create_posts";

/// Where the migrations lie that are compiled into this test.
const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/migration/src");

fn library(names: &[&str]) -> String {
    let modules: String = names.iter().map(|name| format!("mod {name};\n")).collect();
    let entries: String = names.iter().map(|name| format!("            Box::new({name}::Migration),\n")).collect();
    format!(
        "pub use sea_orm_migration::prelude::*;\n\n{modules}\npub struct Migrator;\n\n#[async_trait::async_trait]\n\
         impl MigratorTrait for Migrator {{\n    fn migrations() -> Vec<Box<dyn MigrationTrait>> {{\n        vec![\n{entries}        ]\n    }}\n}}\n"
    )
}

const MIGRATION: &str = "use sea_orm_migration::prelude::*;\n\n#[derive(DeriveMigrationName)]\npub struct Migration;\n";

fn project() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write("src/users.rs", USERS).write("src/posts.rs", USERS.replace("users", "posts"));
    sandbox.write(
        "autogen.toml",
        "entities = [\"src\"]\ntemplate = \"rust\"\ndirectory = \"migration\"\ndatabase_url = \"sqlite://app.db\"\n",
    );
    sandbox.write("migration/src/lib.rs", library(&[FIRST, SECOND]));
    for name in [FIRST, SECOND] {
        sandbox.write(&format!("migration/src/{name}.rs"), MIGRATION);
    }
    sandbox
}

/// SeaORM has run the first migration, or all of them.
fn migrated(count: usize) -> Sandbox {
    let sandbox = project();
    sandbox.sql("CREATE TABLE seaql_migrations (version varchar NOT NULL PRIMARY KEY, applied_at bigint NOT NULL);");
    for name in [FIRST, SECOND].iter().take(count) {
        let table = name.rsplit('_').next().unwrap();
        sandbox.sql(&format!(
            "CREATE TABLE {table} (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, name varchar NOT NULL);
             INSERT INTO seaql_migrations VALUES ('{name}', 1700000000);"
        ));
    }
    sandbox
}

#[test]
fn the_vector_is_the_history() {
    let sandbox = project();
    sandbox.run(&["heads"]).says(
        r"
        exit 0
        --- stdout
        m20220102_000001_create_posts (head), create posts
    ",
    );
    sandbox.run(&["history"]).says(
        r"
        exit 0
        --- stdout
        m20220101_000001_create_users -> m20220102_000001_create_posts (head), create posts
        <base> -> m20220101_000001_create_users, create users
    ",
    );
    sandbox.run(&["show", "m20220101"]).says(
        r"
        exit 0
        --- stdout
        Rev: m20220101_000001_create_users
        Parent: <base>
        Created: 2022-01-01T00:00:01Z
        Path: migration/src/m20220101_000001_create_users.rs

            create users
    ",
    );
}

#[test]
fn the_table_is_that_of_sea_orm() {
    let sandbox = migrated(1);
    let current = sandbox.run(&["current"]);
    current.exits(0);
    assert!(current.stdout.starts_with(FIRST), "{current}");
    let pending = sandbox.run(&["check"]);
    pending.exits(2).complains(&format!("target database is not up to date: it lacks {SECOND}"));
    sandbox
        .run(&["upgrade", "--dry-run"])
        .exits(0)
        .prints(&format!("Would run upgrade {FIRST} -> {SECOND}, create posts"));
    sandbox.run(&["stamp", "head"]).exits(0);
    assert_eq!(sandbox.query("SELECT version FROM seaql_migrations ORDER BY 1"), [FIRST, SECOND]);
    sandbox.run(&["stamp", FIRST]).exits(0);
    assert_eq!(sandbox.query("SELECT version FROM seaql_migrations"), [FIRST]);
    let tables = "SELECT CAST(count(*) AS text) FROM sqlite_master WHERE name LIKE 'autogen%'";
    assert_eq!(sandbox.query(tables), ["0"], "nothing else is made");
}

#[test]
fn a_database_at_the_head_is_compared_with_the_entities() {
    let sandbox = migrated(2);
    sandbox.run(&["check"]).exits(0);
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub phone: Option<String>,");
    sandbox.run(&["check"]).exits(1).prints("added column `users.phone`");
    sandbox.sql("DROP TABLE posts;");
    sandbox.run(&["check"]).exits(1).prints("added table `posts`");
    std::fs::remove_file(sandbox.path("app.db")).unwrap();
    sandbox.run(&["check"]).exits(2).complains("database `app.db` does not exist");
    sandbox.edit("autogen.toml", "database_url = \"sqlite://app.db\"\n", "");
    sandbox
        .run(&["check"])
        .exits(2)
        .complains("the migration crate `migration` has no program that runs its migrations");
}

/// A migrator may keep its own table; the configuration need not repeat it.
#[test]
fn a_table_of_its_own_is_read_from_the_source() {
    let sandbox = migrated(2);
    sandbox.sql("ALTER TABLE seaql_migrations RENAME TO my_migrations;");
    let own = "    fn migration_table_name() -> sea_orm::DynIden {\n        \"my_migrations\".into_iden()\n    }\n\n    fn migrations()";
    sandbox.edit("migration/src/lib.rs", "    fn migrations()", own);
    let current = sandbox.run(&["current"]);
    assert!(current.stdout.starts_with(SECOND), "{current}");
    sandbox.run(&["check"]).exits(0);
    // What is not told is not the usual one.
    sandbox.edit("migration/src/lib.rs", "\"my_migrations\".into_iden()", "table_of_today().into_iden()");
    let told = sandbox.run(&["current"]);
    told.exits(2).complains("migration/src/lib.rs:").complains("version_table = \"my_migrations\"");
    sandbox.edit("autogen.toml", "template", "version_table = \"my_migrations\"\ntemplate");
    sandbox.run(&["check"]).exits(0);
}

#[test]
fn a_header_makes_it_known() {
    let sandbox = migrated(2);
    let third = "m20260102_030405_add_phone";
    let header = format!(
        "//! Add phone\n//!\n//! Revision: {third}\n//! Revises: {SECOND}\n//! Created: 2026-01-02T03:04:05Z\n//! Format: 1\n//!\n\
         //! Changes:\n//!   + column users.phone string null\n\n{MIGRATION}"
    );
    sandbox.write(&format!("migration/src/{third}.rs"), header);
    sandbox.write("migration/src/lib.rs", library(&[FIRST, SECOND, third]));
    sandbox.run(&["heads"]).exits(0).prints(&format!("{third} (head), Add phone"));
    sandbox.write("migration/src/lib.rs", library(&[FIRST, third, SECOND]));
    let misplaced = sandbox.run(&["heads"]);
    misplaced
        .exits(2)
        .complains(&format!("migration `{third}` stands before `{SECOND}`, which it follows by its header"));
}

#[test]
fn what_the_source_does_not_tell_is_said() {
    let sandbox = project();
    sandbox.edit("migration/src/lib.rs", "vec![\n", "all(vec![\n").edit(
        "migration/src/lib.rs",
        "        ]\n",
        "        ])\n",
    );
    sandbox.run(&["history"]).exits(2).complains("migration/src/lib.rs:").complains("nothing is run to find out");
    sandbox.remove("migration/src/lib.rs");
    sandbox.run(&["history"]).exits(2).complains("there is no migration crate in `migration`");
}

#[test]
fn what_is_for_sql_alone_says_so() {
    let sandbox = migrated(2);
    for command in [
        &["merge"][..],
        &["rebase", "head"],
        &["squash", "base:head"],
        &["verify", "--write"],
        &["upgrade", "--sql"],
        &["repair", "--ran"],
    ] {
        sandbox
            .run(command)
            .exits(2)
            .complains("is for revisions in SQL: those of this project are SeaORM migrations in Rust");
    }
}

/// The file is as `rustfmt` leaves it, two lines register it, and nothing is compiled.
#[test]
fn a_migration_is_written_and_registered() {
    let sandbox = migrated(2);
    sandbox.edit(
        "src/users.rs",
        "pub name: String,",
        "pub name: String,\n    #[sea_orm(indexed)]\n    pub phone: Option<String>,",
    );
    let before = sandbox.read("migration/src/lib.rs");
    let written = sandbox.run_with(&["-m", "Add phone number"], &[("SOURCE_DATE_EPOCH", "1767323045")]);
    let third = "m20260102_030405_add_phone_number";
    written.says(&format!(
        r"
        exit 0
        --- stdout
        Wrote migration/src/{third}.rs (proven: up, down, up)
        --- stderr
        Detected added column `users.phone`: string null
        Detected added index `users(phone)`
        Managed from now on: 8 facts that the entities say and that was there

        hint: `autogen upgrade` runs it
    "
    ));
    let fixture = Path::new(FIXTURE).join(format!("{third}.rs"));
    assert_eq!(sandbox.read(&format!("migration/src/{third}.rs")), std::fs::read_to_string(fixture).unwrap());
    let added: Vec<String> = sandbox
        .read("migration/src/lib.rs")
        .lines()
        .filter(|line| !before.lines().any(|old| old == *line))
        .map(str::to_owned)
        .collect();
    assert_eq!(added, [format!("mod {third};"), format!("            Box::new({third}::Migration),")]);
    sandbox.run(&["heads"]).exits(0).prints(&format!("{third} (head), Add phone number"));
    sandbox.run(&["-m", "Again"]).exits(2).complains(&format!("target database is not up to date: it lacks {third}"));
}

/// Stands for the program of the migration crate in `fixtures/migration`: what it is to do is in the environment.
#[tokio::test]
async fn program() {
    use migration::{Migrator, MigratorTrait as _, OnSqlite};

    let Ok(words) = std::env::var("AUTOGEN_TEST_MIGRATE") else { return };
    let database = sea_orm::Database::connect(std::env::var("DATABASE_URL").unwrap()).await.unwrap();
    let words: Vec<&str> = words.split(' ').collect();
    let (count, is_on_sqlite) = (words[2].parse().unwrap(), std::env::var_os("AUTOGEN_TEST_ON_SQLITE").is_some());
    match words[..2] {
        ["up", _] if is_on_sqlite => OnSqlite::up(&database, Some(count)).await.unwrap(),
        [_, _] if is_on_sqlite => OnSqlite::down(&database, Some(count)).await.unwrap(),
        ["up", _] => Migrator::up(&database, Some(count)).await.unwrap(),
        _ => Migrator::down(&database, Some(count)).await.unwrap(),
    }
}

/// The program that was built, as a script.
fn run_migrations() -> String {
    let this = std::env::current_exe().unwrap();
    format!("#!/bin/sh\nAUTOGEN_TEST_MIGRATE=\"$*\" exec {} --exact migrations::program --nocapture\n", this.display())
}

/// A project with all three migrations of the fixture, and the program that was built from them.
fn runnable(url: &str, dialect: Dialect) -> Sandbox {
    let sandbox = project();
    sandbox.write("run-migrations", run_migrations());
    sandbox.write(
        "autogen.toml",
        format!(
            "entities = [\"src\"]\ntemplate = \"rust\"\ndirectory = \"migration\"\nmigrator = \"Migrator\"\ndialects = [\"{dialect}\"]\n\
             database_url = \"{url}\"\nmigrator_command = [\"/bin/sh\", \"run-migrations\"]\n"
        ),
    );
    sandbox.write("migration/Cargo.toml", "[package]\nname = \"migration\"\n");
    for entry in std::fs::read_dir(FIXTURE).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        sandbox.write(&format!("migration/src/{name}"), std::fs::read(&path).unwrap());
    }
    sandbox.edit(
        "src/users.rs",
        "pub name: String,",
        "pub name: String,\n    #[sea_orm(indexed)]\n    pub phone: Option<String>,",
    );
    sandbox
}

/// With those that are for SQLite alone.
fn on_sqlite() -> Sandbox {
    let sandbox = runnable("sqlite://app.db", Dialect::Sqlite);
    sandbox.edit("autogen.toml", "\"Migrator\"", "\"OnSqlite\"");
    sandbox.edit("run-migrations", "AUTOGEN_TEST_MIGRATE", "AUTOGEN_TEST_ON_SQLITE=1 AUTOGEN_TEST_MIGRATE");
    sandbox
}

const THIRD: &str = "m20260102_030405_add_phone_number";
