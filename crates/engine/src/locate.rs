//! Where a fact is written: in the entities, or in the revision that last spoke of it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use autogen_model::{Location, Subject};
use autogen_revision::RevisionId;
use autogen_schema::change::{Action, Change, FactKey};
use autogen_schema::{Dialect, Ident, TableName};

use crate::entities::without_default_schema;
use crate::{Entities, History, Project};

/// A place in a file of a project.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The file: absolute, or relative to the working directory.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The character within the line, from 1.
    pub column: usize,
}

impl Spot {
    /// Returns the first character of a line.
    pub fn line(file: impl Into<PathBuf>, line: usize) -> Self {
        Self { file: file.into(), line, column: 1 }
    }

    /// Returns a place in the entities.
    pub fn of(project: &Project, location: &Location) -> Self {
        Self { file: project.root.join(&location.file), line: location.line, column: location.column }
    }
}

/// Says where facts are written, whose names are compared by the rules of one dialect.
pub struct Locator<'a> {
    project: &'a Project,
    history: &'a History,
    dialect: Dialect,
    /// Enums, tables and columns, and what stands on columns of a table.
    entities: BTreeMap<FactKey, &'a Location>,
    foreign_keys: BTreeMap<(TableName, Vec<Ident>), &'a Location>,
    /// The columns of primary keys, by table.
    keys: BTreeMap<TableName, &'a [Ident]>,
    /// The last line about each fact.
    revisions: BTreeMap<FactKey, Spot>,
}

impl<'a> Locator<'a> {
    /// Collects what can be found.
    pub fn new(project: &'a Project, entities: &'a Entities, history: &'a History, dialect: Dialect) -> Self {
        let nothing = BTreeMap::new();
        let (keys, foreign_keys) = (BTreeMap::new(), BTreeMap::new());
        let revisions = BTreeMap::new();
        let mut locator = Self { project, history, dialect, entities: nothing, foreign_keys, keys, revisions };
        locator.collect_entities(entities);
        locator.collect_revisions();
        locator
    }

    /// Returns where the entities say a fact: the attribute, the field, else the struct of its table; or else the revision's line
    /// that spoke of it last, or of its table.
    pub fn fact(&self, key: &FactKey) -> Option<Spot> {
        let location = self.own(key).or_else(|| self.field(key)).or_else(|| self.table(key));
        location.map(|location| Spot::of(self.project, location)).or_else(|| self.revision_of(key))
    }

    /// Returns where a change comes from: what is renamed stands in the entities under its new name.
    pub fn change(&self, change: &Change) -> Option<Spot> {
        let renamed = match &change.action {
            Action::Renamed(FactKey::Column(table, _), to) => Some(FactKey::Column(table.clone(), to.clone())),
            Action::Renamed(FactKey::Table(table), to) => {
                Some(FactKey::Table(TableName { schema: table.schema.clone(), name: to.clone() }))
            }
            Action::Renamed(FactKey::Enum(_), to) => Some(FactKey::Enum(to.clone())),
            _ => None,
        };
        let renamed = renamed.and_then(|key| self.own(&key)).map(|location| Spot::of(self.project, location));
        renamed.or_else(|| self.fact(change.key()))
    }

    /// Returns the line of a revision that spoke of a fact last, or of its table.
    pub fn revision_of(&self, key: &FactKey) -> Option<Spot> {
        let table = || self.revisions.get(&FactKey::Table(key.table()?.key(self.dialect)));
        self.revisions.get(&key.fold(self.dialect)).or_else(table).cloned()
    }

    /// Returns the first line of a revision.
    pub fn revision(&self, id: &RevisionId) -> Option<Spot> {
        self.history.get(id).map(|revision| Spot::line(&revision.file, 1))
    }

    fn own(&self, key: &FactKey) -> Option<&'a Location> {
        match key {
            FactKey::ForeignKey(table, columns, ..) => {
                self.foreign_keys.get(&(table.key(self.dialect), self.sorted(columns))).copied()
            }
            FactKey::PrimaryKey(table) => {
                let first = self.keys.get(&table.key(self.dialect))?.first()?;
                self.own(&FactKey::Column(table.clone(), first.clone()))
            }
            key => self.entities.get(&key.fold(self.dialect)).copied(),
        }
    }

    /// The first field that an index or a key is over.
    fn field(&self, key: &FactKey) -> Option<&'a Location> {
        let (FactKey::Unique(table, columns)
        | FactKey::Index(table, columns)
        | FactKey::ForeignKey(table, columns, ..)) = key
        else {
            return None;
        };
        columns.iter().find_map(|column| self.own(&FactKey::Column(table.clone(), column.clone())))
    }

    fn table(&self, key: &FactKey) -> Option<&'a Location> {
        self.own(&FactKey::Table(key.table()?.clone()))
    }

    fn sorted(&self, columns: &[Ident]) -> Vec<Ident> {
        let mut columns: Vec<Ident> = columns.iter().map(|column| column.key(self.dialect)).collect();
        columns.sort();
        columns
    }

    fn collect_entities(&mut self, entities: &'a Entities) {
        let dialect = self.dialect;
        let name = |table: &TableName| without_default_schema(table, dialect).key(dialect);
        for (subject, location) in entities.model.sources.iter() {
            let keys = match subject {
                Subject::Enum(name) => vec![FactKey::Enum(name)],
                Subject::Table(table) => vec![FactKey::Table(name(&table))],
                Subject::Column(table, column) => vec![FactKey::Column(name(&table), column)],
                // Whether it is unique is in the attribute; here it has one place.
                Subject::Index(table, columns) => {
                    let table = name(&table);
                    vec![FactKey::Unique(table.clone(), columns.clone()), FactKey::Index(table, columns)]
                }
                Subject::ForeignKey(table, columns) => {
                    self.foreign_keys.entry((name(&table), self.sorted(&columns))).or_insert(location);
                    continue;
                }
            };
            for key in keys {
                self.entities.entry(key.fold(dialect)).or_insert(location);
            }
        }
        for table in entities.model.schema.tables.values() {
            if let Some(key) = &table.primary_key {
                self.keys.insert(name(&table.name), &key.columns);
            }
        }
    }

    fn collect_revisions(&mut self) {
        for revision in self.history.graph.order().iter().filter_map(|id| self.history.get(id)) {
            for line in &revision.change_lines {
                let Ok(change) = Change::parse(&line.text) else { continue };
                let spot = Spot::line(&revision.file, line.line);
                let made = match &change.action {
                    Action::Made(fact) | Action::Claimed(fact) => fact.flatten().map(|(key, _)| key.clone()).collect(),
                    _ => vec![change.key().clone()],
                };
                self.revisions.extend(made.into_iter().map(|key| (key.fold(self.dialect), spot.clone())));
            }
        }
    }
}
