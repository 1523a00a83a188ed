//! Findings as the workflow commands that GitHub makes annotations of.

use autogen_engine::Spot;
use autogen_model::Severity;

use super::Finding;
use crate::error::Report;
use crate::output::printable;

/// `::error file=src/user.rs,line=12,col=5,title=autogen drift::…`
pub(super) fn command(finding: &Finding) -> String {
    let Spot { file, line, column } = &finding.spot;
    let title = finding.code.map_or_else(|| "autogen".to_owned(), |code| format!("autogen {code}"));
    let (file, title) = (property(&file.display().to_string()), property(&title));
    let text = message(&finding.message, &finding.hints);
    format!("::{} file={file},line={line},col={column},title={title}::{text}", level(finding.severity))
}

/// The command of an error that has no place.
pub(crate) fn placeless(report: &Report) -> String {
    format!("::error title=autogen::{}", message(&report.message, &report.hints))
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

/// An annotation shows several lines.
fn message(text: &str, hints: &[String]) -> String {
    let lines = |text: &str| text.lines().map(printable).collect::<Vec<_>>().join("\n");
    let hints = hints.iter().map(|hint| format!("\nhint: {}", lines(hint)));
    escaped(&hints.fold(lines(text), |text, hint| text + &hint))
}

fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}
