//! What a script asks of the version table before a revision, and what it writes behind it.

use std::collections::BTreeMap;

use autogen_schema::Dialect;
use sea_orm::sea_query::Expr;

use super::check::{Check, stop_if};
use super::client::Client;
use super::step::Step;
use crate::RevisionId;
use crate::file::{Direction, Revision};
use crate::runner::error::Stop;
use crate::version_table::{Row, State};

impl Step<'_> {
    /// Stops unless the revision is the next one.
    pub(super) fn claim(&self, files: &BTreeMap<&RevisionId, &Revision>, client: &mut Client<'_>) {
        let table = client.options.version_table.spelled();
        let row = |id: &RevisionId| format!("SELECT 1 FROM {table} WHERE revision = {}", client.literal(id.as_str()));
        let id = &self.job.id;
        let mut checks = vec![Check::new(
            format!("EXISTS (SELECT 1 FROM {table} WHERE state <> 'applied')"),
            "a revision is half done: `autogen current` tells which",
        )];
        match self.job.direction {
            Direction::Upgrade => {
                checks.push(Check::new(format!("EXISTS ({})", row(id)), format!("revision `{id}` is applied already")));
                checks.extend(self.job.requires.iter().map(|required| {
                    let message = format!("revision `{required}` must be applied before `{id}`");
                    Check::new(format!("NOT EXISTS ({})", row(required)), message)
                }));
                checks.extend(self.revision.header.replaces.iter().map(|part| {
                    let message = format!("revision `{part}` is applied and a part of `{id}`: use `autogen upgrade`");
                    Check::new(format!("EXISTS ({})", row(part)), message)
                }));
            }
            Direction::Downgrade => {
                checks.push(Check::new(format!("NOT EXISTS ({})", row(id)), format!("revision `{id}` is not applied")));
                let is_parent = names_parent(client.dialect, &client.literal(id.as_str()));
                let depend = files.values().filter(|file| file.header.requires().any(|required| required == id));
                let named = depend.map(|file| format!(" OR revision = {}", client.literal(file.header.id.as_str())));
                checks.push(Check::new(
                    format!("EXISTS (SELECT 1 FROM {table} WHERE {is_parent}{})", named.collect::<String>()),
                    format!("a revision that requires `{id}` must be undone first"),
                ));
            }
        }
        stop_if(client, &checks);
    }

    /// Says that the revision is running.
    pub(super) fn mark(&self, client: &mut Client<'_>) -> Result<(), Stop> {
        match &self.row {
            Some(row) => insert(client, &Row { state: State::Upgrading, ..row.clone() }),
            None => {
                client.built(&client.options.version_table.state_statement(&self.job.id, State::Downgrading));
                Ok(())
            }
        }
    }

    /// Writes the row. `marked` is whether it says that the revision is running.
    pub(super) fn record(&self, client: &mut Client<'_>, marked: bool) -> Result<(), Stop> {
        let table = &client.options.version_table;
        match &self.row {
            Some(row) if marked => client.built(&table.state_statement(&row.revision, State::Applied)),
            Some(row) => insert(client, row)?,
            None => client.built(&table.delete_statement(&self.job.id)),
        }
        Ok(())
    }
}

fn insert(client: &mut Client<'_>, row: &Row) -> Result<(), Stop> {
    let now = match client.dialect {
        Dialect::Sqlite => "CAST(strftime('%s', 'now') AS INTEGER)",
        Dialect::Postgres => "floor(extract(epoch FROM clock_timestamp()))::bigint",
        Dialect::Mysql => "UNIX_TIMESTAMP()",
    };
    let statement = client.options.version_table.insert_statement(row, Expr::cust(now))?;
    client.built(&statement);
    Ok(())
}

/// Returns the condition that a row names a revision among its parents.
fn names_parent(dialect: Dialect, id: &str) -> String {
    match dialect {
        Dialect::Sqlite => format!("instr(',' || revises || ',', ',' || {id} || ',') > 0"),
        Dialect::Postgres => format!("{id} = ANY (string_to_array(revises, ','))"),
        Dialect::Mysql => format!("FIND_IN_SET({id}, revises)"),
    }
}
