//! `use` declarations, one name at a time.

use syn::UseTree;

use super::header::skip_visibility;
use super::items::Item;
use super::summary::Use;
use super::type_ref::{may_be_a_name, may_be_in_a_path};
use super::unreadable::Unreadable;
use super::{attributes, piece};
use crate::lex::{Delimiter, Tokens};
use crate::naming::plain;

/// How many braces may be open: few enough to need no care for the stack.
const DEPTH: usize = 8;

/// Lists the names that a declaration brings in.
pub(crate) fn of(item: &Item<'_>) -> Result<Vec<Use>, Unreadable> {
    if let Some(uses) = of_tokens(item) {
        return Ok(uses);
    }
    let mut out = Vec::new();
    // What is no plain `use` (`use {::a::b}`) comes back as tokens, and brings nothing in that matters here.
    if let (syn::Item::Use(item), _) = piece::parse(item.whole)? {
        let root = item.leading_colon.map(|_| String::new()).into_iter().collect();
        // The depth is bounded by the limit on nesting that the item has passed.
        add(&item.tree, root, &mut out);
    }
    Ok(out)
}

/// Reads `use path::to::{these, those as others, *};`. Nothing comes of what takes a tree.
fn of_tokens(item: &Item<'_>) -> Option<Vec<Use>> {
    let mut rest = item.tokens;
    skip_visibility(&mut rest);
    if !attributes::are_plain(item.attributes) || !rest.take_keyword("use") {
        return None;
    }
    let mut out = Vec::new();
    let root = if rest.take_colons() { vec![String::new()] } else { Vec::new() };
    take(&mut rest, root, &mut out, DEPTH)?;
    (rest.take_punct(b';') && rest.is_empty()).then_some(out)
}

/// Takes one path, with all that it branches into, off the beginning.
fn take(rest: &mut Tokens<'_>, mut path: Vec<String>, out: &mut Vec<Use>, depth: usize) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    loop {
        if rest.take_punct(b'*') {
            out.push(Use { alias: None, path });
            return Some(());
        }
        if let Some(group) = rest.take_group(Delimiter::Brace) {
            let mut inside = group.inside;
            while !inside.is_empty() {
                take(&mut inside, path.clone(), out, depth)?;
                if !inside.take_punct(b',') && !inside.is_empty() {
                    return None;
                }
            }
            return Some(());
        }
        let word = rest.take_word().filter(|word| may_be_in_a_path(word.text) && word.text != "Self")?;
        if rest.take_colons() {
            path.push(word.plain().to_owned());
            continue;
        }
        // `a::self` is `a`.
        if word.text != "self" {
            path.push(word.plain().to_owned());
        }
        let alias = if rest.take_keyword("as") {
            let alias = rest.take_word().filter(|word| word.text == "_" || may_be_a_name(word.text))?;
            Some(alias.plain().to_owned()).filter(|alias| alias != "_")
        } else {
            Some(path.last()?.clone())
        };
        out.extend(alias.map(|alias| Use { alias: Some(alias), path }));
        return Some(());
    }
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
