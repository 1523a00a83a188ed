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

use autogen_schema::{Ident, Schema, Table, TableName};
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use sea_orm::ConnectionTrait;

use self::catalog::{Ask, Catalog};
use self::grant::Grants;
use self::server::Server;
use self::table::TableRow;
use crate::{Another, Error, Introspected, Note};

pub(crate) use entries::entries;
pub use show::show_create;

/// Reads the database that `db` is in, over `another` connection as well where there are very many tables.
pub(crate) async fn read(db: &impl ConnectionTrait, another: &impl Another) -> Result<Introspected, Error> {
    let server = Server::read(db).await?;
    let ask = Ask { db, server: &server };
    let catalog = Catalog::read(&ask, another).await?;
    let grants = Grants::read(db, &server).await?;
    let sequences = sequence::read(&ask, &catalog.tables).await?;
    let is_table = |row: &&TableRow| row.is_table() && row.is_open();
    let tables: Vec<Table> =
        catalog.tables.par_iter().filter(is_table).map(|row| table::read(row, &catalog, &server)).collect();
    let tables = tables.into_iter().map(|table| (table.name.clone(), table)).collect();
    let mut schema = Schema { tables, ..Schema::default() };
    let mut notes = Vec::new();
    for row in &catalog.tables {
        let name = TableName::new(row.name.as_str());
        if row.is_view() {
            let views = catalog.views.of(&row.name);
            schema.views.extend(views.iter().map(|view| (name.clone(), view::read(&name, view, &server))));
            notes.extend(views.iter().filter_map(|view| view::note(&name, view, row)));
        } else if row.is_table() && !row.is_open() {
            notes.push(Note::BrokenTable { table: name, message: row.comment.clone().unwrap_or_default() });
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
