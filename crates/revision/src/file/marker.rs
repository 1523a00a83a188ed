//! The lines that take a revision file apart: `-- autogen: …`.

use autogen_schema::{Dialect, Ident, TableName};

use super::message::unicode_escape;
use super::{Direction, Guard, Problem};

/// What a line that starts with `-- autogen:` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// A section starts.
    Section { direction: Direction, dialects: Vec<Dialect>, rebuild: bool, transaction: bool },
    /// `expects TABLE FINGERPRINT`, `expects column TABLE.COLUMN FINGERPRINT`.
    Expects(Guard),
    /// `irreversible REASON`.
    Irreversible(String),
}

/// Returns what stands behind `-- autogen:`, when `line` starts with it.
pub(super) fn directive(line: &str) -> Option<&str> {
    line.strip_prefix("-- ").or_else(|| line.strip_prefix("--"))?.strip_prefix("autogen:")
}

/// Reads the marker on `line`; `None` when it is an ordinary line.
pub(super) fn parse(line: &str, number: usize) -> Option<Result<Marker, Problem>> {
    let rest = directive(line)?.trim();
    let (word, rest) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
    Some(match word {
        "upgrade" => section(Direction::Upgrade, rest),
        "downgrade" => section(Direction::Downgrade, rest),
        "expects" => guard(rest, number).map(Marker::Expects).ok_or(Problem::BadGuard),
        "irreversible" => Ok(Marker::Irreversible(rest.trim().to_owned())),
        _ => Err(Problem::UnknownMarker(line.trim().to_owned())),
    })
}

fn section(direction: Direction, words: &str) -> Result<Marker, Problem> {
    let (mut dialects, mut rebuild, mut transaction) = (Vec::new(), false, true);
    for word in words.split_whitespace() {
        let repeated = match word {
            "rebuild" => std::mem::replace(&mut rebuild, true),
            "no-transaction" => !std::mem::replace(&mut transaction, false),
            _ => {
                let dialect = word.parse().map_err(Problem::MarkerWord)?;
                let repeated = dialects.contains(&dialect);
                dialects.push(dialect);
                repeated
            }
        };
        if repeated {
            return Err(Problem::RepeatedWord(word.to_owned()));
        }
    }
    dialects.sort();
    Ok(Marker::Section { direction, dialects, rebuild, transaction })
}

fn guard(text: &str, line: usize) -> Option<Guard> {
    let text = text.trim();
    // A table may be called `column`: then its fingerprint follows at once.
    let of_column = text
        .strip_prefix("column ")
        .and_then(|rest| names(rest.trim_start()))
        .filter(|(_, rest)| !rest.trim().is_empty());
    let is_column = of_column.is_some();
    let (mut names, fingerprint) = of_column.or_else(|| names(text))?;
    let column = if is_column { Some(Ident::new(names.pop()?)) } else { None };
    let table = match <[String; 2]>::try_from(names) {
        Ok([schema, table]) => TableName::in_schema(schema, table),
        Err(names) => TableName::new(<[String; 1]>::try_from(names).ok()?.concat()),
    };
    let fingerprint = fingerprint.trim();
    let legal = fingerprint.len() == 16 && fingerprint.bytes().all(|b| b.is_ascii_hexdigit());
    legal.then(|| Guard { table, column, fingerprint: fingerprint.to_ascii_lowercase(), line })
}

/// Reads `name`, `table.name` or `schema.table.name` as change lines write them; returns them and what follows.
fn names(text: &str) -> Option<(Vec<String>, &str)> {
    let (first, mut rest) = name(text)?;
    let mut names = vec![first];
    while let Some(behind) = rest.strip_prefix('.') {
        let (next, behind) = name(behind)?;
        names.push(next);
        rest = behind;
    }
    Some((names, rest))
}

fn name(text: &str) -> Option<(String, &str)> {
    if let Some(inside) = text.strip_prefix('"') {
        return quoted(inside);
    }
    let end = text.find([' ', '\t', '.']).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    (!name.is_empty()).then(|| (name.to_owned(), rest))
}

/// Reads up to the closing quote, undoing the escapes of change lines.
fn quoted(inside: &str) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut rest = inside;
    loop {
        let c = rest.chars().next()?;
        let (meant, length) = match c {
            '"' => return Some((name, rest.get(1..)?)),
            '\\' => match unicode_escape(rest) {
                Some(escape) => escape,
                None => rest.get(1..)?.chars().next().map(|c| (c, 1 + c.len_utf8()))?,
            },
            c => (c, c.len_utf8()),
        };
        name.push(meant);
        rest = rest.get(length..)?;
    }
}
