//! A database that was there first is taken over as it stands.

use autogen_diff::Operation;

use crate::lab::Lab;

const ENTITIES: &str = r#"
pub mod user {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "users")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(unique)]
        pub email: String,
        #[sea_orm(indexed)]
        pub name: Option<String>,
        pub created_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod order {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "orders")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub user_id: i64,
        pub total: Decimal,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(belongs_to = "super::user::Entity", from = "Column::UserId", to = "super::user::Column::Id")]
        User,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
"#;

/// As somebody made it over the years.
const DATABASE: &str = r"
CREATE TABLE users (
  id INTEGER PRIMARY KEY, -- the rowid
  email TEXT NOT NULL COLLATE NOCASE UNIQUE ON CONFLICT ROLLBACK,
  name TEXT CHECK (length(name) > 0),
  created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  legacy BLOB
);
CREATE INDEX users_by_name ON users (name);
CREATE INDEX users_recent ON users (created_at DESC) WHERE name IS NOT NULL;
CREATE UNIQUE INDEX users_lower ON users (lower(email));
CREATE TABLE orders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  total NUMERIC NOT NULL,
  cents INTEGER GENERATED ALWAYS AS (CAST(total * 100 AS INTEGER)) STORED
);
CREATE TABLE audit (at TEXT, what TEXT) STRICT;
CREATE VIEW rich AS SELECT u.name, sum(o.total) AS total FROM users u JOIN orders o ON o.user_id = u.id GROUP BY u.id;
CREATE TRIGGER audited AFTER INSERT ON orders BEGIN INSERT INTO audit VALUES (datetime('now'), 'order ' || NEW.id); END;
CREATE VIRTUAL TABLE search USING fts5(body);
INSERT INTO users (id, email, name) VALUES (1, 'ada@example.org', 'Ada'), (7, 'grace@example.org', 'Grace');
INSERT INTO orders (user_id, total) VALUES (1, 3.5), (7, 10);
";

async fn adopted() -> Lab {
    let lab = Lab::new();
    lab.write_entity("lib.rs", ENTITIES);
    lab.sql(DATABASE).await;
    lab.adopt().await;
    lab
}

#[tokio::test]
async fn after_adopting_there_is_nothing_to_do() {
    let lab = adopted().await;
    lab.assert_clean().await;
    assert!(lab.plan(&lab.request("Nothing")).await.unwrap().is_none());
}

#[tokio::test]
async fn the_baseline_builds_the_same_database_elsewhere() {
    let lab = adopted().await;
    let dump = lab.dump().await;
    std::fs::remove_file(lab.database()).unwrap();
    lab.upgrade().await;
    assert_eq!(lab.dump().await, dump);
    lab.assert_clean().await;
}

#[tokio::test]
async fn an_index_that_an_entity_gives_up_is_dropped_and_nothing_else() {
    let lab = adopted().await;
    let (mut dump, rows) = (lab.dump().await, lab.rows().await);
    lab.write_entity("lib.rs", &ENTITIES.replace("        #[sea_orm(indexed)]\n", ""));
    let plan = lab.migrate("Without the index").await;
    assert!(
        matches!(&plan.parts[0].difference.operations[..], [Operation::DropIndex { index, .. }] if index.name == Some("users_by_name".into())),
        "{:?}",
        plan.parts[0].difference.operations
    );
    lab.upgrade().await;
    dump.remove(&("index".to_owned(), "users_by_name".to_owned())).unwrap();
    assert_eq!(lab.dump().await, dump);
    assert_eq!(lab.rows().await, rows);
    lab.assert_clean().await;
}

#[tokio::test]
async fn a_copy_of_an_adopted_table_keeps_all_that_nobody_said() {
    let lab = adopted().await;
    let (dump, rows) = (lab.dump().await, lab.rows().await);
    lab.write_entity("lib.rs", &ENTITIES.replace("pub name: Option<String>", "pub name: String"));
    lab.migrate("Everybody has a name").await;
    lab.upgrade().await;
    lab.assert_clean().await;
    lab.assert_sound().await;
    let text = &lab.dump().await[&("table".to_owned(), "users".to_owned())];
    for kept in ["nocase", "on conflict rollback", "length", "default current_timestamp", "blob"] {
        assert!(text.contains(kept), "{kept} is lost: {text}");
    }
    assert_eq!(lab.rows().await, rows);
    lab.downgrade("-1").await;
    assert_eq!(lab.dump().await, dump);
    assert_eq!(lab.rows().await, rows);
}

#[tokio::test]
async fn the_baseline_is_not_undone_unless_told() {
    let lab = adopted().await;
    let dump = lab.dump().await;
    let error = lab.try_downgrade("base", false).await.unwrap_err().to_string();
    assert!(error.contains("before autogen"), "{error}");
    assert_eq!(lab.dump().await, dump);
    lab.try_downgrade("base", true).await.unwrap();
    assert_eq!(lab.dump().await.len(), 0);
}

#[tokio::test]
async fn the_history_of_another_tool_stays_as_it_is() {
    let lab = Lab::new();
    lab.write_entity("lib.rs", ENTITIES);
    lab.sql(DATABASE).await;
    lab.sql("CREATE TABLE seaql_migrations (version TEXT PRIMARY KEY, applied_at INTEGER)").await;
    lab.sql("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)").await;
    let entities = autogen_engine::read_entities(&lab.project).unwrap();
    let request = lab.request("Baseline");
    let databases = lab.databases();
    let adoption = autogen_engine::adopt(lab.target(&databases), &entities, &lab.history(), &request).await.unwrap();
    assert_eq!(adoption.bookkeeping, ["seaql_migrations", "alembic_version"]);
    assert!(!adoption.draft.text.contains("seaql_migrations") && !adoption.draft.text.contains("alembic_version"));
}
