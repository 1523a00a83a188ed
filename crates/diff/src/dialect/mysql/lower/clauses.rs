//! What is said of a whole table: its engine, its character set, its partitions, whether it keeps versions.

use autogen_schema::{Column, DataType, Table, TableName};

use super::MYSQL;
use crate::dialect::Refusal;
use crate::{Hazard, Statement};

const VERSIONED: &str = "WITH SYSTEM VERSIONING";
const PARTITIONED: &str = "PARTITION BY";

const KEEP_HISTORY: &str = "SET system_versioning_alter_history = KEEP";

/// Returns the statements that come before the columns change: what they are when nothing is said of it depends on the table.
pub(super) fn before(from: &Table, to: &Table) -> Vec<Statement> {
    let mut statements = Vec::new();
    if has(from, VERSIONED) && has(to, VERSIONED) {
        // MariaDB lets nobody change a table with a history unless told what becomes of that.
        statements.push(Statement::new(KEEP_HISTORY));
    }
    statements.extend(options(from, to));
    statements
}

/// Returns the statements that come once it has its columns.
pub(super) fn after(from: &Table, to: &Table) -> Vec<Statement> {
    let mut statements = Vec::new();
    match (partitions(from), partitions(to)) {
        (one, other) if one == other => {}
        (_, Some(partitions)) => statements.push(rewritten(to, partitions)),
        (_, None) => statements.push(rewritten(to, "REMOVE PARTITIONING")),
    }
    match (has(from, VERSIONED), has(to, VERSIONED)) {
        (false, true) => statements.push(alter(to, "ADD SYSTEM VERSIONING")),
        (true, false) => {
            let mut statement = alter(to, "DROP SYSTEM VERSIONING");
            statement.hazards.push(Hazard::LosesData(format!("what the rows of {} were before", to.name)));
            statements.push(statement);
        }
        (true, true) => statements.push(Statement::new("SET system_versioning_alter_history = DEFAULT")),
        (false, false) => {}
    }
    statements
}

/// Whether the table is no longer partitioned, once everything else has changed.
pub(super) fn loses_partitions(from: &Table, to: &Table) -> bool {
    partitions(from).is_some() && partitions(to).is_none()
}

/// Whether statements are nothing but what surrounds others.
pub(super) fn is_nothing(statements: &[Statement]) -> bool {
    statements.iter().all(|statement| statement.sql.starts_with("SET system_versioning_alter_history"))
}

/// Says of every column with a character set what it has from its table, where the table's own changes.
pub(super) fn with_own_collations(mut from: Table, to: &Table) -> Table {
    let default =
        |table: &Table| table.clauses.iter().find_map(|clause| Some(clause.split_once("COLLATE=")?.1.to_owned()));
    let (Some(old), Some(new)) = (default(&from), default(to)) else { return from };
    if old != new {
        for column in from.columns.iter_mut().filter(|column| column.collation.is_none() && is_text(column)) {
            column.collation = Some(TableName::new(old.as_str()));
        }
    }
    from
}

fn is_text(column: &Column) -> bool {
    let DataType::Reported(ty) = &column.data_type else { return false };
    let word = ty.name.split(' ').next().unwrap_or_default();
    matches!(word, "char" | "varchar" | "enum" | "set") || word.ends_with("text")
}

/// Returns what of it no statement changes.
pub(in crate::dialect::mysql) fn left(from: &Table, to: &Table) -> Vec<Refusal> {
    let blocks = |table: &Table| table.clauses.iter().any(|clause| name(clause) == "KEY_BLOCK_SIZE");
    let refusal = || {
        Refusal::new(
            format!("take KEY_BLOCK_SIZE from the indexes of `{}`", to.name),
            "each keeps the one of the table when that has none any more",
        )
    };
    (blocks(from) && !blocks(to)).then(refusal).into_iter().collect()
}

fn alter(table: &Table, what: &str) -> Statement {
    Statement::new(format!("ALTER TABLE {} {what}", MYSQL.quote_table(&table.name)))
}

fn rewritten(table: &Table, what: &str) -> Statement {
    let mut statement = alter(table, what);
    statement.hazards.push(Hazard::copies(&table.name, crate::Others::ReadOnly));
    statement
}

fn partitions(table: &Table) -> Option<&str> {
    table.clauses.iter().map(String::as_str).find(|clause| clause.starts_with(PARTITIONED))
}

fn has(table: &Table, clause: &str) -> bool {
    table.clauses.iter().any(|other| other == clause)
}

/// Sets the options that are new or other, and sets back those that are no longer said.
fn options(from: &Table, to: &Table) -> Option<Statement> {
    let is_option = |clause: &&String| *clause != VERSIONED && !clause.starts_with(PARTITIONED);
    let (before, after): (Vec<&String>, Vec<&String>) =
        (from.clauses.iter().filter(is_option).collect(), to.clauses.iter().filter(is_option).collect());
    let gone = before.iter().filter(|clause| !after.iter().any(|other| name(other) == name(clause)));
    let reset = gone.map(|clause| format!("{}={}", name(clause), default(name(clause))));
    let new = after.iter().filter(|clause| !before.contains(clause)).map(|clause| (*clause).clone());
    let options: Vec<String> = reset.chain(new).collect();
    (!options.is_empty()).then(|| rewritten(to, &options.join(", ")))
}

fn name(clause: &str) -> &str {
    clause.split_once('=').map_or(clause, |(name, _)| name)
}

/// What an option is that nobody says.
fn default(name: &str) -> &'static str {
    match name {
        "AVG_ROW_LENGTH" | "CHECKSUM" | "DELAY_KEY_WRITE" | "KEY_BLOCK_SIZE" | "MAX_ROWS" | "MIN_ROWS" => "0",
        _ => "DEFAULT",
    }
}
