//! A second opinion: `sea-schema`'s own discovery, over everything that it can see.
//!
//! Where the two differ it must be by one of its known faults, and each known fault must be met by a fixture: one that is
//! no longer met has been mended, and is struck from the list.

use std::collections::BTreeSet;
use std::mem::discriminant;

use autogen_introspect::introspect;
use autogen_schema::sql::normalize;
use autogen_schema::{
    Column, DataType, DefaultValue, Dialect, Ident, IdentityKind, IndexKey, ReferentialAction, Schema, SqlType, Table,
};
use sea_schema::postgres::def::{self, ColumnDefault, ColumnInfo, ForeignKeyAction, TableDef, Type};
use sea_schema::postgres::discovery::SchemaDiscovery;
use sea_schema::postgres::parser::parse_column_default;

use super::connect;
use crate::support::Database;

/// What `sea-schema` gets wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    /// A type outside the search path: the whole discovery fails.
    TypeOutsideThePath,
    /// A quote in a type's name: the whole discovery fails.
    QuoteInType,
    /// What inherits from another table is not there.
    InheritingTable,
    /// Constraints are joined by their names alone, which several tables may share.
    SharedName,
    /// The schema of a referenced table is lost.
    SchemaOfReference,
    /// An expression in a unique index is passed over.
    ExpressionInIndex,
    /// A column that is only included in a unique index is one of its keys.
    IncludedColumn,
    /// A domain is the type that it is made of.
    DomainAsBase,
}

const FAULTS: [(Fault, &str); 8] = [
    (
        Fault::TypeOutsideThePath,
        "CREATE SCHEMA other; CREATE TYPE other.color AS ENUM ('red'); CREATE TABLE t (a other.color)",
    ),
    (Fault::QuoteInType, "CREATE TYPE \"a\"\"b\" AS ENUM ('red'); CREATE TABLE t (a \"a\"\"b\")"),
    (Fault::InheritingTable, "CREATE TABLE t (a integer); CREATE TABLE u () INHERITS (t)"),
    (
        Fault::SharedName,
        "CREATE TABLE t (a integer CONSTRAINT c CHECK (a > 1)); CREATE TABLE u (a integer CONSTRAINT c CHECK (a > 2))",
    ),
    (
        Fault::SchemaOfReference,
        "CREATE SCHEMA other; CREATE TABLE other.p (id integer PRIMARY KEY); CREATE TABLE t (a integer REFERENCES other.p)",
    ),
    (Fault::ExpressionInIndex, "CREATE TABLE t (a integer, b text); CREATE UNIQUE INDEX i ON t (a, lower(b))"),
    (Fault::IncludedColumn, "CREATE TABLE t (a integer, b text); CREATE UNIQUE INDEX i ON t (a) INCLUDE (b)"),
    (Fault::DomainAsBase, "CREATE DOMAIN d AS integer; CREATE TABLE t (a d)"),
];

