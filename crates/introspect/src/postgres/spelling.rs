//! How the server spells expressions.

use std::fmt::Write as _;

use autogen_schema::sql::{TokenKind, tokenize};
use autogen_schema::{Dialect, ExpressionRole, Question, Spelling, Spellings};
use sea_orm::sqlx::postgres::{PgConnection, PgRow};
use sea_orm::sqlx::{AssertSqlSafe, Executor, Row, SqlSafeStr, raw_sql};
use sea_orm::{DatabaseConnection, DbErr, RuntimeErr, SqlxError};

use crate::Error;

const SQL: &str = include_str!("spelling.sql");
const POSTGRES: Dialect = Dialect::Postgres;

/// Asks all questions at once.
pub(crate) async fn spell(db: &DatabaseConnection, questions: &[Question]) -> Result<Spellings, Error> {
    let (asked, unfit): (Vec<&Question>, Vec<&Question>) =
        questions.iter().partition(|question| is_one_expression(&question.expression));
    let unfit =
        unfit.into_iter().map(|question| (question.clone(), Spelling::Refused("it is no expression".to_owned())));
    if asked.is_empty() {
        return Ok(Spellings::new(unfit));
    }
    let mut connection = db.get_postgres_connection_pool().acquire().await.map_err(failed)?;
    match ask(&mut connection, &asked).await {
        Ok(answers) => Ok(Spellings::new(asked.into_iter().cloned().zip(answers).chain(unfit))),
        Err(SqlxError::Database(error)) => {
            run(&mut connection, "ROLLBACK".to_owned()).await.map_err(failed)?;
            Ok(Spellings::refused(error.message()))
        }
        Err(error) => Err(failed(error)),
    }
}

fn failed(error: SqlxError) -> Error {
    Error::Catalog { what: "expressions", source: DbErr::Query(RuntimeErr::SqlxError(std::sync::Arc::new(error))) }
}

async fn ask(connection: &mut PgConnection, questions: &[&Question]) -> Result<Vec<Spelling>, SqlxError> {
    let encoded: Vec<String> = questions.iter().map(|question| encoded(question)).collect();
    let rows = run(connection, SQL.replace("{questions}", &encoded.join(" "))).await?;
    rows.iter().map(decode).collect()
}

/// Sends statements as they are: several of them, which a prepared statement cannot be, in one go.
async fn run(connection: &mut PgConnection, sql: String) -> Result<Vec<PgRow>, SqlxError> {
    connection.fetch_all(raw_sql(AssertSqlSafe(sql).into_sql_str())).await
}

fn decode(row: &PgRow) -> Result<Spelling, SqlxError> {
    let spelled: Vec<String> = row.try_get("spelled")?;
    let problem: Option<String> = row.try_get("problem")?;
    // What it does not read again it has read once.
    Ok(if spelled.is_empty() { Spelling::Refused(problem.unwrap_or_default()) } else { Spelling::Spelled(spelled) })
}

/// Writes a question in digits and dots, in which nothing can end the literal that it stands in.
fn encoded(question: &Question) -> String {
    let (before, after) = around(question);
    // A comment at the end of an expression ends with the line.
    let after = format!("\n{after}");
    let parts = [question.table.name.as_str(), &before, &question.expression, &after].map(hexadecimal);
    parts.join(".")
}

fn hexadecimal(text: &str) -> String {
    text.bytes().fold(String::with_capacity(2 * text.len()), |mut out, byte| {
        // Writing to a string does not fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// The statement that makes a table with the expression in it, on both sides of that.
fn around(question: &Question) -> (String, &'static str) {
    let columns: Vec<String> =
        question.columns.iter().map(|(name, ty)| format!("{} {ty}", POSTGRES.quote(name))).collect();
    let before = format!("CREATE TEMPORARY TABLE {} ({}", POSTGRES.quote(&question.table.name), columns.join(", "));
    match question.role {
        ExpressionRole::Default => (before + " DEFAULT (", "))"),
        ExpressionRole::Check if columns.is_empty() => (before + "CHECK (", "))"),
        ExpressionRole::Check => (before + ", CHECK (", "))"),
        ExpressionRole::Generated => (before + " GENERATED ALWAYS AS (", ") STORED)"),
    }
}

/// Whether parentheses around the text make one expression of it, or nothing that the server takes: it closes none that it does
/// not open, and ends no statement.
fn is_one_expression(sql: &str) -> bool {
    let mut depth = 0_usize;
    let mut escapes = false;
    for token in tokenize(sql, POSTGRES).iter().filter(|token| !token.is_trivia()) {
        let is_string = token.kind == TokenKind::String;
        match (token.kind, token.text) {
            (TokenKind::Punct, ";") | (TokenKind::Parameter, _) => return false,
            (TokenKind::Punct, "(") => depth += 1,
            (TokenKind::Punct, ")") if depth == 0 => return false,
            (TokenKind::Punct, ")") => depth -= 1,
            // What goes on with the escapes of `E'…'` on another line does not end where it seems to.
            _ if is_string && escapes => return false,
            _ => {}
        }
        escapes = is_string && token.text.starts_with(['e', 'E']);
    }
    depth == 0 && !sql.contains('\0') && !sql.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::is_one_expression;

    #[test]
    fn one_expression_and_more() {
        for good in
            ["now()", "'a;b' || ')'", "a IN (1, 2) -- a comment)", "$x$ ; ) $x$", "/* ( */ 1", "\"a)\" > 0", "E'\\''"]
        {
            assert!(is_one_expression(good), "{good}");
        }
        for bad in [
            "",
            "  ",
            "1)",
            "1); DROP TABLE t; --",
            "(1",
            "1; SELECT 2",
            "E'a'\n'\\''); DROP TABLE t; --'",
            "$1",
            "'a\0b'",
        ] {
            assert!(!is_one_expression(bad), "{bad}");
        }
    }
}
