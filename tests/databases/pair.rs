//! Two databases, and what must hold on the way from the one to the other.

use std::collections::{BTreeMap, BTreeSet};

use autogen_diff::{Hazard, Operation, Passage, Script, invert, render};
use autogen_schema::{Dialect, Schema, TableName};

use super::coverage::Coverage;
use super::design::Design;
use super::rows::{Rows, lost, read};
use crate::support::{Dice, Ground, difference};

/// Two designs: one, and what edits make of it.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    dialect: Dialect,
    seed: u64,
    edits: Vec<u64>,
    /// What is left out of both, to make a pair that fails as small as can be.
    without: BTreeSet<usize>,
}

/// What became of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    Held,
    Unchanged,
    /// Rows stood in the way of it, as it had said; on empty tables it held.
    HeldWithoutRows,
    Refused,
}

/// Why a pair fails, or that it could not be made.
pub(super) type Verdict = Result<Outcome, String>;

impl Pair {
    pub(super) fn random(dialect: Dialect, seed: u64) -> Self {
        let mut dice = Dice::new(seed ^ 0x5eed);
        let edits =
            (0..=dice.below(6)).map(|at| seed.wrapping_mul(64).wrapping_add(u64::try_from(at).unwrap())).collect();
        Self { dialect, seed, edits, without: BTreeSet::new() }
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.dialect
    }

    pub(super) fn designs(&self) -> (Design, Design) {
        let mut before = Design::random(self.dialect, &mut Dice::new(self.seed));
        before.leave_out(&self.without);
        let mut after = before.clone();
        for edit in &self.edits {
            after.edit(&mut Dice::new(*edit));
        }
        (before, after)
    }

    /// Pairs that are like this one with something left out.
    pub(super) fn smaller(&self) -> Vec<Self> {
        let edits = (0..self.edits.len()).map(|at| {
            let mut smaller = self.clone();
            smaller.edits.remove(at);
            smaller
        });
        let parts = self.designs().0.parts().into_iter().filter(|part| !self.without.contains(part)).map(|part| {
            let mut smaller = self.clone();
            smaller.without.insert(part);
            smaller
        });
        edits.chain(parts).collect()
    }

    pub(super) fn describe(&self) -> String {
        let (before, after) = self.designs();
        format!("{}\n-- becomes\n{}", before.sql(), after.sql())
    }

    /// Holds the laws on two databases. `coverage` counts what there was to see.
    pub(super) async fn hold(&self, grounds: &mut (Ground, Ground), coverage: &mut Coverage) -> Verdict {
        match self.hold_with(2, grounds, coverage).await {
            Ok(Outcome::HeldWithoutRows) => self
                .hold_with(0, grounds, &mut Coverage::default())
                .await
                .map(|outcome| outcome.max(Outcome::HeldWithoutRows)),
            verdict => verdict,
        }
    }

    async fn hold_with(&self, count: usize, grounds: &mut (Ground, Ground), coverage: &mut Coverage) -> Verdict {
        let (before, after) = self.designs();
        let (ground, other) = grounds;
        let load = |what: &'static str| move |error: String| format!("cannot make {what}: {error}");
        ground.fill(&before.sql()).await.map_err(load("the first"))?;
        other.fill(&after.sql()).await.map_err(load("the second"))?;
        if count > 0 {
            ground.run(&before.rows(count)).await.map_err(load("rows"))?;
        }
        let (from, to) = (ground.schema().await, other.schema().await);
        let renames = before.renames(&after, self.seed);
        let (up, down) = self.passages(&from, &to, &renames);
        if (&up, &down) != (&self.passages(&from, &to, &renames).0, &self.passages(&from, &to, &renames).1) {
            return Err("the same input gave another script".to_owned());
        }
        coverage.see(self.dialect, &[&from, &to], &up.operations);
        let walk = Walk { dialect: self.dialect, renames: &renames, from: &from, count };
        walk.there_and_back(ground, other, &up, &down).await
    }

    fn passages(&self, from: &Schema, to: &Schema, renames: &[Operation]) -> (Passage, Passage) {
        let back = invert(renames.iter().cloned());
        (Passage::between(self.dialect, from, to, renames), Passage::between(self.dialect, to, from, &back))
    }
}

struct Walk<'a> {
    dialect: Dialect,
    renames: &'a [Operation],
    from: &'a Schema,
    count: usize,
}

