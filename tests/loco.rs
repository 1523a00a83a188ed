//! A project as Loco's starter lays it out: a migration crate that is a library, and generated entities among the models.

use crate::support::{Sandbox, USERS};

const FIRST: &str = "m20220101_000001_users";

const LIBRARY: &str = "#![allow(elided_lifetimes_in_paths)]
#![allow(clippy::wildcard_imports)]
pub use sea_orm_migration::prelude::*;
mod m20220101_000001_users;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20220101_000001_users::Migration),
            // inject-above (do not remove this comment)
        ]
    }
}
";

fn starter() -> Sandbox {
    let sandbox = Sandbox::empty();
    let entity = USERS.replace("\nimpl ActiveModelBehavior for ActiveModel {}\n", "");
    sandbox.write("src/models/_entities/users.rs", entity);
    sandbox.write("src/models/_entities/mod.rs", "pub mod prelude;\n\npub mod users;\n");
    sandbox.write("src/models/_entities/prelude.rs", "pub use super::users::Entity as Users;\n");
    sandbox.write("src/models/mod.rs", "pub mod _entities;\npub mod users;\n");
    sandbox.write(
        "src/models/users.rs",
        "pub use super::_entities::users::{self, ActiveModel, Entity, Model};\n\n\
         #[async_trait::async_trait]\nimpl ActiveModelBehavior for super::_entities::users::ActiveModel {}\n",
    );
    sandbox.write("Cargo.toml", "[workspace]\n\n[package]\nname = \"myapp\"\nversion = \"0.1.0\"\n");
    sandbox.write(
        "migration/Cargo.toml",
        "[package]\nname = \"migration\"\nversion = \"0.1.0\"\n\n[lib]\nname = \"migration\"\npath = \"src/lib.rs\"\n\n\
         [dependencies]\nloco-rs = { workspace = true }\n\n[dependencies.sea-orm-migration]\nversion = \"1.1.0\"\n",
    );
    sandbox.write("migration/src/lib.rs", LIBRARY);
    sandbox.write(
        &format!("migration/src/{FIRST}.rs"),
        "use loco_rs::schema::*;\nuse sea_orm_migration::prelude::*;\n\n#[derive(DeriveMigrationName)]\npub struct Migration;\n",
    );
    sandbox
}

#[test]
fn it_is_found_and_its_generator_goes_on_finding_its_place() {
    let sandbox = starter();
    sandbox.run(&["init"]).says(
        r"
        exit 0
        --- stdout
        Wrote autogen.toml
        --- stderr
        Found entities in 1 folder: src/models/_entities
        Found the migration crate `migration`

        hint: `autogen history` lists the migrations; `autogen -m MESSAGE` writes the next one
    ",
    );
    sandbox.run(&["history"]).exits(0).prints(FIRST);
    sandbox.sql(&format!(
        "CREATE TABLE seaql_migrations (version varchar NOT NULL PRIMARY KEY, applied_at bigint NOT NULL);
         INSERT INTO seaql_migrations VALUES ('{FIRST}', 1700000000);
         CREATE TABLE users (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, name varchar NOT NULL);"
    ));
    let entity = "src/models/_entities/users.rs";
    sandbox.edit(entity, "pub name: String,", "pub name: String,\n    pub phone: Option<String>,");
    let written = [("SOURCE_DATE_EPOCH", "1767323045"), ("DATABASE_URL", "sqlite://app.db")];
    sandbox.run_with(&["-m", "Add phone"], &written).exits(0).prints("m20260102_030405_add_phone.rs (proven");
    let expected = LIBRARY
        .replace("mod m20220101_000001_users;\n", "mod m20220101_000001_users;\nmod m20260102_030405_add_phone;\n")
        .replace(
            "            // inject-above",
            "            Box::new(m20260102_030405_add_phone::Migration),\n            // inject-above",
        );
    assert_eq!(sandbox.read("migration/src/lib.rs"), expected);
    // The application runs its migrations, and nothing else can.
    let url = "sqlite://app.db";
    sandbox
        .run(&["upgrade", "--database-url", url])
        .exits(2)
        .complains("has no program")
        .complains("cargo loco db migrate");
}
