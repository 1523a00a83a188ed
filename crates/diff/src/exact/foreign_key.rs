//! Foreign keys, whose tables and columns may have other names on the other side.

use autogen_schema::sql::tokenize;
use autogen_schema::{Definition, Dialect, ForeignKey, Ident, Table, TableName};

use super::Exact;

impl Exact<'_> {
    pub(super) fn same_key(&self, table: &Table, one: &ForeignKey, other: &ForeignKey) -> bool {
        let target: TableName = self.renames.table(&one.references, self.dialect);
        let referenced: Vec<Ident> = one
            .referenced_columns
            .iter()
            .map(|column| self.renames.column(&one.references, column, self.dialect))
            .collect();
        target.same(&other.references, self.dialect)
            && self.same_columns(table, &one.columns, &other.columns)
            && referenced.len() == other.referenced_columns.len()
            && referenced.iter().zip(&other.referenced_columns).all(|(a, b)| a.same(b, self.dialect))
            && self.same_terms(&table.name, &one.definition, &other.definition)
    }

    /// Whether two texts of keys over the same columns say the same.
    fn same_terms(&self, table: &TableName, one: &Definition, other: &Definition) -> bool {
        let terms = |definition: &'_ Definition| definition.as_deref().and_then(terms).map(str::to_owned);
        match (terms(one), terms(other)) {
            (Some(one), Some(other)) if self.dialect == Dialect::Postgres => self.same_text(table, &one, &other),
            _ => self.same_definition(table, one, other),
        }
    }
}

/// Returns what stands behind the columns that a key refers to.
fn terms(sql: &str) -> Option<&str> {
    let tokens = tokenize(sql, Dialect::Postgres);
    let references = tokens.iter().position(|token| token.is_word("references"))?;
    let end = tokens.iter().skip(references).find(|token| token.is_punct(")"))?;
    sql.get(end.end()..)
}
