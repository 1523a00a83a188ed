//! A project whose revisions are SeaORM migrations in Rust: read from the source of their crate, with SeaORM's own table.

use std::path::Path;

use autogen_schema::Dialect;

use crate::support::{Base, Database, SERVERS, Sandbox, USERS};

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

#[test]
fn sea_orms_migrator_runs_them_on_sqlite() {
    let sandbox = runnable("sqlite://app.db", Dialect::Sqlite);
    runs(&sandbox, &|sql| sandbox.query(sql));
}

#[test]
fn sea_orms_migrator_runs_them_on_servers() {
    for database in SERVERS.map(|dialect| Database::new(dialect, "migrator")) {
        let sandbox = runnable(&database.url(), database.dialect());
        runs(&sandbox, &|sql| database.query(sql));
    }
}

fn runs(sandbox: &Sandbox, query: &dyn Fn(&str) -> Vec<String>) {
    let versions = || query("SELECT version FROM seaql_migrations ORDER BY version");
    sandbox.run(&["upgrade", SECOND]).exits(0).complains("by 2 migrations");
    assert_eq!(versions(), [FIRST, SECOND]);
    sandbox.run(&["upgrade"]).exits(0).complains(&format!("Running upgrade {SECOND} -> {THIRD}, Add phone number"));
    sandbox.run(&["upgrade", "--strict"]).exits(0).complains("Nothing to do");
    let file = format!("migration/src/{THIRD}.rs");
    sandbox.edit(&file, ".string()", ".text()");
    let told = format!("`{file}` was edited after `{THIRD}` was applied, and does not run again");
    sandbox.run(&["upgrade"]).exits(0).complains(&told);
    sandbox.run(&["upgrade", "--strict"]).exits(2).complains(&told);
    sandbox.run(&["doctor"]).exits(1).prints(&told);
    sandbox.edit(&file, ".text()", ".string()");
    sandbox.run(&["check"]).exits(0);
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub fax: Option<String>,");
    let planned = ["--from=history", "--from=database"].map(|from| sandbox.run(&["-m", "Fax", "--dry-run", from]));
    planned[0].exits(0).prints("ColumnDef::new(\"fax\").string()");
    let method = |text: &str| text.split_once("use sea_orm_migration").unwrap().1.to_owned();
    assert_eq!(method(&planned[0].stdout), method(&planned[1].stdout));
    sandbox.edit("src/users.rs", "    pub fax: Option<String>,\n", "");
    sandbox.run(&["current"]).exits(0).prints(THIRD);
    sandbox.run(&["downgrade"]).exits(0).complains("by 1 migration");
    assert_eq!(versions(), [FIRST, SECOND]);
    sandbox.run(&["downgrade", "base"]).exits(0).complains("by 2 migrations");
    assert_eq!(versions(), Vec::<String>::new());
    sandbox.run(&["upgrade"]).exits(0);
    assert_eq!(versions(), [FIRST, SECOND, THIRD]);
    sandbox.run(&["check"]).exits(0);
}

/// What the program does is held against the headers and what was there before, with rows in every table.
#[test]
fn migrations_are_verified() {
    let sandbox = on_sqlite();
    let verified = sandbox.run(&["verify"]);
    verified.exits(0).prints("m20260104_030405_a_phone_is_required");
    let file = "migration/src/m20260104_030405_a_phone_is_required.rs";
    sandbox.edit(file, "default unsaid -> 'none'", "default unsaid -> 'some'");
    let other = sandbox.run(&["verify", "m20260104"]);
    other
        .exits(1)
        .complains(&format!("{file}:10:1"))
        .complains("column users.phone is not as it is said to be after the upgrade");
    for database in SERVERS.map(|dialect| Database::new(dialect, "verified")) {
        let sandbox = runnable(&database.url(), database.dialect());
        sandbox.run(&["verify"]).exits(0).prints(THIRD);
    }
}

/// Without a database, the program says what the migrations build, and is not asked again until a source changes.
#[test]
fn what_migrations_build_is_kept() {
    let sandbox = runnable("sqlite://app.db", Dialect::Sqlite);
    sandbox.edit("autogen.toml", "database_url = \"sqlite://app.db\"\n", "");
    sandbox.run(&["check"]).exits(0);
    let program = sandbox.read("run-migrations");
    sandbox.write("run-migrations", "echo no migrations here >&2; exit 3\n");
    sandbox.run(&["check"]).exits(0);
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub fax: Option<String>,");
    sandbox.run(&["check"]).exits(1).prints("added column `users.fax`");
    sandbox.run(&["-m", "Fax", "--dry-run"]).exits(0).prints("ColumnDef::new(\"fax\").string()");
    sandbox.edit("migration/src/lib.rs", "pub struct Migrator;", "/// Another.\npub struct Migrator;");
    let failed = sandbox.run(&["check"]);
    failed.exits(2).complains("the migrations do not run on an empty scratch database: exit status: 3");
    failed.complains("no migrations here").complains("with a database that has them");
    sandbox.write("run-migrations", program);
    let fourth = "m20260102_030406_fax";
    sandbox.run_with(&["-m", "Fax"], &[("SOURCE_DATE_EPOCH", "1767323046")]).exits(0).prints("proven: up, down, up");
    let older = sandbox.run(&["check"]);
    older
        .exits(2)
        .complains(&format!("the program of the migration crate does not run `{fourth}`, which its source has"));
}

