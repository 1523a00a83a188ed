//! Whose tables are drawn.

use autogen_schema::Dialect;

use crate::support::{Database, Sandbox};

const POSTS: &str = r#"use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "posts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    pub user_id: Option<i32>,
    pub price: Decimal,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: HasOne<super::users::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
"#;

fn draw(sandbox: &Sandbox, side: &str) -> String {
    let outcome = sandbox.run(&["graph", "--from", side]);
    outcome.exits(0);
    assert_eq!(outcome.stderr, "", "{side}");
    outcome.stdout
}

fn on(dialect: Dialect, file: &str, expected: &[&str]) {
    let database = (dialect != Dialect::Sqlite).then(|| Database::new(dialect, "picture"));
    let url = database.as_ref().map_or_else(|| "sqlite://app.db".to_owned(), Database::url);
    let sandbox = Sandbox::on(dialect, &url);
    sandbox.write("src/posts.rs", POSTS).write("tables.sql", file);
    let entities = draw(&sandbox, "entities");
    for line in ["integer id PK", "integer user_id FK \"null\"", "string name", "users |o--o{ posts : \"user_id\""] {
        assert!(entities.contains(&format!("    {line}\n")), "{line}\n{entities}");
    }
    assert_eq!(sandbox.run(&["graph"]).stdout, entities);
    sandbox.run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    let history = draw(&sandbox, "history");
    for line in expected {
        assert!(history.contains(&format!("    {line}\n")), "{line}\n{history}");
    }
    sandbox.run(&["upgrade"]).exits(0);
    // What the tools keep of their own is not drawn.
    assert_eq!(draw(&sandbox, "database"), history);
    assert_eq!(draw(&sandbox, &url), history);
    let of_file = draw(&sandbox, "tables.sql");
    assert!(of_file.contains("    a ||--o| b : \"id\"\n"), "{of_file}");
    assert_eq!(draw(&sandbox, "empty").lines().count(), 1);
}

const FILE: &str = "CREATE TABLE a (id INTEGER PRIMARY KEY);\n\
    CREATE TABLE b (id INTEGER PRIMARY KEY, FOREIGN KEY (id) REFERENCES a (id));\n";

#[test]
fn sqlite() {
    on(Dialect::Sqlite, FILE, &["varchar name"]);
}

#[test]
fn postgres() {
    let link = "users |o--o{ posts : \"user_id\"";
    on(Dialect::Postgres, FILE, &["varchar name", link]);
}

#[test]
fn mariadb() {
    on(Dialect::Mysql, FILE, &["int(11) id PK"]);
}

#[test]
fn tables_of_another_schema() {
    let database = Database::postgres("picture");
    database.sql(
        "CREATE SCHEMA \"my shop\"; CREATE TABLE users (id int PRIMARY KEY);
         CREATE TABLE \"my shop\".orders (id int PRIMARY KEY, user_id int NOT NULL UNIQUE REFERENCES users, at timestamptz);",
    );
    let draw = |more: &[&str]| Sandbox::empty().run(&[&["graph", "--from", &database.url()], more].concat());
    draw(&[]).says("x");
    draw(&["my shop.*", "--format", "dot"]).says("x");
}

#[test]
fn what_is_no_side() {
    Sandbox::new().refuses(&["graph", "--from", "entitis"], "x");
    Sandbox::new().refuses(&["graph", "--dialect", "mysql"], "x");
    Sandbox::empty().refuses(&["graph", "--from", "tables.sql"], "x");
}

/// What could be read is drawn, and what could not is told.
#[test]
fn entities_that_are_not_known_for_sure() {
    let sandbox = Sandbox::new();
    sandbox.write("src/posts.rs", "pub struct {").edit("src/users.rs", "pub name: String", "pub name: billing::Money");
    let outcome = sandbox.run(&["graph"]);
    outcome.says("x");
}
