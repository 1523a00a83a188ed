//! Types as SeaORM writes them on SQLite.

use autogen_schema::change::type_words;
use autogen_schema::{Column, ColumnType, DataType};
use sea_query::{Alias, ColumnDef, IntoIden, SqliteQueryBuilder, Table};

use crate::dialect;

/// A type that no column can be made of.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnsupportedType {
    /// sea-query has no spelling for it on SQLite; the type is in the words of a change list.
    #[error("SQLite has no type for `{0}`")]
    NoSpelling(String),
    /// It cannot be in a STRICT table; the type is in SQL.
    #[error("a STRICT table has no type `{0}`, only INTEGER, REAL, TEXT, BLOB and ANY")]
    NotStrict(String),
    /// Source alone could not resolve it; the type is as it is written there.
    #[error("the type `{0}` is not known")]
    Unknown(String),
}

/// Returns the SQL that SeaORM writes for `ty`: what `sea_query::SqliteQueryBuilder` makes of it.
///
/// Fails for the types that sea-query panics for (`backend/sqlite/table.rs`). A custom type is its own text.
pub fn sql_type(ty: &ColumnType) -> Result<String, UnsupportedType> {
    if let ColumnType::Custom(sql) = ty {
        return Ok(sql.clone());
    }
    // A table of one column is the smallest statement that writes a type.
    let mut column = ColumnDef::new_with_type(Alias::new("c"), sea_type(ty)?);
    let sql = Table::create().table(Alias::new("t")).col(&mut column).to_string(SqliteQueryBuilder);
    let written = sql.strip_prefix(r#"CREATE TABLE "t" ( "c" "#).and_then(|rest| rest.strip_suffix(" )"));
    written.map(str::to_owned).ok_or_else(|| unsupported(ty))
}

/// Returns the type that is declared for a new column; `None` where it has none.
///
/// A key whose values the database makes is `integer` whatever its width: only that is SQLite's rowid.
pub(crate) fn declared_type(column: &Column) -> Result<Option<String>, UnsupportedType> {
    match &column.data_type {
        DataType::Exact(ty) | DataType::Implied(ty) if column.auto_increment && is_integer(ty) => {
            sql_type(&ColumnType::Integer).map(Some)
        }
        DataType::Exact(ty) | DataType::Implied(ty) => sql_type(ty).map(Some),
        DataType::Reported(sql) => Ok((!sql.is_empty()).then(|| sql.to_string())),
        DataType::Unknown(source) => Err(UnsupportedType::Unknown(source.clone())),
    }
}

/// Whether SeaORM's type is an integer, of any width and sign.
pub(crate) fn is_integer(ty: &ColumnType) -> bool {
    use ColumnType as Ty;
    matches!(
        ty,
        Ty::TinyInteger
            | Ty::SmallInteger
            | Ty::Integer
            | Ty::BigInteger
            | Ty::TinyUnsigned
            | Ty::SmallUnsigned
            | Ty::Unsigned
            | Ty::BigUnsigned
    )
}

fn unsupported(ty: &ColumnType) -> UnsupportedType {
    UnsupportedType::NoSpelling(type_words(&DataType::Implied(ty.clone())))
}

fn sea_type(ty: &ColumnType) -> Result<sea_query::ColumnType, UnsupportedType> {
    use ColumnType as Ty;
    if let Ty::Enum(name) = ty {
        return Ok(sea_query::ColumnType::Enum { name: Alias::new(name.as_str()).into_iden(), variants: Vec::new() });
    }
    let refused = matches!(
        ty,
        Ty::Year | Ty::Bit(_) | Ty::VarBit(_) | Ty::Vector(_) | Ty::Cidr | Ty::Inet | Ty::MacAddr | Ty::LTree
    );
    dialect::sea_type(ty).filter(|_| !refused).ok_or_else(|| unsupported(ty))
}
