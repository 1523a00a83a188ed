//! Sequences, and which columns own them.

use autogen_schema::{Ident, TableName};
use sea_orm::{DbErr, QueryResult};

use super::catalog::ident;
use super::column::sequence_options;

pub(super) const SQL: &str = include_str!("sequence.sql");

/// A sequence.
pub(super) struct SequenceRow {
    /// What is set on it and is not the default of a sequence.
    pub(super) options: Vec<String>,
    /// The relation and the column that it is dropped along with.
    pub(super) owner: Option<(i64, Ident)>,
    /// Whether it is an identity's.
    pub(super) identity: bool,
}

/// Reads a row of `sequence.sql`.
pub(super) fn decode(row: &QueryResult) -> Result<SequenceRow, DbErr> {
    let owner: Option<i64> = row.try_get("", "owner")?;
    Ok(SequenceRow {
        options: sequence_options(row)?,
        owner: owner.zip(ident(row, "column_name")?),
        identity: row.try_get("", "identity")?,
    })
}

/// `CREATE SEQUENCE …`.
pub(super) fn create(name: &TableName, options: &[String]) -> String {
    let mut sql = format!("CREATE SEQUENCE {}", autogen_schema::Dialect::Postgres.quote_table(name));
    for option in options {
        sql.push(' ');
        sql.push_str(option);
    }
    sql
}