/// Where both must say the same.
const COMMON: &str = "\
    CREATE TYPE mood AS ENUM ('sad', 'ok'); ALTER TYPE mood ADD VALUE 'meh' BEFORE 'ok';
    CREATE TABLE p (id serial PRIMARY KEY, code varchar(20) NOT NULL UNIQUE, n numeric(10, 2) DEFAULT 1.5, feeling mood DEFAULT 'ok',
        made timestamptz NOT NULL DEFAULT now(), s text DEFAULT 'abc', e text DEFAULT '', z boolean DEFAULT true, UNIQUE (n, s),
        j jsonb, u uuid, b bytea, d date, t time, ts timestamp, r real, dp double precision, m money, c char(3), i inet, x xml,
        CONSTRAINT positive CHECK (n > 0 AND s <> 'x'));
    CREATE TABLE c (a bigint GENERATED ALWAYS AS IDENTITY, b uuid NOT NULL, p integer NOT NULL REFERENCES p ON DELETE CASCADE ON UPDATE SET NULL,
        q bigint, r uuid, g integer GENERATED ALWAYS AS (p + 1) STORED, l integer[], PRIMARY KEY (b, a),
        CONSTRAINT pair FOREIGN KEY (r, q) REFERENCES c (b, a) ON DELETE SET DEFAULT, FOREIGN KEY (p) REFERENCES p (id) ON UPDATE RESTRICT);
    CREATE INDEX i1 ON c (q, r); CREATE UNIQUE INDEX \"i 2\" ON c (p); CREATE UNIQUE INDEX i3 ON c (q) WHERE q > 1;
    CREATE TABLE parts (a integer NOT NULL) PARTITION BY RANGE (a); CREATE TABLE part PARTITION OF parts DEFAULT; CREATE VIEW v AS SELECT * FROM p";

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
    let database = Database::postgres("opinion");
    database.sql(sql);
    let db = connect(&database).await;
    let ours = introspect(&db).await.unwrap().schema;
    let theirs = match SchemaDiscovery::new_no_exec("public").discover_with(&db).await {
        Ok(theirs) => theirs,
        Err(error) => return BTreeSet::from([failure(&format!("{error:?}"))]),
    };
    let mut faults = BTreeSet::new();
    for table in ours.tables.values().filter(|table| table.name.schema.is_none()) {
        match theirs.tables.iter().find(|theirs| theirs.info.name == table.name.name.as_str()) {
            Some(theirs) => compare(table, theirs, &ours, &mut faults),
            None => {
                assert!(table.clauses.iter().any(|clause| clause.starts_with("INHERITS")), "{}", table.name);
                faults.insert(Fault::InheritingTable);
            }
        }
    }
    assert!(theirs.tables.iter().all(|theirs| ours.tables.contains_key(&theirs.info.name.as_str().into())));
    let enums = |name: &str| ours.enums[&name.into()].labels.clone();
    assert!(theirs.enums.iter().all(|theirs| enums(&theirs.typename) == theirs.values));
    faults
}

fn failure(error: &str) -> Fault {
    if error.contains("syntax error") || error.contains("invalid name") {
        Fault::QuoteInType
    } else {
        Fault::TypeOutsideThePath
    }
}

fn compare(ours: &Table, theirs: &TableDef, schema: &Schema, faults: &mut BTreeSet<Fault>) {
    assert_eq!(ours.columns.len(), theirs.columns.len());
    for column in &ours.columns {
        let theirs = theirs.columns.iter().find(|theirs| theirs.name == column.name.as_str()).unwrap();
        compare_columns(column, theirs, schema, faults);
    }
    let key = ours.primary_key.iter().map(|key| (strings(key.name.iter()).concat(), strings(&key.columns)));
    let theirs_key = theirs.primary_key_constraints.iter().map(|key| (key.name.clone(), key.columns.clone()));
    assert_eq!(key.collect::<Vec<_>>(), theirs_key.collect::<Vec<_>>());
    checks(ours, theirs, faults);
    uniques(ours, theirs, faults);
    foreign_keys(ours, theirs, faults);
}

fn strings<'a>(names: impl IntoIterator<Item = &'a Ident>) -> Vec<String> {
    names.into_iter().map(ToString::to_string).collect()
}

fn compare_columns(ours: &Column, theirs: &ColumnInfo, schema: &Schema, faults: &mut BTreeSet<Fault>) {
    assert_eq!(ours.nullable, theirs.not_null.is_none(), "{}", ours.name);
    let DataType::Reported(data_type) = &ours.data_type else { panic!() };
    compare_types(data_type, &theirs.col_type, schema, faults);
    assert_eq!(ours.generated.is_some(), theirs.generated.is_some(), "{}", ours.name);
    let serial = ours.identity.as_ref().is_some_and(|identity| identity.kind == IdentityKind::Serial);
    assert_eq!(ours.identity.is_some() && !serial, theirs.is_identity, "{}", ours.name);
    if serial {
        assert!(matches!(theirs.default, Some(ColumnDefault::AutoIncrement(_))), "{}", ours.name);
        return;
    }
    let default = ours.default.as_ref().map(|default| match default {
        DefaultValue::Expression(text) => text.clone(),
        other => panic!("{other:?}"),
    });
    assert_eq!(parse_column_default(default), theirs.default, "{}", ours.name);
}

