//! The rows of a table that gets its text back.

use autogen_schema::{Ident, Table, TableName};

use super::SQLITE;
use crate::dialect::sqlite::copy::{Copied, Pair};
use crate::dialect::sqlite::dependents::{Use, index_use};
use crate::dialect::sqlite::edit::TableText;
use crate::dialect::sqlite::types::{Affinity, affinity, nothing};
use crate::{Hazard, Values};

/// Tells what a table and its column are called now, if they are there.
pub(super) type Present<'a> = dyn Fn(&TableName, &Ident) -> Option<(TableName, Ident)> + 'a;

/// Tells what is said of the way back of a column, by its name now.
pub(super) type Back<'a> = dyn Fn(&Ident) -> Values + 'a;

/// The table as it was before the upgrade.
pub(super) struct Goal<'a> {
    pub(super) table: &'a Table,
    pub(super) text: &'a TableText,
    pub(super) present: &'a Present<'a>,
    pub(super) said: &'a Back<'a>,
}

impl Goal<'_> {
    /// Returns what fills its columns from the table that is now called `name`, and says what is lost and what is made up.
    pub(super) fn columns(&self, name: &TableName, from: &TableText, hazards: &mut Vec<Hazard>) -> Vec<Copied> {
        let wanted = self.text.column_names();
        let kept: Vec<Option<Ident>> =
            wanted.iter().map(|column| (self.present)(&self.table.name, column).map(|(_, now)| now)).collect();
        for gone in from.column_names() {
            let stays = kept.iter().flatten().any(|kept| kept.same(&gone, SQLITE));
            if !stays && !from.is_generated(&gone) {
                hazards.push(Hazard::LosesData(format!("the values of {name}.{gone}")));
            }
        }
        let mut columns = Vec::new();
        for (new, old) in wanted.iter().zip(&kept) {
            match old {
                Some(old) => {
                    let said = (self.said)(old);
                    columns.extend(
                        Pair { table: name, old, new, said, can_be_filled: false }.copied(from, self.text, hazards),
                    );
                }
                None => columns.extend(self.made_up(new, hazards)),
            }
        }
        columns
    }

    /// A column that was dropped comes back with its default or NULL. One that allows neither gets the value of nothing; one
    /// that is unique, the number of the row; one that refers to another table, a row of that.
    fn made_up(&self, name: &Ident, hazards: &mut Vec<Hazard>) -> Option<Copied> {
        let text = self.text;
        let default = text.default_of(name).is_some_and(|default| !default.eq_ignore_ascii_case("null"));
        let unique = self.is_unique(name);
        let needed = if default { unique } else { text.is_not_null(name) };
        if !needed || text.is_generated(name) || text.is_rowid(name) {
            return None;
        }
        let ty = text.declared(name);
        let (value, words) = match self.parent(name) {
            _ if !text.is_not_null(name) => ("NULL".to_owned(), "NULL".to_owned()),
            Some((parent, column)) => {
                let value = format!("(SELECT min({}) FROM {})", SQLITE.quote(&column), SQLITE.quote_table(&parent));
                (value, format!("the first {column} of {parent}"))
            }
            None if unique && affinity(&ty) == Affinity::Blob => {
                ("CAST(row_number() OVER () AS BLOB)".to_owned(), "row numbers".to_owned())
            }
            None if unique => ("row_number() OVER ()".to_owned(), "row numbers".to_owned()),
            None => (nothing(&ty).to_owned(), nothing(&ty).to_owned()),
        };
        let table = &self.table.name;
        hazards.push(Hazard::refilled(format!("{table}.{name}"), words));
        if let Some(reason) = text.restricts(name) {
            hazards.push(Hazard::FailsOnRows(format!("fails if {reason} refuses what fills {table}.{name}")));
        }
        Some(Copied { name: name.clone(), value, changes: false })
    }

    fn is_unique(&self, name: &Ident) -> bool {
        let has = |columns: &[Ident]| columns.iter().any(|column| column.same(name, SQLITE));
        self.table.primary_key.as_ref().is_some_and(|key| has(&key.columns))
            || self.table.uniques.iter().any(|unique| has(&unique.columns))
            || self.table.indexes.iter().any(|index| index.unique && index_use(index, name) != Use::None)
    }

    /// The table and column that a foreign key over nothing but the column refers to, as they are called now.
    fn parent(&self, name: &Ident) -> Option<(TableName, Ident)> {
        self.table.foreign_keys.iter().find_map(|key| {
            match (key.columns.as_slice(), key.referenced_columns.as_slice()) {
                ([only], [target]) if only.same(name, SQLITE) => (self.present)(&key.references, target),
                _ => None,
            }
        })
    }
}
