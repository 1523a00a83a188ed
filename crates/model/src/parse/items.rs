//! The items of a file, told apart by their tokens.
//!
//! Only what may matter is parsed into a tree. Bodies of functions and of most `impl`s are skipped, so that nothing in
//! them can be too deep, too new or too broken to read the entities beside them.

mod cursor;
mod skip;

use proc_macro2::{Span, TokenStream, TokenTree};

use super::attributes::{self, Attribute};
use super::context::Context;
use super::expanded::{self, Parts};
use super::summary::{MacroCall, Module, TypeDeclKind};
use super::{
    active_enum, entity, entity_name, field, implementation, macros, nesting, relation_enum, type_ref, uses, value_type,
};
use crate::naming::plain;
use crate::{Code, Diagnostic};
use cursor::{Item, Kind};

/// How deep modules may be nested within a file.
const MODULES: usize = 32;

/// What a file holds.
#[derive(Default)]
pub(crate) struct Content {
    pub(crate) modules: Vec<Module>,
    pub(crate) macro_calls: Vec<MacroCall>,
    pub(crate) macro_definitions: Vec<(String, bool)>,
}

/// Why a file cannot be read.
pub(crate) enum Unreadable {
    Syntax(Span, String),
    TooDeep(Span),
}

impl Unreadable {
    pub(crate) fn finding(&self, cx: &Context<'_>) -> Diagnostic {
        match self {
            Unreadable::Syntax(at, message) => {
                cx.finding(Code::Syntax, cx.span(*at), "the file is not Rust that can be read").label(message.clone())
            }
            Unreadable::TooDeep(at) => cx
                .finding(Code::NestingTooDeep, cx.span(*at), "the code is nested too deeply to be read")
                .help("move the item to a file that is not read for entities"),
        }
    }
}

impl From<syn::Error> for Unreadable {
    fn from(error: syn::Error) -> Self {
        Unreadable::Syntax(error.span(), error.to_string())
    }
}

type Result<T> = std::result::Result<T, Unreadable>;

/// Reads the items of a file.
pub(crate) fn read(tokens: TokenStream, cx: &mut Context<'_>) -> Result<Content> {
    let mut content = Content::default();
    module(tokens, Vec::new(), &mut content, cx)?;
    Ok(content)
}

fn module(tokens: TokenStream, inline: Vec<String>, content: &mut Content, cx: &mut Context<'_>) -> Result<()> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let index = content.modules.len();
    let mut out = Module { inline, ..Module::default() };
    let mut parts = Parts::default();
    // The place is taken before the modules within take theirs.
    content.modules.push(Module::default());
    for item in cursor::items(&tokens).map_err(|(at, message)| Unreadable::Syntax(at, message))? {
        let attributes = attributes::flatten_tokens(item.attributes);
        if attributes::are_met(&attributes) {
            skip::attribute_macros(&item, &attributes, cx);
            add(&item, &attributes, (&mut out, &mut parts), content, cx)?;
        } else {
            out.left_out.extend(skip::unmet(&item, &attributes, cx));
        }
    }
    parts.assemble(&mut out, cx);
    if let Some(place) = content.modules.get_mut(index) {
        *place = out;
    }
    Ok(())
}

fn add(
    item: &Item<'_>,
    attributes: &[Attribute],
    (out, parts): (&mut Module, &mut Parts),
    content: &mut Content,
    cx: &mut Context<'_>,
) -> Result<()> {
    match &item.kind {
        Kind::Struct => structure(item, attributes, out, parts, cx)?,
        Kind::Enum => enumeration(item, attributes, out, parts, cx)?,
        // What is no plain `use` (`use {::a::b}`) comes back as tokens, and brings nothing in that matters here.
        Kind::Use => {
            if let syn::Item::Use(item) = tree(item)? {
                out.uses.extend(uses::flatten(&item));
            }
        }
        Kind::Alias { name } => alias(item, name, out, cx)?,
        Kind::Module { name, body } => {
            if out.inline.len() >= MODULES {
                return Err(Unreadable::TooDeep(name.span()));
            }
            if body.is_none() {
                let path = attributes.iter().find(|attribute| attribute.is("path")).and_then(Attribute::text);
                out.placed.extend(path.map(|path| (plain(name), path)));
            }
            if let Some(body) = body {
                let inline = out.inline.iter().cloned().chain([plain(name)]).collect();
                module(body.stream(), inline, content, cx)?;
            }
        }
        Kind::Impl { body } => implementation::read(item.tokens, &body.stream(), out, parts, cx),
        Kind::MacroDefinition { name, body } => {
            content.macro_definitions.push((name.to_string(), macros::mentions_entity(body.stream())));
        }
        Kind::MacroCall { path, arguments } => {
            if let (Some(first), Some(last)) = (path.first(), path.last()) {
                let span = cx.between(first.span(), last.span());
                content.macro_calls.push(macros::call(&last.to_string(), span, arguments.stream()));
            }
        }
        Kind::Function { name, body } => skip::function(name, body, attributes, cx),
        Kind::Other => {}
    }
    Ok(())
}

