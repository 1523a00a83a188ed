//! The variants of an enum.
//!
//! Those that matter are nearly always a name, sometimes with a number. Where one is more, or something is wrong, a tree is
//! made of the whole enum.

use super::attributes::{self, Attribute, flatten};
use super::header::plain_enum;
use super::items::Item;
use super::piece;
use super::type_ref::may_be_a_name;
use super::unreadable::Unreadable;
use crate::lex::{Tokens, Tree, Word};

/// A variant.
pub(crate) struct Variant<'a> {
    pub(crate) name: Word<'a>,
    pub(crate) attributes: Vec<Attribute<'a>>,
}

/// An enum: its name, and its variants.
pub(crate) struct Enum<'a> {
    pub(crate) name: Word<'a>,
    pub(crate) variants: Vec<Variant<'a>>,
}

/// Reads an enum.
pub(crate) fn of<'a>(item: &Item<'a>) -> Result<Enum<'a>, Unreadable> {
    if let Some((name, body)) = plain_enum(item)
        && let Some(variants) = of_tokens(body)
    {
        return Ok(Enum { name, variants });
    }
    of_tree(item)
}

/// Reads `A, B = 1`. Nothing comes of what takes a tree.
fn of_tokens(mut rest: Tokens<'_>) -> Option<Vec<Variant<'_>>> {
    let mut variants = Vec::new();
    while !rest.is_empty() {
        let attributes = attributes::take(&mut rest);
        let name = rest.take_word().filter(|name| may_be_a_name(name.text))?;
        if !attributes::are_plain(attributes) {
            return None;
        }
        if rest.take_punct(b'=') {
            rest.take_punct(b'-');
            let Some(Tree::Literal(_)) = rest.take() else { return None };
        }
        if !rest.take_punct(b',') && !rest.is_empty() {
            return None;
        }
        variants.push(Variant { name, attributes: flatten(attributes) });
    }
    Some(variants)
}

fn of_tree<'a>(item: &Item<'a>) -> Result<Enum<'a>, Unreadable> {
    let (tree, piece) = piece::parse::<syn::ItemEnum>(item.whole)?;
    let variants = tree.variants.iter().map(|variant| Variant {
        name: piece.word(&variant.ident),
        attributes: flatten(piece.attributes(item.whole, &variant.attrs)),
    });
    Ok(Enum { name: piece.word(&tree.ident), variants: variants.collect() })
}
