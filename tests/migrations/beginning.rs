//! A project that has a migration crate begins with autogen.

use std::path::Path;

use super::{FIRST, FIXTURE, SECOND, THIRD, library, on_sqlite, project, run_migrations};
use crate::cli_json::Documents;
use crate::support::{Database, Sandbox, USERS};

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
    let outcome = sandbox.run(&["upgrade", "--format", "json"]);
    outcome.exits(0).complains(&format!("Running upgrade {SECOND} -> {THIRD}, Add phone number"));
    let ran = Documents::default().take("upgrade", &outcome);
    assert_eq!(ran["revisions"][0]["revision"], THIRD);
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
    Documents::default().take("adopt", &sandbox.run(&["adopt", "--format", "json"]));
    let away = sandbox.run(&["adopt"]);
    away.exits(2).complains("target database is not up to date").complains("`autogen stamp head` records all of them");
}
