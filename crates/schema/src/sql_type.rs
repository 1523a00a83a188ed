//! Column types as a database writes them, taken apart far enough to be compared.

use std::fmt;

/// A type in one database's SQL: `varchar(20)`, `numeric(10, 2)`, `int unsigned`, `timestamp(3) with time zone`, `text[]`.
///
/// Words are lower-case and single-spaced; a quoted name keeps its case and its quotes. Modifiers keep their order and
/// their text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SqlType {
    /// The words before and after the modifiers: `varchar`, `timestamp with time zone`, `int unsigned`.
    pub name: String,
    /// What stands in parentheses.
    pub modifiers: Vec<String>,
    /// How many `[]` follow.
    pub dimensions: u32,
}

impl SqlType {
    /// Takes `text` apart. Never fails: a type that has no known shape is a name without modifiers.
    pub fn parse(text: &str) -> Self {
        let mut rest = text.trim();
        let mut dimensions = 0;
        while let Some(open) = rest.ends_with(']').then(|| rest.rfind('[')).flatten() {
            rest = rest[..open].trim_end();
            dimensions += 1;
        }
        match modifiers(rest) {
            Some((before, inside, after)) => {
                let words = [before, after].join(" ");
                Self { name: fold(&words), modifiers: split(inside), dimensions }
            }
            None => Self { name: fold(rest), modifiers: Vec::new(), dimensions },
        }
    }

    /// Whether no type was written at all, as SQLite allows.
    pub fn is_empty(&self) -> bool {
        self.name.is_empty()
    }
}

/// Splits at the first top-level pair of parentheses.
fn modifiers(text: &str) -> Option<(&str, &str, &str)> {
    let mut depth = 0_u32;
    let mut open = None;
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(q), _) if q == c => quote = None,
            (None, '\'' | '"' | '`') => quote = Some(c),
            (None, '(') => {
                open.get_or_insert(at);
                depth += 1;
            }
            (None, ')') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    let open = open?;
                    return Some((&text[..open], &text[open + 1..at], &text[at + 1..]));
                }
            }
            _ => {}
        }
    }
    None
}

fn split(inside: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quote = None;
    for c in inside.chars() {
        match (quote, c) {
            (Some(q), _) if q == c => quote = None,
            (None, '\'' | '"' | '`') => quote = Some(c),
            (None, ',') => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).collect()
}

fn fold(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut quote = None;
    for c in words.chars() {
        match (quote, c) {
            (Some(q), _) => {
                out.push(c);
                if q == c {
                    quote = None;
                }
            }
            (None, '\'' | '"' | '`') => {
                quote = Some(c);
                out.push(c);
            }
            (None, c) if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            (None, c) => out.push(c.to_ascii_lowercase()),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

impl fmt::Display for SqlType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (head, tail) = match split_at_blank(&self.name) {
            Some((head, tail)) if !self.modifiers.is_empty() && is_behind_modifiers(tail) => (head, Some(tail)),
            _ => (self.name.as_str(), None),
        };
        f.write_str(head)?;
        if !self.modifiers.is_empty() {
            write!(f, "({})", self.modifiers.join(", "))?;
        }
        if let Some(tail) = tail {
            write!(f, " {tail}")?;
        }
        (0..self.dimensions).try_for_each(|_| f.write_str("[]"))
    }
}

/// Splits at the first blank that is not within quotes.
fn split_at_blank(name: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (at, c) in name.char_indices() {
        match (quote, c) {
            (Some(q), _) if q == c => quote = None,
            (None, '\'' | '"' | '`') => quote = Some(c),
            (None, ' ') => return Some((&name[..at], &name[at + 1..])),
            _ => {}
        }
    }
    None
}

/// Whether words stand behind the modifiers, and not before them as in `bit varying(5)` and `interval day to second(3)`:
/// `timestamp(3) with time zone`, `int(10) unsigned`, `varchar(20) collate utf8mb4_bin`.
fn is_behind_modifiers(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or_default();
    matches!(
        first,
        "with"
            | "without"
            | "unsigned"
            | "signed"
            | "zerofill"
            | "character"
            | "charset"
            | "collate"
            | "binary"
            | "ascii"
            | "unicode"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_mysql_come_through() {
        for (text, expected) in [
            ("int(11) unsigned zerofill", "int(11) unsigned zerofill"),
            ("enum('a','it''s','b,c','d)','e\\\\','')", "enum('a', 'it''s', 'b,c', 'd)', 'e\\\\', '')"),
            ("set('x','y')", "set('x', 'y')"),
            ("ENUM('A  B')", "enum('A  B')"),
            ("decimal(10,2) unsigned", "decimal(10, 2) unsigned"),
            ("varchar(20)", "varchar(20)"),
            ("timestamp(6)", "timestamp(6)"),
            ("double(8,2)", "double(8, 2)"),
            ("double(8,2) unsigned zerofill", "double(8, 2) unsigned zerofill"),
            ("double unsigned", "double unsigned"),
            ("bit(3)", "bit(3)"),
            ("year(4)", "year(4)"),
        ] {
            let parsed = SqlType::parse(text);
            assert_eq!(parsed.to_string(), expected);
            assert_eq!(SqlType::parse(expected), parsed);
        }
    }

    #[test]
    fn types_of_postgres_come_through() {
        for text in [
            "character varying(20)",
            "timestamp(3) with time zone",
            "bit varying(3)",
            "double precision",
            "numeric(10, 2)[]",
        ] {
            assert_eq!(SqlType::parse(text).to_string(), text);
        }
    }
}