/// What a migration cannot do is told by SeaORM, and which one that was by autogen.
#[test]
fn a_migration_that_fails_is_named() {
    let sandbox = runnable("sqlite://app.db", Dialect::Sqlite);
    sandbox.run(&["upgrade", FIRST]).exits(0);
    sandbox.sql("CREATE TABLE posts (other text);");
    let failed = sandbox.run(&["upgrade"]);
    failed.exits(2).complains(&format!("the upgrade of `{SECOND}` failed: exit status: 101"));
    failed.complains("already exists").complains("nothing ran before it");
    assert_eq!(sandbox.query("SELECT version FROM seaql_migrations"), [FIRST]);
}

/// A migration that fails half way leaves nothing where DDL is transactional. Elsewhere it is named, and recorded nowhere.
#[test]
fn a_migration_is_whole_or_named() {
    for dialect in Dialect::ALL {
        let base = Base::new(dialect, "half");
        let sandbox = runnable(&base.url(), dialect);
        sandbox.run(&["upgrade", SECOND]).exits(0);
        // The column is added first. To MySQL an index is called so within its table.
        base.sql(match dialect {
            Dialect::Mysql => "CREATE INDEX `idx-users-phone` ON users (name);",
            _ => "CREATE INDEX \"idx-users-phone\" ON posts (name);",
        });
        let failed = sandbox.run(&["upgrade"]);
        failed.exits(2).complains(&format!("the upgrade of `{THIRD}` failed: ")).complains("nothing ran before it");
        assert_eq!(base.query("SELECT version FROM seaql_migrations ORDER BY version"), [FIRST, SECOND]);
        let columns = base.query(match dialect {
            Dialect::Sqlite => "SELECT name FROM pragma_table_info('users') WHERE name = 'phone'",
            Dialect::Postgres => "SELECT attname FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = 'phone'",
            Dialect::Mysql => {
                "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND column_name = 'phone'"
            }
        });
        assert_eq!(columns.len(), usize::from(dialect == Dialect::Mysql), "{dialect}");
        if dialect == Dialect::Mysql {
            in_doubt(&sandbox, &base);
        } else {
            sandbox.run(&["repair"]).exits(0).complains("no revision is half done");
            base.sql("DROP INDEX \"idx-users-phone\";");
        }
        sandbox.run(&["upgrade"]).exits(0);
        sandbox.run(&["check"]).exits(0);
        sandbox.run(&["downgrade"]).exits(0);
    }
}

/// Nobody says then that it failed.
#[test]
fn an_interrupted_migration_is_in_doubt_where_it_has_no_transaction() {
    for dialect in Dialect::ALL {
        let base = Base::new(dialect, "killed");
        let sandbox = runnable(&base.url(), dialect);
        sandbox.run(&["upgrade", SECOND]).exits(0);
        let program = sandbox.read("run-migrations");
        sandbox.write("run-migrations", "kill -9 $PPID\n");
        let killed = sandbox.run(&["upgrade"]);
        assert!(!killed.stderr.contains("error"), "{killed}");
        sandbox.write("run-migrations", program);
        let told = sandbox.run(&["repair"]);
        if dialect == Dialect::Mysql {
            told.exits(1).complains(&format!("the upgrade of `{THIRD}` was interrupted"));
            sandbox.run(&["doctor"]).exits(1).prints(&format!("the upgrade of `{THIRD}` was interrupted"));
            sandbox.run(&["upgrade"]).exits(2).complains("was interrupted");
            sandbox.run(&["repair", "--not-applied"]).exits(0);
        } else {
            told.exits(0);
        }
        sandbox.run(&["upgrade"]).exits(0);
        assert_eq!(base.query("SELECT revision FROM autogen_state WHERE state <> 'applied'"), Vec::<String>::new());
        sandbox.run(&["check"]).exits(0);
    }
}

/// Nothing runs before a person has looked.
fn in_doubt(sandbox: &Sandbox, base: &Base) {
    let told =
        format!("the upgrade of `{THIRD}` was interrupted, or failed half way: nobody knows what of it is there");
    sandbox.run(&["upgrade"]).exits(2).complains(&told).complains("`autogen repair --not-applied`");
    sandbox.run(&["repair"]).exits(1).complains(&told);
    base.sql("ALTER TABLE users DROP COLUMN phone, DROP INDEX `idx-users-phone`;");
    sandbox.run(&["repair", "--not-applied"]).exits(0).complains(&format!("Settled {THIRD}"));
    sandbox.run(&["repair"]).exits(0);
}

