//! Tables for Mermaid, as an `erDiagram`.
//!
//! Names of tables may hold anything between quotes. Types and names of columns are words of few characters, so that what is lost
//! of them stands in the comment.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{Fate, Field, Line, Picture, TableBox};
use crate::drawing::escape;

/// How new tables look: a frame, since the colour behind the text is the reader's.
const NEW: &str = "stroke:#1a7f37,stroke-width:3px";
/// How tables look that go.
const GONE: &str = "stroke:#cf222e,stroke-width:3px";

/// Words that mean something to the grammar where a table's name can stand.
const WORDS: &[&str] = &[
    "accdescr",
    "acctitle",
    "class",
    "classdef",
    "direction",
    "end",
    "erdiagram",
    "many",
    "one",
    "only",
    "optionally",
    "style",
    "subgraph",
    "title",
    "to",
    "u",
    "zero",
];

/// Writes the picture.
pub(super) fn write(picture: &Picture) -> String {
    let mut text = String::from("erDiagram\n");
    for table in &picture.boxes {
        text.push_str(&table_box(table));
    }
    for line in &picture.lines {
        text.extend(relationship(picture, line));
    }
    for (fate, style) in [(Fate::New, NEW), (Fate::Gone, GONE)] {
        let class = fate.word().filter(|_| picture.boxes.iter().any(|table| table.fate == fate));
        text.extend(class.map(|class| format!("    classDef {class} {style}\n")));
    }
    text
}

fn table_box(table: &TableBox) -> String {
    let class = table.fate.word().map(|class| format!(":::{class}")).unwrap_or_default();
    let head = format!("    {}{class}", entity(&table.title()));
    if table.fields.is_empty() && table.more == 0 {
        return format!("{head}\n");
    }
    let mut text = format!("{head} {{\n");
    let mut taken = BTreeSet::new();
    for field in &table.fields {
        let _infallible = writeln!(text, "        {}", attribute(field, &mut taken));
    }
    if table.more > 0 {
        let columns = if table.more == 1 { "column" } else { "columns" };
        let name = distinct(columns.to_owned(), &mut taken);
        let _infallible = writeln!(text, "        more {name} \"{} as before\"", table.more);
    }
    text + "    }\n"
}

fn relationship(picture: &Picture, line: &Line) -> Option<String> {
    let (child, parent) = (picture.boxes.get(line.child)?, picture.boxes.get(line.parent)?);
    let from = if line.optional { "|o" } else { "||" };
    let to = if line.single { "o|" } else { "o{" };
    let (parent, label) = (entity(&parent.title()), escape::mermaid(&picture.label(line)));
    // What goes is dotted.
    let dashes = if line.fate == Fate::Gone { ".." } else { "--" };
    Some(format!("    {parent} {from}{dashes}{to} {} : \"{label}\"\n", entity(&child.title())))
}

fn entity(name: &str) -> String {
    let is_plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !is_emphasis(name)
        && !WORDS.contains(&name.to_ascii_lowercase().as_str());
    if is_plain { name.to_owned() } else { format!("\"{}\"", escape::mermaid(name)) }
}

/// Whether Markdown takes underscores away, with which it emphasises words.
fn is_emphasis(word: &str) -> bool {
    let parts: Vec<&str> = word.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let opens = parts.iter().position(|part| part.starts_with('_'));
    let closes = parts.iter().rposition(|part| part.ends_with('_'));
    opens.zip(closes).is_some_and(|(opens, closes)| opens <= closes)
}

fn attribute(field: &Field, taken: &mut BTreeSet<String>) -> String {
    let name = distinct(word(&field.name), taken);
    let data_type = word(&field.data_type);
    let mut comment = Vec::new();
    if name != field.name || is_emphasis(&name) {
        comment.push(format!("name: {}", field.name));
    }
    if data_type != field.data_type.replace(' ', "_") || is_emphasis(&data_type) {
        comment.push(format!("type: {}", field.data_type));
    }
    if field.nullable {
        comment.push("null".to_owned());
    }
    comment.extend(field.change());
    let mut text = format!("{data_type} {name}");
    if !field.marks.is_empty() {
        let _infallible = write!(text, " {}", field.marks.join(", "));
    }
    if !comment.is_empty() {
        let _infallible = write!(text, " \"{}\"", escape::mermaid(&comment.join(", ")));
    }
    text
}

/// Returns the nearest word that the grammar takes for the type or the name of a column.
fn word(text: &str) -> String {
    let mut word = String::with_capacity(text.len());
    let mut lost = false;
    for c in text.chars() {
        // `[a](b)` would be a link.
        let is_kept =
            c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '[' | ']' | ')') || c == '(' && !word.ends_with(']');
        if is_kept {
            word.push(c);
        } else if !lost {
            word.push('_');
        }
        lost = !is_kept;
    }
    let starts = word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if starts && !is_mark(&word) { word } else { format!("_{word}") }
}

/// Whether a word starts with one that marks a key.
fn is_mark(word: &str) -> bool {
    let Some((start, rest)) = word.split_at_checked(2) else { return false };
    let is_over = !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    is_over && ["pk", "fk", "uk"].contains(&start.to_ascii_lowercase().as_str())
}

/// Returns the word, with a number where another column of the table has it already.
fn distinct(word: String, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number: u32| format!("{word}_{number}"));
    let name = std::iter::once(word.clone()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or(word);
    taken.insert(name.clone());
    name
}
