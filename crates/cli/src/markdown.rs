//! Text that may hold anything, as Markdown takes it where GitHub and GitLab show it: none of it becomes a tag, a link or a mention.

/// Writes a sentence. What stands between backquotes in it is code.
pub(crate) fn inline(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let written = parts.iter().enumerate().map(|(at, part)| match at % 2 {
        0 => escaped(part),
        _ if at + 1 < parts.len() => code(part),
        // One that nothing closes.
        _ => format!("\\`{}", escaped(part)),
    });
    written.collect()
}

/// Writes a sentence in a cell of a table.
pub(crate) fn cell(text: &str) -> String {
    // Within code, too, a bar ends the cell unless it is told not to.
    let text = inline(text).replace("\\|", "|");
    text.replace('|', "\\|")
}

/// Writes text as code within a line.
pub(crate) fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let fence = "`".repeat(longest_run(&text) + 1);
    let space = if text.is_empty() || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// Writes a block of code.
pub(crate) fn block(language: &str, text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}\n", text.trim_end())
}

/// Writes something that is shown once it is asked for.
pub(crate) fn fold(summary: &str, content: &str) -> String {
    format!("<details>\n<summary>{}</summary>\n\n{content}\n</details>\n", html(summary))
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', " ")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => out.extend(['\\', c]),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // Nothing that can be seen keeps it from being a mention, which would send somebody a mail.
            '@' => out.push_str("@&#8203;"),
            // Nor from being the number of an issue.
            '#' => out.push_str("\\#&#8203;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_backquotes_is_code_and_the_rest_is_no_markup() {
        assert_eq!(inline("added column `users.a_b`: text"), "added column `users.a_b`: text");
        assert_eq!(
            inline("a_b *c* <b> @me #1 [x](y) & z"),
            "a\\_b \\*c\\* &lt;b&gt; @&#8203;me \\#&#8203;1 \\[x\\](y) &amp; z"
        );
        assert_eq!(inline("odd ` one"), "odd \\` one");
        assert_eq!(inline("`a` ` <b>"), "`a` \\` &lt;b&gt;");
    }

    #[test]
    fn a_cell_is_not_ended_by_what_is_in_it() {
        assert_eq!(cell("a|b `c|d`\ne"), "a\\|b `c\\|d` e");
    }

    #[test]
    fn nothing_ends_its_fence() {
        assert_eq!(block("sql", "-- ```\n-- ````\n"), "`````sql\n-- ```\n-- ````\n`````\n");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(fold("a <b>", "c"), "<details>\n<summary>a &lt;b&gt;</summary>\n\nc\n</details>\n");
    }
}
