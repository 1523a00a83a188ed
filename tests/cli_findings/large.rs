//! The lines of a check on a project of 137 tables.
//!
//! `UPDATE_EXPECT=1` writes what is expected anew, in `fixtures/editor`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::Sandbox;

use super::assert_matched;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

/// The project with edits of every kind.
fn edited() -> Sandbox {
    let sandbox = Sandbox::timetracker();
    // A column that goes, an index that moves, a key that is another one, a label, a type, a default, a table.
    sandbox.edit("src/client.rs", "    pub phone: Option<String>,\n", "");
    sandbox.edit("src/time_entry.rs", "    #[sea_orm(indexed)]\n    pub paid: bool,\n", "    pub paid: bool,\n");
    sandbox.edit(
        "src/time_entry.rs",
        "    pub created_at: DateTime,\n",
        "    #[sea_orm(indexed)]\n    pub created_at: DateTime,\n",
    );
    sandbox.edit(
        "src/time_entry.rs",
        "    #[sea_orm(belongs_to, from = \"user_id\", to = \"id\")]\n    pub user:",
        "    #[sea_orm(belongs_to, from = \"user_id\", to = \"id\", on_delete = \"Cascade\")]\n    pub user:",
    );
    sandbox.edit(
        "src/project.rs",
        "    #[sea_orm(column_type = \"String(StringLen::N(100))\")]\n    pub billing_ref: Option<String>,\n",
        "    #[sea_orm(column_type = \"String(StringLen::N(120))\", unique)]\n    pub billing_ref: Option<String>,\n",
    );
    sandbox.edit(
        "src/user.rs",
        "    #[sea_orm(column_type = \"String(StringLen::N(20))\")]\n    pub auth_provider: String,\n",
        "    #[sea_orm(column_type = \"String(StringLen::N(20))\", default_value = \"local\")]\n    pub auth_provider: String,\n",
    );
    sandbox.write(
        "src/team.rs",
        "use sea_orm::entity::prelude::*;\n\n#[sea_orm::model]\n#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]\n\
         #[sea_orm(table_name = \"teams\")]\npub struct Model {\n    #[sea_orm(primary_key)]\n    pub id: i32,\n    #[sea_orm(unique)]\n    \
         pub name: String,\n    pub budget: Money,\n}\n\nimpl ActiveModelBehavior for ActiveModel {}\n",
    );
    sandbox
}

#[track_caller]
fn assert_expected(name: &str, found: &str) {
    let path = fixtures().join("editor").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, found).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(expected, found, "{} (UPDATE_EXPECT=1 writes it anew)", path.display());
}

#[test]
fn every_line_is_at_its_place() {
    let sandbox = edited();
    let short = sandbox.run(&["check", "--format", "short"]);
    assert_matched(&sandbox, short.exits(2));
    assert_expected("timetracker.short.txt", &short.stdout);
    let github = sandbox.run(&["check", "--format", "github"]);
    assert_expected("timetracker.github.txt", &github.exits(2).stdout);
}

/// With a history that has nothing yet, all 137 tables are findings, each at its struct.
#[test]
fn every_table_is_at_its_struct() {
    let sandbox = edited();
    sandbox.remove("src/team.rs");
    fs::remove_dir_all(sandbox.path("migrations/versions")).unwrap();
    sandbox.write("migrations/versions/.gitkeep", "");
    let short = sandbox.run(&["check", "--format", "short"]);
    assert_matched(&sandbox, short.exits(1));
    let tables: Vec<&str> = short.stdout.lines().filter(|line| line.contains("added table")).collect();
    assert_eq!(tables.len(), 137, "{short}");
    for line in tables {
        let mut parts = line.split(':');
        let (file, number) = (parts.next().unwrap(), parts.next().unwrap().parse::<usize>().unwrap());
        let text = sandbox.read(file);
        assert!(text.lines().nth(number - 1).unwrap().starts_with("pub struct"), "{line}");
    }
}
