//! Foreign keys, in columns and apart.

use autogen_schema::sqlite::{ActionClause, ColumnConstraintKind, ForeignKeyClause, Name, TableConstraintKind};
use autogen_schema::{ForeignKey, Ident, ReferentialAction};

use super::constraint::Place;
use super::layout::FOREIGN_KEY;
use super::splice::{Change, with_blank_before};
use super::{EditError, SQLITE, TableText};
use crate::dialect::sqlite::create;

/// A foreign key as it is written.
struct Written<'a> {
    place: Place,
    name: Option<&'a Name>,
    columns: Vec<Ident>,
    clause: &'a ForeignKeyClause,
}

impl TableText {
    /// Adds a foreign key: behind its column, or apart where it has several.
    pub fn add_foreign_key(&mut self, key: &ForeignKey) -> Result<(), EditError> {
        match key.columns.as_slice() {
            [column] => {
                let name = create::constraint(key.name.as_ref());
                self.insert(column, 7, &format!("{name}{}", create::references(key)))
            }
            _ => self.add_constraint(&create::foreign_key(key), FOREIGN_KEY),
        }
    }

    /// Takes a foreign key out, known by its columns and what they refer to.
    pub fn drop_foreign_key(&mut self, key: &ForeignKey) -> Result<(), EditError> {
        match self.written(key).map(|written| written.place) {
            Some(Place::Column(column, at)) => {
                // A deferral clause that stands apart goes with the key that it belongs to.
                let (_, definition) = self.find(&column)?;
                let timing = |at: usize| {
                    definition.constraints.get(at).is_some_and(|c| matches!(c.kind, ColumnConstraintKind::Timing(_)))
                };
                if timing(at + 1) {
                    self.remove_at(&column, at + 1)?;
                }
                self.remove_at(&column, at)
            }
            Some(place) => self.drop_at(&place),
            None => Err(missing(key)),
        }
    }

    /// Changes the actions, deferral and name of a foreign key, where they differ, and nothing else.
    pub fn change_foreign_key(&mut self, from: &ForeignKey, to: &ForeignKey) -> Result<(), EditError> {
        let written = self.written(from).ok_or_else(|| missing(from))?;
        let separate = matches!(&written.place, Place::Column(column, at) if self.find(column).is_ok_and(|(_, d)| {
            d.constraints.get(at + 1).is_some_and(|c| matches!(c.kind, ColumnConstraintKind::Timing(_)))
        }));
        if from.deferrable != to.deferrable && separate || from.matching != to.matching || from.name != to.name {
            self.drop_foreign_key(from)?;
            return self.add_foreign_key(to);
        }
        let clause = written.clause;
        let mut changes = Vec::new();
        for (event, old, new, clause_of) in [
            ("DELETE", from.on_delete, to.on_delete, &clause.on_delete),
            ("UPDATE", from.on_update, to.on_update, &clause.on_update),
        ] {
            if old != new {
                changes.extend(self.action(event, clause, clause_of.as_ref(), new));
            }
        }
        if from.deferrable != to.deferrable {
            changes.extend(self.timing(clause, to));
        }
        self.apply(changes)
    }

    fn action(
        &self,
        event: &str,
        clause: &ForeignKeyClause,
        old: Option<&ActionClause>,
        new: Option<ReferentialAction>,
    ) -> Option<Change> {
        let text = new.map(|action| format!("ON {event} {}", action.sql()));
        match (old, text) {
            (Some(old), Some(text)) => Some(Change::replace(old.span.clone(), text)),
            (Some(old), None) => Some(Change::cut(with_blank_before(self.sql(), &old.span))),
            (None, Some(text)) => Some(Change::insert(self.behind_actions(event, clause), format!(" {text}"))),
            (None, None) => None,
        }
    }

