//! Branches, labels, dependencies and merges, as people type them.

mod drawing;
mod placing;
mod rewriting;
mod states;

use crate::support::Sandbox;

const NOTHING: &str = "-- autogen: upgrade\n\n-- autogen: downgrade\n";

/// Writes revisions that do nothing: `id: parents [@label] [; depends]`.
fn history(lines: &[&str]) -> Sandbox {
    let sandbox = Sandbox::new();
    add(&sandbox, lines);
    sandbox
}

fn add(sandbox: &Sandbox, lines: &[&str]) {
    for line in lines {
        let (id, rest) = line.split_once(':').unwrap();
        let (words, depends) = rest.split_once(';').unwrap_or((rest, ""));
        let list = |words: Vec<&str>| words.join(", ");
        let parents = list(words.split_whitespace().filter(|word| !word.starts_with('@')).collect());
        let labels = list(words.split_whitespace().filter_map(|word| word.strip_prefix('@')).collect());
        let depends = list(depends.split_whitespace().collect());
        let mut header = format!("-- Revises: {}\n", if parents.is_empty() { "(base)" } else { &parents });
        for (key, value) in [("Depends", depends), ("Branch", labels)] {
            if !value.is_empty() {
                header.push_str(&format!("-- {key}: {value}\n"));
            }
        }
        let text = format!("-- message of {id}\n--\n-- Revision: {id}\n{header}-- Format: 1\n\n{NOTHING}");
        sandbox.write(&format!("migrations/versions/{id}.sql"), text);
    }
}
