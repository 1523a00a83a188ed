//! What SeaORM itself creates from entities, autogen sees as unchanged.

use std::collections::BTreeSet;

use autogen_schema::Dialect;
use autogen_schema::change::{Action, Change, Facet, FactKey};
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

/// What SeaORM writes for one entity: its enum types, its table, its indexes. `None` where it cannot write them for the backend.
pub(crate) type Written = Option<Vec<String>>;

/// Writes each entity's statements by itself, under its table's name.
pub(crate) struct Statements {
    backend: DbBackend,
    pub(crate) written: Vec<(String, Written)>,
}

impl Statements {
    /// Writes those of the entities that show every attribute.
    pub(crate) fn of(backend: DbBackend) -> Self {
        let mut statements = Self { backend, written: Vec::new() };
        entities_fixture::visit(&mut statements);
        statements
    }
}

impl entities_fixture::Visitor for Statements {
    fn visit<E: EntityTrait>(&mut self, entity: E) {
        let (backend, schema) = (self.backend, Schema::new(self.backend));
        let write = || {
            let enums = schema.create_enum_from_entity(entity).into_iter().map(|made| backend.build(&made).to_string());
            let table = backend.build(&schema.create_table_from_entity(entity)).to_string();
            let indexes = schema.create_index_from_entity(entity);
            let indexes = indexes.iter().map(|index| backend.build(index).to_string());
            enums.chain([table]).chain(indexes).collect()
        };
        let written = std::panic::catch_unwind(std::panic::AssertUnwindSafe(write)).ok();
        self.written.push((entity.table_name().to_owned(), written));
    }
}

#[tokio::test]
async fn a_database_that_sea_orm_made_of_every_attribute_is_as_the_entities_say() {
    // SQLite has no bits, no arrays, no network addresses and no schemas, and makes no keys of bytes or of several columns.
    let impossible = [
        "arrays",
        "column_types",
        "expanded_composite",
        "expanded_plain",
        "expanded_related",
        "key_bytes",
        "other_crates",
        "schemas",
        "types_arrays",
        "types_bits",
        "types_bits_text",
        "types_intervals",
        "types_ltree",
        "types_networks",
        "types_vector",
        "types_year",
    ];
    every_attribute(Dialect::Sqlite, DbBackend::Sqlite, &impossible).await;
}

#[tokio::test]
async fn a_database_that_sea_orm_made_of_every_attribute_is_as_the_entities_say_on_postgres() {
    // No years; a key that is `u32` or bytes counts nothing; one foreign key twice, or one column twice in it; a key that does
    // not know its columns; the rest have defaults, names of enums or an `extra` for another database.
    let impossible = [
        "by_hand",
        "column_types",
        "comments",
        "defaults",
        "enums",
        "expanded_composite",
        "key_bytes",
        "key_short",
        "named columns",
        "repeated_pairs",
        "types_citext",
        "types_custom_text",
        "types_ltree",
        "types_money",
        "types_vector",
        "types_year",
    ];
    every_attribute(Dialect::Postgres, DbBackend::Postgres, &impossible).await;
}

#[tokio::test]
async fn a_database_that_sea_orm_made_of_every_attribute_is_as_the_entities_say_on_mariadb() {
    // No arrays and no network addresses; labels with quotes are not escaped; the schema is a database that is not there; keys
    // of bytes, and foreign keys, as on PostgreSQL; nothing follows a check but a comma.
    let impossible = [
        "arrays",
        "by_hand",
        "column_types",
        "comments",
        "defaults",
        "enums",
        "expanded_composite",
        "expanded_definitions",
        "expanded_plain",
        "expanded_related",
        "key_bytes",
        "named columns",
        "other_crates",
        "repeated",
        "repeated_pairs",
        "schemas",
        "types_arrays",
        "types_citext",
        "types_custom_range",
        "types_intervals",
        "types_ltree",
        "types_networks",
        "types_string_max",
        "types_var_binary_max",
        "types_vector",
    ];
    every_attribute(Dialect::Mysql, DbBackend::MySql, &impossible).await;
}

/// `impossible` are the tables that SeaORM cannot make there.
async fn every_attribute(dialect: Dialect, backend: DbBackend, expected: &[&str]) {
    let lab = Lab::on(dialect, "attributes");
    for (name, text) in fixture_sources() {
        lab.write_entity(&name, &text);
    }
    let statements = Statements::of(backend);
    let impossible = make(&lab, &statements.written).await;
    assert_eq!(impossible, expected.iter().copied().collect());

    let check = lab.check().await;
    let difference = &check.live.as_ref().unwrap().difference;
    let unexpected: Vec<String> = difference
        .changes
        .iter()
        .filter(|change| match change.key() {
            FactKey::Enum(name) => !ENUMS.iter().any(|(of, table)| name.as_str() == *of && impossible.contains(table)),
            key => key.table().is_none_or(|table| !impossible.contains(table.name.as_str())),
        })
        // SQLite takes a pair of columns twice, and has a foreign key of three.
        .filter(|change| change.key().table().is_none_or(|table| table.name.as_str() != "repeated_pairs"))
        .filter(|change| !(dialect == Dialect::Postgres && is_comment(change)))
        .map(ToString::to_string)
        .collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
}

/// Types of enums, with tables that use them.
const ENUMS: [(&str, &str); 4] = [
    ("UnnamedKind", "enums"),
    ("expanded_kind", "expanded_definitions"),
    ("tea_kind", "arrays"),
    ("tea_kind", "enums"),
];

/// SeaORM writes no comments on PostgreSQL.
fn is_comment(change: &Change) -> bool {
    matches!(&change.action, Action::Altered(_, facets) if facets.iter().all(|change| change.facet == Facet::Comment))
}

/// Makes the tables, each when those that it refers to are there. Returns those that cannot be made.
async fn make<'a>(lab: &Lab, written: &'a [(String, Written)]) -> BTreeSet<&'a str> {
    let connection = lab.connect().await;
    let database = connection.database();
    let begin = match lab.dialect() {
        Dialect::Sqlite => "PRAGMA foreign_keys = OFF",
        Dialect::Postgres => "CREATE SCHEMA sales",
        Dialect::Mysql => "SET foreign_key_checks = 0",
    };
    database.execute_unprepared(begin).await.unwrap();
    let mut waiting: Vec<(&str, &[String])> = Vec::new();
    let mut impossible = BTreeSet::new();
    for (table, statements) in written {
        match statements {
            Some(statements) => waiting.push((table, statements)),
            None => drop(impossible.insert(table.as_str())),
        }
    }
    let mut progress = true;
    while progress {
        progress = false;
        for (_, statements) in &mut waiting {
            while let [next, rest @ ..] = statements
                && database.execute_unprepared(next).await.is_ok()
            {
                (*statements, progress) = (rest, true);
            }
        }
    }
    connection.close().await.unwrap();
    impossible.extend(waiting.into_iter().filter(|(_, left)| !left.is_empty()).map(|(table, _)| table));
    impossible
}

pub(crate) fn fixture_sources() -> Vec<(String, String)> {
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
