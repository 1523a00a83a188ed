//! What stands beside tables and views, and the modes that texts were written in.

use autogen_schema::sql::tokenize;
use autogen_schema::{Dialect, Ident, Object, Schema};

use super::catalog::Catalog;
use super::server::Server;
use super::{body, event, routine};
use crate::{Note, ObjectKind};

/// Adds sequences, routines and events, sorted, and notes of which no text is known.
pub(super) fn read(
    catalog: &Catalog,
    sequences: Vec<Object>,
    server: &Server,
    schema: &mut Schema,
    notes: &mut Vec<Note>,
) {
    schema.objects.extend(sequences);
    schema.objects.extend(catalog.routines.iter().map(|row| routine::read(row, &catalog.parameters, server)));
    schema.objects.extend(catalog.events.iter().map(|row| event::read(row, server)));
    schema.objects.sort();
    let textless: Vec<_> =
        schema.objects.iter().filter(|object| object.sql.is_none()).map(|object| object.name.clone()).collect();
    if !textless.is_empty() {
        notes.push(Note::Hidden { what: "text", of: textless });
    }
    let triggers = catalog.triggers.tables().flat_map(|(_, rows)| rows);
    let texts = triggers
        .map(|row| (ObjectKind::Trigger, &row.name, row.body.as_str(), &row.sql_mode))
        .chain(
            catalog
                .routines
                .iter()
                .filter_map(|row| Some((ObjectKind::Routine, &row.name, row.body.as_deref()?, &row.sql_mode))),
        )
        .chain(catalog.events.iter().map(|row| (ObjectKind::Event, &row.name, row.body.as_str(), &row.sql_mode)));
    for (kind, name, text, mode) in texts {
        let name = Ident::new(name.as_str());
        if body::is_uncertain(text, server) {
            notes.push(Note::Inexact { kind, name: name.clone() });
        }
        if let Some(mode) = differing(&body::respelled(text, server), mode, &server.sql_mode) {
            notes.push(Note::OtherMode { kind, name, mode });
        }
    }
}

/// Returns how `mode` differs from the session's, where the session would read `text` as something else: `with ANSI_QUOTES`.
///
/// `NO_BACKSLASH_ESCAPES` is passed over, since strings are written anew; and `IGNORE_SPACE`, which the driver sets on every
/// connection and which decides of blanks before parentheses alone.
fn differing(text: &str, mode: &str, session: &str) -> Option<String> {
    let has = |mode: &str, word: &str| mode.split(',').any(|found| found == word);
    let tokens = tokenize(text, Dialect::Mysql);
    let matters = |word: &str| match word {
        "ANSI_QUOTES" => tokens.iter().any(|token| token.text.starts_with('"')),
        "PIPES_AS_CONCAT" => tokens.iter().any(|token| token.is_punct("||")),
        "HIGH_NOT_PRECEDENCE" => tokens.iter().any(|token| token.is_word("not")),
        _ => true,
    };
    let words = ["ANSI_QUOTES", "PIPES_AS_CONCAT", "HIGH_NOT_PRECEDENCE", "ORACLE"];
    let differing: Vec<_> = words
        .into_iter()
        .filter(|word| has(mode, word) != has(session, word) && matters(word))
        .map(|word| format!("{} {word}", if has(mode, word) { "with" } else { "without" }))
        .collect();
    (!differing.is_empty()).then(|| differing.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_matter_where_the_text_is_read_by_them() {
        assert_eq!(differing("set @a = 1", "ANSI_QUOTES", ""), None);
        assert_eq!(differing("set @a = \"b\"", "ANSI_QUOTES", "").as_deref(), Some("with ANSI_QUOTES"));
        assert_eq!(differing("set @a = \"b\"", "ANSI_QUOTES", "ANSI_QUOTES,STRICT"), None);
        assert_eq!(differing("set @a = b || c", "", "PIPES_AS_CONCAT").as_deref(), Some("without PIPES_AS_CONCAT"));
        assert_eq!(differing("set @a = '||'", "", "PIPES_AS_CONCAT"), None);
        assert_eq!(differing("set @a = '\"'", "ANSI_QUOTES", ""), None);
        assert_eq!(differing("set @a = '\\n'", "NO_BACKSLASH_ESCAPES", ""), None);
    }
}
