//! Enums whose labels stand in the types of columns (MySQL).
//!
//! One enum of the entities is there as often as it has columns, and some may be behind: each that differs is altered.

use autogen_schema::{Column, ColumnType, DataType, DefaultValue, Dialect, EnumType, TableName};

use super::{Difference, Sides, altered, is_of, same_labels};
use crate::dialect::mysql::types::{as_catalogs_tell, labels_of};
use crate::{Operation, facts};

/// Compares an enum with the columns of the base that are of it. `false` where there are none, which says nothing.
pub(super) fn compare(
    sides: Sides<'_>,
    ty: &EnumType,
    renames: &[(String, String)],
    difference: &mut Difference,
) -> bool {
    let found = columns(sides, ty);
    let differing: Vec<_> = found.iter().filter(|(.., labels)| !same_labels(labels, &ty.labels)).collect();
    if found.is_empty() {
        return false;
    }
    match differing.first() {
        Some((.., labels)) => altered(ty, labels.clone(), renames.to_vec(), difference),
        None => sides.claim(facts::enum_type(ty), &[], difference),
    }
    for (table, column, _) in differing {
        let from = (*column).clone();
        let data_type = DataType::Exact(ColumnType::Enum(ty.name.clone()));
        let default = from.default.clone().map(|default| relabelled(default, renames));
        let to = Column { data_type, default, ..from.clone() };
        difference.operations.push(Operation::AlterColumn { table: table.clone(), from, to });
    }
    true
}

/// A default that is a label goes along with it.
fn relabelled(default: DefaultValue, renames: &[(String, String)]) -> DefaultValue {
    let DefaultValue::Expression(sql) = &default else { return default };
    let found = renames.iter().find(|(old, _)| Dialect::Mysql.literal(old) == *sql);
    found.map_or(default.clone(), |(_, new)| DefaultValue::Expression(Dialect::Mysql.literal(new)))
}

/// Returns the label that the catalog tells so, where it cannot tell it as it is and there is just one.
fn meant(told: String, ty: &EnumType) -> String {
    let mut candidates = ty.labels.iter().filter(|label| as_catalogs_tell(label) == told);
    match (ty.labels.contains(&told), candidates.next(), candidates.next()) {
        (false, Some(label), None) => label.clone(),
        _ => told,
    }
}

/// The columns of the base that are enums and that entities say are of `ty`, with their labels.
fn columns<'a>(sides: Sides<'a>, ty: &EnumType) -> Vec<(TableName, &'a Column, Vec<String>)> {
    if sides.dialect != Dialect::Mysql {
        return Vec::new();
    }
    let mut found = Vec::new();
    for model in sides.model.tables.values() {
        let Some(base) = sides.base.table(&model.name, sides.dialect) else { continue };
        for said in model.columns.iter().filter(|column| is_of(&column.data_type, &ty.name)) {
            let Some(column) = base.column(&said.name, sides.dialect) else { continue };
            if let DataType::Reported(reported) = &column.data_type
                && let Some(labels) = labels_of(reported)
            {
                found.push((base.name.clone(), column, labels.into_iter().map(|label| meant(label, ty)).collect()));
            }
        }
    }
    found
}
