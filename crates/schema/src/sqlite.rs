//! The statements that SQLite stores (`sqlite_master.sql`), taken apart without losing a byte.
//!
//! Pragmas are silent about checks, collations, constraint names, generated expressions, conflict clauses and more; only
//! the stored text has them, and only an edit of that text keeps what no type of ours holds. So each statement keeps its
//! source, and every part says where in it it lies: to change a table, replace, insert or cut at the spans and parse again.
//!
//! The grammar is that of SQLite's `parse.y` and <https://sqlite.org/lang_createtable.html>, with its leniency: names in
//! all four quotes, keywords as names, no comma between table constraints. What an expression means is not looked at; its
//! parentheses are counted, never recursed into.

mod column;
mod cursor;
mod error;
mod fingerprint;
mod foreign_key;
mod index;
mod indexed;
mod keyword;
mod name;
mod print;
mod table;
mod table_constraint;
mod trigger;
mod view;

pub use column::{ColumnConstraint, ColumnConstraintKind, ColumnDef, TypeName};
pub use error::ParseError;
pub use fingerprint::fingerprint;
pub(crate) use fingerprint::hash;
pub use foreign_key::{ActionClause, ForeignKeyClause, Timing};
pub use index::CreateIndex;
pub use indexed::{IndexedPart, PartKey};
pub use keyword::is_keyword;
pub use name::{Name, QualifiedName, names_in};
pub use table::{CreateTable, Item, ItemKind, Options};
pub use table_constraint::{TableConstraint, TableConstraintKind};
pub use trigger::CreateTrigger;
pub use view::CreateView;

/// Where a part of a statement lies in its source, in bytes.
pub type Span = std::ops::Range<usize>;

#[cfg(test)]
mod tests;