/// A crate that depends on sea-orm-migration is found, and nothing is put into it.
#[test]
fn a_migration_crate_is_found() {
    let sandbox = project();
    sandbox.remove("autogen.toml");
    sandbox.write(
        "migration/Cargo.toml",
        "[package]\nname = \"migration\"\n\n[dependencies]\nsea-orm-migration = \"2\"\n",
    );
    sandbox.run(&["init"]).says(
        r"
        exit 0
        --- stdout
        Wrote autogen.toml
        --- stderr
        Found entities in 1 folder: src
        Found the migration crate `migration`

        hint: `autogen history` lists the migrations; `autogen -m MESSAGE` writes the next one
    ",
    );
    let text = sandbox.read("autogen.toml");
    assert!(text.contains("template = \"rust\"\ndirectory = \"migration\"\n"), "{text}");
    sandbox.run(&["history"]).exits(0).prints(SECOND);
    sandbox.remove("autogen.toml");
    sandbox.run(&["init", "--template", "sql"]).exits(0);
    assert!(sandbox.read("autogen.toml").contains("directory = \"migrations\""));
    sandbox.remove("autogen.toml").remove("migration/Cargo.toml");
    let none = sandbox.run(&["init", "--template", "rust"]);
    none.exits(2).complains("there is no crate that depends on sea-orm-migration");
}

/// What is compiled into this test is what comes out, one upon the other. `UPDATE_EXPECT=1` writes it anew.
#[test]
fn what_runs_is_what_was_written() {
    let sandbox = on_sqlite();
    let written = ["m20260103_030405_posts_have_authors", "m20260104_030405_a_phone_is_required"];
    for name in written {
        sandbox.remove(&format!("migration/src/{name}.rs"));
        sandbox.edit("migration/src/lib.rs", &format!("mod {name};\n"), "");
        sandbox.edit("migration/src/lib.rs", &format!("            Box::new({name}::Migration),\n"), "");
    }
    sandbox.run(&["upgrade"]).exits(0).complains("by 3 migrations");
    let write = |name: &str, message, seconds| {
        sandbox.run_with(&["-m", message], &[("SOURCE_DATE_EPOCH", seconds)]).exits(0);
        let fixture = Path::new(FIXTURE).join(format!("{name}.rs"));
        let found = sandbox.read(&format!("migration/src/{name}.rs"));
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(&fixture, &found).unwrap();
        }
        assert_eq!(std::fs::read_to_string(fixture).unwrap(), found);
        sandbox.run(&["upgrade"]).exits(0).complains("by 1 migration");
        sandbox.run(&["check"]).exits(0);
    };
    sandbox.edit("src/posts.rs", "pub name: String,", "pub name: String,\n    pub author_id: Option<i32>,").edit(
        "src/posts.rs",
        "pub enum Relation {}",
        "pub enum Relation {
    #[sea_orm(belongs_to = \"super::users::Entity\", from = \"Column::AuthorId\", to = \"super::users::Column::Id\", on_delete = \"Cascade\")]
    User,
}",
    );
    write(written[0], "Posts have authors", "1767409445");
    sandbox.edit("src/users.rs", "indexed", "indexed, default_value = \"none\"").edit(
        "src/users.rs",
        "Option<String>",
        "String",
    );
    write(written[1], "A phone is required", "1767495845");
}

/// What a user does who has a migration crate, from the first command on.
#[test]
fn a_project_goes_on_with_autogen() {
    let sandbox = Sandbox::empty();
    taken_over(&sandbox, "sqlite://app.db?mode=rwc", &|sql| sandbox.query(sql));
    let database = Database::postgres("taken_over");
    taken_over(&Sandbox::empty(), &database.url(), &|sql| database.query(sql));
}

