//! Which revisions a script runs, which starts where it is told and not where a database stands.

use super::identifier::{Identifier, Symbol};
use super::{Graph, PlanError, ResolveError};
use crate::RevisionId;

impl Graph {
    /// Returns what the script of an upgrade runs, in order. `range` is `to`, which starts at the base, or `from:to`.
    pub fn plan_upgrade_script(&self, range: &str) -> Result<Vec<RevisionId>, PlanError> {
        let (from, to) = range.trim().split_once(':').unwrap_or(("base", range));
        let (start, applied) = self.start(from, range)?;
        let to = if to.trim().is_empty() { "head" } else { to };
        let plan = self.plan_upgrade(to, &applied)?;
        let mut targets = Vec::new();
        for text in to.split([' ', ',']).filter(|text| !text.is_empty()) {
            targets.extend(self.resolve(text, &applied)?);
        }
        let below = self.ancestors(&targets);
        if start.iter().all(|id| below.contains(id)) {
            return Ok(plan);
        }
        Err(ResolveError::Unrelated(range.to_owned()).into())
    }

    /// Returns what the script of a downgrade runs, in order. `range` is `from:to`, or `-N`, which starts at the head.
    pub fn plan_downgrade_script(&self, range: &str) -> Result<Vec<RevisionId>, PlanError> {
        let (from, to) = match range.trim().split_once(':') {
            Some(ends) => ends,
            None if range.trim().starts_with('-') => ("head", range),
            None => return Err(ResolveError::RangeRequired.into()),
        };
        let (_, applied) = self.start(from, range)?;
        self.plan_downgrade(if to.trim().is_empty() { "base" } else { to }, &applied)
    }

    /// Returns the revisions that a script starts at, and all that is applied then, in an order in which it can have been.
    fn start(&self, from: &str, range: &str) -> Result<(Vec<RevisionId>, Vec<RevisionId>), ResolveError> {
        let from = if from.trim().is_empty() { "base" } else { from };
        let mut start = Vec::new();
        for text in from.split([' ', ',']).filter(|text| !text.is_empty()) {
            if Identifier::parse(text)?.symbol == Some(Symbol::Current) {
                return Err(ResolveError::NoCurrent(range.to_owned()));
            }
            start.extend(self.resolve(text, &[])?);
        }
        let applied = self.ancestors(&start);
        let applied = self.order().iter().filter(|id| applied.contains(*id)).cloned().collect();
        Ok((start, applied))
    }
}
