//! Relations that are fields of a dense entity, after `derives/model_ex.rs` and `derives/util.rs` of sea-orm-macros.

use std::sync::Arc;

use autogen_schema::ReferentialAction;

use super::active_enum::refuse_unknown;
use super::attributes::{Argument, first_arguments};
use super::column::{invalid, text};
use super::context::Context;
use super::field::Field;
use super::summary::{RelationDecl, TypeRef};
use crate::Code;
use crate::lex::{Tokens, Tree, lex};
use crate::naming::relation_variant;

const KEYS: [&str; 14] = [
    "has_one",
    "has_many",
    "belongs_to",
    "self_ref",
    "skip_fk",
    "via",
    "via_rel",
    "from",
    "to",
    "relation_enum",
    "relation_reverse",
    "reverse",
    "on_update",
    "on_delete",
];

/// Returns the path to the entity that a field leads to, where it is a relation and not a column.
///
/// Known by the last word of its type: `BelongsTo`, `HasOne`, `HasMany`. Early releases of SeaORM 2 wrote
/// `Option<Entity>` and `Vec<Entity>` with `belongs_to` and the like instead.
pub(crate) fn target(ty: &TypeRef, arguments: &[Argument<'_>]) -> Option<Vec<String>> {
    match ty.path.last()?.as_str() {
        "BelongsTo" | "HasOne" | "HasMany" => Some(entity_in(&ty.args).unwrap_or_default()),
        "Option" | "Vec" if arguments.iter().any(|a| ["belongs_to", "has_one", "has_many"].contains(&a.key.text)) => {
            entity_in(&ty.args)
        }
        _ => None,
    }
}

/// `super::user::Entity`, or the same in an `Option<…>`.
fn entity_in(arguments: &[Arc<TypeRef>]) -> Option<Vec<String>> {
    let first = arguments.first()?;
    if first.path.last()? == "Option" { entity_in(&first.args) } else { Some(first.path.clone()) }
}

/// Reads a relation field. Only one that makes a foreign key gives anything.
pub(crate) fn of_field(field: &Field<'_>, target: Vec<String>, cx: &mut Context<'_>) -> Option<RelationDecl> {
    let arguments = first_arguments(&field.attributes)?;
    refuse_unknown(&arguments, &KEYS, cx);
    let has = |key: &str| arguments.iter().any(|argument| argument.key.text == key);
    let self_ref = has("self_ref");
    let makes_key = has("belongs_to") || (self_ref && !has("via") && has("from") && has("to"));
    if !makes_key || has("skip_fk") {
        return None;
    }
    let span = cx.span(field.name.range());
    let mut columns = |key: &str| dense_columns(&arguments, key, cx);
    let (from, to) = (columns("from"), columns("to"));
    let (Some(from), Some(to)) = (from, to) else {
        missing_columns(span, cx);
        return None;
    };
    let is_self = self_ref || target.is_empty() || target == ["Entity"];
    Some(RelationDecl {
        span,
        target: (!is_self).then_some(target),
        from,
        to,
        on_delete: action(&arguments, "on_delete", cx),
        on_update: action(&arguments, "on_update", cx),
        fk_name: None,
    })
}

pub(crate) fn missing_columns(span: crate::location::Span, cx: &mut Context<'_>) {
    let finding = cx.finding(Code::InvalidAttribute, span, "a `belongs_to` relation lacks `from` or `to`");
    cx.report(finding.help("name the columns on both sides: `from = \"…\", to = \"…\"`"));
}

fn dense_columns(arguments: &[Argument<'_>], key: &str, cx: &mut Context<'_>) -> Option<Vec<String>> {
    let words = columns(arguments, key, cx)?;
    Some(words.iter().map(|word| relation_variant(word)).collect())
}

/// Reads the columns of `from` and `to`: the last words of `Column::Id`, `super::cake::Column::Id`,
/// `(Column::A, Column::B)`.
pub(crate) fn columns(arguments: &[Argument<'_>], key: &str, cx: &mut Context<'_>) -> Option<Vec<String>> {
    let argument = arguments.iter().rev().find(|argument| argument.key.text == key)?;
    let text = text(argument, cx)?;
    let words = if is_word(&text) { vec![text.into_owned()] } else { last_words(&text) };
    if words.is_empty() {
        invalid(argument, "a column or columns in parentheses", cx);
        return None;
    }
    Some(words)
}

fn is_word(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric())
}

fn last_words(text: &str) -> Vec<String> {
    let tokens = lex(text).unwrap_or_default();
    let mut tokens = Tokens::new(text, &tokens);
    if let Some(Tree::Group(group)) = tokens.single() {
        tokens = group.inside;
    }
    let words = tokens.split_commas().map(|part| Some(part.last_word()?.plain().to_owned()));
    words.collect::<Option<_>>().unwrap_or_default()
}

/// Reads `on_delete` and `on_update`.
pub(crate) fn action(arguments: &[Argument<'_>], key: &str, cx: &mut Context<'_>) -> Option<ReferentialAction> {
    let argument = arguments.iter().rev().find(|argument| argument.key.text == key)?;
    let action = action_named(text(argument, cx)?.trim());
    if action.is_none() {
        invalid(argument, "one of `NoAction`, `Restrict`, `Cascade`, `SetNull`, `SetDefault`", cx);
    }
    action
}

/// Returns the action that a variant of `ForeignKeyAction` is.
pub(crate) fn action_named(variant: &str) -> Option<ReferentialAction> {
    Some(match variant {
        "NoAction" => ReferentialAction::NoAction,
        "Restrict" => ReferentialAction::Restrict,
        "Cascade" => ReferentialAction::Cascade,
        "SetNull" => ReferentialAction::SetNull,
        "SetDefault" => ReferentialAction::SetDefault,
        _ => return None,
    })
}
