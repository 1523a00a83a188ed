//! Keys, uniques and checks of tables.

use std::collections::BTreeSet;

use autogen_schema::{Check, Column, ForeignKey, Ident, Match, PrimaryKey, Table, TableName, Unique, UniqueKind};

use super::{Aim, Lowering, POSTGRES, drop_constraint};
use crate::dialect::Refusal;
use crate::dialect::postgres::names::{clipped, distinct, foreign_key_name, index_name};
use crate::dialect::postgres::standing::is_for_new_rows;
use crate::dialect::postgres::{create, warn};
use crate::{Hazard, Operation, Statement};

impl Lowering<'_> {
    pub(super) fn add_primary_key(&mut self, table: &TableName, key: &PrimaryKey) -> Result<(), Refusal> {
        let standing = self.table(table)?;
        let key = if key.columns.len() == 1 { key.clone() } else { self.named_primary_key(&standing, key) };
        let clause = create::primary_key(&key);
        let mut statement = Statement::new(format!("ALTER TABLE {} ADD {clause}", POSTGRES.quote_table(table)));
        statement.hazards.extend(self.duplicates(&standing, &key.columns));
        let nullable = |name: &&Ident| standing.column(name, POSTGRES).is_some_and(|column| column.nullable);
        if !self.standing.is_made(table) {
            statement
                .hazards
                .extend(key.columns.iter().filter(nullable).map(|column| Hazard::nulls(table, column, false)));
            statement.hazards.push(warn::key_is_built(table));
        }
        self.push(table, statement);
        self.standing.apply(&Operation::AddPrimaryKey { table: table.clone(), key });
        Ok(())
    }

    /// Returns a key with a name: SeaORM's where it has none.
    pub(super) fn named_primary_key(&mut self, table: &Table, key: &PrimaryKey) -> PrimaryKey {
        let wanted = format!("pk-{}", table.name.name);
        let name = match &key.name {
            Some(name) => clipped(name),
            None => self.names.distinct(&table.name, &wanted),
        };
        PrimaryKey { name: Some(name), ..key.clone() }
    }

    pub(super) fn drop_primary_key(&mut self, table: &TableName, key: &PrimaryKey) -> Result<(), Refusal> {
        let standing = self.table(table)?;
        let found = standing.primary_key.unwrap_or_else(|| key.clone());
        self.release_keys_to(table, &found.columns)?;
        let statement = drop_constraint(table, found.name.as_ref(), "primary key")?;
        self.push(table, statement);
        found.name.iter().for_each(|name| self.names.release(table, name));
        self.standing.apply(&Operation::DropPrimaryKey { table: table.clone(), key: found });
        Ok(())
    }

    pub(super) fn add_unique(&mut self, table: &TableName, unique: &Unique) -> Result<(), Refusal> {
        let standing = self.table(table)?;
        let mut unique = unique.clone();
        let sql = if unique.kind == UniqueKind::Index {
            unique = self.named_unique(table, &unique);
            let name = unique.name.clone().unwrap_or_else(|| Ident::new(""));
            create::unique_index(table, &name, &unique)
        } else {
            format!("ALTER TABLE {} ADD {}", POSTGRES.quote_table(table), create::unique(&unique))
        };
        let mut statement = Statement::new(sql);
        statement.hazards.extend(self.duplicates(&standing, &unique.columns));
        if !self.standing.is_made(table) {
            let is_index = unique.kind == UniqueKind::Index;
            statement.hazards.push(if is_index { warn::index_is_built(table) } else { warn::key_is_built(table) });
            statement.online = match (&unique.name, is_index) {
                (Some(name), true) => self.index_online(table, name, &statement),
                _ => self.unique_online(table, &unique, &statement),
            };
        }
        self.push(table, statement);
        self.standing.apply(&Operation::AddUnique { table: table.clone(), unique });
        Ok(())
    }

    /// Returns a unique that is an index with a name: SeaORM's where it has none.
    pub(super) fn named_unique(&mut self, table: &TableName, unique: &Unique) -> Unique {
        let wanted = index_name(table, &unique.columns, unique.key.as_ref());
        let name = match &unique.name {
            Some(name) => clipped(name),
            None => self.names.distinct(table, &wanted),
        };
        Unique { name: Some(name), ..unique.clone() }
    }

    pub(super) fn drop_unique(&mut self, table: &TableName, unique: &Unique) -> Result<(), Refusal> {
        self.release_keys_to(table, &unique.columns)?;
        let statement = match (&unique.name, unique.kind) {
            (Some(name), UniqueKind::Index) => {
                let statement = Statement::new(super::index::drop_sql(table, name));
                let names = unique.columns.iter().chain([name]).cloned();
                let online = self.index_dropped_online(table, names, &statement);
                Statement { online, ..statement }
            }
            (name, _) => drop_constraint(table, name.as_ref(), "unique")?,
        };
        self.push(table, statement);
        unique.name.iter().for_each(|name| self.names.release(table, name));
        self.standing.apply(&Operation::DropUnique { table: table.clone(), unique: unique.clone() });
        Ok(())
    }

    /// Says that rows may have the same values, unless they cannot: the columns are unique already or have been, or one of them
    /// is new and holds NULL in every row.
    pub(super) fn duplicates(&self, table: &Table, columns: &[Ident]) -> Option<Hazard> {
        let counted = |name: &Ident| {
            let column = table.column(name, POSTGRES);
            self.standing.is_added(&table.name, name) && column.is_some_and(|column| column.auto_increment)
        };
        // What fills a column that comes back is the same in every row, and makes no two of them alike.
        let were_unique = || {
            let stood: Vec<Ident> =
                columns.iter().filter(|name| !self.standing.is_added(&table.name, name)).cloned().collect();
            stood.len() < columns.len()
                && self.from.table(&table.name, POSTGRES).is_some_and(|before| is_unique(before, &stood))
        };
        let safe = self.standing.is_made(&table.name)
            || columns.iter().any(|name| counted(name) || self.is_empty(table, name))
            || is_unique(table, columns)
            || were_unique();
        (!safe).then(|| warn::duplicates(&table.name, columns))
    }

    /// Whether a new column holds NULL in every row. One that must not, and has nothing to be filled with, is only added where there
    /// are no rows; going back, something is made up for it.
    fn is_empty(&self, table: &Table, name: &Ident) -> bool {
        let is_filled = |column: &Column| self.aim == Aim::Restore && !column.nullable;
        let column = table.column(name, POSTGRES);
        self.standing.is_added(&table.name, name)
            && column.is_some_and(|c| c.default.is_none() && c.generated.is_none() && !is_filled(c))
    }

    pub(super) fn add_foreign_key(&mut self, table: &TableName, key: &ForeignKey) {
        let standing = self.standing.table(table).cloned().unwrap_or_else(|| Table::new(table.clone()));
        let key = named_foreign_key(&standing, key);
        let clause = create::foreign_key(&key);
        let mut statement = Statement::new(format!("ALTER TABLE {} ADD {clause}", POSTGRES.quote_table(table)));
        // Keys that are NULL refer to nothing: as a whole where they are to match in full, otherwise in one of their columns.
        let empty = |name: &Ident| self.is_empty(&standing, name);
        let is_full = key.matching == Some(Match::Full);
        let refers_to_nothing = if is_full { key.columns.iter().all(empty) } else { key.columns.iter().any(empty) };
        if !self.standing.is_made(table) && !is_for_new_rows(&key.definition) {
            let target = Some(&key.references).filter(|target| !self.standing.is_made(target));
            statement.hazards.extend((!refers_to_nothing).then(|| warn::orphans(table, &key)));
            statement.hazards.push(warn::references_are_checked(table, target));
            statement.online = self.key_online(table, key.name.as_ref(), &statement);
        }
        self.push(table, statement);
        self.standing.apply(&Operation::AddForeignKey { table: table.clone(), key });
    }

    pub(super) fn drop_foreign_key(&mut self, table: &TableName, key: &ForeignKey) -> Result<(), Refusal> {
        let statement = drop_constraint(table, key.name.as_ref(), "foreign key")?;
        self.push(table, statement);
        self.standing.apply(&Operation::DropForeignKey { table: table.clone(), key: key.clone() });
        Ok(())
    }

    pub(super) fn add_check(&mut self, table: &TableName, check: &Check) {
        let clause = create::check(check);
        let mut statement = Statement::new(format!("ALTER TABLE {} ADD {clause}", POSTGRES.quote_table(table)));
        if !self.standing.is_made(table) && !is_for_new_rows(&check.definition) {
            statement.hazards.push(warn::unsatisfied(table, &check.expression));
            statement.hazards.push(warn::rows_are_checked(table));
            statement.online = self.check_online(table, check.name.as_ref(), &statement);
        }
        self.push(table, statement);
        self.standing.apply(&Operation::AddCheck { table: table.clone(), check: check.clone() });
    }

    pub(super) fn drop_check(&mut self, table: &TableName, check: &Check) -> Result<(), Refusal> {
        let statement = drop_constraint(table, check.name.as_ref(), "check")?;
        self.push(table, statement);
        self.standing.apply(&Operation::DropCheck { table: table.clone(), check: check.clone() });
        Ok(())
    }

    pub(super) fn rename_constraint(&mut self, table: &TableName, from: &Ident, to: &Ident) {
        let away = self.late_keys.iter_mut().find(|(on, key)| on == table && key.name.as_ref() == Some(from));
        if let Some((_, key)) = away {
            key.name = Some(to.clone());
            return;
        }
        let (quoted, old, new) = (POSTGRES.quote_table(table), POSTGRES.quote(from), POSTGRES.quote(to));
        self.push_sql(table, format!("ALTER TABLE {quoted} RENAME CONSTRAINT {old} TO {new}"));
        self.names.release(table, from);
        self.names.take(table, to);
        let (table, from, to) = (table.clone(), from.clone(), to.clone());
        self.standing.apply(&Operation::RenameConstraint { table, from, to });
    }
}

