//! What the version table keeps of a revision's sections: the checksum of the upgrade, the text of the downgrade.

use std::fmt::Write;

use autogen_schema::Dialect;
use sha2::{Digest, Sha256};

use crate::file::{Direction, FileError, Revision, Section, parse_sections};
use crate::split;

/// Returns the SHA-256, in hexadecimal, of the upgrade sections that run on `dialect`.
///
/// Line ends, blanks at the ends of lines, and empty lines at the end of a section do not count: an editor changes them
/// without anybody's intent.
pub fn checksum(revision: &Revision, dialect: Dialect) -> Result<String, FileError> {
    Ok(checksum_of_sections(revision.sections(Direction::Upgrade, dialect)?))
}

/// Returns the [`checksum`] of sections.
pub(crate) fn checksum_of_sections<'a>(sections: impl IntoIterator<Item = &'a Section>) -> String {
    let mut hash = Sha256::new();
    for section in sections {
        hash.update(options(section));
        add_lines(&mut hash, section.body.trim_end());
    }
    hex(&hash.finalize())
}

/// Returns the SHA-256, in hexadecimal, of the first `count` statements of `sections`. Line ends, blanks at the ends of lines,
/// comments between the statements, and how they are divided into sections do not count.
pub(crate) fn checksum_of_first(sections: &[Section], dialect: Dialect, count: usize) -> String {
    let mut hash = Sha256::new();
    let statements = sections.iter().flat_map(|section| split(&section.body, dialect, section.first_line));
    for statement in statements.filter(|statement| !statement.is_empty()).take(count) {
        add_lines(&mut hash, statement.sql);
        hash.update("\0");
    }
    hex(&hash.finalize())
}

/// Returns the SHA-256, in hexadecimal, of a text but for line ends, blanks at the ends of lines, and empty lines at the end.
pub fn checksum_of_text(text: &str) -> String {
    let mut hash = Sha256::new();
    add_lines(&mut hash, text.trim_end());
    hex(&hash.finalize())
}

fn add_lines(hash: &mut Sha256, text: &str) {
    for line in text.lines() {
        hash.update(line.trim_end());
        hash.update("\n");
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _infallible = write!(hex, "{byte:02x}");
        hex
    })
}

/// How a section runs. That it serves other dialects too makes no difference here.
fn options(section: &Section) -> String {
    Section { dialects: Vec::new(), ..section.clone() }.marker() + "\n"
}

/// Returns the downgrade sections that run on `dialect`, with their markers.
pub fn downgrade_text(revision: &Revision, dialect: Dialect) -> Result<String, FileError> {
    let mut text = String::new();
    for section in revision.sections(Direction::Downgrade, dialect)? {
        text.push_str(&section.marker());
        text.push('\n');
        text.push_str(section.body.trim_end());
        text.push('\n');
    }
    Ok(text)
}

/// Reads what [`downgrade_text`] wrote for `revision`.
pub fn parse_downgrade_text(revision: &str, text: &str) -> Result<Vec<Section>, FileError> {
    parse_sections(format!("stored downgrade of {revision}").as_ref(), text)
}
