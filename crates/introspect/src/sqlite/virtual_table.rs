//! Virtual tables and the shadow tables that their modules keep.

use autogen_schema::sql::tokenize;
use autogen_schema::{Dialect, Schema, VirtualTable};

use super::catalog::Catalog;
use super::row::Stored;
use crate::Note;

/// The suffixes of the shadow tables of the modules that come with SQLite (FTS3 to FTS5, R*Tree, Geopoly). Only a loaded
/// module tells its own.
const SHADOWS: [&str; 12] = [
    "_config",
    "_content",
    "_data",
    "_docsize",
    "_idx",
    "_node",
    "_parent",
    "_rowid",
    "_segdir",
    "_segments",
    "_stat",
    "_vocab",
];

/// Adds every virtual table and shadow table, and notes modules that are not loaded.
pub(super) fn read(catalog: &Catalog, schema: &mut Schema, notes: &mut Vec<Note>) {
    let mut orphans = Vec::new();
    for object in &catalog.tables {
        if is_kind(catalog, object, "virtual") {
            add(schema, object, false);
            let module = module(&object.sql).unwrap_or_default();
            if !catalog.modules.contains(&module.to_ascii_lowercase()) {
                orphans.push(object.name.as_str());
                notes.push(Note::MissingModule { table: object.name.as_str().into(), module });
            }
        }
    }
    for object in &catalog.tables {
        let orphaned = || is_kind(catalog, object, "table") && orphans.iter().any(|owner| belongs(&object.name, owner));
        if is_kind(catalog, object, "shadow") || orphaned() {
            add(schema, object, true);
        }
    }
}

fn is_kind(catalog: &Catalog, object: &Stored, kind: &str) -> bool {
    catalog.kinds.get(&object.name).is_some_and(|row| row.kind == kind)
}

fn add(schema: &mut Schema, object: &Stored, shadow: bool) {
    let table = VirtualTable { name: object.name.as_str().into(), sql: object.sql.clone(), shadow };
    schema.virtual_tables.insert(table.name.clone(), table);
}

fn belongs(table: &str, owner: &str) -> bool {
    table
        .get(..owner.len())
        .zip(table.get(owner.len()..))
        .is_some_and(|(start, suffix)| start.eq_ignore_ascii_case(owner) && SHADOWS.contains(&suffix))
}

/// The name behind `USING`.
fn module(sql: &str) -> Option<String> {
    let tokens = tokenize(sql, Dialect::Sqlite);
    let mut spoken = tokens.iter().filter(|token| !token.is_trivia()).skip_while(|token| !token.is_word("using"));
    Some(spoken.nth(1)?.ident()?.as_str().to_owned())
}
