//! The header of a revision file.
//!
//! ```text
//! -- Add phone number
//! --
//! -- Revision: 8f3c1d2ab4e0
//! -- Revises: 1975ea83b712
//! -- Depends: 0b1c…              optional
//! -- Replaces: 1a2b…, 3c4d…      optional
//! -- Adopts: Alembic 1975…       optional
//! -- Branch: billing             optional
//! -- Created: 2026-11-22T09:28:00Z
//! -- Format: 1
//! ```
//!
//! The graph of revisions is made from headers alone, so reading one looks at no line behind it.

use std::path::Path;

use super::{FileError, Lines, Problem, parse_message};
use crate::RevisionId;
use crate::standing::Standing;

/// The format of revision files that this version writes and reads.
pub const FORMAT: u32 = 1;

/// What a revision file says about itself before its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The id.
    pub id: RevisionId,
    /// The parents, as they are listed. None for a base, several for a merge.
    pub revises: Vec<RevisionId>,
    /// Revisions of other branches that must be there first.
    pub depends: Vec<RevisionId>,
    /// Revisions that this one does the work of, in the order in which they ran. Their files are gone; where a database has all
    /// of them, it has this one.
    pub replaces: Vec<RevisionId>,
    /// Where the database stood that it was made of, by the tools that kept its history before: one entry a tool.
    pub adopts: Vec<Standing>,
    /// Names of the branch that starts here.
    pub branch: Vec<String>,
    /// What the revision is for. It may have several lines and hold anything.
    pub message: String,
    /// When it was made, in UTC: `2026-11-22T09:28:00Z`.
    pub created: Option<String>,
    /// The format of the file.
    pub format: u32,
}

impl Header {
    /// Reads the header at the start of `text`; `file` is for messages.
    pub fn parse(file: &Path, text: &str) -> Result<Self, FileError> {
        let text = super::unify_line_ends(text);
        parse(&mut Lines::new(&text)).map_err(|(line, problem)| FileError { file: file.to_owned(), line, problem })
    }

    /// Returns the first line of the message.
    pub fn summary(&self) -> &str {
        self.message.lines().next().unwrap_or_default()
    }

    /// Returns everything that must be applied before this revision: its parents, then what it depends on.
    pub fn requires(&self) -> impl Iterator<Item = &RevisionId> {
        self.revises.iter().chain(&self.depends)
    }
}

pub(super) type Located<T> = Result<T, (usize, Problem)>;

/// Reads the message and the header lines, and leaves `lines` behind them.
pub(super) fn parse(lines: &mut Lines<'_>) -> Located<Header> {
    let message = message(lines);
    let mut fields = Fields::default();
    while let Some((number, text)) = header_line(lines) {
        fields.read(text).map_err(|problem| (number, problem))?;
    }
    fields.finish(message).map_err(|problem| (lines.number(), problem))
}

/// The comment lines up to the first empty one.
fn message(lines: &mut Lines<'_>) -> String {
    while lines.next_if(|line| line.trim().is_empty()).is_some() {}
    let mut message = Vec::new();
    while let Some((_, line)) = lines.next_if(|line| comment(line).is_some_and(|text| !text.is_empty())) {
        message.extend(comment(line));
    }
    while lines.next_if(|line| comment(line) == Some("")).is_some() {}
    parse_message(message)
}

fn header_line<'a>(lines: &mut Lines<'a>) -> Option<(usize, &'a str)> {
    let ends = |text: &str| text.is_empty() || text == "Changes:";
    let (number, line) = lines.next_if(|line| comment(line).is_some_and(|text| !ends(text)))?;
    comment(line).map(|text| (number, text))
}

/// Returns the text of a line that is a comment from its start.
pub(super) fn comment(line: &str) -> Option<&str> {
    line.strip_prefix("--").filter(|_| super::marker::directive(line).is_none()).map(str::trim)
}

#[derive(Default)]
struct Fields {
    id: Option<RevisionId>,
    revises: Option<Vec<RevisionId>>,
    depends: Option<Vec<RevisionId>>,
    replaces: Option<Vec<RevisionId>>,
    adopts: Vec<Standing>,
    branch: Option<Vec<String>>,
    created: Option<String>,
    format: Option<u32>,
}

