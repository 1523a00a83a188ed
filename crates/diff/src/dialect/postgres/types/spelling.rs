//! Types as SeaORM writes them on PostgreSQL.

use autogen_schema::change::type_words;
use autogen_schema::{Column, ColumnType, DataType, Dialect, SqlType, StringLength};
use sea_query::{Alias, ColumnDef, IntoIden, PostgresQueryBuilder, StringLen, Table};

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
    use sea_query::ColumnType as Sea;
    let length = |length: &StringLength| match length {
        StringLength::Unset => StringLen::None,
        StringLength::Max => StringLen::Max,
        StringLength::Limit(n) => StringLen::N(*n),
    };
    Ok(match ty {
        Ty::Char(n) => Sea::Char(*n),
        Ty::String(n) => Sea::String(length(n)),
        Ty::Text => Sea::Text,
        Ty::TinyInteger => Sea::TinyInteger,
        Ty::SmallInteger => Sea::SmallInteger,
        Ty::Integer => Sea::Integer,
        Ty::BigInteger => Sea::BigInteger,
        Ty::TinyUnsigned => Sea::TinyUnsigned,
        Ty::SmallUnsigned => Sea::SmallUnsigned,
        Ty::Unsigned => Sea::Unsigned,
        Ty::BigUnsigned => Sea::BigUnsigned,
        Ty::Float => Sea::Float,
        Ty::Double => Sea::Double,
        Ty::Decimal(p) => Sea::Decimal(*p),
        Ty::DateTime => Sea::DateTime,
        Ty::Timestamp => Sea::Timestamp,
        Ty::TimestampWithTimeZone => Sea::TimestampWithTimeZone,
        Ty::Time => Sea::Time,
        Ty::Date => Sea::Date,
        Ty::Binary(n) => Sea::Binary(*n),
        Ty::VarBinary(n) => Sea::VarBinary(length(n)),
        Ty::Blob => Sea::Blob,
        Ty::Bit(n) => Sea::Bit(*n),
        Ty::VarBit(n) => Sea::VarBit(*n),
        Ty::Boolean => Sea::Boolean,
        Ty::Money(None) => Sea::Money(None),
        Ty::Json => Sea::Json,
        Ty::JsonBinary => Sea::JsonBinary,
        Ty::Uuid => Sea::Uuid,
        Ty::Vector(n) => Sea::Vector(*n),
        Ty::Cidr => Sea::Cidr,
        Ty::Inet => Sea::Inet,
        Ty::MacAddr => Sea::MacAddr,
        Ty::LTree => Sea::LTree,
        Ty::Custom(sql) => Sea::Custom(Alias::new(sql.as_str()).into_iden()),
        Ty::Year | Ty::Money(Some(_)) | Ty::Interval(..) | Ty::Enum(_) | Ty::Array(_) => return Err(unsupported(ty)),
    })
}
