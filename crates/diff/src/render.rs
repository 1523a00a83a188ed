//! Renders change lists and scripts as the text of a revision file.

mod runnable;

use std::fmt::Write as _;

use autogen_schema::Dialect;
use autogen_schema::change::{Change, layout, quote_name};
use autogen_schema::sql::terminated;
use rayon::iter::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};

use crate::{Block, Guard, Script, Statement};

pub(crate) use runnable::is_replacement;
pub use runnable::runnable;

/// How many changes are rendered before another thread has heard of them.
const FEW: usize = 64;

/// How wide a change list may be, after the comment sign and its indentation.
const WIDTH: usize = 110;

/// Which way a section goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Direction {
    Upgrade,
    Downgrade,
}

/// Renders a change list as comment lines, without a line break at the end. Nothing for an empty list.
pub fn change_list(changes: &[Change]) -> String {
    let lines = |change: &Change| {
        let lines = layout(&change.to_string(), WIDTH).into_iter().map(|line| format!("--   {line}"));
        lines.collect::<Vec<_>>().join("\n")
    };
    changes.par_iter().with_min_len(FEW).map(lines).collect::<Vec<_>>().join("\n")
}

/// Renders a section with its marker, without a line break at the end.
///
/// `dialects` is empty where the section holds for every dialect.
pub fn section(direction: Direction, dialects: &[Dialect], script: &Script) -> String {
    let marker = marker(direction, dialects, script.rebuild);
    let body = body(&script.blocks, dialects.first().copied().unwrap_or(Dialect::Sqlite));
    if body.is_empty() { marker } else { format!("{marker}\n{body}") }
}

/// Renders what is in a section, without a line break at the end.
pub fn body(blocks: &[Block], dialect: Dialect) -> String {
    let blocks = blocks.iter().map(|each| block(each, dialect)).filter(|block| !block.is_empty());
    blocks.collect::<Vec<_>>().join("\n\n")
}

/// Renders a section whose text somebody wrote, or that refuses to run.
pub fn written_section(direction: Direction, dialects: &[Dialect], body: &str) -> String {
    let marker = marker(direction, dialects, false);
    if body.is_empty() { marker } else { format!("{marker}\n{body}") }
}

fn marker(direction: Direction, dialects: &[Dialect], rebuild: bool) -> String {
    let mut marker = String::from(match direction {
        Direction::Upgrade => "-- autogen: upgrade",
        Direction::Downgrade => "-- autogen: downgrade",
    });
    for dialect in dialects {
        let _ = write!(marker, " {dialect}");
    }
    if rebuild {
        marker.push_str(" rebuild");
    }
    marker
}

fn block(block: &Block, dialect: Dialect) -> String {
    let mut lines: Vec<String> = block.guards.iter().map(|each| format!("-- {}", guard(each))).collect();
    lines.extend(block.statements.iter().map(|each| statement(each, dialect)));
    lines.join("\n")
}

/// Renders a guard as a comment, without the sign of one.
pub(crate) fn guard(guard: &Guard) -> String {
    let names = guard.table.schema.iter().chain([&guard.table.name]).chain(&guard.column);
    let path = names.map(quote_name).collect::<Vec<_>>().join(".");
    let column = if guard.column.is_some() { "column " } else { "" };
    format!("autogen: expects {column}{path} {}", guard.fingerprint)
}

fn statement(statement: &Statement, dialect: Dialect) -> String {
    let mut text = String::new();
    for hazard in &statement.hazards {
        let _ = writeln!(text, "-- hazard: {}", single_line(&hazard.to_string()));
    }
    text.push_str(&terminated(&statement.sql, dialect));
    text
}

/// A name can hold a line break; a comment cannot.
fn single_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
            line.extend(c.escape_unicode());
        } else {
            line.push(c);
        }
    }
    line
}
