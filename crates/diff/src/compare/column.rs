//! Compares the columns of a kept table, facet by facet, in what the entity says.

use std::borrow::Cow;

use autogen_schema::change::{Facet, FacetChange, FacetValue, Facets, FactKey};
use autogen_schema::{Column, ColumnType, DataType, DefaultValue, Dialect, Table};

use super::{Difference, Ownership, Sides, Unmanaged, Unsaid, table};
use crate::dialect::mysql::types::as_catalogs_tell;
use crate::dialect::{self, Satisfied};
use crate::{Operation, facts};

pub(super) fn compare(sides: Sides<'_>, model: &Table, base: &Table, difference: &mut Difference) {
    for said in &model.columns {
        match base.column(&said.name, sides.dialect) {
            Some(_) if sides.policy.missed.holds_column(&base.name, &said.name, sides.dialect) => {}
            Some(found) => kept(sides, model, base, said, found, difference),
            None => {
                table::report_unknown_column(base, said, difference);
                difference.made(facts::column(&base.name, said));
                difference.operations.push(Operation::AddColumn { table: base.name.clone(), column: said.clone() });
            }
        }
    }
    for found in &base.columns {
        if model.column(&found.name, sides.dialect).is_none() {
            lacking(sides, base, found, difference);
        }
    }
}

fn lacking(sides: Sides<'_>, base: &Table, found: &Column, difference: &mut Difference) {
    let key = FactKey::Column(base.name.clone(), found.name.clone());
    // A generated column is the database's own: entities often leave it out, and no entity can say it.
    let owned = sides.ledger.holds(&key) || (sides.policy.ownership == Ownership::All && found.generated.is_none());
    if !owned {
        let what = found.name.to_string();
        difference.unmanaged.push(Unmanaged { table: base.name.clone(), kind: "column", what });
    } else if sides.may_drop(&key, difference) {
        difference.unmade(sides.in_said_words(facts::column(&base.name, found)));
        difference.operations.push(Operation::DropColumn { table: base.name.clone(), column: found.clone() });
    }
}

fn kept(sides: Sides<'_>, model: &Table, base: &Table, said: &Column, found: &Column, difference: &mut Difference) {
    let fact = facts::column(&base.name, said);
    let held = sides.ledger.facets(&fact.key);
    let mut alteration =
        Alteration { sides, held, to: Cow::Borrowed(found), changes: Vec::new(), checks: Vec::new(), in_parts: false };
    if found.generated.is_none() {
        alteration.data_type(said, found);
        alteration.nullability(said, found, is_key(base, found, sides) && is_key(model, said, sides));
        alteration.default(said, found, base, difference);
        alteration.auto_increment(said, found, base, difference);
    }
    alteration.comment(said, found);
    alteration.extra(said, base, difference);
    let Alteration { to, changes, checks, in_parts, .. } = alteration;
    if !changes.is_empty() {
        difference.altered(fact.key.clone(), changes.clone());
        let from = if in_parts { found.clone() } else { with_held_extra(found, &changes) };
        if from != *to || checks.is_empty() {
            difference.operations.push(Operation::AlterColumn { table: base.name.clone(), from, to: to.into_owned() });
        }
        difference.operations.extend(checks);
    }
    if found.default.is_some() && said.default.is_none() && changes.iter().all(|c| c.facet != Facet::Default) {
        let what = format!("{} of {}", default_words(found), found.name);
        difference.unmanaged.push(Unmanaged { table: base.name.clone(), kind: "default", what });
    }
    difference.claim(held, fact, &changes);
}

/// A database does not tell which part of a column an entity appended; the ledger does.
fn with_held_extra(found: &Column, changes: &[FacetChange]) -> Column {
    let held = changes.iter().find(|change| change.facet == Facet::Extra).and_then(|change| change.old.as_ref());
    let mut from = found.clone();
    if let Some(FacetValue::Text(extra)) = held {
        from.extra = Some(extra.clone());
    }
    from
}

fn default_words(found: &Column) -> String {
    match &found.default {
        Some(DefaultValue::Expression(sql)) => sql.clone(),
        Some(other) => FacetValue::Default(other.clone()).to_string(),
        None => String::new(),
    }
}

/// SQLite lets key columns hold NULL where nobody said otherwise; an entity's key never does. A column that the key comes to
/// or leaves is as the entity says.
fn is_key(table: &Table, column: &Column, sides: Sides<'_>) -> bool {
    table.primary_key.as_ref().is_some_and(|key| key.columns.iter().any(|c| c.same(&column.name, sides.dialect)))
}

