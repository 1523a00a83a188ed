//! Check constraints.

use autogen_schema::sql::{Token, TokenKind, tokenize};
use autogen_schema::{Check, Dialect, Ident};
use sea_orm::DbErr;

use super::column::ColumnRow;
use super::row::Row;
use super::server::Server;
use super::text;

/// A row of `CHECK_CONSTRAINTS`.
#[derive(Clone, Debug)]
pub(super) struct CheckRow {
    pub(super) name: String,
    pub(super) clause: String,
    /// It stands in the definition of a column, which had its name once (MariaDB).
    pub(super) of_column: bool,
    pub(super) enforced: bool,
}

pub(super) fn decode(row: &Row<'_>) -> Result<(String, CheckRow), DbErr> {
    let check = CheckRow {
        name: row.text("constraint_name")?,
        clause: row.text("check_clause")?,
        of_column: row.text("level")?.eq_ignore_ascii_case("column"),
        enforced: row.yes("enforced")?,
    };
    Ok((row.text("table_name")?, check))
}

impl CheckRow {
    /// Whether it is what makes a `longtext` of MariaDB a JSON column, to the server as well.
    /// <https://mariadb.com/kb/en/json-data-type/>
    pub(super) fn is_of_json(&self, column: &ColumnRow, columns: &[ColumnRow]) -> bool {
        column.data_type.eq_ignore_ascii_case("longtext")
            && self.clause == format!("json_valid({})", Dialect::Mysql.quote(&Ident::new(column.name.as_str())))
            && self.column(columns).is_some_and(|found| found.name == column.name)
    }

    /// Returns the column in whose definition it stands. MariaDB names such a check after its column, and leaves that name
    /// when the column gets another one: then it is the only column that the condition speaks of.
    fn column<'c>(&self, columns: &'c [ColumnRow]) -> Option<&'c ColumnRow> {
        if !self.of_column {
            return None;
        }
        let named = columns.iter().find(|column| column.name == self.name);
        named.or_else(|| {
            let tokens = tokenize(&self.clause, Dialect::Mysql);
            let quoted = tokens.iter().filter(|token| token.kind == TokenKind::QuotedIdent);
            let mentioned: Vec<Ident> = quoted.filter_map(Token::ident).collect();
            let mut found = columns.iter().filter(|column| mentioned.contains(&Ident::new(column.name.as_str())));
            found.next().filter(|_| found.next().is_none())
        })
    }
}

/// Reads the checks of a table, without those that belong to a type.
pub(super) fn read(rows: &[CheckRow], columns: &[ColumnRow], server: &Server) -> Vec<Check> {
    let of_json = |row: &CheckRow| columns.iter().any(|column| row.is_of_json(column, columns));
    rows.iter().filter(|row| !of_json(row)).map(|row| check(row, columns, server)).collect()
}

fn check(row: &CheckRow, columns: &[ColumnRow], server: &Server) -> Check {
    let column = row.column(columns).map(|column| Ident::new(column.name.as_str()));
    let name = column.clone().unwrap_or_else(|| Ident::new(row.name.as_str()));
    Check { column, enforced: row.enforced, ..Check::new(Some(name), text::expression(&row.clause, server)) }
}
