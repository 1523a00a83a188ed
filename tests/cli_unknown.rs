//! What the source of entities does not tell is not absent: it stays, is not compared, and the words tell the way out.

use crate::support::Sandbox;

const GIT: &str = "[package]\nname = \"app\"\n\n[dependencies]\nbilling = { git = \"https://example.com/billing\" }\n";

#[test]
fn a_type_from_a_git_dependency() {
    let sandbox = Sandbox::upgraded();
    sandbox.write("Cargo.toml", GIT);
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: billing::Money,");
    sandbox.run(&["check"]).says(
        r#"
        exit 0
        --- stdout
        No new upgrade operations detected.
        --- stderr
        warning[unknown-type]: the column type of `users.name`, a `billing::Money`, is not known: it is not declared in the files that are read
         --> src/users.rs:8:15
          |
        8 |     pub name: billing::Money,
          |               ^^^^^^^^^^^^^^ an existing column stays as it is and is not compared; a new one cannot be created
          |
          = help: say it on the field: `#[sea_orm(column_type = "…")]`
          = help: or for the type, in `autogen.toml`: `[types]`, `"billing::Money" = "…"`

        note: the next revision claims 1 fact that the entities say and that is there
    "#,
    );
    sandbox.run(&["-m", "x"]).says(
        r#"
        exit 0
        --- stderr
        warning[unknown-type]: the column type of `users.name`, a `billing::Money`, is not known: it is not declared in the files that are read
         --> src/users.rs:8:15
          |
        8 |     pub name: billing::Money,
          |               ^^^^^^^^^^^^^^ an existing column stays as it is and is not compared; a new one cannot be created
          |
          = help: say it on the field: `#[sea_orm(column_type = "…")]`
          = help: or for the type, in `autogen.toml`: `[types]`, `"billing::Money" = "…"`

        No changes in schema detected.
    "#,
    );
    sandbox.write("autogen.toml", sandbox.read("autogen.toml") + "[types]\n\"billing::*\" = \"Text\"\n");
    sandbox.run(&["check"]).says(
        r"
        exit 1
        --- stdout
        New upgrade operations detected:
          changed column `users.name`: type string -> text
        --- stderr

        hint: `autogen -m MESSAGE` writes them into a revision
    ",
    );
}

#[test]
fn a_column_type_that_is_a_function_call() {
    let sandbox = Sandbox::upgraded();
    sandbox.edit(
        "src/users.rs",
        "pub name: String,",
        "#[sea_orm(column_type = \"Custom(text_type())\")]\n    pub name: String,",
    );
    sandbox.run(&["check"]).says(
        r#"
        exit 0
        --- stdout
        No new upgrade operations detected.
        --- stderr
        warning[unknown-column-type]: the column type of `users.name` is code, and what it gives is not known
         --> src/users.rs:8:29
          |
        8 |     #[sea_orm(column_type = "Custom(text_type())")]
          |                             ^^^^^^^^^^^^^^^^^^^^^ an existing column stays as it is and is not compared; a new one cannot be created
          |
          = help: write it out: `column_type = "custom(\"…\")"`

        note: the next revision claims 1 fact that the entities say and that is there
    "#,
    );
    sandbox.edit(
        "src/users.rs",
        "pub name: String,",
        "pub name: String,\n    #[sea_orm(column_type = \"Custom(text_type())\")]\n    pub bio: String,",
    );
    sandbox.refuses(&["-m", "x"], 
        r#"
        exit 2
        --- stderr
        warning[unknown-column-type]: the column type of `users.name` is code, and what it gives is not known
         --> src/users.rs:8:29
          |
        8 |     #[sea_orm(column_type = "Custom(text_type())")]
          |                             ^^^^^^^^^^^^^^^^^^^^^ an existing column stays as it is and is not compared; a new one cannot be created
          |
          = help: write it out: `column_type = "custom(\"…\")"`

        warning[unknown-column-type]: the column type of `users.bio` is code, and what it gives is not known
          --> src/users.rs:10:29
           |
        10 |     #[sea_orm(column_type = "Custom(text_type())")]
           |                             ^^^^^^^^^^^^^^^^^^^^^ an existing column stays as it is and is not compared; a new one cannot be created
           |
           = help: write it out: `column_type = "custom(\"…\")"`

        error: cannot make what the source does not tell: column users.bio (`Custom(text_type())`)

        hint: say the type in the entity: `#[sea_orm(column_type = "…")]`
        hint: or under `[types]` in autogen.toml
    "#,
    );
}

