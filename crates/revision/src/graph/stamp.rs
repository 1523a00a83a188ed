//! Which rows the version table has after a stamp.

use std::collections::BTreeSet;

use super::{Graph, PlanError, ResolveError};
use crate::RevisionId;

impl Graph {
    /// Returns what a database that has `applied` has after a stamp: the ancestors of `target` and `target` itself, beside the
    /// branches that have nothing to do with it; with `purge` exactly those.
    ///
    /// `target` is an identifier, or several separated by blanks or commas. `base` is nothing at all.
    pub fn plan_stamp(
        &self,
        target: &str,
        applied: &[RevisionId],
        purge: bool,
    ) -> Result<BTreeSet<RevisionId>, PlanError> {
        let applied = &*self.counted(applied);
        let mut targets = Vec::new();
        for text in target.split([' ', ',']).filter(|text| !text.is_empty()) {
            targets.extend(self.resolve(text, applied)?);
        }
        if target.trim().is_empty() {
            return Err(ResolveError::Unknown(String::new()).into());
        }
        let mut wanted = self.ancestors(&targets);
        if purge || targets.is_empty() {
            return Ok(wanted);
        }
        self.refuse_unknown(applied)?;
        let mut related = self.descendants(&targets);
        related.extend(wanted.iter().cloned());
        let beside: Vec<_> = self.heads_among(applied).into_iter().filter(|head| !related.contains(head)).collect();
        let applied: BTreeSet<&RevisionId> = applied.iter().collect();
        wanted.extend(self.ancestors(&beside).into_iter().filter(|id| applied.contains(id)));
        Ok(wanted)
    }
}
