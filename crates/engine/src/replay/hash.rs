//! What something is made from, as one short text.

use sha2::{Digest as _, Sha256};

/// A hash over parts, each with its length: no two lists of them are one text.
#[derive(Default)]
pub(super) struct Hash(Sha256);

impl Hash {
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes.len().to_le_bytes());
        self.0.update(bytes);
    }

    pub(super) fn text(self) -> String {
        let key = self.0.finalize().iter().take(16).fold(0_u128, |key, byte| key << 8 | u128::from(*byte));
        format!("{key:032x}")
    }
}
