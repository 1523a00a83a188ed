//! A schema in which a table, a column or an enum has another name.

use crate::{ColumnType, DataType, Dialect, Ident, IndexKey, Schema, SqlType, Table, TableName};

impl Schema {
    /// Gives a table another name, wherever the schema's types name it. The databases' own texts stay as they are.
    pub fn rename_table(&mut self, from: &TableName, to: &TableName, dialect: Dialect) {
        let Some(name) = self.table(from, dialect).map(|table| table.name.clone()) else { return };
        let Some(mut table) = self.tables.remove(&name) else { return };
        table.name = to.clone();
        self.add(table);
        let keys = self.tables.values_mut().flat_map(|table| &mut table.foreign_keys);
        for key in keys.filter(|key| key.references.same(from, dialect)) {
            key.references = to.clone();
        }
    }

    /// Gives an enum type another name, also as the type of columns. The databases' own texts stay as they are.
    pub fn rename_enum(&mut self, from: &Ident, to: &Ident) {
        if let Some(mut ty) = self.enums.remove(from) {
            ty.name = to.clone();
            self.enums.insert(to.clone(), ty);
        }
        for column in self.tables.values_mut().flat_map(|table| &mut table.columns) {
            rename_type(&mut column.data_type, from, to);
        }
    }

    /// Gives a column another name, wherever the schema's types name it. The databases' own texts stay as they are, and so do
    /// expressions.
    pub fn rename_column(&mut self, table: &TableName, from: &Ident, to: &Ident, dialect: Dialect) {
        for other in self.tables.values_mut() {
            for key in other.foreign_keys.iter_mut().filter(|key| key.references.same(table, dialect)) {
                rename_in(&mut key.referenced_columns, from, to, dialect);
            }
        }
        if let Some(table) = self.table_mut(table, dialect) {
            table.rename_own_column(from, to, dialect);
        }
    }
}

impl Table {
    fn rename_own_column(&mut self, from: &Ident, to: &Ident, dialect: Dialect) {
        if let Some(column) = self.column_mut(from, dialect) {
            column.name = to.clone();
        }
        let keys = self.primary_key.iter_mut().map(|key| &mut key.columns);
        let uniques = self.uniques.iter_mut().map(|unique| &mut unique.columns);
        let foreign_keys = self.foreign_keys.iter_mut().map(|key| &mut key.columns);
        let included = self.indexes.iter_mut().map(|index| &mut index.include);
        for columns in keys.chain(uniques).chain(foreign_keys).chain(included) {
            rename_in(columns, from, to, dialect);
        }
        for part in self.indexes.iter_mut().flat_map(|index| &mut index.parts) {
            if let IndexKey::Column(name) = &mut part.key
                && name.same(from, dialect)
            {
                *name = to.clone();
            }
        }
    }
}

/// Only PostgreSQL reports the name of an enum as a type.
fn rename_type(ty: &mut DataType, from: &Ident, to: &Ident) {
    let reported = |name: &Ident| SqlType::parse(&Dialect::Postgres.quote(name)).name;
    match ty {
        DataType::Reported(found) if found.name == from.as_str() || found.name == reported(from) => {
            found.name = reported(to);
        }
        DataType::Exact(ty) | DataType::Implied(ty) => {
            let mut ty = ty;
            while let ColumnType::Array(element) = ty {
                ty = element;
            }
            if matches!(ty, ColumnType::Enum(name) if name == from) {
                *ty = ColumnType::Enum(to.clone());
            }
        }
        DataType::Reported(_) | DataType::Unknown(_) => {}
    }
}

fn rename_in(columns: &mut [Ident], from: &Ident, to: &Ident, dialect: Dialect) {
    for column in columns.iter_mut().filter(|column| column.same(from, dialect)) {
        *column = to.clone();
    }
}
