//! A short name for the text of a statement.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::Dialect;
use crate::sql::normalize_statement;

/// Returns what stands for a stored statement where its text is too long: the first 16 hexadecimal digits of the SHA-256 of
/// its normal form. Comments, white space, needless quotes and the case of words do not count.
pub fn fingerprint(sql: &str) -> String {
    hash(&normalize_statement(sql, Dialect::Sqlite))
}

/// Returns the first 16 hexadecimal digits of the SHA-256.
pub(crate) fn hash(text: &str) -> String {
    Sha256::digest(text).iter().take(8).fold(String::with_capacity(16), |mut hex, byte| {
        let _infallible = write!(hex, "{byte:02x}");
        hex
    })
}
