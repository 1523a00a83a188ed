//! What has to be there before something else can be made.

use autogen_schema::{Schema, TableName};
use sea_orm::{ConnectionTrait, Statement};

use super::catalog::{Catalog, name, qualified, query};
use super::presence::Thing;
use crate::Error;

/// What each thing needs.
pub(super) struct Needs(Vec<(TableName, Option<TableName>)>);

pub(super) async fn read<C: ConnectionTrait>(catalog: &Catalog<'_, C>) -> Result<Needs, Error> {
    if !catalog.known.presence.has(Thing::Dependency) {
        return Ok(Needs(Vec::new()));
    }
    let db = catalog.db;
    let before = set_nested_loops(db, "off").await?;
    let rows = query(db, "dependencies", include_str!("dependency.sql"), |row| {
        Ok((name(row)?, qualified(row, "needed_schema", "needed")?))
    })
    .await?;
    set_nested_loops(db, &before).await?;
    Ok(Needs(rows))
}

impl Needs {
    /// Adds it to what was read.
    pub(super) fn add_to(self, schema: &mut Schema) {
        for (name, needed) in self.0 {
            schema.needs.entry(name).or_default().extend(needed);
        }
    }
}

/// Lets the planner join by nested loops, or not, until the transaction ends, and returns what it did before: it takes the pairs that it
/// is asked for to be few, and goes through all objects for each of them.
async fn set_nested_loops(db: &impl ConnectionTrait, to: &str) -> Result<String, Error> {
    let sql = "SELECT current_setting('enable_nestloop') AS before, set_config('enable_nestloop', $1, true)";
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [to.into()]);
    let row = db.query_one_raw(statement).await.and_then(|row| row.map(|row| row.try_get("", "before")).transpose());
    let before = row.map_err(|source| Error::Catalog { what: "dependencies", source })?;
    before.ok_or(Error::Silent { what: "dependencies" })
}
