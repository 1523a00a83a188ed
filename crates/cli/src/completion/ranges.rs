//! Values that hold a revision behind something else.

use std::ffi::OsStr;

use clap_complete::CompletionCandidate;

use super::revisions::{all, starting_with};

/// Completes `REV`, `START:END`, and either of it left out.
pub(crate) fn range(typed: &OsStr) -> Vec<CompletionCandidate> {
    behind(typed, ':').unwrap_or_else(|| starting_with(typed, all()))
}

/// Completes `OLD=REV`, of which only the revision is known.
pub(crate) fn map(typed: &OsStr) -> Vec<CompletionCandidate> {
    behind(typed, '=').unwrap_or_default()
}

fn behind(typed: &OsStr, sign: char) -> Option<Vec<CompletionCandidate>> {
    let (before, start) = typed.to_str()?.rsplit_once(sign)?;
    let found = starting_with(OsStr::new(start), all());
    Some(found.into_iter().map(|one| one.add_prefix(format!("{before}{sign}"))).collect())
}
