//! Pictures of a project: its tables, its revisions.

mod choosing;
mod hostile;
mod sides;
mod whole;

use crate::support::Sandbox;

/// Users, their profiles, their posts, tags, and what connects posts and tags.
const SQL: &str = "
    CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL UNIQUE, mentor_id INTEGER REFERENCES users (id));
    CREATE TABLE profiles (user_id INTEGER PRIMARY KEY REFERENCES users (id), bio TEXT);
    CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), price NUMERIC(10, 2));
    CREATE TABLE drafts (id INTEGER PRIMARY KEY, post_id INTEGER REFERENCES posts (id));
    CREATE UNIQUE INDEX one_draft ON drafts (post_id);
    CREATE TABLE tags (id INTEGER PRIMARY KEY);
    CREATE TABLE posts_tags (
        post_id INTEGER NOT NULL REFERENCES posts (id),
        tag_id INTEGER NOT NULL REFERENCES tags (id),
        PRIMARY KEY (post_id, tag_id)
    );
    CREATE TABLE remarks (
        id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL, tag_id INTEGER,
        FOREIGN KEY (post_id, tag_id) REFERENCES posts_tags (post_id, tag_id)
    );
";

/// A folder with `tables.sql`, and no project.
fn files(sql: &str) -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write("tables.sql", sql);
    sandbox
}

/// The arguments that draw `tables.sql`, and more.
fn drawn<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["graph", "--from", "tables.sql", "--dialect", "sqlite"], more].concat()
}
