//! Views, triggers, routines, events and sequences, brought to what they are to be: each is made again from its text.
//!
//! Nothing is checked against what counts on it, so what goes goes first, and what comes comes last. A sequence, which a default may
//! ask, comes first and goes last.

use std::collections::BTreeSet;

use autogen_schema::sql::normalize_statement;
use autogen_schema::{Ident, Object, Schema, Table, Trigger, View};

use super::MYSQL;
use crate::exact::Renames;
use crate::{Block, Hazard, Statement};

/// What runs around the change of the tables.
#[derive(Debug, Default)]
pub(super) struct Beside {
    pub(super) before: Option<Block>,
    pub(super) after: Option<Block>,
}

pub(super) fn beside(from: &Schema, to: &Schema, renames: &Renames) -> Beside {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    before.extend(views_away(from, to));
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    let wanted: BTreeSet<&Ident> =
        to.tables.values().flat_map(|table| &table.triggers).map(|trigger| &trigger.name).collect();
    for table in from.tables.values() {
        match to.table(&renames.table(&table.name, MYSQL), MYSQL) {
            Some(target) => triggers(table, target, &mut gone, &mut come),
            // It goes with its table, but another one may want its name before.
            None => {
                let taken = table.triggers.iter().filter(|trigger| wanted.contains(&trigger.name));
                gone.extend(taken.map(drop_trigger));
            }
        }
    }
    before.extend(gone);
    before.extend(objects_away(from, to, false));
    before.extend(sequences(from, to));
    after.extend(objects_come(to, from, &["function", "procedure"]));
    after.extend(views_come(from, to));
    after.extend(come);
    after.extend(objects_come(to, from, &["event"]));
    after.extend(objects_away(from, to, true));
    Beside { before: block(before), after: block(after) }
}

fn block(statements: Vec<Statement>) -> Option<Block> {
    (!statements.is_empty()).then(|| Block::new(statements))
}

fn same(one: &str, other: &str) -> bool {
    normalize_statement(one, MYSQL) == normalize_statement(other, MYSQL)
}

fn is_same_view(view: &View, schema: &Schema) -> bool {
    schema.views.get(&view.name).is_some_and(|other| same(&view.sql, &other.sql))
}

fn views_away(from: &Schema, to: &Schema) -> impl Iterator<Item = Statement> {
    let away = from.views.values().filter(|view| !is_same_view(view, to));
    away.map(|view| Statement::new(format!("DROP VIEW {}", MYSQL.quote_table(&view.name))))
}

/// Views come after those that they read.
fn views_come(from: &Schema, to: &Schema) -> Vec<Statement> {
    let mut waiting: Vec<&View> = to.views.values().filter(|view| !is_same_view(view, from)).collect();
    let mut come = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let names: BTreeSet<Ident> = waiting.iter().map(|view| view.name.name.key(MYSQL)).collect();
        let waits = |view: &View| {
            let others = view.mentions.iter().map(|name| name.key(MYSQL));
            others.filter(|name| *name != view.name.name.key(MYSQL)).any(|name| names.contains(&name))
        };
        // None may be free where a column is called like a view.
        let next = waiting.iter().position(|view| !waits(view)).unwrap_or(0);
        come.push(Statement::new(waiting.remove(next).sql.as_str()));
    }
    come
}

/// Triggers fire in the order of their making: from the first that differs on they are made again.
fn triggers(table: &Table, target: &Table, gone: &mut Vec<Statement>, come: &mut Vec<Statement>) {
    let is_kept = |(one, other): &(&Trigger, &Trigger)| one.name == other.name && same(&one.sql, &other.sql);
    let kept = table.triggers.iter().zip(&target.triggers).take_while(is_kept).count();
    gone.extend(table.triggers.iter().skip(kept).map(drop_trigger));
    come.extend(target.triggers.iter().skip(kept).map(|trigger| Statement::new(trigger.sql.as_str())));
}

fn drop_trigger(trigger: &Trigger) -> Statement {
    Statement::new(format!("DROP TRIGGER {}", MYSQL.quote(&trigger.name)))
}

fn find<'s>(schema: &'s Schema, object: &Object) -> Option<&'s Object> {
    schema.objects.iter().find(|other| (&other.kind, &other.name) == (&object.kind, &object.name))
}

fn is_same_object(object: &Object, schema: &Schema) -> bool {
    find(schema, object).is_some_and(|other| match (&object.sql, &other.sql) {
        (Some(one), Some(other)) => same(one, other),
        // Of what has no text nothing else is known.
        (one, other) => one == other,
    })
}

/// Drops what goes or is made again; sequences only where they go, since they count on.
fn objects_away(from: &Schema, to: &Schema, sequences: bool) -> Vec<Statement> {
    let is_away = |object: &&Object| {
        let is_sequence = object.kind == "sequence";
        let gone = if is_sequence { find(to, object).is_none() } else { !is_same_object(object, to) };
        gone && is_sequence == sequences
    };
    let drop = |object: &Object| {
        let kind = object.kind.to_ascii_uppercase();
        let mut statement = Statement::new(format!("DROP {kind} {}", MYSQL.quote_table(&object.name)));
        if sequences {
            statement.hazards.push(Hazard::LosesData(format!("the count of sequence {}", object.name)));
        }
        statement
    };
    from.objects.iter().filter(is_away).map(drop).collect()
}

fn objects_come(to: &Schema, from: &Schema, kinds: &[&str]) -> Vec<Statement> {
    let comes = |object: &&Object| kinds.contains(&object.kind.as_str()) && !is_same_object(object, from);
    to.objects.iter().filter(comes).filter_map(|object| object.sql.as_deref()).map(Statement::new).collect()
}

/// A sequence that changes goes on counting from where it is.
fn sequences(from: &Schema, to: &Schema) -> Vec<Statement> {
    let comes = |object: &&Object| object.kind == "sequence" && !is_same_object(object, from);
    let statement = |object: &Object| {
        let sql = object.sql.as_deref()?;
        Some(Statement::new(match find(from, object) {
            None => sql.to_owned(),
            Some(found) => return Some(altered_sequence(object, found)),
        }))
    };
    to.objects.iter().filter(comes).filter_map(statement).collect()
}

fn altered_sequence(object: &Object, found: &Object) -> Statement {
    let sql = object.sql.as_deref().unwrap_or_default().replacen("CREATE SEQUENCE", "ALTER SEQUENCE", 1);
    let bound = |object: &Object, word: &str| -> Option<i128> {
        let mut words = object.sql.as_deref()?.split_whitespace().skip_while(|other| *other != word);
        words.nth(1)?.parse().ok()
    };
    let narrows =
        bound(object, "MINVALUE") > bound(found, "MINVALUE") || bound(object, "MAXVALUE") < bound(found, "MAXVALUE");
    if !narrows {
        return Statement::new(sql);
    }
    // Where it stands may be outside of what is left.
    let mut statement = Statement::new(format!("{sql} RESTART"));
    statement.hazards.push(Hazard::LosesData(format!("the count of sequence {}: it starts anew", object.name)));
    statement
}
