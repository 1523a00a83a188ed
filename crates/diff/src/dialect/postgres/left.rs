//! What the server has no statement for.

use autogen_schema::{Ident, Object, Schema, Table};

use super::POSTGRES;
use super::lower::{Clause, undone};
use super::restore::restored;
use crate::Operation;
use crate::dialect::Refusal;
use crate::exact::Renames;

/// Returns what stays as it is on the way from one schema to another. `operations` would lead back, and tell what was renamed.
pub(crate) fn left(from: &Schema, to: &Schema, renames: &Renames, operations: &[Operation]) -> Vec<Refusal> {
    let mut left = Vec::new();
    // Without statements there are no columns that they leave somewhere.
    let reached = restored(from, to, operations).map(|(_, reached)| reached).ok();
    for table in from.tables.values() {
        let Some(target) = to.tables.get(&renames.table(&table.name, POSTGRES)) else { continue };
        let stands = reached.as_ref().and_then(|reached| reached.tables.get(&target.name));
        left.extend(stands.and_then(|stands| order(stands, target)));
        left.extend(fixed(table, target));
        left.extend(kept(table, target));
    }
    left.extend(textless(from, to));
    left.extend(bounds(from, to));
    left
}

/// A column that comes stands behind the others. What a table has from its parents comes as they get it.
fn order(stands: &Table, target: &Table) -> Option<Refusal> {
    let named = stands.columns.iter().map(|column| column.name.clone());
    let mut stands: Vec<Ident> = named.filter(|name| target.column(name, POSTGRES).is_some()).collect();
    let new = target.columns.iter().map(|column| &column.name).filter(|name| !stands.contains(name));
    stands.extend(new.cloned().collect::<Vec<_>>());
    let wanted: Vec<&Ident> = target.columns.iter().map(|column| &column.name).collect();
    let list = || stands.iter().map(Ident::as_str).collect::<Vec<_>>().join(", ");
    (stands.iter().collect::<Vec<_>>() != wanted).then(|| {
        Refusal::new(
            format!("order the columns of `{}`", target.name),
            format!("PostgreSQL puts a new column behind the others; they stand as {}", list()),
        )
    })
}

/// What a table is for good.
fn fixed(table: &Table, target: &Table) -> Vec<Refusal> {
    let of = |table: &Table| {
        table.clauses.iter().filter_map(|sql| Clause::of(sql)).filter(Clause::is_fixed).collect::<Vec<_>>()
    };
    let (before, after) = (of(table), of(target));
    let sides = before.iter().filter(|clause| !after.contains(clause)).map(|clause| (clause, "without"));
    let sides = sides.chain(after.iter().filter(|clause| !before.contains(clause)).map(|clause| (clause, "with")));
    sides
        .map(|(clause, word)| {
            Refusal::new(
                format!("make `{}` a table {word} {clause}", target.name),
                "PostgreSQL decides that when it makes the table",
            )
        })
        .collect()
}

/// What is set on a table and cannot be taken back.
fn kept(table: &Table, target: &Table) -> Vec<Refusal> {
    let gone = table.attachments.iter().filter(|attachment| !target.attachments.contains(attachment));
    let alone = gone.filter(|attachment| attachment.of.is_none() && undone(&table.name, attachment).is_none());
    let refusal = |attachment: &autogen_schema::Attachment| {
        Refusal::new(format!("take back `{}`", attachment.sql), "PostgreSQL has no one statement for it")
    };
    alone.map(refusal).collect()
}

/// A partition follows its table, but for the rows that it is for.
fn bounds(from: &Schema, to: &Schema) -> Vec<Refusal> {
    let first = |object: &Object| object.sql.as_deref().and_then(|sql| sql.split(';').next()).map(str::to_owned);
    let partitions = to.objects.iter().filter(|object| object.kind == "partition");
    let differing = partitions.filter(|object| {
        let found = from.objects.iter().find(|other| (&other.kind, &other.name) == (&object.kind, &object.name));
        found.is_some_and(|found| first(found) != first(object))
    });
    differing
        .map(|object| {
            Refusal::new(
                format!("give partition `{}` other rows", object.name),
                "it would have to be detached and attached again, and its rows with it",
            )
        })
        .collect()
}

/// What the catalog has no text of is neither made nor dropped.
fn textless(from: &Schema, to: &Schema) -> Vec<Refusal> {
    let is_in = |schema: &Schema, object: &Object| {
        schema.objects.iter().any(|other| (&other.kind, &other.name) == (&object.kind, &object.name))
    };
    let only = |one: &Schema, other: &Schema, verb: &str| {
        let objects = one.objects.iter().filter(|object| object.sql.is_none() && !is_in(other, object));
        let refusal = |object: &Object| {
            Refusal::new(
                format!("{verb} {} `{}`", object.kind, object.name),
                "the catalog does not tell how it is made",
            )
        };
        objects.map(refusal).collect::<Vec<_>>()
    };
    [only(to, from, "make"), only(from, to, "drop")].concat()
}