/// Returns the old and the new comment, where what is said, or no longer said, differs from what is found.
pub(super) fn changed_comment(
    sides: Sides<'_>,
    held: Option<&Facets>,
    said: Option<&String>,
    found: Option<&String>,
) -> Option<(Option<String>, Option<String>)> {
    let not_empty = |comment: Option<&String>| comment.filter(|comment| !comment.is_empty()).cloned();
    let (said, found) = (not_empty(said), not_empty(found));
    let ours = said.is_some()
        || held.is_some_and(|held| held.contains_key(&Facet::Comment))
        || sides.policy.unsaid == Unsaid::Strict
        || sides.policy.ownership == Ownership::All;
    let is_told_so = || sides.dialect == Dialect::Mysql && said.as_deref().map(as_catalogs_tell) == found;
    (sides.dialect != Dialect::Sqlite && ours && said != found && !is_told_so()).then_some((found, said))
}

/// The type that a default is stored in: the labels of an enum are text, whatever their type is called.
pub(super) fn stored_as<'a>(said: &'a Column, base: &'a Table) -> &'a DataType {
    let is_enum = matches!(said.data_type.column_type(), Some(ColumnType::Enum(_)));
    let found = base.column(&said.name, Dialect::Postgres).filter(|_| !is_enum);
    found.map_or(&said.data_type, |found| &found.data_type)
}

pub(super) struct Alteration<'a> {
    pub(super) sides: Sides<'a>,
    /// What was said of it before, where anything was.
    pub(super) held: Option<&'a Facets>,
    /// What becomes of it: a copy only once something does.
    pub(super) to: Cow<'a, Column>,
    changes: Vec<FacetChange>,
    /// What happens to checks of the table that were said of the column.
    pub(super) checks: Vec<Operation>,
    /// Whether what is appended to the column changes part by part.
    pub(super) in_parts: bool,
}

