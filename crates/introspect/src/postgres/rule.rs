//! Rules.

use autogen_schema::{Attachment, AttachmentKind, Ident, TableName};
use sea_orm::{DbErr, QueryResult};

use super::attachment::{attachment, comment_of, enabled, setting_of};
use super::catalog::idents;

pub(super) const SQL: &str = include_str!("rule.sql");

/// A rule.
pub(super) struct Rule {
    name: Ident,
    enabled: String,
    definition: String,
    comment: Option<String>,
    uses: Vec<Ident>,
}

/// Reads a row of `rule.sql`.
pub(super) fn decode(row: &QueryResult) -> Result<Rule, DbErr> {
    Ok(Rule {
        name: row.try_get::<String>("", "name")?.into(),
        enabled: row.try_get("", "enabled")?,
        definition: row.try_get("", "definition")?,
        comment: row.try_get("", "comment")?,
        uses: idents(row, "uses")?,
    })
}

impl Rule {
    /// The rule on `table`, whether it is in force, and its comment.
    pub(super) fn attachments(&self, table: &TableName) -> impl Iterator<Item = Attachment> {
        let rule = Attachment {
            uses: self.uses.iter().cloned().collect(),
            ..attachment(AttachmentKind::Rule, self.name.clone(), self.definition.trim_end_matches(';').to_owned())
        };
        let enabled = enabled(&self.enabled, "RULE").map(|what| setting_of(table, &self.name, &what));
        let comment = self.comment.as_deref().map(|text| comment_of(table, "RULE", &self.name, text));
        [rule].into_iter().chain(enabled).chain(comment)
    }
}
