//! Findings in one line each, at their place in a file: for editors (`--format short`) and for pull requests (`--format github`).
//!
//! What is found is said by the commands; how it looks on a terminal is [`crate::diagnostics`]'s.

use autogen_engine::Spot;
use autogen_model::{Diagnostic, Severity};

use crate::error::{Error, Report};
use crate::output::{Format, Output, printable};

mod code;
mod entities;
mod github;

#[cfg(test)]
mod tests;

pub(crate) use code::Code;
pub(crate) use entities::{pending, withheld};
pub(crate) use github::placeless;

/// A finding at a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    spot: Spot,
    severity: Severity,
    /// The word that the documentation has it under. An error that ends a command has none.
    code: Option<&'static str>,
    message: String,
    /// What can be done about it.
    hints: Vec<String>,
}

impl Finding {
    /// Makes a finding of the severity that `code` has.
    pub(crate) fn new(code: Code, spot: Spot, message: impl Into<String>) -> Self {
        let (severity, code) = (code.severity(), Some(code.as_str()));
        Self { spot, severity, code, message: message.into(), hints: Vec::new() }
    }

    /// Takes a finding in the entities.
    pub(crate) fn diagnostic(found: &Diagnostic, spot: Spot) -> Self {
        let (severity, code) = (found.severity, Some(found.code.as_str()));
        Self { spot, severity, code, message: found.message.clone(), hints: found.help.clone() }
    }

    /// Takes an error, which says where it is or else is found at `other`.
    pub(crate) fn error(code: Code, error: &Error, other: Spot) -> Self {
        let report = error.report();
        let spot = report.spot().unwrap_or(other);
        Self { hints: report.hints.clone(), ..Self::new(code, spot, &*report.message) }
    }

    /// Takes an error that ends a command, where it says where it is.
    pub(crate) fn fatal(report: &Report) -> Option<Self> {
        let spot = report.spot()?;
        let (message, hints) = (report.message.clone(), report.hints.clone());
        Some(Self { spot, severity: Severity::Error, code: None, message, hints })
    }

    /// Makes an error of it, where it is as bad as one.
    pub(crate) fn graver(self, is_error: bool) -> Self {
        if is_error { Self { severity: Severity::Error, ..self } } else { self }
    }

    /// Makes something of it that is only worth knowing.
    pub(crate) fn milder(self) -> Self {
        Self { severity: Severity::Note, ..self }
    }

    /// Adds what can be done about it.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Says first what it is about.
    pub(crate) fn about(self, what: &str) -> Self {
        Self { message: format!("{what}: {}", self.message), ..self }
    }

    /// Says which dialects it is about.
    pub(crate) fn on(self, names: &[&str]) -> Self {
        Self { message: format!("{} [{}]", self.message, names.join(", ")), ..self }
    }

    /// Whether it is only for those who ask for more.
    pub(crate) fn is_note(&self) -> bool {
        self.severity == Severity::Note
    }

    /// Returns its line.
    pub(crate) fn line(&self, format: Format) -> String {
        match format {
            Format::Github => github::command(self),
            Format::Text | Format::Json | Format::Short => self.short(),
        }
    }

    /// `src/user.rs:12:5: warning[unknown-type]: …`, whatever the path and the message hold.
    fn short(&self) -> String {
        let Spot { file, line, column } = &self.spot;
        let (file, severity) = (printable(&file.display().to_string()), self.severity.name());
        let code = self.code.map(|code| format!("[{code}]")).unwrap_or_default();
        format!("{file}:{line}:{column}: {severity}{code}: {}", printable(&self.message))
    }
}

/// Writes findings by their places, each once.
pub(crate) fn write(findings: &mut Vec<Finding>, output: Output) -> Result<(), Error> {
    findings.sort();
    findings.dedup();
    findings.iter().try_for_each(|finding| output.line(&finding.line(output.format)))
}
