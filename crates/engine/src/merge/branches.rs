//! The branches that a merge joins: what each did since they parted, and where they touch.

use std::collections::{BTreeMap, BTreeSet};

use autogen_revision::{Direction, Revision, RevisionId};
use autogen_schema::change::{Action, Change, FactKey};
use autogen_schema::{Dialect, TableName};

use super::orders::Failure;
use crate::scratch::statements;
use crate::{Error, History};

/// Branches, by their heads.
pub(super) struct Branches<'a> {
    history: &'a History,
    /// What comes before all of them.
    pub(super) common: BTreeSet<RevisionId>,
    /// Each head with what only its branch has.
    own: BTreeMap<RevisionId, BTreeSet<RevisionId>>,
}

impl<'a> Branches<'a> {
    pub(super) fn of(history: &'a History, heads: &[RevisionId]) -> Self {
        let whole: Vec<BTreeSet<RevisionId>> = heads.iter().map(|head| history.graph.ancestors([head])).collect();
        let common = whole.iter().skip(1).fold(whole.first().cloned().unwrap_or_default(), |common, set| &common & set);
        let own = heads.iter().cloned().zip(whole.into_iter().map(|set| &set - &common)).collect();
        Self { history, common, own }
    }

    /// Returns everything that is not common, in the order of the graph.
    pub(super) fn apart(&self) -> Vec<&'a Revision> {
        let order = self.history.graph.order().iter();
        let is_apart = |id: &&RevisionId| self.own.values().any(|own| own.contains(*id));
        order.filter(is_apart).filter_map(|id| self.history.get(id)).collect()
    }

    /// Says what two branches both change, and what none can tell.
    pub(super) fn clashes(&self, dialect: Dialect) -> Result<Vec<String>, Error> {
        let mut clashes = Vec::new();
        for revision in self.apart() {
            if revision.change_lines.is_empty() && does_something(revision, dialect)? {
                let id = &revision.header.id;
                clashes.push(format!("`{id}` does not list what it changes, so that nobody can tell what it touches"));
            }
        }
        let branches: Vec<&BTreeSet<RevisionId>> = self.own.values().collect();
        for (at, one) in branches.iter().enumerate() {
            for other in branches.iter().skip(at + 1) {
                let touched = self.touched(&(*one - *other), dialect)?;
                for (subject, by, _) in self.touched(&(*other - *one), dialect)? {
                    let met = touched.iter().filter(|(own, ..)| own.meets(&subject));
                    clashes.extend(met.map(|(_, own_by, text)| format!("{text}: changed by `{own_by}` and by `{by}`")));
                }
            }
        }
        clashes.dedup();
        Ok(clashes)
    }

    fn touched(
        &self,
        own: &BTreeSet<RevisionId>,
        dialect: Dialect,
    ) -> Result<Vec<(Subject, RevisionId, String)>, Error> {
        let mut touched = Vec::new();
        for revision in own.iter().filter_map(|id| self.history.get(id)) {
            for change in revision.changes()?.into_iter().filter(|change| change.serves(dialect)) {
                let (id, text) = (&revision.header.id, change.key().to_string());
                touched.extend(subjects(&change, dialect).into_iter().map(|it| (it, id.clone(), text.clone())));
            }
        }
        Ok(touched)
    }

    /// Where all that fails is one branch that restates tables, and there is only one other: the first revision of that branch, and
    /// the head of the other.
    pub(super) fn restating(&self, failures: &[Failure]) -> Option<(RevisionId, RevisionId)> {
        let of = |failure: &Failure| {
            let mut holding = self.own.iter().filter(|(_, own)| own.contains(&failure.revision));
            holding.next().map(|(head, _)| head).filter(|_| failure.restates)
        };
        let heads: BTreeSet<Option<&RevisionId>> = failures.iter().map(of).collect();
        let head = heads.first().copied().flatten().filter(|_| heads.len() == 1 && self.own.len() == 2)?;
        let onto = self.own.keys().find(|other| *other != head)?;
        let own = self.own.get(head)?;
        let starts = |id: &&RevisionId| self.history.graph.requires(id).all(|parent| !own.contains(parent));
        match own.iter().filter(starts).collect::<Vec<_>>()[..] {
            [root] => Some((root.clone(), onto.clone())),
            _ => None,
        }
    }
}

fn does_something(revision: &Revision, dialect: Dialect) -> Result<bool, Error> {
    Ok(!statements(revision, Direction::Upgrade, dialect)?.is_empty())
}

/// What a change is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    /// A fact.
    Fact(FactKey),
    /// A table as a whole: it came, went, or has another name.
    Table(TableName),
    /// That a table is there.
    Uses(TableName),
}

impl Subject {
    fn meets(&self, other: &Subject) -> bool {
        match (self, other) {
            (Subject::Uses(_), Subject::Uses(_)) => false,
            (Subject::Table(one), Subject::Table(two) | Subject::Uses(two))
            | (Subject::Uses(one), Subject::Table(two)) => one == two,
            (one, two) => one == two,
        }
    }
}

fn subjects(change: &Change, dialect: Dialect) -> Vec<Subject> {
    let key = change.key().fold(dialect);
    let mut subjects = Vec::new();
    match &key {
        FactKey::Table(table) => subjects.push(Subject::Table(table.clone())),
        FactKey::ForeignKey(table, _, referenced, _) => {
            subjects.extend([Subject::Uses(table.clone()), Subject::Uses(referenced.clone())]);
        }
        key => subjects.extend(key.table().cloned().map(Subject::Uses)),
    }
    if let Action::Renamed(_, to) = &change.action {
        subjects.push(match &key {
            FactKey::Column(table, _) => Subject::Fact(FactKey::Column(table.clone(), to.key(dialect))),
            key => Subject::Table(TableName {
                name: to.key(dialect),
                ..key.table().cloned().unwrap_or_else(|| TableName::new(""))
            }),
        });
    }
    if !matches!(change.action, Action::Claimed(_)) {
        subjects.push(Subject::Fact(key));
    }
    subjects
}
