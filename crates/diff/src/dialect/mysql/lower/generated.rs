//! Columns that a server computes, and those that it does no longer, or otherwise.
//!
//! A value that is worked out where it is asked for is in no row. No server takes such a column for one that has its values in
//! the rows, nor the other way around (<https://mariadb.com/kb/en/generated-columns/>): the one goes and the other comes.

use autogen_schema::{Column, Ident, Storage};

use super::MYSQL;
use super::alter::{Alter, Clause};
use super::column::Pair;
use super::online;
use crate::Hazard;
use crate::dialect::Refusal;
use crate::dialect::mysql::create;

impl Alter<'_> {
    /// Whether another column takes the place of one that was computed, with its values: where they are in no row, or rows that
    /// have none get others, which nobody can give them as long as they are computed.
    pub(super) fn is_released(&self, column: &Ident) -> bool {
        let Some(pair) = self.pair(column) else { return false };
        let released = pair.from.generated.is_some() && pair.to.generated.is_none();
        released && (!is_in_rows(pair.from) || pair.fill(self).is_some())
    }

    /// Whether a computed column goes and comes again: nothing is lost of it.
    pub(super) fn is_computed_anew(&self, column: &Ident) -> bool {
        self.pair(column).is_some_and(|pair| pair.is_computed_anew())
    }
}

impl Pair<'_> {
    pub(super) fn is_computed_anew(&self) -> bool {
        self.to.generated.is_some() && is_in_rows(self.from) != is_in_rows(self.to)
    }

    /// Returns the clauses that put a computed column in place of the one before.
    pub(super) fn computed_anew(&self, alter: &Alter<'_>, position: &str) -> Result<Vec<Clause>, Refusal> {
        let old = MYSQL.quote(self.old_name.unwrap_or(&self.to.name));
        let definition = create::column(alter.to, self.to, &[], alter.enums)?;
        let mut drop = Clause::new(format!("DROP COLUMN {old}")).with(online::dropped(self.from));
        if self.from.generated.is_none() {
            drop.hazards.push(Hazard::LosesData(format!("the values of {}.{}", alter.to.name, self.to.name)));
        }
        let mut add = Clause::new(format!("ADD COLUMN {definition} {position}")).with(online::added(self.to, &[]));
        add.restates = Some(self.to.name.clone());
        Ok(vec![drop, add])
    }
}

fn is_in_rows(column: &Column) -> bool {
    column.generated.as_ref().is_none_or(|generated| generated.storage == Storage::Stored)
}
