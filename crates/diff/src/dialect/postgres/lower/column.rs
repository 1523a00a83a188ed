//! Columns that come, change and get another name.

use autogen_schema::sql::normalize;
use autogen_schema::{Column, DefaultValue, Ident, Table, TableName};

use super::{Aim, Lowering, POSTGRES};
use crate::dialect::postgres::create;
use crate::dialect::postgres::types::{canonical, default_of, nothing, spelled};
use crate::dialect::postgres::warn;
use crate::dialect::{Refusal, is_null_default};
use crate::values::values_of;
use crate::{Hazard, Operation, Statement, Values};

impl Lowering<'_> {
    pub(super) fn add_column(&mut self, table: &TableName, column: &Column) -> Result<(), Refusal> {
        let standing = self.table(table)?;
        let said = self.values(table, &column.name).fill.filter(|_| !column.nullable);
        let fill = self.fill(&standing, column);
        let mut written = column.clone();
        if let Some(fill) = fill {
            written.default = Some(DefaultValue::Expression(fill.to_owned()));
        }
        written.nullable |= said.is_some();
        let made = create::column(&Table::new(table.clone()), &written)?;
        for sql in made.before {
            self.push_sql(table, sql);
        }
        let quoted = POSTGRES.quote_table(table);
        let mut statement = Statement::new(format!("ALTER TABLE {quoted} ADD COLUMN {}", made.definition));
        if !self.standing.is_made(table) {
            let refilled = |fill: &str| Hazard::refilled(format!("{table}.{}", column.name), fill);
            statement.hazards.extend(fill.map(refilled));
            statement.hazards.extend(self.existing_rows(table, &written));
            statement.hazards.extend(self.is_behind(&standing, column).then(|| warn::comes_last(table, &column.name)));
        }
        self.push(table, statement);
        if fill.is_some() {
            let name = POSTGRES.quote(&column.name);
            self.push_sql(table, format!("ALTER TABLE {quoted} ALTER COLUMN {name} DROP DEFAULT"));
        }
        for sql in made.after {
            self.push_sql(table, sql);
        }
        if let Some(said) = said {
            self.fill_nulls(table, &column.name, &said, &said);
            self.set_not_null(table, column, false);
        }
        self.standing.apply(&Operation::AddColumn { table: table.clone(), column: column.clone() });
        Ok(())
    }

    /// Whether a column of the goal comes behind others that it stands before there.
    fn is_behind(&self, table: &Table, column: &Column) -> bool {
        let Some(goal) = self.goal.table(&table.name, POSTGRES) else { return false };
        let there = goal.columns.iter().skip_while(|other| other.name != column.name).skip(1);
        there.into_iter().any(|other| table.column(&other.name, POSTGRES).is_some())
    }

    /// Returns what fills a column that comes back and must not be NULL.
    fn fill(&self, table: &Table, column: &Column) -> Option<&'static str> {
        let needed = self.aim == Aim::Restore && !self.standing.is_made(&table.name) && needs_value(column);
        if needed { nothing(&spelled(column)) } else { None }
    }

    pub(super) fn rename_column(&mut self, table: &TableName, from: &Ident, to: &Ident) {
        let (quoted, old, new) = (POSTGRES.quote_table(table), POSTGRES.quote(from), POSTGRES.quote(to));
        self.push_sql(table, format!("ALTER TABLE {quoted} RENAME COLUMN {old} TO {new}"));
        for (on, key) in &mut self.late_keys {
            let rename =
                |columns: &mut Vec<Ident>| columns.iter_mut().filter(|c| *c == from).for_each(|c| *c = to.clone());
            if on == table {
                rename(&mut key.columns);
            }
            if key.references == *table {
                rename(&mut key.referenced_columns);
            }
        }
        let (table, from, to) = (table.clone(), from.clone(), to.clone());
        self.standing.apply(&Operation::RenameColumn { table, from, to });
    }

    /// Changes what differs between both sides of a column, in an order in which each statement can run: what makes its values
    /// goes first and comes last, the default is there before it fills anything.
    pub(super) fn alter_column(&mut self, table: &TableName, from: &Column, to: &Column) -> Result<(), Refusal> {
        if self.alter_away(table, to) {
            return Ok(());
        }
        let standing = self.table(table)?;
        let Some(found) = standing.column(&to.name, POSTGRES) else {
            let operation = format!("change `{table}.{}`", to.name);
            return Err(Refusal::new(operation, "the database has no such column"));
        };
        refuse_extra(table, from, to)?;
        if is_computed_anew(found, to) {
            return self.compute_anew(table, &found.clone(), to);
        }
        if found.generated.is_some() && to.generated.is_none() {
            // It keeps its values.
            self.alter(table, &to.name, "DROP EXPRESSION");
        }
        self.drop_source(table, from, to);
        let retyped = self.retype(table, from, to)?;
        if from.default != to.default && !retyped {
            self.set_default(table, to)?;
        }
        if from.nullable != to.nullable {
            self.set_nullable(table, to);
        }
        self.add_source(table, from, to);
        if from.comment != to.comment {
            self.push_sql(table, create::column_comment(table, to, to.comment.as_ref()));
        }
        self.alter_settings(table, from, to, retyped);
        let (table, from, to) = (table.clone(), from.clone(), to.clone());
        self.standing.apply(&Operation::AlterColumn { table, from, to });
        Ok(())
    }

    pub(super) fn alter(&mut self, table: &TableName, column: &Ident, what: &str) {
        let (table_sql, name) = (POSTGRES.quote_table(table), POSTGRES.quote(column));
        self.push_sql(table, format!("ALTER TABLE {table_sql} ALTER COLUMN {name} {what}"));
    }

    fn set_default(&mut self, table: &TableName, to: &Column) -> Result<(), Refusal> {
        let what = match &to.default {
            None => "DROP DEFAULT".to_owned(),
            Some(default) => {
                let operation = || format!("change `{table}.{}`", to.name);
                let unknown = || Refusal::new(operation(), "its default is not known");
                format!("SET DEFAULT {}", default_of(default, &spelled(to)).ok_or_else(unknown)?)
            }
        };
        self.alter(table, &to.name, &what);
        Ok(())
    }

    fn set_nullable(&mut self, table: &TableName, to: &Column) {
        if to.nullable {
            self.alter(table, &to.name, "DROP NOT NULL");
            return;
        }
        let rows = !self.standing.is_made(table);
        let said = self.values(table, &to.name).fill;
        let default = to.default.as_ref().filter(|default| !is_null_default(default));
        let default = default.and_then(|default| default_of(default, &spelled(to)));
        let filled = match (&said, &default) {
            _ if !rows || to.generated.is_some() => false,
            (Some(said), _) => self.fill_nulls(table, &to.name, said, said),
            (None, Some(default)) => self.fill_nulls(table, &to.name, "DEFAULT", default),
            (None, None) => false,
        };
        self.set_not_null(table, to, rows && !filled && default.is_none());
    }

    /// Gives the rows that hold NULL a value, which is `words`; returns that it did.
    fn fill_nulls(&mut self, table: &TableName, column: &Ident, value: &str, words: &str) -> bool {
        let (quoted, name) = (POSTGRES.quote_table(table), POSTGRES.quote(column));
        let mut fill = Statement::new(format!("UPDATE {quoted} SET {name} = {value} WHERE {name} IS NULL"));
        fill.hazards.push(Hazard::FillsRows(format!("fills {table}.{column} with {words} where it is NULL")));
        fill.online = self.rows_online(table, Some(&fill));
        self.push(table, fill);
        self.settle_deferred(table);
        true
    }

    /// What is said of the values of a column.
    pub(super) fn values(&self, table: &TableName, column: &Ident) -> Values {
        values_of(self.operations, table, column, POSTGRES)
    }

    /// Says that a column is not NULL. `may_hold`: rows may hold NULL in it.
    fn set_not_null(&mut self, table: &TableName, to: &Column, may_hold: bool) {
        let (quoted, name) = (POSTGRES.quote_table(table), POSTGRES.quote(&to.name));
        let named = to.settings.iter().find(|setting| create::names_not_null(setting));
        let set = match named {
            Some(constraint) => format!("ADD {constraint} NOT NULL {name}"),
            None => format!("ALTER COLUMN {name} SET NOT NULL"),
        };
        let mut statement = Statement::new(format!("ALTER TABLE {quoted} {set}"));
        if !self.standing.is_made(table) && !self.standing.is_never_null(table, &to.name) {
            statement.hazards.extend(may_hold.then(|| Hazard::nulls(table, &to.name, self.aim == Aim::Change)));
            statement.hazards.push(warn::rows_are_checked(table));
            if named.is_none() {
                statement.online = self.not_null_online(table, &to.name, &statement);
            }
        }
        self.push(table, statement);
    }

    /// A table with checks that wait for the end of the transaction cannot be altered after its rows have changed.
    fn settle_deferred(&mut self, table: &TableName) {
        let own = self.standing.table(table).into_iter().flat_map(|table| table.foreign_keys.clone());
        let incoming = self.standing.keys_to(table).into_iter().map(|(_, key)| key);
        if own.chain(incoming).any(|key| key.deferrable.is_some()) {
            let mut settle = Statement::new("SET CONSTRAINTS ALL IMMEDIATE");
            settle.online = self.rows_online(table, None);
            self.push(table, settle);
        }
    }

    fn alter_settings(&mut self, table: &TableName, from: &Column, to: &Column, retyped: bool) {
        let alters = |setting: &&String| !create::names_not_null(setting);
        let before: Vec<&String> =
            from.settings.iter().filter(alters).filter(|setting| !retyped || !goes_with_type(setting)).collect();
        for gone in before.iter().filter(|setting| !to.settings.contains(setting)) {
            if let Some(reset) = reset(gone, to) {
                self.alter(table, &to.name, &reset);
            }
        }
        for setting in to.settings.iter().filter(alters).filter(|setting| !before.contains(setting)) {
            self.alter(table, &to.name, setting);
        }
    }
}

