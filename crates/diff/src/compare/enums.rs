//! Compares enum types.
//!
//! MySQL keeps the labels in the type of each column. A database that keeps none is not asked, but the ledger is.

mod columns;

use autogen_schema::change::{Facet, FacetChange, FacetValue, Facets, FactKey};
use autogen_schema::{ColumnType, DataType, Dialect, EnumName, EnumType, Schema};

use super::rename::Rename;
use super::{Difference, Sides};
use crate::{Operation, facts};

pub(super) fn compare(sides: Sides<'_>, labels: &[Rename], difference: &mut Difference) {
    for ty in sides.model.enums.values() {
        let renames = Rename::labels_of(labels, &ty.name);
        if columns::compare(sides, ty, &renames, difference) {
            continue;
        }
        match base_labels(sides, &ty.name) {
            Some(labels) => kept(sides, ty, labels, renames, difference),
            None if sides.dialect != Dialect::Postgres && !is_created(sides, &ty.name) => {
                sides.claim(facts::enum_type(ty), &[], difference);
            }
            None => {
                difference.operations.push(Operation::CreateEnum(ty.clone()));
                difference.made(facts::enum_type(ty));
            }
        }
    }
    for (key, facets) in sides.ledger.facts_where(|key| matches!(key, FactKey::Enum(_))) {
        if let FactKey::Enum(name) = key
            && !sides.model.enums.contains_key(name)
        {
            dropped(sides, key, name, facets, difference);
        }
    }
}

fn kept(
    sides: Sides<'_>,
    ty: &EnumType,
    labels: Vec<String>,
    renames: Vec<(String, String)>,
    difference: &mut Difference,
) {
    if same_labels(&labels, &ty.labels) {
        sides.claim(facts::enum_type(ty), &[], difference);
        return;
    }
    altered(ty, labels, renames, difference);
}

/// What gets another name has lines of its own: the rest is what labels come and go.
fn altered(ty: &EnumType, labels: Vec<String>, renames: Vec<(String, String)>, difference: &mut Difference) {
    let now = relabelled(&labels, &renames);
    let change = FacetChange {
        facet: Facet::Labels,
        old: Some(FacetValue::Labels(now.clone())),
        new: Some(FacetValue::Labels(ty.labels.clone())),
    };
    let from = EnumType { labels, ..ty.clone() };
    difference.operations.push(Operation::AlterEnum { from, to: ty.clone(), renames });
    if !same_labels(&now, &ty.labels) {
        difference.altered(FactKey::Enum(ty.name.clone()), vec![change]);
    }
}

fn dropped(sides: Sides<'_>, key: &FactKey, name: &EnumName, facets: &Facets, difference: &mut Difference) {
    if !sides.may_drop(key, difference) {
        return;
    }
    let labels = base_labels(sides, name).or_else(|| match facets.get(&Facet::Labels) {
        Some(FacetValue::Labels(labels)) => Some(labels.clone()),
        _ => None,
    });
    let ty = EnumType::new(name.clone(), labels.unwrap_or_default());
    difference.unmade(facts::enum_type(&ty));
    difference.operations.push(Operation::DropEnum(ty));
}

/// Returns labels under their new names.
fn relabelled(labels: &[String], renames: &[(String, String)]) -> Vec<String> {
    let now = |label: &String| renames.iter().find(|(old, _)| old == label).map_or(label, |(_, new)| new).clone();
    labels.iter().map(now).collect()
}

/// The labels as a set: their order is not said, and differs on one real project in eight.
fn same_labels(one: &[String], other: &[String]) -> bool {
    let sorted = |labels: &[String]| {
        let mut labels = labels.to_vec();
        labels.sort();
        labels
    };
    sorted(one) == sorted(other)
}

pub(super) fn base_labels(sides: Sides<'_>, name: &EnumName) -> Option<Vec<String>> {
    if let Some(ty) = sides.base.enums.get(name) {
        return Some(ty.labels.clone());
    }
    if sides.dialect == Dialect::Postgres {
        return None;
    }
    match sides.ledger.facets(&FactKey::Enum(name.clone()))?.get(&Facet::Labels) {
        Some(FacetValue::Labels(labels)) => Some(labels.clone()),
        _ => None,
    }
}

/// Whether some column of the type is not in the base yet.
fn is_created(sides: Sides<'_>, name: &EnumName) -> bool {
    let missing = |schema: &Schema, table: &autogen_schema::Table, column: &autogen_schema::Column| {
        schema.table(&table.name, sides.dialect).and_then(|t| t.column(&column.name, sides.dialect)).is_none()
    };
    sides.model.tables.values().any(|table| {
        table.columns.iter().any(|column| is_of(&column.data_type, name) && missing(sides.base, table, column))
    })
}

pub(super) fn is_of(ty: &DataType, name: &EnumName) -> bool {
    let mut ty = ty.column_type();
    while let Some(ColumnType::Array(element)) = ty {
        ty = Some(element);
    }
    matches!(ty, Some(ColumnType::Enum(of)) if of == name)
}
