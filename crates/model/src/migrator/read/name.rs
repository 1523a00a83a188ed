//! The name of a migration, as SeaORM finds it.

use super::{Given, NodeId, Tree, Unclear, text};
use crate::migrator::resolve::Found;

/// Names the migration that a type is: by `#[derive(DeriveMigrationName)]`, which takes the stem of the file that it
/// stands in, or by `impl MigrationName`.
pub(super) fn of(tree: &Tree, home: NodeId, index: usize) -> Result<String, Unclear> {
    let found = tree.node(home).and_then(|(_, file, scope)| Some((file, scope, scope.types.get(index)?)));
    let Some((file, scope, of)) = found else {
        return Err(tree.unclear(home, 0..0, "the type of the migration is gone".to_owned()));
    };
    if of.derives_name {
        return Ok(stem(&file.path));
    }
    let what = format!("the name of the migration `{}` cannot be told", of.name);
    match implementation(tree, home, index) {
        Some((node, Given::Stem)) => Ok(tree.node(node).map(|(_, file, _)| stem(&file.path)).unwrap_or_default()),
        Some((node, given)) => text(tree, node, given, &what),
        None => {
            let hidden = if scope.calls_macros { ", and macros are not expanded" } else { "" };
            let message =
                format!("{what}: it has neither `#[derive(DeriveMigrationName)]` nor an `impl MigrationName`{hidden}");
            Err(tree.unclear(home, of.at.clone(), message))
        }
    }
}

/// What `get_file_stem(file!())` gives in a file.
fn stem(path: &std::path::Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Looks for the `impl` in the module of the type, then in all others.
fn implementation(tree: &Tree, home: NodeId, index: usize) -> Option<(NodeId, &Given)> {
    let wanted = Found::Type(home, index);
    let elsewhere = (0..tree.nodes.len()).filter(|node| *node != home);
    std::iter::once(home).chain(elsewhere).find_map(|node| {
        let (_, _, scope) = tree.node(node)?;
        let name = scope.names.iter().find(|named| tree.resolve(node, &named.of) == wanted)?;
        Some((node, &name.given))
    })
}
