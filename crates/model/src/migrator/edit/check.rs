//! Reads what an edit made, and tells whether it is what was meant.

use std::ops::Range;
use std::path::Path;

use super::editing::Editing;
use super::home;
use super::remove::Removal;
use super::text::{rest_of_line, slice};
use crate::SourceFile;
use crate::lex::lex;
use crate::migrator::facts::{MigrationCrate, Migrator};
use crate::migrator::read::read;
use crate::migrator::scan::list::{Boxed, List, Vector};
use crate::migrator::tree::{NodeId, Tree, load};

/// The crate with the edited files in place of those that there were.
pub(in crate::migrator) struct Outcome {
    after: MigrationCrate,
}

/// What has to be the same for a migrator: its path, its table, and its entries as they are written.
type Say = (String, Option<String>, Option<Vec<(String, Vec<String>)>>);

impl Outcome {
    pub(in crate::migrator) fn new(edit: &Editing<'_>, files: &[SourceFile]) -> Self {
        let get = |path: &Path| {
            let edited = files.iter().find(|file| file.path == path).map(|file| file.text.clone());
            let there = || edit.tree.files.iter().find(|file| *file.path == *path).map(|file| file.text.clone());
            edited.or_else(there)
        };
        let root = edit.tree.files.first().map(|file| file.path.to_path_buf()).unwrap_or_default();
        let text = get(&root).unwrap_or_default();
        Self { after: read(load(&SourceFile::new(root, text), &get)) }
    }
}

/// Whether exactly this entry and the declaration of its module, in this module, have been added.
pub(in crate::migrator) fn registered(
    edit: &Editing<'_>,
    outcome: &Outcome,
    entry: Option<(usize, &Boxed)>,
    declared: Option<NodeId>,
) -> Result<(), String> {
    let (mut before, after) = (said(edit.migrators), said(&outcome.after.migrators));
    let position = edit.position();
    if let (Some((index, new)), Some((_, _, Some(entries)))) = (entry, position.and_then(|own| before.get_mut(own))) {
        // Its conditions are those of the module around it: it has none of its own, as all tokens are known.
        let there = position.and_then(|own| after.get(own)).and_then(|(_, _, entries)| entries.as_ref()?.get(index));
        let conditions = there.map(|(_, conditions)| conditions.clone()).unwrap_or_default();
        entries.insert(index.min(entries.len()), (new.path.join("::"), conditions));
    }
    if before != after {
        return Err("the migrations would not be those that there were and the new one".to_owned());
    }
    let tree = &outcome.after.tree;
    let own = counterpart(edit, tree, edit.migrator.node).ok_or("the migrator would be gone")?;
    let vector = vector(edit, tree).ok_or("the vector would be gone")?;
    let new = Editing::adding(&outcome.after, edit.migrator, edit.name);
    if let Some((_, boxed)) = entry {
        let leads_to = home::declaration(tree, own, boxed);
        let name = leads_to.and_then(|(node, index)| tree.declaration(node, index)).map(|found| found.name.as_str());
        if name != Some(edit.name) {
            return Err(format!("`{}` would not lead to the new module", boxed.path.join("::")));
        }
    }
    let mut added = Vec::new();
    if let Some(node) = declared.and_then(|node| counterpart(edit, tree, node)) {
        let found = new.declaration(node).and_then(|index| tree.declaration(node, index));
        added.push((tree.file_of(node), found.ok_or("the module would not be declared")?.whole.clone()));
    }
    if let Some(element) = entry.and_then(|(index, _)| vector.elements.get(index)) {
        added.push((tree.file_of(own), element.whole.clone()));
    }
    same_but_for(edit, tree, edit.tree, &added, &[])
}

/// Whether exactly this entry and the declaration of its module are gone.
pub(in crate::migrator) fn unregistered(
    edit: &Editing<'_>,
    outcome: &Outcome,
    removal: &Removal,
) -> Result<(), String> {
    let (mut before, after) = (said(edit.migrators), said(&outcome.after.migrators));
    let position = edit.position();
    if let (Some(index), Some((_, _, Some(entries)))) = (removal.entry, position.and_then(|own| before.get_mut(own))) {
        entries.remove(index);
    }
    if before != after {
        return Err("the migrations would not be those that there were but for the one".to_owned());
    }
    let mut gone = Vec::new();
    // What is said in the line of something is said of it.
    let with_remark = |file: usize, whole: Range<usize>, end: usize| {
        let text = edit.tree.files.get(file).map(|file| file.text.as_str()).unwrap_or_default();
        (file, whole.start..rest_of_line(text, end).unwrap_or(whole.end))
    };
    if let Some((node, index)) = removal.declaration {
        let whole = edit.tree.declaration(node, index).ok_or("the module is not declared")?.whole.clone();
        gone.push(with_remark(edit.tree.file_of(node), whole.clone(), whole.end));
    }
    let entry =
        removal.entry.and_then(|index| vector(edit, edit.tree)?.elements.get(index).map(|element| (index, element)));
    if let Some((index, element)) = entry {
        let end = element.comma.as_ref().map_or(element.whole.end, |comma| comma.end);
        let file = edit.tree.file_of(edit.migrator.node);
        gone.push(
            in_one_line(edit, index).map_or_else(|| with_remark(file, element.whole.clone(), end), |at| (file, at)),
        );
    }
    same_but_for(edit, edit.tree, &outcome.after.tree, &gone, &edit.files_below(removal))
}

