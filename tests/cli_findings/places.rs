//! Each kind of finding at its place.

use crate::support::{Sandbox, USERS};

use super::found;

#[test]
fn what_the_entities_ask_for_is_at_the_entities() {
    let sandbox = Sandbox::new();
    let users = USERS.replace(
        "    pub name: String,",
        "    pub name: String,\n    pub fax: String,\n    #[sea_orm(unique)]\n    pub mail: String,",
    );
    sandbox.write("src/users.rs", users).write("src/posts.rs", USERS.replace("\"users\"", "\"posts\""));
    sandbox.run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    sandbox.run(&["upgrade"]).exits(0);
    // A column and a table that go, an attribute that goes, one that comes, a type that is another one.
    sandbox.remove("src/posts.rs").edit("src/users.rs", "    pub fax: String,\n    #[sea_orm(unique)]\n", "");
    sandbox.edit(
        "src/users.rs",
        "    pub name: String,",
        "    #[sea_orm(unique, column_type = \"Text\")]\n    pub name: String,",
    );
    let github = found(
        &sandbox,
        &["check"],
        1,
        "
        migrations/versions/aaaa_first.sql:9:1: warning[pending-change]: removed table `posts` (2 columns)
        src/users.rs:5:12: warning[pending-change]: removed column `users.fax`: string not null
        src/users.rs:8:15: warning[pending-change]: added unique `users(name)`
        src/users.rs:9:9: warning[pending-change]: changed column `users.name`: type string -> text
        src/users.rs:10:9: warning[pending-change]: removed unique `users(mail)`
    ",
    );
    let first = github.stdout.lines().nth(1).unwrap();
    assert_eq!(
        first,
        "::warning file=src/users.rs,line=5,col=12,title=autogen pending-change::removed column `users.fax`: string \
         not null%0Ahint: `autogen -m MESSAGE` writes it into a revision"
    );
}

/// What has another name is in the entities under the new one.
#[test]
fn what_is_renamed_is_at_its_new_name() {
    let sandbox = Sandbox::upgraded();
    let renamed = "    #[sea_orm(renamed_from = \"name\")]\n    pub full_name: String,";
    sandbox.edit("src/users.rs", "    pub name: String,", renamed);
    found(
        &sandbox,
        &["check"],
        1,
        "src/users.rs:9:9: warning[pending-change]: renamed column `users.name` to `full_name`",
    );
}

#[test]
fn what_the_database_says_is_at_the_revisions() {
    let sandbox = Sandbox::upgraded();
    sandbox.run(&["revision", "-m", "By hand", "--rev-id", "bbbb"]).exits(0);
    found(
        &sandbox,
        &["check"],
        2,
        "migrations/versions/bbbb_by_hand.sql:1:1: warning[pending-revision]: the database lacks `bbbb`, By hand",
    );
    sandbox.run(&["upgrade"]).exits(0);
    let text = sandbox.read("migrations/versions/bbbb_by_hand.sql");
    sandbox.remove("migrations/versions/bbbb_by_hand.sql");
    found(
        &sandbox,
        &["check"],
        2,
        "autogen.toml:1:1: error[unknown-revision]: no file is here for `bbbb` \"By hand\" upon `aaaa`, applied \
         2025-11-22T09:28:00Z",
    );
    sandbox.write("migrations/versions/bbbb_by_hand.sql", text);
    sandbox.edit("migrations/versions/bbbb_by_hand.sql", "-- autogen: upgrade\n", "-- autogen: upgrade\n-- a remark\n");
    let place = "migrations/versions/bbbb_by_hand.sql:1:1";
    let edited = "the file of `bbbb` was edited after that was applied, and does not run again";
    found(&sandbox, &["check"], 0, &format!("{place}: warning[edited-revision]: {edited}"));
    found(&sandbox, &["check", "--strict"], 1, &format!("{place}: error[edited-revision]: {edited}"));
}

#[test]
fn drift_is_at_the_line_that_spoke_of_it() {
    let sandbox = Sandbox::upgraded();
    let other = Sandbox::upgraded();
    for sandbox in [&sandbox, &other] {
        sandbox.edit("src/users.rs", "    pub name: String,", "    pub name: String,\n    pub nick: Option<String>,");
        sandbox.run(&["-m", "Add nick", "--rev-id", "bbbb"]).exits(0);
    }
    sandbox.run(&["upgrade"]).exits(0);
    // A database that lacks the column, and has another, and yet says that the revision has run.
    other.run(&["revision", "-m", "By hand", "--rev-id", "cccc"]).exits(0);
    other.edit(
        "migrations/versions/cccc_by_hand.sql",
        "-- autogen: upgrade\n",
        "-- autogen: upgrade\nALTER TABLE users DROP COLUMN nick;\nALTER TABLE users ADD COLUMN age integer;\nCREATE TABLE other (id integer);\n",
    );
    other.run(&["upgrade"]).exits(0);
    other.run(&["stamp", "--purge", "bbbb"]).exits(0);
    std::fs::copy(other.path("app.db"), sandbox.path("app.db")).unwrap();
    found(
        &sandbox,
        &["check"],
        1,
        "
        autogen.toml:1:1: error[drift]: table other is in the database alone
        migrations/versions/aaaa_first.sql:9:1: error[drift]: column users.age is in the database alone
        migrations/versions/bbbb_add_nick.sql:9:1: error[drift]: column users.nick is missing from the database
    ",
    );
}

