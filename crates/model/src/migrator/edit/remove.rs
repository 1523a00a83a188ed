//! Takes an entry, and the declaration of its module, out.

use std::ops::Range;
use std::path::PathBuf;

use super::editing::{Change, Editing};
use super::error::{EditError, Refusal};
use super::layout::Layout;
use super::text::{Patch, begins_line, line_start, rest_of_line, slice};
use crate::lex::{Tokens, lex};
use crate::migrator::scan::list::{Element, Vector};
use crate::migrator::tree::{Node, NodeId};

/// What is taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::migrator) struct Removal {
    pub(in crate::migrator) entry: Option<usize>,
    /// The declaration of the module: where, and its place in the list there.
    pub(in crate::migrator) declaration: Option<(NodeId, usize)>,
}

impl Editing<'_> {
    /// Finds what there is of a migration; nothing where there is nothing.
    pub(in crate::migrator) fn removal(&self, vector: &Vector) -> Result<Option<Removal>, EditError> {
        let entry = self.entry(vector, self.name)?;
        let home = self.home(vector, vector.elements.len()).node;
        let beside = || self.declaration(home).map(|index| (home, index));
        let declaration = entry.and_then(|index| self.declared(vector, index)).or_else(beside);
        let removal = Removal { entry, declaration };
        if let Some((node, index)) = declaration {
            self.may_go(vector, &removal, node, index)?;
        }
        Ok((removal.entry.is_some() || removal.declaration.is_some()).then_some(removal))
    }

    /// Whether a module is needed by nothing else.
    fn may_go(&self, vector: &Vector, removal: &Removal, node: NodeId, index: usize) -> Result<(), EditError> {
        let Some(declaration) = self.tree.declaration(node, index) else { return Ok(()) };
        let name = declaration.name.clone();
        if declaration.inline.is_some() {
            return Err(self.refuse_at(node, declaration.whole.clone(), Refusal::Inline { name }));
        }
        let entry = removal.entry.and_then(|index| vector.elements.get(index)).map(|element| element.whole.clone());
        let own = |file: usize, at: &Range<usize>| {
            let is_entry =
                file == self.tree.file_of(self.migrator.node) && entry.as_ref().is_some_and(|entry| within(at, entry));
            let is_declaration = file == self.tree.file_of(node) && within(at, &declaration.whole);
            is_entry || is_declaration
        };
        let below = self.files_below(removal);
        for (file, content) in self.tree.files.iter().enumerate().filter(|(file, _)| !below.contains(file)) {
            let tokens = lex(&content.text).unwrap_or_default();
            let words = Tokens::new(&content.text, &tokens).words();
            let mut used = words.filter(|word| word.plain() == name).map(crate::lex::Word::range);
            if let Some(at) = used.find(|at| !own(file, at)) {
                return Err(self.refuse_in(file, at, Refusal::StillUsed { name }));
            }
        }
        Ok(())
    }

    /// Lists the files of a module and of those within it, which go with it.
    pub(super) fn files_below(&self, removal: &Removal) -> Vec<usize> {
        let Some((parent, index)) = removal.declaration else { return Vec::new() };
        let is_top = |node: &Node| (node.parent, node.declaration) == (Some(parent), Some(index));
        let nodes = self.tree.nodes.iter().filter(|node| {
            let mut above = std::iter::successors(Some(*node), |node| self.tree.nodes.get(node.parent?));
            above.any(is_top)
        });
        nodes.map(|node| node.file).collect()
    }

    pub(super) fn remove(&self, vector: &Vector, removal: &Removal) -> Vec<Change> {
        let mut out = Vec::new();
        if let Some(index) = removal.entry
            && let Some((node, file, _)) = self.tree.node(self.migrator.node)
        {
            out.extend(entry(&file.text, vector, index).into_iter().map(|patch| (node.file, patch)));
        }
        if let Some((parent, index)) = removal.declaration
            && let Some((node, file, scope)) = self.tree.node(parent)
            && let Some(declaration) = scope.modules.get(index)
        {
            out.push((node.file, item(&file.text, declaration.whole.clone())));
        }
        out
    }

    /// Returns the file that the module of a migration is in.
    pub(super) fn file_of(&self, removal: &Removal) -> Option<PathBuf> {
        let (node, index) = removal.declaration?;
        let declaration = self.tree.declaration(node, index)?;
        let own = self.files_below(removal).first().and_then(|file| self.tree.files.get(*file));
        Some(match own {
            Some(file) => file.path.to_path_buf(),
            None => self.tree.nodes.get(node)?.place.file(&declaration.name),
        })
    }
}

fn within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Takes an entry out. A vector in one line, or as rustfmt breaks it, is as rustfmt has it afterwards.
fn entry(text: &str, vector: &Vector, index: usize) -> Vec<Patch> {
    let layout = Layout::new(text, vector);
    if layout.is_compact() || layout.is_vertical() {
        let mut entries = layout.entries();
        if index < entries.len() {
            entries.remove(index);
        }
        return vec![layout.write(&entries)];
    }
    let Some(element) = vector.elements.get(index) else { return Vec::new() };
    let before = index.checked_sub(1).and_then(|before| vector.elements.get(before));
    // The comma that was put behind the entry before, for the sake of this one.
    let comma = before.filter(|_| element.comma.is_none()).and_then(|before| before.comma.clone());
    let removed = range(text, element, vector.elements.get(index + 1));
    let mut out: Vec<Patch> = comma.into_iter().map(|at| Patch { at, text: String::new() }).collect();
    out.push(Patch { at: removed, text: String::new() });
    out
}

/// Returns what goes with an entry: its line, or its part of that.
fn range(text: &str, element: &Element, next: Option<&Element>) -> Range<usize> {
    let end = element.comma.as_ref().map_or(element.whole.end, |comma| comma.end);
    if begins_line(text, element.whole.start)
        && let Some(line) = rest_of_line(text, end)
    {
        return line_start(text, element.whole.start)..behind_newline(text, line);
    }
    let is_first = slice(text, 0..element.whole.start).ends_with(['[', '(', '{']);
    let gap = next.map(|next| slice(text, end..next.whole.start));
    let gap = gap.filter(|gap| !gap.contains('\n') || (is_first && gap.trim().is_empty()));
    match gap {
        // What follows takes its place.
        Some(gap) => element.whole.start..end + (gap.len() - gap.trim_start().len()),
        // The blanks before it go with it.
        None => slice(text, 0..element.whole.start).trim_end().len()..end,
    }
}

/// Takes an item out, with one of two empty lines that it stands between.
fn item(text: &str, whole: Range<usize>) -> Patch {
    let at = match rest_of_line(text, whole.end) {
        Some(line) if begins_line(text, whole.start) => {
            let (start, end) = (line_start(text, whole.start), behind_newline(text, line));
            let above = slice(text, 0..start).lines().next_back().is_none_or(|line| line.trim().is_empty());
            let below = slice(text, end..text.len()).split_inclusive('\n').next().unwrap_or_default();
            let empty = above && !below.is_empty() && below.trim().is_empty();
            start..if empty { end + below.len() } else { end }
        }
        Some(_) => slice(text, 0..whole.start).trim_end().len()..whole.end,
        None => whole.start..whole.end + usize::from(slice(text, whole.end..text.len()).starts_with(' ')),
    };
    Patch { at, text: String::new() }
}

fn behind_newline(text: &str, line: usize) -> usize {
    slice(text, line..text.len()).find('\n').map_or(text.len(), |newline| line + newline + 1)
}
