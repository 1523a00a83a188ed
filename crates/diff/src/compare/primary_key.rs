//! Compares primary keys, as sets of columns: an entity cannot say their order apart from its fields'.

use std::collections::BTreeSet;

use autogen_schema::change::{Facet, FacetChange, FacetValue, FactKey};
use autogen_schema::{Ident, PrimaryKey, Table};

use super::{Difference, Sides};
use crate::{Operation, facts};

pub(super) fn compare(sides: Sides<'_>, model: &Table, base: &Table, difference: &mut Difference) {
    let Some(said) = &model.primary_key else { return };
    let set = |key: &PrimaryKey| key.columns.iter().map(|c| c.key(sides.dialect)).collect::<BTreeSet<Ident>>();
    match &base.primary_key {
        Some(found) if set(found) == set(said) => {
            sides.claim(facts::primary_key(&base.name, said), &[], difference);
        }
        found => {
            if let Some(found) = found {
                let (table, key) = (base.name.clone(), found.clone());
                difference.operations.push(Operation::DropPrimaryKey { table, key });
            }
            let (table, key) = (base.name.clone(), said.clone());
            difference.operations.push(Operation::AddPrimaryKey { table, key });
            let columns = |key: &PrimaryKey| FacetValue::Columns(key.columns.clone());
            let change =
                FacetChange { facet: Facet::Columns, old: found.as_ref().map(columns), new: Some(columns(said)) };
            difference.altered(FactKey::PrimaryKey(base.name.clone()), vec![change]);
        }
    }
}
