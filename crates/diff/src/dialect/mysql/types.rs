//! Types and defaults: as SeaORM writes them, and as the servers report them.

mod canonical;
mod default;
mod labels;
mod satisfies;
mod spelling;
mod told;

pub use default::{default_sql, same_default};
pub use labels::{enum_type, labels_of};
pub use satisfies::satisfies;
pub use spelling::{UnsupportedType, sql_type};

pub(crate) use canonical::canonical;
pub(crate) use default::{same_expression, stands_bare};
pub(crate) use labels::string_literal;
pub(crate) use spelling::column_type;
pub(crate) use told::as_catalogs_tell;

#[cfg(test)]
mod tests;
