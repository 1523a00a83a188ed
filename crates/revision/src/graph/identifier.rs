//! The language that revisions are named in: `8f3c1d2ab4e0`, `8f3c`, `head`, `base`, `+2`, `8f3c-1`, `billing@head`.

use super::ResolveError;

/// What a person wrote, taken apart: `[branch@][symbol][±steps]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Identifier<'a> {
    /// The whole text.
    pub text: &'a str,
    /// The branch to stay on.
    pub branch: Option<&'a str>,
    /// Where to start. `None`: at the current revision.
    pub symbol: Option<Symbol<'a>>,
    /// How far to go from there, upwards when positive.
    pub steps: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Symbol<'a> {
    Head,
    Heads,
    Base,
    Current,
    /// An id, or the start of one.
    Id(&'a str),
}

impl<'a> Identifier<'a> {
    pub(super) fn parse(text: &'a str) -> Result<Self, ResolveError> {
        let text = text.trim();
        if text.contains(':') {
            return Err(ResolveError::Range(text.to_owned()));
        }
        let (branch, rest) = match text.split_once('@') {
            Some((branch, rest)) => (Some(branch), rest),
            None => (None, text),
        };
        let (symbol, steps) = split_steps(rest).ok_or_else(|| ResolveError::Unknown(text.to_owned()))?;
        if symbol.is_empty() && steps.is_none() || branch.is_some_and(str::is_empty) {
            return Err(ResolveError::Unknown(text.to_owned()));
        }
        Ok(Self { text, branch, symbol: Symbol::parse(symbol), steps })
    }

    /// How many steps were asked for, whichever way.
    pub(super) fn too_far(&self) -> ResolveError {
        ResolveError::TooFar { text: self.text.to_owned(), steps: self.steps.unwrap_or_default().unsigned_abs() }
    }
}

/// Splits at the sign; ids hold neither `+` nor `-`. `None` when what follows the sign is no number.
fn split_steps(text: &str) -> Option<(&str, Option<i64>)> {
    let Some(at) = text.find(['+', '-']) else { return Some((text, None)) };
    let (symbol, steps) = text.split_at(at);
    let digits = steps.get(1..)?;
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    steps.parse().ok().map(|steps| (symbol, Some(steps)))
}

impl<'a> Symbol<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        Some(match text {
            "" => return None,
            "head" => Symbol::Head,
            "heads" => Symbol::Heads,
            "base" => Symbol::Base,
            "current" => Symbol::Current,
            id => Symbol::Id(id),
        })
    }
}
