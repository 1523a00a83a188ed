//! How the rows of a table reach the one that replaces it.

use autogen_schema::{Dialect, ForeignKey, Ident, SqlType, TableName};

use super::edit::TableText;
use super::types::{Affinity, affinity};
use crate::values::relabelled;
use crate::{Hazard, Values};

/// A column of the new table and what it is filled with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Copied {
    pub(super) name: Ident,
    /// An expression over the old table.
    pub(super) value: String,
    /// Whether values that were different may be the same in it, or no longer what other tables know them by.
    pub(super) changes: bool,
}

/// A column that both tables have, by its name in each.
pub(super) struct Pair<'a> {
    pub(super) table: &'a TableName,
    pub(super) old: &'a Ident,
    pub(super) new: &'a Ident,
    /// What is said of its values, over the old table.
    pub(super) said: Values,
    /// Whether somebody can say what takes the place of NULL.
    pub(super) can_be_filled: bool,
}

impl Pair<'_> {
    /// Returns how the column is copied, and says what that does to its values. `None` when the new one is computed.
    pub(super) fn copied(&self, from: &TableText, to: &TableText, hazards: &mut Vec<Hazard>) -> Option<Copied> {
        if to.is_generated(self.new) {
            return None;
        }
        let mut value = Dialect::Sqlite.quote(self.old);
        let (old, new) = (from.declared(self.old), to.declared(self.new));
        if !self.said.labels.is_empty() {
            value = relabelled(&value, &self.said.labels, Dialect::Sqlite);
        }
        if let Some(sql) = &self.said.using {
            hazards.push(Hazard::ConvertsData(format!(
                "converts {}.{} from {} to {} by {sql}",
                self.table,
                self.new,
                spelled(&old),
                spelled(&new)
            )));
            value.clone_from(sql);
        } else if affinity(&old) != affinity(&new) {
            hazards.push(Hazard::ConvertsData(format!(
                "converts {}.{} from {} to {}; {}",
                self.table,
                self.new,
                spelled(&old),
                spelled(&new),
                loss(&old, &new, to.parsed().options.strict.is_some())
            )));
            if let Some(cast) = cast(&old, &new) {
                value = format!("CAST({value} AS {cast})");
            }
        }
        if to.is_not_null(self.new) && !from.is_not_null(self.old) {
            let said = self.said.fill.clone();
            match said.or_else(|| to.default_of(self.new)).filter(|fill| !fill.eq_ignore_ascii_case("null")) {
                Some(fill) => {
                    hazards.push(Hazard::FillsRows(format!(
                        "fills {}.{} with {fill} where it is NULL",
                        self.table, self.new
                    )));
                    value = format!("COALESCE({value}, {fill})");
                }
                None if to.is_rowid(self.new) => {}
                None => hazards.push(Hazard::nulls(self.table, self.new, self.can_be_filled)),
            }
        }
        let changes = value != Dialect::Sqlite.quote(self.old) || becomes_number(&old, &new);
        Some(Copied { name: self.new.clone(), value, changes })
    }
}

/// Returns a new column that is filled with what somebody said, over the old table.
pub(super) fn filled(table: &TableName, column: &Ident, sql: String, hazards: &mut Vec<Hazard>) -> Copied {
    hazards.push(Hazard::FillsRows(format!("fills {table}.{column} with {sql}")));
    Copied { name: column.clone(), value: sql, changes: false }
}

/// Says what a foreign key does to rows that are there.
pub(super) fn orphans(table: &TableName, key: &ForeignKey) -> Hazard {
    let columns = key.columns.iter().map(Ident::as_str).collect::<Vec<_>>().join(", ");
    Hazard::FailsOnRows(format!("fails if {table}({columns}) refers to a row that {} does not have", key.references))
}

fn spelled(ty: &SqlType) -> String {
    if ty.is_empty() { "no type".to_owned() } else { ty.to_string() }
}

/// Returns the type to cast to, where storing a value alone would not convert it.
///
/// Storing converts what it can without loss (<https://sqlite.org/datatype3.html#type_affinity>): `'12'` becomes 12 in an
/// integer column and `'abc'` stays, where `CAST` would make it 0. So only numbers are cast to integers, and only text and
/// bytes, which storing never converts, to each other.
fn cast(old: &SqlType, new: &SqlType) -> Option<&'static str> {
    let (from, to) = (affinity(old), affinity(new));
    match (from, to) {
        (Affinity::Real, Affinity::Integer) | (Affinity::Blob, Affinity::Text) | (_, Affinity::Blob) => {
            (!old.is_empty() && !new.is_empty()).then(|| to.cast())
        }
        _ => None,
    }
}

/// Storing text in a column of numbers makes one of `'1'` and `'01'`.
fn becomes_number(old: &SqlType, new: &SqlType) -> bool {
    let is_number = |ty| matches!(affinity(ty), Affinity::Integer | Affinity::Real | Affinity::Numeric);
    is_number(new) && !is_number(old)
}

fn loss(old: &SqlType, new: &SqlType, strict: bool) -> &'static str {
    match (cast(old, new), affinity(new)) {
        (Some("INTEGER"), _) => "fractions are cut off",
        (Some(_), _) => "text and bytes become each other",
        (None, Affinity::Text) => "numbers become text",
        (None, Affinity::Integer | Affinity::Real) if strict => "fails where one is no number",
        (None, Affinity::Integer | Affinity::Real | Affinity::Numeric) => "what is no number stays as it is",
        (None, Affinity::Blob) => "values stay as they are",
    }
}