impl Alteration<'_> {
    pub(super) fn push(&mut self, facet: Facet, old: Option<FacetValue>, new: Option<FacetValue>) {
        self.changes.push(FacetChange { facet, old, new });
    }

    /// Returns what was said of a facet before.
    pub(super) fn held(&self, facet: Facet) -> Option<&FacetValue> {
        self.held?.get(&facet)
    }

    /// Whether an unsaid facet goes back to none: it was said before, or everything is ours.
    fn resets(&self, facet: Facet) -> bool {
        self.held(facet).is_some()
            || self.sides.policy.unsaid == Unsaid::Strict
            || self.sides.policy.ownership == Ownership::All
    }

    fn data_type(&mut self, said: &Column, found: &Column) {
        let DataType::Reported(reported) = &found.data_type else { return };
        let held = match self.held(Facet::Type) {
            Some(FacetValue::Type(held)) => Some(held.clone()),
            _ => None,
        };
        // A type that was written and is no longer goes back to what the Rust type gives.
        let resets = self.sides.policy.unsaid == Unsaid::Strict || matches!(held, Some(DataType::Exact(_)));
        let wanted = match &said.data_type {
            DataType::Implied(ty) if resets => DataType::Exact(ty.clone()),
            ty => ty.clone(),
        };
        let dialect = self.sides.dialect;
        if dialect::satisfies(dialect, &wanted, reported, said.auto_increment) == Satisfied::No {
            self.to.to_mut().data_type.clone_from(&said.data_type);
            let describes =
                |held: &DataType| dialect::satisfies(dialect, held, reported, found.auto_increment) == Satisfied::Yes;
            let old = held.filter(describes).unwrap_or_else(|| found.data_type.clone());
            self.push(Facet::Type, Some(FacetValue::Type(old)), Some(FacetValue::Type(said.data_type.clone())));
        }
    }

    fn nullability(&mut self, said: &Column, found: &Column, key: bool) {
        if said.nullable != found.nullable && !key {
            self.to.to_mut().nullable = said.nullable;
            let (old, new) = (FacetValue::Flag(found.nullable), FacetValue::Flag(said.nullable));
            self.push(Facet::Null, Some(old), Some(new));
        }
    }

    fn default(&mut self, said: &Column, found: &Column, base: &Table, difference: &mut Difference) {
        let same = match (&said.default, &found.default) {
            (Some(wanted), Some(reported)) => self.same_default(wanted, reported, said, base, difference),
            (Some(wanted), None) => dialect::is_no_default(self.sides.dialect, wanted),
            (None, Some(_)) => {
                !self.resets(Facet::Default) || dialect::said_by_extra(self.sides.dialect, Some(said)).default
            }
            (None, None) => true,
        };
        if !same {
            self.to.to_mut().default.clone_from(&said.default);
            let old = found.default.clone().map(|found| self.default_as_said(found)).map(FacetValue::Default);
            self.push(Facet::Default, old, said.default.clone().map(FacetValue::Default));
        } else if let Some(DefaultValue::Text(text)) = &said.default
            && self.is_told_otherwise(text)
        {
            // What restates the column must not restate what the catalog shows.
            self.to.to_mut().default.clone_from(&said.default);
        }
    }

    /// Whether a text is another by what the database tells of it, the same as it is.
    fn is_told_otherwise(&self, text: &str) -> bool {
        self.sides.dialect == Dialect::Mysql && as_catalogs_tell(text) != text
    }

    fn same_default(
        &self,
        wanted: &DefaultValue,
        reported: &DefaultValue,
        said: &Column,
        base: &Table,
        difference: &mut Difference,
    ) -> bool {
        let dialect = self.sides.dialect;
        if dialect != Dialect::Postgres {
            return dialect::same_default(dialect, wanted, reported, &said.data_type) != Satisfied::No;
        }
        match dialect::same_default(dialect, wanted, reported, stored_as(said, base)) {
            Satisfied::NotCompared => {
                let verdict = self.sides.ask_default(base, &said.name, (wanted, reported), difference);
                // With another type the default is set anew anyway.
                let retyped =
                    base.column(&said.name, dialect).is_some_and(|found| found.data_type != self.to.data_type);
                let known = !matches!(wanted, DefaultValue::Unknown(_));
                verdict == Satisfied::Yes || verdict == Satisfied::NotCompared && !(retyped && known)
            }
            verdict => verdict == Satisfied::Yes,
        }
    }

    /// Returns the default that was said, where it is the one that was found.
    fn default_as_said(&self, found: DefaultValue) -> DefaultValue {
        match self.held(Facet::Default) {
            Some(FacetValue::Default(held))
                if dialect::same_default(self.sides.dialect, held, &found, &self.to.data_type) != Satisfied::No =>
            {
                held.clone()
            }
            _ => found,
        }
    }

    /// An entity whose key the database need not make does not mind if it can, unless it was said that it does.
    fn auto_increment(&mut self, said: &Column, found: &Column, base: &Table, difference: &mut Difference) {
        if said.auto_increment && !found.auto_increment {
            if base.options.without_rowid {
                let key = FactKey::Column(base.name.clone(), said.name.clone());
                difference.note(key, "the database cannot make its values, because the table is WITHOUT ROWID");
                return;
            }
            self.to.to_mut().auto_increment = true;
            if let DataType::Reported(reported) = &found.data_type
                && !dialect::can_make_values(self.sides.dialect, reported)
            {
                self.to.to_mut().data_type.clone_from(&said.data_type);
            }
            self.push(Facet::AutoIncrement, None, Some(FacetValue::Flag(true)));
        } else if !said.auto_increment && self.held(Facet::AutoIncrement).is_some() {
            self.makes_no_values();
            self.push(Facet::AutoIncrement, Some(FacetValue::Flag(true)), None);
        } else if !said.auto_increment
            && self.to.data_type != found.data_type
            && !dialect::keeps_values_through_change(self.sides.dialect, &self.to.data_type)
        {
            self.makes_no_values();
        }
    }

    fn makes_no_values(&mut self) {
        self.to.to_mut().auto_increment = false;
        self.to.to_mut().identity = None;
    }

    /// SQLite keeps no comments. An empty one is none.
    fn comment(&mut self, said: &Column, found: &Column) {
        if let Some((old, new)) = changed_comment(self.sides, self.held, said.comment.as_ref(), found.comment.as_ref())
        {
            self.to.to_mut().comment.clone_from(&new);
            self.push(Facet::Comment, old.map(FacetValue::Text), new.map(FacetValue::Text));
        } else if said.comment.as_ref().is_some_and(|comment| self.is_told_otherwise(comment)) {
            self.to.to_mut().comment.clone_from(&said.comment);
        }
    }
}
