//! How things look. Everything must be understandable without colour.

use anstyle::{AnsiColor, Effects, Style};

/// What went wrong.
pub(crate) const ERROR: Style = AnsiColor::Red.on_default().effects(Effects::BOLD);
/// What might.
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);
/// What a person could do next.
pub(crate) const HINT: Style = AnsiColor::Cyan.on_default().effects(Effects::BOLD);
/// What is worth knowing.
pub(crate) const NOTE: Style = AnsiColor::Blue.on_default().effects(Effects::BOLD);
/// What was added, or is as it should be.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
/// What was removed.
pub(crate) const REMOVED: Style = AnsiColor::Red.on_default();
/// What was changed.
pub(crate) const CHANGED: Style = AnsiColor::Yellow.on_default();
/// Ids and file names.
pub(crate) const NAME: Style = AnsiColor::Cyan.on_default();
/// Titles.
pub(crate) const TITLE: Style = Style::new().effects(Effects::BOLD);

/// Returns `text` in `style`.
pub(crate) fn paint(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}

/// Returns text as it is without styles.
pub(crate) fn unpainted(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}
