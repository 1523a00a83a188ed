//! Enum types, which PostgreSQL has.

use autogen_schema::Ident;
use sea_query::extension;
use sea_query::extension::postgres::{TypeAlterStatement, TypeCreateStatement, TypeDropStatement};

use crate::rust::both::{Both, array, call, made, then};

/// What becomes of an enum type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// A new label, and where it stands.
    Add(String, Place),
    /// A label that gets another name.
    Relabel(String, String),
    /// The type gets another name.
    Rename(Ident),
}

/// Where a new label stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Last,
    Before(String),
    After(String),
}

pub(super) fn created(name: &Ident, labels: &[String]) -> Both<TypeCreateStatement> {
    then!(then!(call!(extension::postgres::Type::create()), as_enum(name)), values(array(labels)))
}

pub(super) fn dropped(name: &Ident) -> Both<TypeDropStatement> {
    then!(call!(extension::postgres::Type::drop()), name(name))
}

pub(super) fn altered(name: &Ident, change: &Change) -> Both<TypeAlterStatement> {
    let ty = made!(call!(extension::postgres::Type::alter()), name(name));
    match change {
        Change::Add(label, Place::Last) => made!(ty, add_value(label)),
        Change::Add(label, Place::Before(other)) => made!(made!(ty, add_value(label)), before(other)),
        Change::Add(label, Place::After(other)) => made!(made!(ty, add_value(label)), after(other)),
        Change::Relabel(from, to) => made!(ty, rename_value(from, to)),
        Change::Rename(to) => made!(ty, rename_to(to)),
    }
}
