//! Where a new migration belongs: beside the others.

use crate::migrator::resolve::{Found, plain};
use crate::migrator::scan::list::{Boxed, Element, Vector};
use crate::migrator::tree::{NodeId, Tree};
use crate::naming::is_keyword;
use crate::parse::summary::Use;

/// The module that declares migrations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Home {
    pub(super) node: NodeId,
    /// The declaration that a new one goes beside, in the module's list.
    pub(super) beside: Option<usize>,
    /// The path to the module from that of the migrator.
    pub(super) path: Vec<String>,
}

/// Finds where the migration at `index` of a vector belongs.
///
/// The entries around it tell, the next one before it first; modules that are named as migrations are count more than
/// others, which may be in folders by what they are about.
pub(super) fn of(tree: &Tree, from: NodeId, vector: &Vector, index: usize) -> Home {
    let (before, behind) = vector.elements.split_at_checked(index).unwrap_or((&vector.elements, &[]));
    let boxed = before.iter().rev().chain(behind).filter_map(|element| element.boxed.as_ref().ok());
    let declared: Vec<_> = boxed.filter_map(|boxed| Some((boxed, declaration(tree, from, boxed)?))).collect();
    let dated = declared.iter().find(|(_, (node, index))| {
        tree.declaration(*node, *index).is_some_and(|declaration| is_dated(&declaration.name))
    });
    let beside = dated.or_else(|| declared.iter().find(|(_, (node, _))| *node == from));
    match beside {
        Some((boxed, at @ (node, index))) => {
            Home { node: *node, beside: Some(*index), path: path(tree, from, *at, boxed) }
        }
        None => Home { node: from, beside: None, path: Vec::new() },
    }
}

/// Returns what declares the module that a migration's type stands in.
pub(super) fn declaration(tree: &Tree, from: NodeId, boxed: &Boxed) -> Option<(NodeId, usize)> {
    match tree.resolve(from, &boxed.path) {
        Found::Type(home, _) => {
            let node = tree.nodes.get(home)?;
            Some((node.parent?, node.declaration?))
        }
        Found::Unread(parent, index, rest) if rest.len() == 1 => Some((parent, index)),
        _ => None,
    }
}

/// Returns the name of the module that an entry's type stands in, by what is declared or else by what is written.
pub(super) fn module(tree: &Tree, from: NodeId, element: &Element) -> Option<String> {
    let boxed = element.boxed.as_ref().ok()?;
    let declared = declaration(tree, from, boxed).and_then(|(node, index)| tree.declaration(node, index));
    let written = || boxed.path.iter().rev().nth(1).map(|word| plain(word).to_owned());
    declared.map(|declaration| declaration.name.clone()).or_else(written)
}

/// Whether a module is named as migrations are: `m20220101_…`, `m001_…`, `m_2022…`.
fn is_dated(name: &str) -> bool {
    let rest = name.strip_prefix('m').map(|rest| rest.strip_prefix('_').unwrap_or(rest));
    rest.is_some_and(|rest| rest.starts_with(|char: char| char.is_ascii_digit()))
}

/// Returns the path to the module that declares a sibling, as it is written for that where it would lead there for any.
fn path(tree: &Tree, from: NodeId, (to, index): (NodeId, usize), sibling: &Boxed) -> Vec<String> {
    let name = tree.declaration(to, index).map(|declaration| declaration.name.as_str());
    let [written @ .., module, _] = sibling.path.as_slice() else { return relative(tree, from, to) };
    // A module that is brought in by its name, or goes by another, says nothing of the next.
    let is_used = |used: &Use| used.alias.as_deref() == Some(plain(module));
    let brought_in = written.is_empty() && tree.node(from).is_some_and(|(_, _, scope)| scope.uses.iter().any(is_used));
    if brought_in || name != Some(plain(module)) { relative(tree, from, to) } else { written.to_vec() }
}

/// Goes up with `super`, then down.
fn relative(tree: &Tree, from: NodeId, to: NodeId) -> Vec<String> {
    let (own, target) = (tree.names(from), tree.names(to));
    let common = own.iter().zip(&target).take_while(|(a, b)| a == b).count();
    let up = own.iter().skip(common).map(|_| "super".to_owned());
    let down = target.into_iter().skip(common);
    up.chain(down.map(|name| if is_keyword(&name) { format!("r#{name}") } else { name })).collect()
}
