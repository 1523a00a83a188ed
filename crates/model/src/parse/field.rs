//! The fields of a struct.
//!
//! Nearly every one is `name: path::to::Type<Of, Types>`, and is read as it stands. A tree of the whole struct would cost
//! more than all the rest of a file; it is made only where something is written in another way, or wrongly.

use std::sync::Arc;

use syn::spanned::Spanned as _;

use super::attributes::{self, Attribute, flatten};
use super::context::Context;
use super::header::{named_struct, skip_visibility};
use super::items::Item;
use super::summary::TypeRef;
use super::type_ref::may_be_a_name;
use super::unreadable::Unreadable;
use super::{piece, type_ref};
use crate::lex::{Tokens, Tree, Word};
use crate::location::Span;

/// A field with a name.
pub(crate) struct Field<'a> {
    pub(crate) name: Word<'a>,
    pub(crate) attributes: Vec<Attribute<'a>>,
    pub(crate) ty: Arc<TypeRef>,
    pub(crate) ty_span: Span,
}

/// Reads the name of a struct, and its fields.
pub(crate) fn of<'a>(item: &Item<'a>, cx: &Context<'_>) -> Result<(Word<'a>, Vec<Field<'a>>), Unreadable> {
    if let Some((name, body)) = named_struct(item)
        && let Some(fields) = of_tokens(body, cx)
    {
        return Ok((name, fields));
    }
    of_tree(item, cx)
}

/// Reads `name: Type, name: Type`. Nothing comes of what takes a tree.
fn of_tokens<'a>(mut rest: Tokens<'a>, cx: &Context<'_>) -> Option<Vec<Field<'a>>> {
    let mut fields = Vec::new();
    while !rest.is_empty() {
        fields.push(take(&mut rest, cx)?);
    }
    Some(fields)
}

fn of_tree<'a>(item: &Item<'a>, cx: &Context<'_>) -> Result<(Word<'a>, Vec<Field<'a>>), Unreadable> {
    let (tree, piece) = piece::parse::<syn::ItemStruct>(item.whole)?;
    let named = tree.fields.iter().filter_map(|field| {
        Some(Field {
            name: piece.word(field.ident.as_ref()?),
            attributes: flatten(piece.attributes(item.whole, &field.attrs)),
            ty: type_ref::of(&field.ty, piece),
            ty_span: cx.span(piece.range(field.ty.span())),
        })
    });
    let fields = named.collect();
    Ok((piece.word(&tree.ident), fields))
}

/// Takes a field off the beginning, with the comma behind it.
fn take<'a>(rest: &mut Tokens<'a>, cx: &Context<'_>) -> Option<Field<'a>> {
    let attributes = attributes::take(rest);
    skip_visibility(rest);
    let name = rest.take_word().filter(|name| may_be_a_name(name.text))?;
    if !attributes::are_plain(attributes) || !rest.take_punct(b':') {
        return None;
    }
    let ty = take_type(rest);
    Some(Field {
        name,
        attributes: flatten(attributes),
        ty: type_ref::of_tokens(ty).or_else(|| of_any_type(ty))?,
        ty_span: cx.span(ty.range()),
    })
}

/// Takes a type off the beginning, with the comma that ends it.
fn take_type<'a>(rest: &mut Tokens<'a>) -> Tokens<'a> {
    let begin = *rest;
    let mut angles = 0_usize;
    let mut before = b' ';
    loop {
        let ty = begin.before(*rest);
        let Some(token) = rest.take() else { return ty };
        let Tree::Punct(punct) = token else {
            before = b' ';
            continue;
        };
        match punct {
            b',' if angles == 0 => return ty,
            b'<' => angles += 1,
            b'>' if before != b'-' => angles = angles.saturating_sub(1),
            _ => {}
        }
        before = punct;
    }
}

fn of_any_type(tokens: Tokens<'_>) -> Option<Arc<TypeRef>> {
    let (tree, piece) = piece::parse::<syn::Type>(tokens).ok()?;
    Some(type_ref::of(&tree, piece))
}