/// Returns where an entry stands with the comments that belong to it, in a vector of one line.
fn in_one_line(edit: &Editing<'_>, index: usize) -> Option<Range<usize>> {
    let vector = vector(edit, edit.tree)?;
    let text = &edit.tree.node(edit.migrator.node)?.1.text;
    let comma = |index: usize| Some(vector.elements.get(index)?.comma.as_ref()?.end);
    let start = index.checked_sub(1).and_then(comma).unwrap_or(vector.brackets.start + 1);
    let is_last = index + 1 == vector.elements.len();
    let end = comma(index).filter(|_| !is_last).unwrap_or(vector.brackets.end.saturating_sub(1));
    (!slice(text, vector.brackets.clone()).contains('\n')).then_some(start..end)
}

fn said(migrators: &[Migrator]) -> Vec<Say> {
    let say = migrators.iter().map(|migrator| {
        let entries = migrator.migrations.as_ref().ok().map(|migrations| {
            migrations.iter().map(|migration| (migration.path.clone(), migration.conditions.clone())).collect()
        });
        (migrator.path(), migrator.table.clone().ok(), entries)
    });
    say.collect()
}

impl Editing<'_> {
    /// Returns the place of the migrator that is edited among all.
    fn position(&self) -> Option<usize> {
        let is_own = |other: &Migrator| (other.node, other.index) == (self.migrator.node, self.migrator.index);
        self.migrators.iter().position(is_own)
    }
}

/// Returns the module of another tree that is the one of the crate as it was.
fn counterpart(edit: &Editing<'_>, tree: &Tree, of: NodeId) -> Option<NodeId> {
    let (names, file) = (edit.tree.names(of), &edit.tree.node(of)?.1.path);
    (0..tree.nodes.len())
        .find(|node| tree.names(*node) == names && tree.node(*node).is_some_and(|(_, other, _)| other.path == *file))
}

fn vector<'t>(edit: &Editing<'_>, tree: &'t Tree) -> Option<&'t Vector> {
    let (_, _, scope) = tree.node(counterpart(edit, tree, edit.migrator.node)?)?;
    match &scope.migrators.get(edit.migrator.index)?.list {
        List::Vector(vector) => Some(vector),
        List::Nothing(_) | List::Unclear(_) => None,
    }
}

/// Whether all tokens and comments of all files are the same, but for these of the longer one, commas of the vector, and
/// files that go as a whole.
fn same_but_for(
    edit: &Editing<'_>,
    longer: &Tree,
    shorter: &Tree,
    extra: &[(usize, Range<usize>)],
    gone: &[usize],
) -> Result<(), String> {
    let own = edit.tree.node(edit.migrator.node).map(|(_, file, _)| &file.path);
    let kept = longer.files.iter().enumerate().filter(|(index, _)| !gone.contains(index));
    let mut rest: Vec<_> = shorter.files.iter().collect();
    for (index, long) in kept {
        let short = rest.iter().position(|short| short.path == long.path).map(|index| rest.swap_remove(index));
        let short = short.ok_or("other files would be read")?;
        if long.text == short.text {
            continue;
        }
        let vector = |tree| vector(edit, tree).filter(|_| own == Some(&long.path));
        let brackets = |tree| vector(tree).map_or(0..0, |vector| vector.brackets.clone());
        let extra: Vec<&Range<usize>> = extra.iter().filter(|(file, _)| *file == index).map(|(_, at)| at).collect();
        let kept = pieces(&long.text, &extra, &brackets(longer));
        if kept != pieces(&short.text, &[], &brackets(shorter)) {
            return Err("something else would change with it".to_owned());
        }
    }
    rest.is_empty().then_some(()).ok_or_else(|| "other files would be read".to_owned())
}

/// Lists tokens and the words of comments, without what stands in `left_out` and without commas in `brackets`.
fn pieces(text: &str, left_out: &[&Range<usize>], brackets: &Range<usize>) -> Vec<String> {
    let blank = |at: &Range<usize>| " ".repeat(at.len());
    let mut kept = text.to_owned();
    for at in left_out.iter().filter(|at| text.get((**at).clone()).is_some()) {
        kept.replace_range((**at).clone(), &blank(at));
    }
    let (mut out, mut end) = (Vec::new(), 0);
    for token in lex(&kept).unwrap_or_default() {
        let at = token.range();
        out.extend(slice(&kept, end..at.start).split_whitespace().map(str::to_owned));
        let token = slice(&kept, at.clone());
        if !(token == "," && brackets.contains(&at.start)) {
            out.push(token.to_owned());
        }
        end = at.end;
    }
    out.extend(slice(&kept, end..kept.len()).split_whitespace().map(str::to_owned));
    out
}
