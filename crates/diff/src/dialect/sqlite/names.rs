//! The names of indexes that nobody named.

use std::collections::BTreeSet;

use autogen_schema::{Dialect, Ident, Schema, TableName};

/// The names that a new index, table or view must not have. SQLite keeps them all in one place, without ASCII case.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(BTreeSet<Ident>);

impl Names {
    /// Collects every name of `schema`.
    pub(super) fn of(schema: &Schema) -> Self {
        let mut names = Self::default();
        for table in schema.tables.values() {
            names.take(&table.name.name);
            table.indexes.iter().filter_map(|index| index.name.as_ref()).for_each(|name| names.take(name));
        }
        schema.views.keys().chain(schema.virtual_tables.keys()).for_each(|name| names.take(&name.name));
        names
    }

    pub(super) fn take(&mut self, name: &Ident) {
        self.0.insert(name.key(Dialect::Sqlite));
    }

    pub(super) fn holds(&self, name: &Ident) -> bool {
        self.0.contains(&name.key(Dialect::Sqlite))
    }

    pub(super) fn release(&mut self, name: &Ident) {
        self.0.remove(&name.key(Dialect::Sqlite));
    }

    /// Takes `wanted`, or the first of `wanted-2`, `wanted-3`, … that is free.
    pub(super) fn distinct(&mut self, wanted: &str) -> Ident {
        let mut name = Ident::new(wanted);
        let mut number = 2_u32;
        while self.0.contains(&name.key(Dialect::Sqlite)) {
            name = Ident::new(format!("{wanted}-{number}"));
            number += 1;
        }
        self.take(&name);
        name
    }
}

/// Returns what SeaORM calls an index (`Schema::create_index_from_entity`): `idx-{table}-{key}` where columns share a
/// `unique_key`, otherwise with the columns in place of the key.
pub(super) fn index_name(table: &TableName, columns: &[Ident], key: Option<&Ident>) -> String {
    let over = match key {
        Some(key) => key.to_string(),
        None => columns.iter().map(Ident::as_str).collect::<Vec<_>>().join("-"),
    };
    format!("idx-{}-{over}", table.name)
}
