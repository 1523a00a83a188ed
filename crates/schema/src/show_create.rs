//! `SHOW CREATE TABLE` of MySQL and MariaDB.

mod column;

pub use column::{column_fingerprint, column_fingerprints, column_text};

use crate::Dialect;
use crate::sql::{TokenKind, tokenize};
use crate::sqlite::hash;

/// Returns what stands for the text that `SHOW CREATE TABLE` gives: the first 16 hexadecimal digits of its SHA-256, without the
/// counter of the key (`AUTO_INCREMENT=7`), which rows change. A server writes a table always alike, so every other
/// difference is one.
pub fn fingerprint(show_create: &str) -> String {
    hash(&without_counter(show_create))
}

fn without_counter(show_create: &str) -> String {
    let tokens = tokenize(show_create, Dialect::Mysql);
    let mut depth = 0_usize;
    for window in tokens.windows(3) {
        let [name, equals, number] = window else { continue };
        match name.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_counter = name.is_word("auto_increment") && equals.is_punct("=") && number.kind == TokenKind::Number;
        if depth == 0 && is_counter {
            let before = show_create.get(..name.start).unwrap_or_default().trim_end();
            let after = show_create.get(number.end()..).unwrap_or_default();
            return format!("{before}{after}");
        }
    }
    show_create.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counter_does_not_count() {
        let table = |options: &str| {
            format!(
                "CREATE TABLE `a` (\n  `id` int NOT NULL AUTO_INCREMENT,\n  `b` text DEFAULT ' AUTO_INCREMENT=3'\n){options}"
            )
        };
        let plain = fingerprint(&table(" ENGINE=InnoDB COMMENT='AUTO_INCREMENT=2'"));
        assert_eq!(plain, fingerprint(&table(" ENGINE=InnoDB AUTO_INCREMENT=17 COMMENT='AUTO_INCREMENT=2'")));
        assert_ne!(plain, fingerprint(&table(" ENGINE=InnoDB AUTO_INCREMENT=17 COMMENT='AUTO_INCREMENT=4'")));
        assert_ne!(
            plain,
            fingerprint(&table(" ENGINE=InnoDB COMMENT='AUTO_INCREMENT=2' /*!50100 PARTITION BY KEY () */"))
        );
        assert_eq!(plain.len(), 16);
    }
}
