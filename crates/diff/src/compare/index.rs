//! Compares plain indexes, by their columns in order.

use autogen_schema::change::{Fact, FactKey};
use autogen_schema::{Dialect, Ident, Index, IndexKey, IndexPart, SortOrder, Table};

use super::{Difference, Ownership, Sides, Unmanaged};
use crate::{Operation, facts};

pub(super) fn compare(sides: Sides<'_>, model: &Table, base: &Table, difference: &mut Difference) {
    for said in &model.indexes {
        let Some(columns) = columns(said) else { continue };
        if base.indexes.iter().any(|index| is_over(index, &columns, sides.dialect)) {
            sides.claim(facts::index(&base.name, columns), &[], difference);
        } else {
            let (table, index) = (base.name.clone(), said.clone());
            difference.operations.push(Operation::CreateIndex { table, index });
            difference.made(facts::index(&base.name, columns));
        }
    }
    for index in base.indexes.iter().filter(|index| !index.unique) {
        found(sides, model, base, index, difference);
    }
}

/// Handles an index of the base that no entity may say any more.
fn found(sides: Sides<'_>, model: &Table, base: &Table, index: &Index, difference: &mut Difference) {
    let over = columns(index);
    let said = |over: &Vec<Ident>| model.indexes.iter().any(|said| is_over(said, over, sides.dialect));
    let key = match &over {
        Some(over) if said(over) => return,
        Some(over) => Some(FactKey::Index(base.name.clone(), over.clone())),
        // More than columns: no entity said it, and so the ledger cannot hold it.
        None => None,
    };
    let owned = match &key {
        Some(key) => {
            sides.owns(key) && (sides.policy.ownership == Ownership::All || is_first(index, base, sides.dialect))
        }
        None => sides.policy.ownership == Ownership::All,
    };
    let key = key.unwrap_or_else(|| FactKey::Index(base.name.clone(), named_parts(index)));
    if !owned {
        let what = index.name.as_ref().map_or_else(|| key.to_string(), ToString::to_string);
        difference.unmanaged.push(Unmanaged { table: base.name.clone(), kind: "index", what });
    } else if sides.may_drop(&key, difference) {
        let (table, index) = (base.name.clone(), index.clone());
        difference.operations.push(Operation::DropIndex { table, index });
        difference.unmade_once(Fact::bare(key));
    }
}

/// Whether `index` is the one that an entity meant, where several are over the same columns: the one by the name that
/// `SeaORM` gives, then one that counts up, then the first. What was said once is made once; the others are somebody else's.
fn is_first(index: &Index, base: &Table, dialect: Dialect) -> bool {
    let Some(over) = columns(index) else { return true };
    let name = format!("idx-{}-{}", base.name.name, over.first().map_or("", Ident::as_str));
    let rank = |index: &Index| {
        let by_name = index.name.as_ref().is_some_and(|found| found.as_str() == name);
        (!by_name, index.plain_columns().is_none() || index.parts.iter().any(|p| p.order == SortOrder::Descending))
    };
    let first = base.indexes.iter().filter(|other| is_over(other, &over, dialect)).min_by_key(|other| rank(other));
    first.is_none_or(|first| std::ptr::eq(first, index))
}

/// Whether `index` is a plain one over exactly these columns, in this order.
pub(super) fn is_over(index: &Index, over: &[Ident], dialect: Dialect) -> bool {
    !index.unique
        && columns(index)
            .is_some_and(|found| found.len() == over.len() && found.iter().zip(over).all(|(a, b)| a.same(b, dialect)))
}

/// The columns of an index that is nothing but columns. On one column, counting down is no different from counting up, nor does it
/// matter where NULLs are, or that only the start of a value counts (MySQL, which takes no more of a text).
fn columns(index: &Index) -> Option<Vec<Ident>> {
    if let [part] = index.parts.as_slice()
        && let Some(name) = (IndexPart { nulls: None, prefix: None, ..part.clone() }).plain()
        && !index.is_special()
    {
        return Some(vec![name.clone()]);
    }
    Some(index.plain_columns()?.into_iter().cloned().collect())
}

/// Something to call an index by that is more than columns, and that no index of columns is called.
pub(super) fn named_parts(index: &Index) -> Vec<Ident> {
    let name = |part: &IndexPart| {
        let key = match &part.key {
            IndexKey::Column(name) => name.as_str(),
            IndexKey::Expression(text) => text,
        };
        let collation = part.collation.as_ref().map(|name| format!(" collate {name}")).unwrap_or_default();
        let order = if part.order == SortOrder::Descending { " desc" } else { "" };
        Ident::from(format!("{key}{collation}{order}"))
    };
    let condition = index.predicate.as_ref().map(|predicate| Ident::from(format!("where {predicate}")));
    index.parts.iter().map(name).chain(condition).collect()
}
