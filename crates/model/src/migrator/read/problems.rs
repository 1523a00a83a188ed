//! What could not be read, and what SeaORM will not do as it looks.

use super::{Migrator, Tree, Unclear};
use crate::migrator::tree::Child;

/// Lists what is wrong with a crate, file by file, then migrator by migrator.
pub(super) fn of(tree: &Tree, migrators: &[Migrator]) -> Vec<Unclear> {
    let faults = tree.faults.iter();
    let mut out: Vec<Unclear> = faults
        .map(|(file, fault)| Unclear {
            message: fault.message.clone(),
            location: tree.location(*file, fault.at.clone()),
        })
        .collect();
    out.extend(missing_files(tree));
    out.extend(migrators.iter().flat_map(names));
    out
}

fn missing_files(tree: &Tree) -> Vec<Unclear> {
    let mut out = Vec::new();
    for (parent, node) in tree.nodes.iter().enumerate() {
        for child in node.children.values() {
            let Child::Unread(index) = child else { continue };
            let Some(declaration) = tree.declaration(parent, *index) else { continue };
            // What only tests need may be made when they are run.
            let only_tests =
                node.conditions.iter().chain(&declaration.conditions).any(|condition| condition.only_tests);
            if tree.missing(parent, *index).is_some() && !only_tests {
                out.push(tree.unclear(parent, declaration.whole.clone(), tree.why_unread(parent, *index)));
            }
        }
    }
    out
}

/// Names that are not those of one migration each.
fn names(migrator: &Migrator) -> Vec<Unclear> {
    let mut out = Vec::new();
    let migrations = migrator.migrations.as_deref().unwrap_or_default();
    for (index, migration) in migrations.iter().enumerate() {
        let Ok(name) = &migration.name else { continue };
        let location = migration.location.clone();
        if ["lib", "main", "mod"].contains(&name.as_str()) {
            let message = format!(
                "the migration `{}` is called `{name}`, after its file, as is any other whose file has that name; \
                 implement `MigrationName` for it",
                migration.path
            );
            out.push(Unclear { message, location });
        } else if let Some(before) = migrations.iter().take(index).find(|other| other.name.as_ref() == Ok(name)) {
            let message = format!(
                "the migrations `{}` and `{}` are both called `{name}`: SeaORM takes them for one",
                before.path, migration.path
            );
            out.push(Unclear { message, location });
        }
    }
    out
}