/// Returns a key with a name: SeaORM's where it has none. Constraints have their names by table.
pub(super) fn named_foreign_key(table: &Table, key: &ForeignKey) -> ForeignKey {
    let name = match &key.name {
        Some(name) => clipped(name),
        None => {
            let taken: BTreeSet<&Ident> = constraints(table).collect();
            distinct(&foreign_key_name(&table.name, &key.columns), |name| taken.contains(name))
        }
    };
    ForeignKey { name: Some(name), ..key.clone() }
}

fn constraints(table: &Table) -> impl Iterator<Item = &Ident> {
    let key = table.primary_key.iter().filter_map(|key| key.name.as_ref());
    let uniques = table.uniques.iter().filter_map(|unique| unique.name.as_ref());
    let keys = table.foreign_keys.iter().filter_map(|key| key.name.as_ref());
    let checks = table.checks.iter().filter_map(|check| check.name.as_ref());
    key.chain(uniques).chain(keys).chain(checks).chain(table.exclusions.iter().map(|exclusion| &exclusion.name))
}

/// Whether some of the columns are unique together.
pub(super) fn is_unique(table: &Table, columns: &[Ident]) -> bool {
    unique_sets(table).iter().any(|unique| unique.iter().all(|column| columns.contains(column)))
}

/// Returns the columns of each key and unique of a table.
pub(super) fn unique_sets(table: &Table) -> Vec<BTreeSet<Ident>> {
    let key = table.primary_key.iter().map(|key| key.columns.iter().cloned().collect());
    let uniques = table.uniques.iter().map(|unique| unique.columns.iter().cloned().collect());
    let indexes = table.indexes.iter().filter(|index| index.unique).filter_map(|index| {
        let columns = index.plain_columns()?;
        Some(columns.into_iter().cloned().collect())
    });
    key.chain(uniques).chain(indexes).collect()
}
