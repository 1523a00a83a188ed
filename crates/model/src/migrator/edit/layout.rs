//! The whole vector as it is written, where it is short enough to be written anew.
//!
//! What rustfmt makes of a vector by its defaults: one line as long as that is short, else one entry a line; a single entry
//! that is too long is broken within itself.

use super::entry::{Entry, LINE};
use super::text::{Patch, indent, line_end, line_start, slice, unit, width};
use crate::migrator::scan::list::{Element, Vector};

/// How wide what stands in the brackets may be in one line.
const LIST: usize = 60;

/// Where a vector stands, and how its lines begin.
pub(super) struct Layout<'a> {
    text: &'a str,
    vector: &'a Vector,
    /// Where what may be rewritten begins: at `vec`, or behind the `=` before it.
    start: usize,
    /// How the line begins that the statement is in.
    base: &'a str,
    unit: String,
    newline: &'static str,
}

impl<'a> Layout<'a> {
    pub(super) fn new(text: &'a str, vector: &'a Vector) -> Self {
        let is_next = |equals: &usize| slice(text, *equals..vector.whole.start).trim().is_empty();
        let equals = vector.assigned.filter(is_next);
        let start = equals.unwrap_or(vector.whole.start);
        let line = equals.map_or(start, |equals| equals.saturating_sub(1));
        Self {
            text,
            vector,
            start,
            base: indent(text, line),
            unit: unit(text, line),
            newline: line_end(text, vector.whole.end),
        }
    }

    /// Returns how lines within the vector begin.
    pub(super) fn inner(&self) -> String {
        format!("{}{}", self.base, self.unit)
    }

    pub(super) fn unit(&self) -> &str {
        &self.unit
    }

