//! Columns that SQLite fails to rename, although its manual says nothing of it.

use autogen_schema::{Dialect, Ident, Table};

const SQLITE: Dialect = Dialect::Sqlite;

/// Whether renaming a column of a table fails. A table without rowids is its key's index; where a unique constraint names a column of the key
/// too, `RENAME COLUMN` looks for that by its old name ("expressions prohibited in PRIMARY KEY and UNIQUE constraints", SQLite 3.40 to
/// 3.51).
pub(super) fn fails_to_be_renamed(table: &Table, column: &Ident) -> bool {
    let has = |columns: &[Ident]| columns.iter().any(|one| one.same(column, SQLITE));
    table.options.without_rowid
        && table.primary_key.as_ref().is_some_and(|key| has(&key.columns))
        && table.uniques.iter().any(|unique| has(&unique.columns))
}
