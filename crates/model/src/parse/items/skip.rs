//! Entities that are seen and not read.

use proc_macro2::{Group, Ident, TokenTree};

use super::cursor::{Item, Kind};
use crate::Code;
use crate::naming::plain;
use crate::parse::attributes::{Attribute, derives};
use crate::parse::context::Context;
use crate::parse::summary::LeftOut;
use crate::parse::{cfg, macros};

/// Notes an entity behind a condition that is not met. What only tests see is none of the project's. Returns the module,
/// where it is one in a file of its own.
pub(super) fn unmet(item: &Item<'_>, attributes: &[Attribute], cx: &mut Context<'_>) -> Option<LeftOut> {
    let mut conditions = attributes.iter().filter(|attribute| attribute.is("cfg"));
    let only_tests = conditions.all(|attribute| cfg::holds_in_tests(&attribute.tokens));
    if let Kind::Module { name, body: None } = &item.kind {
        return Some(LeftOut { name: plain(name), span: cx.span(name.span()), only_tests });
    }
    let tokens = item.attributes.iter().chain(item.tokens).cloned().collect();
    if !only_tests
        && macros::mentions(tokens, is_entity_derive)
        && let Some(first) = item.tokens.first()
    {
        let finding = cx
            .finding(Code::HiddenEntity, cx.span(first.span()), "an entity stands behind a `cfg` that is not met")
            .label("features are taken to be on, and so what needs one to be off is not read");
        cx.report_incomplete(finding);
    }
    None
}

/// Notes an entity in the body of a function, unless that is a test.
pub(super) fn function(name: &Ident, body: &Group, attributes: &[Attribute], cx: &mut Context<'_>) {
    let is_test = attributes.iter().any(|attribute| attribute.path.last().is_some_and(|word| word == "test"));
    if is_test || !macros::mentions(body.stream(), is_entity_derive) {
        return;
    }
    let finding = cx
        .finding(Code::HiddenEntity, cx.span(name.span()), format!("an entity stands in the function `{name}`"))
        .help("move it to a module; entities in functions are not read");
    cx.report_incomplete(finding);
}

/// Notes an attribute that, by its name, makes an entity of what it stands on, and is not SeaORM's.
pub(super) fn attribute_macros(item: &Item<'_>, attributes: &[Attribute], cx: &mut Context<'_>) {
    let is_item = matches!(item.kind, Kind::Struct | Kind::Enum | Kind::Module { .. });
    if !is_item || derives(attributes, "DeriveEntityModel") || derives(attributes, "DeriveEntity") {
        return;
    }
    let name = attributes.iter().filter_map(|attribute| match attribute.path.as_slice() {
        [name] => Some(name),
        [krate, name] if krate != "sea_orm" => Some(name),
        _ => None,
    });
    let (Some(name), Some(first)) =
        (name.into_iter().find(|name| macros::speaks_of_entities(name)), item.tokens.first())
    else {
        return;
    };
    let message = format!("the attribute `{name}` may make an entity, and macros are not expanded");
    let finding = cx
        .finding(Code::EntityMacro, cx.span(first.span()), message)
        .help("write the entity out, or move it to a file that is not read for entities");
    cx.report_incomplete(finding);
}

fn is_entity_derive(word: &str) -> bool {
    word == "DeriveEntityModel" || word == "DeriveEntity"
}

/// Returns the first identifier after `keyword`.
pub(super) fn name_after<'a>(tokens: &'a [TokenTree], keyword: &str) -> Option<&'a Ident> {
    let mut idents = tokens.iter().filter_map(|token| match token {
        TokenTree::Ident(word) => Some(word),
        _ => None,
    });
    idents.find(|word| *word == keyword)?;
    idents.next()
}
