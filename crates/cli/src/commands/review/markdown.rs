//! A review as Markdown, for a comment on a pull request.
//!
//! Such a comment has a greatest length. What a reader finds elsewhere too, SQL and drawings, gives way, the longest first, and says
//! where it is to be found.

use crate::describe;
use crate::document::{Drawing, Reviewed};
use crate::drawing::MERMAID_LIMIT;
use crate::markdown::{block, cell, code, inline};
use crate::output::lines;

mod attention;
mod revision;

/// A piece of the text.
pub(super) struct Piece {
    text: String,
    /// What stands there where there is no room for it.
    instead: Option<String>,
}

impl Piece {
    /// Makes one that stays.
    fn fixed(text: impl Into<String>) -> Self {
        Self { text: text.into(), instead: None }
    }

    /// Makes one that gives way.
    fn optional(text: String, instead: String) -> Self {
        Self { text, instead: Some(instead) }
    }
}

/// Writes the review, of no more than `limit` characters.
pub(super) fn write(review: &Reviewed, limit: usize) -> String {
    let mut pieces =
        vec![Piece::fixed(head(review)), Piece::fixed(proof(review)), Piece::fixed(attention::list(review))];
    pieces.extend(review.revisions.iter().flat_map(revision::pieces));
    pieces.push(Piece::fixed(rows(review)));
    pieces.extend(drawing("Tables", review.tables.as_ref(), "`autogen graph --from history` draws them"));
    pieces.extend(drawing("Revisions", review.graph.as_ref(), "`autogen history --graph` draws them"));
    pieces.push(Piece::fixed(besides(review)));
    fitted(pieces, limit)
}

fn head(review: &Reviewed) -> String {
    let count = match review.revisions.len() {
        0 => "no new revision".to_owned(),
        count => describe::count(count, "revision"),
    };
    let since = review.since.as_ref().map(|since| format!(" since {}", code(since))).unwrap_or_default();
    format!("## Schema: {count}{since}\n")
}

/// Says what trying the revisions showed.
fn proof(review: &Reviewed) -> String {
    let tried = review.revisions.iter().filter(|revision| revision.proven.is_some()).count();
    let failed = review.revisions.iter().filter(|revision| revision.proven == Some(false)).count();
    let mut dialects: Vec<&str> = review.revisions.iter().flat_map(|revision| revision.dialects.clone()).collect();
    dialects.sort_unstable();
    dialects.dedup();
    let on = if dialects.is_empty() { String::new() } else { format!(" on {}", dialects.join(", ")) };
    let mut text = match (review.revisions.len(), tried, failed) {
        (0, ..) => return String::new(),
        (_, 0, _) => "**Not proven**: nobody ran it.".to_owned(),
        (all, tried, 0) if tried == all => {
            format!("**Proven**{on}: up, down, up, with rows.")
        }
        (all, tried, 0) => format!("**Proven**{on}, but for {} of {all}, which could not be tried.", all - tried),
        (all, _, failed) => format!("**Failed**{on}: {failed} of {all} does not do what it says."),
    };
    let untried = review.not_proven.iter();
    text.extend(untried.map(|one| format!(" Not proven on {}: {}.", one.dialect, inline(&one.reason))));
    text + "\n"
}

fn rows(review: &Reviewed) -> String {
    if review.rows.is_empty() {
        return String::new();
    }
    let rows = lines(review.rows.iter().map(|row| format!("| {} |", cell(&row.text))));
    format!("### Rows in the database\n\n| what the upgrade meets there |\n|---|\n{rows}")
}

fn drawing(title: &str, drawn: Option<&Drawing>, elsewhere: &str) -> Option<Piece> {
    let drawn = drawn?;
    let too_large = format!("### {title}\n\nToo large to be shown here: {elsewhere}.\n");
    if drawn.text.encode_utf16().count() > MERMAID_LIMIT {
        return Some(Piece::fixed(too_large));
    }
    Some(Piece::optional(format!("### {title}\n\n{}", block(drawn.notation, &drawn.text)), too_large))
}

/// What is worth knowing, and nothing to be done about.
fn besides(review: &Reviewed) -> String {
    let mut items = Vec::new();
    if let Some(pending) = review.pending.as_ref().filter(|pending| !pending.is_empty()) {
        let ids: Vec<String> = pending.iter().map(|id| code(id)).collect();
        items.push(format!("The database lacks {}: {}", describe::count(pending.len(), "revision"), ids.join(", ")));
    }
    for object in &review.unmanaged {
        let on = if object.what == object.table { String::new() } else { format!(" on {}", code(&object.table)) };
        let dialect = object.dialect.map(|dialect| format!(" ({dialect})")).unwrap_or_default();
        items.push(format!("Nobody manages the {} {}{on}{dialect}, which stays", object.kind, code(&object.what)));
    }
    items.extend(review.notes.iter().map(|note| inline(note)));
    if items.is_empty() {
        return String::new();
    }
    format!("### Besides\n\n{}", lines(items.iter().map(|item| format!("- {item}"))))
}

/// Puts the pieces together, an empty line between them.
fn fitted(mut pieces: Vec<Piece>, limit: usize) -> String {
    let length = |text: &str| text.chars().count() + 1;
    let mut total: usize = pieces.iter().map(|piece| length(&piece.text)).sum();
    while total > limit {
        let longest = pieces.iter_mut().filter(|piece| piece.instead.is_some()).max_by_key(|piece| length(&piece.text));
        let Some(piece) = longest else { break };
        let before = length(&piece.text);
        piece.text = piece.instead.take().unwrap_or_default();
        total = (total + length(&piece.text)).saturating_sub(before);
    }
    let texts: Vec<String> = pieces.into_iter().map(|piece| piece.text).filter(|text| !text.is_empty()).collect();
    cut(texts.join("\n"), limit)
}

/// Ends a text that is too long at the end of a line. No block is left in it that could stay open.
fn cut(text: String, limit: usize) -> String {
    const END: &str = "\n… and more: `autogen review` shows the whole.\n";
    if text.chars().count() <= limit {
        return text;
    }
    let room = limit.saturating_sub(END.chars().count());
    let end = text.char_indices().nth(room).map_or(text.len(), |(at, _)| at);
    let kept = text.get(..end).unwrap_or_default();
    let kept = kept.rfind('\n').and_then(|at| kept.get(..at)).unwrap_or_default();
    format!("{kept}\n{END}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces() -> Vec<Piece> {
        let long = |letter: &str| letter.repeat(100) + "\n";
        vec![
            Piece::fixed("head\n"),
            Piece::optional(long("a"), "no a\n".to_owned()),
            Piece::optional(long("b") + "b\n", "no b\n".to_owned()),
            Piece::fixed("tail\n"),
        ]
    }

    #[test]
    fn the_longest_gives_way_first_and_only_as_much_as_must() {
        assert_eq!(fitted(pieces(), 1_000).chars().count(), 217);
        let text = fitted(pieces(), 200);
        assert!(text.contains(&"a".repeat(100)) && text.contains("no b") && !text.contains("bb"), "{text}");
        assert_eq!(fitted(pieces(), 100), "head\n\nno a\n\nno b\n\ntail\n");
    }

    #[test]
    fn what_is_still_too_long_ends_with_a_whole_line_and_says_so() {
        let text = fitted(vec![Piece::fixed("- one\n".repeat(100))], 100);
        assert!(text.chars().count() <= 100, "{}", text.chars().count());
        assert!(text.ends_with("- one\n\n… and more: `autogen review` shows the whole.\n"), "{text}");
    }
}