#[test]
fn what_is_not_known_is_where_it_is_not_told() {
    let sandbox = Sandbox::upgraded();
    sandbox.write("src/posts.rs", USERS.replace("\"users\"", "\"posts\""));
    sandbox.run(&["-m", "Posts", "--rev-id", "bbbb"]).exits(0);
    sandbox.run(&["upgrade"]).exits(0);
    sandbox.write("src/posts.rs", "define_entity!(Post, \"posts\");\n");
    sandbox.edit("src/users.rs", "    pub name: String,", "    pub name: String,\n    pub price: Money,");
    found(
        &sandbox,
        &["check"],
        2,
        "
        migrations/versions/bbbb_posts.sql:9:1: warning[withheld-drop]: table `posts` is not in the entities, which could not be read completely, and so is not dropped
        src/posts.rs:1:1: warning[entity-macro]: the macro `define_entity!` may make an entity, and macros are not expanded
        src/users.rs:9:9: warning[pending-change]: added column `users.price`: unknown('Money') not null
        src/users.rs:9:9: error[untold-type]: column `users.price` cannot be made: the source does not tell `Money`
        src/users.rs:9:16: warning[unknown-type]: the column type of `users.price`, a `Money`, is not known: it is not declared in the files that are read
    ",
    );
}

#[test]
fn what_cannot_be_read_is_where_it_stands() {
    let sandbox = Sandbox::upgraded();
    let file = "migrations/versions/aaaa_first.sql";
    sandbox.edit(file, "--   + table", "--   + tabel");
    let outcome = sandbox.run(&["check", "--format", "short"]);
    assert!(outcome.exits(2).stdout.starts_with(&format!("{file}:9:1: error[not-checked]: ")), "{outcome}");
    super::assert_matched(&sandbox, &outcome);
    sandbox.write(file, "");
    let outcome = sandbox.run(&["check", "--format", "short"]);
    assert!(outcome.exits(2).stdout.starts_with(&format!("{file}:1:1: error[not-checked]: ")), "{outcome}");
    // Nobody knows which line a server is in.
    let config = sandbox.read("autogen.toml").replace("sqlite://app.db", "sqlite://missing/app.db");
    sandbox.write("autogen.toml", config).remove(file);
    let outcome = sandbox.run(&["check", "--format", "short"]);
    outcome.exits(2);
    assert!(outcome.stdout.contains("autogen.toml:1:1: error[not-checked]: "), "{outcome}");
}

#[test]
fn notes_are_for_those_who_ask_for_more() {
    let sandbox = Sandbox::upgraded();
    sandbox.run(&["revision", "-m", "By hand", "--rev-id", "bbbb"]).exits(0);
    sandbox.edit(
        "migrations/versions/bbbb_by_hand.sql",
        "-- autogen: upgrade\n",
        "-- autogen: upgrade\nCREATE INDEX by_hand ON users (name);\nALTER TABLE users ADD COLUMN nick varchar;\n",
    );
    sandbox.run(&["upgrade"]).exits(0);
    sandbox.edit("src/users.rs", "    pub name: String,", "    pub name: String,\n    pub nick: Option<String>,");
    assert_eq!(sandbox.run(&["check", "--format", "short"]).exits(0).stdout, "");
    found(
        &sandbox,
        &["check", "-v"],
        0,
        "
        src/users.rs:5:12: note[unmanaged]: index by_hand on users is unmanaged, and left alone
        src/users.rs:9:9: note[pending-claim]: the next revision claims column `users.nick`, which is there
    ",
    );
}

#[test]
fn what_a_revision_does_wrong_is_at_its_lines() {
    let sandbox = Sandbox::upgraded();
    sandbox.run(&["revision", "-m", "By hand", "--rev-id", "bbbb"]).exits(0);
    let file = "migrations/versions/bbbb_by_hand.sql";
    assert_eq!(sandbox.run(&["verify", "--format", "short"]).exits(0).stdout, "");
    let made = "-- autogen: upgrade\n";
    let left = format!("{made}CREATE INDEX left_behind ON users (name);\n");
    sandbox.edit(file, made, &left);
    found(
        &sandbox,
        &["verify"],
        1,
        &format!(
            "{file}:11:1: error[not-restored]: after the downgrade, index left_behind is there, and was not before"
        ),
    );
    sandbox.edit(file, &left, &format!("{made}  DELETE FROM users WHERE id > 1;\n"));
    let lost = format!("{file}:9:3: error[rows-lost]: after the upgrade 2 of 3 rows of users are gone");
    let github = found(&sandbox, &["verify"], 1, &lost);
    assert!(github.stdout.contains("%0Ahint: say so above the statement: `-- hazard: destroys …`"), "{github}");
    // What cannot be tried at all.
    sandbox.edit(file, "-- Revises: aaaa", "-- Revises: gone");
    found(
        &sandbox,
        &["verify"],
        2,
        &format!("{file}:1:1: error[not-tried]: revision `gone` referenced from `bbbb` is not present: `{file}`"),
    );
}
