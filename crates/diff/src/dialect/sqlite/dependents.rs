//! What stands in the way when a table or a column goes.
//!
//! Views and triggers are known by the words in their text, not by what the words mean: a word too many refuses what could
//! be done, which a person can work around; a word too few would leave a broken view behind.

mod text;
mod words;

use std::collections::BTreeSet;

use autogen_schema::{Dialect, ForeignKey, Ident, Schema, Table, TableName, Trigger, View};

use super::intent::Intent;
use crate::dialect::Refusal;
pub(super) use text::{Use, check_text, index_use};
use words::{derived, fills_all, inserts, is_broken, is_compound, key, lists_columns, takes_all, words};

const SQLITE: Dialect = Dialect::Sqlite;

/// Every trigger, with what it is on.
fn triggers(base: &Schema) -> impl Iterator<Item = (&TableName, &Trigger)> {
    let of_tables = base.tables.values().flat_map(|table| table.triggers.iter().map(move |t| (&table.name, t)));
    of_tables.chain(base.views.values().flat_map(|view| view.triggers.iter().map(move |t| (&view.name, t))))
}

fn drop_view(view: &View) -> String {
    format!("DROP VIEW {}", SQLITE.quote_table(&view.name))
}

/// Makes a view, and the triggers that go with it.
fn made(view: &View) -> impl Iterator<Item = &String> {
    std::iter::once(&view.sql).chain(view.triggers.iter().map(|trigger| &trigger.sql))
}

fn drop_trigger(trigger: &Trigger) -> String {
    format!("DROP TRIGGER {}", SQLITE.quote(&trigger.name))
}

/// Fails when a view or a trigger mentions the column of a table that goes.
pub(super) fn check_readers(base: &Schema, table: &TableName, column: &Ident) -> Result<(), Refusal> {
    let (derived, column_key) = (derived(base, table), key(column));
    let refuse = |object: String| {
        Refusal::new(format!("drop `{table}.{column}`"), format!("{object} mentions it")).hint(format!(
            "drop {object} in a revision before this one and make it again, without the column, after it"
        ))
    };
    for view in base.views.values().filter(|view| derived.contains(&key(&view.name.name))) {
        if words(&view.sql).contains(&column_key) {
            return Err(refuse(format!("view `{}`", view.name)).offer([drop_view(view)], made(view)));
        }
    }
    for (on, trigger) in triggers(base) {
        let words = words(&trigger.sql);
        let related = derived.contains(&key(&on.name)) || !words.is_disjoint(&derived);
        if related && words.contains(&column_key) {
            let refusal = refuse(format!("trigger `{}` on `{on}`", trigger.name));
            return Err(refusal.offer([drop_trigger(trigger)], [&trigger.sql]));
        }
    }
    Ok(())
}

/// Fails when a view or a trigger counts on a table having as many columns as it has.
pub(super) fn check_counted(base: &Schema, table: &TableName) -> Result<(), Refusal> {
    let derived = derived(base, table);
    let refuse = |object: String, what: &str| {
        Refusal::new(
            format!("add or drop columns of `{table}`"),
            format!("{object} {what} and fits only as many as there are"),
        )
        .hint(format!(
            "drop {object} in a revision before this one and make it again, with the columns named, after it"
        ))
    };
    for view in base.views.values().filter(|view| derived.contains(&key(&view.name.name))) {
        if takes_all(&view.sql) && (lists_columns(&view.sql) || is_compound(&view.sql)) {
            let refusal = refuse(format!("view `{}`", view.name), "takes all of them with `*`");
            return Err(refusal.offer([drop_view(view)], made(view)));
        }
    }
    for (on, trigger) in triggers(base) {
        let name = || format!("trigger `{}` on `{on}`", trigger.name);
        if fills_all(&trigger.sql, table) {
            let refusal = refuse(name(), "inserts into it without naming columns");
            return Err(refusal.offer([drop_trigger(trigger)], [&trigger.sql]));
        }
        // Of what is selected, only a row that is inserted must fit.
        if takes_all(&trigger.sql) && inserts(&trigger.sql) && !words(&trigger.sql).is_disjoint(&derived) {
            return Err(refuse(name(), "takes all of them with `*`").offer([drop_trigger(trigger)], [&trigger.sql]));
        }
    }
    Ok(())
}

