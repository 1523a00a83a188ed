//! Changes beside a schema with a thing of every kind in it: all of that is byte for byte what it was.

use autogen_schema::Dialect;

use super::Stage;

const EVERYTHING: &str = include_str!("../../fixtures/introspect/postgres/everything.sql");

const USERS: &str = "use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = \"users\")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    #[sea_orm(column_type = \"String(StringLen::N(50))\")]
    pub name: String,
    #[sea_orm(unique, column_type = \"custom(\\\"citext\\\")\")]
    pub email: String,
    pub feeling: Option<Mood>,
    // more
}

#[derive(Clone, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = \"String\", db_type = \"Enum\", enum_name = \"mood\")]
pub enum Mood {
    #[sea_orm(string_value = \"sad\")]
    Sad,
    #[sea_orm(string_value = \"meh\")]
    Meh,
    #[sea_orm(string_value = \"ok\")]
    Ok,
    #[sea_orm(string_value = \"it's fine\")]
    Fine,
}

impl ActiveModelBehavior for ActiveModel {}
";

const NOTES: &str = "use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = \"notes\")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    #[sea_orm(indexed)]
    pub user_id: i32,
    #[sea_orm(extra = \"CHECK (body IN ('a', 'b'))\")]
    pub body: String,
    #[sea_orm(belongs_to, from = \"user_id\", to = \"id\", on_delete = \"Cascade\")]
    pub user: BelongsTo<super::users::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
";

fn stage() -> Stage {
    let stage = Stage::of(Dialect::Postgres, EVERYTHING);
    stage.sandbox.write("src/users.rs", USERS).write("src/lib.rs", "pub mod users;\npub mod notes;\n");
    stage.adopt();
    stage.run(&["check"]).exits(0);
    stage
}

/// Makes a change and takes it back. What is new has one of the `words` in it.
#[track_caller]
fn beside(stage: &Stage, words: &[&str]) {
    let before = stage.statements();
    stage.migrate().exits(0);
    stage.run(&["upgrade"]).exits(0);
    stage.run(&["check"]).exits(0);
    let after = stage.statements();
    let differs = |one: &[String], other: &[String]| -> Vec<String> {
        let missing = one.iter().filter(|statement| !other.contains(statement));
        missing.filter(|statement| !words.iter().any(|word| statement.contains(word))).cloned().collect()
    };
    let (lost, new) = (differs(&before, &after), differs(&after, &before));
    assert!(lost.is_empty() && new.is_empty(), "lost {lost:#?}\nnew {new:#?}\nby {}", stage.revision());
    stage.run(&["downgrade", "-1"]).exits(0);
    assert_eq!(before, stage.statements(), "after the downgrade of {}", stage.revision());
    stage.forget_revision();
}

#[test]
fn tables_columns_indexes_and_labels() {
    let stage = stage();
    stage.sandbox.write("src/notes.rs", NOTES);
    beside(&stage, &["notes"]);
    stage.sandbox.remove("src/notes.rs");

    let field = "#[sea_orm(indexed)]\n    pub nickname: Option<String>,";
    stage.sandbox.write("src/users.rs", USERS.replace("// more", field));
    beside(&stage, &["CREATE TABLE public.users (", "nickname"]);

    let label = "    #[sea_orm(string_value = \"happy\")]\n    Happy,\n}";
    stage.sandbox.write("src/users.rs", USERS.replace("    Fine,\n}", &format!("    Fine,\n{label}")));
    beside(&stage, &["CREATE TYPE public.mood"]);

    stage.sandbox.write(
        "src/users.rs",
        USERS.replace("#[sea_orm(table_name = \"users\")]", "#[sea_orm(table_name = \"users\", comment = \"new\")]"),
    );
    beside(&stage, &["COMMENT ON TABLE public.users"]);
}
