//! Where text goes: data to standard output, everything else to standard error.

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};

use anstyle::Style;

use crate::document::{Document, Failed};
use crate::drawing::Notation;
use crate::error::{Error, Report};
use crate::finding::{Finding, placeless};
use crate::theme::{self, paint};

/// Whether standard output has a document. There is one for a run, and nothing is said behind it.
static HAS_DOCUMENT: AtomicBool = AtomicBool::new(false);

/// How the results of a command are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON document
    Json,
    /// One line a result, without decoration
    Short,
    /// Findings as annotations of a pull request
    Github,
}

impl Format {
    /// Whether findings are written at their places, one a line.
    pub(crate) fn is_lines(self) -> bool {
        matches!(self, Format::Short | Format::Github)
    }
}

/// What can be asked for as a format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum FormatArg {
    /// For people
    #[default]
    Text,
    /// One JSON document
    Json,
    /// One line a result, without decoration
    Short,
    /// Findings as annotations of a pull request on GitHub (check, verify, review)
    Github,
    /// A drawing for Markdown pages (history, graph)
    Mermaid,
    /// A drawing for Graphviz (history, graph)
    Dot,
}

impl FormatArg {
    /// Returns what a drawing is written in, where it is one.
    pub(crate) fn notation(self) -> Option<Notation> {
        match self {
            FormatArg::Mermaid => Some(Notation::Mermaid),
            FormatArg::Dot => Some(Notation::Dot),
            FormatArg::Text | FormatArg::Json | FormatArg::Short | FormatArg::Github => None,
        }
    }

    /// Returns how results are written, a drawing aside.
    pub(crate) fn of_results(self) -> Format {
        match self {
            FormatArg::Json => Format::Json,
            FormatArg::Short => Format::Short,
            FormatArg::Github => Format::Github,
            FormatArg::Text | FormatArg::Mermaid | FormatArg::Dot => Format::Text,
        }
    }
}

/// When output has colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    /// Decides for the whole process.
    pub(crate) fn apply(self) {
        let choice = match self {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

/// What is said, and how.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Output {
    /// How results are written.
    pub(crate) format: Format,
    /// Whether to say more.
    pub(crate) verbose: bool,
    /// Whether to say nothing but results and problems.
    pub(crate) quiet: bool,
}

#[expect(
    clippy::unused_self,
    reason = "what is written names the output that it goes to, whether or not that has a say in it"
)]
impl Output {
    /// Writes a result, as it is.
    pub(crate) fn data(self, text: &str) -> Result<(), Error> {
        let mut stdout = anstream::stdout().lock();
        stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(|error| Error::output(&error))
    }

    /// Writes a line of a result.
    pub(crate) fn line(self, text: &str) -> Result<(), Error> {
        self.data(&format!("{text}\n"))
    }

    /// Writes a result as a JSON document.
    pub(crate) fn json(self, document: &impl serde::Serialize) -> Result<(), Error> {
        let text = serde_json::to_string_pretty(document)
            .map_err(|error| Error::new(format!("cannot write the result as JSON: {error}")))?;
        HAS_DOCUMENT.store(true, Ordering::Relaxed);
        self.line(&text)
    }

    /// Writes the result of a command that tells people by what it says alone, where it is to be a document.
    pub(crate) fn document<T: serde::Serialize>(self, content: impl FnOnce() -> T) -> Result<(), Error> {
        if self.format == Format::Json { self.json(&Document::new(content())) } else { Ok(()) }
    }

    /// Tells why a command did not do what was asked: people, and programs in place of its result.
    pub(crate) fn failure(self, report: &Report) {
        self.error(report);
        if !HAS_DOCUMENT.load(Ordering::Relaxed) {
            // Whoever cannot be told this way has the exit code.
            let _ = self.document(|| Failed::of(report));
        }
    }

    /// Says what was done.
    pub(crate) fn status(self, text: &str) {
        if !self.quiet {
            say(text);
        }
    }

    /// Says what was done, a line each: of many all at once.
    pub(crate) fn statuses(self, lines: impl FnOnce() -> Vec<String>) {
        if self.quiet {
            return;
        }
        let lines = lines();
        if !lines.is_empty() {
            say(&lines.join("\n"));
        }
    }

    /// Asks, and leaves the line open for the answer.
    pub(crate) fn ask(self, question: &str) {
        let mut stderr = anstream::stderr().lock();
        let _ = write!(stderr, "{question}").and_then(|()| stderr.flush());
    }

    /// Says what only those who ask for more want to know.
    pub(crate) fn detail(self, text: &str) {
        if self.verbose && !self.quiet {
            say(text);
        }
    }

    /// Says what could be done next, after an empty line.
    pub(crate) fn hint(self, text: &str) {
        if !self.quiet {
            say(&format!("\n{}", labelled(theme::HINT, "hint", text)));
        }
    }

    /// Says what is worth knowing.
    pub(crate) fn note(self, text: &str) {
        if !self.quiet {
            say(&labelled(theme::NOTE, "note", text));
        }
    }

    /// Warns.
    pub(crate) fn warning(self, text: &str) {
        say(&labelled(theme::WARNING, "warning", text));
    }

    /// Tells what is about to happen to rows.
    pub(crate) fn hazard(self, text: &str) {
        say(&labelled(theme::WARNING, "hazard", text));
    }

    /// Tells of something that stands in standard error as it is: a rendered diagnostic.
    pub(crate) fn problem(self, text: &str) {
        say(text);
    }

    /// Tells why a command failed.
    pub(crate) fn error(self, report: &Report) {
        if report.is_broken_pipe {
            return;
        }
        if self.format == Format::Github {
            let placed = Finding::fatal(report).map(|found| found.line(self.format));
            return say(&placed.unwrap_or_else(|| placeless(report)));
        }
        let placed = Finding::fatal(report).filter(|_| self.format == Format::Short);
        match (placed, &report.excerpt) {
            (Some(found), _) => say(&found.line(self.format)),
            (None, Some(excerpt)) => say(&crate::diagnostics::excerpt(&printable(&report.message), excerpt)),
            (None, None) => say(&labelled(theme::ERROR, "error", &printable(&report.message))),
        }
        for (at, hint) in report.hints.iter().enumerate() {
            let blank = if at == 0 { "\n" } else { "" };
            // One may end in statements.
            let lines: Vec<String> = hint.lines().map(printable).collect();
            say(&format!("{blank}{}", labelled(theme::HINT, "hint", &lines.join("\n"))));
        }
    }
}

/// Joins lines, each of which gets its end.
pub(crate) fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.fold(String::new(), |text, line| text + &line + "\n")
}

/// Returns text that may hold anything as one that a terminal can show: control characters do nothing.
pub(crate) fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let reorders =
            matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        if c.is_control() || reorders { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

fn labelled(style: Style, label: &str, text: &str) -> String {
    format!("{}: {text}", paint(style, label))
}

/// Nobody can be told that standard error is closed. It is written to at once: nothing else gets between, and each part would be a call
/// of the system.
fn say(text: &str) {
    let mut stderr = anstream::stderr().lock();
    let is_plain = stderr.current_choice() == anstream::ColorChoice::Never;
    let text = if is_plain { theme::unpainted(text) } else { text.to_owned() };
    let _ = stderr.write_all((text + "\n").as_bytes());
}
