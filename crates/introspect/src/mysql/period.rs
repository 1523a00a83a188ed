//! Periods that rows apply for (MariaDB), of which the catalog shows nothing but the check that they bring along.
//!
//! <https://mariadb.com/kb/en/application-time-periods/>

use autogen_schema::sql::tokenize;
use autogen_schema::{Dialect, Schema, TableName};
use sea_orm::ConnectionTrait;

use super::catalog::{Ask, Grouped};
use super::check::CheckRow;
use crate::{Error, Note};

/// Takes out the checks that belong to a period, and notes the period. A database whose checks do not look like those of
/// periods is asked nothing here.
pub(super) async fn complete<C: ConnectionTrait>(
    ask: &Ask<'_, C>,
    checks: &Grouped<CheckRow>,
    schema: &mut Schema,
) -> Result<Vec<Note>, Error> {
    let mut notes = Vec::new();
    let doubtful = checks.tables().filter(|(_, rows)| ask.server.is_mariadb() && rows.iter().any(is_of_period));
    for (name, rows) in doubtful {
        let name = TableName::new(name);
        let Some(table) = schema.tables.get_mut(&name) else { continue };
        let sql = format!("SHOW CREATE TABLE {}", Dialect::Mysql.quote_table(&name));
        let texts = ask.rows("periods", &sql, |row| row.text("Create Table")).await?;
        let text = texts.first().map(String::as_str).unwrap_or_default();
        for row in rows.iter().filter(|row| is_of_period(row)) {
            let period = row.name.as_str().into();
            if text.contains(&format!("\n  PERIOD FOR {} (", Dialect::Mysql.quote(&period))) {
                table.checks.retain(|check| check.name.as_ref() != Some(&period));
                notes.push(Note::Period { table: name.clone(), period });
            }
        }
    }
    Ok(notes)
}

/// Whether a check says that one column is less than another.
fn is_of_period(row: &CheckRow) -> bool {
    if row.of_column || !row.clause.contains('<') {
        return false;
    }
    let tokens: Vec<_> = tokenize(&row.clause, Dialect::Mysql).into_iter().filter(|token| !token.is_trivia()).collect();
    match tokens.as_slice() {
        [start, less, end] => start.ident().is_some() && less.is_punct("<") && end.ident().is_some(),
        _ => false,
    }
}