/// Parses an item into a tree, unless that would go too deep.
fn tree<T: syn::parse::Parse>(item: &Item<'_>) -> Result<T> {
    let tokens: TokenStream = item.attributes.iter().chain(item.tokens).cloned().collect();
    match nesting::too_deep(tokens.clone()) {
        Some(at) => Err(Unreadable::TooDeep(at)),
        None => Ok(syn::parse2(tokens)?),
    }
}

/// Adds a struct: an entity, a part of one, a type.
fn structure(
    item: &Item<'_>,
    attributes: &[Attribute],
    out: &mut Module,
    parts: &mut Parts,
    cx: &mut Context<'_>,
) -> Result<()> {
    let derives = |name: &str| attributes::derives(attributes, name);
    if derives("DeriveEntityModel") {
        let (name, fields) = match (item.name(), field::of_tokens(item.tokens, cx)) {
            (Some(name), Some(fields)) => (name.clone(), fields),
            _ => {
                let item: syn::ItemStruct = tree(item)?;
                let fields = field::of_tree(&item, cx);
                (item.ident, fields)
            }
        };
        out.entities.push(entity::of(&name, fields, attributes, cx));
    } else if derives("DeriveEntity") {
        let item: syn::ItemStruct = tree(item)?;
        parts.entities.push(entity_name::of_struct(&item.ident, attributes, cx));
    } else if derives("DeriveModel") {
        // It decides nothing, and so it may be as deep and as new as it likes.
        if let Ok(item) = tree(item) {
            parts.optional.extend(implementation::optional_fields(&item, cx));
        }
    } else if derives("DeriveValueType") || derives("FromJsonQueryResult") {
        let item: syn::ItemStruct = tree(item)?;
        let kind = value_type::of_struct(&item, attributes, cx);
        out.types.push(value_type::declare(&item.ident, kind, cx));
    } else if let Some(name) = item.name() {
        out.types.push(value_type::declare(name, TypeDeclKind::Opaque, cx));
    }
    Ok(())
}

/// Adds an enum: relations, columns, a type.
fn enumeration(
    item: &Item<'_>,
    attributes: &[Attribute],
    out: &mut Module,
    parts: &mut Parts,
    cx: &mut Context<'_>,
) -> Result<()> {
    let derives = |name: &str| attributes::derives(attributes, name);
    if derives("DeriveRelation") {
        out.relations.push(relation_enum::of(&tree(item)?, cx));
    } else if derives("DeriveColumn") || derives("DeriveCustomColumn") || derives("DerivePrimaryKey") {
        parts.enums.push(expanded::variants(&tree(item)?, cx));
    } else if derives("DeriveActiveEnum") {
        let item: syn::ItemEnum = tree(item)?;
        let kind = active_enum::of(&item, attributes, cx);
        out.types.push(value_type::declare(&item.ident, kind, cx));
    } else if derives("DeriveValueType") || derives("FromJsonQueryResult") {
        let item: syn::ItemEnum = tree(item)?;
        let kind = value_type::of_enum(attributes, cx);
        out.types.push(value_type::declare(&item.ident, kind, cx));
    } else if derives("EnumIter") {
        // SeaORM goes through the columns by it: they may be these.
        if let Ok(item) = tree(item) {
            parts.enums.push(expanded::variants(&item, cx));
        }
        out.types.extend(item.name().map(|name| value_type::declare(name, TypeDeclKind::Opaque, cx)));
    } else if let Some(name) = item.name() {
        out.types.push(value_type::declare(name, TypeDeclKind::Opaque, cx));
    }
    Ok(())
}

/// Adds a type alias. One that is built too deep is only a name.
fn alias(item: &Item<'_>, name: &proc_macro2::Ident, out: &mut Module, cx: &Context<'_>) -> Result<()> {
    let kind = match tree::<syn::ItemType>(item) {
        Ok(item) => {
            let params = item.generics.type_params().map(|param| plain(&param.ident)).collect();
            TypeDeclKind::Alias(params, type_ref::of(&item.ty, cx))
        }
        Err(Unreadable::TooDeep(_)) => TypeDeclKind::Opaque,
        Err(error) => return Err(error),
    };
    out.types.push(value_type::declare(name, kind, cx));
    Ok(())
}
