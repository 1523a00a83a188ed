//! What stands beside tables and views, and the modes that texts were written in.

use autogen_schema::sql::tokenize;
use autogen_schema::{Dialect, Ident, Object, Schema};

use super::catalog::Catalog;
use super::server::Server;
use super::{event, routine};
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
    notes.extend(texts.filter_map(|(kind, name, text, mode)| {
        let mode = differing(text, mode, &server.sql_mode)?;
        Some(Note::OtherMode { kind, name: Ident::new(name.as_str()), mode })
    }));
}

/// Returns the words of `mode` without which a session of mode `session` would read `text` as something else.
fn differing(text: &str, mode: &str, session: &str) -> Option<String> {
    let has = |mode: &str, word: &str| mode.split(',').any(|found| found == word);
    let tokens = tokenize(text, Dialect::Mysql);
    let holds = |mark: &str| tokens.iter().any(|token| token.text.contains(mark));
    let matters = |word: &str| match word {
        "ANSI_QUOTES" => holds("\""),
        "NO_BACKSLASH_ESCAPES" => holds("\\"),
        "PIPES_AS_CONCAT" => tokens.iter().any(|token| token.is_punct("||")),
        _ => true,
    };
    let words =
        ["ANSI_QUOTES", "NO_BACKSLASH_ESCAPES", "PIPES_AS_CONCAT", "IGNORE_SPACE", "HIGH_NOT_PRECEDENCE", "ORACLE"];
    let differing: Vec<&str> =
        words.into_iter().filter(|word| has(mode, word) != has(session, word) && matters(word)).collect();
    (!differing.is_empty()).then(|| if mode.is_empty() { "(empty)".to_owned() } else { mode.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_matter_where_the_text_is_read_by_them() {
        assert_eq!(differing("set @a = 1", "ANSI_QUOTES", ""), None);
        assert_eq!(differing("set @a = \"b\"", "ANSI_QUOTES", "").as_deref(), Some("ANSI_QUOTES"));
        assert_eq!(differing("set @a = \"b\"", "ANSI_QUOTES", "ANSI_QUOTES,STRICT"), None);
        assert_eq!(differing("set @a = b || c", "", "PIPES_AS_CONCAT").as_deref(), Some("(empty)"));
        assert_eq!(differing("set @a = '||'", "", "PIPES_AS_CONCAT"), None);
        assert_eq!(differing("set @a = '\\n'", "NO_BACKSLASH_ESCAPES", "").as_deref(), Some("NO_BACKSLASH_ESCAPES"));
    }
}
