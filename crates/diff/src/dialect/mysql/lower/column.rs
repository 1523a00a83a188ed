//! What one column needs to become another.

use autogen_schema::sql::normalize;
use autogen_schema::{Column, DefaultValue, Table};

use super::alter::{Alter, Clause};
use super::renamed::expression;
use super::{MYSQL, online};
use crate::Hazard;
use crate::dialect::mysql::create;
use crate::dialect::mysql::types::{default_sql, stands_bare};
use crate::dialect::{Refusal, is_null_default};

/// A column on both sides: in a table whose columns have their new names already, and where it arrives.
pub(super) struct Pair<'a> {
    /// The column before, under its new name.
    pub(super) from: &'a Column,
    pub(super) to: &'a Column,
    /// The name before, when it is another.
    pub(super) old_name: Option<&'a autogen_schema::Ident>,
    /// Where it is put: `AFTER …` or `FIRST`.
    pub(super) position: Option<String>,
}

impl Pair<'_> {
    /// Whether the definition of the column stays as it is, apart from the names in it.
    pub(super) fn is_same(&self, alter: &Alter<'_>) -> bool {
        let (from, to) = (self.from, self.to);
        let generated = match (&from.generated, &to.generated) {
            (Some(one), Some(other)) => one == other,
            (one, other) => one.is_none() && other.is_none(),
        };
        generated
            && from.data_type == to.data_type
            && from.nullable == to.nullable
            && self.same_default()
            && from.auto_increment == to.auto_increment
            && from.on_update == to.on_update
            && from.collation == to.collation
            && from.comment == to.comment
            && from.settings == to.settings
            && from.extra == to.extra
            && self.same_checks(alter)
    }

    /// No default is `DEFAULT NULL` in a column that holds NULL.
    fn same_default(&self) -> bool {
        let some = |column: &Column| column.default.clone().filter(|default| !is_null_default(default));
        some(self.from) == some(self.to)
    }

    /// A check in a column is MariaDB's, which carries a rename into it.
    pub(super) fn same_checks(&self, alter: &Alter<'_>) -> bool {
        let texts = |table: &Table, column: &Column, renamed: bool| -> Vec<String> {
            let names = if renamed { alter.names.as_slice() } else { &[] };
            create::of_column(table, column)
                .map(|check| normalize(&expression(&check.expression, names), MYSQL))
                .collect()
        };
        texts(alter.from, self.from, true) == texts(alter.to, self.to, false)
    }

    /// Returns the clause that makes the column what it is to be, if there is anything to do.
    /// `passes` are the columns that it is moved across.
    pub(super) fn clause(&self, alter: &Alter<'_>, passes: &[&Column]) -> Result<Option<Clause>, Refusal> {
        let name = MYSQL.quote(&self.to.name);
        let same = self.is_same(alter);
        if same && self.position.is_none() {
            let rename = |old| Clause::new(format!("RENAME COLUMN {} TO {name}", MYSQL.quote(old)));
            return Ok(self.old_name.map(rename));
        }
        if self.old_name.is_none()
            && self.position.is_none()
            && let Some(sql) = self.default_alone(alter)
        {
            return Ok(Some(Clause::new(format!("ALTER COLUMN {name} {sql}"))));
        }
        let definition = create::column(alter.to, self.to, &[], alter.enums)?;
        let verb = match self.old_name {
            Some(old) => format!("CHANGE COLUMN {}", MYSQL.quote(old)),
            None => "MODIFY COLUMN".to_owned(),
        };
        let position = self.position.as_ref().map(|position| format!(" {position}")).unwrap_or_default();
        let mut clause = Clause::new(format!("{verb} {definition}{position}"));
        clause.restates = Some(self.to.name.clone());
        clause.online = online::changed(self, alter, passes);
        clause.hazards = self.hazards(alter);
        Ok(Some(clause))
    }

    /// A default that is a literal is set without saying the whole column again.
    fn default_alone(&self, alter: &Alter<'_>) -> Option<String> {
        let mut only = self.from.clone();
        only.default.clone_from(&self.to.default);
        let pair = Pair { from: &only, to: self.to, old_name: None, position: None };
        if !pair.is_same(alter) || self.to.generated.is_some() {
            return None;
        }
        match &self.to.default {
            None if self.to.nullable => Some("SET DEFAULT NULL".to_owned()),
            None => Some("DROP DEFAULT".to_owned()),
            Some(DefaultValue::Expression(sql)) if !stands_bare(sql) => None,
            Some(default) => {
                let sql = default_sql(default, &alter.type_of(self.to))?;
                Some(format!("SET DEFAULT {sql}"))
            }
        }
    }

    fn hazards(&self, alter: &Alter<'_>) -> Vec<Hazard> {
        let mut hazards = Vec::new();
        let (table, name) = (&alter.to.name, &self.to.name);
        if self.from.generated.is_none() && self.to.generated.is_some() {
            hazards.push(Hazard::LosesData(format!("the values of {table}.{name}")));
        } else if self.to.generated.is_none() && !alter.stops_at_type(self) {
            hazards.extend(self.conversion(alter));
        }
        if self.from.collation != self.to.collation && self.from.data_type == self.to.data_type {
            let (old, new) = (collation(alter.from, self.from), collation(alter.to, self.to));
            // Every character set is a part of this one.
            if charset(&old) != charset(&new) && charset(&new) != "utf8mb4" {
                hazards.push(Hazard::ConvertsData(format!(
                    "converts {table}.{name} from {old} to {new}; fails where a character is not in its character set"
                )));
            }
        }
        hazards.extend(self.nulls(alter));
        hazards
    }

    /// Says that rows may have NULL where it is no longer allowed.
    pub(super) fn nulls(&self, alter: &Alter<'_>) -> Option<Hazard> {
        let tightens = self.from.nullable && !self.to.nullable && self.to.generated.is_none();
        (tightens && self.fill(alter).is_none()).then(|| Hazard::nulls(&alter.to.name, &self.to.name, !alter.restores))
    }

    /// Says what the change of its type does to values.
    pub(super) fn conversion(&self, alter: &Alter<'_>) -> Vec<Hazard> {
        let renamed: Vec<&str> = alter.relabelled(self).into_iter().map(|(old, _)| old.as_str()).collect();
        let column = format!("{}.{}", alter.to.name, self.to.name);
        super::gained::conversion(&column, &alter.type_of(self.from), &alter.type_of(self.to), &renamed)
    }

    /// What a row gets that has NULL in a column which must not have it any more.
    pub(super) fn fill(&self, alter: &Alter<'_>) -> Option<String> {
        if !(self.from.nullable && !self.to.nullable && self.to.generated.is_none()) {
            return None;
        }
        let default = || self.to.default.as_ref().filter(|default| !is_null_default(default));
        alter.said(&self.to.name).fill.or_else(|| default_sql(default()?, &alter.type_of(self.to)))
    }
}

/// The collation of a column: its own, or that of the table.
pub(super) fn collation(table: &Table, column: &Column) -> String {
    let of_table = || table.clauses.iter().find_map(|clause| Some(clause.split_once("COLLATE=")?.1.to_owned()));
    column.collation.as_ref().map(ToString::to_string).or_else(of_table).unwrap_or_else(|| "the default".to_owned())
}

pub(super) fn charset(collation: &str) -> &str {
    collation.split('_').next().unwrap_or(collation)
}
