//! One token of SQL.

use crate::Ident;

/// A piece of SQL text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind,
    /// Its text, as it is written.
    pub text: &'a str,
    /// Where it starts in the input, in bytes.
    pub start: usize,
}

/// What a token is. Whatever is not terminated reaches to the end of the input and keeps its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// White space.
    Whitespace,
    /// `-- …` without the line end; on MySQL also `# …`.
    LineComment,
    /// `/* … */`; nested on PostgreSQL. MySQL's `/*! … */`, which a server executes, is one too.
    BlockComment,
    /// A keyword or an unquoted name.
    Word,
    /// `"…"`; `` `…` `` on SQLite and MySQL; `[…]` on SQLite.
    QuotedIdent,
    /// `'…'` with the letter before it (`E'…'`, `N'…'`); `"…"` on MySQL.
    String,
    /// `$tag$ … $tag$` on PostgreSQL.
    DollarString,
    /// `x'…'`, `b'…'`.
    Blob,
    /// A number.
    Number,
    /// `?`, `?1`, `:name`, `@name`, `$1`.
    Parameter,
    /// An operator or a mark; `(`, `)`, `[`, `]`, `{`, `}`, `,`, `;` and `.` are always alone.
    Punct,
}

impl Token<'_> {
    /// Returns where the token ends in the input, in bytes.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Returns where the token lies in the input.
    pub fn span(&self) -> std::ops::Range<usize> {
        self.start..self.end()
    }

    /// Whether the token is white space or a comment.
    pub fn is_trivia(&self) -> bool {
        matches!(self.kind, TokenKind::Whitespace | TokenKind::LineComment | TokenKind::BlockComment)
    }

    /// Whether the token is the unquoted `word`, in any case.
    pub fn is_word(&self, word: &str) -> bool {
        self.kind == TokenKind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// Whether the token is the mark or operator `punct`.
    pub fn is_punct(&self, punct: &str) -> bool {
        self.kind == TokenKind::Punct && self.text == punct
    }

    /// Returns the name that a word or quoted identifier spells, without its quotes. The case is the written one:
    /// PostgreSQL folds unquoted names, which is left to the caller.
    pub fn ident(&self) -> Option<Ident> {
        match self.kind {
            TokenKind::Word => Some(Ident::new(self.text)),
            TokenKind::QuotedIdent => unquote(self.text).map(Ident::new),
            _ => None,
        }
    }
}

/// Takes off the quotes and halves doubled ones inside: `"a""b"` is `a"b`. `None` when there are no quotes, or only an
/// opening one.
pub(crate) fn unquote(text: &str) -> Option<String> {
    let open = text.chars().next()?;
    let close = match open {
        '"' | '`' | '\'' => open,
        '[' => ']',
        _ => return None,
    };
    let inside = text.get(1..)?.strip_suffix(close)?;
    if open == '[' {
        Some(inside.to_owned())
    } else {
        Some(inside.replace(&format!("{close}{close}"), &close.to_string()))
    }
}
