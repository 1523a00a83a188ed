//! Tables and columns that get another name.

use super::database::check;
use crate::support::operations::{self as op, add, rename, rename_table, text};

const BASE: &str = "
CREATE TABLE teams (id INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT UNIQUE, title TEXT);
INSERT INTO teams VALUES (3, 'x', 'X');
CREATE TABLE users (id INTEGER PRIMARY KEY, team INTEGER REFERENCES teams (id) ON DELETE CASCADE, code TEXT REFERENCES teams (code), name TEXT CHECK (name <> ''), up AS (upper(name)));
INSERT INTO users (id, team, code, name) VALUES (1, 3, 'x', 'n'), (2, NULL, NULL, NULL);
CREATE INDEX users_name ON users (name, team) WHERE name IS NOT NULL;
CREATE VIEW names AS SELECT u.name, t.title FROM users u LEFT JOIN teams t ON t.id = u.team;
CREATE TRIGGER named AFTER UPDATE OF name ON users BEGIN UPDATE teams SET title = NEW.name WHERE code = NEW.code; END;
";

#[tokio::test]
async fn a_column_alone() {
    let outcome = check(BASE, |_| vec![rename("users", "name", "full_name")]).await;
    assert_eq!(outcome.up, "ALTER TABLE \"users\" RENAME COLUMN \"name\" TO \"full_name\";\n");
    assert_eq!(outcome.down, "ALTER TABLE \"users\" RENAME COLUMN \"full_name\" TO \"name\";\n");
    check(BASE, |_| vec![rename("teams", "code", "short")]).await;
}

#[tokio::test]
async fn a_table_alone() {
    let outcome = check(BASE, |_| vec![rename_table("teams", "groups")]).await;
    assert_eq!(outcome.down, "ALTER TABLE \"groups\" RENAME TO \"teams\";\n");
    check(BASE, |_| vec![rename_table("users", "people")]).await;
}

#[tokio::test]
async fn with_other_changes() {
    check(BASE, |_| vec![rename("users", "name", "full_name"), add("users", text("name"))]).await;
    check(BASE, |_| vec![rename("users", "name", "full_name"), op::check("users", None, "team > 0")]).await;
    check(BASE, |_| {
        vec![
            rename("users", "name", "full_name"),
            op::index("users", &["full_name"]),
            op::unique("users", &["team", "full_name"]),
        ]
    })
    .await;
    check(BASE, |_| vec![rename_table("teams", "groups"), op::check("groups", None, "id > 0")]).await;
    check(BASE, |_| vec![rename_table("teams", "groups"), op::check("users", None, "id > 0")]).await;
    check(BASE, |_| {
        vec![
            rename_table("teams", "groups"),
            rename("groups", "code", "short"),
            rename("users", "team", "group_id"),
            add("users", text("x")),
        ]
    })
    .await;
}
