//! Which foreign keys go and come, and when.
//!
//! A server checks a reference when it is made, and lets nobody change the type of a column that is in one. So keys that are
//! in the way go before anything else, and those that come over what is made on the way come last.

use autogen_schema::{Column, ForeignKey, Schema, Table, TableName};

use super::alter::Clause;
use super::online::Online;
use super::{MYSQL, gained};
use crate::Hazard;
use crate::dialect::mysql::create;

/// A foreign key with the table that it is on.
#[derive(Clone, Debug)]
pub(super) struct Keyed<'a> {
    pub(super) table: &'a TableName,
    pub(super) key: &'a ForeignKey,
    /// Whether it is only out of the way while columns change.
    pub(super) returns: bool,
    /// Whether every row has held to it already.
    pub(super) held: bool,
    /// Whether its table is new, and has no rows.
    pub(super) of_new: bool,
}

/// The foreign keys of kept tables that go and that come.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan<'a> {
    pub(super) gone: Vec<Keyed<'a>>,
    pub(super) come: Vec<Keyed<'a>>,
}

/// Compares two schemas with the same names of tables and columns.
pub(super) fn plan<'a>(from: &'a Schema, to: &'a Schema) -> Plan<'a> {
    let mut plan = Plan::default();
    for (before, after) in kept(from, to) {
        let same = |one: &ForeignKey, other: &ForeignKey| create::foreign_key(one) == create::foreign_key(other);
        for key in &before.foreign_keys {
            let stays = after.foreign_keys.iter().find(|other| same(key, other));
            match stays {
                Some(again) if changes_type(from, to, &before.name, key) => {
                    plan.gone.push(Keyed { returns: true, ..Keyed::of(after, key) });
                    plan.come.push(Keyed { returns: true, ..Keyed::of(after, again) });
                }
                Some(_) => {}
                None => plan.gone.push(Keyed::of(after, key)),
            }
        }
        let new = after.foreign_keys.iter().filter(|key| !before.foreign_keys.iter().any(|other| same(key, other)));
        plan.come.extend(new.map(|key| {
            let held = before.foreign_keys.iter().any(|other| other.same_columns(key, MYSQL));
            Keyed { held, ..Keyed::of(after, key) }
        }));
    }
    plan
}

/// The tables that both schemas have. Both spell names as the server does, to which case can make a difference.
pub(super) fn kept<'a>(from: &'a Schema, to: &'a Schema) -> impl Iterator<Item = (&'a Table, &'a Table)> {
    to.tables.values().filter_map(|after| Some((from.tables.get(&after.name)?, after)))
}

/// Whether a column on either side of the key gets another type.
fn changes_type(from: &Schema, to: &Schema, table: &TableName, key: &ForeignKey) -> bool {
    let changes = |table: &TableName, name| {
        let column =
            |schema: &'_ Schema| -> Option<Column> { schema.table(table, MYSQL)?.column(name, MYSQL).cloned() };
        let type_of = |column: Option<Column>| column.map(|column| (column.data_type, column.collation));
        type_of(column(from)) != type_of(column(to))
    };
    key.columns.iter().any(|name| changes(table, name))
        || key.referenced_columns.iter().any(|name| changes(&key.references, name))
}

impl<'a> Keyed<'a> {
    /// A key that is there, or has been.
    pub(super) fn of(table: &'a Table, key: &'a ForeignKey) -> Self {
        Self { table: &table.name, key, returns: false, held: true, of_new: false }
    }

    pub(super) fn drop(&self) -> Clause {
        let name = self.key.name.as_ref().map(|name| MYSQL.quote(name)).unwrap_or_default();
        Clause::new(format!("DROP FOREIGN KEY {name}")).with(Online::TAKES_OFF)
    }

    pub(super) fn add(&self) -> Clause {
        // Without `foreign_key_checks` the rows would not be copied, nor looked at.
        let online = if self.of_new { Online::default() } else { Online::COPIES };
        let mut clause = Clause::new(format!("ADD {}", create::foreign_key(self.key))).with(online);
        if self.returns {
            let name = self.key.name.as_ref().map(ToString::to_string).unwrap_or_default();
            clause.hazards.push(Hazard::TouchesUnmanaged(format!(
                "makes foreign key {name} of {} again, whose columns change their types",
                self.table
            )));
        } else if !self.held {
            clause.hazards.push(gained::orphans(self.table, self.key));
        }
        clause
    }
}
