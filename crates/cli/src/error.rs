//! What a person is told when something could not be done: what, where, and what to do.
//!
//! Errors of the libraries become these in one place, [`convert`], which is also where hints are added.

use std::io;
use std::path::PathBuf;

use autogen_engine::Spot;

mod convert;

/// Why a command did not do what was asked. It is told and the process ends with 2.
#[derive(Debug)]
pub(crate) struct Error(Box<Report>);

/// What is told.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// What is wrong: a lowercase fragment.
    pub(crate) message: String,
    /// The place in a file, where there is one.
    pub(crate) excerpt: Option<Excerpt>,
    /// The place where there is no text to show: of a file that is empty, or not text.
    pub(crate) spot: Option<Spot>,
    /// Ways out.
    pub(crate) hints: Vec<String>,
    /// Whether whoever read the output has gone away, so that there is nobody to tell.
    pub(crate) is_broken_pipe: bool,
}

/// A place in a text file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    /// The file, as people see it.
    pub(crate) path: PathBuf,
    /// Its text.
    pub(crate) text: String,
    /// The bytes that it is about.
    pub(crate) span: std::ops::Range<usize>,
}

impl Error {
    /// Makes an error from a lowercase fragment.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(Box::new(Report { message: message.into(), ..Report::default() }))
    }

    /// Says first what it is about.
    pub(crate) fn about(mut self, what: &str) -> Self {
        self.0.message = format!("{what}: {}", self.0.message);
        self
    }

    /// Adds a way out.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hints.push(hint.into());
        self
    }

    /// Adds ways out.
    pub(crate) fn hints<H: Into<String>>(mut self, hints: impl IntoIterator<Item = H>) -> Self {
        self.0.hints.extend(hints.into_iter().map(Into::into));
        self
    }

    /// Shows the place in a file.
    pub(crate) fn excerpt(mut self, excerpt: Option<Excerpt>) -> Self {
        self.0.excerpt = excerpt;
        self
    }

    /// Says where it is, where there is nothing to show.
    pub(crate) fn at(mut self, spot: Option<Spot>) -> Self {
        self.0.spot = spot;
        self
    }

    /// Returns what is told.
    pub(crate) fn report(&self) -> &Report {
        &self.0
    }

    /// Makes the error of output that could not be written.
    pub(crate) fn output(error: &io::Error) -> Self {
        let mut made = Self::new(format!("cannot write the output: {error}"));
        made.0.is_broken_pipe = error.kind() == io::ErrorKind::BrokenPipe;
        made
    }

    /// Makes the error of a file operation: `cannot write`, the path, why.
    pub(crate) fn file(what: &str, path: &std::path::Path, error: &io::Error) -> Self {
        let made = Self::new(format!("{what} `{}`: {error}", path.display()));
        match convert::file_hint(error) {
            Some(hint) => made.hint(hint),
            None => made,
        }
    }
}

impl Report {
    /// Returns the place in a file, where there is one.
    pub(crate) fn spot(&self) -> Option<Spot> {
        self.excerpt.as_ref().map(Excerpt::spot).or_else(|| self.spot.clone())
    }
}

impl Excerpt {
    /// Returns where it begins.
    pub(crate) fn spot(&self) -> Spot {
        let before = self.text.get(..self.text.floor_char_boundary(self.span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        Spot { file: self.path.clone(), line, column }
    }

    /// Makes the excerpt of one line of a file, counted from one, without the blanks around its text.
    pub(crate) fn line(path: impl Into<PathBuf>, text: String, line: usize) -> Option<Self> {
        let mut start = 0;
        for (at, content) in text.split_inclusive('\n').enumerate() {
            if at + 1 == line {
                let indent = content.len() - content.trim_start().len();
                let span = match content.trim().len() {
                    0 => start..start + content.trim_end_matches(['\r', '\n']).len(),
                    length => start + indent..start + indent + length,
                };
                return Some(Self { path: path.into(), text, span });
            }
            start += content.len();
        }
        None
    }

    /// Returns the line and the column where it starts, both counted from one.
    pub(crate) fn position(&self) -> (usize, usize) {
        let before = self.text.get(..self.text.floor_char_boundary(self.span.start)).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = before.get(start..).unwrap_or_default().chars().count();
        (before.matches('\n').count() + 1, column + 1)
    }
}
