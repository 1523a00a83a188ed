//! Conditions of `cfg` and `cfg_attr`.
//!
//! The model is that of the project as it is deployed, with everything switched on: features and anything unknown are
//! taken to hold, `test` is not.

use crate::lex::{Tokens, Tree};

/// How deep `all`, `any` and `not` may be nested; beyond that a condition is taken to hold.
const DEPTH: usize = 32;

/// Whether a condition holds.
pub(crate) fn holds(condition: Tokens<'_>) -> bool {
    evaluate(condition, false, DEPTH)
}

/// Whether a condition would hold in tests.
pub(crate) fn holds_in_tests(condition: Tokens<'_>) -> bool {
    evaluate(condition, true, DEPTH)
}

fn evaluate(mut condition: Tokens<'_>, test: bool, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return true };
    let Some(word) = condition.take_word() else { return true };
    let Some(Tree::Group(group)) = condition.first() else { return test || word.text != "test" };
    let mut results = group.inside.split_commas().map(|part| evaluate(part, test, depth));
    match word.text {
        "not" => !results.next().unwrap_or(false),
        "all" => results.all(|held| held),
        "any" => results.any(|held| held),
        _ => true,
    }
}
