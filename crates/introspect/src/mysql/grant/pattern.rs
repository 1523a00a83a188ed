//! The pattern that a grant names databases by.

use std::collections::BTreeSet;

/// Whether a pattern covers a database: `_` and `%` are wild unless a backslash is before them.
pub(super) fn covers(pattern: &str, database: &str) -> bool {
    let items = items(pattern);
    let mut reached = skip(&items, BTreeSet::from([0]));
    for c in database.chars() {
        let step = |at: usize| match items.get(at)? {
            Wild::Any => Some(at),
            Wild::One => Some(at + 1),
            Wild::Exactly(wanted) => (*wanted == c).then_some(at + 1),
        };
        reached = skip(&items, reached.into_iter().filter_map(step).collect());
    }
    reached.contains(&items.len())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wild {
    Exactly(char),
    One,
    Any,
}

fn items(pattern: &str) -> Vec<Wild> {
    let mut items = Vec::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        items.push(match c {
            '\\' => Wild::Exactly(chars.next().unwrap_or(c)),
            '_' => Wild::One,
            '%' => Wild::Any,
            c => Wild::Exactly(c),
        });
    }
    items
}

/// Adds the places that are reached without a further character.
fn skip(items: &[Wild], mut reached: BTreeSet<usize>) -> BTreeSet<usize> {
    for (at, item) in items.iter().enumerate() {
        if *item == Wild::Any && reached.contains(&at) {
            reached.insert(at + 1);
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_cover_what_they_say() {
        for (pattern, database, expected) in [
            ("x", "x", true),
            ("x", "y", false),
            ("x", "xx", false),
            ("x_z", "xyz", true),
            ("x\\_z", "xyz", false),
            ("x\\_z", "x_z", true),
            ("%", "", true),
            ("a%c%", "abcd", true),
            ("a%c%", "abd", false),
            ("%a", "aaa", true),
            ("", "a", false),
        ] {
            assert_eq!(covers(pattern, database), expected, "{pattern} {database}");
        }
    }
}
