//! A second opinion: `sea-schema`'s own discovery, over everything that it can see.
//!
//! Where the two differ it must be by one of its known faults, and each known fault must be met by a fixture: one that is
//! no longer met has been mended, and is struck from the list.

use std::collections::BTreeSet;

use autogen_introspect::introspect;
use autogen_schema::{DataType, DefaultValue, Schema, SqlType, Table};
use sea_orm::DatabaseConnection;
use sea_schema::sqlite::def::{self, DefaultType, ForeignKeyAction, IndexInfo, TableDef};
use sea_schema::sqlite::discovery::SchemaDiscovery;

use super::database;

/// What `sea-schema` gets wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    /// A quote in a table's name ends its PRAGMA: the whole discovery fails.
    QuoteInName,
    /// Virtual tables, shadow tables and `sqlite_stat1` are tables to it.
    ForeignTables,
    /// The first column of any primary key is NOT NULL to it.
    KeyNotNull,
    /// `AUTOINCREMENT` anywhere in the text makes it so.
    AutoincrementInText,
    /// Referenced columns that are not written are one empty name.
    ImplicitReference,
    /// An expression in an index is a column with an empty name.
    ExpressionIndex,
    /// A default that it does not know is a string, and any quotes are taken out of it.
    DefaultAsString,
    /// The expression of a generated column is lost.
    GeneratedColumn,
    /// `UNIQUE` on columns that another key already covers is not seen.
    CoveredUnique,
}

const FAULTS: [(Fault, &str); 9] = [
    (Fault::QuoteInName, "CREATE TABLE \"it's\"(a)"),
    (Fault::ForeignTables, "CREATE VIRTUAL TABLE docs USING fts5(x)"),
    (Fault::KeyNotNull, "CREATE TABLE t(a text PRIMARY KEY)"),
    (Fault::AutoincrementInText, "CREATE TABLE t(a integer PRIMARY KEY /* no AUTOINCREMENT */)"),
    (Fault::ImplicitReference, "CREATE TABLE p(a integer PRIMARY KEY); CREATE TABLE t(a REFERENCES p)"),
    (Fault::ExpressionIndex, "CREATE TABLE t(a); CREATE INDEX i ON t(a, lower(a))"),
    (Fault::DefaultAsString, "CREATE TABLE t(a text DEFAULT (lower('X')))"),
    (Fault::GeneratedColumn, "CREATE TABLE t(a, b AS (a + 1))"),
    (Fault::CoveredUnique, "CREATE TABLE t(a text NOT NULL PRIMARY KEY UNIQUE)"),
];

/// Where both must say the same.
const COMMON: &str = "\
    CREATE TABLE p(id integer NOT NULL PRIMARY KEY AUTOINCREMENT, code varchar(20) NOT NULL UNIQUE, n real(10, 2) DEFAULT 1.5,
        made timestamp_text NOT NULL DEFAULT CURRENT_TIMESTAMP, s text DEFAULT 'abc', e text DEFAULT '', z int DEFAULT NULL, UNIQUE (n, s));
    CREATE TABLE c(a bigint NOT NULL, b uuid_text NOT NULL, p integer NOT NULL REFERENCES p(id) ON DELETE CASCADE ON UPDATE SET NULL,
        q integer, r integer, PRIMARY KEY (a, b), FOREIGN KEY (q, r) REFERENCES c(a, b) ON DELETE SET DEFAULT,
        FOREIGN KEY (r) REFERENCES p(id) ON UPDATE RESTRICT);
    CREATE INDEX i1 ON c(q, r); CREATE UNIQUE INDEX \"i 2\" ON c(p); CREATE INDEX i3 ON c(q) WHERE q > 1;
    CREATE VIEW v AS SELECT * FROM p";

#[tokio::test]
async fn both_agree_on_what_both_can_see() {
    assert_eq!(differences(COMMON).await, BTreeSet::new());
}

#[tokio::test]
async fn each_known_fault_is_met_and_nothing_else() {
    for (fault, sql) in FAULTS {
        assert_eq!(differences(sql).await, BTreeSet::from([fault]), "{sql}");
    }
}

