//! The lock that a run holds, held by a script. SQLite's is each transaction.

use std::time::Duration;

use autogen_schema::Dialect;

use super::super::lock::{advisory_key, lock_name};
use super::check::{Check, stop_if};
use super::client::Client;

const HELD: &str = "another process is running revisions of this database";

/// Takes the lock for the whole script, or stops.
pub(super) fn take(client: &mut Client<'_>) {
    let table = &client.options.version_table;
    let held = match client.dialect {
        Dialect::Sqlite => return client.line("CREATE TEMP TABLE autogen_check (problem INTEGER);"),
        // Waiting in the server would hold a snapshot, which builders of indexes wait for in turn.
        Dialect::Postgres => format!("NOT pg_catalog.pg_try_advisory_lock({})", advisory_key(table)),
        Dialect::Mysql => {
            let seconds = client.options.limits.lock.max(Duration::from_secs(1)).as_secs();
            format!("coalesce(GET_LOCK({}, {seconds}), 0) <> 1", name(client))
        }
    };
    client.line("");
    stop_if(client, &[Check::new(held, HELD)]);
}

/// Lets go of it, for a session that goes on.
pub(super) fn release(client: &mut Client<'_>) {
    match client.dialect {
        Dialect::Sqlite => client.line("DROP TABLE temp.autogen_check;"),
        Dialect::Postgres => {
            let key = advisory_key(&client.options.version_table);
            client.line(&format!("DO $$ BEGIN PERFORM pg_catalog.pg_advisory_unlock({key}); END $$;"));
        }
        Dialect::Mysql => client.line(&format!("DO RELEASE_LOCK({});", name(client))),
    }
}

fn name(client: &Client<'_>) -> String {
    lock_name(&client.literal(client.options.version_table.name().as_str()))
}
