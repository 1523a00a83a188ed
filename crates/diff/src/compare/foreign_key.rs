//! Compares foreign keys, by the columns they connect, never by their names unless a name was said.

use autogen_schema::change::{Facet, FacetChange, FacetValue};
use autogen_schema::{Dialect, ForeignKey, Ident, ReferentialAction, Table};

use super::{Difference, Ownership, Sides, Unmanaged, Unsaid};
use crate::{Operation, dialect, facts};

pub(super) fn compare(sides: Sides<'_>, model: &Table, base: &Table, difference: &mut Difference) {
    for said in &model.foreign_keys {
        match base.foreign_keys.iter().find(|found| found.same_columns(said, sides.dialect)) {
            Some(found) => kept(sides, base, said, found, difference),
            None => {
                let (table, key) = (base.name.clone(), said.clone());
                difference.operations.push(Operation::AddForeignKey { table, key });
                difference.made(facts::foreign_key(&base.name, said));
            }
        }
    }
    for found in &base.foreign_keys {
        if !model.foreign_keys.iter().any(|said| said.same_columns(found, sides.dialect)) {
            lacking(sides, model, base, found, difference);
        }
    }
}

fn lacking(sides: Sides<'_>, model: &Table, base: &Table, found: &ForeignKey, difference: &mut Difference) {
    let fact = facts::foreign_key(&base.name, found);
    let by_extra = match found.columns.as_slice() {
        [column] => dialect::said_by_extra(sides.dialect, model.column(column, sides.dialect)).references,
        _ => false,
    };
    if by_extra {
        return;
    }
    if !sides.owns(&fact.key) {
        let what = fact.key.to_string();
        difference.unmanaged.push(Unmanaged { table: base.name.clone(), kind: "foreign key", what });
    } else if sides.may_drop(&fact.key, difference) {
        let (table, key) = (base.name.clone(), found.clone());
        difference.operations.push(Operation::DropForeignKey { table, key });
        difference.unmade(sides.in_said_words(fact));
    }
}

/// SeaORM never writes the name of a foreign key on SQLite, where it means nothing: a key without one is as it was said.
fn differs(name: &Ident, found: &ForeignKey, dialect: Dialect) -> bool {
    match &found.name {
        Some(found) => !dialect::is_named(dialect, name, found),
        None => dialect != Dialect::Sqlite,
    }
}

fn kept(sides: Sides<'_>, base: &Table, said: &ForeignKey, found: &ForeignKey, difference: &mut Difference) {
    let fact = facts::foreign_key(&base.name, said);
    let held = sides.ledger.facets(&fact.key).cloned().unwrap_or_default();
    let mut to = found.clone();
    let mut changes = Vec::new();
    let mut action = |facet, said: Option<ReferentialAction>, found: &mut Option<ReferentialAction>| {
        let resets = held.contains_key(&facet)
            || sides.policy.unsaid == Unsaid::Strict
            || sides.policy.ownership == Ownership::All;
        let wanted = said.or_else(|| resets.then_some(ReferentialAction::NoAction));
        let Some(wanted) = wanted else { return };
        if !dialect::same_action(sides.dialect, found.unwrap_or(ReferentialAction::NoAction), wanted) {
            let old = found.map(FacetValue::Action);
            changes.push(FacetChange { facet, old, new: said.map(FacetValue::Action) });
            *found = (said.is_some() || wanted != ReferentialAction::NoAction).then_some(wanted);
        }
    };
    action(Facet::OnDelete, said.on_delete, &mut to.on_delete);
    action(Facet::OnUpdate, said.on_update, &mut to.on_update);
    if let Some(name) = said.name.as_ref().filter(|name| differs(name, found, sides.dialect)) {
        to.name = Some(name.clone());
        // A key with another name is written anew, and what nobody said is not written.
        for action in [&mut to.on_delete, &mut to.on_update] {
            *action = action.filter(|action| *action != ReferentialAction::NoAction);
        }
        let old = found.name.clone().map(FacetValue::Name);
        changes.push(FacetChange { facet: Facet::Name, old, new: Some(FacetValue::Name(name.clone())) });
    }
    if !changes.is_empty() {
        let table = base.name.clone();
        difference.operations.push(Operation::DropForeignKey { table: table.clone(), key: found.clone() });
        difference.operations.push(Operation::AddForeignKey { table, key: to });
        difference.altered(fact.key.clone(), changes.clone());
    }
    sides.claim(fact, &changes, difference);
}
