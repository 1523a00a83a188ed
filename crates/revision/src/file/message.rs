//! The message of a revision as comment lines.
//!
//! The message is data: whatever it holds, its lines stay comments, stay apart from the header lines below them, and are read
//! back as they were. Each line of the message is one comment line. `\\` is a backslash, and `\u{…}` is a character that
//! would end a line, reorder it in an editor, be lost at its ends, or make a marker of it. An empty line is a single
//! backslash, since an empty comment line ends the message.

/// Returns `message` as it stands behind the first `-- `; its further lines bring their own `-- `.
///
/// [`parse_message`] of the lines gives `message` again, whatever it is.
pub fn render_message(message: &str) -> String {
    message.split('\n').map(render_line).collect::<Vec<_>>().join("\n-- ")
}

/// Returns the message that comment lines hold, each without its dashes.
///
/// Hand-written text need not be escaped: a backslash that starts no escape stands for itself.
pub fn parse_message<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    lines.into_iter().map(|line| parse_line(line.trim_matches([' ', '\t']))).collect::<Vec<_>>().join("\n")
}

fn render_line(line: &str) -> String {
    if line.is_empty() {
        return "\\".to_owned();
    }
    let last = line.chars().count() - 1;
    let forges = line.starts_with("autogen:");
    let mut out = String::with_capacity(line.len());
    for (at, c) in line.chars().enumerate() {
        match c {
            '\\' => out.push_str("\\\\"),
            c if c.is_whitespace() && (at == 0 || at == last) => out.extend(c.escape_unicode()),
            c if is_unsafe(c) || (forges && at == 0) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

/// Control characters, line separators, and what makes an editor show text in another order than it is stored.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn parse_line(line: &str) -> String {
    if line == "\\" {
        return String::new();
    }
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let (c, length) = parse_escape(escape);
        out.push(c);
        rest = escape.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Reads the escape that `text` starts with: what it means and how long it is.
fn parse_escape(text: &str) -> (char, usize) {
    if text.starts_with("\\\\") {
        return ('\\', 2);
    }
    unicode_escape(text).unwrap_or(('\\', 1))
}

/// Reads `\u{…}` at the start of `text`.
pub(crate) fn unicode_escape(text: &str) -> Option<(char, usize)> {
    let inside = text.strip_prefix("\\u{")?;
    let digits = &inside[..inside.find('}')?];
    let c = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?;
    Some((c, "\\u{}".len() + digits.len()))
}
