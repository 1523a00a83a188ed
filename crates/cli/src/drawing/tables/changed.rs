//! Tables before and after a change, as one drawing: what is new and what is gone is said, and not only coloured.

use std::collections::{BTreeMap, BTreeSet};

use autogen_diff::Operation;
use autogen_schema::{Column, Dialect, ForeignKey, Ident, Schema, Table, TableName};

use super::{Fate, Field, Line, Picture, TableBox, field, rows, shown, type_text};

/// Both sides of a change.
pub(crate) struct Sides<'a> {
    pub(crate) before: &'a Schema,
    pub(crate) after: &'a Schema,
    /// What leads from the one to the other.
    pub(crate) operations: &'a [Operation],
    pub(crate) dialect: Dialect,
}

/// A table on both sides, on one of which it may be missing.
#[derive(Clone, Copy)]
struct Pair<'a> {
    old: Option<&'a Table>,
    new: Option<&'a Table>,
}

/// A foreign key, from pair to pair.
struct Connection<'a> {
    child: usize,
    table: &'a Table,
    key: &'a ForeignKey,
    parent: usize,
    fate: Fate,
}

impl<'a> Sides<'a> {
    /// Draws the tables that the operations touch: new and gone ones whole, of the others the key and what changes. A table that a
    /// new or lost foreign key leads to is there by its name alone.
    pub(crate) fn picture(&self) -> Picture {
        let mut pairs = self.touched();
        let touched = pairs.len();
        let keys = self.keys(&mut pairs, touched);
        let mut boxes: Vec<TableBox> = Vec::with_capacity(pairs.len());
        for (at, pair) in pairs.iter().enumerate() {
            let in_keys = keys.iter().filter(|key| key.child == at).flat_map(|key| &key.key.columns);
            let in_keys: Vec<&Ident> = in_keys.collect();
            boxes.push(if at < touched { self.table_box(*pair, &in_keys) } else { bare(*pair) });
        }
        let place = |at: usize, column: &Ident| {
            let fields = boxes.get(at).map_or(&[][..], |one| &one.fields);
            fields.iter().position(|field| field.column.same(column, self.dialect))
        };
        let line = |key: &Connection<'_>| Line {
            child: key.child,
            columns: key.key.columns.iter().filter_map(|column| place(key.child, column)).collect(),
            parent: key.parent,
            referenced: key.key.referenced_columns.iter().filter_map(|column| place(key.parent, column)).collect(),
            optional: rows::may_do_without(key.table, key.key, self.dialect),
            single: rows::at_most_one(key.table, key.key, self.dialect),
            fate: key.fate,
        };
        let lines: BTreeSet<Line> = keys.iter().map(line).collect();
        Picture { boxes, lines: lines.into_iter().collect() }
    }

    /// Returns the tables that an operation is on, by their names.
    fn touched(&self) -> Vec<Pair<'a>> {
        let mut pairs = BTreeMap::new();
        for name in self.operations.iter().filter_map(Operation::table) {
            let new =
                self.after.table(name, self.dialect).or_else(|| self.after.table(&self.new_name(name), self.dialect));
            let old = self.before.table(name, self.dialect).filter(|_| self.old_name(name) == *name);
            let old = new.map_or(old, |new| self.before.table(&self.old_name(&new.name), self.dialect));
            if let Some(one) = new.or(old) {
                pairs.insert(one.name.clone(), Pair { old, new });
            }
        }
        pairs.into_values().collect()
    }

    /// Returns the foreign keys that are drawn: those between touched tables, and those that come or go, whose other table joins them.
    fn keys(&self, pairs: &mut Vec<Pair<'a>>, touched: usize) -> Vec<Connection<'a>> {
        let mut keys = Vec::new();
        for child in 0..touched {
            let Some(Pair { old, new }) = pairs.get(child).copied() else { continue };
            let of = |table: Option<&'a Table>| table.map_or(&[][..], |table| &table.foreign_keys);
            let of_new = of(new).iter().map(|key| {
                let is_old = of(old).iter().any(|other| self.is_same_key(other, key));
                (new, key, self.after, if is_old || old.is_none() { Fate::Same } else { Fate::New })
            });
            let gone = of(old).iter().filter(|key| !of(new).iter().any(|other| self.is_same_key(key, other)));
            let gone = gone.map(|key| (old, key, self.before, if new.is_none() { Fate::Same } else { Fate::Gone }));
            for (table, key, schema, fate) in of_new.chain(gone) {
                let Some((table, parent)) = table.zip(schema.table(&key.references, self.dialect)) else { continue };
                let is_new_table = old.is_none() || new.is_none();
                let joins = fate != Fate::Same || is_new_table;
                if let Some(parent) = self.place(pairs, parent, joins) {
                    keys.push(Connection { child, table, key, parent, fate });
                }
            }
        }
        keys
    }

    /// Returns where a table stands, which may join the others.
    fn place(&self, pairs: &mut Vec<Pair<'a>>, table: &'a Table, joins: bool) -> Option<usize> {
        let is_it = |one: Option<&Table>| one.is_some_and(|one| std::ptr::eq(one, table));
        if let Some(at) = pairs.iter().position(|pair| is_it(pair.old) || is_it(pair.new)) {
            return Some(at);
        }
        if !joins {
            return None;
        }
        let name = self.new_name(&table.name);
        let new = self.after.table(&name, self.dialect);
        pairs.push(Pair { old: self.before.table(&self.old_name(&name), self.dialect), new });
        Some(pairs.len() - 1)
    }

    fn table_box(&self, pair: Pair<'_>, in_keys: &[&Ident]) -> TableBox {
        match pair {
            Pair { old: Some(old), new: Some(new) } => self.altered(old, new, in_keys),
            Pair { old: None, new: Some(new) } => self.whole(new, Fate::New),
            Pair { old: Some(old), new: None } => self.whole(old, Fate::Gone),
            Pair { old: None, new: None } => bare(pair),
        }
    }

    fn whole(&self, table: &Table, fate: Fate) -> TableBox {
        let fields = table.columns.iter().map(|column| field(table, column, self.dialect)).collect();
        TableBox { name: shown(&table.name.to_string()), fields, fate, was: None, more: 0 }
    }

    /// Draws what a table has and had: the key, what comes, goes or changes, and what foreign keys are on.
    fn altered(&self, old: &Table, new: &Table, in_keys: &[&Ident]) -> TableBox {
        let mut fields = Vec::new();
        let mut more = 0;
        for column in &new.columns {
            let before = old.column(&self.old_column(&new.name, &column.name), self.dialect);
            let mut field = field(new, column, self.dialect);
            (field.fate, field.was) = match before {
                None => (Fate::New, None),
                Some(before) => (Fate::Same, was(before, column)),
            };
            let is_key = field.marks.contains(&"PK") || in_keys.iter().any(|key| key.same(&column.name, self.dialect));
            if field.fate != Fate::Same || field.was.is_some() || is_key { fields.push(field) } else { more += 1 }
        }
        let stays = |column: &Column| {
            new.columns.iter().any(|one| self.old_column(&new.name, &one.name).same(&column.name, self.dialect))
        };
        for column in old.columns.iter().filter(|column| !stays(column)) {
            fields.push(Field { fate: Fate::Gone, ..field(old, column, self.dialect) });
        }
        let was = (old.name != new.name).then(|| shown(&old.name.to_string()));
        TableBox { name: shown(&new.name.to_string()), fields, fate: Fate::Same, was, more }
    }

    fn is_same_key(&self, old: &ForeignKey, new: &ForeignKey) -> bool {
        let same = |one: &[Ident], other: &[Ident]| {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.same(other, self.dialect))
        };
        self.new_name(&old.references).same(&new.references, self.dialect)
            && same(&old.columns, &new.columns)
            && same(&old.referenced_columns, &new.referenced_columns)
            && (old.on_delete, old.on_update) == (new.on_delete, new.on_update)
    }

    fn new_name(&self, name: &TableName) -> TableName {
        let renamed = self.operations.iter().find_map(|operation| match operation {
            Operation::RenameTable { from, to } if from == name => Some(to.clone()),
            _ => None,
        });
        renamed.unwrap_or_else(|| name.clone())
    }

    fn old_name(&self, name: &TableName) -> TableName {
        let renamed = self.operations.iter().find_map(|operation| match operation {
            Operation::RenameTable { from, to } if to == name => Some(from.clone()),
            _ => None,
        });
        renamed.unwrap_or_else(|| name.clone())
    }

    fn old_column(&self, table: &TableName, column: &Ident) -> Ident {
        let renamed = self.operations.iter().find_map(|operation| match operation {
            Operation::RenameColumn { table: of, from, to } if of == table && to == column => Some(from.clone()),
            _ => None,
        });
        renamed.unwrap_or_else(|| column.clone())
    }
}

/// A table that only belongs to the surroundings.
fn bare(pair: Pair<'_>) -> TableBox {
    let name = pair.new.or(pair.old).map(|table| shown(&table.name.to_string())).unwrap_or_default();
    TableBox { name, fields: Vec::new(), fate: Fate::Same, was: None, more: 0 }
}

/// Says what a column was that is something else now.
fn was(old: &Column, new: &Column) -> Option<String> {
    let mut parts = Vec::new();
    if old.name != new.name {
        parts.push(shown(old.name.as_str()));
    }
    let (before, after) = (type_text(&old.data_type), type_text(&new.data_type));
    if before != after {
        parts.push(before);
    }
    if old.nullable != new.nullable {
        parts.push(if old.nullable { "null" } else { "not null" }.to_owned());
    }
    if parts.is_empty() && old.default != new.default {
        parts.push("another default".to_owned());
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}
