//! The files of SeaORM's migrations: `m20220101_000001_create_users.rs`.

use std::path::Path;

use super::Known;

/// Returns the migration that a file is, by its name, which is what the table has.
pub(super) fn read(path: &Path) -> Option<(String, Known)> {
    let name = path.file_name()?.to_str()?.strip_suffix(".rs")?;
    let (date, rest) = name.strip_prefix('m')?.split_once('_')?;
    let (time, _) = rest.split_once('_')?;
    let is_number = |text: &str, length| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    // The table has all that were applied.
    let known = || Known { path: path.to_owned(), message: None, parents: Some(Vec::new()) };
    (is_number(date, 8) && is_number(time, 6)).then(|| (name.to_owned(), known()))
}
