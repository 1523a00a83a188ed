//! What SeaORM itself creates from entities, autogen sees as unchanged.

use std::collections::BTreeSet;

use sea_orm::sea_query::SqliteQueryBuilder;
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, Schema};

use crate::lab::Lab;
use crate::timetracker::timetracker;

#[tokio::test]
async fn a_database_that_sea_orm_made_of_137_tables_is_as_the_entities_say() {
    let lab = timetracker();
    let connection = lab.connect().await;
    timetracker::register(Schema::new(DbBackend::Sqlite).builder()).apply(connection.database()).await.unwrap();
    connection.close().await.unwrap();
    assert_agreed(&lab).await;

    lab.adopt().await;
    assert_agreed(&lab).await;
    assert!(lab.plan(&lab.request("Nothing")).await.unwrap().is_none());
}

/// Writes each entity's statements by itself, under its table's name; none where SeaORM cannot write them for SQLite.
#[derive(Default)]
struct Statements(Vec<(String, Option<Vec<String>>)>);

impl entities_fixture::Visitor for Statements {
    fn visit<E: EntityTrait>(&mut self, entity: E) {
        let schema = Schema::new(DbBackend::Sqlite);
        let write = || {
            let table = schema.create_table_from_entity(entity).to_string(SqliteQueryBuilder);
            let indexes = schema.create_index_from_entity(entity);
            std::iter::once(table).chain(indexes.iter().map(|index| index.to_string(SqliteQueryBuilder))).collect()
        };
        let written = std::panic::catch_unwind(std::panic::AssertUnwindSafe(write)).ok();
        self.0.push((entity.table_name().to_owned(), written));
    }
}

#[tokio::test]
async fn a_database_that_sea_orm_made_of_every_attribute_is_as_the_entities_say() {
    let lab = Lab::new();
    for (name, text) in fixture_sources() {
        lab.write_entity(&name, &text);
    }
    let mut statements = Statements::default();
    entities_fixture::visit(&mut statements);
    let mut impossible = BTreeSet::new();
    let connection = lab.connect().await;
    connection.database().execute_unprepared("PRAGMA foreign_keys = OFF").await.unwrap();
    for (table, written) in &statements.0 {
        for statement in written.iter().flatten() {
            if connection.database().execute_unprepared(statement).await.is_err() {
                impossible.insert(table.as_str());
            }
        }
        if written.is_none() {
            impossible.insert(table.as_str());
        }
    }
    connection.close().await.unwrap();
    // SQLite has no bits, no arrays and no schemas.
    assert_eq!(impossible, BTreeSet::from(["column_types", "schemas"]));

    let check = lab.check().await;
    let difference = &check.live.as_ref().unwrap().difference;
    let unexpected: Vec<String> = difference
        .changes
        .iter()
        .filter(|change| change.key().table().is_none_or(|table| !impossible.contains(table.name.as_str())))
        .map(ToString::to_string)
        .collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
}

fn fixture_sources() -> Vec<(String, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/entities/src");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap()))
        .collect()
}

async fn assert_agreed(lab: &Lab) {
    let check = lab.check().await;
    assert!(!check.has_findings(), "{check:#?}");
    let notes = &check.live.as_ref().unwrap().difference.notes;
    assert!(notes.is_empty(), "{notes:#?}");
}

/// A differ that is blind to a fact would agree with anything.
#[tokio::test]
async fn each_kind_of_fact_that_is_changed_by_hand_is_seen() {
    let lab = timetracker();
    lab.migrate("First").await;
    lab.upgrade().await;
    lab.assert_clean().await;
    let pristine = std::fs::read(lab.database()).unwrap();
    for (by_hand, seen) in BY_HAND {
        by_hand.run(&lab).await;
        let check = lab.check().await;
        let drift = &check.live.as_ref().unwrap().drift;
        let told: Vec<&str> = drift.iter().map(|drift| drift.text.as_str()).collect();
        assert!(
            check.has_findings() && told.iter().any(|text| text.contains(seen)),
            "{by_hand:?}\nis told as {told:#?}"
        );
        std::fs::write(lab.database(), &pristine).unwrap();
    }
}