/// Whether the server forgets a setting when the column gets another type or collation: how its values are stored is the
/// type's own again.
pub(super) fn goes_with_type(setting: &str) -> bool {
    ["SET STORAGE ", "SET COMPRESSION "].iter().any(|start| setting.starts_with(start))
}

/// Whether a column is computed from then on, or from something else. The text as it stands has followed renames.
fn is_computed_anew(from: &Column, to: &Column) -> bool {
    let text = |column: &Column| column.generated.as_ref().map(|made| normalize(&made.expression, POSTGRES));
    to.generated.is_some() && text(from) != text(to)
}

/// The server does not tell what became of SQL that an entity appended to a column: a check of the table, a collation.
fn refuse_extra(table: &TableName, from: &Column, to: &Column) -> Result<(), Refusal> {
    if from.extra == to.extra {
        return Ok(());
    }
    let extra = from.extra.as_ref().or(to.extra.as_ref()).map_or("", String::as_str);
    Err(Refusal::new(format!("change `{table}.{}`", to.name), format!("its `extra` changes: {extra}"))
        .hint("make the change in a revision that you write (`autogen revision`), with a `~` line in its change list"))
}

/// Whether rows that are there need a value that nothing gives.
pub(super) fn needs_value(column: &Column) -> bool {
    let fills = column.default.as_ref().is_some_and(|default| !is_null_default(default));
    let made = column.auto_increment || column.identity.is_some() || column.generated.is_some();
    !column.nullable && !fills && !made
}

