//! What somebody said of the values of a column: what fills it, and what becomes of them in another type.
//!
//! A server converts values by its own rules where a column is said again. Where others are said, a column of the new type comes
//! beside the old one and is filled, and then takes its place, with everything that is over it.

use autogen_schema::sql::tokenize;
use autogen_schema::{Check, Column, Ident, TableName};

use super::MYSQL;
use super::alter::{Alter, Clause, statement};
use super::column::Pair;
use super::online::Online;
use crate::dialect::Refusal;
use crate::dialect::mysql::create;
use crate::exact::Renames;
use crate::values;
use crate::{Hazard, Operation, Statement, Values};

/// What is said of one column, by its name where the way leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Valued {
    table: TableName,
    column: Ident,
    values: Values,
}

/// Returns what is said of an upgrade.
pub(super) fn forth(operations: &[Operation]) -> Vec<Valued> {
    let said = operations.iter().filter_map(|operation| match operation {
        Operation::SetValues { table, column, up, .. } => {
            Some(Valued { table: table.clone(), column: column.clone(), values: up.clone() })
        }
        _ => None,
    });
    said.collect()
}

/// Returns what is said of its way back.
pub(super) fn back(operations: &[Operation], renames: &Renames) -> Vec<Valued> {
    let said = values::back(operations, renames, MYSQL);
    said.into_iter().map(|(table, column, values)| Valued { table, column, values }).collect()
}

