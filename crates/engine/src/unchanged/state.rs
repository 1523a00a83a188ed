//! The state of a database, as a text that stands for all that a comparison may see of it.

use autogen_revision::{Connection, Product, Row, Version};
use autogen_schema::{Dialect, Schema, Table};
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use crate::dump::Entry;
use crate::hash::Hash;
use crate::{Error, Live, Project};

/// Which server, or library, it is.
pub(crate) type Server = (Product, Version);

pub(crate) fn server(connection: &Connection) -> Server {
    (connection.product(), connection.version())
}

/// The state of a database: all that SQLite stores, or all that a server was found to hold.
pub(crate) fn state(server: Server, live: &Live) -> String {
    let mut hash = begun(server, &live.applied);
    match &live.everything {
        Some(everything) => hash.add(everything.as_bytes()),
        None => {
            let Schema { tables, enums, views, virtual_tables, objects, needs } = &live.schema;
            let of_table = |(_, table): (_, &Table)| {
                let mut hash = Hash::default();
                hash.add_debug(table);
                hash.text()
            };
            let tables: Vec<String> = tables.par_iter().map(of_table).collect();
            hash.add_debug(&(&live.notes, tables, enums, views, virtual_tables, objects, needs));
        }
    }
    hash.text()
}

/// The state of an SQLite database, of which nothing else need be read.
pub(crate) async fn stored_state(connection: &Connection, project: &Project) -> Result<String, Error> {
    let applied = project.version_table(Dialect::Sqlite).read(connection.database()).await?;
    let stored = autogen_introspect::stored(connection.database()).await?;
    let mut hash = begun(server(connection), &applied);
    hash.add(everything(&stored).as_bytes());
    Ok(hash.text())
}

/// All that SQLite stores of a schema.
pub(crate) fn everything(stored: &[Entry]) -> String {
    let mut hash = Hash::default();
    for entry in stored {
        hash.add_entry(entry);
    }
    hash.text()
}

fn begun(server: Server, applied: &[Row]) -> Hash {
    let mut hash = Hash::default();
    hash.add_debug(&(server, applied));
    hash
}
