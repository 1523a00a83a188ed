//! The schema of a MySQL or MariaDB database: what the connection's own database holds.
//!
//! Everything comes from `information_schema`, in one query a kind of thing, or in a few where there are very many tables. The two
//! servers spell expressions, defaults and options differently; each module brings its own part into the form in which it would be
//! written, with the current database taken off all names, so that the schemas of two databases can be compared.
//!
//! Neither server versions its catalog: a transaction does not keep others from changing it between two queries. What the
//! catalog does not tell on either server: the parser of a full-text index, directories of tables, and on MySQL the algorithm
//! of a view.
//!
//! `sea-schema`'s own discovery is not used: it asks three queries a table, and loses checks, generated columns, collations,
//! strings that look like numbers, and whatever else is not in its types.

mod body;
mod catalog;
mod check;
mod column;
mod default_value;
mod entries;
mod event;
mod foreign_key;
mod grant;
mod index;
mod object;
mod partition;
mod period;
mod portion;
mod routine;
mod row;
mod sequence;
mod server;
mod show;
mod table;
mod text;
mod trigger;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use autogen_schema::{Ident, Schema, TableName};
use sea_orm::ConnectionTrait;

use self::catalog::{Ask, Catalog};
use self::grant::Grants;
use self::server::Server;
use crate::{Error, Introspected, Note};

pub(crate) use entries::entries;
pub use show::show_create;

/// Reads the database that `db` is in.
pub(crate) async fn read(db: &impl ConnectionTrait) -> Result<Introspected, Error> {
    let server = Server::read(db).await?;
    let ask = Ask { db, server: &server };
    let catalog = Catalog::read(&ask).await?;
    let grants = Grants::read(db, &server).await?;
    let sequences = sequence::read(&ask, &catalog.tables).await?;
    let mut schema = Schema::default();
    let mut notes = Vec::new();
    for row in &catalog.tables {
        let name = TableName::new(row.name.as_str());
        match row.kind.as_str() {
            "VIEW" => {
                let views = catalog.views.of(&row.name);
                schema.views.extend(views.iter().map(|view| (name.clone(), view::read(&name, view, &server))));
                notes.extend(views.iter().filter_map(|view| view::note(&name, view, row)));
            }
            "SEQUENCE" => {}
            _ if row.is_open() => schema.add(table::read(row, &catalog, &server)),
            _ => notes.push(Note::BrokenTable { table: name, message: row.comment.clone().unwrap_or_default() }),
        }
    }
    partition::complete(&ask, &catalog.partitions, &mut schema).await?;
    notes.extend(period::complete(&ask, &catalog.checks, &mut schema).await?);
    foreign_key::complete(&mut schema, &server);
    view::complete(&mut schema, &columns(&catalog));
    object::read(&catalog, sequences, &server, &mut schema, &mut notes);
    notes.extend(table::twins(&schema));
    let tables: Vec<&str> = schema.tables.keys().map(|table| table.name.as_str()).collect();
    notes.extend(grants.notes(&tables, &server));
    Ok(Introspected { schema, notes, stored: Vec::new() })
}

/// The columns of every table and view, for views to be looked through.
fn columns(catalog: &Catalog) -> BTreeMap<TableName, BTreeSet<Ident>> {
    let names = |rows: &[column::ColumnRow]| rows.iter().map(|row| row.name.as_str().into()).collect();
    catalog.columns.tables().map(|(table, rows)| (TableName::new(table), names(rows))).collect()
}

#[cfg(test)]
mod tests;
