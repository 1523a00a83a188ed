//! What is indexed: the parts of a key, a unique or an index.

use super::cursor::Cursor;
use super::{Name, ParseError, Span};
use crate::SortOrder;
use crate::sql::{Token, TokenKind};

/// One part: `column`, `column COLLATE nocase DESC`, `lower(name)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexedPart {
    /// Where it lies, without the comma.
    pub span: Span,
    /// What is indexed.
    pub key: PartKey,
    /// The collation.
    pub collation: Option<Name>,
    /// The order, when it is written.
    pub order: Option<SortOrder>,
}

/// What a part indexes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartKey {
    /// A column.
    Column(Name),
    /// An expression, and where it lies.
    Expression(Span),
}

impl IndexedPart {
    /// Returns the column, when it is one.
    pub fn column(&self) -> Option<&Name> {
        match &self.key {
            PartKey::Column(name) => Some(name),
            PartKey::Expression(_) => None,
        }
    }
}

/// The parts in parentheses, and whether `AUTOINCREMENT` ends them.
pub(super) struct PartList {
    pub(super) parts: Vec<IndexedPart>,
    pub(super) autoincrement: bool,
}

impl PartList {
    /// Reads `( part, … [AUTOINCREMENT] )`.
    pub(super) fn parse(cursor: &mut Cursor<'_>) -> Result<Self, ParseError> {
        cursor.expect_punct("(")?;
        let mut list = Self { parts: Vec::new(), autoincrement: false };
        loop {
            let mut tokens = part_tokens(cursor)?;
            if tokens.len() > 1 && tokens.last().is_some_and(|token| token.is_word("autoincrement")) {
                tokens.pop();
                list.autoincrement = true;
            }
            list.parts.push(part(&tokens).ok_or_else(|| cursor.unexpected("a column or an expression"))?);
            if !cursor.eat_punct(",") {
                break;
            }
        }
        cursor.expect_punct(")")?;
        Ok(list)
    }
}

/// Steps over everything up to the comma or parenthesis that ends a part.
fn part_tokens<'a>(cursor: &mut Cursor<'a>) -> Result<Vec<Token<'a>>, ParseError> {
    let mut tokens = Vec::new();
    let mut depth = 0_usize;
    while let Some(token) = cursor.peek() {
        if depth == 0 && (token.is_punct(",") || token.is_punct(")")) {
            return Ok(tokens);
        }
        if token.is_punct("(") {
            depth += 1;
        } else if token.is_punct(")") {
            depth -= 1;
        }
        tokens.extend(cursor.next());
    }
    Err(cursor.unexpected("a closing parenthesis"))
}

fn part(tokens: &[Token<'_>]) -> Option<IndexedPart> {
    let span = tokens.first()?.start..tokens.last()?.end();
    let (tokens, order) = strip_order(strip_nulls(tokens));
    if let Some((column, collation)) = collated_column(tokens) {
        return Some(IndexedPart { span, key: PartKey::Column(column), collation, order });
    }
    let (expression, collation) = match tokens {
        [rest @ .., word, name] if word.is_word("collate") && is_primary(rest) => (rest, Name::of(name)),
        _ => (tokens, None),
    };
    let key = PartKey::Expression(expression.first()?.start..expression.last()?.end());
    Some(IndexedPart { span, key, collation, order })
}

/// `NULLS FIRST`, `NULLS LAST`.
fn strip_nulls<'t, 'a>(tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
    match tokens {
        [rest @ .., nulls, place]
            if !rest.is_empty() && nulls.is_word("nulls") && (place.is_word("first") || place.is_word("last")) =>
        {
            rest
        }
        _ => tokens,
    }
}

/// `ASC` and `DESC` are also names: they are an order only behind something that they can order.
fn strip_order<'t, 'a>(tokens: &'t [Token<'a>]) -> (&'t [Token<'a>], Option<SortOrder>) {
    let [rest @ .., before, last] = tokens else { return (tokens, None) };
    let order = match last {
        last if last.is_word("asc") => SortOrder::Ascending,
        last if last.is_word("desc") => SortOrder::Descending,
        _ => return (tokens, None),
    };
    if before.kind == TokenKind::Punct && !before.is_punct(")") {
        return (tokens, None);
    }
    (&tokens[..=rest.len()], Some(order))
}

/// Reads a column within any number of parentheses and collations; the outermost collation counts.
fn collated_column(tokens: &[Token<'_>]) -> Option<(Name, Option<Name>)> {
    let mut collation = None;
    let mut rest = tokens;
    loop {
        rest = match rest {
            [column] => return Some((Name::of(column)?, collation)),
            [inner @ .., word, name] if word.is_word("collate") => {
                collation = collation.or_else(|| Name::of(name));
                inner
            }
            // Whether the two belong together need not be asked: what is inside must come down to one name.
            [open, inner @ .., close] if open.is_punct("(") && close.is_punct(")") => inner,
            _ => return None,
        };
    }
}

/// Whether a COLLATE behind `tokens` applies to all of them: it binds tighter than any other operator.
fn is_primary(tokens: &[Token<'_>]) -> bool {
    match tokens {
        [_] => true,
        [open, ..] if open.is_punct("(") => is_wrapped(tokens),
        [function, arguments @ ..] => Name::of(function).is_some() && is_wrapped(arguments),
        [] => false,
    }
}

/// Whether one pair of parentheses encloses all of `tokens`.
fn is_wrapped(tokens: &[Token<'_>]) -> bool {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        if token.is_punct("(") {
            depth += 1;
        } else if token.is_punct(")") {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 {
            return at > 0 && at + 1 == tokens.len();
        }
    }
    false
}