impl Walk<'_> {
    async fn there_and_back(&self, ground: &mut Ground, other: &Ground, up: &Passage, down: &Passage) -> Verdict {
        let (before, wanted) = (ground.dump().await, other.dump().await);
        if up.is_empty() {
            let seen = difference(&wanted, &before);
            return seen.map_or(Ok(Outcome::Unchanged), |seen| Err(format!("nothing is seen to differ: {seen}")));
        }
        let left: Vec<String> = up.left.iter().chain(&down.left).map(ToString::to_string).collect();
        let is_order = |line: &String| line.contains("order the columns");
        let (Ok(forth), Ok(back)) = (&up.script, &down.script) else { return Ok(Outcome::Refused) };
        if !left.iter().all(is_order) {
            return Ok(Outcome::Refused);
        }
        let (sql, back_sql) = (render::runnable(self.dialect, forth), render::runnable(self.dialect, back));
        let told = |what: &str, found: &str| format!("{what}:\n{found}\n-- up\n{sql}\n-- down\n{back_sql}");
        let rows = read(ground, self.from).await;
        if let Err(error) = ground.run(&sql).await {
            return self
                .stopped(ground, forth, (&before, &rows))
                .await
                .map_err(|found| told("the upgrade fails", &format!("{error}\n{found}")));
        }
        let after = ground.dump().await;
        if let Some(found) = difference(&wanted, &after) {
            return Err(told("after the upgrade", &found));
        }
        let reached = ground.schema().await;
        let again = Passage::between(self.dialect, &reached, &reached, &[]);
        if !again.is_empty() {
            return Err(told("a database differs from itself", &format!("{again:?}")));
        }
        let rows_after = read(ground, &reached).await;
        if let Some(found) = lost(&rows, &rows_after, self.renames, &[], &[forth]) {
            return Err(told("the upgrade loses what it does not say", &found));
        }
        if let Err(error) = ground.run(&back_sql).await {
            return self
                .stopped(ground, back, (&after, &rows_after))
                .await
                .map_err(|found| told("the downgrade fails", &format!("{error}\n{found}")));
        }
        if let Some(found) = difference(&before, &ground.dump().await) {
            return Err(told("after the downgrade", &found));
        }
        let restored = ground.schema().await;
        if let Some(found) = lost(&rows, &read(ground, &restored).await, &[], self.renames, &[forth, back]) {
            return Err(told("the way back loses what it does not say", &found));
        }
        if let Err(error) = ground.run(&sql).await {
            let may = may_fail(forth) && self.count > 0;
            return if may { Ok(Outcome::HeldWithoutRows) } else { Err(told("the second upgrade fails", &error)) };
        }
        match difference(&after, &ground.dump().await) {
            Some(found) => Err(told("after the second upgrade", &found)),
            None => Ok(Outcome::Held),
        }
    }

    /// What fails must have said that it may; where there are transactions, it changes nothing.
    async fn stopped(&self, ground: &mut Ground, script: &Script, before: (&Vec<String>, &Rows)) -> Verdict {
        if self.count == 0 || !may_fail(script) {
            return Err("it did not say that it may".to_owned());
        }
        if self.dialect != Dialect::Mysql {
            if let Some(found) = difference(before.0, &ground.dump().await) {
                return Err(format!("and something has changed: {found}"));
            }
            let schema = ground.schema().await;
            if read(ground, &schema).await != *before.1 {
                return Err("and rows have changed".to_owned());
            }
        }
        Ok(Outcome::HeldWithoutRows)
    }
}

fn may_fail(script: &Script) -> bool {
    let may = |hazard: &Hazard| matches!(hazard, Hazard::FailsOnRows(_) | Hazard::ConvertsData(_));
    script.hazards().any(may)
}

impl Design {
    /// What may be left out: tables, parts, views, objects, and columns.
    fn parts(&self) -> Vec<usize> {
        let tables = self.tables.iter().map(|table| table.id);
        let pieces = self.tables.iter().flat_map(|table| table.pieces.iter().map(|piece| piece.id));
        let columns = self.tables.iter().flat_map(|table| table.columns.iter().map(|column| column.id));
        let views = self.views.iter().map(|view| view.id);
        tables.chain(pieces).chain(views).chain(self.objects.iter().map(|object| object.id)).chain(columns).collect()
    }

    fn leave_out(&mut self, without: &BTreeSet<usize>) {
        if without.is_empty() {
            return;
        }
        if self.tables.iter().any(|table| !without.contains(&table.id)) {
            self.tables.retain(|table| !without.contains(&table.id));
        }
        for table in &mut self.tables {
            table.pieces.retain(|piece| !without.contains(&piece.id));
            if table.columns.iter().any(|column| !without.contains(&column.id)) {
                table.columns.retain(|column| !without.contains(&column.id));
            }
        }
        self.views.retain(|view| !without.contains(&view.id));
        self.objects.retain(|object| !without.contains(&object.id));
        self.mend();
    }

    /// What is called otherwise in `after`, as far as it is said.
    fn renames(&self, after: &Self, seed: u64) -> Vec<Operation> {
        let mut dice = Dice::new(seed ^ 0x5a1d);
        let mut renames = Vec::new();
        let mut columns = Vec::new();
        for table in &self.tables {
            let Some(target) = after.table(table.id) else { continue };
            let (old, new) = (TableName::new(table.name.as_str()), TableName::new(target.name.as_str()));
            if old != new {
                if dice.once_in(4) {
                    continue;
                }
                renames.push(Operation::RenameTable { from: old, to: new.clone() });
            }
            for column in &table.columns {
                let Some(called) = target.column(column.id).filter(|other| other.name != column.name) else {
                    continue;
                };
                if !dice.once_in(4) {
                    let (from, to) = (column.name.as_str().into(), called.name.as_str().into());
                    columns.push(Operation::RenameColumn { table: new.clone(), from, to });
                }
            }
        }
        renames.extend(columns);
        renames
    }
}

/// How often each outcome came.
pub(super) type Outcomes = BTreeMap<Outcome, u64>;