    pub(super) fn newline(&self) -> &'static str {
        self.newline
    }

    /// Whether all of it stands in one line, or is a single entry that begins and ends with the brackets.
    pub(super) fn is_compact(&self) -> bool {
        self.is_one_line() || self.embraces()
    }

    pub(super) fn is_one_line(&self) -> bool {
        !self.inside().contains('\n')
    }

    fn embraces(&self) -> bool {
        let [only] = self.vector.elements.as_slice() else { return false };
        let (_, behind) = self.comments(0, only);
        only.whole.start == self.open() && !behind.contains('\n') && !behind.contains("//")
    }

    /// Whether it is written as rustfmt would write these entries one a line.
    pub(super) fn is_vertical(&self) -> bool {
        let written = slice(self.text, self.start..self.vector.whole.end);
        !self.vector.elements.is_empty() && written == self.vertical(&self.entries())
    }

    pub(super) fn entries(&self) -> Vec<Entry<'a>> {
        let entry = |(index, element): (usize, &'a Element)| {
            let (before, behind) = if self.is_compact() { self.comments(index, element) } else { Default::default() };
            let mut entry = Entry::there(self.text, element);
            (entry.before, entry.behind) = (before, behind);
            entry
        };
        self.vector.elements.iter().enumerate().map(entry).collect()
    }

    /// Returns the comments in an empty vector.
    pub(super) fn only_comments(&self) -> &'a str {
        if self.vector.elements.is_empty() { self.inside().trim() } else { "" }
    }

    /// Returns the comments before an entry, and those behind it before the comma or the bracket.
    fn comments(&self, index: usize, element: &Element) -> (&'a str, String) {
        let before = index.checked_sub(1).and_then(|before| self.vector.elements.get(before));
        let start =
            before.map_or(self.open(), |before| before.comma.as_ref().map_or(before.whole.end, |comma| comma.end));
        let is_last = index + 1 == self.vector.elements.len();
        let behind = match &element.comma {
            Some(comma) if is_last => {
                [slice(self.text, element.whole.end..comma.start), slice(self.text, comma.end..self.close())].concat()
            }
            Some(comma) => slice(self.text, element.whole.end..comma.start).to_owned(),
            None => slice(self.text, element.whole.end..self.close()).to_owned(),
        };
        (slice(self.text, start..element.whole.start).trim(), behind.trim().to_owned())
    }

    fn open(&self) -> usize {
        self.vector.brackets.start + 1
    }

    fn close(&self) -> usize {
        self.vector.brackets.end.saturating_sub(1)
    }

    fn inside(&self) -> &'a str {
        slice(self.text, self.open()..self.close())
    }

    /// Writes the vector anew.
    pub(super) fn write(&self, entries: &[Entry<'_>]) -> Patch {
        let at = self.start..self.vector.whole.end;
        let inline = self.list(entries);
        let text = inline
            .as_ref()
            .and_then(|inside| self.in_one_line(inside))
            .or_else(|| self.embracing(entries))
            .unwrap_or_else(|| match (entries, inline) {
                // What does not fit in any way rustfmt leaves alone.
                ([only], Some(inside)) if !only.has_comments() => format!("{}{}", self.lead(), self.bracketed(&inside)),
                _ => self.vertical(entries),
            });
        Patch { at, text }
    }

    /// Returns what stands in the brackets in one line, where it can.
    fn list(&self, entries: &[Entry<'_>]) -> Option<String> {
        let comma = self.vector.elements.last().is_some_and(|last| last.comma.is_some()) && self.is_one_line();
        let mut out = String::new();
        for (index, entry) in entries.iter().enumerate() {
            let is_last = index + 1 == entries.len();
            out.push_str(&with_blank(entry.before, ""));
            out.push_str(&entry.inline()?);
            out.push_str(if is_last && !comma { "" } else { "," });
            out.push_str(&with_blank("", &entry.behind));
            out.push_str(if is_last { "" } else { " " });
        }
        Some(out)
    }

    /// All of it in the line that it is in, or in the next.
    fn in_one_line(&self, inside: &str) -> Option<String> {
        let list = self.bracketed(inside);
        if width(inside) > LIST {
            return None;
        }
        let tail = width(self.tail());
        let head = width(slice(self.text, line_start(self.text, self.start)..self.start));
        if head + self.lead().len() + width(&list) + tail <= LINE {
            return Some(format!("{}{list}", self.lead()));
        }
        let next = format!("{}{}{list}", self.newline, self.inner());
        (self.is_assigned() && width(&self.inner()) + width(&list) + tail <= LINE).then_some(next)
    }

    /// A single entry that is broken within itself.
    fn embracing(&self, entries: &[Entry<'_>]) -> Option<String> {
        let [only] = entries else { return None };
        if only.has_comments() {
            return None;
        }
        if let Some(inside) = only.shallower(&self.unit) {
            return Some(format!("{}{}", self.lead(), self.bracketed(&inside)));
        }
        let path = only.path()?;
        let (newline, inner) = (self.newline, self.inner());
        let inside = format!("Box::new({newline}{inner}{path},{newline}{})", self.base);
        (width(&inner) + width(&path) < LINE).then(|| format!("{}{}", self.lead(), self.bracketed(&inside)))
    }

    fn vertical(&self, entries: &[Entry<'_>]) -> String {
        let (newline, inner) = (self.newline, self.inner());
        let lines = entries.iter().map(|entry| {
            let (before, behind) = (with_blank(entry.before, ""), with_blank("", &entry.behind));
            format!("{inner}{before}{},{behind}{newline}", entry.lines(&inner, &self.unit, newline))
        });
        let inside = lines.collect::<String>();
        format!("{}{}", self.lead(), self.bracketed(&format!("{newline}{inside}{}", self.base)))
    }

    fn bracketed(&self, inside: &str) -> String {
        let (vector, text) = (self.vector, self.text);
        let call = slice(text, vector.whole.start..vector.brackets.start + 1);
        let close = slice(text, vector.brackets.end.saturating_sub(1)..vector.brackets.end);
        format!("{call}{inside}{close}")
    }

    fn is_assigned(&self) -> bool {
        self.start < self.vector.whole.start
    }

    /// What stands before `vec` where it follows an `=`.
    fn lead(&self) -> &'static str {
        if self.is_assigned() { " " } else { "" }
    }

    /// What follows in the line, without comments.
    fn tail(&self) -> &'a str {
        let rest = slice(self.text, self.vector.whole.end..self.text.len());
        let line = rest.lines().next().unwrap_or_default();
        line.split("//").next().and_then(|line| line.split("/*").next()).unwrap_or_default().trim_end()
    }
}

/// Puts a blank between a comment and the entry that it stands before or behind, where there is one.
fn with_blank(before: &str, behind: &str) -> String {
    match (before, behind) {
        ("", "") => String::new(),
        _ if behind.is_empty() => format!("{before} "),
        _ => format!(" {behind}"),
    }
}
