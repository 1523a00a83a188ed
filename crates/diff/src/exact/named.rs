//! What differs by its name alone, on a server that gives another name without building anything anew.

use std::collections::BTreeSet;

use autogen_schema::{
    Check, Definition, Dialect, ForeignKey, Ident, Index, PrimaryKey, Schema, Table, TableName, Unique, UniqueKind,
};

use super::Exact;
use crate::Operation;

/// Something of a table that has a name of its own.
pub(super) trait Named: Clone {
    fn name(&self) -> Option<&Ident>;

    /// Returns it under another name.
    fn called(&self, name: &Ident) -> Self;

    /// Whether it is an index and nothing more.
    fn is_index(&self) -> bool {
        false
    }
}

macro_rules! named {
    ($($ty:ty),*) => {$(
        impl Named for $ty {
            fn name(&self) -> Option<&Ident> {
                self.name.as_ref()
            }

            fn called(&self, name: &Ident) -> Self {
                Self { name: Some(name.clone()), ..self.clone() }
            }
        }
    )*};
}

named!(PrimaryKey, ForeignKey, Check);

impl Named for Unique {
    fn name(&self) -> Option<&Ident> {
        self.name.as_ref()
    }

    fn called(&self, name: &Ident) -> Self {
        Self { name: Some(name.clone()), ..self.clone() }
    }

    fn is_index(&self) -> bool {
        self.kind == UniqueKind::Index
    }
}

impl Named for Index {
    fn name(&self) -> Option<&Ident> {
        self.name.as_ref()
    }

    /// The name stands in its text as well.
    fn called(&self, name: &Ident) -> Self {
        let spelled = |name: &Ident| {
            let bare = name.as_str().starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
                && name.as_str().chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            if bare { name.to_string() } else { Dialect::Postgres.quote(name) }
        };
        let text = self.definition.as_deref().zip(self.name.as_ref()).map(|(sql, old)| {
            let (old, new) = (format!("INDEX {} ON ", spelled(old)), format!("INDEX {} ON ", spelled(name)));
            sql.replacen(&old, &new, 1)
        });
        Self { name: Some(name.clone()), definition: Definition(text), ..self.clone() }
    }

    fn is_index(&self) -> bool {
        true
    }
}

/// The names that relations have: tables, views, indexes and what else a server keeps in one place.
pub(super) fn relations(schema: &Schema) -> BTreeSet<TableName> {
    let beside = |table: &TableName, name: &Ident| TableName { schema: table.schema.clone(), name: name.clone() };
    let of_tables = schema.tables.values().flat_map(|table| {
        let names = constraints(table).chain(table.indexes.iter().filter_map(|index| index.name.as_ref()));
        names.map(|name| beside(&table.name, name)).chain([table.name.clone()]).collect::<Vec<_>>()
    });
    let columns = schema.tables.values().flat_map(|table| &table.columns);
    let sequences = columns.filter_map(|column| Some(column.identity.as_ref()?.sequence.clone()));
    let of_views = schema.views.values().flat_map(|view| {
        let attached = view.attachments.iter().map(|attachment| beside(&view.name, &attachment.name));
        attached.chain([view.name.clone()]).collect::<Vec<_>>()
    });
    let objects = schema.objects.iter().map(|object| object.name.clone());
    of_tables.chain(sequences).chain(of_views).chain(objects).collect()
}

/// The names of the constraints of a table.
fn constraints(table: &Table) -> impl Iterator<Item = &Ident> {
    let key = table.primary_key.iter().filter_map(Named::name);
    let uniques = table.uniques.iter().filter_map(Named::name);
    let keys = table.foreign_keys.iter().filter_map(Named::name);
    let checks = table.checks.iter().filter_map(Named::name);
    key.chain(uniques).chain(keys).chain(checks).chain(table.exclusions.iter().map(|exclusion| &exclusion.name))
}

impl Exact<'_> {
    /// Takes out of what goes and what comes of a table what only gets another name, one that nothing has yet.
    pub(super) fn renamed<T: Named>(
        &mut self,
        (from, to): (&Table, &Table),
        (gone, mut come): (Vec<T>, Vec<T>),
        same: impl Fn(&T, &T, &Self) -> bool,
    ) -> (Vec<T>, Vec<T>) {
        if self.dialect != Dialect::Postgres {
            return (gone, come);
        }
        let mut stays = Vec::with_capacity(gone.len());
        for one in gone {
            let is_free = |name: &Ident| {
                let relation = TableName { schema: from.name.schema.clone(), name: name.clone() };
                !self.relations.contains(&relation) && !constraints(from).any(|other| other == name)
            };
            let is_it = |other: &T| {
                let free = other.name().filter(|name| is_free(name));
                free.is_some_and(|name| same(&one.called(name), other, self))
            };
            let found = come.iter().position(is_it).filter(|_| one.name().is_some()).map(|at| come.remove(at));
            match (one.name(), found.as_ref().and_then(Named::name)) {
                (Some(old), Some(new)) => {
                    let (table, from, to) = (to.name.clone(), old.clone(), new.clone());
                    self.operations.push(if one.is_index() {
                        Operation::RenameIndex { table, from, to }
                    } else {
                        Operation::RenameConstraint { table, from, to }
                    });
                }
                _ => stays.push(one),
            }
        }
        (stays, come)
    }
}
