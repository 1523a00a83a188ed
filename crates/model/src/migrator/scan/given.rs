//! The text that a function gives, where it does nothing but hand on a literal.

use std::ops::Range;

use crate::lex::{Delimiter, Kind, Literal, Tokens};

use super::scope::Fault;

/// What a function gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::migrator) enum Given {
    /// This text.
    Text(String),
    /// What a constant holds.
    Constant(String, Fault),
    /// The name of its file.
    Stem,
    /// The table that SeaORM keeps unless told otherwise.
    DefaultTable,
    /// Something that is computed.
    Unclear(Fault),
}

/// What a text goes through without becoming another, and the paths that these are reached by.
const HANDED_ON: [&str; 24] = [
    "Alias",
    "Arc",
    "DynIden",
    "Into",
    "IntoIden",
    "SeaRc",
    "String",
    "as_ref",
    "as_str",
    "from",
    "into",
    "into_iden",
    "new",
    "prelude",
    "return",
    "sea_orm",
    "sea_orm_migration",
    "sea_query",
    "seaql_migrations",
    "std",
    "sync",
    "to_owned",
    "to_string",
    "util",
];

/// What the body of a function mentions.
#[derive(Default)]
struct Mentions<'a> {
    texts: Vec<String>,
    names: Vec<&'a str>,
    /// Anything that computes.
    other: bool,
    /// `file!`, whose exclamation mark is no other macro's.
    file: bool,
}

/// Reads the body of `fn name` or of `fn migration_table_name`, whose name is at `name`.
pub(super) fn of(name: Range<usize>, body: Tokens<'_>) -> Given {
    if body.is_empty() {
        return Given::Unclear(Fault::new(name, "the function gives nothing"));
    }
    let mentions = mentions(body);
    let fault = || Fault::new(body.range(), format!("`{}` is code, not a literal", shown(body)));
    match (mentions.texts.as_slice(), mentions.names.as_slice(), mentions.other) {
        ([text], [], false) if !mentions.file => Given::Text(text.clone()),
        ([], ["get_file_stem"], false) if mentions.file => Given::Stem,
        ([], ["Entity"], false) if body.words().any(|word| word.text == "seaql_migrations") => Given::DefaultTable,
        ([], [name], false) if !mentions.file => Given::Constant((*name).to_owned(), fault()),
        _ => Given::Unclear(fault()),
    }
}

fn mentions(body: Tokens<'_>) -> Mentions<'_> {
    let mut out = Mentions::default();
    let mut before = "";
    for (token, text) in body.flat() {
        match token.kind {
            Kind::Word if text == "file" => out.file = true,
            Kind::Word if HANDED_ON.contains(&text) => {}
            Kind::Word => out.names.push(text),
            Kind::Literal => match Literal::new(text, token.range().start).string() {
                Some(text) => out.texts.push(text.into_owned()),
                None => out.other = true,
            },
            Kind::Punct(b'!') if before == "file" => {}
            Kind::Punct(b'.' | b':' | b';' | b'&')
            | Kind::Doc { .. }
            | Kind::Open(Delimiter::Parenthesis, _)
            | Kind::Close(Delimiter::Parenthesis) => {}
            Kind::Punct(_) | Kind::Open(..) | Kind::Close(_) => out.other = true,
        }
        before = text;
    }
    out
}

/// Returns code as it fits in a message.
pub(super) fn shown(code: Tokens<'_>) -> String {
    const LENGTH: usize = 60;
    let source = code.source().split_whitespace().collect::<Vec<_>>().join(" ").replace(" .", ".");
    match source.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", source.get(..end).unwrap_or_default()),
        None => source,
    }
}
