//! Our tokens against those of `proc_macro2`: the same ones, at the same places, and none of what it refuses.

use std::ops::Range;

use proc_macro2::{TokenStream, TokenTree};

use super::fuzz::{Chance, arbitrary, corpus, files, mutated, run};
use crate::lex::{Delimiter, Kind, lex};

/// What both say of a token.
#[derive(Debug, PartialEq, Eq)]
enum Said {
    Word,
    Punct(char),
    Literal,
    Open(Delimiter),
    Close(Delimiter),
    Doc { inner: bool },
}

type Tokens = Vec<(Said, Range<usize>)>;

/// Compares the tokens of a text, or where there are none.
#[track_caller]
fn compare(text: &str, what: &str) {
    let ours = ours(text);
    let theirs = theirs(text);
    assert!(ours == theirs, "{what}\n<<<ours\n{ours:?}\n<<<theirs\n{theirs:?}\n<<<text\n{text}");
}

fn ours(text: &str) -> Result<Tokens, usize> {
    let tokens = lex(text).map_err(|error| error.at)?;
    let said = tokens.iter().map(|token| {
        let said = match token.kind {
            Kind::Word => Said::Word,
            Kind::Punct(punct) => Said::Punct(char::from(punct)),
            Kind::Literal => Said::Literal,
            Kind::Open(delimiter, _) => Said::Open(delimiter),
            Kind::Close(delimiter) => Said::Close(delimiter),
            Kind::Doc { inner } => Said::Doc { inner },
        };
        (said, token.range())
    });
    let said = said.collect();
    check_brackets(&tokens.iter().map(|token| token.kind).collect::<Vec<_>>());
    Ok(said)
}

/// Each bracket has as many tokens as it says, and closes behind them.
fn check_brackets(kinds: &[Kind]) {
    for (index, kind) in kinds.iter().enumerate() {
        if let Kind::Open(delimiter, held) = kind {
            assert_eq!(kinds[index + 1 + *held as usize], Kind::Close(*delimiter));
        }
    }
}

fn theirs(text: &str) -> Result<Tokens, usize> {
    proc_macro2::extra::invalidate_current_thread_spans();
    let tokens: TokenStream =
        without_shebang(text).parse().map_err(|error: proc_macro2::LexError| error.span().byte_range().start)?;
    let mut out = Vec::new();
    flatten(tokens, &mut out);
    Ok(out)
}

/// Blanks what is no token to us.
fn without_shebang(text: &str) -> String {
    let (mark, rest) = text.split_at(if text.starts_with('\u{feff}') { 3 } else { 0 });
    let line = rest.lines().next().unwrap_or_default();
    match line.strip_prefix("#!") {
        Some(after) if !after.trim_start().starts_with('[') => {
            format!("{mark}{}{}", " ".repeat(line.len()), &rest[line.len()..])
        }
        _ => text.to_owned(),
    }
}

/// What lexes may be too deep to be gone through by calls.
fn flatten(tokens: TokenStream, out: &mut Tokens) {
    let mut open = vec![(tokens.into_iter(), None)];
    while let Some((tokens, close)) = open.last_mut() {
        let Some(token) = tokens.next() else {
            out.extend(close.take());
            open.pop();
            continue;
        };
        let range = token.span().byte_range();
        match token {
            TokenTree::Ident(_) => out.push((Said::Word, range)),
            TokenTree::Punct(punct) => out.push((Said::Punct(punct.as_char()), range)),
            TokenTree::Literal(_) => out.push((Said::Literal, range)),
            TokenTree::Group(_) if out.last().is_some_and(|(_, at)| *at == range) => {
                // Documentation stands in brackets that nobody wrote, all at one place.
                let marks = out.iter().rev().take_while(|(_, at)| *at == range).count();
                out.truncate(out.len() - marks);
                out.push((Said::Doc { inner: marks == 2 }, range));
            }
            TokenTree::Group(group) => {
                let delimiter = delimiter(group.delimiter());
                out.push((Said::Open(delimiter), group.span_open().byte_range()));
                let close = (Said::Close(delimiter), group.span_close().byte_range());
                open.push((group.stream().into_iter(), Some(close)));
            }
        }
    }
}

fn delimiter(theirs: proc_macro2::Delimiter) -> Delimiter {
    match theirs {
        proc_macro2::Delimiter::Parenthesis => Delimiter::Parenthesis,
        proc_macro2::Delimiter::Bracket => Delimiter::Bracket,
        proc_macro2::Delimiter::Brace => Delimiter::Brace,
        proc_macro2::Delimiter::None => panic!("no text has these"),
    }
}

/// Real entities, this crate, and what once broke the reader.
#[test]
fn real_source() {
    let mut texts = corpus();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["src", "../schema/src", "../diff/src", "../../fixtures", "../../tests"] {
        files(&root.join(folder), &mut texts);
    }
    assert!(texts.len() > 500, "{}", texts.len());
    for text in &texts {
        compare(text, "a file");
    }
}

