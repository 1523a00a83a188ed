//! What SQLite's own renames make of every text.

use std::collections::BTreeSet;

use autogen_schema::sql::{Token, TokenKind, normalize_statement, tokenize};
use autogen_schema::{Ident, Table, TableName};

use super::SQLITE;
use crate::dialect::sqlite::intent::Intent;
use crate::dialect::sqlite::unrenamed::fails_to_be_renamed;

/// The renames that are taken back in place, by the names before the upgrade and after it.
#[derive(Clone, Debug, Default)]
pub(super) struct Renames {
    pub(super) tables: Vec<(TableName, TableName)>,
    /// With the table's name before the upgrade.
    pub(super) columns: Vec<(TableName, Ident, Ident)>,
}

impl Renames {
    /// Takes the renames of tables, and of the columns of every table but those in `rebuilt`.
    pub(super) fn of(intent: &Intent<'_>, rebuilt: &BTreeSet<TableName>) -> Self {
        let columns = intent.renamed_columns.iter().filter(|(table, ..)| !rebuilt.contains(&table.key(SQLITE)));
        Self { tables: intent.renamed_tables.clone(), columns: columns.cloned().collect() }
    }

    /// Whether a column of a table, which is `to` before the upgrade, cannot be given its name back in place.
    pub(super) fn fail_on(&self, from: &Table, to: &Table) -> bool {
        let mut renamed = self.columns.iter().filter(|(of, ..)| of.same(&to.name, SQLITE)).map(|(_, _, new)| new);
        renamed.any(|new| fails_to_be_renamed(from, new))
    }

    /// Whether the definition of a column of `table` says a name that another column gets only by its rename. SQLite would take it for a
    /// string where it is quoted (<https://sqlite.org/quirks.html#dblquote>).
    pub(super) fn come_before(&self, table: &TableName, definition: &str) -> bool {
        let mut names = self.columns.iter().filter(|(of, ..)| of.same(table, SQLITE)).map(|(_, old, _)| old);
        let tokens = tokenize(definition, SQLITE);
        let said: Vec<Ident> = tokens.iter().filter_map(Token::ident).collect();
        names.any(|name| said.iter().any(|word| word.same(name, SQLITE)))
    }

    /// Returns the normal form of a text after the renames are taken back. Every word that is one of the new names counts
    /// as such; where that is wrong, the text is made again although it need not be.
    pub(super) fn reverted(&self, sql: &str) -> String {
        if self.tables.is_empty() && self.columns.is_empty() {
            return normalize_statement(sql, SQLITE);
        }
        let mut out = String::with_capacity(sql.len());
        for token in tokenize(sql, SQLITE) {
            let name = matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent).then(|| token.ident()).flatten();
            match name.and_then(|name| self.old(&name)) {
                Some(old) => out.push_str(&SQLITE.quote(old)),
                None => out.push_str(token.text),
            }
        }
        normalize_statement(&out, SQLITE)
    }

    fn old(&self, name: &Ident) -> Option<&Ident> {
        let table = self.tables.iter().find(|(_, new)| new.name.same(name, SQLITE)).map(|(old, _)| &old.name);
        table.or_else(|| self.columns.iter().find(|(_, _, new)| new.same(name, SQLITE)).map(|(_, old, _)| old))
    }
}
