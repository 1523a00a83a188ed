//! The fields of a struct.
//!
//! Nearly every one is `name: path::to::Type<Of, Types>`, and is read as it stands. A tree of the whole struct would cost
//! more than all the rest of a file; it is made only where something is written in another way, or wrongly.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::spanned::Spanned as _;

use super::attributes::{Attribute, flatten, flatten_tokens, inside};
use super::context::Context;
use super::summary::TypeRef;
use super::{nesting, type_ref};
use crate::location::Span;

/// A field with a name.
pub(crate) struct Field {
    pub(crate) name: Ident,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) ty: TypeRef,
    pub(crate) ty_span: Span,
}

/// Reads the fields of `struct Name { … }`, which follows after attributes. Nothing comes of what takes a tree.
pub(crate) fn of_tokens(item: &[TokenTree], cx: &Context<'_>) -> Option<Vec<Field>> {
    let [TokenTree::Ident(keyword), TokenTree::Ident(_), TokenTree::Group(body)] = without_visibility(item) else {
        return None;
    };
    if keyword != "struct" || body.delimiter() != Delimiter::Brace {
        return None;
    }
    let tokens = inside(body);
    let mut rest = tokens.as_slice();
    let mut fields = Vec::new();
    while !rest.is_empty() {
        let (field, after) = next(rest, cx)?;
        fields.push(field);
        rest = after;
    }
    Some(fields)
}

/// Lists the fields of a tree.
pub(crate) fn of_tree(item: &syn::ItemStruct, cx: &Context<'_>) -> Vec<Field> {
    let named = item.fields.iter().filter_map(|field| {
        Some(Field {
            name: field.ident.clone()?,
            attributes: flatten(&field.attrs),
            ty: type_ref::of(&field.ty, cx),
            ty_span: cx.span(field.ty.span()),
        })
    });
    named.collect()
}

/// Takes a field off the beginning, with the comma behind it.
fn next<'t>(tokens: &'t [TokenTree], cx: &Context<'_>) -> Option<(Field, &'t [TokenTree])> {
    let mut rest = tokens;
    while let [TokenTree::Punct(hash), TokenTree::Group(_), after @ ..] = rest
        && hash.as_char() == '#'
    {
        rest = after;
    }
    let attributes = tokens.get(..tokens.len() - rest.len())?;
    let [TokenTree::Ident(name), TokenTree::Punct(colon), rest @ ..] = without_visibility(rest) else { return None };
    if colon.as_char() != ':' {
        return None;
    }
    let (ty, rest) = rest.split_at(type_length(rest));
    let (first, last) = (ty.first()?, ty.last()?);
    let field = Field {
        name: name.clone(),
        attributes: flatten_tokens(attributes),
        ty: type_ref::of_tokens(ty).or_else(|| of_any_type(ty, cx))?,
        ty_span: cx.between(first.span(), last.span()),
    };
    Some((field, rest.get(1..).unwrap_or_default()))
}

/// Skips `pub`, `pub(crate)`.
fn without_visibility(tokens: &[TokenTree]) -> &[TokenTree] {
    match tokens {
        [TokenTree::Ident(word), TokenTree::Group(scope), rest @ ..]
            if word == "pub" && scope.delimiter() == Delimiter::Parenthesis =>
        {
            rest
        }
        [TokenTree::Ident(word), rest @ ..] if word == "pub" => rest,
        _ => tokens,
    }
}

/// Returns how many tokens there are before the comma that ends the type.
fn type_length(tokens: &[TokenTree]) -> usize {
    let mut angles = 0_usize;
    let mut before = ' ';
    for (index, token) in tokens.iter().enumerate() {
        let TokenTree::Punct(punct) = token else {
            before = ' ';
            continue;
        };
        match punct.as_char() {
            ',' if angles == 0 => return index,
            '<' => angles += 1,
            '>' if before != '-' => angles = angles.saturating_sub(1),
            _ => {}
        }
        before = punct.as_char();
    }
    tokens.len()
}

fn of_any_type(tokens: &[TokenTree], cx: &Context<'_>) -> Option<TypeRef> {
    let tokens: TokenStream = tokens.iter().cloned().collect();
    match nesting::too_deep(tokens.clone()) {
        Some(_) => None,
        None => syn::parse2(tokens).ok().map(|ty| type_ref::of(&ty, cx)),
    }
}
