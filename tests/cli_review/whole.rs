//! Whole reviews.

use super::{Checkout, is_expected};
use crate::support::Sandbox;

const TAGS: &str = r#"use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "tags")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    pub label: String,
    pub user_id: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::users::Entity", from = "Column::UserId", to = "super::users::Column::Id")]
    Users,
}

impl ActiveModelBehavior for ActiveModel {}
"#;

/// Users with four columns, and their tags; an index that a hand made; then posts instead of tags, and other columns.
fn changed() -> Checkout {
    let sandbox = Sandbox::new();
    sandbox.edit(
        "src/users.rs",
        "    pub name: String,\n",
        "    pub name: String,\n    pub nick: Option<String>,\n    pub fax: Option<String>,\n    pub age: i32,\n",
    );
    sandbox.write("src/tags.rs", TAGS);
    sandbox.run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    let by_hand =
        "-- autogen: upgrade\nCREATE INDEX by_hand ON users (age);\n\n-- autogen: downgrade\nDROP INDEX by_hand;\n";
    sandbox.revision("abab", "aaaa", by_hand);
    sandbox.run(&["upgrade"]).exits(0);
    let rows = "INSERT INTO users (name, fax, age) VALUES ('a', 'x', 1), ('b', 'y', 2); INSERT INTO tags (label, user_id) VALUES ('t', 1);";
    fill(&sandbox, rows);
    let checkout = Checkout::of(sandbox);
    let sandbox = &checkout.sandbox;
    sandbox.remove("src/tags.rs");
    sandbox.write("src/posts.rs", TAGS.replace("\"tags\"", "\"posts\"").replace("label", "body"));
    sandbox.edit("src/users.rs", "    pub fax: Option<String>,\n", "").edit("src/users.rs", "nick:", "nickname:");
    sandbox.edit(
        "src/users.rs",
        "pub age: i32,",
        "pub age: Option<i32>,\n    #[sea_orm(unique)]\n    pub email: String,",
    );
    checkout
}

fn fill(sandbox: &Sandbox, rows: &str) {
    let status = std::process::Command::new("sqlite3").arg(sandbox.path("app.db")).arg(rows).status().unwrap();
    assert!(status.success());
}

#[test]
fn everything_that_a_reviewer_wants_to_know() {
    let checkout = changed();
    let rename = ["-m", "Posts, not tags\n\nNobody used tags.", "--rev-id", "bbbb", "--rename", "users.nick=nickname"];
    checkout.sandbox.run(&rename).exits(0);
    let before = checkout.sandbox.files();
    let review = checkout.review(&[]);
    review.exits(0);
    checkout.sandbox.unchanged(&before);
    is_expected(&review.stdout, "changed.md");
    checkout
        .commit("change")
        .git(&["checkout", "--quiet", "-b", "feature"])
        .git(&["branch", "--force", "main", "HEAD~1"]);
    assert_eq!(checkout.review(&[]), review, "committed or not");
    assert_eq!(checkout.review(&["main"]), review);
    let json = super::document(&checkout.review(&["--format", "json"]));
    assert_eq!(json["status"], "clean");
    assert_eq!(json["revisions"][0]["proven"], true);
    assert_eq!(json["rows"][0]["rows"], 2);
}

#[test]
fn nothing_new_is_said_in_a_line() {
    let checkout = Checkout::of(Sandbox::upgraded());
    checkout.review(&[]).says(
        "
        exit 0
        --- stdout
        ## Schema: no new revision since `main`
        ",
    );
}

#[test]
fn branches_are_drawn_where_there_are_some() {
    let checkout = Checkout::of(Sandbox::upgraded());
    checkout.sandbox.edit(
        "src/users.rs",
        "    pub name: String,\n",
        "    pub name: String,\n    pub fax: Option<String>,\n",
    );
    checkout.sandbox.run(&["-m", "Fax", "--rev-id", "bbbb"]).exits(0);
    checkout.commit("fax");
    checkout.sandbox.revision("cccc", "aaaa", "-- autogen: upgrade\n\n-- autogen: downgrade\n");
    let review = checkout.review(&["HEAD", "--no-proof"]);
    review.exits(1);
    is_expected(&review.stdout, "branches.md");
}

/// The columns of a table of a hundred are not all drawn.
#[test]
fn a_column_of_a_large_project() {
    let checkout = Checkout::of(Sandbox::timetracker());
    checkout.sandbox.run(&["-m", "Add phone number", "--rev-id", "bbbb"]).exits(0);
    let review = checkout.review(&[]);
    review.exits(0);
    is_expected(&review.stdout, "phone_number.md");
}

/// What does not fit into a comment says where it is.
#[test]
fn the_first_revision_of_a_large_project() {
    let sandbox = Sandbox::timetracker();
    for entry in std::fs::read_dir(sandbox.path("migrations/versions")).unwrap() {
        std::fs::remove_file(entry.unwrap().path()).unwrap();
    }
    let checkout = Checkout::of(sandbox);
    checkout.sandbox.run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    let review = checkout.review(&[]);
    review.exits(0);
    assert!(review.stdout.chars().count() <= 65_000, "{}", review.stdout.chars().count());
    is_expected(&review.stdout, "first.md");
    let whole = checkout.review(&["--limit", "10000000", "--no-proof"]);
    assert!(whole.stdout.contains("CREATE TABLE \"activities\" ("), "{whole}");
}
