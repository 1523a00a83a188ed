//! Columns.

use autogen_schema::{
    Attachment, Column, DataType, DefaultValue, Dialect, Generated, Ident, Identity, IdentityKind, SqlType, Storage,
    TableName,
};
use sea_orm::{DbErr, QueryResult};

use super::attachment::comment;
use super::catalog::{ident, qualified};
use super::relation::spelled;
use super::text::unwrapped;

pub(super) const SQL: &str = include_str!("column.sql");

/// A column, with what its table's text needs to know of it.
pub(super) struct ColumnRow {
    pub(super) column: Column,
    /// The type in the server's own spelling.
    pub(super) type_text: String,
    /// The default or the generating expression in the server's own spelling.
    pub(super) expression: Option<String>,
    /// The collation in SQL, when it is not the type's.
    pub(super) collation: Option<String>,
    /// The NOT NULL constraint, when its name is not the usual one, or when it is not an ordinary one.
    pub(super) not_null: Option<NotNull>,
    /// Whether the table has it by itself, and not only from a parent.
    pub(super) local: bool,
    /// Options of a foreign table's column, each as `name=value`.
    pub(super) server_options: Vec<String>,
}

/// A NOT NULL constraint with a name.
pub(super) struct NotNull {
    pub(super) name: Ident,
    pub(super) no_inherit: bool,
    pub(super) definition: String,
}

/// Reads a row of `column.sql`.
pub(super) fn decode(row: &QueryResult) -> Result<ColumnRow, DbErr> {
    let type_text: String = row.try_get("", "type")?;
    let expression: Option<String> = row.try_get("", "expression")?;
    let collation = qualified(row, "collation_schema", "collation")?;
    let identity = identity(row)?;
    let generated = storage(&row.try_get::<String>("", "generated")?)
        .zip(expression.as_deref())
        .map(|(storage, text)| Generated { expression: unwrapped(text).to_owned(), storage });
    let serial = identity.as_ref().is_some_and(|identity| identity.kind == IdentityKind::Serial);
    let default = expression.clone().filter(|_| generated.is_none() && !serial).map(DefaultValue::Expression);
    let not_null = not_null(row)?;
    let mut settings = settings(row)?;
    // A part has what the whole is given.
    if let Some(constraint) = not_null.as_ref().filter(|constraint| constraint.is_only_named())
        && !row.try_get::<bool>("", "of_partition")?
    {
        settings.push(format!("CONSTRAINT {}", Dialect::Postgres.quote(&constraint.name)));
    }
    let column = Column {
        nullable: row.try_get("", "nullable")?,
        default,
        auto_increment: identity.is_some(),
        identity,
        generated,
        collation: collation.clone(),
        comment: row.try_get("", "comment")?,
        settings,
        ..Column::new(row.try_get::<String>("", "name")?, DataType::Reported(SqlType::parse(&type_text)))
    };
    Ok(ColumnRow {
        column,
        type_text,
        expression,
        collation: collation.map(|name| Dialect::Postgres.quote_table(&name)),
        not_null,
        local: row.try_get("", "local")?,
        server_options: row.try_get("", "server_options")?,
    })
}

impl NotNull {
    /// Whether nothing but its name is unusual.
    fn is_only_named(&self) -> bool {
        !self.no_inherit && !self.definition.ends_with("NOT VALID")
    }
}

fn not_null(row: &QueryResult) -> Result<Option<NotNull>, DbErr> {
    let Some(name) = ident(row, "not_null")? else { return Ok(None) };
    let no_inherit = row.try_get("", "not_null_no_inherit")?;
    Ok(Some(NotNull { name, no_inherit, definition: row.try_get("", "not_null_definition")? }))
}

fn storage(letter: &str) -> Option<Storage> {
    match letter {
        "s" => Some(Storage::Stored),
        "v" => Some(Storage::Virtual),
        _ => None,
    }
}

fn identity(row: &QueryResult) -> Result<Option<Identity>, DbErr> {
    let kind = match row.try_get::<String>("", "identity")?.as_str() {
        "a" => IdentityKind::Always,
        "d" => IdentityKind::ByDefault,
        _ if row.try_get::<Option<bool>>("", "serial")? == Some(true) => IdentityKind::Serial,
        _ => return Ok(None),
    };
    let Some(sequence) = qualified(row, "sequence_schema", "sequence")? else { return Ok(None) };
    let unlogged = row.try_get("", "unlogged")?;
    Ok(Some(Identity { kind, sequence, options: sequence_options(row)?, unlogged }))
}

/// What of a sequence is not the default of its type, sorted.
/// <https://www.postgresql.org/docs/current/sql-createsequence.html>
pub(super) fn sequence_options(row: &QueryResult) -> Result<Vec<String>, DbErr> {
    let mut options: Vec<String> = Vec::new();
    if let Some(data_type) = row.try_get::<Option<String>>("", "sequence_type")? {
        options.push(format!("AS {data_type}"));
    }
    let (least, greatest) = match row.try_get::<String>("", "sequence_width")?.as_str() {
        "smallint" => (i64::from(i16::MIN), i64::from(i16::MAX)),
        "integer" => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    };
    let increment: i64 = row.try_get("", "seqincrement")?;
    let (least, greatest) = if increment > 0 { (1, greatest) } else { (least, -1) };
    let (min, max): (i64, i64) = (row.try_get("", "seqmin")?, row.try_get("", "seqmax")?);
    let mut say = |word: &str, value: i64, default: i64| {
        if value != default {
            options.push(format!("{word} {value}"));
        }
    };
    say("INCREMENT BY", increment, 1);
    say("MINVALUE", min, least);
    say("MAXVALUE", max, greatest);
    say("START WITH", row.try_get("", "seqstart")?, if increment > 0 { min } else { max });
    say("CACHE", row.try_get("", "seqcache")?, 1);
    if row.try_get("", "seqcycle")? {
        options.push("CYCLE".into());
    }
    options.sort();
    Ok(options)
}

fn settings(row: &QueryResult) -> Result<Vec<String>, DbErr> {
    let mut settings = Vec::new();
    if let Some(letter) = row.try_get::<Option<String>>("", "storage")? {
        let word = match letter.as_str() {
            "p" => "PLAIN",
            "e" => "EXTERNAL",
            "m" => "MAIN",
            _ => "EXTENDED",
        };
        settings.push(format!("SET STORAGE {word}"));
    }
    if let Some(letter) = ident(row, "compression")? {
        settings.push(format!("SET COMPRESSION {}", if letter.as_str() == "l" { "lz4" } else { "pglz" }));
    }
    if let Some(target) = row.try_get::<Option<i32>>("", "statistics")? {
        settings.push(format!("SET STATISTICS {target}"));
    }
    let options: Vec<String> = row.try_get("", "options")?;
    if !options.is_empty() {
        let options: Vec<_> = options.iter().map(|option| spelled(option)).collect();
        settings.push(format!("SET ({})", options.join(", ")));
    }
    Ok(settings)
}

impl ColumnRow {
    /// The comment, about a column of `relation`.
    pub(super) fn comment_in(&self, relation: &TableName) -> Option<Attachment> {
        let (name, text) = (&self.column.name, self.column.comment.as_deref()?);
        let what = format!("COLUMN {}.{}", Dialect::Postgres.quote_table(relation), Dialect::Postgres.quote(name));
        Some(Attachment { uses: [name.clone()].into(), ..comment(name.clone(), &what, text) })
    }
}
