//! Every type of column that a database takes: autogen makes the table, and what SeaORM puts in comes out again.
//!
//! That autogen sees no difference where SeaORM made the table itself is asked of the same entities in `agreement`.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use autogen_diff::Operation;
use autogen_diff::dialect::postgres;
use autogen_schema::{Dialect, Schema};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, EntityName, IntoActiveModel, Iterable, PrimaryKeyToColumn,
    QueryOrder,
};

use crate::lab::Lab;

mod samples;

use samples::Samples;

#[tokio::test]
async fn rows_of_every_type_go_in_and_come_out() {
    Box::pin(rows_go_in_and_come_out(Dialect::Sqlite)).await;
}

#[tokio::test]
async fn rows_of_every_type_go_in_and_come_out_on_postgres() {
    Box::pin(rows_go_in_and_come_out(Dialect::Postgres)).await;
}

#[tokio::test]
async fn rows_of_every_type_go_in_and_come_out_on_mysql() {
    Box::pin(rows_go_in_and_come_out(Dialect::Mysql)).await;
}

/// What a database does not take, or does not give back: its table, and why.
const REFUSED: &[(Dialect, &str, &str)] = &[
    (Dialect::Postgres, "types_unsigned", "SeaORM reads no number without a sign from PostgreSQL"),
    (Dialect::Postgres, "types_money", "money has no places there, and is no number"),
    (Dialect::Postgres, "types_custom_text", "there is no mediumtext"),
    (Dialect::Postgres, "types_timestamp_utc", "a timestamp has no zone there"),
    (Dialect::Postgres, "types_year", "there are no years"),
    (Dialect::Postgres, "types_bits", "bits are no number there"),
    (Dialect::Postgres, "types_unsigned_big", "SeaORM reads no number without a sign from PostgreSQL"),
    (Dialect::Mysql, "types_string_max", "no row holds that many characters of four bytes"),
    (Dialect::Mysql, "types_var_binary_max", "no row holds that many bytes"),
    (Dialect::Mysql, "types_signed", "sqlx reads a number without a sign into no Rust type with one"),
    (Dialect::Mysql, "types_timestamp_naive", "sqlx reads a timestamp into no Rust type without a zone"),
    (Dialect::Mysql, "types_money_text", "money is a number there"),
    (Dialect::Mysql, "types_bits_text", "bits are a number there"),
    (Dialect::Mysql, "types_intervals", "there are no intervals"),
    (Dialect::Mysql, "types_arrays", "there are no arrays"),
    (Dialect::Mysql, "types_networks", "there are no addresses"),
    (Dialect::Mysql, "types_custom_range", "there are no ranges"),
    (Dialect::Sqlite, "types_year", "SeaORM writes no years for SQLite"),
    (Dialect::Sqlite, "types_bits", "SeaORM writes no bits for SQLite"),
    (Dialect::Sqlite, "types_unsigned_big", "SeaORM reads no u64 from SQLite"),
    (Dialect::Sqlite, "types_money_text", "money is a number there"),
    (Dialect::Sqlite, "types_bits_text", "SeaORM writes no bits for SQLite"),
    (Dialect::Sqlite, "types_intervals", "SeaORM writes no intervals for SQLite"),
    (Dialect::Sqlite, "types_arrays", "SeaORM writes no arrays for SQLite"),
    (Dialect::Sqlite, "types_networks", "SeaORM writes no addresses for SQLite"),
    (Dialect::Sqlite, "types_custom_range", "SQLite takes the name for that of a number"),
];

fn refused(dialect: Dialect) -> BTreeSet<&'static str> {
    REFUSED.iter().filter(|(of, ..)| *of == dialect).map(|(_, table, _)| *table).collect()
}

/// What became of each table, by the file of its entity.
type Outcomes = Vec<(&'static str, &'static str, Result<(), String>)>;

/// Does the same for the entity of each table.
macro_rules! of_each {
    ($do:ident($database:expr, $dialect:expr), $($file:ident::$module:ident)*) => {
        vec![$((
            stringify!($file),
            entities_fixture::$file::$module::Entity.table_name(),
            $do::<entities_fixture::$file::$module::Entity>($database, $dialect).await,
        )),*]
    };
}

macro_rules! of_all {
    ($do:ident($database:expr, $dialect:expr)) => {{
        let outcomes: Outcomes = of_each!($do($database, $dialect),
            types_everywhere::texts types_everywhere::integers types_everywhere::numbers types_everywhere::moments
            types_everywhere::bytes types_everywhere::others
            types_not_on_postgres::unsigned types_not_on_postgres::money types_not_on_postgres::custom
            types_not_on_postgres::timestamps
            types_not_on_mysql::long types_not_on_mysql::long_bytes types_not_on_mysql::signed
            types_not_on_mysql::timestamps
            types_on_postgres::money types_on_postgres::bits types_on_postgres::intervals types_on_postgres::arrays
            types_on_postgres::networks types_on_postgres::custom
            types_on_mysql::year types_on_mysql::bits types_on_mysql::big);
        outcomes
    }};
}