/// Fails when something that stays refers to a table that goes.
pub(super) fn check_drop_table(base: &Schema, table: &Table, intent: &Intent<'_>) -> Result<(), Refusal> {
    let operation = || format!("drop table `{}`", table.name);
    for other in base.tables.values().filter(|other| !intent.drops_table(&other.name)) {
        let refers = |key: &&ForeignKey| key.references.same(&table.name, SQLITE);
        if let Some(key) = other.foreign_keys.iter().filter(refers).find(|key| !intent.drops_key(&other.name, key)) {
            let columns = key.columns.iter().map(Ident::as_str).collect::<Vec<_>>().join(", ");
            return Err(Refusal::new(operation(), format!("the foreign key {}({columns}) refers to it", other.name))
                .hint("drop the foreign key in the same revision or before"));
        }
    }
    let name = key(&table.name.name);
    let refuse = |object: String| {
        Refusal::new(operation(), format!("{object} mentions it"))
            .hint(format!("drop {object} in a revision before this one"))
    };
    if let Some(view) = base.views.values().find(|view| words(&view.sql).contains(&name)) {
        return Err(refuse(format!("view `{}`", view.name)).offer([drop_view(view)], made(view)));
    }
    let elsewhere = |on: &TableName| !intent.drops_table(on);
    if let Some((on, trigger)) = triggers(base).find(|(on, t)| elsewhere(on) && words(&t.sql).contains(&name)) {
        let refusal = refuse(format!("trigger `{}` on `{on}`", trigger.name));
        return Err(refusal.offer([drop_trigger(trigger)], [&trigger.sql]));
    }
    let virtual_tables = base.virtual_tables.values().filter(|table| !table.shadow);
    if let Some(found) = virtual_tables.into_iter().find(|table| words(&table.sql).contains(&name)) {
        return Err(refuse(format!("virtual table `{}`", found.name)));
    }
    Ok(())
}

/// Whether a module's table mentions the table, as one of FTS5 does whose `content` it is: it knows the rows by their rowid.
pub(super) fn is_read_by_module(base: &Schema, table: &TableName) -> bool {
    let name = key(&table.name);
    base.virtual_tables.values().any(|module| !module.shadow && words(&module.sql).contains(&name))
}

/// Fails when a foreign key that stays refers to a column that goes.
pub(super) fn check_incoming(
    base: &Schema,
    table: &TableName,
    column: &Ident,
    intent: &Intent<'_>,
) -> Result<(), Refusal> {
    for other in base.tables.values() {
        let refers = |key: &&ForeignKey| {
            key.references.same(table, SQLITE) && key.referenced_columns.iter().any(|name| name.same(column, SQLITE))
        };
        if let Some(key) = other.foreign_keys.iter().filter(refers).find(|key| !intent.drops_key(&other.name, key)) {
            let columns = key.columns.iter().map(Ident::as_str).collect::<Vec<_>>().join(", ");
            let reason = format!("the foreign key {}({columns}) refers to it", other.name);
            return Err(Refusal::new(format!("drop `{table}.{column}`"), reason)
                .hint("drop the foreign key in the same revision or before"));
        }
    }
    Ok(())
}

/// Whether some view or trigger is broken. SQLite alters no table in place while one is, as it looks through them all.
pub(super) fn any_is_broken(base: &Schema) -> bool {
    base.views.values().any(|view| is_broken(base, &view.sql))
        || triggers(base).any(|(_, trigger)| is_broken(base, &trigger.sql))
}

/// Fails when columns stop to be unique that a foreign key refers to: SQLite would refuse every row from then on.
/// <https://sqlite.org/foreignkeys.html#fk_indexes>
pub(super) fn check_referenced(
    base: &Schema,
    table: &TableName,
    columns: &[Ident],
    intent: &Intent<'_>,
) -> Result<(), Refusal> {
    let sorted = |names: &[Ident]| names.iter().map(|name| name.key(SQLITE)).collect::<BTreeSet<_>>();
    let wanted = sorted(columns);
    for other in base.tables.values() {
        let needs = |key: &&ForeignKey| key.references.same(table, SQLITE) && sorted(&key.referenced_columns) == wanted;
        if let Some(key) = other.foreign_keys.iter().filter(needs).find(|key| !intent.drops_key(&other.name, key)) {
            let names = columns.iter().map(Ident::as_str).collect::<Vec<_>>().join(", ");
            let own = key.columns.iter().map(Ident::as_str).collect::<Vec<_>>().join(", ");
            let reason = format!("the foreign key {}({own}) refers to them", other.name);
            return Err(Refusal::new(format!("let the same {names} be in two rows of `{table}`"), reason)
                .hint("drop the foreign key in the same revision or before"));
        }
    }
    Ok(())
}