impl Alter<'_> {
    /// What is said of a column's values, in the names that columns have when it runs.
    pub(super) fn said(&self, column: &Ident) -> Values {
        let is_it = |of: &&Valued| of.table.same(&self.to.name, MYSQL) && of.column.same(column, MYSQL);
        let found = self.values.iter().find(is_it).map(|found| found.values.clone()).unwrap_or_default();
        if self.restores {
            return found.renamed(&self.apart, MYSQL);
        }
        let names: Vec<(Ident, Ident)> = self.names.iter().map(|(old, new)| (new.clone(), old.clone())).collect();
        found.renamed(&names, MYSQL)
    }

    /// Whether another column takes the place of this one.
    pub(super) fn is_replaced(&self, column: &Ident) -> bool {
        let using = || self.said(column).using.is_some();
        self.from.column(column, MYSQL).is_some() && (using() || self.is_released(column))
    }

    /// Whether something that is over columns goes with one that goes and comes again.
    pub(super) fn goes_along(&self, over: &[Ident]) -> bool {
        over.iter().any(|column| self.is_replaced(column) || self.is_computed_anew(column))
    }

    /// Whether a check mentions a column that goes and comes again.
    pub(super) fn mentions_replaced(&self, check: &Check) -> bool {
        let names =
            tokenize(&check.expression, MYSQL).iter().filter_map(autogen_schema::sql::Token::ident).collect::<Vec<_>>();
        self.goes_along(&names)
    }

    /// Returns the statements that make a new column beside the rows and fill it. It may hold NULL until then.
    pub(super) fn filled(&self, column: &Column) -> Result<Vec<Statement>, Refusal> {
        let Some(sql) = self.said(&column.name).fill else { return Ok(Vec::new()) };
        let loose = Column { nullable: true, default: None, extra: None, ..column.clone() };
        let mut statements = vec![self.add(&loose)?];
        statements.push(self.fill(&column.name, &column.name, &sql, &self.clock()));
        Ok(statements)
    }

    /// Returns the clause that says a column again as it is to be, which has been made and filled before.
    pub(super) fn settled(&self, column: &Column, position: &str) -> Result<Clause, Refusal> {
        let definition = create::column(self.to, column, &[], self.enums)?;
        Ok(Clause::new(format!("MODIFY COLUMN {definition} {position}")).with(Online::REBUILDS))
    }

    /// Returns the statements that make the column beside the old one that takes its place, and fill it.
    pub(super) fn converted(&self, pair: &Pair<'_>, fill: Option<String>) -> Result<Vec<Statement>, Refusal> {
        let old = MYSQL.quote(self.old_name(&pair.to.name));
        let said = self.said(&pair.to.name).using;
        if said.is_some() {
            self.check_replaceable(pair)?;
        }
        self.check_free(pair)?;
        let name = beside(&pair.to.name);
        let loose = Column {
            name: name.clone(),
            nullable: true,
            default: None,
            on_update: None,
            comment: None,
            extra: None,
            ..pair.to.clone()
        };
        let clock = self.clock_kept(pair);
        let (table, quoted) = (MYSQL.quote_table(&self.to.name), MYSQL.quote(&name));
        let using = said.as_deref().unwrap_or(&old);
        let mut convert = Statement::new(format!("UPDATE {table} SET {quoted} = {using}{clock}"));
        convert.hazards = match said.as_deref() {
            Some(using) => vec![Hazard::ConvertsData(format!(
                "converts {}.{} from {} to {} by {using}",
                self.to.name,
                pair.to.name,
                self.type_of(pair.from),
                self.type_of(pair.to)
            ))],
            None => pair.conversion(self),
        };
        let mut statements = vec![self.add(&loose)?, convert];
        statements.extend(fill.map(|sql| self.fill(&name, &pair.to.name, &sql, &clock)));
        Ok(statements)
    }

    /// Returns the clauses that put the new column in place of the old one.
    pub(super) fn replaced(&self, pair: &Pair<'_>, position: &str) -> Result<Vec<Clause>, Refusal> {
        let definition = create::column(self.to, pair.to, &[], self.enums)?;
        let old = MYSQL.quote(self.old_name(&pair.to.name));
        let new = MYSQL.quote(&beside(&pair.to.name));
        let mut change = Clause::new(format!("CHANGE COLUMN {new} {definition} {position}")).with(Online::REBUILDS);
        change.restates = Some(pair.to.name.clone());
        change.hazards.extend(pair.nulls(self));
        Ok(vec![Clause::new(format!("DROP COLUMN {old}")), change])
    }

    fn add(&self, column: &Column) -> Result<Statement, Refusal> {
        // A check that stands in a column of that name comes with the column as it is to be.
        let bare = autogen_schema::Table::new(self.to.name.clone());
        let definition = create::column(&bare, column, &[], self.enums)?;
        let clause = Clause::new(format!("ADD COLUMN {definition}")).with(Online::INSTANT);
        Ok(statement(self.to, &[clause]))
    }

    pub(super) fn fill(&self, column: &Ident, called: &Ident, sql: &str, clock: &str) -> Statement {
        let (table, name) = (MYSQL.quote_table(&self.to.name), MYSQL.quote(column));
        let mut fill = Statement::new(format!("UPDATE {table} SET {name} = {sql}{clock} WHERE {name} IS NULL"));
        let text = format!("fills {}.{called} with {sql} where it is NULL", self.to.name);
        fill.hazards.push(Hazard::FillsRows(text));
        fill
    }

    /// A key, another table or a computed column may count on the old column itself.
    fn check_replaceable(&self, pair: &Pair<'_>) -> Result<(), Refusal> {
        let name = &pair.to.name;
        let refuse = |reason: String| {
            Err(Refusal::new(format!("convert `{}.{name}` by an expression", self.to.name), reason)
                .hint("add a column of the new type, fill it (`--fill`) and drop the old one, in the same revision"))
        };
        let has = |columns: &[Ident]| columns.iter().any(|column| column.same(name, MYSQL));
        let own = |table: &autogen_schema::Table| table.foreign_keys.iter().any(|key| has(&key.columns));
        if self.from.primary_key.iter().chain(&self.to.primary_key).any(|key| has(&key.columns)) {
            return refuse("it is in the primary key".to_owned());
        }
        if own(self.from) || own(self.to) || self.is_referenced(name) {
            return refuse("a foreign key is over it".to_owned());
        }
        let uses = |column: &&Column| {
            let tokens = column.generated.as_ref().map(|made| tokenize(&made.expression, MYSQL)).unwrap_or_default();
            tokens.iter().filter_map(autogen_schema::sql::Token::ident).any(|used| used.same(name, MYSQL))
        };
        if let Some(column) = self.from.columns.iter().chain(&self.to.columns).find(uses) {
            return refuse(format!("the generated column `{}` uses it", column.name));
        }
        Ok(())
    }

    fn check_free(&self, pair: &Pair<'_>) -> Result<(), Refusal> {
        let name = &pair.to.name;
        match self.from.column(&beside(name), MYSQL) {
            Some(column) => Err(Refusal::new(
                format!("convert `{}.{name}`", self.to.name),
                format!("`{}` is in the way, under which the new column would be made", column.name),
            )
            .hint("rename that column in a revision before this one")),
            None => Ok(()),
        }
    }
}

/// The name of a column until it takes the place of another one.
fn beside(column: &Ident) -> Ident {
    let name: String = format!("_autogen_new_{column}").chars().take(64).collect();
    Ident::new(name.trim_end())
}
