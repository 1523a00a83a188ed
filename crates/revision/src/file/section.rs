//! The sections of a revision file.

use std::fmt;

use autogen_schema::sql::{Token, TokenKind, tokenize, tokens_from};
use autogen_schema::{Dialect, Ident, TableName};

use super::header::Located;
use super::marker::{self, Marker};
use super::{Lines, Problem};

/// Which way a section goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Towards the heads.
    Upgrade,
    /// Towards the base.
    Downgrade,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Direction::Upgrade => "upgrade",
            Direction::Downgrade => "downgrade",
        })
    }
}

/// Statements that run together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Which way it goes.
    pub direction: Direction,
    /// The dialects it is for, sorted. Empty: every dialect.
    pub dialects: Vec<Dialect>,
    /// Whether tables are made anew in it, so that foreign keys must not be enforced while it runs (SQLite).
    pub rebuild: bool,
    /// Whether it runs in a transaction.
    pub transaction: bool,
    /// What the tables and columns that it restates must look like.
    pub guards: Vec<Guard>,
    /// Why a downgrade must not run unless forced.
    pub irreversible: Option<String>,
    /// Everything between its marker and the next one, comments included.
    pub body: String,
    /// The line of the file that the body starts on.
    pub first_line: usize,
}

/// A table or a column that a section restates as a whole, and what its catalog text must be for that to lose nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// The table.
    pub table: TableName,
    /// The column, where it is not the whole table; as it is called before the section runs, like its table.
    pub column: Option<Ident>,
    /// The fingerprint of its catalog text.
    pub fingerprint: String,
    /// The line of the file that says so.
    pub line: usize,
}

impl Section {
    /// Whether the section is for `dialect`.
    pub fn serves(&self, dialect: Dialect) -> bool {
        self.dialects.is_empty() || self.dialects.contains(&dialect)
    }

    /// Returns the line that starts the section.
    pub fn marker(&self) -> String {
        let mut marker = format!("-- autogen: {}", self.direction);
        for dialect in &self.dialects {
            marker.push(' ');
            marker.push_str(dialect.name());
        }
        marker.push_str(if self.rebuild { " rebuild" } else { "" });
        marker.push_str(if self.transaction { "" } else { " no-transaction" });
        marker
    }

    /// Whether two sections in a row have no reason to be two.
    fn repeats(&self, earlier: &Section, dialect: Dialect) -> bool {
        self.serves(dialect)
            && earlier.serves(dialect)
            && (self.rebuild, self.transaction) == (earlier.rebuild, earlier.transaction)
    }
}

/// Reads sections to the end of the text. The next line must be a marker.
pub(super) fn parse(lines: &mut Lines<'_>) -> Located<Vec<Section>> {
    let mut sections: Vec<Section> = Vec::new();
    while let Some((number, line)) = lines.next_if(|_| true) {
        let marker = marker::parse(line, number).transpose().map_err(|problem| (number, problem))?;
        let section = marker.and_then(|marker| start(marker, lines.number()));
        let mut section = section.ok_or((number, Problem::BeforeSections))?;
        section.read_body(lines)?;
        refuse_repetition(&sections, &section).map_err(|problem| (number, problem))?;
        sections.push(section);
    }
    Ok(sections)
}

fn start(marker: Marker, first_line: usize) -> Option<Section> {
    let Marker::Section { direction, dialects, rebuild, transaction } = marker else { return None };
    let (guards, irreversible, body) = (Vec::new(), None, String::new());
    Some(Section { direction, dialects, rebuild, transaction, guards, irreversible, body, first_line })
}

fn refuse_repetition(sections: &[Section], section: &Section) -> Result<(), Problem> {
    let twice = Dialect::ALL.into_iter().find(|&dialect| {
        let earlier = sections.iter().rfind(|s| s.direction == section.direction && s.serves(dialect));
        earlier.is_some_and(|earlier| section.repeats(earlier, dialect))
    });
    twice.map_or(Ok(()), |dialect| Err(Problem::DuplicateSection(section.direction, dialect)))
}

