//! The names of what nobody named, and names that are too long.

use std::collections::BTreeSet;
use std::fmt::Write;

use autogen_schema::{AttachmentKind, Ident, Schema, Table, TableName, UniqueKind};
use sha2::{Digest, Sha256};

/// How many bytes the server keeps of a name (`NAMEDATALEN` less one); it cuts off the rest without an error.
pub(super) const LONGEST: usize = 63;

/// The names that a new table, index, view or sequence must not have: on PostgreSQL they share one place in each schema.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(BTreeSet<TableName>);

impl Names {
    /// Collects every name of `schema`.
    pub(super) fn of(schema: &Schema) -> Self {
        let mut names = Self::default();
        for table in schema.tables.values() {
            names.take_table(table);
        }
        for view in schema.views.values() {
            names.0.insert(view.name.clone());
            let indexes = view.attachments.iter().filter(|attachment| attachment.kind == AttachmentKind::Index);
            indexes.for_each(|index| names.take(&view.name, &index.name));
        }
        // A table is a type as well.
        names.0.extend(schema.enums.keys().cloned().map(TableName::new));
        names.0.extend(schema.objects.iter().map(|object| object.name.clone()));
        names
    }

    /// Takes the names of a table and of the indexes on it.
    pub(super) fn take_table(&mut self, table: &Table) {
        self.0.insert(table.name.clone());
        for name in relations(table) {
            self.take(&table.name, name);
        }
        self.0.extend(table.columns.iter().filter_map(|column| Some(column.identity.as_ref()?.sequence.clone())));
    }

    /// Gives the names of a table and of the indexes on it free.
    pub(super) fn release_table(&mut self, table: &Table) {
        self.0.remove(&table.name);
        for name in relations(table) {
            self.release(&table.name, name);
        }
    }

    /// Takes a name in the schema of `beside`.
    pub(super) fn take(&mut self, beside: &TableName, name: &Ident) {
        self.0.insert(TableName { schema: beside.schema.clone(), name: name.clone() });
    }

    /// Gives a name in the schema of `beside` free.
    pub(super) fn release(&mut self, beside: &TableName, name: &Ident) {
        self.0.remove(&TableName { schema: beside.schema.clone(), name: name.clone() });
    }

    /// Takes `wanted`, or the first of `wanted-2`, `wanted-3`, … that is free in the schema of `beside`.
    pub(super) fn distinct(&mut self, beside: &TableName, wanted: &str) -> Ident {
        let holds = |name: &Ident| self.0.contains(&TableName { schema: beside.schema.clone(), name: name.clone() });
        let name = distinct(wanted, holds);
        self.take(beside, &name);
        name
    }
}

/// Returns `wanted`, or the first of `wanted-2`, `wanted-3`, … that is not taken, in as many bytes as a name may have.
pub(super) fn distinct(wanted: &str, is_taken: impl Fn(&Ident) -> bool) -> Ident {
    let mut name = fitted(wanted);
    let mut number = 2_u32;
    while is_taken(&name) {
        name = fitted(&format!("{wanted}-{number}"));
        number += 1;
    }
    name
}

fn relations(table: &Table) -> impl Iterator<Item = &Ident> {
    let key = table.primary_key.iter().filter_map(|key| key.name.as_ref());
    let uniques = table.uniques.iter().filter(|unique| unique.kind == UniqueKind::Constraint || unique.name.is_some());
    let indexes = table.indexes.iter().filter_map(|index| index.name.as_ref());
    let exclusions = table.exclusions.iter().map(|exclusion| &exclusion.name);
    key.chain(uniques.filter_map(|unique| unique.name.as_ref())).chain(indexes).chain(exclusions)
}

/// Returns a name that was made up, in as many bytes as a name may have: its start, and a hash of the whole.
///
/// Cut by the server, two long names could come to be one.
fn fitted(wanted: &str) -> Ident {
    if wanted.len() <= LONGEST {
        return Ident::new(wanted);
    }
    let hash = Sha256::digest(wanted);
    let mut name = start(wanted, LONGEST - 9).to_owned();
    name.push('-');
    for byte in hash.iter().take(4) {
        let _infallible = write!(name, "{byte:02x}");
    }
    Ident::new(name)
}

/// Returns a name that somebody gave as the server keeps it.
pub(super) fn clipped(name: &Ident) -> Ident {
    Ident::new(start(name.as_str(), LONGEST))
}

/// Returns what fits of `text` into so many bytes.
fn start(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Returns what SeaORM calls an index (`Schema::create_index_from_entity`): `idx-{table}-{key}` where columns share a
/// `unique_key`, otherwise with the columns in place of the key.
pub(super) fn index_name(table: &TableName, columns: &[Ident], key: Option<&Ident>) -> String {
    let over = key.map_or_else(|| joined(columns), ToString::to_string);
    format!("idx-{}-{over}", table.name)
}

/// Returns what SeaORM calls a foreign key (`RelationDef`): `fk-{table}-{columns}`.
pub(super) fn foreign_key_name(table: &TableName, columns: &[Ident]) -> String {
    format!("fk-{}-{}", table.name, joined(columns))
}

fn joined(columns: &[Ident]) -> String {
    columns.iter().map(Ident::as_str).collect::<Vec<_>>().join("-")
}

/// Returns what the server calls the sequence of a column, where nothing else has that name.
pub(super) fn sequence_name(table: &TableName, column: &Ident) -> TableName {
    let (mut one, mut other) = (table.name.as_str(), column.as_str());
    // `makeObjectName`: the longer of the two is cut first.
    while one.len() + other.len() + "__seq".len() > LONGEST {
        if one.len() > other.len() { one = start(one, one.len() - 1) } else { other = start(other, other.len() - 1) }
    }
    TableName { schema: table.schema.clone(), name: Ident::new(format!("{one}_{other}_seq")) }
}
