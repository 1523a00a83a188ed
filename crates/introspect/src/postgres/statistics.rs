//! Extended statistics.

use autogen_schema::{Attachment, AttachmentKind, Dialect, Ident, TableName};
use sea_orm::{DbErr, QueryResult};

use super::attachment::{attachment, comment};
use super::catalog::{idents, name};
use super::text::in_default_schema;

pub(super) const SQL: &str = include_str!("statistics.sql");

/// Statistics over several columns.
pub(super) struct Statistics {
    name: TableName,
    definition: String,
    target: Option<i32>,
    comment: Option<String>,
    uses: Vec<Ident>,
}

/// Reads a row of `statistics.sql`.
pub(super) fn decode(row: &QueryResult) -> Result<Statistics, DbErr> {
    let name = name(row)?;
    let definition: String = row.try_get("", "definition")?;
    let bare = name.schema.is_none();
    Ok(Statistics {
        definition: if bare { in_default_schema(&definition, "statistics") } else { definition },
        name,
        target: row.try_get("", "target")?,
        comment: row.try_get("", "comment")?,
        uses: idents(row, "uses")?,
    })
}

impl Statistics {
    /// The statistics, how exact they are, and their comment.
    pub(super) fn attachments(&self) -> impl Iterator<Item = Attachment> {
        let (name, quoted) = (&self.name.name, Dialect::Postgres.quote_table(&self.name));
        let of = Some(name.clone());
        let statistics = Attachment {
            uses: self.uses.iter().cloned().collect(),
            ..attachment(AttachmentKind::Statistics, name.clone(), self.definition.clone())
        };
        let target = self.target.map(|target| Attachment {
            of: of.clone(),
            ..attachment(
                AttachmentKind::Setting,
                name.clone(),
                format!("ALTER STATISTICS {quoted} SET STATISTICS {target}"),
            )
        });
        let comment = self
            .comment
            .as_deref()
            .map(|text| Attachment { of: of.clone(), ..comment(name.clone(), &format!("STATISTICS {quoted}"), text) });
        [statistics].into_iter().chain(target).chain(comment)
    }
}
