//! Revisions as migrations of SeaORM.

mod expr;
mod layout;
mod literal;
