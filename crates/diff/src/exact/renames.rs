//! What has another name on the other side of a comparison.

use std::collections::BTreeMap;

use autogen_schema::sql::{Token, TokenKind, tokenize};
use autogen_schema::{Dialect, EnumName, Ident, TableName};

use crate::Operation;

/// What is called one thing in the schema that is compared, and another in what it is to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renames {
    /// Tables: the name before, the name after.
    pub tables: Vec<(TableName, TableName)>,
    columns: Vec<(TableName, Ident, Ident)>,
    /// Enum types: the name before, the name after.
    pub(super) enums: Vec<(EnumName, EnumName)>,
    labels: BTreeMap<EnumName, Vec<(String, String)>>,
}

/// What an enum is called before the operations.
fn before(operations: &[Operation], name: &EnumName) -> EnumName {
    let renamed = operations.iter().find_map(|operation| match operation {
        Operation::RenameEnum { from, to } if to == name => Some(from),
        _ => None,
    });
    renamed.unwrap_or(name).clone()
}

impl Renames {
    /// Returns what takes the renames of `operations` back: from the schema after them to the one before.
    pub fn undoing(operations: &[Operation]) -> Self {
        let mut renames = Self::default();
        for operation in operations {
            match operation {
                Operation::RenameTable { from, to } => renames.tables.push((to.clone(), from.clone())),
                Operation::RenameColumn { table, from, to } => {
                    renames.columns.push((table.clone(), to.clone(), from.clone()));
                }
                Operation::RenameEnum { from, to } => renames.enums.push((to.clone(), from.clone())),
                Operation::AlterEnum { to, renames: labels, .. } => {
                    let labels = labels.iter().map(|(old, new)| (new.clone(), old.clone()));
                    renames.labels.entry(before(operations, &to.name)).or_default().extend(labels);
                }
                _ => {}
            }
        }
        // A column is renamed in a table that may be renamed as well, before or after it.
        let tables = renames.tables.clone();
        for (table, ..) in &mut renames.columns {
            if let Some((new, _)) = tables.iter().find(|(_, old)| old == table) {
                table.clone_from(new);
            }
        }
        renames
    }

    /// Whether every name is the same on both sides.
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty() && self.columns.is_empty()
    }

    /// Returns what `table` is called on the other side.
    pub fn table(&self, table: &TableName, dialect: Dialect) -> TableName {
        let renamed = self.tables.iter().find(|(from, _)| from.same(table, dialect));
        renamed.map_or_else(|| table.clone(), |(_, to)| to.clone())
    }

    /// Returns what `column` of `table`, by its name on this side, is called on the other.
    pub fn column(&self, table: &TableName, column: &Ident, dialect: Dialect) -> Ident {
        let renamed = self.columns.iter().find(|(of, from, _)| of.same(table, dialect) && from.same(column, dialect));
        renamed.map_or_else(|| column.clone(), |(_, _, to)| to.clone())
    }

    /// Returns a text of `table`, which has its name of this side, in the names of the other. Every word that is an old name of the
    /// table's columns, of those of other tables, or of a table counts as such, but for functions.
    pub(crate) fn text(&self, table: &TableName, sql: &str, dialect: Dialect) -> String {
        let tokens: Vec<Token<'_>> = tokenize(sql, dialect);
        let spelled = |(at, token): (usize, &Token<'_>)| {
            let called = tokens.get(at + 1).is_some_and(|next| next.is_punct("("));
            let name = match token.kind {
                // The server folds what is not quoted.
                TokenKind::Word if dialect == Dialect::Postgres => Some(Ident::new(token.text.to_lowercase())),
                TokenKind::Word | TokenKind::QuotedIdent => token.ident(),
                _ => None,
            };
            let name = name.filter(|_| !called || token.kind == TokenKind::QuotedIdent);
            let renamed = name.and_then(|name| self.name(table, &name, dialect));
            renamed.map_or_else(|| token.text.to_owned(), |name| dialect.quote(&name))
        };
        tokens.iter().enumerate().map(spelled).collect()
    }

    fn name(&self, table: &TableName, name: &Ident, dialect: Dialect) -> Option<Ident> {
        let own = self.columns.iter().find(|(of, from, _)| of.same(table, dialect) && from.same(name, dialect));
        let of_tables =
            || self.tables.iter().find(|(from, _)| from.name.same(name, dialect)).map(|(_, to)| to.name.clone());
        let of_others = || self.columns.iter().find(|(_, from, _)| from.same(name, dialect)).map(|(.., to)| to.clone());
        own.map(|(.., to)| to.clone()).or_else(of_tables).or_else(of_others)
    }

    /// Returns the renamed columns of `table`, by its name on this side.
    pub(super) fn columns(&self, table: &TableName, dialect: Dialect) -> Vec<(Ident, Ident)> {
        let of_table = self.columns.iter().filter(|(of, ..)| of.same(table, dialect));
        of_table.map(|(_, from, to)| (from.clone(), to.clone())).collect()
    }

    /// Returns the columns that are renamed in `table`, by its name on the other side.
    pub(crate) fn columns_to(&self, table: &TableName) -> Vec<(Ident, Ident)> {
        let of =
            |from: &TableName| self.tables.iter().find(|(old, _)| old == from).map_or(from, |(_, new)| new) == table;
        self.columns.iter().filter(|(from, ..)| of(from)).map(|(_, from, to)| (from.clone(), to.clone())).collect()
    }

    pub(super) fn labels(&self, name: &EnumName) -> Vec<(String, String)> {
        self.labels.get(name).cloned().unwrap_or_default()
    }
}
