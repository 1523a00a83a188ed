//! Where each item begins and ends, and what kind it is.

use super::skip::name_after;
use crate::lex::{Delimiter, Tokens, Tree, Word};
use crate::parse::attributes;
use crate::parse::unreadable::Unreadable;

/// An item that is not parsed yet.
pub(crate) struct Item<'a> {
    /// Attributes and all.
    pub(crate) whole: Tokens<'a>,
    pub(crate) attributes: Tokens<'a>,
    /// Everything from the visibility to the closing brace or semicolon.
    pub(crate) tokens: Tokens<'a>,
    pub(crate) kind: Kind<'a>,
}

impl<'a> Item<'a> {
    /// Returns the name of a struct or an enum.
    pub(crate) fn name(&self) -> Option<Word<'a>> {
        ["struct", "enum"].iter().find_map(|keyword| name_after(self.tokens, keyword))
    }
}

/// What kind of item it is, as far as it matters.
pub(crate) enum Kind<'a> {
    Struct,
    Enum,
    Use,
    Alias { name: Word<'a> },
    Module { name: Word<'a>, body: Option<Tokens<'a>> },
    Impl { body: Tokens<'a> },
    Function { name: Word<'a>, body: Tokens<'a> },
    MacroDefinition { name: Word<'a>, body: Tokens<'a> },
    MacroCall { first: Word<'a>, last: Word<'a>, arguments: Tokens<'a> },
    Other,
}

/// Splits the tokens of a module into items.
pub(crate) fn items(tokens: Tokens<'_>) -> Result<Vec<Item<'_>>, Unreadable> {
    let mut rest = tokens;
    let mut out = Vec::new();
    loop {
        skip_inner(&mut rest);
        if rest.is_empty() {
            return Ok(out);
        }
        let begin = rest;
        let attributes = attributes::take(&mut rest);
        let beginning = rest;
        let error = |message: &str| Err(Unreadable::Syntax(beginning.first_range(), message.to_owned()));
        if rest.is_empty() {
            let at = attributes.last_range();
            return Err(Unreadable::Syntax(at, "an attribute stands before nothing".to_owned()));
        }
        if take(&mut rest).is_none() {
            return error("this is not the beginning of an item");
        }
        let tokens = beginning.before(rest);
        let Some(kind) = kind(tokens) else { return error("this item is not complete") };
        out.push(Item { whole: begin.before(rest), attributes, tokens, kind });
    }
}

/// Skips `#![…]`, documentation of the module, and stray semicolons.
fn skip_inner(tokens: &mut Tokens<'_>) {
    loop {
        let mut rest = *tokens;
        let skipped = rest.take_punct(b';')
            || rest.take_doc(true)
            || (rest.take_punct(b'#') && rest.take_punct(b'!') && matches!(rest.take(), Some(Tree::Group(_))));
        if !skipped {
            return;
        }
        *tokens = rest;
    }
}

/// Takes an item off the beginning.
fn take(tokens: &mut Tokens<'_>) -> Option<()> {
    let (keyword, mut rest) = keyword(*tokens)?;
    let ends_with_semicolon = matches!(keyword, "use" | "static" | "const" | "type" | "extern crate");
    let mut angles = 0_usize;
    let mut before = b' ';
    loop {
        let token = rest.take()?;
        let ends = match token {
            Tree::Punct(b';') => true,
            Tree::Group(group) => angles == 0 && !ends_with_semicolon && group.delimiter == Delimiter::Brace,
            _ => false,
        };
        if ends {
            *tokens = rest;
            return Some(());
        }
        match token {
            Tree::Punct(b'<') => angles += 1,
            // What ends an arrow ends no list.
            Tree::Punct(b'>') if !matches!(before, b'-' | b'=') => angles = angles.saturating_sub(1),
            _ => {}
        }
        before = if let Tree::Punct(punct) = token { punct } else { b' ' };
    }
}

/// Returns the word that says what an item is, with all from there on. A macro call gives `!`.
fn keyword(tokens: Tokens<'_>) -> Option<(&str, Tokens<'_>)> {
    let mut rest = tokens;
    loop {
        let from = rest;
        let call = || is_path_call(from).then_some(("!", from));
        // `::path::to_a!` begins with a path.
        let Some(word) = rest.take_word() else { return call() };
        let next = rest.first();
        match word.text {
            "pub" => {
                // `struct` never follows a tuple here: a visibility is all that can.
                rest.take_group(Delimiter::Parenthesis);
            }
            "const" if !is_one_of(next, &["fn", "unsafe", "async", "extern"]) => return Some((word.text, from)),
            "extern" if is_one_of(next, &["crate"]) => return Some(("extern crate", from)),
            "extern" => match next {
                Some(Tree::Word(_)) => {}
                Some(Tree::Literal(_)) => {
                    rest.take();
                    if matches!(rest.first(), Some(Tree::Group(_))) {
                        return Some((word.text, from));
                    }
                }
                _ => return Some((word.text, from)),
            },
            "unsafe" | "async" | "const" => {}
            "default" | "auto" | "safe" if !is_path_call(from) => {}
            "union" if is_path_call(from) => return call(),
            "struct" | "enum" | "union" | "trait" | "impl" | "mod" | "use" | "fn" | "static" | "type" | "macro" => {
                return Some((word.text, from));
            }
            _ => return call(),
        }
    }
}

fn is_one_of(token: Option<Tree<'_>>, words: &[&str]) -> bool {
    matches!(token, Some(Tree::Word(word)) if words.contains(&word.text))
}

/// Whether the tokens begin with `path::to_a!`.
fn is_path_call(tokens: Tokens<'_>) -> bool {
    let mut after_word = false;
    for token in tokens {
        match token {
            Tree::Word(_) if !after_word => after_word = true,
            Tree::Punct(b':') => after_word = false,
            Tree::Punct(punct) => return after_word && punct == b'!',
            _ => return false,
        }
    }
    false
}

fn kind(tokens: Tokens<'_>) -> Option<Kind<'_>> {
    let (keyword, rest) = keyword(tokens)?;
    let body = rest.last_group();
    Some(match keyword {
        "struct" => Kind::Struct,
        "enum" => Kind::Enum,
        "use" => Kind::Use,
        "type" => Kind::Alias { name: name_after(rest, "type")? },
        "mod" => Kind::Module { name: name_after(rest, "mod")?, body },
        "impl" => Kind::Impl { body: body? },
        "fn" => match body {
            Some(body) => Kind::Function { name: name_after(rest, "fn")?, body },
            None => Kind::Other,
        },
        "!" => macro_call(rest)?,
        _ => Kind::Other,
    })
}

fn macro_call(tokens: Tokens<'_>) -> Option<Kind<'_>> {
    let arguments = tokens.into_iter().find_map(|token| match token {
        Tree::Group(group) => Some(group.inside),
        _ => None,
    })?;
    let mut words = tokens.into_iter().filter_map(|token| match token {
        Tree::Word(word) => Some(word),
        _ => None,
    });
    let first = words.next()?;
    if first.text == "macro_rules" {
        return Some(Kind::MacroDefinition { name: words.next()?, body: arguments });
    }
    Some(Kind::MacroCall { first, last: words.last().unwrap_or(first), arguments })
}
