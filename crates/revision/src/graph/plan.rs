//! Which revisions run, and in which order.

use std::collections::BTreeSet;

use super::identifier::Identifier;
use super::resolve::Scope;
use super::undo::Undo;
use super::{Graph, PlanError, ResolveError};
use crate::RevisionId;

impl Graph {
    /// Returns what brings a database that has `applied` up to `target`, in order: everything not yet applied that the target
    /// requires, and the target. An error when something applied has no file.
    ///
    /// `target` is an identifier, or several separated by blanks or commas.
    pub fn plan_upgrade(&self, target: &str, applied: &[RevisionId]) -> Result<Vec<RevisionId>, PlanError> {
        let applied = &*self.counted(applied);
        self.refuse_fileless(applied)?;
        if target.trim().is_empty() {
            return Err(ResolveError::Unknown(String::new()).into());
        }
        let mut targets = Vec::new();
        for text in target.split([' ', ',']).filter(|text| !text.is_empty()) {
            let identifier = Identifier::parse(text)?;
            if identifier.symbol.is_none() && identifier.steps.is_some_and(|steps| steps < 0) {
                return Err(identifier.too_far().into());
            }
            targets.extend(self.resolve(text, applied)?);
        }
        let applied: BTreeSet<&RevisionId> = applied.iter().collect();
        let wanted = self.ancestors(&targets);
        let runs = |id: &&RevisionId| wanted.contains(*id) && !applied.contains(id);
        Ok(self.order().iter().filter(runs).cloned().collect())
    }

    /// Returns what takes a database that has `applied` back to `target`, in order: everything applied that comes after the
    /// target, and what requires that; everything for `base`. What is on other branches stays, and so does what only depends on
    /// the target, which stays too.
    ///
    /// `applied` is in the order in which it was applied, and is undone from its end. `-1` undoes the current revision; with
    /// several current ones it is an error, unless a branch is named: `8f3c@-1`.
    pub fn plan_downgrade(&self, target: &str, applied: &[RevisionId]) -> Result<Vec<RevisionId>, PlanError> {
        let applied = &*self.counted(applied);
        self.refuse_unknown(applied)?;
        let identifier = Identifier::parse(target)?;
        let scope = Scope::of(self, &identifier)?;
        match (identifier.symbol, identifier.steps) {
            (None, Some(steps)) if steps <= 0 => self.undo_last(&identifier, &scope, applied),
            (None, _) => Err(identifier.too_far().into()),
            (Some(_), _) => self.undo_above(target, &scope, applied),
        }
    }

    /// `-N`: the one current revision, N times.
    fn undo_last(
        &self,
        identifier: &Identifier<'_>,
        scope: &Scope<'_>,
        applied: &[RevisionId],
    ) -> Result<Vec<RevisionId>, PlanError> {
        let mut left = Undo::new(self, applied);
        let mut undone = Vec::new();
        for _ in 0..identifier.steps.unwrap_or_default().unsigned_abs() {
            let mut current: Vec<&RevisionId> = left.free().filter(|id| scope.holds(id)).collect();
            match current[..] {
                [] => return Err(identifier.too_far().into()),
                [id] => {
                    left.undo(id);
                    undone.push(id.clone());
                }
                _ => {
                    current.sort();
                    let current = current.into_iter().cloned().collect();
                    return Err(ResolveError::MultipleCurrent { action: "downgrade", current }.into());
                }
            }
        }
        Ok(undone)
    }

    fn undo_above(
        &self,
        target: &str,
        scope: &Scope<'_>,
        applied: &[RevisionId],
    ) -> Result<Vec<RevisionId>, PlanError> {
        let targets = self.resolve(target, applied)?;
        let is_applied: BTreeSet<&RevisionId> = applied.iter().collect();
        if let Some(target) = targets.iter().find(|target| !is_applied.contains(target)) {
            return Err(PlanError::NotApplied { target: target.clone(), current: self.heads_among(applied) });
        }
        let after = |target| super::reach([target], |id| self.children(id).to_vec());
        let above: Vec<BTreeSet<RevisionId>> = targets.iter().map(after).collect();
        let targets: BTreeSet<&RevisionId> = targets.iter().collect();
        let above = |id: &&RevisionId| {
            scope.holds(id) && !targets.contains(id) && above.iter().all(|after| after.contains(*id))
        };
        let undo = self.descendants(applied.iter().filter(above));
        Ok(self.undo_order(applied.iter().filter(|id| undo.contains(*id))))
    }

    /// Undoes what nothing left requires, the last applied one first.
    fn undo_order<'a>(&'a self, applied: impl Iterator<Item = &'a RevisionId>) -> Vec<RevisionId> {
        let mut left = Undo::new(self, applied);
        let mut order = Vec::new();
        loop {
            let Some(id) = left.free().next() else { return order };
            left.undo(id);
            order.push(id.clone());
        }
    }

    /// Fails when something applied has no file. What it did to the database is known to nobody, so that nothing can be built
    /// on it.
    fn refuse_fileless(&self, applied: &[RevisionId]) -> Result<(), PlanError> {
        let has_file = |id: &RevisionId| self.get(id).is_some_and(|node| node.file.is_some());
        let unknown: Vec<_> = applied.iter().filter(|id| !has_file(id)).cloned().collect();
        if unknown.is_empty() { Ok(()) } else { Err(self.unknown(unknown)) }
    }

    /// Fails when something applied is not in the graph.
    pub(crate) fn refuse_unknown(&self, applied: &[RevisionId]) -> Result<(), PlanError> {
        let unknown: Vec<_> = applied.iter().filter(|id| self.get(id).is_none()).cloned().collect();
        if unknown.is_empty() { Ok(()) } else { Err(self.unknown(unknown)) }
    }

    /// Says what is wrong with applied revisions that have no file: part of a squash cannot count as all of it.
    fn unknown(&self, unknown: Vec<RevisionId>) -> PlanError {
        let Some((first, by)) = unknown.iter().find_map(|id| Some((id, self.replacing(id)?))) else {
            return PlanError::UnknownApplied(unknown);
        };
        let replaces = self.get(by).map(|node| node.header.replaces.as_slice()).unwrap_or_default();
        let missing = replaces.iter().filter(|old| !unknown.contains(old)).cloned().collect();
        PlanError::PartlyReplaced { by: by.clone(), applied: first.clone(), missing }
    }
}
