//! Where each item begins and ends, and what kind it is.

use proc_macro2::{Delimiter, Group, Ident, Spacing, Span, TokenTree};

use super::skip::name_after;

/// An item that is not parsed yet.
pub(super) struct Item<'a> {
    pub(super) attributes: &'a [TokenTree],
    /// Everything from the visibility to the closing brace or semicolon.
    pub(super) tokens: &'a [TokenTree],
    pub(super) kind: Kind<'a>,
}

impl Item<'_> {
    /// Returns the name of a struct, enum, union or trait.
    pub(super) fn name(&self) -> Option<&Ident> {
        ["struct", "enum"].iter().find_map(|keyword| name_after(self.tokens, keyword))
    }
}

/// What kind of item it is, as far as it matters.
pub(super) enum Kind<'a> {
    Struct,
    Enum,
    Use,
    Alias { name: &'a Ident },
    Module { name: &'a Ident, body: Option<&'a Group> },
    Impl { body: &'a Group },
    Function { name: &'a Ident, body: &'a Group },
    MacroDefinition { name: &'a Ident, body: &'a Group },
    MacroCall { path: Vec<&'a Ident>, arguments: &'a Group },
    Other,
}

type Error = (Span, String);

/// Splits the tokens of a module into items.
pub(super) fn items(tokens: &[TokenTree]) -> Result<Vec<Item<'_>>, Error> {
    let mut rest = tokens;
    let mut out = Vec::new();
    loop {
        rest = skip_inner(rest);
        if rest.is_empty() {
            return Ok(out);
        }
        let attributes = outer_attributes(rest);
        rest = &rest[attributes.len()..];
        let Some(first) = rest.first() else {
            let at = attributes.last().map_or_else(Span::call_site, TokenTree::span);
            return Err((at, "an attribute stands before nothing".to_owned()));
        };
        let length = length(rest).ok_or_else(|| (first.span(), "this is not the beginning of an item".to_owned()))?;
        let (tokens, after) = rest.split_at(length);
        let kind = kind(tokens).ok_or_else(|| (first.span(), "this item is not complete".to_owned()))?;
        out.push(Item { attributes, tokens, kind });
        rest = after;
    }
}

/// Skips `#![…]` and stray semicolons.
fn skip_inner(mut tokens: &[TokenTree]) -> &[TokenTree] {
    loop {
        tokens = match tokens {
            [TokenTree::Punct(semicolon), rest @ ..] if semicolon.as_char() == ';' => rest,
            [TokenTree::Punct(hash), TokenTree::Punct(bang), TokenTree::Group(_), rest @ ..]
                if hash.as_char() == '#' && bang.as_char() == '!' =>
            {
                rest
            }
            _ => return tokens,
        }
    }
}

fn outer_attributes(tokens: &[TokenTree]) -> &[TokenTree] {
    let mut length = 0;
    while let [TokenTree::Punct(hash), TokenTree::Group(group), ..] = &tokens[length..]
        && hash.as_char() == '#'
        && group.delimiter() == Delimiter::Bracket
    {
        length += 2;
    }
    &tokens[..length]
}

/// Returns how many tokens the item at the start has.
fn length(tokens: &[TokenTree]) -> Option<usize> {
    let keyword = keyword(tokens)?;
    let ends_with_semicolon = matches!(keyword.1.as_str(), "use" | "static" | "const" | "type" | "extern crate");
    let mut angles = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(keyword.0) {
        match token {
            TokenTree::Punct(punct) => match punct.as_char() {
                ';' => return Some(index + 1),
                '<' => angles += 1,
                '>' if !is_arrow(tokens, index) => angles = angles.saturating_sub(1),
                _ => {}
            },
            TokenTree::Group(group) if angles == 0 && !ends_with_semicolon && is_block(group) => {
                return Some(index + 1);
            }
            _ => {}
        }
    }
    None
}

fn is_block(group: &Group) -> bool {
    group.delimiter() == Delimiter::Brace
}

/// Whether the `>` at `index` ends `->` or `=>`.
fn is_arrow(tokens: &[TokenTree], index: usize) -> bool {
    index.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|token| {
        matches!(token, TokenTree::Punct(p) if p.spacing() == Spacing::Joint && matches!(p.as_char(), '-' | '='))
    })
}

/// Returns the word that says what an item is, and where it stands. A macro call gives `!`.
fn keyword(tokens: &[TokenTree]) -> Option<(usize, String)> {
    let mut index = 0;
    loop {
        let TokenTree::Ident(word) = tokens.get(index)? else {
            // `::path::to_a!` begins with a path.
            return is_path_call(&tokens[index..]).then(|| (index, "!".to_owned()));
        };
        let word = word.to_string();
        let next = match tokens.get(index + 1) {
            Some(TokenTree::Ident(next)) => next.to_string(),
            _ => String::new(),
        };
        match word.as_str() {
            "pub" => {
                let scope = matches!(tokens.get(index + 1), Some(TokenTree::Group(g)) if g.delimiter() == Delimiter::Parenthesis);
                // `struct` never follows a tuple here: a visibility is all that can.
                index += if scope { 2 } else { 1 };
            }
            "const" if !matches!(next.as_str(), "fn" | "unsafe" | "async" | "extern") => return Some((index, word)),
            "extern" if next == "crate" => return Some((index, "extern crate".to_owned())),
            "extern" if !matches!(tokens.get(index + 1), Some(TokenTree::Literal(_) | TokenTree::Ident(_))) => {
                return Some((index, word));
            }
            "extern" if matches!(tokens.get(index + 1), Some(TokenTree::Literal(_))) => {
                if matches!(tokens.get(index + 2), Some(TokenTree::Group(_))) {
                    return Some((index, word));
                }
                index += 2;
            }
            "unsafe" | "async" | "const" | "extern" => index += 1,
            "default" | "auto" | "safe" if !is_path_call(&tokens[index..]) => index += 1,
            "union" if is_path_call(&tokens[index..]) => return Some((index, "!".to_owned())),
            "struct" | "enum" | "union" | "trait" | "impl" | "mod" | "use" | "fn" | "static" | "type" | "macro" => {
                return Some((index, word));
            }
            _ => return is_path_call(&tokens[index..]).then(|| (index, "!".to_owned())),
        }
    }
}

/// Whether the tokens begin with `path::to_a!`.
fn is_path_call(tokens: &[TokenTree]) -> bool {
    let mut after_word = false;
    for token in tokens {
        match token {
            TokenTree::Ident(_) if !after_word => after_word = true,
            TokenTree::Punct(punct) if punct.as_char() == ':' => after_word = false,
            TokenTree::Punct(punct) => return after_word && punct.as_char() == '!',
            _ => return false,
        }
    }
    false
}

fn kind(tokens: &[TokenTree]) -> Option<Kind<'_>> {
    let (index, keyword) = keyword(tokens)?;
    let rest = &tokens[index..];
    let body = rest.last().and_then(|token| match token {
        TokenTree::Group(group) => Some(group),
        _ => None,
    });
    Some(match keyword.as_str() {
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

fn macro_call(tokens: &[TokenTree]) -> Option<Kind<'_>> {
    let group = tokens.iter().find_map(|token| match token {
        TokenTree::Group(group) => Some(group),
        _ => None,
    })?;
    let idents = || {
        tokens.iter().filter_map(|token| match token {
            TokenTree::Ident(word) => Some(word),
            _ => None,
        })
    };
    let first = idents().next()?;
    if first == "macro_rules" {
        return Some(Kind::MacroDefinition { name: idents().nth(1)?, body: group });
    }
    Some(Kind::MacroCall { path: idents().collect(), arguments: group })
}
