//! Another type or collation of a column.

use autogen_schema::{Column, DefaultValue, Ident, Table, TableName};

use super::dropped::is_over;
use super::{Lowering, POSTGRES};
use crate::dialect::Refusal;
use crate::dialect::postgres::types::{
    Coding, Constant, Conversion, Loss, canonical, constant, conversion, declared_type, default_of, is_comparable,
    spelled,
};
use crate::dialect::postgres::warn;
use crate::{Hazard, Statement};

impl Lowering<'_> {
    /// Changes the type or the collation, with the default where there is one; returns whether it did.
    ///
    /// The default goes before and comes after: the server would have to cast it, which fails, or leaves its old type in its
    /// text.
    pub(super) fn retype(&mut self, table: &TableName, from: &Column, to: &Column) -> Result<bool, Refusal> {
        let operation = || format!("change the type of `{table}.{}`", to.name);
        let sql = declared_type(to).map_err(|error| Refusal::of_type(operation(), &error))?;
        let (old, new) = (spelled(from), spelled(to));
        let same = canonical(&old) == canonical(&new);
        let said = self.values(table, &to.name).using;
        if same && from.collation == to.collation && said.is_none() {
            return Ok(false);
        }
        let standing = self.table(table)?;
        self.clear_readers(table, &to.name)?;
        let away = self.put_computed_away(table, &to.name)?;
        self.away.extend(away.into_iter().map(|computed| (table.clone(), computed)));
        let conversion = match said {
            Some(said) => Conversion::said(said),
            None => conversion(&old, &new, &sql),
        };
        if !is_comparable(&old, &new) {
            self.release_keys_over(table, &to.name)?;
        }
        let name = POSTGRES.quote(&to.name);
        let mut clauses = Vec::new();
        let computed = to.generated.is_some();
        if from.default.is_some() && !is_sequence(from) && !computed {
            clauses.push(format!("ALTER COLUMN {name} DROP DEFAULT"));
        }
        let collation = match (&from.collation, &to.collation) {
            (_, Some(collation)) => format!(" COLLATE {}", POSTGRES.quote_table(collation)),
            (Some(_), None) if same => " COLLATE \"default\"".to_owned(),
            _ => String::new(),
        };
        clauses.push(format!("ALTER COLUMN {name} TYPE {sql}{collation}{}", using(&to.name, &conversion)));
        if let Some(default) = to.default.as_ref().filter(|_| !is_sequence(to) && !computed) {
            let default = uncast(default, from.default == to.default);
            let unknown = || Refusal::new(operation(), "its default is not known");
            let default = default_of(&default, &new).ok_or_else(unknown)?;
            clauses.push(format!("ALTER COLUMN {name} SET DEFAULT {default}"));
        }
        let quoted = POSTGRES.quote_table(table);
        let text = match clauses.as_slice() {
            [only] => format!("ALTER TABLE {quoted} {only}"),
            all => format!("ALTER TABLE {quoted}\n    {}", all.join(",\n    ")),
        };
        let mut statement = Statement::new(text);
        if !self.standing.is_made(table) {
            statement.hazards = hazards(table, from, to, &conversion);
            if let Loss::Said(_) = conversion.loss {
                statement
                    .hazards
                    .extend(uniques_over(&standing, &to.name).map(|columns| warn::duplicates(table, columns)));
            }
            // Another order is another index, though the rows stay.
            let reordered = from.collation != to.collation && !conversion.rewrites && is_indexed(&standing, &to.name);
            statement.hazards.extend(reordered.then(|| warn::key_is_built(table)));
        }
        self.push(table, statement);
        self.retype_sequence(table, from, to);
        Ok(true)
    }
}

fn is_indexed(table: &Table, column: &Ident) -> bool {
    let key = table.primary_key.iter().any(|key| key.columns.contains(column));
    let unique = table.uniques.iter().any(|unique| unique.columns.contains(column));
    key || unique || table.indexes.iter().any(|index| is_over(index, column))
}

/// The columns that are unique together, the column among them: what becomes of its values may be the same.
fn uniques_over<'t>(table: &'t Table, column: &'t Ident) -> impl Iterator<Item = &'t [Ident]> {
    let keys = table.primary_key.iter().map(|key| key.columns.as_slice());
    let uniques = table.uniques.iter().map(|unique| unique.columns.as_slice());
    keys.chain(uniques).filter(|columns| columns.contains(column))
}

fn using(column: &Ident, conversion: &Conversion) -> String {
    if let Loss::Said(sql) = &conversion.loss {
        return format!(" USING {sql}");
    }
    if conversion.casts.is_empty() && conversion.coding.is_none() {
        return String::new();
    }
    let column = POSTGRES.quote(column);
    let cast = |sql: String| conversion.casts.iter().fold(sql, |sql, cast| sql + "::" + cast);
    let value = match conversion.coding {
        None => cast(column),
        Some(Coding::Encode) => format!("convert_to({}, 'UTF8')", cast(column)),
        Some(Coding::Decode) => cast(format!("convert_from({column}, 'UTF8')")),
    };
    format!(" USING {value}")
}

/// A default that asks the column's own sequence stays; it is dropped with the sequence.
fn is_sequence(column: &Column) -> bool {
    column.identity.is_some()
}

/// A literal that the server has cast to the old type is written bare, to be taken for one of the new.
fn uncast(default: &DefaultValue, kept: bool) -> DefaultValue {
    match default {
        DefaultValue::Expression(sql) if kept => match constant(sql) {
            Constant::Text(text) => DefaultValue::Text(text),
            Constant::Number(number) => DefaultValue::Number(number),
            Constant::Bool(yes) => DefaultValue::Bool(yes),
            _ => default.clone(),
        },
        _ => default.clone(),
    }
}

fn hazards(table: &TableName, from: &Column, to: &Column, conversion: &Conversion) -> Vec<Hazard> {
    let mut hazards = Vec::new();
    let (old, new) = (spelled(from), spelled(to));
    let name = &to.name;
    match &conversion.loss {
        Loss::None => {}
        Loss::Fails => {
            hazards.push(Hazard::FailsOnRows(format!("fails if a value of {table}.{name} does not fit {new}")));
        }
        Loss::Said(sql) => {
            hazards.push(Hazard::ConvertsData(format!("converts {table}.{name} from {old} to {new} by {sql}")));
        }
        Loss::Changes(how) => {
            hazards.push(Hazard::ConvertsData(format!("converts {table}.{name} from {old} to {new}; {how}")));
        }
    }
    if conversion.rewrites {
        hazards.push(warn::copies(table));
    }
    hazards
}