fn taken_over(sandbox: &Sandbox, url: &str, query: &dyn Fn(&str) -> Vec<String>) {
    sandbox.write("entity/src/users.rs", USERS).write("entity/src/posts.rs", USERS.replace("users", "posts"));
    let manifest = "[package]\nname = \"migration\"\n\n[dependencies]\nsea-orm-migration = \"2\"\n";
    sandbox.write("migration/Cargo.toml", manifest).write(".env", format!("DATABASE_URL={url}\n"));
    for name in [FIRST, SECOND] {
        let file = format!("{name}.rs");
        sandbox.write(&format!("migration/src/{file}"), std::fs::read(Path::new(FIXTURE).join(&file)).unwrap());
    }
    sandbox.write("migration/src/lib.rs", library(&[FIRST, SECOND]));
    // As `sea-orm-cli migrate` does.
    let program = |words: &str| {
        let mut command = std::process::Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "migrations::program"]).env("AUTOGEN_TEST_MIGRATE", words);
        let output = command.env("DATABASE_URL", url).current_dir(sandbox.path("")).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let versions = || query("SELECT version FROM seaql_migrations ORDER BY version");
    program("up -n 2");
    sandbox.run(&["init"]).exits(0).complains("Found the migration crate `migration`");
    sandbox.run(&["adopt"]).says(
        r"
        exit 0
        --- stderr
        Nothing to adopt: the history is 2 migrations, and the database has all of them
        Managed from the next one on: 8 facts that the entities say

        hint: the entities and the database agree: change an entity, then `autogen -m MESSAGE`
    ",
    );
    sandbox.run(&["check"]).exits(0);
    sandbox.edit(
        "entity/src/users.rs",
        "pub name: String,",
        "pub name: String,\n    #[sea_orm(indexed)]\n    pub phone: Option<String>,",
    );
    sandbox.run(&["check"]).exits(1).prints("added column `users.phone`");
    let written = sandbox.run_with(&["-m", "Add phone number"], &[("SOURCE_DATE_EPOCH", "1767323045")]);
    written.exits(0).prints(&format!("Wrote migration/src/{THIRD}.rs (proven: up, down, up)"));
    let config = sandbox.read("autogen.toml");
    sandbox.write("run-migrations", run_migrations());
    sandbox.write("autogen.toml", format!("migrator_command = [\"/bin/sh\", \"run-migrations\"]\n{config}"));
    sandbox.run(&["upgrade"]).exits(0).complains(&format!("Running upgrade {SECOND} -> {THIRD}, Add phone number"));
    assert_eq!(versions(), [FIRST, SECOND, THIRD]);
    sandbox.run(&["check"]).exits(0);
    program("down -n 1");
    assert_eq!(versions(), [FIRST, SECOND]);
    sandbox.run(&["current"]).exits(0).prints(SECOND);
    sandbox.run(&["check"]).exits(2).complains(&format!("target database is not up to date: it lacks {THIRD}"));
    program("up -n 1");
    sandbox.run(&["check"]).exits(0);
    sandbox.run(&["downgrade", "base"]).exits(0).complains("by 3 migrations");
    assert_eq!(versions(), Vec::<String>::new());
    let away = sandbox.run(&["adopt"]);
    away.exits(2).complains("target database is not up to date").complains("`autogen stamp head` records all of them");
}

/// A table that others refer to is replaced: their rows stay, and so do foreign keys afterwards.
#[test]
fn a_table_is_replaced_under_its_children() {
    let sandbox = on_sqlite();
    let before = "m20260103_030405_posts_have_authors";
    sandbox.run(&["upgrade", before]).exits(0).complains("by 4 migrations");
    sandbox.sql("INSERT INTO users (name) VALUES ('ada'), ('bob'); INSERT INTO posts (name, author_id) VALUES ('p', 1), ('q', 2);");
    let rows = || sandbox.query("SELECT name || ' ' || coalesce(author_id, '') FROM posts ORDER BY id");
    let dump = || sandbox.query("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name");
    let made = dump();
    for (by_hand, undone, told) in [
        (
            "CREATE INDEX by_hand ON users (name);",
            "DROP INDEX by_hand;",
            "users has an index or a trigger that this migration does not know, and would lose: by_hand",
        ),
        (
            "ALTER TABLE users ADD COLUMN fax text;",
            "ALTER TABLE users DROP COLUMN fax;",
            "users has a column that this migration does not know, and would lose: fax",
        ),
    ] {
        sandbox.sql(by_hand);
        let before = dump();
        sandbox.run(&["upgrade"]).exits(2).complains(told);
        assert_eq!((rows(), dump()), (vec!["p 1".to_owned(), "q 2".to_owned()], before));
        sandbox.sql(undone);
    }
    let upgraded = sandbox.run(&["upgrade"]);
    upgraded.exits(0).complains("fills users.phone with 'none' where it is NULL");
    assert_eq!(rows(), ["p 1", "q 2"]);
    assert_eq!(sandbox.query("SELECT name || ' ' || phone FROM users"), ["ada none", "bob none"]);
    let replaced = dump();
    assert_ne!(replaced, made);
    sandbox.run(&["downgrade"]).exits(0);
    assert_eq!((rows(), dump()), (vec!["p 1".to_owned(), "q 2".to_owned()], made));
    sandbox.run(&["upgrade"]).exits(0);
    assert_eq!((rows(), dump()), (vec!["p 1".to_owned(), "q 2".to_owned()], replaced));
    assert_eq!(sandbox.query("SELECT \"table\" FROM pragma_foreign_key_check"), Vec::<String>::new());
}
