//! `use` declarations, one name at a time.

use syn::UseTree;

use super::summary::Use;
use crate::naming::plain;

/// Lists the names that a declaration brings in.
pub(crate) fn flatten(item: &syn::ItemUse) -> Vec<Use> {
    let mut out = Vec::new();
    let root = item.leading_colon.map(|_| String::new()).into_iter().collect();
    // The depth is bounded by the limit on nesting that the item has passed.
    add(&item.tree, root, &mut out);
    out
}

fn add(tree: &UseTree, mut path: Vec<String>, out: &mut Vec<Use>) {
    match tree {
        UseTree::Path(step) => {
            path.push(plain(&step.ident));
            add(&step.tree, path, out);
        }
        UseTree::Name(name) if name.ident == "self" => out.push(Use { alias: path.last().cloned(), path }),
        UseTree::Name(name) => {
            path.push(plain(&name.ident));
            out.push(Use { alias: path.last().cloned(), path });
        }
        UseTree::Rename(rename) => {
            if rename.ident != "self" {
                path.push(plain(&rename.ident));
            }
            if rename.rename != "_" {
                out.push(Use { alias: Some(plain(&rename.rename)), path });
            }
        }
        UseTree::Glob(_) => out.push(Use { alias: None, path }),
        UseTree::Group(group) => {
            for tree in &group.items {
                add(tree, path.clone(), out);
            }
        }
    }
}
