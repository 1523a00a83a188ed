//! The comparison, with what only the database of the base can tell.

use autogen_diff::{Difference, Sides, compare};
use autogen_revision::Connection;

use crate::Error;

/// Compares a model with a base that was read from `connection`. The database is asked once, and only where text does not tell.
pub(crate) async fn compare_on(connection: &Connection, sides: Sides<'_>) -> Result<Difference, Error> {
    compared_on(connection, sides, compare(sides)).await
}

/// The same, where text has been compared already.
pub(crate) async fn compared_on(
    connection: &Connection,
    sides: Sides<'_>,
    difference: Difference,
) -> Result<Difference, Error> {
    if difference.questions.is_empty() {
        return Ok(difference);
    }
    let questions: Vec<_> = difference.questions.into_iter().collect();
    let spellings = autogen_introspect::spell(connection.database(), &questions).await?;
    Ok(compare(Sides { spellings: Some(&spellings), ..sides }))
}
