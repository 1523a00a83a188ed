//! One revision: what it changes, what it may do to rows, what is wrong with it, and its statements.

use super::Piece;
use crate::document::{ReviewedRevision, ReviewedSection, VerifyFinding};
use crate::markdown::{block, cell, code, fold, inline};
use crate::output::lines;

/// Returns the pieces, of which statements may give way.
pub(super) fn pieces(revision: &ReviewedRevision) -> Vec<Piece> {
    let mut pieces = vec![Piece::fixed(head(revision)), Piece::fixed(hazards(revision))];
    pieces.extend(revision.sections.iter().filter(|section| !section.text.trim().is_empty()).map(|section| {
        let title = title(section);
        let elsewhere = format!("{title}: {}, from line {}.\n", code(&revision.path), section.line);
        Piece::optional(fold(&title, &block(section.language, &section.text)), elsewhere)
    }));
    pieces
}

fn head(revision: &ReviewedRevision) -> String {
    let summary = revision.message.lines().next().unwrap_or_default();
    let title = if summary.is_empty() { String::new() } else { format!(" {}", inline(&summary.replace('`', "'"))) };
    let more: Vec<&str> = revision.message.lines().skip(1).collect();
    let more = inline(&more.join("\n").replace('`', "'"));
    let more = if more.trim().is_empty() { String::new() } else { format!("{}\n\n", more.trim()) };
    let parents: Vec<String> = revision.revises.iter().map(|id| code(id)).collect();
    let place = if parents.is_empty() { "the first".to_owned() } else { format!("after {}", parents.join(" and ")) };
    let (id, path) = (code(&revision.revision), code(&revision.path));
    format!("### {id}{title}\n\n{more}{path}, {place}\n\n{}", list(revision))
}

fn list(revision: &ReviewedRevision) -> String {
    let mut items: Vec<String> = revision.summary.iter().map(|line| inline(line)).collect();
    if items.is_empty() {
        items.push("no change that entities speak of".to_owned());
    }
    items.extend(revision.findings.iter().map(|finding| format!("**Fails its proof**: {}", told(finding))));
    items.extend(revision.notes.iter().map(|note| inline(note)));
    lines(items.iter().map(|item| format!("- {item}")))
}

fn told(finding: &VerifyFinding) -> String {
    let dialect = finding.dialect.map(|dialect| format!("on {dialect}, ")).unwrap_or_default();
    let hint = finding.hint.as_ref().map(|hint| format!(" ({})", inline(hint))).unwrap_or_default();
    format!("{dialect}line {}: {}{hint}", finding.line, inline(&finding.text))
}

fn hazards(revision: &ReviewedRevision) -> String {
    if revision.hazards.is_empty() {
        return String::new();
    }
    let rows = revision.hazards.iter().map(|hazard| {
        let on = if hazard.dialects.is_empty() { String::new() } else { format!(" on {}", hazard.dialects.join(", ")) };
        format!("| {}{on} | {} | {} |", hazard.direction, cell(&hazard.text), hazard.line)
    });
    format!("| way | hazard | line |\n|---|---|--:|\n{}", lines(rows))
}

/// `Upgrade on postgres`
fn title(section: &ReviewedSection) -> String {
    let way = match section.direction.as_deref() {
        Some("downgrade") => "Downgrade",
        Some(_) => "Upgrade",
        None => "The migration",
    };
    match section.dialects[..] {
        [] => way.to_owned(),
        _ => format!("{way} on {}", section.dialects.join(", ")),
    }
}
