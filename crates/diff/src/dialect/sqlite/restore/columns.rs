//! The rows of a table that gets its text back.

use autogen_schema::{Ident, TableName};

use super::SQLITE;
use crate::Hazard;
use crate::dialect::sqlite::copy::{Copied, Pair};
use crate::dialect::sqlite::edit::TableText;
use crate::dialect::sqlite::types::{Affinity, affinity};

/// Returns what fills the columns of `to`, and says what is lost and what is made up. `now` tells the name that a column of
/// `to` has in `from`.
pub(super) fn copied(
    table: &TableName,
    from: &TableText,
    to: &TableText,
    now: impl Fn(&Ident) -> Ident,
    hazards: &mut Vec<Hazard>,
) -> Vec<Copied> {
    let (there, wanted) = (from.column_names(), to.column_names());
    let kept: Vec<Ident> = wanted.iter().map(&now).collect();
    for gone in there.iter().filter(|name| !kept.iter().any(|kept| kept.same(name, SQLITE))) {
        if !from.is_generated(gone) {
            hazards.push(Hazard::LosesData(format!("the values of {table}.{gone}")));
        }
    }
    let mut columns = Vec::new();
    for name in &wanted {
        match there.iter().find(|column| column.same(&now(name), SQLITE)) {
            Some(old) => columns.extend(Pair { table, old, new: name }.copied(from, to, hazards)),
            None => columns.extend(made_up(table, to, name, hazards)),
        }
    }
    columns
}

/// A column that was dropped comes back with its default or NULL. One that allows neither is filled with nothing's value.
fn made_up(table: &TableName, to: &TableText, name: &Ident, hazards: &mut Vec<Hazard>) -> Option<Copied> {
    let said = to.default_of(name).is_some_and(|default| !default.eq_ignore_ascii_case("null"));
    if said || !to.is_not_null(name) || to.is_generated(name) || to.is_rowid(name) {
        return None;
    }
    let value = match affinity(&to.declared(name)) {
        Affinity::Text => "''",
        Affinity::Blob => "x''",
        Affinity::Integer | Affinity::Real | Affinity::Numeric => "0",
    };
    hazards.push(Hazard::FillsRows(format!("the dropped values of {table}.{name} are gone: filled with {value}")));
    Some(Copied { name: name.clone(), value: value.to_owned() })
}
