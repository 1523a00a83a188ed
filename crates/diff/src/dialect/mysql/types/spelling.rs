//! Types as SeaORM writes them on MySQL.

use std::collections::BTreeMap;

use autogen_schema::change::type_words;
use autogen_schema::{ColumnType, DataType, EnumName, EnumType};
use sea_query::{Alias, ColumnDef, MysqlQueryBuilder, Table};

use crate::dialect;

use super::labels::enum_type;

/// A type that no column can be made of.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnsupportedType {
    /// sea-query has no spelling for it on MySQL; the type is in the words of a change list.
    #[error("MySQL has no type for `{0}`")]
    NoSpelling(String),
    /// Source alone could not resolve it; the type is as it is written there.
    #[error("the type `{0}` is not known")]
    Unknown(String),
    /// No entity tells the labels of the enum.
    #[error("the labels of enum `{0}` are not known")]
    NoLabels(EnumName),
}

/// Returns the SQL that SeaORM writes for `ty`: what `sea_query::MysqlQueryBuilder` makes of it.
///
/// Fails for the types that sea-query panics for (`backend/mysql/table.rs`) or writes `unsupported` for. A custom type is
/// its own text. The labels of an enum are looked up in `enums`, and quoted, which sea-query leaves to its callers.
pub fn sql_type(ty: &ColumnType, enums: &BTreeMap<EnumName, EnumType>) -> Result<String, UnsupportedType> {
    match ty {
        ColumnType::Custom(sql) => return Ok(sql.clone()),
        ColumnType::Enum(name) => {
            let labels = enums.get(name).map(|ty| ty.labels.as_slice()).filter(|labels| !labels.is_empty());
            return labels.map(enum_type).ok_or_else(|| UnsupportedType::NoLabels(name.clone()));
        }
        _ => {}
    }
    // A table of one column is the smallest statement that writes a type.
    let mut column = ColumnDef::new_with_type(Alias::new("c"), sea_type(ty)?);
    let sql = Table::create().table(Alias::new("t")).col(&mut column).to_string(MysqlQueryBuilder);
    let written = sql.strip_prefix("CREATE TABLE `t` ( `c` ").and_then(|rest| rest.strip_suffix(" )"));
    written.map(|sql| sql.replace(" UNSIGNED", " unsigned")).ok_or_else(|| unsupported(ty))
}

/// Returns the type of a column in SQL.
pub(crate) fn column_type(ty: &DataType, enums: &BTreeMap<EnumName, EnumType>) -> Result<String, UnsupportedType> {
    match ty {
        DataType::Exact(ty) | DataType::Implied(ty) => sql_type(ty, enums),
        DataType::Reported(sql) => Ok(sql.to_string()),
        DataType::Unknown(source) => Err(UnsupportedType::Unknown(source.clone())),
    }
}

fn unsupported(ty: &ColumnType) -> UnsupportedType {
    UnsupportedType::NoSpelling(type_words(&DataType::Implied(ty.clone())))
}

fn sea_type(ty: &ColumnType) -> Result<sea_query::ColumnType, UnsupportedType> {
    use ColumnType as Ty;
    let refused = matches!(ty, Ty::Vector(_) | Ty::Cidr | Ty::Inet | Ty::MacAddr | Ty::LTree);
    dialect::sea_type(ty).filter(|_| !refused).ok_or_else(|| unsupported(ty))
}
