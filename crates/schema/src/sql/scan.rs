//! Cuts SQL into tokens.
//!
//! The rules are those of the databases' own lexers: SQLite's `tokenize.c`, PostgreSQL's `scan.l`, MySQL's `sql_lex.cc`.
//! Every byte that ends a token is an ASCII one, so the cuts never fall inside a character.

use super::{Token, TokenKind};
use crate::Dialect;

/// Cuts `sql` into tokens. Their texts, joined, are `sql`; it need not be valid.
pub fn tokenize(sql: &str, dialect: Dialect) -> Vec<Token<'_>> {
    tokens_from(sql, 0, dialect).collect()
}

/// Cuts `sql` into tokens from the byte `start` on, one at a time: a client's own command may change where the next one starts.
pub fn tokens_from(sql: &str, mut start: usize, dialect: Dialect) -> impl Iterator<Item = Token<'_>> {
    std::iter::from_fn(move || {
        let bytes = sql.as_bytes().get(start..).filter(|bytes| !bytes.is_empty())?;
        let (kind, length) = Scanner { bytes, dialect }.token();
        let end = (start + length.max(1)).min(sql.len());
        let token = Token { kind, text: sql.get(start..end)?, start };
        start = end;
        Some(token)
    })
}

/// What is left of the input; it is never empty.
struct Scanner<'a> {
    bytes: &'a [u8],
    dialect: Dialect,
}

