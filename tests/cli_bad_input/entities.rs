//! Entities that are missing, contradictory or unreadable.

use crate::support::{Sandbox, USERS};

#[test]
fn no_entities() {
    let sandbox = Sandbox::new();
    sandbox.write("src/users.rs", "pub struct User;\n");
    sandbox.refuses(
        &["check"],
        r"
        exit 2
        --- stderr
        error: no entities found in `src`

        hint: name the files or folders under `entities` in autogen.toml
    ",
    );
    sandbox.refuses(
        &["-m", "x"],
        r"
        exit 2
        --- stderr
        error: no entities found in `src`

        hint: name the files or folders under `entities` in autogen.toml
    ",
    );
    sandbox.write("autogen.toml", "entities = [\"source\"]\n");
    sandbox.refuses(
        &["check"],
        r"
        exit 2
        --- stderr
        error: no entities found in `source`

        hint: name the files or folders under `entities` in autogen.toml
    ",
    );
}

#[test]
fn two_entities_on_one_table() {
    let sandbox = Sandbox::new();
    sandbox.write("src/people.rs", USERS);
    sandbox.refuses(
        &["check"],
        r"
        exit 2
        --- stdout
        New upgrade operations detected:
          added table `users` (2 columns)
        --- stderr
        error[duplicate-table]: two entities are the table `users`
         --> src/users.rs:5:12
          |
        5 | pub struct Model {
          |            ^^^^^ and again here
          |
         ::: src/people.rs:5:12
          |
        5 | pub struct Model {
          |            ----- first here
          |
          = help: keep one of them, or take the other's file out of `entities`

        error: the entities have 1 error: what they say is not known for sure

        error: database `app.db` does not exist

        hint: `autogen upgrade` makes it
    ",
    );
    sandbox.refuses(
        &["-m", "x"],
        r"
        exit 2
        --- stderr
        error[duplicate-table]: two entities are the table `users`
         --> src/users.rs:5:12
          |
        5 | pub struct Model {
          |            ^^^^^ and again here
          |
         ::: src/people.rs:5:12
          |
        5 | pub struct Model {
          |            ----- first here
          |
          = help: keep one of them, or take the other's file out of `entities`

        error: the entities have errors: nothing was written
    ",
    );
}

#[test]
fn a_type_that_is_not_known() {
    let sandbox = Sandbox::upgraded();
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub balance: billing::Money,");
    sandbox.refuses(&["check"], r#"
        exit 2
        --- stdout
        New upgrade operations detected:
          added column `users.balance`: unknown('billing::Money') not null
        --- stderr
        warning[unknown-type]: the column type of `users.balance`, a `billing::Money`, is not known: it is not declared in the files that are read
         --> src/users.rs:9:18
          |
        9 |     pub balance: billing::Money,
          |                  ^^^^^^^^^^^^^^ an existing column stays as it is and is not compared; a new one cannot be created
          |
          = help: say it on the field: `#[sea_orm(column_type = "…")]`
          = help: or for the type, in `autogen.toml`: `[types]`, `"billing::Money" = "…"`

        error: cannot make what the source does not tell: column users.balance (`billing::Money`)

        hint: say the type in the entity: `#[sea_orm(column_type = "…")]`
        hint: or under `[types]` in autogen.toml
    "#);
    sandbox.refuses(&["-m", "x"], r#"
        exit 2
        --- stderr
        warning[unknown-type]: the column type of `users.balance`, a `billing::Money`, is not known: it is not declared in the files that are read
         --> src/users.rs:9:18
          |
        9 |     pub balance: billing::Money,
          |                  ^^^^^^^^^^^^^^ an existing column stays as it is and is not compared; a new one cannot be created
          |
          = help: say it on the field: `#[sea_orm(column_type = "…")]`
          = help: or for the type, in `autogen.toml`: `[types]`, `"billing::Money" = "…"`

        error: cannot make what the source does not tell: column users.balance (`billing::Money`)

        hint: say the type in the entity: `#[sea_orm(column_type = "…")]`
        hint: or under `[types]` in autogen.toml
    "#);
}

#[test]
fn a_file_that_is_not_rust() {
    let sandbox = Sandbox::upgraded();
    sandbox.write("src/posts.rs", "pub struct Model {\n    pub id: i32,\n");
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub age: Option<i32>,");
    sandbox.refuses(&["check"], r"
        exit 2
        --- stdout
        New upgrade operations detected:
          added column `users.age`: integer null
        --- stderr
        error[syntax]: the file is not Rust that can be read
         --> src/posts.rs:1:18
          |
        1 | pub struct Model {
          |                  ^ here, or before, a bracket, a quote or a comment is not closed, or a character is out of place

        error: the entities have 1 error: what they say is not known for sure
    ");
    sandbox.refuses(&["-m", "x"], r"
        exit 2
        --- stderr
        error[syntax]: the file is not Rust that can be read
         --> src/posts.rs:1:18
          |
        1 | pub struct Model {
          |                  ^ here, or before, a bracket, a quote or a comment is not closed, or a character is out of place

        error: the entities have errors: nothing was written
    ");
}

#[test]
fn a_conflict() {
    let sandbox = Sandbox::upgraded();
    let conflict = "<<<<<<< HEAD\n    pub name: String,\n=======\n    pub name: Option<String>,\n>>>>>>> feature\n";
    sandbox.edit("src/users.rs", "    pub name: String,\n", conflict);
    sandbox.refuses(
        &["check"],
        r"
        exit 2
        --- stdout
        Not in the entities, which could not be read completely, and so not dropped:
          table `users`
        --- stderr
        error[conflict-markers]: the file holds the markers of an unfinished merge
         --> src/users.rs:8:1
          |
        8 | <<<<<<< HEAD
          | ^^^^^^^^^^^^ a conflict begins here
          |
          = help: resolve the conflict and remove the lines `<<<<<<<`, `=======` and `>>>>>>>`

        error: the entities have 1 error: what they say is not known for sure
    ",
    );
    sandbox.refuses(
        &["-m", "x"],
        r"
        exit 2
        --- stderr
        error[conflict-markers]: the file holds the markers of an unfinished merge
         --> src/users.rs:8:1
          |
        8 | <<<<<<< HEAD
          | ^^^^^^^^^^^^ a conflict begins here
          |
          = help: resolve the conflict and remove the lines `<<<<<<<`, `=======` and `>>>>>>>`

        error: the entities have errors: nothing was written
    ",
    );
    sandbox.refuses(
        &["diff"],
        r"
        exit 2
        --- stderr
        error[conflict-markers]: the file holds the markers of an unfinished merge
         --> src/users.rs:8:1
          |
        8 | <<<<<<< HEAD
          | ^^^^^^^^^^^^ a conflict begins here
          |
          = help: resolve the conflict and remove the lines `<<<<<<<`, `=======` and `>>>>>>>`

        error: the entities have 1 error: what they say is not known for sure
    ",
    );
}

#[test]
fn a_drop_on_doubt() {
    let sandbox = Sandbox::upgraded();
    sandbox.edit("src/users.rs", "    pub name: String,\n", "");
    sandbox.write("src/posts.rs", "make_entity! { posts { title: String } }\n");
    sandbox.run(&["check"]).says(
        r"
        exit 1
        --- stdout
        Not in the entities, which could not be read completely, and so not dropped:
          column `users.name`
        --- stderr
        warning[entity-macro]: the macro `make_entity!` may make an entity, and macros are not expanded
         --> src/posts.rs:1:1
          |
        1 | make_entity! { posts { title: String } }
          | ^^^^^^^^^^^
          |
          = help: write the entity out, or move the call to a file that is not read for entities


        hint: `autogen -m MESSAGE --drop 'column users.name'` drops it nevertheless
    ",
    );
    sandbox.refuses(
        &["-m", "x"],
        r"
        exit 2
        --- stderr
        warning[entity-macro]: the macro `make_entity!` may make an entity, and macros are not expanded
         --> src/posts.rs:1:1
          |
        1 | make_entity! { posts { title: String } }
          | ^^^^^^^^^^^
          |
          = help: write the entity out, or move the call to a file that is not read for entities

        error: the entities could not be read completely, so nothing is dropped: column users.name

        hint: src/posts.rs:1: the macro `make_entity!` may make an entity, and macros are not expanded
        hint: mend that, or name each drop: --drop 'column users.name'
    ",
    );
    sandbox.run(&["-m", "Drop name", "--rev-id", "bbbb", "--drop", "users.name"]).says(
        r"
        exit 0
        --- stdout
        Wrote migrations/versions/bbbb_drop_name.sql (proven: up, down, up)
        --- stderr
        warning[entity-macro]: the macro `make_entity!` may make an entity, and macros are not expanded
         --> src/posts.rs:1:1
          |
        1 | make_entity! { posts { title: String } }
          | ^^^^^^^^^^^
          |
          = help: write the entity out, or move the call to a file that is not read for entities

        Detected removed column `users.name`: string not null
        hazard: destroys the values of users.name

        hint: `autogen upgrade` runs it
    ",
    );
}
