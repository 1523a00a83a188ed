//! What every part of reading one file shares.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crate::location::{Lines, Span};
use crate::{Code, Diagnostic, Location, Reason, Scope};

/// The file at hand, and what was found in it.
pub(crate) struct Context<'a> {
    path: Arc<Path>,
    pub(crate) lines: Lines<'a>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) incomplete: Vec<Reason>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(path: &Path, lines: Lines<'a>) -> Self {
        Self { path: path.into(), lines, diagnostics: Vec::new(), incomplete: Vec::new() }
    }

    /// Makes a span of bytes.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        self.lines.span(range)
    }

    pub(crate) fn at(&self, span: Span) -> Location {
        span.at(&self.path)
    }

    pub(crate) fn path(&self) -> &Arc<Path> {
        &self.path
    }

    /// Makes a finding at `span`, to be completed and [reported](Self::report).
    pub(crate) fn finding(&self, code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.at(span), message)
    }

    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Notes that anything may be missing from the model, for the reason of `diagnostic`.
    pub(crate) fn report_incomplete(&mut self, diagnostic: Diagnostic) {
        self.incomplete.push(Reason {
            scope: Scope::Whole,
            message: diagnostic.message.clone(),
            location: diagnostic.location.clone(),
        });
        self.diagnostics.push(diagnostic);
    }
}

/// Returns the word among `known` that `word` was probably meant to be.
pub(crate) fn did_you_mean<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    known
        .iter()
        .map(|&candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
