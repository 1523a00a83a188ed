//! The vocabulary of autogen: what a schema is, as a plain value; one line of a revision's change list;
//! and the ledger that those lines fold into.
//!
//! Two producers (entities, databases) and one consumer (the comparison) share these types. Nothing here does
//! I/O, nothing here is async, and nothing here knows where a schema came from: two schemas with the same
//! content are equal whoever made them.

mod column;
mod column_type;
mod constraint;
mod default_value;
mod dialect;
mod expression;
mod ident;
mod identity;
mod index;
mod object;
mod quote;
mod rename;
mod schema;
mod sql_type;
mod table;

pub mod change;
pub mod ledger;
pub mod show_create;
pub mod sql;
pub mod sqlite;

pub use column::{Column, Generated, Storage};
pub use column_type::{ColumnType, DataType, EnumName, Precision, StringLength};
pub use constraint::{
    Check, Conflict, Deferrable, Exclusion, ForeignKey, Match, PrimaryKey, ReferentialAction, Unique, UniqueKind,
};
pub use default_value::DefaultValue;
pub use dialect::{Dialect, UnknownDialect};
pub use expression::{ExpressionRole, Question, Spelling, Spellings};
pub use ident::{Ident, TableName};
pub use identity::{Identity, IdentityKind};
pub use index::{Index, IndexKey, IndexPart, NullsOrder, SortOrder};
pub use ledger::Ledger;
pub use object::{Attachment, AttachmentKind, Definition, Object, Trigger, View, VirtualTable};
pub use schema::{EnumType, Schema};
pub use sql_type::SqlType;
pub use table::{Table, TableOptions};
