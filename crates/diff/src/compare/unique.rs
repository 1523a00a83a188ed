//! Compares uniques, by the columns that are unique together, whether a constraint or an index makes them so.

use std::collections::BTreeSet;

use autogen_schema::change::{Fact, FactKey};
use autogen_schema::{Dialect, Ident, Index, IndexKey, IndexPart, PrimaryKey, Table, Unique};

use super::{Difference, Sides, Unmanaged, index};
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
    for unique in &base.uniques {
        found(sides, model, base, &unique.columns, difference, |table| Operation::DropUnique {
            table,
            unique: unique.clone(),
        });
    }
    for index in base.indexes.iter().filter(|index| index.unique && !richer.contains(index)) {
        let columns = plain(index).unwrap_or_else(|| index::named_parts(index));
        found(sides, model, base, &columns, difference, |table| Operation::DropIndex { table, index: index.clone() });
    }
}

/// Handles a unique of the base that no entity may say any more.
fn found(
    sides: Sides<'_>,
    model: &Table,
    base: &Table,
    columns: &[Ident],
    difference: &mut Difference,
    drop: impl FnOnce(autogen_schema::TableName) -> Operation,
) {
    let set = key_set(columns, sides.dialect);
    let by_extra = match columns {
        [column] => dialect::said_by_extra(sides.dialect, model.column(column, sides.dialect)).unique,
        _ => false,
    };
    if by_extra || model.uniques.iter().any(|said| key_set(&said.columns, sides.dialect) == set) {
        return;
    }
    let key = FactKey::Unique(base.name.clone(), columns.to_vec());
    let operation = drop(base.name.clone());
    if sides.owns(&key) && sides.may_drop(&key, difference) {
        difference.operations.push(operation);
        difference.unmade_once(Fact::bare(key));
    } else if !sides.owns(&key) {
        let what = match &operation {
            Operation::DropIndex { index, .. } => index.name.as_ref().map(ToString::to_string),
            _ => None,
        };
        let what = what.unwrap_or_else(|| key.to_string());
        difference.unmanaged.push(Unmanaged { table: base.name.clone(), kind: "unique", what });
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
    if index.predicate.is_some() || index.method.is_some() {
        return None;
    }
    let column = |part: &IndexPart| match part {
        IndexPart { key: IndexKey::Column(name), collation: None, .. } => Some(name.clone()),
        _ => None,
    };
    index.parts.iter().map(column).collect()
}

fn key_set(columns: &[Ident], dialect: Dialect) -> BTreeSet<Ident> {
    columns.iter().map(|column| column.key(dialect)).collect()
}
