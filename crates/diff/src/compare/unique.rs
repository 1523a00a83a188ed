//! Compares uniques, by the columns that are unique together, whether a constraint or an index makes them so.

use std::collections::BTreeSet;

use autogen_schema::change::{Fact, FactKey};
use autogen_schema::{Dialect, Ident, Index, IndexKey, PrimaryKey, Table, Unique};

use super::{Difference, Ownership, Sides, Unmanaged, index};
use crate::{Operation, dialect, facts};

pub(super) fn compare(sides: Sides<'_>, model: &Table, base: &Table, difference: &mut Difference) {
    let mut richer: Vec<&Index> = Vec::new();
    for said in &model.uniques {
        // A key that moves in the same revision makes unique what it moves to, and no longer what it leaves.
        let key = model.primary_key.as_ref().or(base.primary_key.as_ref());
        if is_unique_with(key, base, &said.columns, sides.dialect) {
            sides.claim(facts::unique(&base.name, said), &[], difference);
        } else if let Some(index) = richer_index(model, base, said, sides.dialect) {
            richer.push(index);
            let name = index.name.as_ref().map_or("an index", Ident::as_str);
            difference.note(
                FactKey::Unique(base.name.clone(), said.columns.clone()),
                format!("`{name}` is unique under a condition or over an expression, which an entity cannot say: nothing is made"),
            );
        } else {
            let (table, unique) = (base.name.clone(), said.clone());
            difference.operations.push(Operation::AddUnique { table, unique });
            difference.made(facts::unique(&base.name, said));
        }
    }
    let candidates = candidates(base, &richer, sides.dialect);
    for candidate in &candidates {
        found(sides, model, base, candidate, &candidates, difference);
    }
}

/// Something that makes columns of the base unique.
struct Candidate {
    columns: Vec<Ident>,
    set: BTreeSet<Ident>,
    /// How likely an entity meant it, where several are over the same columns: by SeaORM's name, a constraint, anything else.
    rank: u8,
    /// What drops it.
    drop: Operation,
}

fn candidates(base: &Table, richer: &[&Index], dialect: Dialect) -> Vec<Candidate> {
    let candidate =
        |columns: Vec<Ident>, rank, drop| Candidate { set: key_set(&columns, dialect), columns, rank, drop };
    let prefix = format!("idx-{}-", base.name.name);
    let table = || base.name.clone();
    let constraints = base.uniques.iter().map(|unique| {
        candidate(unique.columns.clone(), 1, Operation::DropUnique { table: table(), unique: unique.clone() })
    });
    let indexes = base.indexes.iter().filter(|index| index.unique && !richer.contains(index)).map(|index| {
        let by_name = index.name.as_ref().is_some_and(|name| name.as_str().starts_with(&prefix));
        let columns = plain(index).unwrap_or_else(|| index::named_parts(index));
        let drop = Operation::DropIndex { table: table(), index: index.clone() };
        candidate(columns, if by_name { 0 } else { 2 }, drop)
    });
    constraints.chain(indexes).collect()
}

/// Handles a unique of the base that no entity may say any more. What was said once is made once: of several over the same
/// columns one is the entity's, the others are somebody else's.
fn found(
    sides: Sides<'_>,
    model: &Table,
    base: &Table,
    candidate: &Candidate,
    candidates: &[Candidate],
    difference: &mut Difference,
) {
    let Candidate { columns, set, .. } = candidate;
    let by_extra = match columns.as_slice() {
        [column] => dialect::said_by_extra(sides.dialect, model.column(column, sides.dialect)).unique,
        _ => false,
    };
    if by_extra || model.uniques.iter().any(|said| key_set(&said.columns, sides.dialect) == *set) {
        return;
    }
    let key = FactKey::Unique(base.name.clone(), columns.clone());
    let first = candidates.iter().filter(|other| other.set == *set).min_by_key(|other| other.rank);
    let is_first = first.is_none_or(|first| std::ptr::eq(first, candidate));
    let owned = sides.owns(&key) && (is_first || sides.policy.ownership == Ownership::All);
    if !owned {
        let what = match &candidate.drop {
            Operation::DropIndex { index, .. } => index.name.as_ref().map(ToString::to_string),
            _ => None,
        };
        let what = what.unwrap_or_else(|| key.to_string());
        difference.unmanaged.push(Unmanaged { table: base.name.clone(), kind: "unique", what });
    } else if sides.may_drop(&key, difference) {
        difference.operations.push(candidate.drop.clone());
        difference.unmade_once(Fact::bare(key));
    }
}

/// Whether the columns are unique together in `table`: by a constraint, a plain unique index, or as its primary key.
pub(super) fn is_unique(table: &Table, columns: &[Ident], dialect: Dialect) -> bool {
    is_unique_with(table.primary_key.as_ref(), table, columns, dialect)
}

fn is_unique_with(key: Option<&PrimaryKey>, table: &Table, columns: &[Ident], dialect: Dialect) -> bool {
    let set = key_set(columns, dialect);
    let same = |columns: &[Ident]| key_set(columns, dialect) == set;
    table.uniques.iter().any(|unique| same(&unique.columns))
        || table.indexes.iter().any(|index| index.unique && plain(index).is_some_and(|columns| same(&columns)))
        || key.is_some_and(|key| same(&key.columns))
}

/// Finds a unique index that says more than the entity can: over the same columns with a predicate or an expression, or
/// under the name that the entity groups the columns by.
fn richer_index<'a>(model: &Table, base: &'a Table, said: &Unique, dialect: Dialect) -> Option<&'a Index> {
    let set = key_set(&said.columns, dialect);
    let names: Vec<String> = said
        .key
        .iter()
        .flat_map(|key| [key.to_string(), format!("idx-{}-{key}", model.name.name)])
        .chain(said.columns.first().map(|column| format!("idx-{}-{column}", model.name.name)))
        .collect();
    base.indexes.iter().filter(|index| index.unique && plain(index).is_none()).find(|index| {
        let over: BTreeSet<Ident> = index
            .parts
            .iter()
            .filter_map(|part| match &part.key {
                IndexKey::Column(name) => Some(name.key(dialect)),
                IndexKey::Expression(_) => None,
            })
            .collect();
        let mentions = |text: &str| {
            let tokens = autogen_schema::sql::tokenize(text, dialect);
            let mentioned: BTreeSet<Ident> =
                tokens.iter().filter_map(autogen_schema::sql::Token::ident).map(|ident| ident.key(dialect)).collect();
            mentioned
        };
        let expressions: BTreeSet<Ident> = index
            .parts
            .iter()
            .filter_map(|part| match &part.key {
                IndexKey::Expression(text) => Some(mentions(text)),
                IndexKey::Column(_) => None,
            })
            .flatten()
            .collect();
        let covers = set.iter().all(|column| over.contains(column) || expressions.contains(column));
        let by_name = index.name.as_ref().is_some_and(|name| names.iter().any(|known| known == name.as_str()));
        by_name || (covers && over.iter().all(|column| set.contains(column)))
    })
}

/// The columns of a unique index that is nothing but columns: which way it counts makes no difference.
fn plain(index: &Index) -> Option<Vec<Ident>> {
    let plain = !index.is_special();
    index.parts.iter().map(|part| part.plain().filter(|_| plain).cloned()).collect()
}

fn key_set(columns: &[Ident], dialect: Dialect) -> BTreeSet<Ident> {
    columns.iter().map(|column| column.key(dialect)).collect()
}
