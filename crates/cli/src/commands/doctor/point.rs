//! One thing that was looked at.

use crate::document;
use crate::error::Error;
use crate::output::printable;
use crate::theme::{self, paint};

/// How something is, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    /// As it should be.
    Good,
    /// Somebody should look at it.
    Finding,
    /// It could not be told.
    Unknown,
}

/// One thing that was looked at, and how it is.
#[derive(Debug)]
pub(super) struct Point {
    pub(super) state: State,
    /// What it is about: `entities`, `database`.
    pub(super) subject: &'static str,
    pub(super) text: String,
    pub(super) hints: Vec<String>,
}

impl Point {
    pub(super) fn good(subject: &'static str, text: impl Into<String>) -> Self {
        Self { state: State::Good, subject, text: text.into(), hints: Vec::new() }
    }

    pub(super) fn finding(subject: &'static str, text: impl Into<String>) -> Self {
        Self { state: State::Finding, ..Self::good(subject, text) }
    }

    /// Says why something could not be told.
    pub(super) fn unknown(subject: &'static str, error: &Error) -> Self {
        let hints = error.report().hints.clone();
        Self { state: State::Unknown, hints, ..Self::good(subject, error.report().message.clone()) }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    pub(super) fn text(&self) -> String {
        let word = match self.state {
            State::Good => paint(theme::GOOD, format!("{:<8}", self.state.name())),
            State::Finding => paint(theme::WARNING, format!("{:<8}", self.state.name())),
            State::Unknown => paint(theme::ERROR, format!("{:<8}", self.state.name())),
        };
        format!("{word} {}: {}", self.subject, printable(&self.text))
    }

    pub(super) fn short(&self) -> String {
        format!("{} {}: {}", self.state.name(), self.subject, printable(&self.text))
    }

    pub(super) fn document(&self) -> document::Point {
        document::Point {
            state: self.state.name(),
            subject: self.subject,
            text: self.text.clone(),
            hints: self.hints.clone(),
        }
    }
}

impl State {
    fn name(self) -> &'static str {
        match self {
            State::Good => "good",
            State::Finding => "problem",
            State::Unknown => "unknown",
        }
    }
}

/// Writes a hint below what it is about.
pub(super) fn hint(text: &str) -> String {
    format!("{:<8} {}: {}", "", paint(theme::HINT, "hint"), printable(text))
}
