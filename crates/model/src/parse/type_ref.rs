//! Rust types, as far as they matter to columns.

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned as _;
use syn::{GenericArgument, PathArguments, Type};

use super::context::Context;
use super::summary::TypeRef;
use crate::naming::{is_keyword, plain};

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

/// Reads `path::to::Type<Of, Types>`, which nearly every type is, without a tree of it. Nothing comes of any other.
pub(crate) fn of_tokens(tokens: &[TokenTree]) -> Option<TypeRef> {
    let (ty, rest) = path(tokens, DEPTH)?;
    rest.is_empty().then_some(ty)
}

/// How many angle brackets may be open: few enough to need no care for the stack.
const DEPTH: usize = 8;

/// Takes a path off the beginning.
fn path(tokens: &[TokenTree], depth: usize) -> Option<(TypeRef, &[TokenTree])> {
    let depth = depth.checked_sub(1)?;
    let mut ty = TypeRef { text: String::new(), path: Vec::new(), args: Vec::new() };
    let mut rest = tokens;
    if let Some(after) = after_colons(rest) {
        ty.text.push_str("::");
        ty.path.push(String::new());
        rest = after;
    }
    loop {
        let (TokenTree::Ident(word), after) = rest.split_first()? else { return None };
        let word = word.to_string();
        if !may_be_in_a_path(&word) {
            return None;
        }
        ty.text.push_str(&word);
        ty.path.push(word.strip_prefix("r#").map(str::to_owned).unwrap_or(word));
        rest = after;
        let Some(after) = after_colons(rest) else { break };
        ty.text.push_str("::");
        rest = after;
    }
    if let Some(mut after) = after_char(rest, '<') {
        ty.text.push('<');
        loop {
            let (arg, behind) = path(after, depth)?;
            ty.text.push_str(&arg.text);
            ty.args.push(arg);
            let Some(next) = after_char(behind, ',') else {
                rest = after_char(behind, '>')?;
                break;
            };
            ty.text.push(',');
            after = next;
        }
        ty.text.push('>');
    }
    Some((ty, rest))
}

fn after_char(tokens: &[TokenTree], char: char) -> Option<&[TokenTree]> {
    match tokens {
        [TokenTree::Punct(punct), rest @ ..] if punct.as_char() == char => Some(rest),
        _ => None,
    }
}

fn after_colons(tokens: &[TokenTree]) -> Option<&[TokenTree]> {
    after_char(after_char(tokens, ':')?, ':')
}

/// Whether a word is a name, or one of the keywords that a path may begin with.
fn may_be_in_a_path(word: &str) -> bool {
    word != "_" && (word == "super" || !is_keyword(word))
}

/// Writes a type without blanks and comments, as SeaORM does before it looks for `Option<` and `String`.
fn squeeze(text: &str) -> String {
    // Only these may stand around a blank or something like one that is not to be taken out.
    if text.contains(['/', '"', '\'']) {
        let tokens = text.parse::<TokenStream>().map(|tokens| tokens.to_string());
        return tokens.as_deref().unwrap_or(text).split_whitespace().collect();
    }
    text.split_whitespace().collect()
}
