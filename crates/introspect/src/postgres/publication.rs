//! The publications that a table is in.

use autogen_schema::{Attachment, AttachmentKind, Dialect, Ident, TableName};
use sea_orm::{DbErr, QueryResult};

use super::attachment::attachment;
use super::catalog::idents;

pub(super) const SQL: &str = include_str!("publication.sql");

const POSTGRES: Dialect = Dialect::Postgres;

/// A table's place in a publication.
pub(super) struct Published {
    name: Ident,
    /// The columns that are published; all of them where none is named.
    columns: Vec<Ident>,
    condition: Option<String>,
    uses: Vec<Ident>,
}

/// Reads a row of `publication.sql`.
pub(super) fn decode(row: &QueryResult) -> Result<Published, DbErr> {
    Ok(Published {
        name: row.try_get::<String>("", "name")?.into(),
        columns: idents(row, "columns")?,
        condition: row.try_get("", "condition")?,
        uses: idents(row, "uses")?,
    })
}

impl Published {
    /// What puts `table` into the publication.
    pub(super) fn attachment(&self, table: &TableName) -> Attachment {
        let (publication, quoted) = (POSTGRES.quote(&self.name), POSTGRES.quote_table(table));
        let columns = POSTGRES.quote_list(&self.columns);
        let columns = if columns.is_empty() { columns } else { format!(" ({columns})") };
        let condition = self.condition.as_ref().map(|sql| format!(" WHERE ({sql})")).unwrap_or_default();
        let sql = format!("ALTER PUBLICATION {publication} ADD TABLE {quoted}{columns}{condition}");
        let uses = self.uses.iter().chain(&self.columns).cloned().collect();
        Attachment { uses, ..attachment(AttachmentKind::Publication, self.name.clone(), sql) }
    }
}