    /// Where an action is inserted: `ON DELETE` behind the target, `ON UPDATE` behind that.
    fn behind_actions(&self, event: &str, clause: &ForeignKeyClause) -> usize {
        let target = clause.columns.last().unwrap_or(&clause.table).span.end;
        // Behind the last column there is still the parenthesis.
        let closing = self.sql().get(target..).and_then(|rest| rest.find(')')).map_or(target, |at| target + at + 1);
        let target = if clause.columns.is_empty() { target } else { closing };
        match (&clause.on_delete, event) {
            (Some(delete), "UPDATE") => delete.span.end,
            _ => target,
        }
    }

    fn timing(&self, clause: &ForeignKeyClause, to: &ForeignKey) -> Option<Change> {
        match (&clause.timing, to.deferrable.map(create::deferral)) {
            (Some(timing), Some(words)) => Some(Change::replace(timing.span.clone(), words)),
            (Some(timing), None) => Some(Change::cut(with_blank_before(self.sql(), &timing.span))),
            (None, Some(words)) => Some(Change::insert(clause.span.end, format!(" {words}"))),
            (None, None) => None,
        }
    }

    /// Whether the foreign key stands in the definition of its column.
    pub fn is_inline(&self, key: &ForeignKey) -> bool {
        self.written(key).is_some_and(|written| matches!(written.place, Place::Column(..)))
    }

    /// Returns the foreign key in the text; of several over the same columns, the one with the same actions and name.
    fn written(&self, key: &ForeignKey) -> Option<Written<'_>> {
        let all = self.all_written();
        let matches: Vec<Written<'_>> = all.into_iter().filter(|written| same(written, key)).collect();
        let exact = matches.iter().position(|written| {
            written.clause.on_delete.as_ref().map(|clause| clause.action) == key.on_delete
                && written.clause.on_update.as_ref().map(|clause| clause.action) == key.on_update
                && written.name.map(|name| &name.ident) == key.name.as_ref()
        });
        matches.into_iter().nth(exact.unwrap_or_default())
    }

    fn all_written(&self) -> Vec<Written<'_>> {
        let inline = self.inline().filter_map(|(place, name, kind)| match (&place, kind) {
            (Place::Column(column, _), ColumnConstraintKind::References(clause)) => {
                let columns = vec![column.clone()];
                Some(Written { place, name, columns, clause })
            }
            _ => None,
        });
        let apart = self.parsed.constraints().filter_map(|(at, constraint)| match &constraint.kind {
            TableConstraintKind::ForeignKey { columns, clause } => Some(Written {
                place: Place::Item(at),
                name: constraint.name.as_ref(),
                columns: columns.iter().map(|name| name.ident.clone()).collect(),
                clause,
            }),
            _ => None,
        });
        inline.chain(apart).collect()
    }
}

fn same(written: &Written<'_>, key: &ForeignKey) -> bool {
    let fold = |names: &mut dyn Iterator<Item = Ident>| names.map(|name| name.key(SQLITE)).collect::<Vec<_>>();
    let own = fold(&mut written.columns.iter().cloned());
    let wanted = fold(&mut key.columns.iter().cloned());
    if !written.clause.table.ident.same(&key.references.name, SQLITE) || own.len() != wanted.len() {
        return false;
    }
    // Without a list, the referenced table's primary key is meant; the columns alone tell then.
    if written.clause.columns.is_empty() {
        return own == wanted;
    }
    let pairs = |own: Vec<Ident>, target: Vec<Ident>| {
        let mut pairs: Vec<_> = own.into_iter().zip(target).collect();
        pairs.sort();
        pairs
    };
    let target = fold(&mut written.clause.columns.iter().map(|name| name.ident.clone()));
    let referenced = fold(&mut key.referenced_columns.iter().cloned());
    pairs(own, target) == pairs(wanted, referenced)
}

fn missing(key: &ForeignKey) -> EditError {
    EditError::NoConstraint(format!("foreign key over {} to `{}`", SQLITE.quote_list(&key.columns), key.references))
}
