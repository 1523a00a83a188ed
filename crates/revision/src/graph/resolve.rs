//! From an identifier to revisions.

use std::collections::BTreeSet;

use super::identifier::{Identifier, Symbol};
use super::{Graph, ResolveError};
use crate::RevisionId;

impl Graph {
    /// Returns the revisions that `text` names: none for `base`, several for `heads` or `current`, otherwise one.
    ///
    /// `applied` is what the database has; without it nothing is current. `+1` and `-1` alone go from the current revision.
    pub fn resolve(&self, text: &str, applied: &[RevisionId]) -> Result<Vec<RevisionId>, ResolveError> {
        let applied = &*self.counted(applied);
        let identifier = Identifier::parse(text)?;
        let scope = Scope::of(self, &identifier)?;
        let start = match identifier.symbol {
            Some(symbol) => self.symbol(symbol, &identifier, &scope, applied)?,
            None => self.current_on(&scope, applied),
        };
        match identifier.steps {
            None => Ok(start),
            Some(steps) => self.walk(start, steps, &identifier, &scope),
        }
    }

    /// Returns the one revision that `text` names.
    pub fn resolve_one(&self, text: &str, applied: &[RevisionId]) -> Result<RevisionId, ResolveError> {
        let found = self.resolve(text, applied)?;
        match &found[..] {
            [id] => Ok(id.clone()),
            [] => Err(ResolveError::Unknown(text.to_owned())),
            _ => Err(ResolveError::multiple_heads(text, &found.iter().collect::<Vec<_>>())),
        }
    }

    fn symbol(
        &self,
        symbol: Symbol<'_>,
        identifier: &Identifier<'_>,
        scope: &Scope<'_>,
        applied: &[RevisionId],
    ) -> Result<Vec<RevisionId>, ResolveError> {
        let heads = || self.heads().into_iter().filter(|id| scope.holds(id)).collect::<Vec<_>>();
        match symbol {
            Symbol::Base => Ok(Vec::new()),
            Symbol::Current => Ok(self.current_on(scope, applied)),
            Symbol::Heads => Ok(heads().into_iter().cloned().collect()),
            Symbol::Head => match heads()[..] {
                ref heads if heads.len() > 1 => Err(ResolveError::multiple_heads(identifier.text, heads)),
                ref heads => Ok(heads.iter().map(|head| (*head).clone()).collect()),
            },
            Symbol::Id(text) => Ok(vec![self.locate(text, scope.0.as_ref().map(|(name, set)| (*name, set)))?.clone()]),
        }
    }

    /// Returns the current revisions, as far as they are on the branch.
    pub(super) fn current_on(&self, scope: &Scope<'_>, applied: &[RevisionId]) -> Vec<RevisionId> {
        let applied: Vec<RevisionId> = applied.iter().filter(|id| scope.holds(id)).cloned().collect();
        self.heads_among(&applied)
    }

    /// Goes `steps` along the only way there is.
    fn walk(
        &self,
        start: Vec<RevisionId>,
        steps: i64,
        identifier: &Identifier<'_>,
        scope: &Scope<'_>,
    ) -> Result<Vec<RevisionId>, ResolveError> {
        let mut at = match &start[..] {
            [] => None,
            [id] => Some(id.clone()),
            _ => {
                let action = if steps < 0 { "downgrade" } else { "upgrade" };
                return Err(ResolveError::MultipleCurrent { action, current: start });
            }
        };
        for _ in 0..steps.unsigned_abs() {
            at = if steps > 0 {
                let ways = self.above(at.as_ref()).into_iter().filter(|id| scope.holds(id)).collect::<Vec<_>>();
                Some(only_way(at.as_ref(), &ways)?.ok_or_else(|| identifier.too_far())?.clone())
            } else {
                let here = at.ok_or_else(|| identifier.too_far())?;
                let parents = self.get(&here).into_iter().flat_map(|node| &node.header.revises);
                let ways: Vec<_> = parents.filter(|id| scope.holds(id)).collect();
                only_way(Some(&here), &ways)?.cloned()
            };
        }
        Ok(at.into_iter().collect())
    }

    fn above(&self, at: Option<&RevisionId>) -> Vec<&RevisionId> {
        match at {
            Some(id) => self.children(id).iter().collect(),
            None => self.bases(),
        }
    }
}

fn only_way<'a>(from: Option<&RevisionId>, ways: &[&'a RevisionId]) -> Result<Option<&'a RevisionId>, ResolveError> {
    match ways {
        [] => Ok(None),
        [way] => Ok(Some(way)),
        _ => Err(ResolveError::AmbiguousWalk {
            from: from.map_or_else(|| "base".to_owned(), ToString::to_string),
            ways: ways.iter().map(|way| (*way).clone()).collect(),
        }),
    }
}

/// The branch that an identifier stays on, with its name; or everything.
pub(super) struct Scope<'a>(Option<(&'a str, BTreeSet<RevisionId>)>);

impl<'a> Scope<'a> {
    pub(super) fn of(graph: &Graph, identifier: &Identifier<'a>) -> Result<Self, ResolveError> {
        let on = |branch: &'a str| Ok((branch, graph.lineage(branch)?));
        identifier.branch.map(on).transpose().map(Scope)
    }

    pub(super) fn everything() -> Self {
        Self(None)
    }

    pub(super) fn holds(&self, id: &RevisionId) -> bool {
        self.0.as_ref().is_none_or(|(_, members)| members.contains(id))
    }
}
