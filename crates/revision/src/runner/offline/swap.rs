//! Making a table of SQLite's anew in a script.
//!
//! A run makes the indexes and triggers again that the revision does not know of; a script cannot, and stops instead of losing them.

use autogen_schema::change::{Action, FactKey};
use autogen_schema::sqlite::CreateTable;
use autogen_schema::{Dialect, Ident, TableName};

use super::check::{Check, stop_if};
use super::client::Client;
use super::step::Step;
use crate::file::Section;
use crate::runner::rebuild::{NEW_TABLE_PREFIX, Swap, renamed};
use crate::{Kind, Statement, kind, split};

/// Writes what comes before a table is dropped, or before the new one takes its place.
pub(super) fn before(
    step: &Step<'_>,
    section: &Section,
    client: &mut Client<'_>,
    swap: &Swap,
    statements: &[&Statement<'_>],
    kinds: &[Kind],
) {
    if swap.drop.is_some() {
        let mut checks = vec![unknown_dependents(step, client, swap, kinds)];
        let is_guarded = section.guards.iter().any(|guard| same(guard.table.name.as_str(), &swap.table));
        if is_guarded && let Some(new) = new_table(swap, statements, kinds) {
            checks.push(unknown_columns(step, client, swap, &new));
        }
        stop_if(client, &checks);
    }
    client.line("PRAGMA legacy_alter_table = ON;");
}

/// What goes with the old table and is not made again later in the section.
fn unknown_dependents(step: &Step<'_>, client: &Client<'_>, swap: &Swap, kinds: &[Kind]) -> Check {
    let (mut indexes, mut triggers) = (Vec::new(), Vec::new());
    for kind in kinds.iter().skip(swap.rename) {
        match kind {
            Kind::CreateIndex(name) => indexes.push(client.literal(name.as_str())),
            Kind::CreateTrigger(name) => triggers.push(client.literal(name.as_str())),
            _ => {}
        }
    }
    let of =
        |kind: &str, known: &[String]| format!("type = '{kind}' AND name COLLATE NOCASE NOT IN ({})", known.join(", "));
    Check::new(
        format!(
            "EXISTS (SELECT 1 FROM main.sqlite_master WHERE tbl_name = {} COLLATE NOCASE AND sql IS NOT NULL\n        \
             AND ({} OR {}))",
            client.literal(&swap.table),
            of("index", &indexes),
            of("trigger", &triggers)
        ),
        format!(
            "`{}` has an index or a trigger that revision `{}` would lose: use `autogen {}` which keeps it",
            swap.table,
            step.job.id,
            verb(step)
        ),
    )
}

/// Columns that the new table lacks, and that the revision does not speak of.
fn unknown_columns(step: &Step<'_>, client: &Client<'_>, swap: &Swap, new: &CreateTable) -> Check {
    let table = TableName::new(swap.table.as_str());
    let mut known: Vec<Ident> = new.columns().map(|(_, column)| column.name.ident.clone()).collect();
    for change in step.revision.changes().unwrap_or_default() {
        let key = match &change.action {
            Action::Renamed(key, to) => {
                known.push(to.clone());
                key
            }
            Action::Made(fact) | Action::Unmade(fact) | Action::Claimed(fact) => &fact.key,
            Action::Altered(key, _) | Action::Relabelled(key, ..) => key,
        };
        if let FactKey::Column(of, column) = key
            && of.same(&table, Dialect::Sqlite)
        {
            known.push(column.clone());
        }
    }
    let known: Vec<String> = known.iter().map(|name| client.literal(name.as_str())).collect();
    Check::new(
        format!(
            "EXISTS (SELECT 1 FROM pragma_table_xinfo({}) WHERE name COLLATE NOCASE NOT IN ({}))",
            client.literal(&swap.table),
            known.join(", ")
        ),
        format!("`{}` has a column that revision `{}` does not know and would lose", swap.table, step.job.id),
    )
}

fn new_table(swap: &Swap, statements: &[&Statement<'_>], kinds: &[Kind]) -> Option<CreateTable> {
    let wanted = format!("{NEW_TABLE_PREFIX}{}", swap.table);
    let at = kinds.iter().position(|kind| matches!(kind, Kind::CreateTable(name) if same(name.as_str(), &wanted)))?;
    CreateTable::parse(statements.get(at)?.sql).ok()
}

/// Notes which rows refer to nothing before.
pub(super) fn remember_violations(client: &mut Client<'_>) {
    client.line(
        "CREATE TEMP TABLE autogen_violations AS SELECT \"table\" AS child, parent, count(*) AS found\n    \
         FROM pragma_foreign_key_check GROUP BY 1, 2;",
    );
}

/// Stops where more do so afterwards. Tables that were renamed take theirs with them.
pub(super) fn refuse_new_violations(step: &Step<'_>, client: &mut Client<'_>) {
    for section in &step.job.sections {
        let statements = split(&section.body, Dialect::Sqlite, 1);
        let kinds: Vec<Kind> = statements.iter().map(|statement| kind(statement.sql, Dialect::Sqlite)).collect();
        for (from, to) in renamed(&kinds) {
            let (from, to) = (client.literal(&from), client.literal(&to));
            for column in ["child", "parent"] {
                client.line(&format!(
                    "UPDATE temp.autogen_violations SET {column} = {to} WHERE {column} = {from} COLLATE NOCASE;"
                ));
            }
        }
    }
    let more = "EXISTS (SELECT 1 FROM pragma_foreign_key_check AS now GROUP BY \"table\", parent HAVING count(*) > coalesce(\n        \
                (SELECT found FROM temp.autogen_violations AS was WHERE was.child = now.\"table\" AND was.parent = now.parent), 0))";
    let message = format!("rows would refer to rows that are not there after revision `{}`", step.job.id);
    stop_if(client, &[Check::new(more, message)]);
    client.line("DROP TABLE temp.autogen_violations;");
}

fn verb(step: &Step<'_>) -> String {
    step.job.direction.to_string()
}

fn same(left: &str, right: &str) -> bool {
    left.eq_ignore_ascii_case(right)
}
