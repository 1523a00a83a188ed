//! The schema of an SQLite database.
//!
//! Two sources, joined: pragmas say what a table is (columns, keys, indexes), the stored text says what they are silent
//! about (checks, collations, names of constraints, generated expressions, AUTOINCREMENT, conflict clauses, deferral,
//! predicates). Where they differ the pragmas are believed.
//!
//! `sea-schema`'s own discovery is not used: it asks five queries a table, breaks on a table name with a quote in it, takes
//! shadow tables for tables, and loses names, checks, collations, generated expressions, predicates and the order of the
//! primary key.

mod catalog;
mod column;
mod constraint;
mod foreign_key;
mod index;
mod row;
mod table;
mod view;
mod virtual_table;

pub(crate) use self::catalog::stored;
use autogen_schema::Schema;
use sea_orm::ConnectionTrait;

use self::catalog::Catalog;
use crate::{Error, Introspected};

/// Reads the `main` database of `db`.
pub(crate) async fn read(db: &impl ConnectionTrait) -> Result<Introspected, Error> {
    let (mut catalog, stored) = Catalog::read(db).await?;
    let mut schema = Schema::default();
    let mut notes = Vec::new();
    virtual_table::read(&catalog, &mut schema, &mut notes);
    table::read(&mut catalog, &mut schema, &mut notes);
    foreign_key::complete(&mut schema, &mut notes);
    view::read(db, &catalog, &mut schema, &mut notes).await?;
    Ok(Introspected { schema, notes, stored })
}

#[cfg(test)]
mod tests;
