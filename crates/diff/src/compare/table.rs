//! Compares which tables there are, and hands the kept ones to the parts.

use std::collections::BTreeSet;

use autogen_schema::change::{Action, Change, Facet, FacetChange, FacetValue, Fact, FactKey};
use autogen_schema::{DataType, DefaultValue, Dialect, Ident, Index, Spellings, Table};
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

use super::{Difference, Sides, Unmanaged, column, expression, foreign_key, index, primary_key, unique};
use crate::{Operation, facts};

/// Pushes what new tables say; returns the tables, to be ordered.
pub(super) fn created(sides: Sides<'_>, difference: &mut Difference) -> Vec<Table> {
    let mut new = Vec::new();
    for table in sides.model.tables.values() {
        if sides.base.table(&table.name, sides.dialect).is_some() || is_served_elsewhere(sides, table, difference) {
            continue;
        }
        report_unknown(table, difference);
        create_schema(sides, table, difference);
        new.push(table);
    }
    let made =
        new.into_par_iter().map(|table| (facts::whole_table(table), without_doubled_key(table.clone(), sides.dialect)));
    let mut created = Vec::new();
    for (facts, table) in made.collect::<Vec<_>>() {
        for fact in facts {
            difference.made(fact);
        }
        created.push(table);
    }
    created
}

/// What a key is already needs no unique of its own.
fn without_doubled_key(mut table: Table, dialect: Dialect) -> Table {
    let set = |columns: &[Ident]| columns.iter().map(|column| column.key(dialect)).collect::<BTreeSet<Ident>>();
    let key = table.primary_key.as_ref().map(|key| set(&key.columns));
    table.uniques.retain(|unique| key.as_ref() != Some(&set(&unique.columns)));
    table
}

/// A schema other than the default one is made with the first table in it. On MySQL it is a database, which nobody makes by the
/// way.
fn create_schema(sides: Sides<'_>, table: &Table, difference: &mut Difference) {
    let Some(schema) = table.name.schema.as_ref().filter(|_| sides.dialect == Dialect::Postgres) else { return };
    let stands = sides.base.objects.iter().any(|object| object.kind == "schema" && object.name.name == *schema);
    let create = Operation::CreateSchema(schema.clone());
    if !stands && !difference.operations.contains(&create) {
        difference.operations.push(create);
    }
}

/// Whether a view or a virtual table has the entity's name: such an entity only reads.
fn is_served_elsewhere(sides: Sides<'_>, table: &Table, difference: &mut Difference) -> bool {
    let dialect = sides.dialect;
    let key = || FactKey::Table(table.name.clone());
    if sides.base.views.keys().any(|name| name.same(&table.name, dialect)) {
        difference.note(key(), format!("`{}` is a view: its entity is not compared", table.name));
        return true;
    }
    if sides.base.virtual_tables.keys().any(|name| name.same(&table.name, dialect)) {
        difference.note(key(), format!("`{}` is a virtual table: its entity is not compared", table.name));
        return true;
    }
    false
}

/// Pushes what cannot be created because source does not tell its type or default.
fn report_unknown(table: &Table, difference: &mut Difference) {
    for column in &table.columns {
        report_unknown_column(table, column, difference);
    }
}

pub(super) fn report_unknown_column(table: &Table, column: &autogen_schema::Column, difference: &mut Difference) {
    let source = match (&column.data_type, &column.default) {
        (DataType::Unknown(source), _) => source.clone(),
        (_, Some(DefaultValue::Unknown(source))) => format!("default_expr = {source:?}"),
        _ => return,
    };
    difference.unknown.push((FactKey::Column(table.name.clone(), column.name.clone()), source));
}

/// Compares the tables that both sides have, each by itself: on all cores, and told in their order.
pub(super) fn kept(sides: Sides<'_>, difference: &mut Difference) {
    let both = sides.model.tables.values().filter_map(|model| {
        let base = sides.base.table(&model.name, sides.dialect)?;
        Some((model, base))
    });
    let both: Vec<_> = both.collect();
    let of_tables: Vec<Difference> = both.into_par_iter().map(|(model, base)| kept_table(sides, model, base)).collect();
    let refusal = sides.spellings.and_then(Spellings::refusal).map(expression::not_compared);
    for of_table in of_tables {
        difference.append(of_table, refusal.as_deref());
    }
}

fn kept_table(sides: Sides<'_>, model: &Table, base: &Table) -> Difference {
    let mut difference = Difference::default();
    let found = &mut difference;
    comment(sides, model, base, found);
    foreign_key::compare(sides, model, base, found);
    unique::compare(sides, model, base, found);
    index::compare(sides, model, base, found);
    primary_key::compare(sides, model, base, found);
    column::compare(sides, model, base, found);
    list_beside(base, found);
    difference.changes.sort_by_key(rank);
    difference
}

