//! An entry of the vector as it is written.

use super::text::{begins_line, slice, width};
use crate::lex::lex;
use crate::migrator::scan::list::{Boxed, Element};

/// How wide a line may be.
pub(super) const LINE: usize = 100;

/// An entry that is there, or a new one.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry<'a> {
    /// As it stands there.
    written: Option<&'a str>,
    /// Whether it has lines of its own, and so is indented as it has to be there.
    own_lines: bool,
    /// What it boxes, where there is nothing else to it.
    plain: Option<&'a Boxed>,
    /// The comments before and behind it, in a vector of one line.
    pub(super) before: &'a str,
    pub(super) behind: String,
}

impl<'a> Entry<'a> {
    pub(super) fn there(text: &'a str, element: &'a Element) -> Self {
        let plain = element.boxed.as_ref().ok().filter(|boxed| boxed.plain);
        let (written, own_lines) = (slice(text, element.whole.clone()), begins_line(text, element.whole.start));
        Self { written: Some(written), own_lines, plain, ..Self::default() }
    }

    pub(super) fn new(boxed: &'a Boxed) -> Self {
        Self { plain: Some(boxed), ..Self::default() }
    }

    /// Returns it in one line, where it can be.
    pub(super) fn inline(&self) -> Option<String> {
        match (self.written, self.plain) {
            (Some(written), _) if !written.contains('\n') => Some(written.to_owned()),
            (_, Some(boxed)) => Some(format!("Box::new({}){}", boxed.path.join("::"), cast(boxed))),
            _ => None,
        }
    }

    /// Whether a comment stands before or behind it.
    pub(super) fn has_comments(&self) -> bool {
        !self.before.is_empty() || !self.behind.is_empty()
    }

    /// Returns its path, where it is but that in a `Box`.
    pub(super) fn path(&self) -> Option<String> {
        self.plain.filter(|boxed| boxed.cast.is_none()).map(|boxed| boxed.path.join("::"))
    }

    /// Returns it by one level less indented, where it is a `Box` of several lines.
    pub(super) fn shallower(&self, unit: &str) -> Option<String> {
        let is_box = |written: &&str| self.own_lines && self.plain.is_none() && written.starts_with("Box::new(");
        let written = self.written.filter(is_box)?;
        let less = |line: &str| line.strip_prefix(unit).unwrap_or(line).to_owned();
        written.contains('\n').then(|| reindented(written, less))
    }

    /// Returns it for lines that begin with `indent`, which is not there before the first; a comma follows.
    pub(super) fn lines(&self, indent: &str, unit: &str, newline: &str) -> String {
        let fits = |text: &str| width(indent) + width(text) < LINE;
        let inline = self.inline();
        match (inline, self.plain) {
            (Some(line), Some(boxed)) if !fits(&line) => {
                let path = boxed.path.join("::");
                let call = format!("Box::new({path})");
                match &boxed.cast {
                    Some(cast) if width(indent) + width(&call) <= LINE => {
                        format!("{call}{newline}{indent}{unit}as {cast}")
                    }
                    _ if fits(&[unit, &path].concat()) => {
                        format!("Box::new({newline}{indent}{unit}{path},{newline}{indent}){}", cast(boxed))
                    }
                    // What does not fit at all rustfmt leaves alone.
                    _ => line,
                }
            }
            (Some(line), _) => line,
            (None, _) if self.own_lines => self.written.unwrap_or_default().to_owned(),
            (None, _) => reindented(self.written.unwrap_or_default(), |line| format!("{unit}{line}")),
        }
    }
}

fn cast(boxed: &Boxed) -> String {
    boxed.cast.as_ref().map(|cast| format!(" as {cast}")).unwrap_or_default()
}

/// Changes all lines but the first, and leaves those alone that begin within a literal.
fn reindented(written: &str, line_of: impl Fn(&str) -> String) -> String {
    let tokens = lex(written).unwrap_or_default();
    let within = |at: usize| tokens.iter().any(|token| token.range().start < at && at < token.range().end);
    let (mut out, mut at) = (String::new(), 0);
    for line in written.split_inclusive('\n') {
        if at == 0 || within(at) || line.trim().is_empty() {
            out.push_str(line);
        } else {
            out.push_str(&line_of(line));
        }
        at += line.len();
    }
    out
}
