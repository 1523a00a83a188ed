//! The types and defaults of PostgreSQL: how SeaORM writes them, and when what the server reports is what an entity says.
//!
//! The server keeps types and defaults in its own words (`format_type`, `pg_get_expr`), which no entity uses. Both sides are
//! brought to one spelling here; where text alone cannot tell, the verdict is [`crate::dialect::Satisfied::NotCompared`].

mod canonical;
mod conversion;
mod default;
mod literal;
mod nothing;
mod satisfies;
mod spelling;

pub(crate) use canonical::canonical;
pub(crate) use conversion::{Coding, Conversion, Loss, conversion, is_comparable};
pub(crate) use default::default_of;
pub use default::{default_sql, same_default};
pub(crate) use default::{is_null, is_of_the_moment, same_spelling};
pub(crate) use literal::{Constant, constant};
pub(crate) use nothing::nothing;
pub(crate) use satisfies::is_integer;
pub use satisfies::satisfies;
pub use spelling::{UnsupportedType, sql_type};
pub(crate) use spelling::{declared_type, spelled};

#[cfg(test)]
mod tests;
