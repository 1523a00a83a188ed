//! Comments, and those that document something.

use super::{Kind, Lexer};

impl Lexer<'_> {
    /// Returns what the comment at hand is, where it documents something, and where it ends.
    pub(super) fn comment(&self) -> Option<(Option<Kind>, usize)> {
        let text = self.bytes(self.at);
        let doc = match text {
            [b'/', b'/', b'/', b'/', ..] | [b'/', b'*', b'*', b'*' | b'/', ..] => None,
            [b'/', b'/', b'/', ..] | [b'/', b'*', b'*', ..] => Some(Kind::Doc { inner: false }),
            [b'/', b'/' | b'*', b'!', ..] => Some(Kind::Doc { inner: true }),
            _ => None,
        };
        let is_line = text.starts_with(b"//");
        let length = if is_line { line_length(text) } else { block_length(text)? };
        // The line feed behind the return that ends a line is none of the comment.
        let looked_at = text.get(..length + usize::from(is_line)).unwrap_or(text);
        if doc.is_some() && has_bare_return(looked_at) {
            return None;
        }
        Some((doc, self.at + length))
    }
}

/// Up to the end of the line. A return before it still belongs to the comment.
fn line_length(text: &[u8]) -> usize {
    text.iter().position(|&byte| byte == b'\n').unwrap_or(text.len())
}

/// Block comments may hold others.
fn block_length(text: &[u8]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        match text.get(at..)? {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => {
                (depth, at) = (depth.checked_sub(1)?, at + 2);
                if depth == 0 {
                    return Some(at);
                }
            }
            [_, ..] => at += 1,
            [] => return None,
        }
    }
}

/// Whether a return stands there without the line feed that Rust wants behind it in documentation.
fn has_bare_return(text: &[u8]) -> bool {
    text.split(|&byte| byte == b'\r').skip(1).any(|after| !after.starts_with(b"\n"))
}