async fn rows_go_in_and_come_out(dialect: Dialect) {
    // What is refused is refused to SeaORM itself, and nothing else is.
    let lab = Lab::on(dialect, "types_of_sea_orm");
    let connection = lab.connect().await;
    let outcomes = of_all!(make_and_fill(connection.database(), dialect));
    connection.close().await.unwrap();
    let failed = outcomes.iter().filter(|(.., outcome)| outcome.is_err()).map(|(_, table, _)| *table);
    assert_eq!(failed.collect::<BTreeSet<_>>(), refused(dialect), "{outcomes:#?}");

    let lab = Lab::on(dialect, "types_of_autogen");
    let mut taken = BTreeMap::new();
    for (file, table, _) in &outcomes {
        taken.entry(*file).or_insert_with(Vec::new).push(!refused(dialect).contains(table));
    }
    for (file, tables) in taken {
        assert!(tables.iter().all(|taken| *taken == tables[0]), "{file} is taken in part");
        if tables[0] {
            lab.write_entity(&format!("{file}.rs"), &source(file));
        }
    }
    lab.migrate("Every type").await;
    lab.upgrade().await;
    lab.assert_clean().await;
    let connection = lab.connect().await;
    let outcomes = of_all!(fill_taken(connection.database(), dialect));
    connection.close().await.unwrap();
    for (_, table, outcome) in outcomes {
        outcome.unwrap_or_else(|error| panic!("{table}: {error}"));
    }
}

fn source(file: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/entities/src");
    std::fs::read_to_string(folder.join(format!("{file}.rs"))).unwrap()
}

/// Makes a table as SeaORM does, puts rows in and reads them.
async fn make_and_fill<E: Samples>(database: &DatabaseConnection, dialect: Dialect) -> Result<(), String>
where
    E::Model: IntoActiveModel<E::ActiveModel> + PartialEq,
{
    let backend = database.get_database_backend();
    let statements = catch_unwind(AssertUnwindSafe(|| statements::<E>(backend)));
    for statement in statements.map_err(|_| "SeaORM panics".to_owned())? {
        database.execute_unprepared(&statement).await.map_err(|error| error.to_string())?;
    }
    fill::<E>(database, dialect).await
}

fn statements<E: Samples>(backend: DbBackend) -> Vec<String> {
    let schema = sea_orm::Schema::new(backend);
    let enums = schema.create_enum_from_entity(E::default()).into_iter().map(|made| backend.build(&made).to_string());
    enums.chain([backend.build(&schema.create_table_from_entity(E::default())).to_string()]).collect()
}

/// Puts rows in and reads them, where the database takes them.
async fn fill_taken<E: Samples>(database: &DatabaseConnection, dialect: Dialect) -> Result<(), String>
where
    E::Model: IntoActiveModel<E::ActiveModel> + PartialEq,
{
    if refused(dialect).contains(E::default().table_name()) { Ok(()) } else { fill::<E>(database, dialect).await }
}

/// Puts rows in and reads them.
async fn fill<E: Samples>(database: &DatabaseConnection, dialect: Dialect) -> Result<(), String>
where
    E::Model: IntoActiveModel<E::ActiveModel> + PartialEq,
{
    let rows = E::rows(dialect);
    for row in &rows {
        let inserted = E::insert(row.clone().into_active_model()).exec_without_returning(database).await;
        inserted.map_err(|error| format!("{row:?}: {error}"))?;
    }
    let key = E::PrimaryKey::iter().next().unwrap().into_column();
    let found = E::find().order_by_asc(key).all(database).await.map_err(|error| error.to_string())?;
    if found == rows { Ok(()) } else { Err(format!("{rows:#?} came out as {found:#?}")) }
}

/// The servers of the tests need not have the extensions.
#[test]
fn types_of_extensions_are_written_as_they_are_said() {
    let file = autogen_model::SourceFile::new("types_of_extensions.rs", source("types_of_extensions"));
    let model = autogen_model::read(&[file], &autogen_model::Options::default());
    assert_eq!(model.diagnostics, []);
    let create: Vec<Operation> = model.schema.tables.values().cloned().map(Operation::CreateTable).collect();
    let script = postgres::upgrade(&create, &Schema::default()).unwrap();
    let statements = script.blocks.iter().flat_map(|block| &block.statements);
    let text: String = statements.map(|statement| statement.sql.clone() + ";\n").collect();
    for column in ["\"tree\" ltree", "\"vector\" vector", "\"vector_three\" vector(3)", "\"text\" citext"] {
        let lines = [format!("{column},\n"), format!("{column}\n")];
        assert!(lines.iter().any(|line| text.contains(line)), "{column}\n{text}");
    }
}
