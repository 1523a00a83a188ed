//! Conditions of `cfg` and `cfg_attr`.
//!
//! The model is that of the project as it is deployed, with everything switched on: features and anything unknown are
//! taken to hold, `test` is not.

use proc_macro2::TokenTree;

use super::attributes::{inside, split_commas};

/// How deep `all`, `any` and `not` may be nested; beyond that a condition is taken to hold.
const DEPTH: usize = 32;

/// Whether a condition holds.
pub(crate) fn holds(condition: &[TokenTree]) -> bool {
    evaluate(condition, false, DEPTH)
}

/// Whether a condition would hold in tests.
pub(crate) fn holds_in_tests(condition: &[TokenTree]) -> bool {
    evaluate(condition, true, DEPTH)
}

fn evaluate(condition: &[TokenTree], test: bool, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return true };
    let [TokenTree::Ident(word), given @ ..] = condition else { return true };
    let inner = match given {
        [TokenTree::Group(group), ..] => inside(group),
        _ => return test || word != "test",
    };
    let mut results = split_commas(&inner).map(|part| evaluate(part, test, depth));
    match word.to_string().as_str() {
        "not" => !results.next().unwrap_or(false),
        "all" => results.all(|held| held),
        "any" => results.any(|held| held),
        _ => true,
    }
}
