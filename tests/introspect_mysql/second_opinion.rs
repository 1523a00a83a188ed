//! A second opinion: `sea-schema`'s own discovery, over everything that it can see.
//!
//! Where the two differ it must be by one of its known faults, and each known fault must be met by a fixture: one that is no longer
//! met has been mended, and is struck from the list.

use std::collections::BTreeSet;

use autogen_schema::{DataType, DefaultValue, Ident, IndexKey, SortOrder, Storage, Table};
use sea_schema::mysql::def::{self, ColumnDefault, ColumnInfo, IndexOrder, SystemInfo, TableDef};
use sea_schema::mysql::discovery::SchemaDiscovery;
use sea_schema::mysql::query::ColumnQueryResult;

use super::{connect, database, read};

/// What `sea-schema` gets wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    /// A string that holds a quote or a backslash keeps its escapes.
    EscapedDefault,
    /// A default that is a word for a moment with digits is an expression.
    PreciseMoment,
    /// `NULL` where there is no default.
    NullDefault,
    /// The expression of a generated column is lost.
    GeneratedColumn,
    /// JSON is a long text.
    Json,
    /// A type that it does not know, or does not know all words of.
    UnknownType,
    /// An index that a foreign key brings along is an index like any other.
    ImplicitIndex,
    /// The size of a bounding box is the length of a prefix.
    SpatialPrefix,
    /// Which database a foreign key refers to is lost.
    OtherDatabase,
}

const FAULTS: [(Fault, &str); 9] = [
    (Fault::EscapedDefault, "CREATE TABLE t(a varchar(20) NOT NULL DEFAULT 'it''s')"),
    (Fault::PreciseMoment, "CREATE TABLE t(a datetime(3) NOT NULL DEFAULT current_timestamp(3))"),
    (Fault::NullDefault, "CREATE TABLE t(a int)"),
    (Fault::GeneratedColumn, "CREATE TABLE t(a int NOT NULL, b int AS (a + 1))"),
    (Fault::Json, "CREATE TABLE t(a json NOT NULL)"),
    (Fault::UnknownType, "CREATE TABLE t(a uuid NOT NULL)"),
    (
        Fault::ImplicitIndex,
        "CREATE TABLE p(a int PRIMARY KEY); CREATE TABLE t(a int NOT NULL, CONSTRAINT f FOREIGN KEY (a) REFERENCES p (a))",
    ),
    (Fault::SpatialPrefix, "CREATE TABLE t(a geometry NOT NULL, SPATIAL KEY k (a))"),
    (
        Fault::OtherDatabase,
        "CREATE TABLE t(a int NOT NULL, KEY (a), CONSTRAINT f FOREIGN KEY (a) REFERENCES `@`.p (a))",
    ),
];

/// Where both must say the same.
const COMMON: &str = "
    CREATE TABLE p(id int unsigned NOT NULL PRIMARY KEY AUTO_INCREMENT, code varchar(20) NOT NULL UNIQUE COMMENT 'it''s', n decimal(10,2) NOT NULL DEFAULT 1.5,
        made datetime NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(), s text NOT NULL, e varchar(9) NOT NULL DEFAULT '', z smallint(6) NOT NULL DEFAULT -7,
        d double NOT NULL, b binary(16) NOT NULL, v varbinary(20) NOT NULL, bits bit(3) NOT NULL, f float NOT NULL, t timestamp NOT NULL,
        w enum('a','b,c') NOT NULL DEFAULT 'a', y year(4) NOT NULL, l blob NOT NULL, ts time(3) NOT NULL, UNIQUE KEY two (n, e), KEY down (z DESC), KEY pre (s(10)), FULLTEXT KEY ft (s));
    CREATE TABLE c(a bigint NOT NULL, b int unsigned NOT NULL, q int unsigned NOT NULL, PRIMARY KEY (b, a), KEY q (q) COMMENT 'why',
        CONSTRAINT one FOREIGN KEY (b) REFERENCES p (id) ON DELETE CASCADE ON UPDATE NO ACTION, CONSTRAINT two FOREIGN KEY (q) REFERENCES p (id));
    CREATE TABLE m(a int NOT NULL, KEY a (a), KEY b USING BTREE (a)) ENGINE=MEMORY;";

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

async fn differences(sql: &str) -> BTreeSet<Fault> {
    let other = database("other", "CREATE TABLE p(a int PRIMARY KEY)");
    let database = database("opinion", &sql.replace('@', other.name()));
    let ours = read(&database).await.schema;
    let db = connect(&database).await;
    let theirs = SchemaDiscovery::new_no_exec(database.name()).discover_with(&db).await.unwrap();
    let mut faults = BTreeSet::new();
    for theirs in &theirs.tables {
        compare(&ours.tables[&theirs.info.name.as_str().into()], theirs, &mut faults);
    }
    let seen: BTreeSet<_> = theirs.tables.iter().map(|table| table.info.name.as_str()).collect();
    assert!(ours.tables.keys().all(|name| seen.contains(name.name.as_str())));
    faults
}

fn compare(ours: &Table, theirs: &TableDef, faults: &mut BTreeSet<Fault>) {
    assert_eq!(ours.comment.as_deref().unwrap_or_default(), theirs.info.comment);
    assert_eq!(ours.columns.len(), theirs.columns.len());
    for (ours, theirs) in ours.columns.iter().zip(&theirs.columns) {
        column(ours, theirs, faults);
    }
    indexes(ours, theirs, faults);
    foreign_keys(ours, theirs, faults);
}

