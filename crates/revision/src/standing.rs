//! Where a database stands by the tool that kept its history before, as a header says it.
//!
//! ```text
//! -- Adopts: Alembic 1975ea83b712
//! -- Adopts: SeaORM m20220101_000001_create_users, m20220315_000001_add_mail
//! ```
//!
//! A tool may have several lines, which are read as one. What could end a name, or a line, is written `\u{…}`.

use std::collections::BTreeSet;
use std::fmt;

use crate::file::unicode_escape;

/// A tool that may have kept the history of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tool {
    /// Alembic, and so Flask-Migrate. Its table has the heads alone.
    Alembic,
    /// The migrations of SeaORM. Their table has all that were applied.
    SeaOrm,
}

impl Tool {
    /// All of them.
    pub const ALL: [Tool; 2] = [Tool::Alembic, Tool::SeaOrm];

    /// Returns the name.
    pub fn name(self) -> &'static str {
        match self {
            Tool::Alembic => "Alembic",
            Tool::SeaOrm => "SeaORM",
        }
    }

    /// Returns what the tool calls its table, and the column that names what is applied.
    pub fn table(self) -> (&'static str, &'static str) {
        match self {
            Tool::Alembic => ("alembic_version", "version_num"),
            Tool::SeaOrm => ("seaql_migrations", "version"),
        }
    }
}

/// Where a database stands by another tool's record: the rows of that tool's table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing {
    /// The tool.
    pub tool: Tool,
    /// What its table names. Never empty: a tool that recorded nothing says nothing.
    pub revisions: BTreeSet<String>,
}

/// How long a line of a header becomes.
const WIDTH: usize = 120;

impl Standing {
    /// Returns what a person calls the place: the heads, or the last of what ran.
    pub fn tips(&self) -> Vec<&str> {
        match self.tool {
            Tool::Alembic => self.revisions.iter().map(String::as_str).collect(),
            // The names start with the time.
            Tool::SeaOrm => self.revisions.last().map(String::as_str).into_iter().collect(),
        }
    }

    /// Reads the value of a line.
    pub(crate) fn parse(value: &str) -> Option<Self> {
        let (name, names) = value.split_once(' ')?;
        let tool = Tool::ALL.into_iter().find(|tool| tool.name() == name)?;
        let mut revisions = BTreeSet::new();
        for name in names.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            revisions.insert(unescaped(name));
        }
        (!revisions.is_empty()).then_some(Self { tool, revisions })
    }

    /// Returns the values of its lines.
    fn values(&self) -> Vec<String> {
        let tool = self.tool.name();
        let mut lines: Vec<String> = Vec::new();
        for name in self.revisions.iter().map(|name| escaped(name)) {
            match lines.last_mut().filter(|line| line.len() + name.len() + 2 <= WIDTH) {
                Some(line) => {
                    line.push_str(", ");
                    line.push_str(&name);
                }
                None => lines.push(format!("{tool} {name}")),
            }
        }
        lines
    }
}

/// Returns the values of the lines of several, each behind the first with its key.
pub fn render_standings(standings: &[Standing]) -> String {
    standings.iter().flat_map(Standing::values).collect::<Vec<_>>().join("\n-- Adopts: ")
}

fn escaped(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_-.:+@".contains(c);
    name.chars().fold(String::new(), |mut text, c| {
        if plain(c) {
            text.push(c);
        } else {
            text.extend(c.escape_unicode());
        }
        text
    })
}

fn unescaped(name: &str) -> String {
    let (mut text, mut rest) = (String::new(), name);
    while let Some(first) = rest.chars().next() {
        let (c, length) = unicode_escape(rest).unwrap_or((first, first.len_utf8()));
        text.push(c);
        rest = rest.get(length..).unwrap_or_default();
    }
    text
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tips: Vec<String> = self.tips().into_iter().map(|tip| format!("`{}`", tip.escape_debug())).collect();
        match (self.tool, self.revisions.len()) {
            (Tool::Alembic, 1) => write!(f, "Alembic revision {}", tips.concat()),
            (Tool::Alembic, _) => write!(f, "Alembic revisions {}", tips.join(" and ")),
            (Tool::SeaOrm, 1) => write!(f, "SeaORM migration {}", tips.concat()),
            (Tool::SeaOrm, count) => write!(f, "SeaORM migration {}, the last of {count}", tips.concat()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(tool: Tool, revisions: &[&str]) -> Standing {
        Standing { tool, revisions: revisions.iter().map(|&name| name.to_owned()).collect() }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let many: Vec<String> = (0..40).map(|n| format!("m2022010{}_{n:06}_change_number", n % 9)).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        for standing in [
            standing(Tool::Alembic, &["1975ea83b712"]),
            standing(Tool::Alembic, &["a, b", "-- c\n-- d", "ä\\u{61}", " "]),
            standing(Tool::SeaOrm, &many),
        ] {
            let text = render_standings(std::slice::from_ref(&standing));
            let lines = text.split("\n-- Adopts: ").map(|line| Standing::parse(line).unwrap());
            let read: BTreeSet<String> = lines.flat_map(|line| line.revisions).collect();
            assert_eq!(read, standing.revisions, "{text}");
            assert!(text.lines().all(|line| line.len() < 140), "{text}");
        }
    }

    #[test]
    fn what_names_no_tool_or_nothing_is_not_read() {
        for value in ["", "Alembic", "Alembic ", "Alembic ,", "alembic 1975", "Django 0001_initial"] {
            assert_eq!(Standing::parse(value), None, "{value}");
        }
    }

    #[test]
    fn people_are_told_where_that_is() {
        assert_eq!(standing(Tool::Alembic, &["b", "a"]).to_string(), "Alembic revisions `a` and `b`");
        assert_eq!(standing(Tool::SeaOrm, &["m1", "m2"]).to_string(), "SeaORM migration `m2`, the last of 2");
    }
}
