//! `autogen -m --rename`: what a person says is the same under another name keeps its rows.

use autogen_schema::Dialect;

use crate::support::{Database, Sandbox, USERS};

#[test]
fn tables_and_columns_are_renamed_on_sqlite() {
    let sandbox = Sandbox::new();
    let url = format!("sqlite://{}", sandbox.path("app.db").display());
    renamed(Dialect::Sqlite, &sandbox, &url, |sql| sandbox.sql(sql), |sql| sandbox.query(sql));
}

#[test]
fn tables_and_columns_are_renamed_on_postgres() {
    let (sandbox, database) = (Sandbox::new(), Database::postgres("rename"));
    renamed(Dialect::Postgres, &sandbox, &database.url(), |sql| database.sql(sql), |sql| database.query(sql));
}

#[test]
fn tables_and_columns_are_renamed_on_mariadb() {
    let (sandbox, database) = (Sandbox::new(), Database::mysql("rename"));
    renamed(Dialect::Mysql, &sandbox, &database.url(), |sql| database.sql(sql), |sql| database.query(sql));
}

fn renamed(dialect: Dialect, sandbox: &Sandbox, url: &str, sql: impl Fn(&str), query: impl Fn(&str) -> Vec<String>) {
    sandbox.write("autogen.toml", format!("entities = [\"src\"]\ndialects = [\"{dialect}\"]\n"));
    let run = |args: &[&str]| sandbox.run(&[&["--database-url", url], args].concat());
    run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    run(&["upgrade"]).exits(0);
    sql("INSERT INTO users (id, name) VALUES (1, 'Ada'), (2, 'Grace')");

    // Not said, it is no rename; how to say it is told.
    let column = USERS.replace("pub name", "pub full_name");
    sandbox.write("src/users.rs", &column);
    let unsaid = run(&["-m", "Second", "--dry-run"]);
    unsaid
        .exits(0)
        .complains("if `full_name` is what `users.name` was, keep its values: `--rename users.name=full_name`");
    assert!(unsaid.stdout.contains("--   - column users.name string not null"), "{unsaid}");

    let said = run(&["-m", "Second", "--rev-id", "bbbb", "--rename", "users.name=full_name"]);
    said.exits(0).complains("renamed column `users.name` to `full_name`");
    assert!(!said.stderr.contains("keep its values"), "{said}");
    let text = sandbox.read("migrations/versions/bbbb_second.sql");
    assert!(text.contains("-- Changes:\n--   > column users.name -> full_name\n\n"), "{text}");
    run(&["upgrade"]).exits(0);
    assert_eq!(query("SELECT full_name FROM users ORDER BY id"), ["Ada", "Grace"]);

    // A table, and a column of it.
    sandbox.write("src/users.rs", column.replace("\"users\"", "\"people\"").replace("pub full_name", "pub called"));
    let unsaid = run(&["-m", "Third", "--dry-run"]);
    unsaid.exits(0).complains("if `people` is what `users` was, keep its values: `--rename users=people`");
    run(&["-m", "Third", "--rev-id", "cccc", "--rename", "users=people", "--rename", "people.full_name=called"])
        .exits(0);
    let text = sandbox.read("migrations/versions/cccc_third.sql");
    let changes = "-- Changes:\n--   > table users -> people\n--   > column people.full_name -> called\n\n";
    assert!(text.contains(changes), "{text}");
    run(&["upgrade"]).exits(0);
    assert_eq!(query("SELECT called FROM people ORDER BY id"), ["Ada", "Grace"]);
    run(&["check"]).exits(0);
    run(&["verify"]).exits(0);
    run(&["-m", "Nothing"]).exits(0).complains("No changes in schema detected.");
    run(&["downgrade", "aaaa"]).exits(0);
    assert_eq!(query("SELECT name FROM users ORDER BY id"), ["Ada", "Grace"]);
}

#[test]
fn what_is_no_rename_is_told() {
    let sandbox = Sandbox::upgraded();
    let refuses = |rename: &str, reason: &str| {
        sandbox.run(&["-m", "Second", "--rename", rename]).exits(2).complains(reason);
    };
    refuses("users.fax=phone", "cannot rename: there is no column users.fax");
    refuses("users.name=phone", "no entity says a column users.phone");
    refuses("people.name=phone", "there is no table or column people.name to call phone");
    refuses("users.name", "it is written `table.old=new`, or `old_table=new_table`");
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub phone: String,");
    refuses("users.name=phone", "an entity still says the column users.name");
    refuses("users.id=name", "an entity still says the column users.id");
}
