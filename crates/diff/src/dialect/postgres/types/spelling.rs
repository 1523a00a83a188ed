//! Types as SeaORM writes them on PostgreSQL.

use autogen_schema::change::type_words;
use autogen_schema::{Column, ColumnType, DataType, Dialect, SqlType};
use sea_query::{Alias, ColumnDef, PostgresQueryBuilder, Table};

use crate::dialect;

/// A type that no column can be made of.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnsupportedType {
    /// PostgreSQL has none of the kind; the type is in the words of a change list.
    #[error("PostgreSQL has no type for `{0}`")]
    NoSpelling(String),
    /// Source alone could not resolve it; the type is as it is written there.
    #[error("the type `{0}` is not known")]
    Unknown(String),
}

/// Returns the SQL that SeaORM writes for `ty`: what `sea_query::PostgresQueryBuilder` makes of it.
///
/// Fails for the types that sea-query panics for (`backend/postgres/table.rs`) or writes although no server takes them.
/// Differs in one thing: the name of an enum type is quoted, since SeaORM makes the type under a quoted name. A custom type is
/// its own text.
pub fn sql_type(ty: &ColumnType) -> Result<String, UnsupportedType> {
    match ty {
        ColumnType::Custom(sql) => Ok(sql.clone()),
        ColumnType::Enum(name) => Ok(Dialect::Postgres.quote(name)),
        ColumnType::Array(element) => Ok(format!("{}[]", sql_type(element)?)),
        ColumnType::Interval(fields, precision) => interval(ty, fields.as_deref(), *precision),
        // A table of one column is the smallest statement that writes a type.
        _ => {
            let mut column = ColumnDef::new_with_type(Alias::new("c"), sea_type(ty)?);
            let sql = Table::create().table(Alias::new("t")).col(&mut column).to_string(PostgresQueryBuilder);
            let written = sql.strip_prefix(r#"CREATE TABLE "t" ( "c" "#).and_then(|rest| rest.strip_suffix(" )"));
            written.map(str::to_owned).ok_or_else(|| unsupported(ty))
        }
    }
}

/// Returns the type that is declared for a column.
pub(crate) fn declared_type(column: &Column) -> Result<String, UnsupportedType> {
    match &column.data_type {
        DataType::Exact(ty) | DataType::Implied(ty) => sql_type(ty),
        DataType::Reported(sql) => Ok(sql.to_string()),
        DataType::Unknown(source) => Err(UnsupportedType::Unknown(source.clone())),
    }
}

/// Returns the declared type, taken apart; that of an unknown one is empty.
pub(crate) fn spelled(column: &Column) -> SqlType {
    match &column.data_type {
        DataType::Reported(sql) => sql.clone(),
        _ => SqlType::parse(&declared_type(column).unwrap_or_default()),
    }
}

fn interval(ty: &ColumnType, fields: Option<&str>, precision: Option<u32>) -> Result<String, UnsupportedType> {
    const FIELDS: [&str; 13] = [
        "YEAR",
        "MONTH",
        "DAY",
        "HOUR",
        "MINUTE",
        "SECOND",
        "YEAR TO MONTH",
        "DAY TO HOUR",
        "DAY TO MINUTE",
        "DAY TO SECOND",
        "HOUR TO MINUTE",
        "HOUR TO SECOND",
        "MINUTE TO SECOND",
    ];
    let fields = match fields {
        None => String::new(),
        Some(said) => match FIELDS.iter().find(|known| known.eq_ignore_ascii_case(said)) {
            // Only seconds have a precision.
            Some(known) if precision.is_none() || known.ends_with("SECOND") => format!(" {known}"),
            _ => return Err(unsupported(ty)),
        },
    };
    Ok(format!("interval{fields}{}", precision.map(|digits| format!("({digits})")).unwrap_or_default()))
}

fn unsupported(ty: &ColumnType) -> UnsupportedType {
    UnsupportedType::NoSpelling(type_words(&DataType::Implied(ty.clone())))
}

fn sea_type(ty: &ColumnType) -> Result<sea_query::ColumnType, UnsupportedType> {
    use ColumnType as Ty;
    let refused = matches!(ty, Ty::Year | Ty::Money(Some(_)));
    dialect::sea_type(ty).filter(|_| !refused).ok_or_else(|| unsupported(ty))
}