/// The order of a primary key is lost to it; there is no telling from what it returns.
#[tokio::test]
async fn the_order_of_a_primary_key_is_lost() {
    let db = database("CREATE TABLE t(a NOT NULL, b NOT NULL, PRIMARY KEY (b, a))").await;
    let theirs = SchemaDiscovery::discover_with(&db).await.unwrap();
    assert_eq!(
        theirs.tables[0].columns.iter().map(|c| (c.name.as_str(), c.primary_key)).collect::<Vec<_>>(),
        [("a", true), ("b", true)]
    );
    let ours = introspect(&db).await.unwrap().schema;
    let key = ours.tables[&"t".into()].primary_key.clone().unwrap();
    assert_eq!(key.columns, ["b".into(), "a".into()]);
}

/// What becomes of a type on its way through [`SqlType`] keeps everything that their parser sees in it.
#[tokio::test]
async fn types_keep_their_meaning() {
    for text in [
        "char(3)",
        "varchar",
        "varchar(20)",
        "text",
        "tinyint",
        "smallint",
        "integer",
        "INTEGER",
        "bigint",
        "float",
        "double",
        "real",
        "real(10, 2)",
        "DECIMAL( 10 ,2)",
        "datetime_text",
        "timestamp_text",
        "timestamp_with_timezone_text",
        "time_text",
        "date_text",
        "blob",
        "blob(16)",
        "varbinary_blob(9)",
        "boolean",
        "real_money(10, 2)",
        "json_text",
        "jsonb_text",
        "uuid_text",
        "enum_text",
        "unsigned big int",
        "double precision",
        "geometry",
    ] {
        let db = database(&format!("CREATE TABLE t(a {text})")).await;
        let schema = introspect(&db).await.unwrap().schema;
        let DataType::Reported(ours) = &schema.tables[&"t".into()].columns[0].data_type else { panic!() };
        let theirs = SchemaDiscovery::discover_with(&db).await.unwrap();
        assert_eq!(def::parse_type(ours.to_string()).unwrap(), theirs.tables[0].columns[0].r#type.clone(), "{text}");
        assert_eq!(&SqlType::parse(&ours.to_string()), ours, "{text}");
    }
}

async fn differences(sql: &str) -> BTreeSet<Fault> {
    let db = database(sql).await;
    let ours = introspect(&db).await.unwrap().schema;
    let Ok(theirs) = discover(&db).await else {
        assert!(ours.tables.keys().any(|name| name.name.as_str().contains('\'')), "{sql}");
        return BTreeSet::from([Fault::QuoteInName]);
    };
    let mut faults = BTreeSet::new();
    for theirs in &theirs.tables {
        match ours.tables.get(&theirs.name.as_str().into()) {
            Some(ours) => compare(ours, theirs, &mut faults),
            None => {
                assert!(ours.virtual_tables.contains_key(&theirs.name.as_str().into()), "{}", theirs.name);
                faults.insert(Fault::ForeignTables);
            }
        }
    }
    let seen: BTreeSet<_> = theirs.tables.iter().map(|table| table.name.as_str()).collect();
    assert!(ours.tables.keys().all(|name| seen.contains(name.name.as_str())));
    indexes(&ours, &theirs.indexes, &mut faults);
    faults
}

async fn discover(db: &DatabaseConnection) -> Result<def::Schema, String> {
    SchemaDiscovery::discover_with(db).await.map_err(|error| format!("{error:?}"))
}

fn compare(ours: &Table, theirs: &TableDef, faults: &mut BTreeSet<Fault>) {
    columns(ours, theirs, faults);
    foreign_keys(ours, theirs, faults);
    uniques(ours, theirs, faults);
    if ours.options.autoincrement != theirs.auto_increment {
        assert!(theirs.auto_increment);
        faults.insert(Fault::AutoincrementInText);
    }
}

fn columns(ours: &Table, theirs: &TableDef, faults: &mut BTreeSet<Fault>) {
    assert_eq!(ours.columns.len(), theirs.columns.len());
    let key = ours.primary_key.as_ref().map(|key| key.columns.as_slice()).unwrap_or_default();
    for (ours, theirs) in ours.columns.iter().zip(&theirs.columns) {
        assert_eq!(ours.name.as_str(), theirs.name);
        assert_eq!(key.contains(&ours.name), theirs.primary_key);
        let DataType::Reported(data_type) = &ours.data_type else { panic!() };
        assert_eq!(def::parse_type(data_type.to_string()).unwrap(), theirs.r#type);
        if ours.nullable == theirs.not_null {
            assert!(key.first() == Some(&ours.name) && theirs.not_null);
            faults.insert(Fault::KeyNotNull);
        }
        if ours.generated.is_some() {
            assert_ne!(theirs.hidden, def::ColumnVisibility::Visible);
            faults.insert(Fault::GeneratedColumn);
        }
        default(ours.default.as_ref(), &theirs.default_value, faults);
    }
}

fn default(ours: Option<&DefaultValue>, theirs: &DefaultType, faults: &mut BTreeSet<Fault>) {
    let ours = ours.map(|default| match default {
        DefaultValue::Expression(text) => text.as_str(),
        other => panic!("{other:?}"),
    });
    let theirs = match theirs {
        DefaultType::Unspecified => None,
        DefaultType::Null => Some("NULL".to_owned()),
        DefaultType::Integer(number) => Some(number.to_string()),
        DefaultType::Float(number) => Some(number.to_string()),
        DefaultType::CurrentTimestamp => Some("CURRENT_TIMESTAMP".to_owned()),
        DefaultType::String(text) => Some(format!("'{text}'")),
    };
    if ours == theirs.as_deref() {
        return;
    }
    assert_eq!(ours.map(|ours| format!("'{}'", ours.replace('\'', ""))), theirs);
    faults.insert(Fault::DefaultAsString);
}

fn foreign_keys(ours: &Table, theirs: &TableDef, faults: &mut BTreeSet<Fault>) {
    let action = |action: &ForeignKeyAction| format!("{action:?}");
    let mut expected: Vec<_> = ours
        .foreign_keys
        .iter()
        .map(|key| {
            let name = |names: &[autogen_schema::Ident]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
            let actions = [key.on_delete, key.on_update].map(|action| format!("{:?}", action.unwrap()));
            (key.references.to_string(), name(&key.columns), name(&key.referenced_columns), actions)
        })
        .collect();
    let mut found: Vec<_> = theirs
        .foreign_keys
        .iter()
        .map(|key| {
            (key.table.clone(), key.from.clone(), key.to.clone(), [action(&key.on_delete), action(&key.on_update)])
        })
        .collect();
    // Theirs come from the last to the first.
    found.reverse();
    for (expected, found) in expected.iter_mut().zip(&mut found) {
        if found.2.iter().all(String::is_empty) {
            faults.insert(Fault::ImplicitReference);
            found.2.clone_from(&expected.2);
        }
    }
    assert_eq!(expected, found);
}

fn uniques(ours: &Table, theirs: &TableDef, faults: &mut BTreeSet<Fault>) {
    let mut expected: Vec<Vec<_>> =
        ours.uniques.iter().map(|unique| unique.columns.iter().map(ToString::to_string).collect()).collect();
    let mut found: Vec<_> = theirs.constraints.iter().map(|index| index.columns.clone()).collect();
    expected.sort();
    found.sort();
    if expected != found {
        let key: Option<Vec<_>> =
            ours.primary_key.as_ref().map(|key| key.columns.iter().map(ToString::to_string).collect());
        expected.retain(|columns| Some(columns) != key.as_ref());
        assert_eq!(expected, found);
        faults.insert(Fault::CoveredUnique);
    }
}

fn indexes(ours: &Schema, theirs: &[IndexInfo], faults: &mut BTreeSet<Fault>) {
    let ours: Vec<_> =
        ours.tables.values().flat_map(|table| table.indexes.iter().map(move |index| (table, index))).collect();
    let theirs: Vec<_> = theirs
        .iter()
        .filter(|index| ours.iter().any(|(table, _)| table.name.name.as_str() == index.table_name))
        .collect();
    assert_eq!(ours.len(), theirs.len());
    for (table, index) in ours {
        let name = index.name.as_ref().unwrap().as_str();
        let theirs = theirs.iter().find(|theirs| theirs.index_name == name).unwrap();
        assert_eq!(table.name.name.as_str(), theirs.table_name);
        assert_eq!((index.unique, index.predicate.is_some()), (theirs.unique, theirs.partial != 0));
        assert_eq!(index.parts.len(), theirs.columns.len());
        for (part, column) in index.parts.iter().zip(&theirs.columns) {
            match &part.key {
                autogen_schema::IndexKey::Column(name) => assert_eq!(name.as_str(), column),
                autogen_schema::IndexKey::Expression(_) => {
                    assert_eq!(column, "");
                    faults.insert(Fault::ExpressionIndex);
                }
            }
        }
    }
}
