//! Expressions up to what the server adds when it prints them: casts, parentheses, schemas.

use autogen_schema::Dialect;
use autogen_schema::sql::{Token, TokenKind, tokenize};

/// An expression, as far as text tells what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Constant {
    Null,
    Text(String),
    /// As it is written, with its sign.
    Number(String),
    Bool(bool),
    Bits(String),
    Expression(Words),
}

/// The words of an expression without casts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Words(Vec<String>);

impl Words {
    /// Whether the text is all there is to it: a name, or a call without arguments. The server prints anything else in ways of
    /// its own (`IN` as `= ANY`, `trim` as `btrim`, a name in an argument without its schema).
    pub(crate) fn is_plain(&self) -> bool {
        let name = |word: &String| word.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '"'));
        match self.0.as_slice() {
            [word] => name(word),
            [word, open, close] => name(word) && open == "(" && close == ")",
            _ => false,
        }
    }
}

/// Takes an expression for what it is.
pub(crate) fn constant(sql: &str) -> Constant {
    let tokens: Vec<Token<'_>> =
        tokenize(sql, Dialect::Postgres).into_iter().filter(|token| !token.is_trivia()).collect();
    let mut words = Vec::new();
    Reader { tokens: &tokens, at: 0 }.read(&mut words);
    let words = without_outer_parentheses(&words);
    match words {
        [] => Constant::Expression(Words(Vec::new())),
        [Word::Text(text)] => Constant::Text(text.clone()),
        [Word::Bits(bits)] => Constant::Bits(bits.clone()),
        [Word::Number(number)] => Constant::Number(number.clone()),
        [Word::Other(sign), Word::Number(number)] if sign == "-" => Constant::Number(format!("-{number}")),
        [Word::Other(sign), Word::Number(number)] if sign == "+" => Constant::Number(number.clone()),
        [Word::Other(word)] if word == "true" => Constant::Bool(true),
        [Word::Other(word)] if word == "false" => Constant::Bool(false),
        [Word::Other(word)] if word == "null" => Constant::Null,
        [Word::Other(array), Word::Other(open), Word::Other(close)]
            if array == "array" && open == "[" && close == "]" =>
        {
            Constant::Text("{}".to_owned())
        }
        words => Constant::Expression(Words(words.iter().map(Word::spelled).collect())),
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Word {
    Text(String),
    Number(String),
    Bits(String),
    Other(String),
}

impl Word {
    fn is(&self, mark: &str) -> bool {
        matches!(self, Word::Other(word) if word == mark)
    }

    fn spelled(&self) -> String {
        match self {
            Word::Text(text) => Dialect::Postgres.literal(text),
            Word::Bits(bits) => format!("b'{bits}'"),
            Word::Number(word) | Word::Other(word) => word.clone(),
        }
    }
}

fn without_outer_parentheses(words: &[Word]) -> &[Word] {
    let mut words = words;
    while let [first, inner @ .., last] = words
        && first.is("(")
        && last.is(")")
        && is_balanced(inner)
    {
        words = inner;
    }
    words
}

fn is_balanced(words: &[Word]) -> bool {
    let mut depth = 0_i32;
    words.iter().all(|word| {
        depth += i32::from(word.is("(")) - i32::from(word.is(")"));
        depth >= 0
    }) && depth == 0
}

/// Walks over the tokens of an expression and leaves out casts.
struct Reader<'t, 's> {
    tokens: &'t [Token<'s>],
    at: usize,
}

impl<'t, 's> Reader<'t, 's> {
    fn peek(&self, ahead: usize) -> Option<&'t Token<'s>> {
        self.tokens.get(self.at + ahead)
    }

    fn is_word(&self, ahead: usize, words: &[&str]) -> bool {
        self.peek(ahead).is_some_and(|token| words.iter().any(|word| token.is_word(word)))
    }

    fn is_punct(&self, ahead: usize, punct: &str) -> bool {
        self.peek(ahead).is_some_and(|token| token.is_punct(punct))
    }

    fn read(&mut self, out: &mut Vec<Word>) {
        // For each open parenthesis, whether it belongs to `CAST (… AS …)`.
        let mut open: Vec<bool> = Vec::new();
        let mut cast = false;
        while let Some(token) = self.peek(0) {
            if token.is_punct("::") || (open.last() == Some(&true) && token.is_word("as")) {
                self.at += 1;
                self.skip_type();
            } else if token.is_word("cast") && self.is_punct(1, "(") {
                self.at += 1;
                cast = true;
            } else if self.is_schema() {
                self.at += 2;
            } else if self.is_typed_literal() {
                self.at += 1;
            } else {
                if token.is_punct("(") {
                    open.push(std::mem::take(&mut cast));
                } else if token.is_punct(")") {
                    open.pop();
                }
                push(token, self.is_punct(1, "("), out);
                self.at += 1;
            }
        }
    }

    /// `pg_catalog.` and `public.` before a name.
    fn is_schema(&self) -> bool {
        self.is_punct(1, ".")
            && self.peek(0).and_then(Token::ident).is_some_and(|name| matches!(name.as_str(), "public" | "pg_catalog"))
    }

    /// `interval '1 day'` is `'1 day'::interval`.
    fn is_typed_literal(&self) -> bool {
        self.is_word(0, &["interval", "date", "time", "timestamp", "timestamptz", "json", "jsonb", "uuid"])
            && self.peek(1).is_some_and(|token| token.kind == TokenKind::String)
    }

    fn skip_type(&mut self) {
        let interval = self.is_word(0, &["interval"]);
        let (many, clock) = (self.is_word(0, &["character", "bit", "double"]), self.is_word(0, &["time", "timestamp"]));
        self.at += 1;
        while self.is_punct(0, ".") {
            self.at += 2;
        }
        if many && self.is_word(0, &["varying", "precision"]) {
            self.at += 1;
        }
        while interval && self.is_word(0, &["year", "month", "day", "hour", "minute", "second", "to"]) {
            self.at += 1;
        }
        if self.is_punct(0, "(") {
            while self.peek(0).is_some_and(|token| !token.is_punct(")")) {
                self.at += 1;
            }
            self.at += 1;
        }
        if clock && self.is_word(0, &["with", "without"]) && self.is_word(1, &["time"]) {
            self.at += 3;
        }
        while self.is_punct(0, "[") {
            while self.peek(0).is_some_and(|token| !token.is_punct("]")) {
                self.at += 1;
            }
            self.at += 1;
        }
    }
}

fn push(token: &Token<'_>, called: bool, out: &mut Vec<Word>) {
    let other = |word: &str| Word::Other(word.to_owned());
    match token.kind {
        TokenKind::String | TokenKind::DollarString => out.push(Word::Text(unquoted(token.text))),
        TokenKind::Blob => {
            let bits = token.text.get(1..).unwrap_or_default().trim_matches('\'');
            out.push(Word::Bits(bits.to_ascii_lowercase()));
        }
        TokenKind::Number => out.push(Word::Number(token.text.to_ascii_lowercase())),
        TokenKind::Word if token.is_word("current_timestamp") && !called => {
            out.extend([other("now"), other("("), other(")")]);
        }
        TokenKind::Word if token.is_word("transaction_timestamp") => out.push(other("now")),
        TokenKind::Word => out.push(Word::Other(token.text.to_lowercase())),
        TokenKind::QuotedIdent => out.push(Word::Other(name(token))),
        _ => out.push(other(token.text)),
    }
}

/// Takes the quotes off a name that needs none.
fn name(token: &Token<'_>) -> String {
    let Some(name) = token.ident() else { return token.text.to_owned() };
    Dialect::Postgres.quote_where_needed(&name)
}

/// Returns the text that a string literal stands for.
fn unquoted(literal: &str) -> String {
    if literal.starts_with('$') {
        let tag = literal.get(1..).and_then(|rest| rest.find('$')).map_or(0, |end| end + 2);
        return literal.get(tag..literal.len().saturating_sub(tag)).unwrap_or_default().to_owned();
    }
    let escapes = literal.starts_with(['e', 'E']);
    let inside = literal.trim_start_matches(|c: char| c != '\'');
    let inside = inside.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).unwrap_or(inside);
    let text = inside.replace("''", "'");
    if !escapes {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('n')) => out.push('\n'),
            ('\\', Some('t')) => out.push('\t'),
            ('\\', Some('r')) => out.push('\r'),
            ('\\', Some(other)) => out.push(other),
            (c, _) => out.push(c),
        }
    }
    out
}
