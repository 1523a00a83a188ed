//! Running SeaORM's statements, as far as they run.

use std::collections::BTreeSet;

use autogen_revision::Failure;
use autogen_schema::sql::terminated;
use autogen_schema::{Dialect, Ident, TableName};

use super::Compiled;
use super::subject::{subject, subject_of_any};
use crate::Error;
use crate::scratch::Scratch;

/// Something that a statement of SeaORM's does not make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmade {
    /// The table, where it is one's.
    pub table: Option<TableName>,
    /// The statement.
    pub statement: String,
    /// Why.
    pub problem: String,
}

/// Runs the statements, each once what it refers to is there. Returns what is then left; of a table, the first.
pub(super) async fn make(scratch: &Scratch, compiled: &Compiled) -> Result<Vec<Unmade>, Error> {
    let dialect = scratch.dialect();
    let mut unmade = Vec::new();
    for statement in &compiled.unwritten {
        let whose = if statement.is_empty() { "any" } else { "this" };
        let problem = format!("it cannot write it for {whose} database");
        push(&mut unmade, subject_of_any(statement), statement, problem);
    }
    let mut waiting: Vec<(&str, Option<Failure>)> = Vec::new();
    for statement in &compiled.statements {
        match subject(statement, dialect) {
            // What MySQL calls a schema is somebody's database.
            Some(table) if dialect == Dialect::Mysql && table.schema.is_some() => {
                push(
                    &mut unmade,
                    Some(table),
                    statement,
                    "it is in another database, where nothing is made".to_owned(),
                );
            }
            _ => waiting.push((statement, None)),
        }
    }
    begin(scratch, &compiled.statements).await?;
    loop {
        let before = waiting.len();
        let mut left = Vec::new();
        for (statement, _) in waiting {
            if let Err(failure) = scratch.attempt(&terminated(statement, dialect)).await {
                left.push((statement, Some(failure)));
            }
        }
        waiting = left;
        if waiting.is_empty() || waiting.len() == before {
            break;
        }
    }
    for (statement, failure) in waiting {
        let problem = failure.map(|failure| scratch.anonymous(&failure.to_string())).unwrap_or_default();
        push(&mut unmade, subject(statement, dialect), statement, problem);
    }
    Ok(unmade)
}

fn push(unmade: &mut Vec<Unmade>, table: Option<TableName>, statement: &str, problem: String) {
    if table.is_none() || unmade.iter().all(|one| one.table != table) {
        unmade.push(Unmade { table, statement: statement.to_owned(), problem });
    }
}

/// Makes what SeaORM takes for granted: the schemas of its tables, and that tables may refer to each other.
async fn begin(scratch: &Scratch, statements: &[String]) -> Result<(), Error> {
    match scratch.dialect() {
        Dialect::Sqlite => Ok(()),
        Dialect::Mysql => scratch.statement("SET foreign_key_checks = 0").await,
        Dialect::Postgres => {
            let tables = statements.iter().filter_map(|statement| subject(statement, Dialect::Postgres));
            let schemas: BTreeSet<Ident> = tables.filter_map(|table| table.schema).collect();
            for schema in schemas {
                let quoted = Dialect::Postgres.quote(&schema);
                scratch.statement(&format!("CREATE SCHEMA IF NOT EXISTS {quoted}")).await?;
            }
            Ok(())
        }
    }
}
