use autogen_schema::{
    Column, DataType, Dialect, ForeignKey, Ident, Match, Object, Schema, SqlType, Table, TableName, View,
};

use super::Passage;
use crate::Operation;

fn schema(columns: &[&str], clauses: &[&str]) -> Schema {
    let mut table = Table::new("t");
    table.columns =
        columns.iter().map(|name| Column::new(*name, DataType::Reported(SqlType::parse("integer")))).collect();
    table.clauses = clauses.iter().map(|clause| (*clause).to_owned()).collect();
    let mut schema = Schema::default();
    schema.add(table);
    schema
}

fn left(from: &Schema, to: &Schema) -> Vec<String> {
    Passage::between(Dialect::Postgres, from, to, &[]).left.iter().map(ToString::to_string).collect()
}

#[test]
fn equal_schemas_are_no_way_apart() {
    let one = schema(&["a"], &["WITH (fillfactor=70)"]);
    for dialect in [Dialect::Postgres, Dialect::Mysql] {
        assert!(Passage::between(dialect, &one, &one.clone(), &[]).is_empty());
    }
}

#[test]
fn what_only_another_place_or_beginning_could_change_is_left() {
    let found = left(&schema(&["a", "b"], &[]), &schema(&["c", "a", "b"], &["PARTITION BY RANGE (a)"]));
    assert_eq!(
        found,
        [
            "cannot order the columns of `t`: PostgreSQL puts a new column behind the others; they stand as a, b, c",
            "cannot make `t` a table with PARTITION BY RANGE (a): PostgreSQL decides that when it makes the table",
        ]
    );
}

#[test]
fn what_has_no_text_is_left() {
    let mut to = schema(&["a"], &[]);
    to.objects.push(Object { kind: "operator".to_owned(), name: TableName::new("+"), sql: None });
    assert_eq!(left(&schema(&["a"], &[]), &to), ["cannot make operator `+`: the catalog does not tell how it is made"]);
}

#[test]
fn what_stands_beside_tables_is_told() {
    let (from, mut to) = (schema(&["a"], &[]), schema(&["a"], &["UNLOGGED"]));
    to.views.insert(TableName::new("v"), View::new("v", "CREATE VIEW v AS SELECT 1"));
    let passage = Passage::between(Dialect::Postgres, &from, &to, &[]);
    assert_eq!(passage.lines().collect::<Vec<_>>(), ["create options of table t", "create view v"]);
}

#[test]
fn a_rename_is_one_operation_and_loses_nothing() {
    let rename = Operation::RenameColumn { table: "t".into(), from: Ident::new("a"), to: Ident::new("b") };
    let passage =
        Passage::between(Dialect::Postgres, &schema(&["a"], &[]), &schema(&["b"], &[]), std::slice::from_ref(&rename));
    assert_eq!(passage.operations, [rename]);
    let script = passage.script.unwrap();
    assert_eq!(script.hazards().count(), 0);
    assert_eq!(script.blocks[0].statements[0].sql, "ALTER TABLE \"t\" RENAME COLUMN \"a\" TO \"b\"");
}

#[test]
fn a_key_that_matches_in_full_takes_no_null_beside_a_value() {
    let hazards = |matching: Option<Match>, are_empty: [bool; 2]| {
        let mut to = schema(&["a", "b", "c"], &[]);
        let table = to.table_mut(&"t".into(), Dialect::Postgres).unwrap();
        for (column, is_empty) in table.columns.iter_mut().skip(1).zip(are_empty) {
            column.nullable = is_empty;
        }
        let columns = || vec![Ident::new("b"), Ident::new("c")];
        table.foreign_keys.push(ForeignKey { matching, ..ForeignKey::new(columns(), "t", columns()) });
        let script = Passage::between(Dialect::Postgres, &schema(&["a"], &[]), &to, &[]).script.unwrap();
        let found = script.hazards().map(ToString::to_string).find(|hazard| hazard.contains("refers to a row"));
        found.unwrap_or_default()
    };
    let (orphans, full) = ("fails if t(b, c) refers to a row that t does not have", Some(Match::Full));
    assert_eq!(hazards(None, [false, false]), orphans);
    assert_eq!(hazards(None, [true, false]), "");
    assert_eq!(hazards(full, [true, false]), format!("{orphans}, or is NULL in part"));
    assert_eq!(hazards(full, [true, true]), "");
}
