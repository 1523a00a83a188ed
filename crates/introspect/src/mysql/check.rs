//! Check constraints.

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
    /// It stands in the definition of the column that has its name (MariaDB).
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
    pub(super) fn is_of_json(&self, column: &ColumnRow) -> bool {
        self.of_column
            && self.name == column.name
            && column.data_type.eq_ignore_ascii_case("longtext")
            && self.clause == format!("json_valid({})", Dialect::Mysql.quote(&Ident::new(column.name.as_str())))
    }
}

/// Reads the checks of a table, without those that belong to a type.
pub(super) fn read(rows: &[CheckRow], columns: &[ColumnRow], server: &Server) -> Vec<Check> {
    let of_json = |row: &CheckRow| columns.iter().any(|column| row.is_of_json(column));
    rows.iter().filter(|row| !of_json(row)).map(|row| check(row, server)).collect()
}

fn check(row: &CheckRow, server: &Server) -> Check {
    let name = Ident::new(row.name.as_str());
    Check {
        column: row.of_column.then(|| name.clone()),
        enforced: row.enforced,
        ..Check::new(Some(name), text::expression(&row.clause, server))
    }
}
