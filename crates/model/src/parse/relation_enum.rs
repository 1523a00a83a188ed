//! Relations in an enum beside a compact entity, after `derives/relation.rs` of sea-orm-macros.

use super::active_enum::refuse_unknown;
use super::attributes::{Argument, are_met, first_arguments};
use super::column::{invalid, string, text};
use super::context::Context;
use super::relation::{action, columns, missing_columns};
use super::summary::{RelationDecl, Relations};
use super::variant::{Enum, Variant};
use crate::Code;
use crate::lex::{Tokens, Tree, lex};

const KEYS: [&str; 12] = [
    "belongs_to",
    "has_one",
    "has_many",
    "via_rel",
    "from",
    "to",
    "on_update",
    "on_delete",
    "fk_name",
    "skip_fk",
    "on_condition",
    "condition_type",
];

/// Reads an enum that derives `DeriveRelation`. Only variants that make a foreign key give anything.
pub(crate) fn of(item: &Enum<'_>, cx: &mut Context<'_>) -> Relations {
    let declared = item.variants.iter().filter_map(|variant| of_variant(variant, cx)).collect();
    Relations { name: item.name.text.to_owned(), declared, computed: Vec::new() }
}

fn of_variant(variant: &Variant<'_>, cx: &mut Context<'_>) -> Option<RelationDecl> {
    if !are_met(&variant.attributes) {
        return None;
    }
    let span = cx.span(variant.name.range());
    let arguments = first_arguments(&variant.attributes).unwrap_or_default();
    refuse_unknown(&arguments, &KEYS, cx);
    let find = |key: &str| arguments.iter().rev().find(|argument| argument.key.text == key);
    let Some(belongs_to) = find("belongs_to") else {
        if find("has_one").or(find("has_many")).is_none() {
            let message =
                format!("the relation `{}` is neither `belongs_to`, `has_one` nor `has_many`", variant.name.text);
            cx.report(cx.finding(Code::InvalidAttribute, span, message));
        }
        return None;
    };
    if find("skip_fk").is_some() {
        return None;
    }
    let target = path(belongs_to, cx)?;
    let (from, to) = (columns(&arguments, "from", cx), columns(&arguments, "to", cx));
    let (Some(from), Some(to)) = (from, to) else {
        missing_columns(span, cx);
        return None;
    };
    Some(RelationDecl {
        span,
        target: (target != ["Entity"]).then_some(target),
        from,
        to,
        on_delete: action(&arguments, "on_delete", cx),
        on_update: action(&arguments, "on_update", cx),
        fk_name: find("fk_name").and_then(|argument| string(argument, cx)),
    })
}

/// Reads the path of an entity: `super::cake::Entity`.
fn path(argument: &Argument<'_>, cx: &mut Context<'_>) -> Option<Vec<String>> {
    let text = text(argument, cx)?;
    let tokens = lex(&text).unwrap_or_default();
    let mut words = Vec::new();
    for token in Tokens::new(&text, &tokens) {
        match token {
            Tree::Word(word) => words.push(word.plain().to_owned()),
            Tree::Punct(b':') => {
                // A leading `::` is an empty word.
                if words.is_empty() {
                    words.push(String::new());
                }
            }
            _ => {
                words.clear();
                break;
            }
        }
    }
    if words.is_empty() {
        invalid(argument, "the path of an entity", cx);
        return None;
    }
    Some(words)
}
