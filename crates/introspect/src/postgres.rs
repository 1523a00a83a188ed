//! The schema of a PostgreSQL database, from 12 on.
//!
//! `pg_catalog` says what there is, by object identifier, and `pg_get_*` what each is in SQL: whatever role asks, since all of it
//! may be read by everybody. One query a catalog, whatever the number of tables; each `.sql` lies beside the module that decodes it.
//!
//! `sea-schema`'s own discovery is not used: it asks three queries a table, joins constraints by names that several tables may
//! share, shows a role only what it owns, and loses plain indexes, predicates, expressions, collations, modifiers and schemas.

mod catalog;
mod column;
mod constraint;
mod enumeration;
mod index;
mod relation;
mod session;
mod table;
mod trigger;
mod view;

use autogen_schema::Schema;
use sea_orm::ConnectionTrait;

use self::catalog::Catalog;
use crate::{Error, Introspected};

/// Reads the database that `db` is connected to.
pub(crate) async fn read(db: &impl ConnectionTrait) -> Result<Introspected, Error> {
    let session = session::enter(db).await?;
    let introspected = read_within(db).await?;
    // A failure above has ended the transaction, and its settings with it.
    session.leave(db).await?;
    Ok(introspected)
}

async fn read_within(db: &impl ConnectionTrait) -> Result<Introspected, Error> {
    let catalog = Catalog::read(db).await?;
    let mut schema = Schema::default();
    enumeration::read(db, &mut schema).await?;
    let parts = table::Parts::read(&catalog).await?;
    for relation in &catalog.relations {
        if relation.is_table() {
            schema.add(parts.table(relation));
        }
    }
    view::read(&catalog, &parts, &mut schema).await?;
    Ok(Introspected { schema, notes: Vec::new() })
}
