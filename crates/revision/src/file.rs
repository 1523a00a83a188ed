//! Revision files: what their text says. Reading them from a folder is [`crate::Directory`]'s, running them the runner's.

use std::path::{Path, PathBuf};

use autogen_schema::Dialect;
use autogen_schema::change::Change;

mod error;
mod header;
mod lines;
mod marker;
mod message;
mod migration;
mod section;

#[cfg(test)]
mod tests;

pub use error::{FileError, Problem};
pub use header::{FORMAT, Header};
pub use message::{parse_message, render_message};
pub use migration::DocLine;
pub use section::{Direction, Guard, Section};

pub(crate) use lines::{Lines, unify_line_ends};
pub(crate) use message::unicode_escape;

/// A revision file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Where it was read from.
    pub file: PathBuf,
    /// What it says about itself.
    pub header: Header,
    /// Its change list, unread.
    pub change_lines: Vec<ChangeLine>,
    /// Its sections, in the order of the file; none where it is Rust.
    pub sections: Vec<Section>,
    /// What it is written in.
    pub language: Language,
}

/// What the upgrade and the downgrade of a revision are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// SQL, which is run statement by statement.
    Sql,
    /// Rust: a SeaORM migration, which is run by the crate that it belongs to.
    Rust,
}

/// One logical line of a change list, its continuations joined to it by one blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeLine {
    /// The line of the file that it starts on.
    pub line: usize,
    /// Its text.
    pub text: String,
}

impl Revision {
    /// Reads a revision from `text`; `file` is for messages.
    ///
    /// A byte order mark and CRLF line ends are read. Change lines are not looked at, see [`Revision::changes`].
    pub fn parse(file: &Path, text: &str) -> Result<Self, FileError> {
        let at = |(line, problem)| FileError { file: file.to_owned(), line, problem };
        let text = unify_line_ends(text);
        refuse_nul(&text).map_err(at)?;
        let mut lines = Lines::new(&text);
        let header = header::parse(&mut lines).map_err(at)?;
        let change_lines = preamble(&mut lines).map_err(at)?;
        let sections = section::parse(&mut lines).map_err(at)?;
        for direction in [Direction::Upgrade, Direction::Downgrade] {
            if !sections.iter().any(|section| section.direction == direction) {
                return Err(at((lines.number().saturating_sub(1).max(1), Problem::MissingSection(direction))));
            }
        }
        Ok(Self { file: file.to_owned(), header, change_lines, sections, language: Language::Sql })
    }

    /// Reads the change list.
    pub fn changes(&self) -> Result<Vec<Change>, FileError> {
        self.each_change().collect()
    }

    /// Reads the change list, line by line.
    pub fn each_change(&self) -> impl Iterator<Item = Result<Change, FileError>> {
        self.change_lines.iter().map(|line| self.change(line))
    }

    /// Reads a line of the change list.
    pub fn change(&self, line: &ChangeLine) -> Result<Change, FileError> {
        Change::parse(&line.text).map_err(|error| FileError {
            file: self.file.clone(),
            line: line.line,
            problem: error.into(),
        })
    }

    /// Returns the sections that run on `dialect`, in the order of the file. An error when there is none: an empty section
    /// says that there is nothing to do, a missing one says nothing.
    pub fn sections(&self, direction: Direction, dialect: Dialect) -> Result<Vec<&Section>, FileError> {
        if self.language == Language::Rust {
            return Err(FileError { file: self.file.clone(), line: 1, problem: Problem::IsRust });
        }
        let wanted = |section: &&Section| section.direction == direction && section.serves(dialect);
        let sections: Vec<_> = self.sections.iter().filter(wanted).collect();
        if sections.is_empty() {
            let problem = Problem::MissingDialect(direction, dialect);
            return Err(FileError { file: self.file.clone(), line: 1, problem });
        }
        Ok(sections)
    }

    /// Whether an upgrade section restates a whole table, and so refuses to run after a revision that changed that table.
    pub fn is_guarded(&self) -> bool {
        let restates = |section: &Section| section.rebuild || !section.guards.is_empty();
        self.sections.iter().any(|section| section.direction == Direction::Upgrade && restates(section))
    }
}

/// Reads sections from `text` alone, as [`crate::checksum::downgrade_text`] writes them.
pub(crate) fn parse_sections(file: &Path, text: &str) -> Result<Vec<Section>, FileError> {
    section::parse(&mut Lines::new(text)).map_err(|(line, problem)| FileError { file: file.to_owned(), line, problem })
}

fn refuse_nul(text: &str) -> header::Located<()> {
    match text.find('\0') {
        Some(at) => Err((1 + text[..at].matches('\n').count(), Problem::Nul)),
        None => Ok(()),
    }
}

/// Reads what stands between the header and the first section, of which only the change list has a meaning.
fn preamble(lines: &mut Lines<'_>) -> header::Located<Vec<ChangeLine>> {
    let mut changes = None;
    while let Some(line) = lines.peek() {
        if marker::directive(line).is_some() {
            break;
        }
        let number = lines.number();
        let text = if line.trim().is_empty() { Some("") } else { header::comment(line) };
        let text = text.ok_or((number, Problem::BeforeSections))?;
        lines.next_if(|_| true);
        if text.starts_with("Changes:") && changes.replace(change_list(lines)).is_some() || is_malformed(text) {
            return Err((number, Problem::BadChanges));
        }
    }
    Ok(changes.unwrap_or_default())
}

fn is_malformed(text: &str) -> bool {
    text.strip_prefix("Changes:").is_some_and(|rest| !rest.trim().is_empty())
}

/// Reads the lines that are indented by two blanks more than a comment is; what is indented deeper continues a line.
fn change_list(lines: &mut Lines<'_>) -> Vec<ChangeLine> {
    let mut changes: Vec<ChangeLine> = Vec::new();
    while let Some((line, text)) = lines.next_if(|line| line.starts_with("--   ") && !line[2..].trim().is_empty()) {
        let text = text.strip_prefix("--   ").unwrap_or_default();
        let continues = text.starts_with([' ', '\t']);
        match changes.last_mut() {
            Some(change) if continues => {
                change.text.push(' ');
                change.text.push_str(text.trim());
            }
            _ => changes.push(ChangeLine { line, text: text.trim().to_owned() }),
        }
    }
    changes
}
