//! The clauses of one `ALTER TABLE`: all that makes a table what it is to be, but for its foreign keys.
//!
//! A server takes the clauses as a whole: what is dropped is looked for in the table before, what is added is over the table
//! after, and columns are put in place one after the other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use autogen_schema::sql::normalize;
use autogen_schema::{Check, Column, EnumName, EnumType, ForeignKey, Ident, Table, TableName};

mod keys;

use super::column::Pair;
use super::labels::Relabelled;
use super::online::{self, Online};
use super::renamed::expression;
use super::valued::Valued;
use super::{MYSQL, clauses, gained};
use crate::dialect::Refusal;
use crate::dialect::mysql::create;
use crate::dialect::mysql::types::column_type;
use crate::{Hazard, Statement};

/// A table before, under its new names, and after.
pub(super) struct Alter<'a> {
    pub(super) from: &'a Table,
    pub(super) to: &'a Table,
    /// The name of the table before.
    pub(super) was: TableName,
    /// Labels that get another name.
    pub(super) labels: &'a [Relabelled],
    /// What is said of values.
    pub(super) values: &'a [Valued],
    /// The columns that foreign keys refer to.
    pub(super) referenced: BTreeSet<Ident>,
    /// Columns that have got another name before: before and after.
    pub(super) apart: Vec<(Ident, Ident)>,
    /// Columns that get another name: before and after.
    pub(super) names: Vec<(Ident, Ident)>,
    pub(super) enums: &'a BTreeMap<EnumName, EnumType>,
    /// The foreign keys that go and come again.
    pub(super) remade: Vec<&'a ForeignKey>,
    /// The foreign keys that come, those included.
    pub(super) coming: Vec<&'a ForeignKey>,
    /// Whether the rows had the columns before that come, and lost them.
    pub(super) restores: bool,
}

/// One clause, without a comma.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Clause {
    pub(super) sql: String,
    pub(super) hazards: Vec<Hazard>,
    /// The column that it says again as a whole, by its new name: it would undo what somebody else did to it since.
    pub(super) restates: Option<Ident>,
    /// The work with it.
    pub(super) online: Online,
    /// Whether a foreign key may stand in its way.
    pub(super) loosens: bool,
}

impl Clause {
    pub(super) fn new(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), ..Self::default() }
    }

    fn loosening(sql: impl Into<String>) -> Self {
        Self { loosens: true, ..Self::new(sql) }
    }

    pub(super) fn with(self, online: Online) -> Self {
        Self { online, ..self }
    }
}

/// Writes the clauses as one statement on a table that is there.
pub(super) fn statement(table: &Table, clauses: &[Clause]) -> Statement {
    let name = MYSQL.quote_table(&table.name);
    let texts: Vec<&str> = clauses.iter().map(|clause| clause.sql.as_str()).collect();
    let sql = match texts.as_slice() {
        [one] => format!("ALTER TABLE {name} {one}"),
        many => format!("ALTER TABLE {name}\n    {}", many.join(",\n    ")),
    };
    let mut statement = Statement::new(sql);
    statement.hazards = clauses.iter().flat_map(|clause| clause.hazards.iter().cloned()).collect();
    let works: Vec<Online> = clauses.iter().map(|clause| clause.online).collect();
    statement.hazards.extend(online::hazards(table, &works));
    statement
}