#[test]
fn a_type_of_another_crate_of_the_workspace() {
    let sandbox = Sandbox::upgraded();
    sandbox.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\".\", \"libs/*\"]\n\n[workspace.dependencies]\nkinds = { path = \"libs/kinds\" }\n\n\
         [package]\nname = \"app\"\n\n[dependencies]\nkinds.workspace = true\n\n[target.'cfg(unix)'.dependencies]\n\
         renamed = { path = \"libs/../libs/odd\", package = \"odd-name\" }\n",
    );
    sandbox.write("libs/kinds/Cargo.toml", "[package]\nname = \"kinds\"\n");
    sandbox.write("libs/kinds/src/lib.rs", "mod money;\npub use money::*;\n");
    sandbox.write("libs/kinds/src/money.rs", "#[derive(DeriveValueType)]\npub struct Cents(i64);\n");
    sandbox
        .write("libs/odd/Cargo.toml", "[package]\nname = \"odd-name\"\n\n[lib]\nname = \"odd\"\npath = \"code.rs\"\n");
    sandbox.write("libs/odd/code.rs", "#[derive(DeriveValueType)]\npub struct Flag(bool);\n");
    sandbox.edit(
        "src/users.rs",
        "pub name: String,",
        "pub name: String,\n    pub balance: Option<kinds::Cents>,\n    pub flag: Option<renamed::Flag>,",
    );
    sandbox.run(&["check"]).says(
        r"
        exit 1
        --- stdout
        New upgrade operations detected:
          added column `users.balance`: big-integer null
          added column `users.flag`: boolean null
        --- stderr

        hint: `autogen -m MESSAGE` writes them into a revision
    ",
    );
}

#[test]
fn a_table_name_that_is_computed() {
    let sandbox = Sandbox::upgraded();
    sandbox.edit("src/users.rs", "    pub name: String,\n", "");
    sandbox.write(
        "src/posts.rs",
        "#[derive(DeriveEntity)]\npub struct Entity;\n\nimpl EntityName for Entity {\n    fn table_name(&self) -> &'static str {\n        \
         crate::table_of(\"post\")\n    }\n}\n",
    );
    sandbox.run(&["check"]).says(
        r#"
        exit 1
        --- stdout
        Not in the entities, which could not be read completely, and so not dropped:
          column `users.name`
        --- stderr
        warning[computed-table-name]: the name of the table is not written here
         --> src/posts.rs:2:12
          |
        2 | pub struct Entity;
          |            ^^^^^^
          |
          = help: add `#[sea_orm(table_name = "…")]`


        hint: `autogen -m MESSAGE --drop 'column users.name'` drops it nevertheless
    "#,
    );
    sandbox.refuses(
        &["-m", "x"],
        r#"
        exit 2
        --- stderr
        warning[computed-table-name]: the name of the table is not written here
         --> src/posts.rs:2:12
          |
        2 | pub struct Entity;
          |            ^^^^^^
          |
          = help: add `#[sea_orm(table_name = "…")]`

        error: the entities could not be read completely, so nothing is dropped: column users.name

        hint: src/posts.rs:2: the name of the table is not written here
        hint: mend that, or name each drop: --drop 'column users.name'
    "#,
    );
}

const EXPANDED: &str = r#"use sea_orm::entity::prelude::*;

#[derive(Copy, Clone, Default, Debug, DeriveEntity)]
#[sea_orm(table_name = "users")]
pub struct Entity;

#[derive(Copy, Clone, Debug, EnumIter, DeriveColumn)]
pub enum Column {
    Id,
    Name,
}

impl ColumnTrait for Column {
    type EntityName = Entity;

    fn def(&self) -> ColumnDef {
        match self {
            Self::Id => ColumnType::Integer.def(),
            Self::Name => crate::columns::name(),
        }
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DerivePrimaryKey)]
pub enum PrimaryKey {
    Id,
}

impl PrimaryKeyTrait for PrimaryKey {
    type ValueType = i32;

    fn auto_increment() -> bool {
        true
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
"#;

#[test]
fn a_column_that_is_defined_by_code() {
    let sandbox = Sandbox::upgraded();
    sandbox.write("src/users.rs", EXPANDED);
    sandbox.run(&["check"]).says(
        r"
        exit 0
        --- stdout
        No new upgrade operations detected.
        --- stderr
        warning[computed-column]: the definition of the column `name` is code that is not followed
          --> src/users.rs:10:5
           |
        10 |     Name,
           |     ^^^^ an existing column stays as it is and is not compared; a new one cannot be created
           |
           = help: write it out in `def`: `ColumnType::… .def()` and what follows

        note: the next revision claims 1 fact that the entities say and that is there
    ",
    );
    sandbox.edit("src/users.rs", "crate::columns::name()", "ColumnType::String(StringLen::None).def().nullable()");
    sandbox.run(&["check"]).says(
        r"
        exit 1
        --- stdout
        New upgrade operations detected:
          changed column `users.name`: not null -> null
        --- stderr

        hint: `autogen -m MESSAGE` writes them into a revision
        note: the next revision claims 2 facts that the entities say and that are there
    ",
    );
}
