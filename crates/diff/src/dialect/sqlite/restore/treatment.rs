//! How each table gets its text back.

use std::collections::BTreeSet;

use autogen_schema::sql::normalize_statement;
use autogen_schema::{Ident, Schema, Table, TableName};

use super::renames::Renames;
use super::{Paired, SQLITE};
use crate::dialect::Refusal;
use crate::dialect::sqlite::create;
use crate::dialect::sqlite::dependents::{Use, any_is_broken, index_use};
use crate::dialect::sqlite::edit::{EditError, TableText};
use crate::dialect::sqlite::intent::Intent;
use crate::dialect::sqlite::lower::{can_add_text, can_drop};

/// What is done to a table that both sides have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Treatment {
    /// Nothing, besides renames.
    Keep,
    /// `DROP COLUMN` of these, then `ADD COLUMN` with these definitions.
    Alter { drop: Vec<Ident>, add: Vec<String> },
    /// It is made again.
    Rebuild,
}

/// Decides for every table. A table that is made again gets its columns' names on the way; what refers to those columns is
/// then no longer renamed along, so that deciding starts over until nothing changes.
pub(super) fn settle<'a>(
    from: &'a Schema,
    to: &'a Schema,
    intent: &Intent<'_>,
) -> Result<(Renames, Vec<Paired<'a>>), Refusal> {
    let mut rebuilt: BTreeSet<TableName> = BTreeSet::new();
    let broken = any_is_broken(from);
    loop {
        let renames = Renames::of(intent, &rebuilt);
        let mut pairs = Vec::new();
        for to_table in to.tables.values() {
            let Some(from_table) = counterpart(from, to_table, intent) else { continue };
            let is_rebuilt = rebuilt.contains(&to_table.name.key(SQLITE)) || renames.fail_on(from_table, to_table);
            let treatment =
                if is_rebuilt { Treatment::Rebuild } else { treatment(from_table, to_table, &renames, broken)? };
            pairs.push(Paired { from: from_table, to: to_table, treatment });
        }
        let now: BTreeSet<TableName> =
            pairs.iter().filter(|pair| pair.is_rebuilt()).map(|pair| pair.to.name.key(SQLITE)).collect();
        let before = rebuilt.len();
        rebuilt.extend(now);
        if rebuilt.len() == before {
            return Ok((renames, pairs));
        }
    }
}

/// The table of the upgrade's schema that was `to` before it.
fn counterpart<'a>(from: &'a Schema, to: &Table, intent: &Intent<'_>) -> Option<&'a Table> {
    let renamed = intent.renamed_tables.iter().find(|(old, _)| old.same(&to.name, SQLITE)).map(|(_, new)| new);
    let name = renamed.unwrap_or(&to.name);
    let taken = renamed.is_none() && intent.renamed_tables.iter().any(|(_, new)| new.same(name, SQLITE));
    if taken || intent.drops_table(&to.name) { None } else { from.table(name, SQLITE) }
}

fn treatment(from: &Table, to: &Table, renames: &Renames, broken: bool) -> Result<Treatment, Refusal> {
    let (from_sql, to_sql) = (create::table(from)?, create::table(to)?);
    let wanted = normalize_statement(&to_sql, SQLITE);
    if renames.reverted(&from_sql) == wanted {
        return Ok(Treatment::Keep);
    }
    let altered = in_place(&from_sql, &to_sql, to, renames).unwrap_or_default();
    Ok(match altered {
        Some((_, Treatment::Alter { drop, .. })) if broken && !drop.is_empty() => Treatment::Rebuild,
        Some((text, treatment)) if renames.reverted(text.sql()) == wanted => treatment,
        _ => Treatment::Rebuild,
    })
}

/// What SQLite's own statements come to: the columns that are too many dropped, those that are missing appended.
fn in_place(
    from: &str,
    to: &str,
    table: &Table,
    renames: &Renames,
) -> Result<Option<(TableText, Treatment)>, EditError> {
    let (mut text, to) = (TableText::parse(from)?, TableText::parse(to)?);
    let now: Vec<(Ident, Ident)> =
        text.column_names().into_iter().map(|name| (old_name(&name, renames), name)).collect();
    let wanted = to.column_names();
    let (mut drop, mut add) = (Vec::new(), Vec::new());
    for (old, name) in &now {
        if !wanted.iter().any(|wanted| wanted.same(old, SQLITE)) {
            if !can_drop(&text, name) {
                return Ok(None);
            }
            text.after_drop_column(name)?;
            drop.push(name.clone());
        }
    }
    for (at, definition) in to.parsed().columns() {
        let name = &definition.name.ident;
        if now.iter().any(|(old, _)| old.same(name, SQLITE)) {
            continue;
        }
        let sql = to.parsed().items.get(at).map(|item| to.parsed().text(&item.span)).unwrap_or_default();
        // A value that must be there and is not said, or is the same in every row and must not be, is made up, row by row.
        let said = to.default_of(name).is_some_and(|default| !default.eq_ignore_ascii_case("null"));
        let unique = table.indexes.iter().any(|index| index.unique && index_use(index, name) != Use::None);
        let made_up = if said { unique } else { to.is_not_null(name) };
        if !can_add_text(sql) || made_up {
            return Ok(None);
        }
        text.after_add_column(sql)?;
        add.push(sql.to_owned());
    }
    Ok(Some((text, Treatment::Alter { drop, add })))
}

fn old_name(column: &Ident, renames: &Renames) -> Ident {
    let found = renames.columns.iter().find(|(_, _, new)| new.same(column, SQLITE));
    found.map_or_else(|| column.clone(), |(_, old, _)| old.clone())
}
