//! Compares what an entity appends to a column (`extra`).

use autogen_schema::change::{Facet, FacetValue, Facets, FactKey};
use autogen_schema::{Check, Column, DefaultValue, Dialect, ExpressionRole, Generated, Storage, Table};

use super::Difference;
use super::column::{Alteration, stored_as};
use super::expression::Subject;
use crate::Operation;
use crate::dialect::postgres::extra::{Part, has_collation, parts};
use crate::dialect::postgres::types::same_spelling;
use crate::dialect::{self, Satisfied};

impl Alteration<'_> {
    pub(super) fn extra(&mut self, said: &Column, base: &Table, difference: &mut Difference) {
        if self.sides.dialect == Dialect::Postgres && self.by_parts(said, base, difference) {
            return;
        }
        let text = |extra: &Option<String>| extra.clone().map(FacetValue::Text);
        let held = self.held_extra();
        let Some(extra) = &said.extra else {
            if held.is_some() {
                self.to.to_mut().extra = None;
                self.push(Facet::Extra, text(&held), None);
            }
            return;
        };
        if held.as_ref() == Some(extra) {
            return;
        }
        let leftover = held
            .as_ref()
            .is_some_and(|held| dialect::has_extra_leftover(self.sides.dialect, base, &said.name, held, extra));
        match dialect::has_extra(self.sides.dialect, base, &said.name, extra) {
            Satisfied::Yes if !leftover => {}
            // Where the revisions made the column, what they did not say is not there.
            Satisfied::NotCompared if self.held.is_none_or(Facets::is_empty) => difference.note(
                FactKey::Column(base.name.clone(), said.name.clone()),
                format!("its `extra` is not compared: {extra}"),
            ),
            Satisfied::Yes | Satisfied::No | Satisfied::NotCompared => {
                self.to.to_mut().extra.clone_from(&said.extra);
                self.push(Facet::Extra, text(&held), text(&said.extra));
            }
        }
    }

    fn held_extra(&self) -> Option<String> {
        match self.held(Facet::Extra) {
            Some(FacetValue::Text(text)) => Some(text.clone()),
            _ => None,
        }
    }

    /// Compares part by part where every part that comes or goes can be looked for in the table; otherwise returns false.
    fn by_parts(&mut self, said: &Column, base: &Table, difference: &mut Difference) -> bool {
        let held = self.held_extra();
        let (old, new) =
            (held.as_deref().map(parts).unwrap_or_default(), said.extra.as_deref().map(parts).unwrap_or_default());
        let lacks = |parts: &[Part], part: &Part| !parts.iter().any(|other| other.same(part));
        let moved = old.iter().filter(|part| lacks(&new, part)).chain(new.iter().filter(|part| lacks(&old, part)));
        if !moved.into_iter().all(Part::is_comparable) {
            return false;
        }
        let looked = Looked { said, base };
        let mut changes = false;
        for part in old.iter().filter(|part| lacks(&new, part)) {
            changes |= self.take_away(&looked, part, &new, difference);
        }
        for part in new.iter().filter(|part| part.is_comparable()) {
            changes |= self.add(&looked, part, difference);
        }
        self.in_parts = true;
        let text = |extra: Option<&String>| extra.cloned().map(FacetValue::Text);
        // What is no longer said is struck from the ledger, be it there or not.
        if changes || held.is_some() && said.extra.is_none() {
            let old = held.filter(|held| said.extra.as_ref() != Some(held));
            self.push(Facet::Extra, text(old.as_ref()), text(said.extra.as_ref()));
        }
        true
    }

    /// Takes away what is said no more; returns whether it was there.
    fn take_away(&mut self, looked: &Looked<'_>, part: &Part, new: &[Part], difference: &mut Difference) -> bool {
        let other = |kind: fn(&Part) -> bool| new.iter().any(kind);
        match part {
            Part::Check { sql, .. } => {
                let Some(check) = self.check_like(looked, sql, difference).0.cloned() else { return false };
                self.checks.push(Operation::DropCheck { table: looked.base.name.clone(), check });
                true
            }
            Part::Collate(name) if has_collation(&self.to, name) && !other(|part| matches!(part, Part::Collate(_))) => {
                self.to.to_mut().collation = None;
                true
            }
            Part::Default(_) if self.to.default.is_some() && !other(|part| matches!(part, Part::Default(_))) => {
                // One that an attribute says by now is compared as that.
                if looked.said.default.is_none() {
                    self.to.to_mut().default = None;
                }
                true
            }
            Part::Generated(_) if !other(|part| matches!(part, Part::Generated(_))) => {
                self.to.to_mut().generated.take().is_some()
            }
            _ => false,
        }
    }

    /// Adds what is said and not there; returns whether it does.
    fn add(&mut self, looked: &Looked<'_>, part: &Part, difference: &mut Difference) -> bool {
        let found = looked.base.column(&looked.said.name, Dialect::Postgres);
        let verdict = match part {
            Part::Check { sql, .. } => self.check_like(looked, sql, difference).1,
            Part::Collate(name) => found.is_some_and(|found| has_collation(found, name)).into(),
            Part::Default(sql) => match found.and_then(|found| found.default.as_ref()) {
                Some(reported) => {
                    let wanted = DefaultValue::Expression(sql.clone());
                    self.default_like(looked, &wanted, reported, difference)
                }
                None => dialect::is_no_default(Dialect::Postgres, &DefaultValue::Expression(sql.clone())).into(),
            },
            Part::Generated(sql) => match found.and_then(|found| found.generated.as_ref()) {
                Some(made) => {
                    self.expression_like(looked, ExpressionRole::Generated, sql, &[&made.expression], difference)
                }
                None => Satisfied::No,
            },
            Part::Unique | Part::References | Part::Other(_) => Satisfied::NotCompared,
        };
        if verdict != Satisfied::No {
            return false;
        }
        match part {
            Part::Check { name, sql } => {
                let check = Check::new(name.clone(), sql.clone());
                self.checks.push(Operation::AddCheck { table: looked.base.name.clone(), check });
            }
            Part::Collate(name) => self.to.to_mut().collation = Some(name.clone()),
            Part::Default(sql) => self.to.to_mut().default = Some(DefaultValue::Expression(sql.clone())),
            Part::Generated(sql) => {
                self.to.to_mut().generated = Some(Generated { expression: sql.clone(), storage: Storage::Stored });
            }
            Part::Unique | Part::References | Part::Other(_) => {}
        }
        true
    }

    /// Returns the check of the table that is the one that is said, and whether there is one.
    fn check_like<'t>(
        &self,
        looked: &Looked<'t>,
        sql: &str,
        difference: &mut Difference,
    ) -> (Option<&'t Check>, Satisfied) {
        let checks = &looked.base.checks;
        if let Some(same) = checks.iter().find(|check| same_spelling(&check.expression, sql)) {
            return (Some(same), Satisfied::Yes);
        }
        let found: Vec<&str> = checks.iter().map(|check| check.expression.as_str()).collect();
        let verdicts = self.verdicts(looked, ExpressionRole::Check, sql, &found, difference);
        let same = verdicts.iter().position(|verdict| *verdict == Satisfied::Yes).and_then(|at| checks.get(at));
        (same, summed(&verdicts))
    }

    fn default_like(
        &self,
        looked: &Looked<'_>,
        wanted: &DefaultValue,
        reported: &DefaultValue,
        difference: &mut Difference,
    ) -> Satisfied {
        match dialect::same_default(Dialect::Postgres, wanted, reported, stored_as(looked.said, looked.base)) {
            Satisfied::NotCompared => {
                self.sides.ask_default(looked.base, &looked.said.name, (wanted, reported), difference)
            }
            verdict => verdict,
        }
    }

    fn expression_like(
        &self,
        looked: &Looked<'_>,
        role: ExpressionRole,
        sql: &str,
        found: &[&str],
        difference: &mut Difference,
    ) -> Satisfied {
        if found.iter().any(|found| same_spelling(found, sql)) {
            return Satisfied::Yes;
        }
        summed(&self.verdicts(looked, role, sql, found, difference))
    }

    fn verdicts(
        &self,
        looked: &Looked<'_>,
        role: ExpressionRole,
        sql: &str,
        found: &[&str],
        difference: &mut Difference,
    ) -> Vec<Satisfied> {
        let subject = Subject { table: looked.base, column: &looked.said.name, role };
        self.sides.ask(&subject, sql, found, difference)
    }
}

/// Where the parts of what is appended are looked for.
struct Looked<'a> {
    said: &'a Column,
    base: &'a Table,
}

/// One that is the same is enough; that there is none is only known when every one is another.
fn summed(verdicts: &[Satisfied]) -> Satisfied {
    if verdicts.contains(&Satisfied::Yes) {
        Satisfied::Yes
    } else if verdicts.contains(&Satisfied::NotCompared) {
        Satisfied::NotCompared
    } else {
        Satisfied::No
    }
}
