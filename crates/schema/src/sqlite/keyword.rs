//! Keywords that cannot be names.

/// Whether `word`, unquoted, can never be a name: the keywords that SQLite's `parse.y` gives no fallback.
pub fn is_keyword(word: &str) -> bool {
    KEYWORDS.split_ascii_whitespace().any(|keyword| keyword.eq_ignore_ascii_case(word))
}

const KEYWORDS: &str = "\
    add all alter and as autoincrement between case check collate commit constraint create default deferrable delete \
    distinct drop else escape except exists foreign from group having in index insert intersect into is isnull join limit \
    not nothing notnull null on or order primary references returning select set table then to transaction union unique \
    update using values when where";