/// The order in which a person reads the changes of a table: what goes, its columns last, then what comes, its columns first.
fn rank(change: &Change) -> u8 {
    let goes = matches!(change.action, Action::Unmade(_));
    match (change.key(), goes) {
        (FactKey::ForeignKey(..), true) => 0,
        (FactKey::Unique(..), true) => 1,
        (FactKey::Index(..), true) => 2,
        (FactKey::Column(..), true) => 3,
        (FactKey::Enum(_) | FactKey::Table(_) | FactKey::Column(..), _) => 4,
        (FactKey::PrimaryKey(_), _) => 5,
        (FactKey::Unique(..), false) => 6,
        (FactKey::Index(..), false) => 7,
        (FactKey::ForeignKey(..), false) => 8,
    }
}

/// Compares the comment, and claims the table.
fn comment(sides: Sides<'_>, model: &Table, base: &Table, difference: &mut Difference) {
    let fact = facts::said_of_table(&base.name, model);
    let held = sides.ledger.facets(&fact.key);
    let found = column::changed_comment(sides, held, model.comment.as_ref(), base.comment.as_ref());
    let changes: Vec<FacetChange> = found
        .into_iter()
        .map(|(from, to)| {
            let table = base.name.clone();
            difference.operations.push(Operation::SetTableComment { table, from: from.clone(), to: to.clone() });
            FacetChange { facet: Facet::Comment, old: from.map(FacetValue::Text), new: to.map(FacetValue::Text) }
        })
        .collect();
    if !changes.is_empty() {
        difference.altered(fact.key.clone(), changes.clone());
    }
    difference.claim(held, fact, &changes);
}

/// Checks and triggers are never an entity's business.
fn list_beside(base: &Table, difference: &mut Difference) {
    let mut push = |kind, what: String| difference.unmanaged.push(Unmanaged { table: base.name.clone(), kind, what });
    for check in &base.checks {
        let name = check.name.as_ref().map_or_else(String::new, |name| format!("{name}: "));
        push("check", format!("{name}{}", check.expression));
    }
    for trigger in &base.triggers {
        push("trigger", trigger.name.to_string());
    }
    for column in base.columns.iter().filter(|column| column.generated.is_some()) {
        push("generated column", column.name.to_string());
    }
}

/// Finds tables that the model lacks; returns those to drop, to be ordered.
pub(super) fn dropped(sides: Sides<'_>, difference: &mut Difference) -> Vec<Table> {
    let mut dropped = Vec::new();
    for base in sides.base.tables.values() {
        if sides.model.table(&base.name, sides.dialect).is_some() {
            continue;
        }
        let key = FactKey::Table(base.name.clone());
        if !sides.owns(&key) {
            let what = base.name.to_string();
            difference.unmanaged.push(Unmanaged { table: base.name.clone(), kind: "table", what });
        } else if sides.may_drop(&key, difference) {
            for fact in facts::whole_table(base).into_iter().rev() {
                difference.unmade(sides.in_said_words(fact));
            }
            dropped.push(base.clone());
        }
    }
    for view in sides.base.views.keys() {
        difference.unmanaged.push(Unmanaged { table: view.clone(), kind: "view", what: view.to_string() });
    }
    for table in sides.base.virtual_tables.values().filter(|table| !table.shadow) {
        let (table, what) = (table.name.clone(), table.name.to_string());
        difference.unmanaged.push(Unmanaged { table, kind: "virtual table", what });
    }
    dropped
}

/// Notes facts that only the ledger holds: somebody removed them outside the revisions.
pub(super) fn vanished(sides: Sides<'_>, difference: &mut Difference) {
    let exists = |key: &FactKey| exists(sides.model, key, sides) || exists(sides.base, key, sides);
    for (key, _) in sides.ledger.facts_where(|key| !exists(key)) {
        let key = key.clone();
        if super::is_named(&key, &sides.policy.forgotten) {
            difference.unmade(Fact::bare(key));
        } else if !matches!(key, FactKey::Enum(_)) {
            difference.note(key, "the revisions made it, but neither the entities nor the database have it");
        }
    }
}

fn exists(schema: &autogen_schema::Schema, key: &FactKey, sides: Sides<'_>) -> bool {
    let dialect = sides.dialect;
    let FactKey::Enum(name) = key else {
        let Some(table) = key.table().and_then(|name| schema.table(name, dialect)) else { return false };
        return match key {
            FactKey::Column(_, name) => table.column(name, dialect).is_some(),
            FactKey::PrimaryKey(_) => table.primary_key.is_some(),
            FactKey::Unique(_, columns) => unique::is_unique(table, columns, dialect),
            FactKey::Index(_, columns) => table.indexes.iter().any(|i: &Index| index::is_over(i, columns, dialect)),
            FactKey::ForeignKey(..) => table
                .foreign_keys
                .iter()
                .any(|fk| facts::foreign_key(&table.name, fk).key.fold(dialect) == key.fold(dialect)),
            FactKey::Table(_) | FactKey::Enum(_) => true,
        };
    };
    schema.enums.contains_key(name)
}