impl Section {
    /// Takes everything up to the next section marker that is a comment at the start of a line.
    ///
    /// What is a comment depends on the dialect, which a section for all of them does not say. It is read in each, and ends where it
    /// ends first: a dialect that it is not written in may see a literal that never ends (an apostrophe between `$$`).
    fn read_body(&mut self, lines: &mut Lines<'_>) -> Located<()> {
        let (text, first) = (lines.rest(), lines.number());
        let dialects = if self.dialects.is_empty() { &Dialect::ALL[..] } else { &self.dialects };
        let mut dialects = dialects.iter();
        let mut body = Body::read(text, first, *dialects.next().unwrap_or(&Dialect::Sqlite));
        // Where it is the first line which could be one that ends it, no other dialect ends it before.
        if body.problem.is_some() || has_section_line(text.get(..body.end).unwrap_or_default()) {
            for other in dialects.map(|dialect| Body::read(text, first, *dialect)) {
                if (other.problem.is_some(), other.end) < (body.problem.is_some(), body.end) {
                    body = other;
                }
            }
        }
        if let Some(problem) = body.problem {
            return Err(problem);
        }
        for marker in body.markers {
            let (line, marker) = marker?;
            self.note(marker).map_err(|problem| (line, problem))?;
        }
        self.body.push_str(text.get(..body.end).unwrap_or_default());
        // A last line counts without its end, too.
        let is_cut = body.end == text.len() && !text.is_empty() && !text.ends_with('\n');
        lines.skip(body.end, body.next_line + usize::from(is_cut));
        Ok(())
    }

    fn note(&mut self, marker: Marker) -> Result<(), Problem> {
        match marker {
            Marker::Expects(guard) => self.guards.push(guard),
            Marker::Irreversible(_) if self.direction == Direction::Upgrade => {
                return Err(Problem::IrreversibleUpgrade);
            }
            Marker::Irreversible(reason) => self.irreversible = Some(reason),
            Marker::Section { .. } => {}
        }
        Ok(())
    }
}

/// The body of a section, as one dialect reads it.
struct Body {
    /// Where it ends.
    end: usize,
    /// The line after it.
    next_line: usize,
    markers: Vec<Located<(usize, Marker)>>,
    /// A token that is not closed.
    problem: Option<(usize, Problem)>,
}

impl Body {
    fn read(text: &str, first_line: usize, dialect: Dialect) -> Self {
        let mut body = Self { end: text.len(), next_line: first_line, markers: Vec::new(), problem: None };
        for token in tokens_from(text, 0, dialect) {
            let line = body.next_line;
            if is_marker(&token, text)
                && let Some(marker) = marker::parse(token.text, line)
            {
                if let Ok(Marker::Section { .. }) = marker {
                    body.end = token.start;
                    break;
                }
                body.markers.push(marker.map(|marker| (line, marker)).map_err(|problem| (line, problem)));
            }
            body.problem = unterminated(&token, text, dialect).map(|what| (line, Problem::Unterminated(what)));
            body.next_line += token.text.bytes().filter(|byte| *byte == b'\n').count();
        }
        body
    }
}

/// Whether a line of the text is the marker of a section, wherever it stands.
fn has_section_line(text: &str) -> bool {
    let is_section = |line: &str| matches!(marker::parse(line, 0), Some(Ok(Marker::Section { .. })));
    let later = text.match_indices("\n--").map(|(at, _)| at + 1);
    let begins = text.starts_with("--").then_some(0).into_iter().chain(later);
    let mut lines = begins.filter_map(|at| text.get(at..)?.split('\n').next());
    // To PostgreSQL a carriage return ends a comment.
    lines.any(|line| is_section(line) || line.split('\r').next().is_some_and(is_section))
}

fn is_marker(token: &Token<'_>, text: &str) -> bool {
    let at_line_start = token.start == 0 || text.as_bytes().get(token.start - 1) == Some(&b'\n');
    token.kind == TokenKind::LineComment && at_line_start && marker::directive(token.text).is_some()
}

/// Says what a last token fails to close. Without this, the marker of the next section would be taken for its content.
fn unterminated(token: &Token<'_>, text: &str, dialect: Dialect) -> Option<&'static str> {
    if token.end() != text.len() {
        return None;
    }
    let first = token.text.chars().next().unwrap_or_default();
    // Once more what would close it closes an open one, and opens a closed one again.
    let tokens_with = |close: &str| tokenize(&format!("{}{close} ", token.text), dialect).len();
    match token.kind {
        TokenKind::BlockComment if tokens_with("*/") <= 2 => Some("a comment"),
        TokenKind::String | TokenKind::Blob if tokens_with(if first == '"' { "\"" } else { "'" }) == 2 => {
            Some("a string")
        }
        TokenKind::QuotedIdent => {
            let close = match first {
                '[' => "]",
                '`' => "`",
                _ => "\"",
            };
            (tokens_with(close) == 2).then_some("a quoted name")
        }
        TokenKind::DollarString => {
            let tag = token.text.get(..=token.text.get(1..)?.find('$')? + 1)?;
            let is_closed = token.text.len() >= 2 * tag.len() && token.text.ends_with(tag);
            (!is_closed).then_some("a string")
        }
        _ => None,
    }
}
