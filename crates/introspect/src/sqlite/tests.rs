//! Catalogs that SQLite does not hand out by itself: their texts were changed behind its back.

use std::collections::{BTreeMap, BTreeSet};

use autogen_schema::{IndexKey, Schema};

use super::catalog::{Catalog, Parts};
use super::row::{ColumnRow, ForeignKeyRow, IndexRow, KindRow, Stored};
use super::table;
use crate::Note;

fn column(name: &str, hidden: i64) -> ColumnRow {
    ColumnRow {
        position: 0,
        name: name.into(),
        data_type: "int".into(),
        not_null: false,
        default: None,
        key: 0,
        hidden,
    }
}

fn index(name: &str, origin: &str, column: Option<&str>) -> IndexRow {
    IndexRow {
        index: name.into(),
        position: 0,
        unique: true,
        origin: origin.into(),
        column: column.map(str::to_owned),
        descending: false,
        collation: "BINARY".into(),
    }
}

fn read(sql: &str) -> (Schema, Vec<String>) {
    let key = ForeignKeyRow {
        id: 0,
        position: 0,
        parent: "t".into(),
        child_column: "a".into(),
        parent_column: Some("a".into()),
        on_update: "CASCADE".into(),
        on_delete: "NO ACTION".into(),
    };
    let mut catalog = Catalog {
        tables: vec![
            Stored { name: "t".into(), sql: sql.into() },
            Stored { name: "other".into(), sql: "CREATE TABLE other(a)".into() },
        ],
        views: Vec::new(),
        triggers: BTreeMap::new(),
        definitions: BTreeMap::from([("i".into(), "CREATE INDEX".into())]),
        kinds: BTreeMap::from([(
            "t".into(),
            KindRow { kind: "table".into(), columns: 2, without_rowid: false, strict: false },
        )]),
        parts: BTreeMap::from([(
            "t".into(),
            Parts {
                columns: vec![column("a", 0), column("b", 2)],
                foreign_keys: vec![key],
                indexes: vec![index("i", "c", None), index("sqlite_autoindex_t_1", "u", Some("a"))],
            },
        )]),
        modules: BTreeSet::new(),
    };
    let (mut schema, mut notes) = (Schema::default(), Vec::new());
    table::read(&mut catalog, &mut schema, &mut notes);
    (schema, notes.iter().map(Note::to_string).collect())
}

#[test]
fn a_text_that_cannot_be_read_leaves_what_the_pragmas_say() {
    let (schema, notes) = read("CREATE TABLE t");
    let expected = [
        "the stored text of table `t` could not be read: expected ( at byte 14, found the end",
        "the stored text of index `i` could not be read: expected an index at byte 12, found the end",
        "the stored text of table `other` and the catalog differ in its name",
    ];
    assert_eq!(notes, expected);
    let table = &schema.tables[&"t".into()];
    assert_eq!((table.columns.len(), table.uniques.len(), table.foreign_keys.len()), (2, 1, 1));
    assert_eq!(table.columns[1].generated.as_ref().unwrap().expression, "");
    assert_eq!(table.indexes[0].parts[0].key, IndexKey::Expression(String::new()));
}

#[test]
fn a_text_that_contradicts_the_catalog_is_not_believed() {
    let (schema, notes) = read("CREATE TABLE t(a CONSTRAINT f REFERENCES other(a), b AS (1))");
    assert_eq!(notes[0], "the stored text of table `t` and the catalog differ in its foreign keys");
    let key = &schema.tables[&"t".into()].foreign_keys[0];
    assert_eq!((key.references.name.as_str(), &key.name), ("t", &None));
}
