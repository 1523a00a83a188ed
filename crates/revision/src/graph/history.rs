//! What a history shows: the revisions of a range.

use std::collections::BTreeSet;

use super::identifier::Identifier;
use super::resolve::Scope;
use super::{Graph, ResolveError};
use crate::RevisionId;

impl Graph {
    /// Returns the revisions of `range`, the newest first; all without one.
    ///
    /// A range is `start:end`, either of which may be left out; both ends belong to it. One end may be relative to the other
    /// (`a:+2`, `-2:c`), and stops at the base then. One end that names a branch keeps the range on it.
    pub fn history(&self, range: Option<&str>, applied: &[RevisionId]) -> Result<Vec<&RevisionId>, ResolveError> {
        let Some(range) = range else { return Ok(self.order().iter().rev().collect()) };
        let (start, end) = range.trim().split_once(':').ok_or(ResolveError::NotARange)?;
        if end.contains(':') {
            return Err(ResolveError::NotARange);
        }
        let (start, end) = (start.trim(), end.trim());
        let scope = self.scope_of_range(start, end)?;
        let (start, end) = self.ends(start, end, &scope, applied)?;
        let above = if start.is_empty() { self.order().iter().cloned().collect() } else { self.descendants(&start) };
        let below = self.ancestors(&end);
        if start.iter().any(|id| !below.contains(id)) {
            return Err(ResolveError::Unrelated(range.to_owned()));
        }
        let wanted = |id: &&RevisionId| scope.holds(id) && above.contains(*id) && below.contains(*id);
        Ok(self.order().iter().rev().filter(wanted).collect())
    }

    fn scope_of_range<'a>(&self, start: &'a str, end: &'a str) -> Result<Scope<'a>, ResolveError> {
        match [start, end].into_iter().find(|part| part.contains('@')) {
            Some(part) => Scope::of(self, &Identifier::parse(part)?),
            None => Ok(Scope::everything()),
        }
    }

    fn ends(
        &self,
        start: &str,
        end: &str,
        scope: &Scope<'_>,
        applied: &[RevisionId],
    ) -> Result<(Vec<RevisionId>, Vec<RevisionId>), ResolveError> {
        let start = if start.is_empty() { "base" } else { start };
        let end = if end.is_empty() { "heads" } else { end };
        let relative = |text| Identifier::parse(text).map(|id| if id.symbol.is_none() { id.steps } else { None });
        match (relative(start)?, relative(end)?) {
            (None, None) => Ok((self.resolve(start, applied)?, self.resolve(end, applied)?)),
            (None, Some(steps)) if steps >= 0 => {
                let from = self.resolve(start, applied)?;
                let to = self.resolve(&format!("{}{end}", spell(&from)?), applied)?;
                Ok((from, to))
            }
            (Some(steps), None) if steps <= 0 => {
                let to = self.resolve(end, applied)?;
                Ok((self.back(&to, steps.unsigned_abs(), scope), to))
            }
            _ => Err(ResolveError::NotARange),
        }
    }

    /// Goes back from `ids` along every way at once, and stops at the base.
    fn back(&self, ids: &[RevisionId], steps: u64, scope: &Scope<'_>) -> Vec<RevisionId> {
        let mut at: BTreeSet<RevisionId> = ids.iter().cloned().collect();
        for _ in 0..steps {
            let parents = |id: &RevisionId| self.get(id).map(|node| node.header.revises.clone()).unwrap_or_default();
            let next: BTreeSet<RevisionId> = at.iter().flat_map(parents).filter(|id| scope.holds(id)).collect();
            if next.is_empty() {
                break;
            }
            at = next;
        }
        at.into_iter().collect()
    }
}

fn spell(ids: &[RevisionId]) -> Result<&str, ResolveError> {
    match ids {
        [] => Ok("base"),
        [id] => Ok(id.as_str()),
        _ => Err(ResolveError::NotARange),
    }
}
