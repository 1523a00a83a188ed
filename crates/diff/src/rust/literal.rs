//! Texts as Rust writes them: whatever is in one, it ends where it ends.

/// Returns the text as a literal: bare of escapes where that can be.
pub(crate) fn literal(text: &str) -> String {
    if text.chars().any(is_hidden) || text.lines().any(|line| line.ends_with([' ', '\t'])) {
        return escaped(text);
    }
    if text.contains(['"', '\\']) { raw(text) } else { format!("\"{text}\"") }
}

/// Returns the text as one line that can stand in a comment.
pub(crate) fn one_line(text: &str) -> String {
    let shown = |c: char| {
        if c == '\n' || is_hidden(c) { c.escape_unicode().collect() } else { String::from(c) }
    };
    text.chars().map(shown).collect()
}

/// Whether a reader would not see the character, or a compiler would refuse it: rustc does for what turns the direction of text.
fn is_hidden(c: char) -> bool {
    let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks = matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    turns || breaks || c != '\n' && c.is_control()
}

/// A text in as many `#` as it takes.
fn raw(text: &str) -> String {
    let longest = text.split('"').skip(1).map(|rest| rest.chars().take_while(|c| *c == '#').count() + 1).max();
    let marks = "#".repeat(longest.unwrap_or(0));
    format!("r{marks}\"{text}\"{marks}")
}

fn escaped(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' | '\n' | '\r' | '\t' => out.extend(c.escape_default()),
            c if is_hidden(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_the_quotes_that_it_needs() {
        for (text, expected) in [
            ("users", r#""users""#),
            ("SELECT \"a\"", "r#\"SELECT \"a\"\"#"),
            ("a\nb", "\"a\nb\""),
            (r"back\slash", "r\"back\\slash\""),
            ("\"# \"##", "r###\"\"# \"##\"###"),
            ("a \nb", r#""a \nb""#),
            ("a\r\n\"", r#""a\r\n\"""#),
            ("\u{202e}\0", r#""\u{202e}\u{0}""#),
        ] {
            assert_eq!(literal(text), expected, "{text:?}");
        }
    }

    #[test]
    fn nothing_ends_a_comment() {
        assert_eq!(one_line("a\nb\r\u{2028}\u{202e}c\tä"), r"a\u{a}b\u{d}\u{2028}\u{202e}c\u{9}ä");
    }
}
