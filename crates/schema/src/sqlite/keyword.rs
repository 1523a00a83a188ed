//! Keywords that cannot be names.

/// Whether `word`, unquoted, can never be a name: the keywords that SQLite's `parse.y` gives no fallback.
pub fn is_keyword(word: &str) -> bool {
    let word = || word.bytes().map(|byte| byte.to_ascii_lowercase());
    KEYWORDS.binary_search_by(|keyword| keyword.bytes().cmp(word())).is_ok()
}

/// In their order.
#[rustfmt::skip]
const KEYWORDS: [&str; 58] = [
    "add", "all", "alter", "and", "as", "autoincrement", "between", "case", "check", "collate", "commit",
    "constraint", "create", "default", "deferrable", "delete", "distinct", "drop", "else", "escape", "except",
    "exists", "foreign", "from", "group", "having", "in", "index", "insert", "intersect", "into", "is",
    "isnull", "join", "limit", "not", "nothing", "notnull", "null", "on", "or", "order", "primary",
    "references", "returning", "select", "set", "table", "then", "to", "transaction", "union", "unique",
    "update", "using", "values", "when", "where",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_in_order_and_found_in_any_case() {
        assert!(KEYWORDS.is_sorted());
        assert!(KEYWORDS.iter().all(|word| is_keyword(word) && is_keyword(&word.to_ascii_uppercase())));
        assert!(!["", "a", "tables", "zz", "key", "Ünion"].into_iter().any(is_keyword));
    }
}
