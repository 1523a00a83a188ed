//! Where the source of the entities and SeaORM say different things.

use autogen_diff::Difference;
use autogen_schema::change::{Action, Change, Facet, FacetChange, FacetValue, FactKey};
use autogen_schema::{ColumnType, DataType, Dialect, EnumName, Schema, Table, TableName};

/// A fact in which the two readings differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// What it is about.
    pub about: FactKey,
    /// The aspect of it; `None` where one side does not have it at all.
    pub facet: Option<Facet>,
    /// What the source says; `None` where it says nothing.
    pub source: Option<String>,
    /// What SeaORM makes; `None` where it makes nothing.
    pub compiled: Option<String>,
}

/// Returns what differs, apart from what is `left_out`. The difference leads from what SeaORM makes to what the source says.
pub(super) fn disagreements(
    difference: &Difference,
    model: &Schema,
    dialect: Dialect,
    left_out: impl Fn(&TableName) -> bool,
) -> Vec<Disagreement> {
    // A type that tables use which are not there is not there either, or not as it would be with them.
    let is_doubted = |name: &EnumName| {
        let mut tables = model.tables.values().filter(|table| left_out(&table.name));
        tables.any(|table| uses(table, name))
    };
    let is_compared = |change: &&Change| match change.key() {
        FactKey::Enum(name) => !is_doubted(name),
        key => key.table().is_none_or(|table| !left_out(table)),
    };
    difference.changes.iter().filter(is_compared).flat_map(|change| told(change, dialect)).collect()
}

fn told(change: &Change, dialect: Dialect) -> Vec<Disagreement> {
    let whole = |about: &FactKey, source: Option<String>, compiled: Option<String>| {
        vec![Disagreement { about: about.clone(), facet: None, source, compiled }]
    };
    match &change.action {
        Action::Made(fact) | Action::Claimed(fact) => whole(&fact.key, Some(fact.to_string()), None),
        Action::Unmade(fact) => whole(&fact.key, None, Some(fact.to_string())),
        Action::Renamed(key, name) => whole(key, Some(name.to_string()), Some(key.to_string())),
        Action::Relabelled(key, from, to) => whole(key, Some(to.clone()), Some(from.clone())),
        Action::Altered(key, facets) => {
            let is_kept = |facet: &&FacetChange| !(facet.facet == Facet::Comment && dialect == Dialect::Postgres);
            let one = |facet: &FacetChange| Disagreement {
                about: key.clone(),
                facet: Some(facet.facet),
                source: facet.new.as_ref().map(words),
                compiled: facet.old.as_ref().map(words),
            };
            // SeaORM writes no comments there.
            facets.iter().filter(is_kept).map(one).collect()
        }
    }
}

/// What a database reports is told as it does it.
fn words(value: &FacetValue) -> String {
    match value {
        FacetValue::Type(DataType::Reported(reported)) => reported.to_string(),
        value => value.to_string(),
    }
}

fn uses(table: &Table, name: &EnumName) -> bool {
    let mut types = table.columns.iter().filter_map(|column| column.data_type.column_type());
    types.any(|ty| is_of(ty, name))
}

fn is_of(ty: &ColumnType, name: &EnumName) -> bool {
    match ty {
        ColumnType::Enum(own) => own == name,
        ColumnType::Array(element) => is_of(element, name),
        _ => false,
    }
}
