//! What something is made from, as one short text.

use std::fmt::{self, Debug, Write as _};

use sha2::{Digest as _, Sha256};

use crate::dump::Entry;

/// A hash over parts, each with its length: no two lists of them are one text.
#[derive(Default)]
pub(crate) struct Hash(Sha256);

impl Hash {
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes.len().to_le_bytes());
        self.0.update(bytes);
    }

    /// Adds all that is in something, which its `Debug` tells.
    pub(crate) fn add_debug(&mut self, something: &impl Debug) {
        let mut hash = Self::default();
        // Hashing does not fail, and neither does what is derived.
        let _written = write!(hash, "{something:?}");
        self.add(hash.text().as_bytes());
    }

    /// Adds a statement that a database stores.
    pub(crate) fn add_entry(&mut self, entry: &Entry) {
        self.add(entry.kind.as_bytes());
        for name in std::iter::once(&entry.name).chain(&entry.table) {
            self.add(name.schema.as_ref().map_or("", |schema| schema.as_str()).as_bytes());
            self.add(name.name.as_str().as_bytes());
        }
        self.add(entry.sql.as_deref().map_or(&[0][..], str::as_bytes));
    }

    pub(crate) fn text(self) -> String {
        let key = self.0.finalize().iter().take(16).fold(0_u128, |key, byte| key << 8 | u128::from(*byte));
        format!("{key:032x}")
    }
}

/// Text is added as it comes, and stands for one part.
impl fmt::Write for Hash {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}
