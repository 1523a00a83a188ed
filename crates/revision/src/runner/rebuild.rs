//! Swapping a table for one that was made anew: `DROP TABLE t`, `ALTER TABLE "_autogen_new_t" RENAME TO t`.

use sea_orm::ConnectionTrait;

use super::catalog::{self, Dependent};
use super::error::{RunProblem, Stop};
use crate::{Connection, Kind};

/// What the table that takes another's place is called until it does.
pub const NEW_TABLE_PREFIX: &str = "_autogen_new_";

/// One swap in a section, by the positions of its statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Swap {
    pub table: String,
    /// Where the old table is dropped, when it is.
    pub drop: Option<usize>,
    pub rename: usize,
}

impl Swap {
    /// Where it begins.
    pub(super) fn start(&self) -> usize {
        self.drop.unwrap_or(self.rename)
    }
}

/// Finds the swaps among the statements of a section.
pub(super) fn swaps(kinds: &[Kind]) -> Vec<Swap> {
    let swap = |(rename, kind): (usize, &Kind)| {
        let Kind::RenameTable { from, to } = kind else { return None };
        let is_new =
            from.as_str().get(..NEW_TABLE_PREFIX.len()).is_some_and(|p| p.eq_ignore_ascii_case(NEW_TABLE_PREFIX));
        let drops = |kind: &Kind| matches!(kind, Kind::DropTable(name) if same(name.as_str(), to.as_str()));
        let drop = kinds.get(..rename).and_then(|before| before.iter().rposition(drops));
        is_new.then(|| Swap { table: to.as_str().to_owned(), drop, rename })
    };
    kinds.iter().enumerate().filter_map(swap).collect()
}

/// The tables that a section renames otherwise.
pub(super) fn renamed(kinds: &[Kind]) -> Vec<(String, String)> {
    let swapped: Vec<usize> = swaps(kinds).iter().map(|swap| swap.rename).collect();
    let rename = |(at, kind): (usize, &Kind)| match kind {
        Kind::RenameTable { from, to } if !swapped.contains(&at) => {
            Some((from.as_str().to_owned(), to.as_str().to_owned()))
        }
        _ => None,
    };
    kinds.iter().enumerate().filter_map(rename).collect()
}

fn same(left: &str, right: &str) -> bool {
    left.eq_ignore_ascii_case(right)
}

/// Goes along with the statements of a section: what a swap needs around it, and what would be lost by it.
pub(super) struct Swapping<'a> {
    connection: &'a Connection,
    kinds: &'a [Kind],
    swaps: Vec<Swap>,
    /// What went with the old table, and the line on which that was dropped.
    dependents: Vec<(usize, Dependent)>,
}

impl<'a> Swapping<'a> {
    pub(super) fn new(connection: &'a Connection, kinds: &'a [Kind], swaps: Vec<Swap>) -> Self {
        Self { connection, kinds, swaps, dependents: Vec::new() }
    }

    /// Without `legacy_alter_table`, renaming would look through every view and trigger, of which some refer to the table that
    /// is gone for the moment, and rewrite what refers to the new one.
    pub(super) async fn before(&mut self, index: usize, line: usize) -> Result<(), Stop> {
        for swap in self.swaps.iter().filter(|swap| swap.start() == index) {
            if swap.drop.is_some() {
                let dependents = catalog::dependents(self.connection, &swap.table).await;
                let dependents = dependents.map_err(Stop::database("reading indexes and triggers"))?;
                self.dependents.extend(dependents.into_iter().map(|dependent| (line, dependent)));
            }
            legacy_alter_table(self.connection, true).await?;
        }
        Ok(())
    }

    /// Makes the indexes and triggers again that went with the old table and that the section does not make itself. What comes
    /// later in the section finds them as they would be without the swap.
    pub(super) async fn after(&mut self, index: usize) -> Result<(), Stop> {
        let Some(swap) = self.swaps.iter().find(|swap| swap.rename == index) else { return Ok(()) };
        legacy_alter_table(self.connection, false).await?;
        let (own, others) =
            self.dependents.drain(..).partition::<Vec<_>, _>(|(_, dependent)| same(&dependent.table, &swap.table));
        self.dependents = others;
        for (line, dependent) in own {
            if !self.makes_later(index, &dependent) {
                self.make(line, dependent).await?;
            }
        }
        Ok(())
    }

    fn makes_later(&self, index: usize, dependent: &Dependent) -> bool {
        self.kinds.iter().skip(index).any(|kind| match kind {
            Kind::CreateIndex(name) => dependent.kind == "index" && same(name.as_str(), &dependent.name),
            Kind::CreateTrigger(name) => dependent.kind == "trigger" && same(name.as_str(), &dependent.name),
            _ => false,
        })
    }

    async fn make(&self, line: usize, dependent: Dependent) -> Result<(), Stop> {
        let Err(error) = self.connection.database().execute_unprepared(&dependent.sql).await else { return Ok(()) };
        let Dependent { kind, name, table, sql } = dependent;
        Err(Stop::at(line, RunProblem::Dependent { kind, name, table, sql, failure: error.into() }))
    }
}

/// Sets how `ALTER TABLE … RENAME` treats what mentions the table.
pub(super) async fn legacy_alter_table(connection: &Connection, on: bool) -> Result<(), Stop> {
    let pragma = if on { "PRAGMA legacy_alter_table = ON" } else { "PRAGMA legacy_alter_table = OFF" };
    let done = connection.database().execute_unprepared(pragma).await;
    done.map(|_| ()).map_err(Stop::database("setting legacy_alter_table"))
}
