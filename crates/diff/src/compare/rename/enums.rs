//! Enums, and labels of enums, that a person says have another name.

use autogen_schema::change::FactKey;
use autogen_schema::{Dialect, EnumName, Ident, Schema};

use super::super::enums::base_labels;
use super::super::{Difference, Sides};
use super::Rename;

/// Says that an enum is meant, where a table has its name.
const PREFIX: &str = "enum ";

/// Whether what is asked for is about an enum: it has no table's name, or says so.
pub(in crate::compare) fn is_asked_of_enum(sides: Sides<'_>, old: &str) -> bool {
    let names = |schema: &Schema| -> Vec<EnumName> { schema.enums.keys().cloned().collect() };
    let held = sides.ledger.facts_where(|key| matches!(key, FactKey::Enum(_))).filter_map(|(key, _)| match key {
        FactKey::Enum(name) => Some(name.clone()),
        _ => None,
    });
    let known: Vec<EnumName> = held.chain(names(sides.base)).chain(names(sides.model)).collect();
    let is_of = |name: &str| old.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let is_table = |schema: &Schema| schema.tables.keys().any(|table| is_of(&table.to_string()));
    old.starts_with(PREFIX)
        || known.iter().any(|name| is_of(name.as_str())) && !is_table(sides.base) && !is_table(sides.model)
}

/// Finds the enums that are asked to be renamed.
pub(in crate::compare) fn asked_enums(
    sides: Sides<'_>,
    asked: &[&(String, String)],
    difference: &mut Difference,
) -> Vec<Rename> {
    let mut renames = Vec::new();
    for (old, new) in asked.iter().copied() {
        let from = Ident::from(old.strip_prefix(PREFIX).unwrap_or(old));
        if !has(sides, &from) {
            // It is a label, or it is told of as one.
            continue;
        }
        let to = Ident::from(new.as_str());
        if sides.model.enums.contains_key(&from) {
            difference.not_renamed.push(format!("an entity still says the enum {from}"));
        } else if !sides.model.enums.contains_key(&to) {
            difference.not_renamed.push(format!("no entity says an enum {to}"));
        } else if has(sides, &to) {
            difference.not_renamed.push(format!("there is an enum {to} already"));
        } else {
            renames.push(Rename::Enum { from, to });
        }
    }
    renames
}

/// Finds the labels that are asked to be renamed. Enums have their new names; `done` are the old ones.
pub(in crate::compare) fn asked_labels(
    sides: Sides<'_>,
    asked: &[&(String, String)],
    done: &[Rename],
    difference: &mut Difference,
) -> Vec<Rename> {
    let is_done =
        |old: &str| done.iter().any(|rename| matches!(rename, Rename::Enum { from, .. } if old == from.as_str()));
    let mut renames = Vec::new();
    for (old, new) in asked.iter().copied() {
        let bare = old.strip_prefix(PREFIX).unwrap_or(old);
        // What it is called now was looked for before.
        if is_done(bare) || sides.model.enums.keys().any(|name| name.as_str() == bare) {
            continue;
        }
        match asked_label(sides, bare, new) {
            Ok(rename) => renames.push(rename),
            Err(reason) => difference.not_renamed.push(reason),
        }
    }
    refuse_taken(sides, &renames, difference);
    in_order(renames, difference)
}

fn asked_label(sides: Sides<'_>, old: &str, new: &str) -> Result<Rename, String> {
    let of =
        sides.model.enums.values().find_map(|ty| Some((ty, old.strip_prefix(ty.name.as_str())?.strip_prefix('.')?)));
    let Some((ty, from)) = of else { return Err(format!("no entity says an enum that {old} is, or is a label of")) };
    let labels = base_labels(sides, &ty.name).unwrap_or_default();
    if !labels.iter().any(|label| label == from) {
        return Err(format!("the enum {} has no label {from}", ty.name));
    }
    if !ty.labels.iter().any(|label| label == new) {
        return Err(format!("no entity says a label {new} of the enum {}", ty.name));
    }
    Ok(Rename::Label { of: ty.name.clone(), from: from.to_owned(), to: new.to_owned() })
}

/// A label that stays, or takes its name from nowhere, is in the way of one that is to be called so.
fn refuse_taken(sides: Sides<'_>, renames: &[Rename], difference: &mut Difference) {
    let goes = |enumeration: &EnumName, label: &str| {
        renames
            .iter()
            .any(|rename| matches!(rename, Rename::Label { of, from, .. } if of == enumeration && from == label))
    };
    let comes = |enumeration: &EnumName, label: &str| {
        renames.iter().any(|rename| matches!(rename, Rename::Label { of, to, .. } if of == enumeration && to == label))
    };
    for rename in renames {
        let Rename::Label { of, from, to } = rename else { continue };
        let labels = base_labels(sides, of).unwrap_or_default();
        let says = |label: &String| sides.model.enums.get(of).is_some_and(|ty| ty.labels.contains(label));
        if labels.contains(to) && !goes(of, to) {
            difference.not_renamed.push(format!("the enum {of} has a label {to} already"));
        } else if says(from) && !comes(of, from) {
            difference.not_renamed.push(format!("an entity still says the label {from} of the enum {of}"));
        }
    }
}

/// Puts labels in an order in which each gets a name that is free by then, as the lines of a change list are read.
fn in_order(renames: Vec<Rename>, difference: &mut Difference) -> Vec<Rename> {
    let mut waiting = renames;
    let mut ordered = Vec::new();
    while !waiting.is_empty() {
        let frees = |one: &Rename, other: &Rename| match (one, other) {
            (Rename::Label { of, to, .. }, Rename::Label { of: also, from, .. }) => of == also && to == from,
            _ => false,
        };
        match waiting.iter().position(|one| !waiting.iter().any(|other| frees(one, other))) {
            Some(at) => ordered.push(waiting.remove(at)),
            None => {
                let reason = "labels change names with each other: rename them over a third name, in two revisions";
                difference.not_renamed.push(reason.to_owned());
                return ordered;
            }
        }
    }
    ordered
}

/// Whether the revisions or the database have an enum.
fn has(sides: Sides<'_>, name: &EnumName) -> bool {
    let held = sides.ledger.holds(&FactKey::Enum(name.clone()));
    match sides.dialect {
        Dialect::Postgres => sides.base.enums.contains_key(name),
        Dialect::Sqlite | Dialect::Mysql => held,
    }
}
