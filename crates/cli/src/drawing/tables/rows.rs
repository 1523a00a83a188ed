//! How many rows a foreign key connects.

use std::collections::BTreeSet;

use autogen_schema::{Dialect, ForeignKey, Ident, IndexKey, Match, Table};

/// Returns the sets of columns whose values no two rows share, the primary key's aside.
pub(super) fn uniques(table: &Table, dialect: Dialect) -> Vec<BTreeSet<Ident>> {
    let keys = |columns: &[Ident]| columns.iter().map(|name| name.key(dialect)).collect();
    let constraints = table.uniques.iter().map(|unique| keys(&unique.columns));
    let whole = table.indexes.iter().filter(|index| index.unique && index.valid && index.predicate.is_none());
    let indexes = whole.filter_map(|index| {
        let column = |key: &IndexKey| match key {
            IndexKey::Column(name) => Some(name.key(dialect)),
            IndexKey::Expression(_) => None,
        };
        index.parts.iter().map(|part| column(&part.key)).collect()
    });
    constraints.chain(indexes).collect()
}

/// Whether no two rows reference the same row.
pub(super) fn at_most_one(table: &Table, key: &ForeignKey, dialect: Dialect) -> bool {
    let columns: BTreeSet<Ident> = key.columns.iter().map(|name| name.key(dialect)).collect();
    let primary = table.primary_key.iter().map(|key| key.columns.iter().map(|name| name.key(dialect)).collect());
    uniques(table, dialect).into_iter().chain(primary).any(|unique| !unique.is_empty() && unique.is_subset(&columns))
}

/// Whether a row may reference nothing. A NULL in one column is enough for that, but for `MATCH FULL`, where all must be.
pub(super) fn may_do_without(table: &Table, key: &ForeignKey, dialect: Dialect) -> bool {
    let primary = table.primary_key.as_ref();
    let is_primary = |name: &Ident| primary.is_some_and(|key| key.columns.iter().any(|of| of.same(name, dialect)));
    let is_nullable =
        |name: &Ident| table.column(name, dialect).is_some_and(|column| column.nullable) && !is_primary(name);
    match key.matching {
        Some(Match::Full) => key.columns.iter().all(is_nullable),
        _ => key.columns.iter().any(is_nullable),
    }
}