/// How the values of a type that may be stored elsewhere are stored (`pg_type.typstorage`).
fn storage(column: &Column) -> &'static str {
    let ty = canonical(&spelled(column));
    let is_main = spelled(column).dimensions == 0 && matches!(ty.name.as_str(), "numeric" | "inet" | "cidr");
    if is_main { "MAIN" } else { "EXTENDED" }
}

/// Returns the clause that takes a setting of a column back, unless what comes sets it anew.
fn reset(setting: &str, to: &Column) -> Option<String> {
    let words: Vec<&str> = setting.split_whitespace().collect();
    let same = |word: &str| to.settings.iter().any(|other| other.split_whitespace().nth(1) == Some(word));
    match words.as_slice() {
        ["SET", kind @ ("STATISTICS" | "STORAGE" | "COMPRESSION"), ..] if same(kind) => None,
        ["SET", "STATISTICS", ..] => Some("SET STATISTICS -1".to_owned()),
        ["SET", "COMPRESSION", ..] => Some("SET COMPRESSION default".to_owned()),
        // Servers before 16 know no other way back than to name the type's own storage.
        ["SET", "STORAGE", ..] => Some(format!("SET STORAGE {}", storage(to))),
        _ => {
            let names: Vec<&str> = setting
                .trim_start_matches("SET")
                .trim()
                .trim_start_matches('(')
                .trim_end_matches(')')
                .split(',')
                .filter_map(|option| option.split('=').next())
                .map(str::trim)
                .collect();
            Some(format!("RESET ({})", names.join(", ")))
        }
    }
}