impl Alter<'_> {
    /// Returns the clauses, what goes first.
    pub(super) fn clauses(&self) -> Result<Vec<Clause>, Refusal> {
        let mut clauses = Vec::new();
        let (checks_gone, checks_come) = self.checks();
        clauses.extend(checks_gone.into_iter().filter_map(|check| check.name.as_ref()).map(|name| {
            // MySQL and MariaDB have words of their own for a check; both know this one.
            Clause::new(format!("DROP CONSTRAINT {}", MYSQL.quote(name)))
        }));
        let (keys_gone, keys_come, keys_renamed) = self.keys();
        clauses.extend(
            keys_gone
                .iter()
                .map(|key| Clause::loosening(format!("DROP INDEX {}", MYSQL.quote(&key.name))).with(Online::TAKES_OFF)),
        );
        let key_changes = self.from.primary_key != self.to.primary_key;
        if key_changes && self.from.primary_key.is_some() {
            // Rows are kept in the order of the key.
            let online = if self.to.primary_key.is_some() { Online::REBUILDS } else { Online::COPIES };
            clauses.push(Clause::loosening("DROP PRIMARY KEY").with(online));
        }
        clauses.extend(keys_renamed.iter().map(|(old, new)| {
            let sql = format!("RENAME INDEX {} TO {}", MYSQL.quote(&old.name), MYSQL.quote(&new.name));
            Clause::new(sql).with(Online::TAKES_OFF)
        }));
        clauses.extend(self.shown_keys());
        clauses.extend(self.dropped_columns());
        clauses.extend(self.columns()?);
        if let Some(key) = self.to.primary_key.as_ref().filter(|_| key_changes) {
            let sql = format!("ADD {}", create::primary_key(key));
            let mut clause = Clause::new(sql).with(Online::REBUILDS);
            clause.hazards.extend(self.unique_hazard(&key.columns));
            clauses.push(clause);
        }
        for key in keys_come {
            let mut clause = Clause::new(format!("ADD {}", key.sql)).with(Online::index(self.from, &key.sql));
            if key.is_unique && self.goes_along(&key.over) {
                clause.hazards.push(gained::duplicates(&self.to.name, &key.over));
            } else if key.is_unique {
                clause.hazards.extend(self.unique_hazard(&key.over));
            }
            clauses.push(clause);
        }
        for check in checks_come {
            let online = if check.enforced { Online::COPIES } else { Online::default() };
            let mut clause = Clause::new(format!("ADD {}", create::check(check))).with(online);
            if check.enforced && !self.was_checked(check) {
                clause.hazards.push(Hazard::FailsOnRows(format!(
                    "fails if a row of {} does not satisfy {}",
                    self.to.name, check.expression
                )));
            }
            clauses.push(clause);
        }
        if self.from.comment != self.to.comment {
            let text = self.to.comment.as_deref().unwrap_or_default();
            clauses.push(Clause::new(format!("COMMENT = {}", MYSQL.literal(text))));
        }
        Ok(clauses)
    }

    /// Returns statements that must run before, on rows.
    pub(super) fn fills(&self) -> Result<Vec<Statement>, Refusal> {
        let mut fills = Vec::new();
        if self.restores {
            fills.extend(clauses::before(self.from, self.to));
        }
        for pair in self.pairs() {
            fills.extend(self.relabel(&pair)?);
            if self.is_replaced(&pair.to.name) {
                fills.extend(self.converted(&pair, pair.fill(self))?);
                continue;
            }
            fills.extend(self.stopover(&pair)?);
            let Some(fill) = pair.fill(self) else { continue };
            let name = self.old_name(&pair.to.name);
            fills.push(self.fill(name, &pair.to.name, &fill, &self.clock_kept(&pair)));
        }
        for column in self.added() {
            fills.extend(self.filled(column)?);
        }
        Ok(fills)
    }

    /// What keeps columns as they are that the clock would go into when a row changes, unless it is one that the row gets.
    pub(super) fn clock_kept(&self, pair: &Pair<'_>) -> String {
        if pair.from.on_update.is_some() { String::new() } else { self.clock() }
    }

    /// What keeps every such column.
    pub(super) fn clock(&self) -> String {
        let mut clock = String::new();
        for column in self.from.columns.iter().filter(|column| column.on_update.is_some()) {
            let name = MYSQL.quote(self.old_name(&column.name));
            let _infallible = write!(clock, ", {name} = {name}");
        }
        clock
    }

    /// Returns statements that must run afterwards: a default that was there for the rows alone goes.
    pub(super) fn afterwards(&self) -> Vec<Statement> {
        let made_up = self.added().filter(|column| self.made_up(column).is_some());
        let defaults: Vec<Clause> = made_up
            .map(|column| Clause::new(format!("ALTER COLUMN {} DROP DEFAULT", MYSQL.quote(&column.name))))
            .collect();
        let mut statements = if defaults.is_empty() { Vec::new() } else { vec![statement(self.to, &defaults)] };
        if self.restores {
            statements.extend(clauses::after(self.from, self.to));
        }
        statements
    }

    pub(super) fn type_of(&self, column: &Column) -> String {
        column_type(&column.data_type, self.enums).unwrap_or_default()
    }

    /// The name that a column has before.
    pub(super) fn old_name<'n>(&'n self, name: &'n Ident) -> &'n Ident {
        self.names.iter().find(|(_, new)| new.same(name, MYSQL)).map_or(name, |(old, _)| old)
    }

    pub(super) fn is_referenced(&self, column: &Ident) -> bool {
        self.referenced.contains(&column.key(MYSQL))
    }

    fn pairs(&self) -> impl Iterator<Item = Pair<'_>> {
        self.to.columns.iter().filter_map(|to| self.pair(&to.name))
    }

    /// A column before and after.
    pub(super) fn pair(&self, column: &Ident) -> Option<Pair<'_>> {
        let (from, to) = (self.from.column(column, MYSQL)?, self.to.column(column, MYSQL)?);
        let old_name = self.names.iter().find(|(_, new)| new.same(&to.name, MYSQL)).map(|(old, _)| old);
        // SQL tells names apart by their letters alone; a dump also by their case.
        let old_name = old_name.or((from.name != to.name).then_some(&from.name));
        Some(Pair { from, to, old_name, position: None })
    }

    fn added(&self) -> impl Iterator<Item = &Column> {
        self.to.columns.iter().filter(|column| self.from.column(&column.name, MYSQL).is_none())
    }

    fn dropped_columns(&self) -> impl Iterator<Item = Clause> {
        let gone = self.from.columns.iter().filter(|column| self.to.column(&column.name, MYSQL).is_none());
        gone.map(|column| {
            let mut clause = Clause::loosening(format!("DROP COLUMN {}", MYSQL.quote(&column.name)));
            clause.online = online::dropped(column);
            if column.generated.is_none() {
                clause.hazards.push(Hazard::LosesData(format!("the values of {}.{}", self.to.name, column.name)));
            }
            clause
        })
    }

    /// Returns the clauses of columns that come or change, in the order in which they stand afterwards.
    fn columns(&self) -> Result<Vec<Clause>, Refusal> {
        let mut standing: Vec<&Ident> = self
            .from
            .columns
            .iter()
            .map(|column| &column.name)
            .filter(|name| self.to.column(name, MYSQL).is_some())
            .collect();
        let mut clauses = Vec::new();
        let mut previous: Option<&Ident> = None;
        for (at, column) in self.to.columns.iter().enumerate() {
            let place = || previous.map_or("FIRST".to_owned(), |name| format!("AFTER {}", MYSQL.quote(name)));
            match self.pair(&column.name) {
                Some(mut pair) => {
                    let moved = standing.get(at).is_some_and(|name| !name.same(&column.name, MYSQL));
                    let mut passes = Vec::new();
                    if moved {
                        pair.position = Some(place());
                        let old = standing.iter().position(|name| name.same(&column.name, MYSQL)).unwrap_or(at);
                        passes = self.columns_at(&standing, at..old);
                        standing.retain(|name| !name.same(&column.name, MYSQL));
                        standing.insert(at.min(standing.len()), &column.name);
                    }
                    if self.is_replaced(&column.name) {
                        clauses.extend(self.replaced(&pair, &place())?);
                    } else if pair.is_computed_anew() {
                        clauses.extend(pair.computed_anew(self, &place())?);
                    } else {
                        clauses.extend(pair.clause(self, &passes)?);
                    }
                }
                None if self.said(&column.name).fill.is_some() => {
                    clauses.push(self.settled(column, &place())?);
                    standing.insert(at.min(standing.len()), &column.name);
                }
                None => {
                    let position = if at < standing.len() { format!(" {}", place()) } else { String::new() };
                    let before = self.columns_at(&standing, at..standing.len());
                    clauses.push(self.addition(column, &position)?.with(online::added(column, &before)));
                    standing.insert(at.min(standing.len()), &column.name);
                }
            }
            previous = Some(&column.name);
        }
        Ok(clauses)
    }

    fn columns_at(&self, standing: &[&Ident], range: std::ops::Range<usize>) -> Vec<&Column> {
        let names = standing.get(range).unwrap_or_default();
        names.iter().filter_map(|name| self.from.column(name, MYSQL)).collect()
    }

    fn addition(&self, column: &Column, position: &str) -> Result<Clause, Refusal> {
        let made_up = self.made_up(column);
        let definition = match made_up {
            Some(sql) => {
                let default = Some(autogen_schema::DefaultValue::Expression(sql.to_owned()));
                create::column(self.to, &Column { default, ..column.clone() }, &[], self.enums)?
            }
            None => create::column(self.to, column, &[], self.enums)?,
        };
        let mut clause = Clause::new(format!("ADD COLUMN {definition}{position}"));
        clause.hazards.extend(gained::new_column(self, column, made_up));
        Ok(clause)
    }

    /// The value for rows that a server makes up nothing sound for, where values are gone anyway.
    fn made_up(&self, column: &Column) -> Option<&'static str> {
        let filled = column.nullable || column.default.is_some() || column.generated.is_some() || column.auto_increment;
        (self.restores && !filled).then(|| gained::sound_value(&self.type_of(column))).flatten()
    }

    /// Returns the checks of the table that go and that come. Those in columns go along with the columns.
    fn checks(&self) -> (Vec<&Check>, Vec<&Check>) {
        let same = |one: &Check, other: &Check| {
            let text = |check: &Check| normalize(&check.expression, MYSQL);
            one.name == other.name && one.enforced == other.enforced && text(one) == text(other)
        };
        let (from, to) = (checks_apart(self.from), checks_apart(self.to));
        let again = |check: &Check| self.mentions_replaced(check);
        let gone = |one: &&&Check| again(one) || !to.iter().any(|other| same(one, other));
        let come = |one: &&&Check| again(one) || !from.iter().any(|other| same(one, other));
        let (gone, come) = (from.iter().filter(gone).copied().collect(), to.iter().filter(come).copied().collect());
        (gone, come)
    }

    fn was_checked(&self, check: &Check) -> bool {
        let wanted = normalize(&check.expression, MYSQL);
        let texts = self.from.checks.iter().filter(|check| check.enforced).map(|check| &check.expression);
        texts.map(|text| normalize(&expression(text, &self.names), MYSQL)).any(|text| text == wanted)
    }
}

pub(super) fn checks_apart(table: &Table) -> Vec<&Check> {
    table.checks.iter().filter(|check| check.column.is_none()).collect()
}
