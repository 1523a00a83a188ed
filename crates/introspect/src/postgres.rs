//! The schema of a PostgreSQL database, from 12 on.
//!
//! `pg_catalog` says what there is, by object identifier, and `pg_get_*` what each is in SQL: whatever role asks, since all of it
//! may be read by everybody. One query a catalog, whatever the number of tables; each `.sql` lies beside the module that decodes it.
//!
//! `sea-schema`'s own discovery is not used: it asks three queries a table, joins constraints by names that several tables may
//! share, shows a role only what it owns, and loses plain indexes, predicates, expressions, collations, modifiers and schemas.

mod attachment;
mod catalog;
mod column;
mod comments;
mod composed;
mod constraint;
mod create_table;
mod dependency;
mod entries;
mod enumeration;
mod function;
mod grant;
mod index;
mod index_detail;
mod not_null;
mod object;
mod operator_class;
mod other;
mod policy;
mod presence;
mod publication;
mod relation;
mod rule;
mod sequence;
mod session;
mod spelling;
mod statistics;
mod table;
mod text;
mod trigger;
mod user_type;
mod view;

use autogen_schema::Schema;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use sea_orm::ConnectionTrait;

use self::catalog::Catalog;
use self::grant::Grants;
use self::table::Parts;
use crate::{Error, Introspected};

pub(crate) use self::entries::entries;
pub(crate) use self::spelling::spell;

/// Reads the database that `db` is connected to.
pub(crate) async fn read(db: &impl ConnectionTrait) -> Result<Introspected, Error> {
    let session = session::enter(db).await?;
    let introspected = read_within(db, session.version).await?;
    // A failure above has ended the transaction, and its settings with it.
    session.leave(db).await?;
    Ok(introspected)
}

async fn read_within(db: &impl ConnectionTrait, version: i32) -> Result<Introspected, Error> {
    let catalog = Catalog::read(db, version).await?;
    let parts = Parts::read(&catalog).await?;
    let grants = Grants::read(&catalog, &parts).await?;
    let (mut schema, mut notes) = (Schema::default(), Vec::new());
    other::read(&catalog, &grants, &mut schema, &mut notes).await?;
    enumeration::read(&catalog, &grants, &mut schema).await?;
    user_type::read(&catalog, &parts, &grants, &mut schema, &mut notes).await?;
    function::read(&catalog, &grants, &mut schema).await?;
    let known = &catalog.known;
    let tables = known.relations.par_iter().filter(|relation| relation.is_table());
    let tables: Vec<_> = tables.map(|relation| parts.table(known, &grants, relation)).collect();
    for table in tables {
        schema.add(table);
    }
    object::read(known, &parts, &grants, &mut schema);
    object::sequences(known, &parts, &grants, &mut schema);
    view::read(&catalog, &parts, &grants, &mut schema).await?;
    for (relation, columns) in parts.columns.into_relations() {
        if let Some(table) = known.names.get(&relation).and_then(|name| schema.tables.get_mut(name)) {
            table.columns = columns;
        }
    }
    parts.needs.add_to(&mut schema);
    schema.objects.sort();
    Ok(Introspected { schema, notes, stored: Vec::new() })
}
