//! NOT NULL constraints, which have names and more from PostgreSQL 18 on.

use autogen_schema::Ident;
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::catalog::{Catalog, query_about};
use crate::Error;

/// A NOT NULL constraint that has a name of its own, or which is not an ordinary one.
pub(super) struct NotNull {
    pub(super) name: Ident,
    pub(super) no_inherit: bool,
    /// Whether every row is known to keep it.
    pub(super) validated: bool,
    pub(super) definition: String,
}

/// The first version that has them.
const FIRST: i32 = 18;

/// Reads them, each with the relation and the number of its column.
pub(super) async fn read<C: ConnectionTrait>(catalog: &Catalog<'_, C>) -> Result<Vec<(i64, i16, NotNull)>, Error> {
    if catalog.known.version < FIRST {
        return Ok(Vec::new());
    }
    let relations = catalog.known.relations.iter().map(|relation| relation.oid).collect();
    query_about(catalog.db, "constraints", include_str!("not_null.sql"), relations, decode).await
}

fn decode(row: &QueryResult) -> Result<(i64, i16, NotNull), DbErr> {
    let constraint = NotNull {
        name: row.try_get::<String>("", "name")?.into(),
        no_inherit: row.try_get("", "no_inherit")?,
        validated: row.try_get("", "validated")?,
        definition: row.try_get("", "definition")?,
    };
    Ok((row.try_get("", "relation")?, row.try_get("", "number")?, constraint))
}

impl NotNull {
    /// Whether nothing but its name is unusual.
    pub(super) fn is_only_named(&self) -> bool {
        !self.no_inherit && !self.definition.ends_with("NOT VALID")
    }
}
