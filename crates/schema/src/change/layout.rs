//! Wraps a logical change line into the lines of a file.

/// Wraps `line` at blanks so that, where it can be, no piece is longer than `width` characters. Pieces after the first
/// are indented by four blanks. Blanks inside quotes stay: joining the trimmed pieces with one blank gives `line`.
pub fn layout(line: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut current = String::new();
    for piece in pieces(line) {
        let grown = current.chars().count() + 1 + piece.chars().count();
        if current.is_empty() {
            current.push_str(piece);
        } else if grown <= width {
            current.push(' ');
            current.push_str(piece);
        } else {
            lines.push(std::mem::replace(&mut current, format!("    {piece}")));
        }
    }
    lines.push(current);
    lines
}

/// Splits a line into what is kept together: a column with its facets where there is a list, a word elsewhere.
fn pieces(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut depth, mut quote, mut escaped) = (0, 0_u32, None, false);
    let bytes = line.as_bytes();
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(q), _) if q == c => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            (None, ' ') => {
                let after_comma = at > 0 && bytes.get(at - 1) == Some(&b',');
                if depth == 0 || (depth == 1 && after_comma) {
                    pieces.push(&line[start..at]);
                    start = at + 1;
                }
            }
            _ => {}
        }
    }
    pieces.push(&line[start..]);
    pieces
}
