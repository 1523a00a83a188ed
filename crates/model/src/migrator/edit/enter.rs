//! Puts an entry into the vector.

use super::entry::Entry;
use super::layout::Layout;
use super::text::{Patch, begins_line, indent, rest_of_line, slice};
use crate::migrator::scan::list::{Boxed, Element, Vector};

/// Puts an entry at a place among the others.
///
/// Where the vector is not written anew it goes directly behind the entry before it, with what is said of that in the same
/// line; so comments above an entry stay above it, and what stands behind the last entry stays at the end.
pub(super) fn patch(text: &str, vector: &Vector, index: usize, new: &Boxed) -> Patch {
    let layout = Layout::new(text, vector);
    let mut entry = Entry::new(new);
    if layout.is_compact() {
        let mut entries = layout.entries();
        layout.only_comments().clone_into(&mut entry.behind);
        entries.insert(index.min(entries.len()), entry);
        return layout.write(&entries);
    }
    let insertion = Insertion { text, vector, layout, entry };
    match index.checked_sub(1).and_then(|before| vector.elements.get(before)) {
        Some(before) => insertion.behind(before, index == vector.elements.len()),
        None => insertion.first(),
    }
}

struct Insertion<'a> {
    text: &'a str,
    vector: &'a Vector,
    layout: Layout<'a>,
    entry: Entry<'a>,
}

impl Insertion<'_> {
    fn first(&self) -> Patch {
        let open = self.vector.brackets.start + 1;
        if let Some(end) = rest_of_line(self.text, open) {
            return Patch::insert(end, format!("{},", self.line(&self.indent())));
        }
        let inline = self.entry.inline().unwrap_or_default();
        match (self.vector.elements.first(), self.indent_of_entry()) {
            // Below each other, from the bracket on.
            (Some(first), Some(indent)) => {
                let newline = self.layout.newline();
                Patch::insert(first.whole.start, format!("{inline},{newline}{indent}"))
            }
            (Some(first), None) => Patch::insert(first.whole.start, format!("{inline}, ")),
            (None, _) => Patch::insert(open, format!("{inline} ")),
        }
    }

    fn behind(&self, before: &Element, is_last: bool) -> Patch {
        let at = before.comma.as_ref().map_or(before.whole.end, |comma| comma.end);
        let missing = if before.comma.is_some() { "" } else { "," };
        let comma = if is_last && before.comma.is_none() { "" } else { "," };
        if let Some(end) = rest_of_line(self.text, at) {
            let kept = slice(self.text, at..end);
            let line = self.line(&self.indent_of(before));
            return Patch { at: at..end, text: format!("{missing}{kept}{line}{comma}") };
        }
        if is_last && begins_line(self.text, before.whole.start) {
            return Patch::insert(at, format!("{missing}{}{comma}", self.line(&self.indent_of(before))));
        }
        let inline = self.entry.inline().unwrap_or_default();
        Patch::insert(at, format!("{missing} {inline}{comma}"))
    }

    /// Returns the entry in a line of its own, with the end of the line before.
    fn line(&self, indent: &str) -> String {
        let newline = self.layout.newline();
        format!("{newline}{indent}{}", self.entry.lines(indent, self.layout.unit(), newline))
    }

    fn indent_of(&self, element: &Element) -> String {
        if begins_line(self.text, element.whole.start) {
            indent(self.text, element.whole.start).to_owned()
        } else {
            self.indent()
        }
    }

    /// Returns how a line begins that nothing before it tells of.
    fn indent(&self) -> String {
        self.indent_of_entry().unwrap_or_else(|| self.layout.inner())
    }

    fn indent_of_entry(&self) -> Option<String> {
        let mut entries = self.vector.elements.iter().map(|element| element.whole.start);
        entries.find(|start| begins_line(self.text, *start)).map(|start| indent(self.text, start).to_owned())
    }
}
