//! What a history of SQL builds on SQLite, as a fingerprint: a check of a database that holds just that need not build it again.
//!
//! It is kept in the folder that Cargo builds in, where there is one, and holds while no revision and no setting that counts has another
//! content. It can be removed at any time.

use std::fs;
use std::path::PathBuf;

use autogen_revision::{RevisionId, Version};

use super::place::Place;
use crate::build_folder::keep;
use crate::dump::Entry;
use crate::hash::Hash;
use crate::{History, Target};

/// The place of the fingerprint, and what it holds for.
pub(crate) struct Fingerprint {
    file: PathBuf,
    key: String,
}

impl Fingerprint {
    /// Finds the place for what the first revisions of a history build. `None` where nothing is kept, or where it is not SQLite that
    /// builds it.
    pub(crate) fn of(target: Target<'_>, history: &History, order: &[RevisionId], sqlite: Version) -> Option<Self> {
        let Place { file, key } = Place::of(target, history, order, sqlite, "txt")?;
        Some(Self { file, key })
    }

    /// Whether the history is known to build just these.
    pub(crate) fn is_of(&self, entries: &[Entry]) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|text| text == self.text(entries))
    }

    /// Keeps what it builds.
    pub(crate) fn write(&self, entries: &[Entry]) {
        keep(&self.file, self.text(entries).as_bytes());
    }

    fn text(&self, entries: &[Entry]) -> String {
        let mut sorted: Vec<&Entry> = entries.iter().collect();
        sorted.sort();
        let mut hash = Hash::default();
        for entry in sorted {
            hash.add_entry(entry);
        }
        format!("{} {}\n", self.key, hash.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(kind: &str, name: &str, table: Option<&str>, sql: &str) -> Entry {
        Entry { kind: kind.to_owned(), name: name.into(), table: table.map(Into::into), sql: Some(sql.to_owned()) }
    }

    #[test]
    fn it_holds_for_what_was_written_in_any_order_and_for_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let place = |key: &str| Fingerprint { file: folder.path().join("history.txt"), key: key.to_owned() };
        let entries = [entry("table", "a", None, "CREATE TABLE a"), entry("index", "b", Some("a"), "CREATE INDEX b")];
        assert!(!place("k").is_of(&entries), "nothing is there yet");
        place("k").write(&entries);
        assert!(place("k").is_of(&entries));
        let mut turned = entries.clone();
        turned.reverse();
        assert!(place("k").is_of(&turned));
        assert!(!place("other").is_of(&entries), "the history is another one");
        assert!(!place("k").is_of(&entries[..1]));
        let [table, mut index] = entries;
        index.sql = None;
        assert!(!place("k").is_of(&[table, index]));
    }
}