fn column(ours: &autogen_schema::Column, theirs: &ColumnInfo, faults: &mut BTreeSet<Fault>) {
    assert_eq!(ours.name.as_str(), theirs.name);
    assert_eq!((ours.nullable, ours.auto_increment), (theirs.null, theirs.extra.auto_increment));
    assert_eq!(ours.on_update.is_some(), theirs.extra.on_update_current_timestamp);
    assert_eq!(ours.comment.as_deref().unwrap_or_default(), theirs.comment);
    let DataType::Reported(data_type) = &ours.data_type else { panic!() };
    let row = ColumnQueryResult { column_type: data_type.to_string(), ..ColumnQueryResult::default() };
    let parsed = row.parse(&SystemInfo { version: 101_100, system: "MariaDB".into(), suffix: Vec::new() });
    match &theirs.col_type {
        def::Type::Unknown(_) => drop(faults.insert(Fault::UnknownType)),
        def::Type::LongText(_) if data_type.name == "json" => drop(faults.insert(Fault::Json)),
        theirs => assert_eq!(&parsed.col_type, theirs, "{data_type}"),
    }
    if let Some(generated) = &ours.generated {
        assert!(theirs.extra.generated && theirs.expression.is_none() && generated.storage == Storage::Virtual);
        faults.insert(Fault::GeneratedColumn);
    }
    let ours = ours.default.as_ref().map(|default| match default {
        DefaultValue::Expression(text) => text.clone(),
        other => panic!("{other:?}"),
    });
    match (&ours, &theirs.default) {
        (None, None) => {}
        // Of a generated column it is the same fault.
        (None, Some(ColumnDefault::Null)) if theirs.extra.generated => {}
        (None, Some(ColumnDefault::Null)) => drop(faults.insert(Fault::NullDefault)),
        (Some(ours), Some(theirs)) => default(ours, theirs, faults),
        different => panic!("{different:?}"),
    }
}

fn default(ours: &str, theirs: &ColumnDefault, faults: &mut BTreeSet<Fault>) {
    let text = match theirs {
        ColumnDefault::Null => "NULL".to_owned(),
        ColumnDefault::Int(number) => number.to_string(),
        ColumnDefault::Real(number) => {
            assert_eq!(ours.parse::<f64>().unwrap().to_bits(), number.to_bits());
            return;
        }
        ColumnDefault::String(text) => {
            if text.contains(['\'', '\\']) {
                faults.insert(Fault::EscapedDefault);
            }
            format!("'{text}'")
        }
        ColumnDefault::CustomExpr(text) => {
            assert!(text.starts_with("current_timestamp("));
            faults.insert(Fault::PreciseMoment);
            text.clone()
        }
        ColumnDefault::CurrentTimestamp => "current_timestamp()".to_owned(),
    };
    assert_eq!(ours, text);
}

fn indexes(ours: &Table, theirs: &TableDef, faults: &mut BTreeSet<Fault>) {
    let key: Option<Vec<_>> =
        ours.primary_key.as_ref().map(|key| key.columns.iter().map(ToString::to_string).collect());
    for theirs in &theirs.indexes {
        if theirs.name == "PRIMARY" {
            assert_eq!(key, Some(theirs.parts.iter().map(|part| part.column.clone()).collect()));
            continue;
        }
        let Some(found) = ours.indexes.iter().find(|index| index.name == Some(Ident::new(theirs.name.as_str()))) else {
            assert!(ours.foreign_keys.iter().any(|key| key.name == Some(Ident::new(theirs.name.as_str()))));
            faults.insert(Fault::ImplicitIndex);
            continue;
        };
        assert_eq!(found.unique, theirs.unique);
        let commented = found.settings.iter().any(|setting| setting.starts_with("COMMENT"));
        assert_eq!(commented, !theirs.comment.is_empty());
        assert_eq!(found.parts.len(), theirs.parts.len());
        for (part, theirs) in found.parts.iter().zip(&theirs.parts) {
            assert_eq!(part.key, IndexKey::Column(theirs.column.as_str().into()));
            assert_eq!(part.order == SortOrder::Descending, theirs.order == IndexOrder::Descending);
            if part.prefix != theirs.sub_part {
                assert_eq!(found.method.as_ref().map(Ident::as_str), Some("SPATIAL"));
                faults.insert(Fault::SpatialPrefix);
            }
        }
    }
    let named = |name: &Ident| theirs.indexes.iter().any(|index| index.name == name.as_str());
    assert!(ours.indexes.iter().all(|index| index.name.as_ref().is_some_and(named)));
}

fn foreign_keys(ours: &Table, theirs: &TableDef, faults: &mut BTreeSet<Fault>) {
    assert_eq!(ours.foreign_keys.len(), theirs.foreign_keys.len());
    for (ours, theirs) in ours.foreign_keys.iter().zip(&theirs.foreign_keys) {
        let names = |names: &[Ident]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(ours.name.as_ref().unwrap().as_str(), theirs.name);
        assert_eq!(
            (names(&ours.columns), names(&ours.referenced_columns)),
            (theirs.columns.clone(), theirs.referenced_columns.clone())
        );
        assert_eq!(ours.references.name.as_str(), theirs.referenced_table);
        let actions = [ours.on_delete, ours.on_update].map(|action| format!("{:?}", action.unwrap()));
        assert_eq!(actions, [format!("{:?}", theirs.on_delete), format!("{:?}", theirs.on_update)]);
        if ours.references.schema.is_some() {
            faults.insert(Fault::OtherDatabase);
        }
    }
}
