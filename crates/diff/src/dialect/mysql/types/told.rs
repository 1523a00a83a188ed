//! What the catalogs of MySQL and MariaDB can tell of a text.

/// Returns a text as the catalogs tell it. They are written in `utf8mb3`, which has no character beyond U+FFFF: a `?` stands there
/// (<https://mariadb.com/kb/en/supported-character-sets-and-collations/>), in `information_schema` and in `SHOW CREATE TABLE`, whatever the table
/// itself keeps.
pub(crate) fn as_catalogs_tell(text: &str) -> String {
    text.chars().map(|character| if character > '\u{ffff}' { '?' } else { character }).collect()
}

#[cfg(test)]
mod tests {
    use super::as_catalogs_tell;

    #[test]
    fn a_character_beyond_the_first_plane_is_a_question_mark() {
        assert_eq!(as_catalogs_tell("a😀ß\u{ffff}?"), "a?ß\u{ffff}?");
    }
}
