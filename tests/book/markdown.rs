//! A page in its parts: fenced blocks, with what their fences say, and the lines between them.

use std::collections::BTreeMap;
use std::fmt;

/// A page.
pub(super) struct Page {
    /// Its path in the repository.
    pub(super) name: String,
    pub(super) parts: Vec<Part>,
}

pub(super) enum Part {
    Line(String),
    Block(Block),
}

/// What stands between two fences.
pub(super) struct Block {
    /// The line of the page, from 1.
    pub(super) number: usize,
    opening: String,
    closing: String,
    pub(super) language: String,
    pub(super) attributes: BTreeMap<String, String>,
    pub(super) lines: Vec<String>,
    /// Whether it stands in a comment, where no reader sees it.
    pub(super) is_hidden: bool,
}

/// What is typed, and what comes out.
pub(super) struct Command {
    pub(super) typed: Vec<String>,
    pub(super) output: Vec<String>,
}

impl Block {
    /// Takes a console block apart.
    pub(super) fn commands(&self) -> Vec<Command> {
        let mut commands: Vec<Command> = Vec::new();
        for line in &self.lines {
            match commands.last_mut() {
                Some(last) if last.output.is_empty() && last.typed.last().is_some_and(|line| line.ends_with('\\')) => {
                    last.typed.push(line.clone());
                }
                Some(last) if !line.starts_with("$ ") => last.output.push(line.clone()),
                _ => commands.push(Command { typed: vec![line.clone()], output: Vec::new() }),
            }
        }
        commands
    }
}

impl Page {
    /// Takes a page apart. A block that does not end goes to the end of the page, as in Markdown.
    pub(super) fn parse(name: &str, text: &str) -> Self {
        let mut parts = Vec::new();
        let mut lines = text.lines().zip(1..);
        let mut is_hidden = false;
        while let Some((line, number)) = lines.next() {
            let Some(fence) = fence(line) else {
                is_hidden = match (line.rfind("<!--"), line.rfind("-->")) {
                    (Some(opens), Some(closes)) => opens > closes,
                    (opens, closes) => opens.is_some() || (is_hidden && closes.is_none()),
                };
                parts.push(Part::Line(line.to_owned()));
                continue;
            };
            let (language, attributes) = information(&line[fence.len()..]);
            let mut block = Block {
                number,
                opening: line.to_owned(),
                closing: fence.to_owned(),
                language,
                attributes,
                lines: Vec::new(),
                is_hidden,
            };
            for (line, _) in lines.by_ref() {
                if line.trim_end() == fence {
                    line.clone_into(&mut block.closing);
                    break;
                }
                block.lines.push(line.to_owned());
            }
            parts.push(Part::Block(block));
        }
        Self { name: name.to_owned(), parts }
    }

    /// Returns the blocks.
    pub(super) fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.parts.iter().filter_map(|part| match part {
            Part::Block(block) => Some(block),
            Part::Line(_) => None,
        })
    }

    /// Returns the lines that are in no block.
    pub(super) fn prose(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Line(line) => Some(line.as_str()),
            Part::Block(_) => None,
        })
    }

    /// Returns what a comment of one line says: `<!-- KEY: value -->`.
    pub(super) fn directive<'a>(line: &'a str, key: &str) -> Option<&'a str> {
        Some(line.strip_prefix("<!-- ")?.strip_suffix(" -->")?.strip_prefix(key)?.strip_prefix(": ")?.trim())
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            match part {
                Part::Line(line) => writeln!(f, "{line}")?,
                Part::Block(block) => {
                    writeln!(f, "{}", block.opening)?;
                    block.lines.iter().try_for_each(|line| writeln!(f, "{line}"))?;
                    writeln!(f, "{}", block.closing)?;
                }
            }
        }
        Ok(())
    }
}

fn fence(line: &str) -> Option<&str> {
    let length = line.len() - line.trim_start_matches('`').len();
    (length >= 3 && !line[length..].contains('`')).then(|| &line[..length])
}

/// Takes apart what a fence says: `rust file=src/user.rs`, `console notrun="takes sea-orm-cli"`.
fn information(text: &str) -> (String, BTreeMap<String, String>) {
    let (language, mut rest) = text.split_once([' ', ',']).unwrap_or((text, ""));
    let mut attributes = BTreeMap::new();
    while !rest.trim().is_empty() {
        rest = rest.trim_start();
        let (name, value) = rest.split_once('=').unwrap_or((rest, ""));
        let (value, after) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => value.split_once([' ', ',']).unwrap_or((value, "")),
        };
        attributes.insert(name.to_owned(), value.to_owned());
        rest = after.trim_start_matches(',');
    }
    (language.to_owned(), attributes)
}