fn compare_types(ours: &SqlType, theirs: &Type, schema: &Schema, faults: &mut BTreeSet<Fault>) {
    match theirs {
        Type::Array(_) => assert_eq!(ours.dimensions, 1),
        Type::Enum(def::EnumDef { typename, .. }) => assert_eq!(ours.name, *typename),
        theirs => {
            let expected = Type::from_str(&ours.name, None, false);
            if discriminant(&expected) != discriminant(theirs) {
                let is_domain = schema
                    .objects
                    .iter()
                    .any(|object| object.kind == "domain" && object.name.name.as_str() == ours.name);
                assert!(is_domain, "{ours}: {theirs:?}");
                faults.insert(Fault::DomainAsBase);
            }
        }
    }
}

fn checks(ours: &Table, theirs: &TableDef, faults: &mut BTreeSet<Fault>) {
    let form = |text: &str| normalize(text, Dialect::Postgres);
    let expected: BTreeSet<_> =
        ours.checks.iter().map(|check| (strings(check.name.iter()).concat(), form(&check.expression))).collect();
    let found = theirs.check_constraints.iter().filter(|check| !check.name.ends_with("_not_null"));
    let found: BTreeSet<_> = found.map(|check| (check.name.clone(), form(&check.expr))).collect();
    if expected != found {
        assert!(expected.is_subset(&found), "{expected:?} {found:?}");
        assert!(found.iter().all(|(name, _)| expected.iter().any(|(ours, _)| ours == name)));
        faults.insert(Fault::SharedName);
    }
}

fn uniques(ours: &Table, theirs: &TableDef, faults: &mut BTreeSet<Fault>) {
    let constraints = ours.uniques.iter().map(|unique| (unique.name.clone(), strings(&unique.columns), false));
    let mut expected: BTreeSet<_> = constraints.collect();
    for index in ours.indexes.iter().filter(|index| index.unique) {
        let columns = index.parts.iter().filter_map(|part| match &part.key {
            IndexKey::Column(column) => Some(column),
            IndexKey::Expression(_) => {
                faults.insert(Fault::ExpressionInIndex);
                None
            }
        });
        let mut columns = strings(columns);
        if !index.include.is_empty() {
            faults.insert(Fault::IncludedColumn);
            columns.extend(strings(&index.include));
        }
        expected.insert((index.name.clone(), columns, index.predicate.is_some()));
    }
    let found = theirs.unique_constraints.iter();
    let found: BTreeSet<_> =
        found.map(|unique| (Some(unique.name.as_str().into()), unique.columns.clone(), unique.is_partial)).collect();
    assert_eq!(expected, found);
}

fn foreign_keys(ours: &Table, theirs: &TableDef, faults: &mut BTreeSet<Fault>) {
    let action = |action: Option<ReferentialAction>| format!("{:?}", action.unwrap());
    let expected: BTreeSet<_> = ours
        .foreign_keys
        .iter()
        .map(|key| {
            if key.references.schema.is_some() {
                faults.insert(Fault::SchemaOfReference);
            }
            let columns = (strings(&key.columns), key.references.name.to_string(), strings(&key.referenced_columns));
            (strings(key.name.iter()).concat(), columns, action(key.on_delete), action(key.on_update))
        })
        .collect();
    let action = |action: &Option<ForeignKeyAction>| format!("{:?}", action.as_ref().unwrap());
    let found = theirs.reference_constraints.iter().map(|key| {
        let columns = (key.columns.clone(), key.table.clone(), key.foreign_columns.clone());
        (key.name.clone(), columns, action(&key.on_delete), action(&key.on_update))
    });
    assert_eq!(expected, found.collect());
}
