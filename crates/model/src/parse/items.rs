//! The items of a file, told apart by their tokens.
//!
//! Only what may matter is parsed into a tree. Bodies of functions and of most `impl`s are skipped, so that nothing in
//! them can be too deep, too new or too broken to read the entities beside them.

mod cursor;
mod skip;

use super::attributes::{self, Attribute};
use super::context::Context;
use super::expanded::Parts;
use super::summary::{MacroCall, Module, TypeDeclKind};
use super::unreadable::Unreadable;
use super::{
    active_enum, entity, entity_name, expanded, field, header, implementation, macros, piece, relation_enum, type_ref,
    uses, value_type, variant,
};
use crate::lex::{Tokens, Tree, Word};
use crate::naming::plain;
pub(crate) use cursor::{Item, Kind, items as split};

/// How deep modules may be nested within a file.
const MODULES: usize = 32;

/// What a file holds.
#[derive(Default)]
pub(crate) struct Content {
    pub(crate) modules: Vec<Module>,
    pub(crate) macro_calls: Vec<MacroCall>,
    pub(crate) macro_definitions: Vec<(String, bool)>,
}

type Result<T> = std::result::Result<T, Unreadable>;

/// Reads the items of a file.
pub(crate) fn read(tokens: Tokens<'_>, cx: &mut Context<'_>) -> Result<Content> {
    let mut content = Content::default();
    module(tokens, Vec::new(), &mut content, cx)?;
    Ok(content)
}

fn module(tokens: Tokens<'_>, inline: Vec<String>, content: &mut Content, cx: &mut Context<'_>) -> Result<()> {
    let index = content.modules.len();
    let mut out = Module { inline, ..Module::default() };
    let mut parts = Parts::default();
    // The place is taken before the modules within take theirs.
    content.modules.push(Module::default());
    for item in cursor::items(tokens)? {
        let attributes = attributes::flatten(item.attributes);
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

fn add<'a>(
    item: &Item<'a>,
    attributes: &[Attribute<'a>],
    (out, parts): (&mut Module, &mut Parts<'a>),
    content: &mut Content,
    cx: &mut Context<'_>,
) -> Result<()> {
    match &item.kind {
        Kind::Struct => structure(item, attributes, out, parts, cx)?,
        Kind::Enum => enumeration(item, attributes, out, parts, cx)?,
        Kind::Use => out.uses.extend(uses::of(item)?),
        Kind::Alias { name } => out.types.push(value_type::declare(*name, alias(item)?, cx)),
        Kind::Module { name, body } => {
            if out.inline.len() >= MODULES {
                return Err(Unreadable::TooDeep(name.range()));
            }
            if body.is_none() {
                let path = attributes.iter().find(|attribute| attribute.is("path")).and_then(Attribute::text);
                out.placed.extend(path.map(|path| (name.plain().to_owned(), path.into_owned())));
            }
            if let Some(body) = body {
                let inline = out.inline.iter().cloned().chain([name.plain().to_owned()]).collect();
                module(*body, inline, content, cx)?;
            }
        }
        Kind::Impl { body } => implementation::read(item.tokens, *body, (out, parts), cx),
        Kind::MacroDefinition { name, body } => {
            content.macro_definitions.push((name.text.to_owned(), macros::mentions_entity(*body)));
        }
        Kind::MacroCall { first, last, arguments } => {
            let span = cx.span(first.range().start..last.range().end);
            content.macro_calls.push(macros::call(last.text, span, *arguments));
        }
        Kind::Function { name, body } => skip::function(*name, *body, attributes, cx),
        Kind::Other => {}
    }
    Ok(())
}

/// Adds a struct: an entity, a part of one, a type.
fn structure<'a>(
    item: &Item<'a>,
    attributes: &[Attribute<'a>],
    out: &mut Module,
    parts: &mut Parts<'a>,
    cx: &mut Context<'_>,
) -> Result<()> {
    let derives = |name: &str| attributes::derives(attributes, name);
    if derives("DeriveEntityModel") {
        let (name, fields) = field::of(item, cx)?;
        out.entities.push(entity::of(name, fields, attributes, cx));
    } else if derives("DeriveEntity") {
        parts.entities.push(entity_name::of_struct(struct_name(item)?, attributes, cx));
    } else if derives("DeriveModel") {
        parts.optional.extend(implementation::optional_fields(item, cx));
    } else if derives("DeriveValueType") || derives("FromJsonQueryResult") {
        out.types.push(value_type::of_struct(item, attributes, cx)?);
    } else if let Some(name) = item.name() {
        out.types.push(value_type::declare(name, TypeDeclKind::Opaque, cx));
    }
    Ok(())
}

/// Returns the name of a struct without fields, as that of an entity is; a tree tells whether any other is one.
fn struct_name<'a>(item: &Item<'a>) -> Result<Word<'a>> {
    if let Some((name, rest)) = header::named(item, "struct")
        && matches!(rest.single(), Some(Tree::Punct(b';')))
    {
        return Ok(name);
    }
    piece::parse::<syn::ItemStruct>(item.whole).map(|(tree, piece)| piece.word(&tree.ident))
}

/// Adds an enum: relations, columns, a type.
fn enumeration<'a>(
    item: &Item<'a>,
    attributes: &[Attribute<'a>],
    out: &mut Module,
    parts: &mut Parts<'a>,
    cx: &mut Context<'_>,
) -> Result<()> {
    let derives = |name: &str| attributes::derives(attributes, name);
    if derives("DeriveRelation") {
        out.relations.push(relation_enum::of(&variant::of(item)?, cx));
    } else if derives("DeriveColumn") || derives("DeriveCustomColumn") || derives("DerivePrimaryKey") {
        parts.enums.push(expanded::variants(&variant::of(item)?, cx));
    } else if derives("DeriveActiveEnum") {
        let item = variant::of(item)?;
        let kind = active_enum::of(&item, attributes, cx);
        out.types.push(value_type::declare(item.name, kind, cx));
    } else if derives("DeriveValueType") || derives("FromJsonQueryResult") {
        let item = variant::of(item)?;
        let kind = value_type::of_enum(attributes, cx);
        out.types.push(value_type::declare(item.name, kind, cx));
    } else if derives("EnumIter") {
        // SeaORM goes through the columns by it: they may be these.
        if let Ok(item) = variant::of(item) {
            parts.enums.push(expanded::variants(&item, cx));
        }
        out.types.extend(item.name().map(|name| value_type::declare(name, TypeDeclKind::Opaque, cx)));
    } else if let Some(name) = item.name() {
        out.types.push(value_type::declare(name, TypeDeclKind::Opaque, cx));
    }
    Ok(())
}

/// Reads a type alias. One that is built too deep is only a name.
fn alias(item: &Item<'_>) -> Result<TypeDeclKind> {
    if let Some((_, mut rest)) = header::named(item, "type")
        && rest.take_punct(b'=')
        && let Some(ty) = type_ref::of_tokens(rest.without_last(b';'))
    {
        return Ok(TypeDeclKind::Alias(Vec::new(), ty));
    }
    match piece::parse::<syn::ItemType>(item.whole) {
        Ok((tree, piece)) => {
            let params = tree.generics.type_params().map(|param| plain(&param.ident)).collect();
            Ok(TypeDeclKind::Alias(params, type_ref::of(&tree.ty, piece)))
        }
        Err(Unreadable::TooDeep(_)) => Ok(TypeDeclKind::Opaque),
        Err(error) => Err(error),
    }
}
