//! What has to be there before something else can be made.

use autogen_schema::Schema;
use sea_orm::ConnectionTrait;

use super::catalog::{name, qualified, query};
use crate::Error;

/// Adds what each thing needs.
pub(super) async fn read(db: &impl ConnectionTrait, schema: &mut Schema) -> Result<(), Error> {
    let rows = query(db, "dependencies", include_str!("dependency.sql"), |row| {
        Ok((name(row)?, qualified(row, "needed_schema", "needed")?))
    })
    .await?;
    for (name, needed) in rows {
        schema.needs.entry(name).or_default().extend(needed);
    }
    Ok(())
}