impl Fields {
    fn read(&mut self, line: &str) -> Result<(), Problem> {
        let unknown = || Problem::UnknownHeader(line.to_owned());
        let (key, value) = line.split_once(':').ok_or_else(unknown)?;
        let value = value.trim();
        match key {
            "Revision" => set(&mut self.id, "Revision", RevisionId::new(value)?),
            "Revises" => set(&mut self.revises, "Revises", parents(value)?),
            "Depends" => set(&mut self.depends, "Depends", ids(value)?),
            "Replaces" => set(&mut self.replaces, "Replaces", ids(value)?),
            "Adopts" => adopt(&mut self.adopts, value),
            "Branch" => set(&mut self.branch, "Branch", labels(value)?),
            "Created" => set(&mut self.created, "Created", time(value)?),
            "Format" => set(&mut self.format, "Format", format(value)?),
            _ => Err(unknown()),
        }
    }

    fn finish(self, message: String) -> Result<Header, Problem> {
        let id = self.id.ok_or(Problem::MissingHeader("Revision"))?;
        let revises = self.revises.ok_or(Problem::MissingHeader("Revises"))?;
        let format = self.format.ok_or(Problem::MissingHeader("Format"))?;
        let depends = self.depends.unwrap_or_default();
        let replaces = self.replaces.unwrap_or_default();
        for (key, list) in [("Revises", &revises), ("Depends", &depends), ("Replaces", &replaces)] {
            if list.contains(&id) {
                return Err(Problem::SelfLoop(id.to_string(), key));
            }
        }
        let branch = self.branch.unwrap_or_default();
        let (adopts, created) = (self.adopts, self.created);
        Ok(Header { id, revises, depends, replaces, adopts, branch, message, created, format })
    }
}

fn set<T>(field: &mut Option<T>, key: &'static str, value: T) -> Result<(), Problem> {
    if field.replace(value).is_some() { Err(Problem::DuplicateHeader(key)) } else { Ok(()) }
}

fn adopt(standings: &mut Vec<Standing>, value: &str) -> Result<(), Problem> {
    let read = Standing::parse(value).ok_or_else(|| Problem::BadStanding(value.to_owned()))?;
    match standings.iter_mut().find(|standing| standing.tool == read.tool) {
        Some(standing) => standing.revisions.extend(read.revisions),
        None => standings.push(read),
    }
    Ok(())
}

/// `(base)` is how a revision without parents is written; `<base>` is Alembic's way to show it.
fn parents(value: &str) -> Result<Vec<RevisionId>, Problem> {
    if matches!(value, "" | "(base)" | "<base>") { Ok(Vec::new()) } else { ids(value) }
}

fn ids(value: &str) -> Result<Vec<RevisionId>, Problem> {
    let mut ids = Vec::new();
    for id in value.split(',') {
        let id = RevisionId::new(id.trim())?;
        if ids.contains(&id) {
            return Err(Problem::RepeatedId(id.to_string()));
        }
        ids.push(id);
    }
    Ok(ids)
}

/// A label stands wherever an id can, and so it has the same letters.
fn labels(value: &str) -> Result<Vec<String>, Problem> {
    Ok(ids(value)?.iter().map(ToString::to_string).collect())
}

fn format(value: &str) -> Result<u32, Problem> {
    match value.parse() {
        Ok(FORMAT) => Ok(FORMAT),
        Ok(other) => Err(Problem::UnknownFormat(other)),
        Err(_) => Err(Problem::BadFormat(value.to_owned())),
    }
}

pub(super) fn time(value: &str) -> Result<String, Problem> {
    const SHAPE: &[u8] = b"0000-00-00T00:00:00Z";
    let matches = |(c, shape): (u8, &u8)| if *shape == b'0' { c.is_ascii_digit() } else { c == *shape };
    let number = |range| value.get(range).and_then(|digits: &str| digits.parse::<u32>().ok()).unwrap_or(u32::MAX);
    let legal = value.len() == SHAPE.len()
        && value.bytes().zip(SHAPE).all(matches)
        && (1..=12).contains(&number(5..7))
        && (1..=31).contains(&number(8..10))
        && number(11..13) < 24
        && number(14..16) < 60
        && number(17..19) <= 60;
    if legal { Ok(value.to_owned()) } else { Err(Problem::BadTime(value.to_owned())) }
}
