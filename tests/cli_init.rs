//! `autogen init`.

use crate::support::{Sandbox, USERS};

#[test]
fn a_project_is_set_up() {
    let sandbox = Sandbox::empty();
    sandbox
        .write("entity/src/users.rs", USERS)
        .write("migration/src/users.rs", USERS)
        .write("src/main.rs", "fn main() {}");
    sandbox.run(&["init"]).says(
        r#"
        exit 0
        --- stdout
        Wrote autogen.toml
        Wrote migrations/revision.sql.hbs
        Wrote migrations/README.md
        Wrote migrations/versions/.gitkeep
        --- stderr
        Found entities in 1 folder: entity/src

        hint: `autogen -m "First revision"` writes what the entities ask for; `autogen adopt` takes over a database
    "#,
    );
    assert_eq!(
        sandbox.read("autogen.toml"),
        "# Where entities are read from: files or folders.\nentities = [\"entity/src\"]\n\
         # The databases that revisions are made for.\ndialects = [\"sqlite\"]\n\
         # The folder of the revisions and their template.\ndirectory = \"migrations\"\n\
         # The database. DATABASE_URL, in the environment or in .env, comes first.\n\
         # database_url = \"sqlite://app.db\"\n"
    );
    sandbox.run(&["check"]).exits(1);
}

#[test]
fn what_is_there_stays() {
    let sandbox = Sandbox::new();
    sandbox.run(&["init"]).says(
        r"
        exit 0
        --- stdout
        Wrote migrations/revision.sql.hbs
        Wrote migrations/README.md
        Wrote migrations/versions/.gitkeep
        --- stderr
        autogen.toml is there already, and stays

        hint: `autogen check` compares the entities with the revisions
    ",
    );
    let before = sandbox.files();
    sandbox.run(&["init"]).says(
        r"
        exit 0
        --- stderr
        autogen.toml is there already, and stays
        migrations/revision.sql.hbs is there already, and stays
        migrations/README.md is there already, and stays
        migrations/versions/.gitkeep is there already, and stays

        hint: `autogen check` compares the entities with the revisions
    ",
    );
    sandbox.unchanged(&before);
}

#[test]
fn the_configuration_that_is_there_names_the_folder() {
    let sandbox = Sandbox::empty();
    sandbox.write("src/users.rs", USERS).write("autogen.toml", "entities = [\"src\"]\ndirectory = \"db\"\n");
    sandbox.run(&["init"]).says(
        r"
        exit 0
        --- stdout
        Wrote db/revision.sql.hbs
        Wrote db/README.md
        Wrote db/versions/.gitkeep
        --- stderr
        autogen.toml is there already, and stays

        hint: `autogen check` compares the entities with the revisions
    ",
    );
    sandbox.write("autogen.toml", "entity = []\n");
    sandbox.run(&["init"]).exits(2).complains("unknown key `entity`");
}

#[test]
fn entities_are_found_where_people_put_them() {
    for (files, found) in [
        (&["src/entity/users.rs"][..], r#"["src/entity"]"#),
        (&["src/entities/users.rs", "src/entities/sub/posts.rs"], r#"["src/entities"]"#),
        (&["src/models/_entities/users.rs"], r#"["src/models/_entities"]"#),
        (&["crates/a/src/user.rs", "crates/b/src/post.rs"], r#"["crates/a/src", "crates/b/src"]"#),
        (&["src/a/user.rs", "src/b/user.rs", "src/c/user.rs", "src/d/user.rs"], r#"["src"]"#),
        (&["users.rs"], r#"["."]"#),
        (&["target/entity/src/users.rs", ".hidden/users.rs", "tests/users.rs"], "[]"),
    ] {
        let sandbox = Sandbox::empty();
        for file in files {
            sandbox.write(file, USERS);
        }
        sandbox.run(&["init"]).exits(0);
        assert!(sandbox.read("autogen.toml").contains(&format!("entities = {found}\n")), "{files:?}");
    }
}

#[test]
fn no_entities_yet() {
    Sandbox::empty().run(&["init", "--entities", "src/model", "db"]).says(
        r#"
        exit 0
        --- stdout
        Wrote autogen.toml
        Wrote db/revision.sql.hbs
        Wrote db/README.md
        Wrote db/versions/.gitkeep
        --- stderr
        Found entities in 1 folder: src/model

        hint: `autogen -m "First revision"` writes what the entities ask for; `autogen adopt` takes over a database
    "#,
    );
    Sandbox::empty().run(&["init"]).says(
        r"
        exit 0
        --- stdout
        Wrote autogen.toml
        Wrote migrations/revision.sql.hbs
        Wrote migrations/README.md
        Wrote migrations/versions/.gitkeep
        --- stderr
        warning: no entities were found

        hint: name the folders of the entities under `entities` in autogen.toml
    ",
    );
}