#[test]
fn mutations() {
    let corpus = corpus();
    run("lexed-mutations", 1_000, |chance| mutated(&corpus, chance), compare);
}

#[test]
fn bytes() {
    run("lexed-bytes", 2_000, arbitrary, compare);
}

/// Pieces that begin, end and break literals, comments and lifetimes, in any order.
#[test]
fn pieces() {
    run("lexed-pieces", 5_000, pieces_of_tokens, compare);
}

fn pieces_of_tokens(chance: &mut Chance) -> String {
    (0..=chance.below(9)).map(|_| PIECES[chance.below(PIECES.len())]).collect()
}

const PIECES: [&str; 83] = [
    "r",
    "b",
    "c",
    "br",
    "cr",
    "rb",
    "r#",
    "br#",
    "cr#",
    "#",
    "##",
    "\"",
    "'",
    "\\",
    "\\x",
    "\\x7f",
    "\\xff",
    "\\x00",
    "\\u{",
    "\\u{1f600}",
    "\\u{0}",
    "\\u{d800}",
    "\\u{1_0}",
    "}",
    "\\n",
    "\\0",
    "\\\n",
    "\\\r\n",
    "\\\r",
    "\0",
    "\r",
    "\r\n",
    "\n",
    " ",
    "\t",
    "\u{b}",
    "\u{85}",
    "\u{200e}",
    "\u{a0}",
    "é",
    "日",
    "·",
    "\u{301}",
    "_",
    "a",
    "e",
    "E",
    "x",
    "self",
    "r#self",
    "r#type",
    "0",
    "1",
    "9",
    "0x",
    "0o",
    "0b",
    "1e",
    "1.",
    "1.0",
    "..",
    ".",
    "+",
    "-",
    "_1",
    "f64",
    "/",
    "*",
    "//",
    "///",
    "////",
    "//!",
    "/*",
    "*/",
    "/**",
    "/**/",
    "/*!",
    "/***",
    "(",
    ")",
    "[",
    "\u{feff}",
    "#!",
];

/// What the lexer has to tell apart, one by one.
#[test]
fn by_hand() {
    for text in BY_HAND.iter().flat_map(|line| line.split("  ")) {
        compare(text, text);
    }
}

/// Two blanks apart.
const BY_HAND: &[&str] = &[
    "\"\\x7f\"  \"\\x80\"  '\\x7f'  '\\x80'  \"\\x8\"  b'\\x8'  \"\\u{10ffff}\"  \"\\u{110000}\"  \"\\u{1234567}\"  \"\\u{}\"  \"\\u{_1}\"  \"\\q\"",
    "1e-5  1e+5  1.5E-3_f64  1e--5  1e-  1e-a  1.5e-  1e_-5  1e-5-5  1e5-5  1E5  0e0  1_000  1__  0b_1  0x_f  0b1_0u8  00",
    "a  r#type  r#self  r#_  'a  'a'  'ab'  'a#  'r#a  'r#a'  'r#a#  '\\''  '\\u{41}'  '''  '\n'",
    "''  b'a'  b'é'  b'\\xff'  b'\\u{41}'  'r\"x\"  \"a\\\n b\"  \"a\\\n\"  \"a\\\r\n b\"  \"a\\\r b\"",
    "\"\r\"  \"\r\n\"  r\"a\"b  r#\"a\"#  r##\"a\"#\"##  r##a  br\"é\"  b\"é\"  c\"\\0\"  c\"é\"",
    "cr\"\0\"  c\"\\x00\"  c\"\\u{0}\"  1  1.  1.0  1..2  1.a  1._  1.é  1e5  1e  1e+  1.0e  1.0e+",
    "1.0e+_  1.0e+_5  1e5_f64  1_.0  1.0·  1·  1.0e5.0  0xe  0xg  0x  0x_  0b2  0b1e5  0o8  0o7f",
    "0xffu8  1f32  1\"a\"  1'a'  /  //  // a  ///  /// a\r\n  /// a\r  /// a\rb  //! a  ////  /**/",
    "/***/  /** a */  /** a\rb */  /** a\r*/  /*! a */  /** a */\r\n  /*! a */\r\nb  /*!*/  /*  /*/  /* /* */  /* /* */ */  /** /* */ */",
    "/*** a */  a/**/b  /=  -/**/>  ->  (  )  (]  ([)]  ([{}])  (a [b] {c})  \u{feff}a  a\u{feff}",
    "#!/bin/sh\na  \u{feff}#!/bin/sh\na  #![a]  #! [a]  #!\n[a]  \u{200e}a  \u{301}  é  $  `  \\",
    "@  ~  a$b  \0",
    "",
];
