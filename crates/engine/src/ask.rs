//! Asks a connected database what a plan would meet there: how many rows are in its way, or go with it.

use std::collections::BTreeSet;

use autogen_diff::Operation;
use autogen_diff::question::{MOST, Question, Remedy, questions};
use autogen_revision::{BUSY_TIMEOUT, Connection, Failure, Mode, RevisionId, connect};
use autogen_schema::{Dialect, Schema};
use sea_orm::{ConnectionTrait, Statement};

use crate::{Error, History, Live, Plan, Target};

/// How long a question may take.
const SECONDS: u32 = 2;

/// What a database says of its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What it says: `users.name is NULL in 3 rows`; or what was asked, and why there is no answer.
    pub text: String,
    /// What somebody can say of those rows.
    pub remedy: Option<Remedy>,
    /// How many rows, where it could tell in time; one more than are counted where there are more.
    pub rows: Option<u64>,
}

/// Asks a database about the rows that `plans` are about: one bounded question for each. A file holds
/// the answers in a comment of their own ([`Draft::with_answers`](crate::Draft::with_answers)); nothing that runs depends on them.
pub async fn ask(target: Target<'_>, plans: &[Plan]) -> Result<Vec<Answer>, Error> {
    let parts = plans.iter().filter_map(|plan| plan.part(target.dialect));
    let operations: Vec<_> = parts.flat_map(|part| part.difference.operations.iter().cloned()).collect();
    let Target { project, dialect, url } = target;
    let connection = connect(url.ok_or(Error::NoUrl)?, Mode::ReadOnly, BUSY_TIMEOUT).await?;
    let answers = match Live::of(project, &connection).await {
        Ok(live) => Ok(answers(&operations, &live.schema, &connection, dialect).await),
        Err(error) => Err(error),
    };
    connection.close().await.map_err(Error::Database)?;
    answers
}

/// What a database has of a history, and what it would meet of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// The revisions that it lacks, in upgrade order.
    pub pending: Vec<RevisionId>,
    /// The rows that revisions are about which it lacks. Nothing where it has one of them.
    pub rows: Vec<Answer>,
}

/// Asks a database what it lacks, and about the rows that the revisions of `wanted` will meet there, which do `operations`.
pub async fn outlook(
    target: Target<'_>,
    history: &History,
    wanted: &BTreeSet<RevisionId>,
    operations: &[Operation],
) -> Result<Outlook, Error> {
    let Target { project, dialect, url } = target;
    let connection = connect(url.ok_or(Error::NoUrl)?, Mode::ReadOnly, BUSY_TIMEOUT).await?;
    let asked = async {
        let live = Live::of(project, &connection).await?;
        let pending = live.pending(history);
        let is_before = wanted.iter().all(|id| pending.contains(id));
        let operations = if is_before { operations } else { &[] };
        let rows = answers(operations, &live.schema, &connection, dialect).await;
        Ok(Outlook { pending, rows })
    };
    let outlook = asked.await;
    connection.close().await.map_err(Error::Database)?;
    outlook
}

async fn answers(operations: &[Operation], schema: &Schema, connection: &Connection, dialect: Dialect) -> Vec<Answer> {
    limit(connection, dialect).await;
    let mut answers = Vec::new();
    for question in questions(operations, schema, dialect) {
        answers.push(match count(connection, &question).await {
            Ok(rows) => Answer { text: question.answer(rows), remedy: question.remedy, rows: Some(rows) },
            Err(failure) => {
                let text = format!("{question}: not known ({failure})");
                Answer { text, remedy: question.remedy, rows: None }
            }
        });
    }
    answers
}

/// Sets how long a statement may take. Products call it differently, and one that knows no limit answers all the same.
async fn limit(connection: &Connection, dialect: Dialect) {
    let settings: &[String] = &match dialect {
        Dialect::Postgres => vec![format!("SET statement_timeout = {}", SECONDS * 1000)],
        Dialect::Mysql => {
            vec![format!("SET max_statement_time = {SECONDS}"), format!("SET max_execution_time = {}", SECONDS * 1000)]
        }
        Dialect::Sqlite => Vec::new(),
    };
    for setting in settings {
        let _other_product = connection.database().execute_unprepared(setting).await;
    }
}

async fn count(connection: &Connection, question: &Question) -> Result<u64, Failure> {
    let database = connection.database();
    let cast = match connection.dialect() {
        Dialect::Mysql => "CAST(({}) AS CHAR)",
        Dialect::Sqlite | Dialect::Postgres => "CAST(({}) AS text)",
    };
    let sql = format!("SELECT {}", cast.replace("{}", &question.sql));
    let statement = Statement::from_string(database.get_database_backend(), sql);
    let row = database.query_one_raw(statement).await.map_err(Failure::from)?;
    let text: Option<String> = row.map(|row| row.try_get_by_index(0)).transpose().map_err(Failure::from)?;
    // A database that counts and gives no number has found more than can be said.
    Ok(text.and_then(|text| text.parse().ok()).unwrap_or(MOST + 1).min(MOST + 1))
}
