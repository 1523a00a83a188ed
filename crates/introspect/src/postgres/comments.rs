//! Comments on relations, their columns and their constraints.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;

use super::catalog::query;
use crate::Error;

/// The comments, by catalog, identifier and number of a column.
pub(super) struct Comments(HashMap<(Commented, i64, i32), String>);

/// The catalog of what has a comment.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Commented {
    Relation,
    Constraint,
}

impl Comments {
    pub(super) async fn read(db: &impl ConnectionTrait) -> Result<Self, Error> {
        let rows = query(db, "comments", include_str!("comments.sql"), |row| {
            let of = match row.try_get::<String>("", "catalog")?.as_str() {
                "pg_class" => Commented::Relation,
                _ => Commented::Constraint,
            };
            Ok(((of, row.try_get("", "oid")?, row.try_get("", "number")?), row.try_get("", "text")?))
        })
        .await?;
        Ok(Self(rows.into_iter().collect()))
    }

    /// The comment on a relation.
    pub(super) fn of_relation(&self, oid: i64) -> Option<String> {
        self.0.get(&(Commented::Relation, oid, 0)).cloned()
    }

    /// The comment on a column of a relation.
    pub(super) fn of_column(&self, relation: i64, number: i16) -> Option<String> {
        self.0.get(&(Commented::Relation, relation, number.into())).cloned()
    }

    /// The comment on a constraint.
    pub(super) fn of_constraint(&self, oid: i64) -> Option<String> {
        self.0.get(&(Commented::Constraint, oid, 0)).cloned()
    }
}
