//! Scripts of which a part runs outside of a transaction.

use super::page::Page;
use crate::Block;

/// Writes blocks so that those that run by themselves do, and those between them run in one transaction each.
pub(super) fn stages(page: &mut Page, blocks: &[Block], write: impl Fn(&mut Page, &[Block])) {
    for run in blocks.chunk_by(|one, other| one.apart == other.apart) {
        if run.iter().all(|block| block.statements.is_empty()) {
            continue;
        }
        page.gap();
        page.block("{", |page| {
            if run.iter().any(|block| block.apart) {
                write(page, run);
            } else {
                page.lines("use sea_orm::TransactionTrait;\n\n");
                in_transaction(page, |page| write(page, run));
            }
        });
    }
}

/// Writes what runs in a transaction that is begun for it, by a trait that is in use.
pub(super) fn in_transaction(page: &mut Page, write: impl FnOnce(&mut Page)) {
    page.lines("let transaction = manager.get_connection().begin().await?;");
    page.lines("let manager = &SchemaManager::new(&transaction);");
    write(page);
    page.gap();
    page.lines("transaction.commit().await?;");
}
