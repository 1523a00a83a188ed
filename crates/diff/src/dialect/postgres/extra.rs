//! What an entity appends to a column with `extra`, taken apart into what the server makes of it.

use autogen_schema::sql::{Token, TokenKind};
use autogen_schema::{Column, Ident, TableName};

use super::POSTGRES;
use super::types::same_spelling;
use crate::dialect::reader::{Reader, significant};
use crate::dialect::sqlite::extra::Says;

#[cfg(test)]
mod tests;

/// A part of what is appended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Check {
        name: Option<Ident>,
        sql: String,
    },
    /// A collation, without the schema that every database has.
    Collate(TableName),
    Default(String),
    Generated(String),
    Unique,
    References,
    /// What is not known, or what an entity has an attribute for.
    Other(String),
}

impl Part {
    /// Whether both say the same, as far as text tells.
    pub(crate) fn same(&self, other: &Part) -> bool {
        match (self, other) {
            (Part::Check { sql: one, .. }, Part::Check { sql: other, .. })
            | (Part::Default(one), Part::Default(other))
            | (Part::Generated(one), Part::Generated(other)) => same_spelling(one, other),
            (one, other) => one == other,
        }
    }

    /// Whether it is a fact of the table that can be compared and changed alone.
    pub(crate) fn is_comparable(&self) -> bool {
        matches!(self, Part::Check { .. } | Part::Collate(_) | Part::Default(_) | Part::Generated(_))
    }
}

/// Whether the column has the collation. One that is not named is the type's.
pub(crate) fn has_collation(column: &Column, name: &TableName) -> bool {
    match &column.collation {
        Some(found) => found == name,
        None => name.schema.is_none() && name.name.as_str() == "default",
    }
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

/// Takes the text apart (<https://www.postgresql.org/docs/current/sql-createtable.html>).
pub(crate) fn parts(extra: &str) -> Vec<Part> {
    let tokens = significant(extra, POSTGRES);
    let mut reader = Reader { sql: extra, tokens: &tokens };
    let (mut parts, mut name) = (Vec::new(), None);
    while let Some(word) = reader.next() {
        let other = || Part::Other(word.text.to_owned());
        let part = match word.text.to_ascii_uppercase().as_str() {
            "CONSTRAINT" => {
                name = reader.next().and_then(folded);
                continue;
            }
            "CHECK" => reader.expression().map(|sql| Part::Check { name: name.take(), sql }),
            "COLLATE" => collation(&mut reader),
            "DEFAULT" => reader.until(ends_default).map(Part::Default),
            "GENERATED" if reader.skip("always") && reader.skip("as") => {
                let generated = reader.expression().map(Part::Generated);
                generated.filter(|_| reader.skip("stored"))
            }
            "UNIQUE" => Some(Part::Unique),
            // Actions and timing follow.
            "REFERENCES" => {
                parts.push(Part::References);
                return parts;
            }
            _ => None,
        };
        parts.push(part.unwrap_or_else(other));
    }
    parts
}

fn collation(reader: &mut Reader<'_, '_>) -> Option<Part> {
    let first = reader.next().and_then(folded)?;
    if !reader.skip_punct(".") {
        return Some(Part::Collate(first.into()));
    }
    let name = reader.next().and_then(folded)?;
    let schema = Some(first).filter(|schema| schema.as_str() != "pg_catalog");
    Some(Part::Collate(TableName { schema, name }))
}

/// The word that comes after a default: no expression goes on with it outside of parentheses.
fn ends_default(token: &Token<'_>) -> bool {
    const ENDS: [&str; 9] =
        ["check", "constraint", "unique", "references", "primary", "generated", "not", "deferrable", "initially"];
    ENDS.iter().any(|word| token.is_word(word))
}

/// The name that a token spells, as the server keeps it.
fn folded(token: &Token<'_>) -> Option<Ident> {
    let name = token.ident()?;
    Some(if token.kind == TokenKind::Word { Ident::new(name.as_str().to_lowercase()) } else { name })
}
