//! How items begin, where they are written as nearly all are.

use super::attributes;
use super::items::Item;
use super::type_ref::may_be_a_name;
use crate::lex::{Delimiter, Tokens, Word};

/// Skips `pub`, `pub(crate)`.
pub(crate) fn skip_visibility(tokens: &mut Tokens<'_>) {
    if !tokens.take_keyword("pub") {
        return;
    }
    let mut behind = *tokens;
    let scope = behind.take_group(Delimiter::Parenthesis).and_then(|group| group.inside.words().next());
    if scope.is_some_and(|word| ["crate", "self", "super", "in"].contains(&word.text)) {
        *tokens = behind;
    }
}

/// Takes `keyword Name`, behind attributes and a visibility that need no tree, off an item. Returns the name and the rest.
pub(crate) fn named<'a>(item: &Item<'a>, keyword: &str) -> Option<(Word<'a>, Tokens<'a>)> {
    let mut rest = item.tokens;
    skip_visibility(&mut rest);
    let name = if rest.take_keyword(keyword) {
        rest.take_word().filter(|name| may_be_a_name(name.text))?
    } else {
        return None;
    };
    attributes::are_plain(item.attributes).then_some((name, rest))
}

/// Takes `struct Name { … }` apart.
pub(crate) fn named_struct<'a>(item: &Item<'a>) -> Option<(Word<'a>, Tokens<'a>)> {
    body(named(item, "struct")?)
}

/// Takes `enum Name { … }` apart.
pub(crate) fn plain_enum<'a>(item: &Item<'a>) -> Option<(Word<'a>, Tokens<'a>)> {
    body(named(item, "enum")?)
}

fn body<'a>((name, mut rest): (Word<'a>, Tokens<'a>)) -> Option<(Word<'a>, Tokens<'a>)> {
    let group = rest.take_group(Delimiter::Brace)?;
    rest.is_empty().then_some((name, group.inside))
}
