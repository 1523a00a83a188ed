//! A SeaORM migration as a revision: what its name and the documentation at the top of its module say. Its upgrade and its downgrade are
//! Rust, and nobody's here.

use std::path::Path;

use autogen_schema::Dialect;

use super::{Direction, FORMAT, FileError, Header, Language, Lines, Problem, Revision, Section, header, preamble};
use crate::RevisionId;

/// A line of the documentation at the top of a module: `//! …` without the sign and the blank behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocLine<'a> {
    /// Which line of the file it is, from 1.
    pub line: usize,
    /// What it says.
    pub text: &'a str,
}

impl Revision {
    /// Makes the revision of the migration that SeaORM knows as `name`. One whose documentation is no header follows `before`, as its
    /// migrator says.
    pub fn of_migration(
        file: &Path,
        name: &str,
        doc: &[DocLine<'_>],
        before: Option<&RevisionId>,
    ) -> Result<Self, FileError> {
        let at = |(line, problem)| FileError { file: file.to_owned(), line, problem };
        let id = RevisionId::new(name).map_err(|error| at((1, error.into())))?;
        if !doc.iter().any(|line| line.text.starts_with("Revision:")) {
            let header = unsaid(id, before);
            return Ok(Self {
                file: file.to_owned(),
                header,
                change_lines: Vec::new(),
                sections: Vec::new(),
                language: Language::Rust,
            });
        }
        let text = as_comments(doc);
        let mut lines = Lines::new(&text);
        let header = header::parse(&mut lines).map_err(at)?;
        if header.id != id {
            let line = doc.iter().find(|line| line.text.starts_with("Revision:")).map_or(1, |line| line.line);
            return Err(at((line, Problem::OtherName { said: header.id, name: id })));
        }
        let change_lines = preamble(&mut lines).map_err(at)?;
        Ok(Self { file: file.to_owned(), header, change_lines, sections: Vec::new(), language: Language::Rust })
    }

    /// Knows what a method of a migration says that it does to rows, on which dialects (none: on all), and on which line. It becomes a section
    /// that runs nothing.
    pub fn add_hazard(&mut self, direction: Direction, dialects: Vec<Dialect>, line: usize, text: &str) {
        self.sections.push(Section {
            direction,
            dialects,
            rebuild: false,
            transaction: true,
            guards: Vec::new(),
            irreversible: None,
            body: format!("-- hazard: {text}\n"),
            first_line: line,
        });
    }
}

/// Writes the documentation as the head of a file of SQL has it, each line where it was.
fn as_comments(doc: &[DocLine<'_>]) -> String {
    let last = doc.iter().map(|line| line.line).max().unwrap_or_default();
    // Between two lines of documentation there may be an empty one.
    let mut lines = vec!["--".to_owned(); last];
    for DocLine { line, text } in doc {
        if let Some(place) = line.checked_sub(1).and_then(|at| lines.get_mut(at)).filter(|_| !text.is_empty()) {
            place.push(' ');
            place.push_str(text);
        }
    }
    lines.join("\n")
}

/// What the name of a migration tells: `m20220101_000001_create_users`.
fn unsaid(id: RevisionId, before: Option<&RevisionId>) -> Header {
    let (created, words) = match time_and_words(id.as_str()) {
        Some((created, words)) => (Some(created), words),
        None => (None, id.as_str()),
    };
    let message = words.replace('_', " ");
    let (depends, replaces, adopts, branch) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let revises = before.cloned().into_iter().collect();
    Header { id, revises, depends, replaces, adopts, branch, message, created, format: FORMAT }
}

/// Not every number is a time: the first migration of a new crate is that of `000001`.
fn time_and_words(name: &str) -> Option<(String, &str)> {
    let (day, rest) = name.strip_prefix('m')?.split_once('_')?;
    let (time, words) = rest.split_once('_')?;
    let is_number = |digits: &str, length| digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(day, 8) || !is_number(time, 6) || words.is_empty() {
        return None;
    }
    let created = format!("{}-{}-{}T{}:{}:{}Z", &day[..4], &day[4..6], &day[6..], &time[..2], &time[2..4], &time[4..]);
    Some((header::time(&created).ok()?, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, doc: &[(usize, &str)], before: Option<&str>) -> Result<Revision, FileError> {
        let doc: Vec<DocLine<'_>> = doc.iter().map(|&(line, text)| DocLine { line, text }).collect();
        let before = before.map(|id| RevisionId::new(id).unwrap());
        Revision::of_migration(Path::new("src/m.rs"), name, &doc, before.as_ref())
    }

    #[test]
    fn a_name_tells_what_documentation_does_not() {
        let revision = of("m20220101_000001_create_users", &[(1, "Makes the table of users.")], Some("m1")).unwrap();
        let header = &revision.header;
        assert_eq!(
            (header.message.as_str(), header.created.as_deref()),
            ("create users", Some("2022-01-01T00:00:01Z"))
        );
        assert_eq!(header.revises.iter().map(RevisionId::as_str).collect::<Vec<_>>(), ["m1"]);
        let other = of("m20229901_000001_create_users", &[], None).unwrap().header;
        assert_eq!((other.message.as_str(), other.created), ("m20229901 000001 create users", None));
        assert!(other.revises.is_empty());
    }

    #[test]
    fn a_header_is_read_from_documentation() {
        let doc = [
            (1, "Add phone"),
            (2, ""),
            (3, "Revision: m2_phone"),
            (4, "Revises: m1"),
            (5, "Created: 2026-01-02T03:04:05Z"),
            (6, "Format: 1"),
            (7, ""),
            (8, "Changes:"),
            (9, "  + column users.phone string(20) null"),
        ];
        let revision = of("m2_phone", &doc, Some("m9")).unwrap();
        assert_eq!((revision.header.message.as_str(), revision.header.revises[0].as_str()), ("Add phone", "m1"));
        assert_eq!(revision.changes().unwrap().len(), 1);
        let told = of("m3_phone", &doc, None).unwrap_err();
        assert_eq!(told.line, 3);
        assert_eq!(
            told.problem.to_string(),
            "the header is that of `m2_phone`, and SeaORM knows this migration as `m3_phone`"
        );
    }

    #[test]
    fn what_is_wrong_is_shown_where_it_stands() {
        let doc = [(1, "Add phone"), (2, ""), (4, "Revision: m2_phone"), (5, "Revises: m1"), (6, "Format: 7")];
        assert_eq!(of("m2_phone", &doc, None).unwrap_err().line, 6);
        assert!(of("m2-phone", &[], None).is_err());
    }
}