impl Scanner<'_> {
    fn token(&self) -> (TokenKind, usize) {
        self.trivia().or_else(|| self.quoted()).or_else(|| self.value()).unwrap_or_else(|| self.word_or_punct())
    }

    fn at(&self, offset: usize) -> u8 {
        self.bytes.get(offset).copied().unwrap_or(0)
    }

    /// Returns the offset of the first byte from `from` on that is not `wanted`, or the length.
    fn skip(&self, from: usize, wanted: impl Fn(u8) -> bool) -> usize {
        (from..self.bytes.len()).find(|&i| !wanted(self.at(i))).unwrap_or(self.bytes.len())
    }

    fn trivia(&self) -> Option<(TokenKind, usize)> {
        let mysql = self.dialect == Dialect::Mysql;
        match (self.at(0), self.at(1)) {
            (c, _) if is_space(c) => Some((TokenKind::Whitespace, self.skip(1, is_space))),
            // A byte order mark is white space to SQLite.
            (0xef, 0xbb) if self.dialect == Dialect::Sqlite && self.at(2) == 0xbf => Some((TokenKind::Whitespace, 3)),
            // On MySQL two dashes without a blank are two minus signs.
            (b'-', b'-') if !mysql || self.at(2) <= b' ' => Some((TokenKind::LineComment, self.line_end())),
            (b'#', _) if mysql => Some((TokenKind::LineComment, self.line_end())),
            (b'/', b'*') => Some((TokenKind::BlockComment, self.block_comment())),
            _ => None,
        }
    }

    fn line_end(&self) -> usize {
        let postgres = self.dialect == Dialect::Postgres;
        self.skip(0, |c| c != b'\n' && !(postgres && c == b'\r'))
    }

    fn block_comment(&self) -> usize {
        let nested = self.dialect == Dialect::Postgres;
        let mut depth = 1_usize;
        let mut i = 2;
        while i < self.bytes.len() {
            match (self.at(i), self.at(i + 1)) {
                (b'*', b'/') => {
                    i += 2;
                    depth -= 1;
                    if depth == 0 {
                        return i;
                    }
                }
                (b'/', b'*') if nested => {
                    i += 2;
                    depth += 1;
                }
                _ => i += 1,
            }
        }
        self.bytes.len()
    }

    fn quoted(&self) -> Option<(TokenKind, usize)> {
        let Scanner { dialect, .. } = *self;
        let backslash = dialect == Dialect::Mysql;
        match (self.at(0), self.at(1)) {
            (b'\'', _) => Some((TokenKind::String, self.quote_end(0, backslash))),
            (b'"', _) if dialect == Dialect::Mysql => Some((TokenKind::String, self.quote_end(0, true))),
            (b'"', _) => Some((TokenKind::QuotedIdent, self.quote_end(0, false))),
            (b'`', _) if dialect != Dialect::Postgres => Some((TokenKind::QuotedIdent, self.quote_end(0, false))),
            (b'[', _) if dialect == Dialect::Sqlite => {
                Some((TokenKind::QuotedIdent, (self.skip(1, |c| c != b']') + 1).min(self.bytes.len())))
            }
            (b'x' | b'X', b'\'') => Some((TokenKind::Blob, self.quote_end(1, false))),
            (b'b' | b'B', b'\'') if dialect != Dialect::Sqlite => Some((TokenKind::Blob, self.quote_end(1, false))),
            (b'n' | b'N', b'\'') if dialect != Dialect::Sqlite => {
                Some((TokenKind::String, self.quote_end(1, backslash)))
            }
            (b'e' | b'E', b'\'') if dialect == Dialect::Postgres => Some((TokenKind::String, self.quote_end(1, true))),
            (b'u' | b'U', b'&') if dialect == Dialect::Postgres => match self.at(2) {
                b'\'' => Some((TokenKind::String, self.quote_end(2, false))),
                b'"' => Some((TokenKind::QuotedIdent, self.quote_end(2, false))),
                _ => None,
            },
            (b'$', _) if dialect == Dialect::Postgres => self.dollar_string(),
            _ => None,
        }
    }

    /// Returns the offset behind the quote that closes the one at `open`; a doubled quote does not.
    fn quote_end(&self, open: usize, backslash: bool) -> usize {
        let quote = self.at(open);
        let mut i = open + 1;
        while i < self.bytes.len() {
            match self.at(i) {
                b'\\' if backslash => i += 2,
                c if c == quote && i + 1 < self.bytes.len() && self.at(i + 1) == quote => i += 2,
                c if c == quote => return i + 1,
                _ => i += 1,
            }
        }
        self.bytes.len()
    }

    fn dollar_string(&self) -> Option<(TokenKind, usize)> {
        let tag = if is_word_start(self.at(1)) { self.skip(1, |c| is_word(c) && c != b'$') } else { 1 };
        if self.at(tag) != b'$' {
            return None;
        }
        let delimiter = self.bytes.get(..=tag)?;
        let body = self.bytes.get(delimiter.len()..)?;
        let end = body.windows(delimiter.len()).position(|window| window == delimiter);
        let length = end.map_or(self.bytes.len(), |end| end + 2 * delimiter.len());
        Some((TokenKind::DollarString, length))
    }

    /// Numbers and parameters.
    fn value(&self) -> Option<(TokenKind, usize)> {
        let (first, second) = (self.at(0), self.at(1));
        if first.is_ascii_digit() || first == b'.' && second.is_ascii_digit() {
            return Some(self.number());
        }
        let named = |from| Some((TokenKind::Parameter, self.skip(from, is_word)));
        match (self.dialect, first) {
            (Dialect::Sqlite, b'?') => Some((TokenKind::Parameter, self.skip(1, |c| c.is_ascii_digit()))),
            (Dialect::Postgres, b'$') if second.is_ascii_digit() => {
                Some((TokenKind::Parameter, self.skip(1, |c| c.is_ascii_digit())))
            }
            (Dialect::Mysql, b'?') => Some((TokenKind::Parameter, 1)),
            (Dialect::Mysql, b'@') if second == b'@' => named(2),
            (Dialect::Sqlite, b'@' | b'#' | b':' | b'$') | (Dialect::Mysql, b'@') if is_word(second) => named(1),
            _ => None,
        }
    }

    fn number(&self) -> (TokenKind, usize) {
        let radix = matches!(self.at(1), b'x' | b'X' | b'o' | b'O' | b'b' | b'B') && self.at(0) == b'0';
        if radix {
            return (TokenKind::Number, self.skip(2, is_word));
        }
        let digit = |c: u8| c.is_ascii_digit() || c == b'_';
        let mut end = self.skip(0, digit);
        // An SQL identifier of MySQL may start with a digit.
        if self.dialect == Dialect::Mysql && end > 0 && is_word(self.at(end)) && !self.exponent(end) {
            return (TokenKind::Word, self.skip(end, is_word));
        }
        if self.at(end) == b'.' {
            end = self.skip(end + 1, digit);
        }
        if self.exponent(end) {
            end = self.skip(end + 2, digit);
        }
        // `12abc` is an error to every database but MySQL: one token, so that it is shown whole.
        (TokenKind::Number, self.skip(end, is_word))
    }

    fn exponent(&self, at: usize) -> bool {
        let sign = matches!(self.at(at + 1), b'+' | b'-');
        matches!(self.at(at), b'e' | b'E') && self.at(at + 1 + usize::from(sign)).is_ascii_digit()
    }

    fn word_or_punct(&self) -> (TokenKind, usize) {
        let first = self.at(0);
        if is_word_start(first) || self.dialect == Dialect::Mysql && first == b'$' {
            return (TokenKind::Word, self.skip(1, is_word));
        }
        let length = if self.dialect == Dialect::Postgres { self.postgres_operator() } else { self.operator() };
        (TokenKind::Punct, length)
    }

    /// The longest operator of SQLite and MySQL.
    fn operator(&self) -> usize {
        const OPERATORS: [&str; 14] =
            ["->>", "<=>", "->", "<=", "<>", "<<", ">=", ">>", "==", "!=", "||", "&&", ":=", "::"];
        OPERATORS.iter().find(|operator| self.bytes.starts_with(operator.as_bytes())).map_or(1, |o| o.len())
    }

    /// PostgreSQL's operators are any run of their characters, up to a comment; one of more than one character ends in `+`
    /// or `-` only when it holds one of the characters that SQL does not use.
    fn postgres_operator(&self) -> usize {
        const CHARACTERS: &[u8] = b"+-*/<>=~!@#%^&|`?";
        const BEYOND_SQL: &[u8] = b"~!@#%^&|`?";
        if [&b"::"[..], b":=", b".."].iter().any(|mark| self.bytes.starts_with(mark)) {
            return 2;
        }
        let run = self.skip(0, |c| CHARACTERS.contains(&c));
        let comment = (1..run).find(|&i| matches!((self.at(i), self.at(i + 1)), (b'-', b'-') | (b'/', b'*')));
        let mut end = comment.unwrap_or(run);
        let beyond = (0..end).any(|i| BEYOND_SQL.contains(&self.at(i)));
        while end > 1 && !beyond && matches!(self.at(end - 1), b'+' | b'-') {
            end -= 1;
        }
        end.max(1)
    }
}

fn is_space(c: u8) -> bool {
    matches!(c, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

fn is_word_start(c: u8) -> bool {
    c.is_ascii_alphabetic() || c == b'_' || c >= 0x80
}

fn is_word(c: u8) -> bool {
    is_word_start(c) || c.is_ascii_digit() || c == b'$'
}
