//! Entities that are seen and not read.

use super::cursor::{Item, Kind};
use crate::Code;
use crate::lex::{Tokens, Tree, Word};
use crate::parse::attributes::{Attribute, derives};
use crate::parse::context::Context;
use crate::parse::summary::LeftOut;
use crate::parse::{cfg, macros};

/// Notes an entity behind a condition that is not met. What only tests see is none of the project's. Returns the module,
/// where it is one in a file of its own.
pub(super) fn unmet(item: &Item<'_>, attributes: &[Attribute<'_>], cx: &mut Context<'_>) -> Option<LeftOut> {
    let mut conditions = attributes.iter().filter(|attribute| attribute.is("cfg"));
    let only_tests = conditions.all(|attribute| cfg::holds_in_tests(attribute.tokens));
    if let Kind::Module { name, body: None } = &item.kind {
        return Some(LeftOut { name: name.plain().to_owned(), span: cx.span(name.range()), only_tests });
    }
    if !only_tests && derives_entity(item.whole) {
        let at = cx.span(item.tokens.first_range());
        let finding = cx
            .finding(Code::HiddenEntity, at, "an entity stands behind a `cfg` that is not met")
            .label("features are taken to be on, and so what needs one to be off is not read");
        cx.report_incomplete(finding);
    }
    None
}

/// Notes an entity in the body of a function, unless that is a test.
pub(super) fn function(name: Word<'_>, body: Tokens<'_>, attributes: &[Attribute<'_>], cx: &mut Context<'_>) {
    let is_test = attributes.iter().any(|attribute| attribute.path().last() == Some("test"));
    if is_test || !derives_entity(body) {
        return;
    }
    let finding = cx
        .finding(Code::HiddenEntity, cx.span(name.range()), format!("an entity stands in the function `{}`", name.text))
        .help("move it to a module; entities in functions are not read");
    cx.report_incomplete(finding);
}

/// Notes an attribute that, by its name, makes an entity of what it stands on, and is not SeaORM's.
pub(super) fn attribute_macros(item: &Item<'_>, attributes: &[Attribute<'_>], cx: &mut Context<'_>) {
    let is_item = matches!(item.kind, Kind::Struct | Kind::Enum | Kind::Module { .. });
    if !is_item || derives(attributes, "DeriveEntityModel") || derives(attributes, "DeriveEntity") {
        return;
    }
    let mut names = attributes.iter().filter_map(|attribute| {
        let mut path = attribute.path();
        match (path.next(), path.next(), path.next()) {
            (name, None, None) => name,
            (Some(krate), name, None) if krate != "sea_orm" => name,
            _ => None,
        }
    });
    let Some(name) = names.find(|name| macros::speaks_of_entities(name)) else { return };
    let at = cx.span(item.tokens.first_range());
    let message = format!("the attribute `{name}` may make an entity, and macros are not expanded");
    let finding = cx
        .finding(Code::EntityMacro, at, message)
        .help("write the entity out, or move it to a file that is not read for entities");
    cx.report_incomplete(finding);
}

fn derives_entity(tokens: Tokens<'_>) -> bool {
    tokens.words().any(|word| word.text == "DeriveEntityModel" || word.text == "DeriveEntity")
}

/// Returns the first identifier after `keyword`.
pub(super) fn name_after<'a>(tokens: Tokens<'a>, keyword: &str) -> Option<Word<'a>> {
    let mut words = tokens.into_iter().filter_map(|token| match token {
        Tree::Word(word) => Some(word),
        _ => None,
    });
    words.find(|word| word.text == keyword)?;
    words.next()
}
