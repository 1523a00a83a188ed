//! Rust types, as far as they matter to columns.

use std::sync::Arc;

use syn::spanned::Spanned as _;
use syn::{GenericArgument, PathArguments, Type};

use super::piece::Piece;
use super::summary::TypeRef;
use crate::lex::{Tokens, lex};
use crate::memo::Memo;
use crate::naming::{is_keyword, plain};

/// Takes a type apart. What is not a path is only its text.
pub(crate) fn of(ty: &Type, piece: Piece<'_>) -> Arc<TypeRef> {
    Arc::new(tree(ty, piece))
}

fn tree(ty: &Type, piece: Piece<'_>) -> TypeRef {
    let text = squeeze(piece.text(ty.span()));
    match ty {
        Type::Paren(inner) => TypeRef { text, ..tree(&inner.elem, piece) },
        Type::Group(inner) => TypeRef { text, ..tree(&inner.elem, piece) },
        Type::Path(path) if path.qself.is_none() => {
            TypeRef { text, path: words(&path.path), args: arguments(&path.path, piece) }
        }
        _ => TypeRef { text, path: Vec::new(), args: Vec::new() },
    }
}

/// Returns the words of a path. A leading `::`, which keeps a crate from being taken for a module, is an empty word.
pub(crate) fn words(path: &syn::Path) -> Vec<String> {
    let root = path.leading_colon.map(|_| String::new());
    root.into_iter().chain(path.segments.iter().map(|segment| plain(&segment.ident))).collect()
}

fn arguments(path: &syn::Path, piece: Piece<'_>) -> Vec<Arc<TypeRef>> {
    let Some(PathArguments::AngleBracketed(list)) = path.segments.last().map(|segment| &segment.arguments) else {
        return Vec::new();
    };
    let types = list.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(of(ty, piece)),
        _ => None,
    });
    types.collect()
}

/// Reads `path::to::Type<Of, Types>`, which nearly every type is, without a tree of it. Nothing comes of any other.
pub(crate) fn of_tokens(tokens: Tokens<'_>) -> Option<Arc<TypeRef>> {
    thread_local!(static SEEN: Memo<Option<Arc<TypeRef>>> = Memo::new());
    let read = |_: &str| {
        let mut rest = tokens;
        take(&mut rest, DEPTH).filter(|_| rest.is_empty()).map(Arc::new)
    };
    SEEN.with(|seen| seen.get(tokens.source(), read))
}

/// How many angle brackets may be open: few enough to need no care for the stack.
const DEPTH: usize = 8;

/// Takes a type off the beginning.
fn take(tokens: &mut Tokens<'_>, depth: usize) -> Option<TypeRef> {
    let depth = depth.checked_sub(1)?;
    let begin = *tokens;
    let (mut path, mut args) = (Vec::new(), Vec::new());
    if tokens.take_colons() {
        path.push(String::new());
    }
    loop {
        let word = tokens.take_word().filter(|word| may_be_in_a_path(word.text))?;
        path.push(word.plain().to_owned());
        if !tokens.take_colons() {
            break;
        }
    }
    if tokens.take_punct(b'<') {
        loop {
            args.push(Arc::new(take(tokens, depth)?));
            if !tokens.take_punct(b',') {
                break;
            }
        }
        if !tokens.take_punct(b'>') {
            return None;
        }
    }
    Some(TypeRef { text: squeezed(begin.before(*tokens)), path, args })
}

/// Whether a word is a name, or one of the keywords that a path may begin with.
pub(crate) fn may_be_in_a_path(word: &str) -> bool {
    word != "_" && (word == "super" || !is_keyword(word))
}

/// Whether a word is a name.
pub(crate) fn may_be_a_name(word: &str) -> bool {
    !["_", "crate", "self", "Self"].contains(&word) && !is_keyword(word)
}

/// Writes a type without blanks and comments, as SeaORM does before it looks for `Option<` and `String`.
fn squeezed(tokens: Tokens<'_>) -> String {
    let source = tokens.source();
    // A slash may begin a comment.
    if source.bytes().any(|byte| byte.is_ascii_whitespace() || byte == b'/' || !byte.is_ascii()) {
        return tokens.texts().flat_map(str::split_whitespace).collect();
    }
    source.to_owned()
}

fn squeeze(text: &str) -> String {
    match lex(text) {
        Ok(tokens) => squeezed(Tokens::new(text, &tokens)),
        Err(_) => text.split_whitespace().collect(),
    }
}
