//! Macros that may make entities. They are not expanded; what they may hide makes a model incomplete.

use super::summary::MacroCall;
use crate::lex::Tokens;
use crate::location::Span;

/// Words that a macro making an entity can hardly do without, in its text or in what it is given.
const WORDS: [&str; 8] = [
    "DeriveEntityModel",
    "DeriveEntity",
    "EntityName",
    "EntityTrait",
    "DeriveActiveModelBehavior",
    "ActiveModelBehavior",
    "sea_orm",
    "table_name",
];

/// Words in a macro's name that speak of entities.
const NAMES: [&str; 6] = ["entity", "entities", "model", "models", "table", "tables"];

/// Judges the call of a macro by what can be seen of it.
///
/// `include!` hides its content altogether. Anything else counts when its name or its arguments speak of entities; a
/// macro whose definition is at hand is judged by that instead.
pub(crate) fn call(name: &str, span: Span, arguments: Tokens<'_>) -> MacroCall {
    let hints = name == "include" || speaks_of_entities(name) || mentions_entity(arguments);
    MacroCall { name: name.to_owned(), span, hints }
}

/// Whether a macro's name, such as `define_entity`, says that it makes entities.
pub(crate) fn speaks_of_entities(name: &str) -> bool {
    name.split('_').any(|word| NAMES.contains(&word.to_lowercase().as_str()))
}

/// Whether one of the words that make entities is anywhere in `tokens`.
pub(crate) fn mentions_entity(tokens: Tokens<'_>) -> bool {
    tokens.words().any(|word| WORDS.contains(&word.text))
}
