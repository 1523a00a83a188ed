//! Bodies of triggers, routines and events, as the catalog shows them.
//!
//! What `information_schema` shows is not what was written: the escapes of its strings are taken off. MariaDB still doubles the
//! quotes within, so that the strings can be told and written anew. MySQL does not, and what it shows may be no SQL at all.

use super::server::{Product, Server};

/// Returns a body with its strings written so that they mean themselves.
pub(super) fn respelled(body: &str, server: &Server) -> String {
    match server.product {
        Product::MariaDb => with_backslashes(body),
        Product::MySql => body.to_owned(),
    }
}

/// Whether a body may not be what was written.
pub(super) fn is_uncertain(body: &str, server: &Server) -> bool {
    server.product == Product::MySql && body.contains(['\'', '"', '\\'])
}

/// Doubles every backslash in a string. One in a name or in a comment stands for itself.
fn with_backslashes(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '\'' | '"' | '`' => rest.get(1..).and_then(|after| after.find(first)).map(|at| at + 2),
            '#' => rest.find('\n'),
            '-' if rest.starts_with("--") && rest.chars().nth(2).is_none_or(|c| c <= ' ') => rest.find('\n'),
            '/' if rest.starts_with("/*") => rest.find("*/").map(|at| at + 2),
            c => Some(c.len_utf8()),
        };
        let (piece, after) = rest.split_at_checked(end.unwrap_or(rest.len())).unwrap_or((rest, ""));
        if matches!(first, '\'' | '"') {
            out.push_str(&piece.replace('\\', "\\\\"));
        } else {
            out.push_str(piece);
        }
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backslashes_of_strings_are_doubled() {
        for (shown, expected) in [
            (r"set a = 'x\y''z\'", r"set a = 'x\\y''z\\'"),
            (r#"set a = "it's \", b = '\"'"#, r#"set a = "it's \\", b = '\\"'"#),
            (r"select `a\b` -- it's \", r"select `a\b` -- it's \"),
            ("select 1--'\\'\n# '\\\n, '\\'", "select 1--'\\\\'\n# '\\\n, '\\\\'"),
            (r"/* '\ */ '\'", r"/* '\ */ '\\'"),
            (r"'\", r"'\\"),
            ("é'ü'", "é'ü'"),
        ] {
            assert_eq!(with_backslashes(shown), expected);
        }
    }
}
