//! Rust types, as far as they matter to columns.

use proc_macro2::TokenStream;
use syn::spanned::Spanned as _;
use syn::{GenericArgument, PathArguments, Type};

use super::context::Context;
use super::summary::TypeRef;
use crate::naming::plain;

/// Takes a type apart. What is not a path is only its text.
pub(crate) fn of(ty: &Type, cx: &Context<'_>) -> TypeRef {
    let text = squeeze(cx.text(ty.span()));
    match ty {
        Type::Paren(inner) => TypeRef { text, ..of(&inner.elem, cx) },
        Type::Group(inner) => TypeRef { text, ..of(&inner.elem, cx) },
        Type::Path(path) if path.qself.is_none() => {
            TypeRef { text, path: words(&path.path), args: arguments(&path.path, cx) }
        }
        _ => TypeRef { text, path: Vec::new(), args: Vec::new() },
    }
}

/// Returns the words of a path. A leading `::`, which keeps a crate from being taken for a module, is an empty word.
pub(crate) fn words(path: &syn::Path) -> Vec<String> {
    let root = path.leading_colon.map(|_| String::new());
    root.into_iter().chain(path.segments.iter().map(|segment| plain(&segment.ident))).collect()
}

fn arguments(path: &syn::Path, cx: &Context<'_>) -> Vec<TypeRef> {
    let Some(PathArguments::AngleBracketed(list)) = path.segments.last().map(|segment| &segment.arguments) else {
        return Vec::new();
    };
    let types = list.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(of(ty, cx)),
        _ => None,
    });
    types.collect()
}

/// Writes a type without blanks and comments, as SeaORM does before it looks for `Option<` and `String`.
fn squeeze(text: &str) -> String {
    let tokens = text.parse::<TokenStream>().map(|tokens| tokens.to_string());
    tokens.as_deref().unwrap_or(text).split_whitespace().collect()
}
