//! Computed columns, in the way of what they are computed from.

use autogen_schema::{AttachmentKind, Check, Column, Ident, Index, Table, TableName, Unique};

use super::dropped::{is_over, mentions};
use super::{Lowering, POSTGRES};
use crate::dialect::Refusal;
use crate::dialect::postgres::warn;
use crate::{Operation, Statement};

/// A computed column that has been dropped for as long as another one changes, with what was over it.
pub(super) struct Computed {
    column: Column,
    checks: Vec<Check>,
    uniques: Vec<Unique>,
    indexes: Vec<Index>,
}

impl Computed {
    /// Whether a column of the table is this one, or one that it is computed from.
    fn concerns(&self, column: &Ident) -> bool {
        let made = self.column.generated.as_ref();
        self.column.name == *column || made.is_some_and(|made| mentions(&made.expression, column))
    }
}

impl Lowering<'_> {
    /// Drops the columns that are computed from one, in plain sight.
    pub(super) fn put_computed_away(&mut self, table: &TableName, column: &Ident) -> Result<Vec<Computed>, Refusal> {
        let mut away = Vec::new();
        for computed in computed_from(&self.table(table)?, column) {
            self.clear_readers(table, &computed.name)?;
            self.release_keys_over(table, &computed.name)?;
            away.push(self.put_one_away(table, computed)?);
        }
        Ok(away)
    }

    /// Makes a column one that is computed, or that is computed from something else. No server does that in place: the column
    /// goes, with what is over it, and comes back computed.
    pub(super) fn compute_anew(&mut self, table: &TableName, from: &Column, to: &Column) -> Result<(), Refusal> {
        self.clear_readers(table, &to.name)?;
        self.release_keys_over(table, &to.name)?;
        let mut away = self.put_one_away(table, from.clone())?;
        if let Some((_, statement)) = self.statements.last_mut() {
            // Of values that were computed nothing is lost.
            let lost = from.generated.is_none().then(|| warn::values(table, &to.name));
            statement.hazards = lost.into_iter().collect();
        }
        away.column = to.clone();
        self.bring_computed_back(table, vec![away])
    }

    fn put_one_away(&mut self, table: &TableName, column: Column) -> Result<Computed, Refusal> {
        let standing = self.table(table)?;
        let name = column.name.clone();
        if standing.primary_key.as_ref().is_some_and(|key| key.columns.contains(&name)) {
            let operation = format!("change what `{table}.{name}` is computed from");
            return Err(Refusal::new(operation, "it is in the primary key"));
        }
        let checks: Vec<Check> =
            standing.checks.into_iter().filter(|check| mentions(&check.expression, &name)).collect();
        let uniques: Vec<Unique> =
            standing.uniques.into_iter().filter(|unique| unique.columns.contains(&name)).collect();
        let indexes: Vec<Index> = standing.indexes.into_iter().filter(|index| is_over(index, &name)).collect();
        for check in &checks {
            self.drop_check(table, check)?;
        }
        for unique in &uniques {
            self.drop_unique(table, unique)?;
        }
        for index in &indexes {
            self.drop_index(table, index)?;
        }
        // These are made again at the end, with all that nobody manages.
        for exclusion in standing.exclusions.iter().filter(|exclusion| mentions(&exclusion.sql, &name)) {
            self.drop_exclusion(table, &exclusion.name);
        }
        let over =
            |kind, uses: &std::collections::BTreeSet<Ident>| kind == AttachmentKind::Statistics && uses.contains(&name);
        for attachment in standing.attachments.iter().filter(|attachment| over(attachment.kind, &attachment.uses)) {
            self.drop_attachment(table, attachment);
        }
        let (quoted, column_sql) = (POSTGRES.quote_table(table), POSTGRES.quote(&name));
        let mut statement = Statement::new(format!("ALTER TABLE {quoted} DROP COLUMN {column_sql}"));
        statement.hazards.push(warn::comes_back(&format!("computed column {name}")));
        self.push(table, statement);
        self.standing.apply(&Operation::DropColumn { table: table.clone(), column: column.clone() });
        Ok(Computed { column, checks, uniques, indexes })
    }

    /// Brings the columns back that wait for nothing more of what is to be done.
    pub(super) fn bring_back_in_time(&mut self, later: &[Operation]) -> Result<(), Refusal> {
        let waits = |(on, computed): &mut (TableName, Computed)| {
            later.iter().any(|operation| match operation {
                Operation::AlterColumn { table, to, .. } => table == on && computed.concerns(&to.name),
                Operation::DropColumn { table, column } => table == on && column.name == computed.column.name,
                _ => false,
            })
        };
        let ready: Vec<_> = self.away.extract_if(.., |away| !waits(away)).collect();
        for (table, computed) in ready {
            self.bring_computed_back(&table, vec![computed])?;
        }
        Ok(())
    }

    /// Makes a column that is away another one, which comes back in its place. Returns whether it is away.
    pub(super) fn alter_away(&mut self, table: &TableName, to: &Column) -> bool {
        let found = self.away.iter_mut().find(|(on, computed)| on == table && computed.column.name == to.name);
        found.map(|(_, computed)| computed.column.clone_from(to)).is_some()
    }

    /// Lets a column that is away stay there for good. Returns whether it is away.
    pub(super) fn drop_away(&mut self, table: &TableName, name: &Ident) -> bool {
        let is_away =
            self.away.extract_if(.., |(on, computed)| on == table && computed.column.name == *name).count() > 0;
        if is_away {
            let said = warn::comes_back(&format!("computed column {name}"));
            let of_table = self.statements.iter_mut().filter(|(on, _)| on.as_ref() == Some(table));
            of_table.for_each(|(_, statement)| statement.hazards.retain(|hazard| *hazard != said));
        }
        is_away
    }

    /// Adds the columns again, behind the others, and what was over them.
    pub(super) fn bring_computed_back(&mut self, table: &TableName, away: Vec<Computed>) -> Result<(), Refusal> {
        for Computed { column, checks, uniques, indexes } in away {
            self.add_column(table, &column)?;
            for check in checks {
                self.add_check(table, &check);
            }
            for unique in uniques {
                self.add_unique(table, &unique)?;
            }
            for index in indexes {
                self.create_index(table, &index);
            }
        }
        Ok(())
    }
}

/// Returns the columns of a table that are computed from one.
pub(super) fn computed_from(table: &Table, column: &Ident) -> Vec<Column> {
    let uses = |other: &&Column| {
        other.name != *column && other.generated.as_ref().is_some_and(|made| mentions(&made.expression, column))
    };
    table.columns.iter().filter(uses).cloned().collect()
}
