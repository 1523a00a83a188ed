//! Shows what is wrong in a file: the line, underlined, and what to do about it.

use std::ops::Range;
use std::path::Path;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use autogen_model::{Diagnostic, Severity, SourceFile};

use crate::error::Excerpt;

#[cfg(test)]
mod tests;

/// A piece of text is not shown whole where it is longer: generated code has lines of megabytes.
const LONGEST_LINE: usize = 2_000;

/// Renders a finding in the entities. `shown` turns a path of the model into the one that people see.
pub(crate) fn diagnostic(found: &Diagnostic, files: &[SourceFile], shown: impl Fn(&Path) -> String) -> String {
    let mut group = Group::with_title(level(found.severity).primary_title(&*found.message).id(found.code.as_str()));
    let mut paths: Vec<&Path> = vec![&found.location.file];
    for label in &found.related {
        if !paths.contains(&&*label.location.file) {
            paths.push(&label.location.file);
        }
    }
    for path in paths {
        let Some(file) = files.iter().find(|file| file.path == path) else { continue };
        let mut snippet = Snippet::source(&*file.text).path(shown(path));
        if *found.location.file == *path {
            let label = found.label.as_deref().unwrap_or_default();
            snippet = snippet.annotation(annotation(AnnotationKind::Primary, &file.text, found.location.span(), label));
        }
        for related in found.related.iter().filter(|related| *related.location.file == *path) {
            let span = related.location.span();
            snippet = snippet.annotation(annotation(AnnotationKind::Context, &file.text, span, &related.message));
        }
        if is_showable(&file.text, &found.location.span()) {
            group = group.element(snippet);
        }
    }
    let helps = found.help.iter().map(|help| Level::HELP.message(&**help));
    Renderer::styled().render(&[group.elements(helps)])
}

/// Renders an error with its place in a text file.
pub(crate) fn excerpt(message: &str, place: &Excerpt) -> String {
    let mut group = Group::with_title(Level::ERROR.primary_title(message));
    if is_showable(&place.text, &place.span) {
        let primary = annotation(AnnotationKind::Primary, &place.text, place.span.clone(), "");
        let path = place.path.display().to_string();
        group = group.element(Snippet::source(&*place.text).path(path).annotation(primary));
    }
    Renderer::styled().render(&[group])
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

fn annotation<'a>(kind: AnnotationKind, text: &str, span: Range<usize>, label: &'a str) -> Annotation<'a> {
    let annotation = kind.span(within(text, span));
    if label.is_empty() { annotation } else { annotation.label(label) }
}

/// Moves the ends of `span` to the nearest characters of `text` before them.
fn within(text: &str, span: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(span.start);
    start..text.floor_char_boundary(span.end).max(start)
}

fn is_showable(text: &str, span: &Range<usize>) -> bool {
    let span = within(text, span.clone());
    let before = text.get(..span.start).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let after = text.get(span.end..).unwrap_or_default();
    let end = span.end + after.find('\n').unwrap_or(after.len());
    text.get(start..end).is_some_and(|shown| shown.lines().all(|line| line.len() <= LONGEST_LINE))
}
