//! Columns.

use autogen_schema::sql::{TokenKind, tokenize};
use autogen_schema::{Column, DataType, Dialect, Generated, SqlType, Storage, TableName};
use sea_orm::DbErr;

use super::check::CheckRow;
use super::row::Row;
use super::server::Server;
use super::{default_value, text};

/// A row of `COLUMNS`.
#[derive(Clone, Debug, Default)]
pub(super) struct ColumnRow {
    pub(super) name: String,
    /// The bare word of the type.
    pub(super) data_type: String,
    /// The whole type.
    pub(super) column_type: String,
    pub(super) nullable: bool,
    pub(super) default: Option<String>,
    pub(super) extra: String,
    pub(super) generation: Option<String>,
    pub(super) collation: Option<String>,
    pub(super) comment: Option<String>,
    /// The spatial reference system that a column is restricted to (MySQL).
    pub(super) srs_id: Option<u32>,
}

pub(super) fn decode(row: &Row<'_>) -> Result<(String, ColumnRow), DbErr> {
    let column = ColumnRow {
        name: row.text("column_name")?,
        data_type: row.text("data_type")?,
        column_type: row.text("column_type")?,
        nullable: row.yes("is_nullable")?,
        default: row.optional("column_default")?,
        extra: row.text("extra")?,
        generation: row.filled("generation_expression")?,
        collation: row.filled("collation_name")?,
        comment: row.filled("column_comment")?,
        srs_id: row.number("srs_id")?,
    };
    Ok((row.text("table_name")?, column))
}

/// Reads the columns of a table, in order. `collation` is the table's own.
pub(super) fn read(rows: &[ColumnRow], checks: &[CheckRow], collation: &str, server: &Server) -> Vec<Column> {
    let is_json = |row: &ColumnRow| checks.iter().any(|check| check.is_of_json(row, rows));
    rows.iter().map(|row| column(row, is_json(row), collation, server)).collect()
}

fn column(row: &ColumnRow, json: bool, table_collation: &str, server: &Server) -> Column {
    let (data_type, mut settings) = data_type(row, json);
    let extra = Extra::parse(&row.extra);
    settings.extend(row.srs_id.map(|id| format!("SRID {id}")));
    settings.extend(extra.settings);
    // JSON is `utf8mb4_bin` to MariaDB whatever the table is.
    let default_collation = if json { "utf8mb4_bin" } else { table_collation };
    Column {
        nullable: row.nullable,
        default: default_value::read(row, extra.default_generated, server),
        auto_increment: extra.auto_increment,
        generated: extra.storage.map(|storage| Generated {
            expression: text::expression(row.generation.as_deref().unwrap_or_default(), server),
            storage,
        }),
        on_update: extra.on_update,
        collation: row.collation.as_deref().filter(|collation| *collation != default_collation).map(TableName::from),
        comment: row.comment.clone(),
        settings,
        ..Column::new(row.name.as_str(), DataType::Reported(data_type))
    }
}

/// MariaDB keeps JSON as `longtext` with a check, and writes what it adds to a type as a comment:
/// `text /*M!100301 COMPRESSED*/`.
fn data_type(row: &ColumnRow, json: bool) -> (SqlType, Vec<String>) {
    if json {
        return (SqlType::parse("json"), Vec::new());
    }
    let tokens = tokenize(&row.column_type, Dialect::Mysql);
    let is_comment = |kind| kind == TokenKind::BlockComment;
    let bare: String = tokens.iter().filter(|token| !is_comment(token.kind)).map(|token| token.text).collect();
    let added = tokens.iter().filter(|token| is_comment(token.kind)).filter_map(|token| {
        let inside = token.text.strip_prefix("/*M!")?.strip_suffix("*/")?;
        Some(inside.trim_start_matches(|c: char| c.is_ascii_digit()).trim().to_owned())
    });
    (SqlType::parse(&bare), added.collect())
}

/// What `EXTRA` says, on either server.
#[derive(Debug, Default, PartialEq, Eq)]
struct Extra {
    auto_increment: bool,
    /// The default is an expression (MySQL).
    default_generated: bool,
    storage: Option<Storage>,
    on_update: Option<String>,
    settings: Vec<String>,
}

impl Extra {
    fn parse(text: &str) -> Self {
        let mut extra = Self::default();
        let mut words = text.split([' ', ',']).filter(|word| !word.is_empty()).peekable();
        while let Some(word) = words.next() {
            match word.to_ascii_uppercase().as_str() {
                "AUTO_INCREMENT" => extra.auto_increment = true,
                "DEFAULT_GENERATED" => extra.default_generated = true,
                "VIRTUAL" => extra.storage = Some(Storage::Virtual),
                "STORED" | "PERSISTENT" => extra.storage = Some(Storage::Stored),
                "ON" => {
                    words.next_if(|word| word.eq_ignore_ascii_case("update"));
                    extra.on_update = words.next().map(str::to_owned);
                }
                "INVISIBLE" => extra.settings.push("INVISIBLE".to_owned()),
                with @ ("WITH" | "WITHOUT") => {
                    extra.settings.push(format!("{with} SYSTEM VERSIONING"));
                    words.next_if(|word| word.eq_ignore_ascii_case("system"));
                    words.next_if(|word| word.eq_ignore_ascii_case("versioning"));
                }
                _ => {}
            }
        }
        extra
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extra_is_read_as_either_server_writes_it() {
        let stored = Extra { storage: Some(Storage::Stored), ..Extra::default() };
        let invisible = vec!["INVISIBLE".to_owned()];
        let updated = |text: &str| Some(text.to_owned());
        for (text, expected) in [
            ("", Extra::default()),
            ("auto_increment", Extra { auto_increment: true, ..Extra::default() }),
            ("STORED GENERATED", Extra { storage: Some(Storage::Stored), ..Extra::default() }),
            ("STORED GENERATED, INVISIBLE", Extra { settings: invisible.clone(), ..stored }),
            (
                "VIRTUAL GENERATED INVISIBLE",
                Extra { storage: Some(Storage::Virtual), settings: invisible.clone(), ..Extra::default() },
            ),
            (
                "on update current_timestamp(6), INVISIBLE",
                Extra { on_update: updated("current_timestamp(6)"), settings: invisible, ..Extra::default() },
            ),
            (
                "DEFAULT_GENERATED on update CURRENT_TIMESTAMP(3)",
                Extra { default_generated: true, on_update: updated("CURRENT_TIMESTAMP(3)"), ..Extra::default() },
            ),
            (
                "WITHOUT SYSTEM VERSIONING",
                Extra { settings: vec!["WITHOUT SYSTEM VERSIONING".to_owned()], ..Extra::default() },
            ),
        ] {
            assert_eq!(Extra::parse(text), expected, "{text}");
        }
    }
}
