//! What a table's new text asks of its rows that the old one did not.
//!
//! Whatever is made again comes through here, so that a downgrade warns of what its upgrade let pass.

use std::collections::BTreeSet;

use autogen_schema::sql::normalize;
use autogen_schema::sqlite::{ColumnConstraintKind as Inline, IndexedPart, TableConstraintKind as Apart};
use autogen_schema::{Dialect, ForeignKey, Ident, Index, Table, TableName};

use super::copy::{Copied, orphans};
use super::edit::TableText;
use crate::Hazard;

const SQLITE: Dialect = Dialect::Sqlite;

/// Says what the copied rows lose, are given, and may not hold to.
pub(super) fn hazards(table: &TableName, old: &TableText, new: &TableText, columns: &[Copied]) -> Vec<Hazard> {
    let kept = |column: &Ident| old.column_names().iter().any(|name| name.same(column, SQLITE));
    let filled = |column: &Ident| columns.iter().any(|copied| copied.name.same(column, SQLITE));
    let mut hazards = Vec::new();
    for column in new.column_names() {
        if kept(&column) && new.is_generated(&column) && !old.is_generated(&column) {
            hazards.push(Hazard::LosesData(format!("the values of {table}.{column}")));
        }
        if new.is_rowid(&column) && !filled(&column) {
            hazards.push(Hazard::FillsRows(format!("gives {table}.{column} new numbers")));
        } else if !filled(&column) && needs_value(new, &column) {
            hazards.push(Hazard::empty_column(table, &column));
        }
    }
    let before: Vec<BTreeSet<Ident>> = uniques(old).iter().map(|columns| folded(columns)).collect();
    for columns in uniques(new) {
        let unique = before.iter().any(|before| before.is_subset(&folded(&columns)));
        if !unique && columns.iter().all(kept) {
            hazards.push(duplicates(table, &columns));
        }
    }
    let before: Vec<String> = checks(old, |_| true).iter().map(|check| normalize(check, SQLITE)).collect();
    for check in checks(new, kept) {
        if !before.contains(&normalize(check, SQLITE)) {
            hazards.push(Hazard::FailsOnRows(format!("fails if a row of {table} does not satisfy {check}")));
        }
    }
    hazards
}

fn needs_value(text: &TableText, column: &Ident) -> bool {
    let default = text.default_of(column).filter(|default| !default.eq_ignore_ascii_case("null"));
    text.is_not_null(column) && !text.is_generated(column) && default.is_none()
}

/// Says what columns whose values change on the way may break: what is unique about them, and the foreign keys that they
/// are in, on either side.
pub(super) fn disturbed<'s>(
    table: &TableName,
    new: &TableText,
    columns: &[Copied],
    indexes: impl Iterator<Item = &'s Index>,
    keys: impl Iterator<Item = (&'s TableName, &'s ForeignKey)>,
) -> Vec<Hazard> {
    let changes = |names: &[Ident]| {
        let changed = |name: &Ident| columns.iter().any(|copied| copied.changes && copied.name.same(name, SQLITE));
        names.iter().any(changed)
    };
    let indexes = indexes.filter(|index| index.unique).filter_map(Index::plain_columns);
    let indexes = indexes.map(|names| names.into_iter().cloned().collect());
    let unique: BTreeSet<Vec<Ident>> = uniques(new).into_iter().chain(indexes).collect();
    let same = unique.iter().filter(|names| changes(names)).map(|names| duplicates(table, names));
    let refers = |on: &TableName, key: &ForeignKey| {
        (on.same(table, SQLITE) && changes(&key.columns))
            || (key.references.same(table, SQLITE) && changes(&key.referenced_columns))
    };
    let orphaned = keys.filter(|(on, key)| refers(on, key)).map(|(on, key)| orphans(on, key));
    same.chain(orphaned).collect()
}

/// Says that rows may have the same values in columns that are to be unique together.
pub(super) fn duplicates(table: &TableName, columns: &[Ident]) -> Hazard {
    let columns = match columns {
        [] => "key".to_owned(),
        [one] => one.to_string(),
        [most @ .., last] => format!("{} and {last}", most.iter().map(Ident::as_str).collect::<Vec<_>>().join(", ")),
    };
    Hazard::FailsOnRows(format!("fails if two rows of {table} have the same {columns}"))
}

/// Whether some of the columns are unique together in a table.
pub(super) fn is_unique(table: &Table, columns: &[Ident]) -> bool {
    let wanted = folded(columns);
    let covers = |columns: Vec<&Ident>| columns.iter().all(|column| wanted.contains(&column.key(SQLITE)));
    table.uniques.iter().any(|unique| covers(unique.columns.iter().collect()))
        || table.primary_key.as_ref().is_some_and(|key| covers(key.columns.iter().collect()))
        || table.indexes.iter().filter(|index| index.unique).filter_map(Index::plain_columns).any(covers)
}

fn folded(columns: &[Ident]) -> BTreeSet<Ident> {
    columns.iter().map(|column| column.key(SQLITE)).collect()
}

/// The columns of each key and unique within the text.
fn uniques(text: &TableText) -> Vec<Vec<Ident>> {
    let parsed = text.parsed();
    let inline = parsed.columns().flat_map(|(_, column)| {
        let unique = |kind: &Inline| matches!(kind, Inline::PrimaryKey { .. } | Inline::Unique { .. });
        column.constraints.iter().filter(move |c| unique(&c.kind)).map(|_| vec![column.name.ident.clone()])
    });
    let apart = parsed.constraints().filter_map(|(_, constraint)| match &constraint.kind {
        Apart::PrimaryKey { parts, .. } | Apart::Unique { parts, .. } => {
            parts.iter().map(|part: &IndexedPart| part.column().map(|name| name.ident.clone())).collect()
        }
        _ => None,
    });
    inline.chain(apart).collect()
}

/// The checks within the text: those of columns that `wanted` takes, and those apart.
fn checks(text: &TableText, wanted: impl Fn(&Ident) -> bool) -> Vec<&str> {
    let parsed = text.parsed();
    let inline = parsed.columns().filter(|(_, column)| wanted(&column.name.ident)).flat_map(|(_, column)| {
        column.constraints.iter().filter_map(|constraint| match &constraint.kind {
            Inline::Check { expr } => Some(parsed.text(expr)),
            _ => None,
        })
    });
    let apart = parsed.constraints().filter_map(|(_, constraint)| match &constraint.kind {
        Apart::Check { expr, .. } => Some(parsed.text(expr)),
        _ => None,
    });
    inline.chain(apart).collect()
}
