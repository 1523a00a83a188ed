//! The names of what nobody named: SeaORM's, cut to what a server takes.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use autogen_schema::{Dialect, Ident, Schema, Table, TableName};
use sha2::{Digest, Sha256};

const MYSQL: Dialect = Dialect::Mysql;

/// The longest name, in characters (<https://dev.mysql.com/doc/refman/8.4/en/identifier-length.html>).
const LONGEST: usize = 64;

/// Cuts a name that is too long. What was cut off stands behind it as eight digits of its hash, so that two long names
/// with the same start stay two.
pub(super) fn fitted(name: &str) -> Ident {
    if name.chars().count() <= LONGEST {
        return Ident::new(name);
    }
    let hash = Sha256::digest(name);
    let mut tail = String::from("-");
    for byte in hash.iter().take(4) {
        let _infallible = write!(tail, "{byte:02x}");
    }
    let kept: String = name.chars().take(LONGEST - tail.len()).collect();
    Ident::new(format!("{kept}{tail}"))
}

/// Takes `wanted`, or the first of `wanted{separator}2`, `wanted{separator}3`, … that is not among `taken`.
pub(super) fn distinct(wanted: &str, separator: char, taken: &BTreeSet<Ident>) -> Ident {
    let mut name = fitted(wanted);
    let mut number = 2_u32;
    while taken.contains(&name.key(MYSQL)) {
        name = fitted(&format!("{wanted}{separator}{number}"));
        number += 1;
    }
    name
}

/// Returns what SeaORM calls an index (`Schema::create_index_from_entity`): `idx-{table}-{key}` where columns share a
/// `unique_key`, otherwise with the columns in place of the key.
pub(super) fn index(table: &Table, columns: &[Ident], key: Option<&Ident>) -> Ident {
    let over = key.map_or_else(|| joined(columns), ToString::to_string);
    distinct(&format!("idx-{}-{over}", table.name.name), '-', &indexes_of(table))
}

/// Returns what a server calls the index of a column that is `UNIQUE`: as the column, numbered where that is taken or is
/// the name of the primary key.
pub(super) fn unique(table: &Table, column: &Ident) -> Ident {
    let mut taken = indexes_of(table);
    taken.insert(Ident::new("primary"));
    distinct(column.as_str(), '_', &taken)
}

/// Returns what SeaORM calls a foreign key: `fk-{table}-{columns}`. A name is one key's in the whole database.
pub(super) fn foreign_key(taken: &BTreeSet<Ident>, table: &TableName, columns: &[Ident]) -> Ident {
    distinct(&format!("fk-{}-{}", table.name, joined(columns)), '-', taken)
}

/// Returns the names that foreign keys have, to be looked up.
pub(super) fn foreign_keys(schema: &Schema) -> BTreeSet<Ident> {
    let names = schema.tables.values().flat_map(|table| &table.foreign_keys).filter_map(|key| key.name.as_ref());
    names.map(|name| name.key(MYSQL)).collect()
}

/// Returns a name for a check, in the manner of the others.
pub(super) fn check(schema: &Schema, table: &TableName) -> Ident {
    let taken = schema.tables.values().flat_map(|table| &table.checks).filter_map(|check| check.name.as_ref());
    distinct(&format!("chk-{}", table.name), '-', &taken.map(|name| name.key(MYSQL)).collect())
}

fn joined(columns: &[Ident]) -> String {
    columns.iter().map(Ident::as_str).collect::<Vec<_>>().join("-")
}

fn indexes_of(table: &Table) -> BTreeSet<Ident> {
    let uniques = table.uniques.iter().filter_map(|unique| unique.name.as_ref());
    uniques.chain(table.indexes.iter().filter_map(|index| index.name.as_ref())).map(|name| name.key(MYSQL)).collect()
}
