//! Operator classes: which of them an index has without being told.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;

use super::catalog::query;
use crate::Error;

/// Those of the usual method that are the default of a type: the type of each.
pub(super) struct OperatorClasses {
    types: HashMap<i64, i64>,
    of_type: HashMap<i64, i64>,
}

impl OperatorClasses {
    pub(super) async fn read(db: &impl ConnectionTrait) -> Result<Self, Error> {
        let rows = query(db, "operator classes", include_str!("operator_class.sql"), |row| {
            Ok((row.try_get("", "oid")?, row.try_get("", "type_oid")?))
        })
        .await?;
        let of_type = rows.iter().map(|(class, of)| (*of, *class)).collect();
        Ok(Self { types: rows.into_iter().collect(), of_type })
    }

    /// Whether a column of that type has the class by itself: it is the default of the type, or that of one that it can be taken for.
    pub(super) fn is_usual(&self, class: i64, type_oid: i64) -> bool {
        self.types.contains_key(&class) && self.of_type.get(&type_oid).is_none_or(|usual| *usual == class)
    }
}
