//! What an entity appends to a column with `extra`, taken apart into what a server makes of it.

use autogen_schema::sql::Token;
use autogen_schema::{Column, DefaultValue, Dialect, Ident, Table};

use super::keys::keys;
use super::types::{same_default, same_expression, string_literal};
use crate::dialect::Satisfied;
use crate::dialect::reader::{Reader, significant};
use crate::dialect::sqlite::extra::Says;

#[cfg(test)]
mod tests;

const MYSQL: Dialect = Dialect::Mysql;

/// A part of what is appended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Check(String),
    Collate(String),
    OnUpdate(String),
    Default(String),
    Comment(String),
    Generated(String),
    Unique,
    Invisible,
    References,
    /// A word that says how many rows, keys or columns there are elsewhere, or one that is not known.
    Other(String),
}

/// Looks for each part of `extra` in the table.
pub(crate) fn has_extra(table: &Table, column: &Ident, extra: &str) -> Satisfied {
    let Some(found) = table.column(column, MYSQL) else { return Satisfied::NotCompared };
    let parts = parts(extra);
    if parts.iter().any(|part| matches!(part, Part::Other(_) | Part::References)) {
        return Satisfied::NotCompared;
    }
    parts.iter().all(|part| has(table, found, part)).into()
}

/// Whether the table has a part that was in the column's `extra` before (`held`) and is none any more (`said`).
pub(crate) fn has_leftover(table: &Table, column: &Ident, held: &str, said: &str) -> bool {
    let Some(found) = table.column(column, MYSQL) else { return false };
    let said = parts(said);
    parts(held).iter().any(|part| !said.iter().any(|other| same(part, other)) && has(table, found, part))
}

/// Tells what an entity says by appending it to a column.
pub(crate) fn says(extra: &str) -> Says {
    let mut says = Says::default();
    for part in parts(extra) {
        says.default |= matches!(part, Part::Default(_));
        says.unique |= part == Part::Unique;
        says.references |= part == Part::References;
    }
    says
}

/// Takes from a column what `extra` makes of it, so that it is not said twice, nor kept when it is not said any more.
pub(crate) fn strip(table: &mut Table, column: &Ident, extra: &str) {
    for part in parts(extra) {
        if let Part::Check(sql) = &part {
            table.checks.retain(|check| !same_expression(&check.expression, sql));
        }
        let Some(column) = table.column_mut(column, MYSQL) else { return };
        match part {
            Part::Collate(_) => column.collation = None,
            Part::OnUpdate(_) => column.on_update = None,
            Part::Default(_) => column.default = None,
            Part::Comment(_) => column.comment = None,
            Part::Generated(_) => column.generated = None,
            Part::Invisible => column.settings.retain(|setting| setting != "INVISIBLE"),
            Part::Check(_) | Part::Unique | Part::References | Part::Other(_) => {}
        }
    }
}

fn has(table: &Table, column: &Column, part: &Part) -> bool {
    match part {
        Part::Check(sql) => table.checks.iter().any(|check| same_expression(&check.expression, sql)),
        Part::Collate(name) => {
            let of_table = || table.clauses.iter().find_map(|clause| Some(clause.split_once("COLLATE=")?.1));
            let found = column.collation.as_ref().map(|name| name.name.as_str()).or_else(of_table);
            found.is_some_and(|found| found.eq_ignore_ascii_case(name))
        }
        Part::OnUpdate(sql) => column.on_update.as_ref().is_some_and(|found| same_expression(found, sql)),
        Part::Default(sql) => match &column.default {
            Some(DefaultValue::Expression(found)) => {
                same_default(&DefaultValue::Expression(sql.clone()), found, &column.data_type)
            }
            _ => sql.eq_ignore_ascii_case("null"),
        },
        Part::Comment(text) => column.comment.as_deref().unwrap_or_default() == text,
        Part::Generated(sql) => {
            column.generated.as_ref().is_some_and(|generated| same_expression(&generated.expression, sql))
        }
        Part::Unique => {
            keys(table).iter().any(|key| key.is_unique && matches!(key.over.as_slice(), [one] if *one == column.name))
        }
        Part::Invisible => column.settings.iter().any(|setting| setting == "INVISIBLE"),
        Part::References | Part::Other(_) => false,
    }
}

fn same(one: &Part, other: &Part) -> bool {
    match (one, other) {
        (Part::Check(a), Part::Check(b))
        | (Part::OnUpdate(a), Part::OnUpdate(b))
        | (Part::Default(a), Part::Default(b))
        | (Part::Generated(a), Part::Generated(b)) => same_expression(a, b),
        _ => one == other,
    }
}

/// Takes the text apart (<https://dev.mysql.com/doc/refman/8.4/en/create-table.html>).
pub(crate) fn parts(extra: &str) -> Vec<Part> {
    let tokens = significant(extra, MYSQL);
    let mut reader = Reader { sql: extra, tokens: &tokens };
    let mut parts = Vec::new();
    while let Some(word) = reader.next() {
        let part = match word.text.to_ascii_uppercase().as_str() {
            "CHECK" => reader.expression().map(Part::Check),
            "COLLATE" => reader.next().and_then(Token::ident).map(|name| Part::Collate(name.to_string())),
            "ON" if reader.skip("update") => reader.value().map(Part::OnUpdate),
            "DEFAULT" => reader.value().map(Part::Default),
            "COMMENT" => reader.next().and_then(|text| string_literal(text.text)).map(Part::Comment),
            "GENERATED" if reader.skip("always") && reader.skip("as") => reader.expression().map(Part::Generated),
            "AS" => reader.expression().map(Part::Generated),
            // How a generated column is kept is part of that.
            "VIRTUAL" | "STORED" | "PERSISTENT" => continue,
            "UNIQUE" => {
                reader.skip("key");
                Some(Part::Unique)
            }
            "INVISIBLE" => Some(Part::Invisible),
            "REFERENCES" => return vec![Part::References],
            _ => None,
        };
        parts.push(part.unwrap_or_else(|| Part::Other(word.text.to_owned())));
    }
    parts
}
