//! What hangs on a table that gets another name, or whose columns do: the server keeps it, and tells it by the new names.

use autogen_schema::sql::{normalize_statement, tokenize};
use autogen_schema::{Attachment, AttachmentKind, Trigger};

use super::{Lowering, POSTGRES};
use crate::exact::Renames;
use crate::{Operation, invert};

impl Lowering<'_> {
    /// Takes triggers and attachments for those of the goal where only names differ that change along. What the server tells of
    /// queries has other names besides: an alias for a table that was called otherwise.
    pub(super) fn follow_renames(&mut self, operations: &[Operation]) {
        let is_rename = |operation: &&Operation| {
            matches!(operation, Operation::RenameTable { .. } | Operation::RenameColumn { .. })
        };
        let back = invert(operations.iter().filter(is_rename).cloned());
        if back.is_empty() {
            return;
        }
        let (goal, renames) = (self.goal, Renames::undoing(&back));
        for table in self.standing.schema.tables.values_mut() {
            let Some(target) = goal.table(&renames.table(&table.name, POSTGRES), POSTGRES) else { continue };
            let name = table.name.clone();
            let is_one = |sql: &str, wanted: &str| {
                let told = renames.text(&name, sql, POSTGRES);
                normalize_statement(&told, POSTGRES) == normalize_statement(wanted, POSTGRES)
            };
            for trigger in &mut table.triggers {
                let found = |other: &&Trigger| other.name == trigger.name && is_one(&trigger.sql, &other.sql);
                if let Some(wanted) = target.triggers.iter().find(found).cloned() {
                    *trigger = wanted;
                }
            }
            for attachment in table.attachments.iter_mut().filter(|attachment| !has_query(attachment)) {
                let found = |other: &&Attachment| {
                    (other.kind, &other.of) == (attachment.kind, &attachment.of) && is_one(&attachment.sql, &other.sql)
                };
                if let Some(wanted) = target.attachments.iter().find(found).cloned() {
                    *attachment = wanted;
                }
            }
        }
    }
}

fn has_query(attachment: &Attachment) -> bool {
    let says_so = || tokenize(&attachment.sql, POSTGRES).iter().any(|token| token.is_word("select"));
    match attachment.kind {
        AttachmentKind::Rule => true,
        AttachmentKind::Grant => false,
        _ => says_so(),
    }
}
