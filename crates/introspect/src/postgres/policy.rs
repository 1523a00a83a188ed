//! Row security policies.

use autogen_schema::{Attachment, AttachmentKind, Dialect, Ident, TableName};
use sea_orm::{DbErr, QueryResult};

use super::attachment::{attachment, comment_of};
use super::catalog::idents;
use super::text::unwrapped;

pub(super) const SQL: &str = include_str!("policy.sql");

const POSTGRES: Dialect = Dialect::Postgres;

/// A policy.
pub(super) struct Policy {
    name: Ident,
    /// `r`, `a`, `w`, `d`, or `*` for all.
    command: String,
    permissive: bool,
    public: bool,
    roles: Vec<Ident>,
    condition: Option<String>,
    new_condition: Option<String>,
    comment: Option<String>,
    uses: Vec<Ident>,
}

/// Reads a row of `policy.sql`.
pub(super) fn decode(row: &QueryResult) -> Result<Policy, DbErr> {
    Ok(Policy {
        name: row.try_get::<String>("", "name")?.into(),
        command: row.try_get("", "command")?,
        permissive: row.try_get("", "permissive")?,
        public: row.try_get("", "public")?,
        roles: idents(row, "roles")?,
        condition: row.try_get("", "condition")?,
        new_condition: row.try_get("", "new_condition")?,
        comment: row.try_get("", "comment")?,
        uses: idents(row, "uses")?,
    })
}

impl Policy {
    /// The policy on `table`, and its comment.
    pub(super) fn attachments(&self, table: &TableName) -> impl Iterator<Item = Attachment> {
        let policy = Attachment {
            uses: self.uses.iter().cloned().collect(),
            ..attachment(AttachmentKind::Policy, self.name.clone(), self.sql(table))
        };
        let comment = self.comment.as_deref().map(|text| comment_of(table, "POLICY", &self.name, text));
        [policy].into_iter().chain(comment)
    }

    fn sql(&self, table: &TableName) -> String {
        let command = match self.command.as_str() {
            "r" => "SELECT",
            "a" => "INSERT",
            "w" => "UPDATE",
            "d" => "DELETE",
            _ => "ALL",
        };
        let public = self.public.then(|| "PUBLIC".to_owned());
        let roles: Vec<_> = public.into_iter().chain(self.roles.iter().map(|role| POSTGRES.quote(role))).collect();
        let mut sql = format!("CREATE POLICY {} ON {}", POSTGRES.quote(&self.name), POSTGRES.quote_table(table));
        sql += if self.permissive { "" } else { " AS RESTRICTIVE" };
        sql += &format!(" FOR {command} TO {}", roles.join(", "));
        for (word, condition) in [("USING", &self.condition), ("WITH CHECK", &self.new_condition)] {
            if let Some(condition) = condition {
                sql += &format!(" {word} ({})", unwrapped(condition));
            }
        }
        sql
    }
}