/// What somebody does to a database.
#[derive(Debug)]
enum ByHand {
    Sql(&'static str),
    /// Makes a table again with another text: table, what is written, what is written instead.
    Rewrite(&'static str, &'static str, &'static str),
}

impl ByHand {
    async fn run(&self, lab: &Lab) {
        match self {
            ByHand::Sql(sql) => lab.sql(sql).await,
            ByHand::Rewrite(table, from, to) => {
                let texts =
                    format!("SELECT sql FROM sqlite_master WHERE tbl_name = '{table}' AND sql <> '' ORDER BY rowid");
                let mut texts: Vec<String> = lab.query(&texts).await.into_iter().map(|row| row[0].clone()).collect();
                assert!(texts[0].contains(from), "{} has no {from}", texts[0]);
                texts[0] = texts[0].replacen(from, to, 1);
                lab.sql(&format!("PRAGMA foreign_keys = OFF; DROP TABLE {table}; {}", texts.join(";\n"))).await;
            }
        }
    }
}

use ByHand::{Rewrite, Sql};

/// A change of each kind, and what the drift must name.
const BY_HAND: &[(ByHand, &str)] = &[
    (Sql("CREATE TABLE extra (id integer)"), "table extra"),
    (Sql("DROP TABLE user_badges"), "table user_badges"),
    (Sql("ALTER TABLE badges ADD COLUMN extra text"), "badges.extra"),
    (Sql("ALTER TABLE users DROP COLUMN timezone"), "users.timezone"),
    (Sql("ALTER TABLE users RENAME COLUMN timezone TO time_zone"), "users.time_zone"),
    (Sql("CREATE INDEX extra ON users (role)"), "index extra on users"),
    (Sql("CREATE INDEX extra ON users (lower(role)) WHERE role <> ''"), "index extra on users"),
    (Sql("DROP INDEX \"idx-users-email\""), "index idx-users-email on users"),
    (Sql("DROP INDEX \"idx-users-email\"; CREATE INDEX \"idx-users-email\" ON users (email DESC)"), "idx-users-email"),
    (
        Sql("DROP INDEX \"idx-users-username\"; CREATE INDEX \"idx-users-username\" ON users (username)"),
        "idx-users-username",
    ),
    (Sql("CREATE VIEW extra AS SELECT 1"), "view extra"),
    (Sql("CREATE TRIGGER extra AFTER DELETE ON users BEGIN SELECT 1; END"), "trigger extra on users"),
    (Rewrite("badges", "varchar(50)", "varchar(51)"), "badges.badge_type"),
    (Rewrite("badges", "\"badge_type\" varchar(50) NOT NULL", "\"badge_type\" varchar(50)"), "badges.badge_type"),
    (Rewrite("badges", "varchar(50) NOT NULL", "varchar(50) NOT NULL DEFAULT 'x'"), "badges.badge_type"),
    (Rewrite("badges", "varchar(50) NOT NULL", "varchar(50) NOT NULL COLLATE NOCASE"), "badges"),
    (Rewrite("badges", "varchar(50) NOT NULL", "varchar(50) NOT NULL CHECK (badge_type <> '')"), "badges"),
    (Rewrite("badges", "varchar(50) NOT NULL", "varchar(50) NOT NULL UNIQUE"), "badges(badge_type)"),
    (Rewrite("badges", "varchar(50) NOT NULL", "varchar(50) NOT NULL ON CONFLICT IGNORE"), "badges"),
    (Rewrite("badges", " AUTOINCREMENT", ""), "badges"),
    (Rewrite("badges", "PRIMARY KEY AUTOINCREMENT", ""), "badges"),
    (Rewrite("badges", "\"name\"", "\"computed\" AS (1) STORED, \"name\""), "badges.computed"),
    (Rewrite("user_badges", "REFERENCES \"users\"", "REFERENCES \"projects\""), "projects"),
    (Rewrite("user_badges", "\"users\" (\"id\")", "\"users\" (\"id\") ON DELETE CASCADE"), "users(id)"),
    (Rewrite("user_badges", "\"users\" (\"id\")", "\"users\" (\"id\") ON UPDATE SET NULL"), "users(id)"),
    (Rewrite("user_badges", "\"users\" (\"id\")", "\"users\" (\"id\") DEFERRABLE INITIALLY DEFERRED"), "user_badges"),
    (Rewrite("user_badges", "REFERENCES \"users\" (\"id\")", ""), "users(id)"),
    (
        Rewrite("role_permissions", "(\"role_id\", \"permission_id\")", "(\"permission_id\", \"role_id\")"),
        "role_permissions",
    ),
    (Rewrite("role_permissions", "\n)", "\n) WITHOUT ROWID"), "role_permissions"),
];
