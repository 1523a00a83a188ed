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

fn on(dialect: Dialect, expected: &[&str]) {
    let database = (dialect != Dialect::Sqlite).then(|| Database::new(dialect, "picture"));
    let url = database.as_ref().map_or_else(|| "sqlite://app.db".to_owned(), Database::url);
    let sandbox = Sandbox::on(dialect, &url);
    sandbox.write("src/posts.rs", POSTS).write("tables.sql", FILE);
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
}

const FILE: &str = "CREATE TABLE a (id INTEGER PRIMARY KEY);\n\
    CREATE TABLE b (id INTEGER PRIMARY KEY, FOREIGN KEY (id) REFERENCES a (id));\n";

#[test]
fn sqlite() {
    on(Dialect::Sqlite, &["varchar name", "integer user_id FK \"null\""]);
}

#[test]
fn postgres() {
    let link = "users |o--o{ posts : \"user_id\"";
    on(Dialect::Postgres, &["character_varying name", "numeric price", link]);
}

#[test]
fn mariadb() {
    on(Dialect::Mysql, &["varchar(255) name", "decimal(10_0) price \"type: decimal(10, 0)\""]);
}

#[test]
fn tables_of_another_schema() {
    let database = Database::postgres("picture");
    database.sql(
        "CREATE SCHEMA \"my shop\"; CREATE TABLE users (id int PRIMARY KEY);
         CREATE TABLE \"my shop\".orders (id int PRIMARY KEY, user_id int NOT NULL UNIQUE REFERENCES users, at timestamptz);",
    );
    let draw = |more: &[&str]| Sandbox::empty().run(&[&["graph", "--from", &database.url()], more].concat());
    draw(&[]).says(
        r#"
        exit 0
        --- stdout
        erDiagram
            users {
                integer id PK
            }
            "my shop.orders" {
                integer id PK
                integer user_id FK, UK
                timestamp_with_time_zone at "null"
            }
            users ||--o| "my shop.orders" : "user_id"
    "#,
    );
    draw(&["my shop.*", "--format", "dot"]).says(r#"
        exit 0
        --- stdout
        digraph schema {
            rankdir=LR;
            node [shape=plaintext];
            edge [dir=both];
            "my shop.orders" [label=<
                <TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0">
                <TR><TD COLSPAN="3"><B>my shop.orders</B></TD></TR>
                <TR><TD PORT="c0" ALIGN="LEFT">id</TD><TD ALIGN="LEFT">integer</TD><TD PORT="m0" ALIGN="LEFT">PK</TD></TR>
                <TR><TD PORT="c1" ALIGN="LEFT">user_id</TD><TD ALIGN="LEFT">integer</TD><TD PORT="m1" ALIGN="LEFT">FK, UK</TD></TR>
                <TR><TD PORT="c2" ALIGN="LEFT">at</TD><TD ALIGN="LEFT">timestamp with time zone null</TD><TD PORT="m2" ALIGN="LEFT"></TD></TR>
                </TABLE>
            >];
        }
    "#);
}

/// Where all columns of a key are NULL or none, one that never is makes the line a must.
#[test]
fn keys_that_match_in_full() {
    let database = Database::postgres("picture");
    database.sql(
        "CREATE TABLE a (x int, y int, PRIMARY KEY (x, y));
         CREATE TABLE full_match (x int NOT NULL, y int, FOREIGN KEY (x, y) REFERENCES a MATCH FULL);
         CREATE TABLE simple (x int NOT NULL, y int, FOREIGN KEY (x, y) REFERENCES a);",
    );
    let outcome = Sandbox::empty().run(&["graph", "--from", &database.url()]);
    outcome.prints("    a ||--o{ full_match : \"x, y\"\n").prints("    a |o--o{ simple : \"x, y\"\n");
}

const MOODS: &str = r#"use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "moods", schema_name = "public")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub mood: Mood,
    pub at: Option<DateTimeWithTimeZone>,
    #[sea_orm(column_type = "String(StringLen::None)")]
    pub note: String,
    #[sea_orm(column_type = "custom(\"citext\")")]
    pub email: String,
    pub amount: billing::Money,
}

#[derive(EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Enum", enum_name = "mood")]
pub enum Mood {
    #[sea_orm(string_value = "sad")]
    Sad,
}

impl ActiveModelBehavior for ActiveModel {}
"#;

/// `public` is PostgreSQL's own, and a schema to everyone else.
#[test]
fn a_project_of_several_dialects() {
    let sandbox = Sandbox::empty();
    sandbox.write("src/moods.rs", MOODS);
    sandbox.write("autogen.toml", "entities = [\"src\"]\ndialects = [\"sqlite\", \"postgres\"]\n");
    let draw = |more: &[&str]| {
        let outcome = sandbox.run(&[&["graph"], more].concat());
        outcome.exits(0).complains("warning[unknown-type]");
        outcome.stdout
    };
    let expected = "erDiagram
    moods {
        big-integer id PK
        enum(mood) mood
        timestamp-with-time-zone at \"null\"
        string note
        citext email
        billing_Money amount \"type: billing#58;#58;Money\"
    }
";
    assert_eq!(draw(&["--dialect", "postgres"]), expected);
    assert_eq!(draw(&["--dialect", "sqlite"]), expected.replace("moods {", "\"public.moods\" {"));
    assert_eq!(draw(&[]), draw(&["--dialect", "sqlite"]));
}

#[test]
fn what_is_no_side() {
    Sandbox::new().refuses(
        &["graph", "--from", "entitis"],
        r"
        exit 2
        --- stderr
        error: cannot read `entitis`: No such file or directory (os error 2)

        hint: a side is `entities`, `history`, `database`, `empty`, a database URL, or a file of SQL
    ",
    );
    Sandbox::new().refuses(
        &["graph", "--dialect", "mysql"],
        r"
        exit 2
        --- stderr
        error: the project is for sqlite, not for mysql
    ",
    );
    Sandbox::empty().refuses(
        &["graph", "--from", "tables.sql"],
        r"
        exit 2
        --- stderr
        error: the dialect of the SQL is not known

        hint: name it: `--dialect sqlite`, `--dialect postgres` or `--dialect mysql`
    ",
    );
}

/// What could be read is drawn, and what could not is told.
#[test]
fn entities_that_are_not_known_for_sure() {
    let sandbox = Sandbox::new();
    sandbox.write("src/posts.rs", "pub struct {").edit("src/users.rs", "pub name: String", "pub name: billing::Money");
    let outcome = sandbox.run(&["graph"]);
    outcome.says(r#"
        exit 2
        --- stdout
        erDiagram
            users {
                integer id PK
                billing_Money name "type: billing#58;#58;Money"
            }
        --- stderr
        error[syntax]: the file is not Rust that can be read
         --> src/posts.rs:1:12
          |
        1 | pub struct {
          |            ^ here, or before, a bracket, a quote or a comment is not closed, or a character is out of place

        warning[unknown-type]: the column type of `users.name`, a `billing::Money`, is not known: it is not declared in the files that are read
         --> src/users.rs:8:15
          |
        8 |     pub name: billing::Money,
          |               ^^^^^^^^^^^^^^ an existing column stays as it is and is not compared; a new one cannot be created
          |
          = help: say it on the field: `#[sea_orm(column_type = "…")]`
          = help: or for the type, in `autogen.toml`: `[types]`, `"billing::Money" = "…"`

        error: the entities have 1 error: what they say is not known for sure
    "#);
}
