//! The indexes behind foreign keys.
//!
//! A foreign key stands on an index over its columns. Where none serves, a server makes one; it leaves that when the key goes,
//! and takes it away when another comes that serves
//! (<https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html>). What a schema lists are the others, so these
//! are worked out here: they come and go in plain sight.

use std::cmp::Reverse;

use autogen_schema::{ForeignKey, Ident, Table};

use super::{Key, MYSQL, keys, starts_with};
use crate::dialect::mysql::names;

/// Returns every index of a table, those behind its foreign keys included. `stood` are the indexes that there were before, which
/// a key that stays goes on standing on.
pub(in crate::dialect::mysql) fn all_keys(table: &Table, stood: &[Key]) -> Vec<Key> {
    let mut all = keys(table);
    // The longer ones first, whose indexes serve the shorter ones as well.
    let mut foreign: Vec<&ForeignKey> = table.foreign_keys.iter().collect();
    foreign.sort_by_key(|key| Reverse(key.columns.len()));
    for key in foreign {
        let by_key = table.primary_key.as_ref().is_some_and(|own| starts_with(&own.columns, &key.columns));
        if by_key || all.iter().any(|other| other.serves(&key.columns)) {
            continue;
        }
        let made = made_for(table, key, stood, &all);
        all.push(made);
    }
    all
}

fn made_for(table: &Table, key: &ForeignKey, stood: &[Key], others: &[Key]) -> Key {
    let is_free = |name: &Ident| others.iter().all(|other| !other.name.same(name, MYSQL));
    let before = stood.iter().find(|other| other.is_made && other.over == key.columns && is_free(&other.name));
    let name = match before {
        Some(before) => before.name.clone(),
        None => stored_name(table, key).filter(is_free).unwrap_or_else(|| usual_name(table, key)),
    };
    let sql = format!("INDEX {} ({})", MYSQL.quote(&name), MYSQL.quote_list(&key.columns));
    let columns = key.columns.clone();
    Key { name, is_unique: false, over: columns.clone(), columns, sql, plain: true, is_made: true }
}

/// The name of the index in the text that a server stores, where it is known.
fn stored_name(table: &Table, key: &ForeignKey) -> Option<Ident> {
    let over = key.columns.iter().map(|column| MYSQL.quote(column)).collect::<Vec<_>>().join(",");
    table.definition.as_deref()?.lines().find_map(|line| {
        let name = line.trim().strip_prefix("KEY ")?.trim_end_matches(',').strip_suffix(&format!(" ({over})"))?;
        let inside = name.strip_prefix('`')?.strip_suffix('`')?;
        Some(Ident::new(inside.replace("``", "`")))
    })
}

/// The index is called as the key, or as its first column when nobody named the key.
fn usual_name(table: &Table, key: &ForeignKey) -> Ident {
    match (&key.name, key.columns.first()) {
        (Some(name), Some(first)) if is_numbered(name, table) => names::unique(table, first),
        (Some(name), _) => name.clone(),
        (None, _) => names::index(table, &key.columns, None),
    }
}

/// Whether an index is called as a server calls the one that it makes for the key of `table`: as the key, or as its first column, with
/// a number where another is called so.
pub(in crate::dialect::mysql) fn is_called_after(name: &Ident, key: &ForeignKey, table: &Table) -> bool {
    let (Some(own), Some(first)) = (&key.name, key.columns.first()) else { return false };
    let numbered = |name: &str| {
        let rest = name.strip_prefix(first.as_str());
        rest.is_some_and(|rest| {
            rest.is_empty() || rest.strip_prefix('_').is_some_and(|number| number.parse::<u32>().is_ok())
        })
    };
    name == own || is_numbered(own, table) && numbered(name.as_str())
}

/// Whether a server made up the name: `table_ibfk_1`. The number of another table was given by somebody.
fn is_numbered(name: &Ident, table: &Table) -> bool {
    let number = name.as_str().rsplit_once("_ibfk_").filter(|(of, _)| table.name.name.same(&Ident::new(*of), MYSQL));
    number.is_some_and(|(_, number)| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}
