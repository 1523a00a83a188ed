//! What is wrong with a page before anything of it is run.

use autogen_schema::Dialect;

use super::markdown::{Page, Part};

/// What a fence may say.
const ATTRIBUTES: &[&str] = &["file", "sections", "shows", "on", "exit", "notrun"];

/// Returns what is wrong with a page.
pub(super) fn mistakes(page: &Page) -> Vec<String> {
    let mut mistakes = Vec::new();
    let mut above = String::new();
    for part in &page.parts {
        let block = match part {
            Part::Line(line) => {
                if line.trim().is_empty() && !above.ends_with("\n\n") {
                    above += "\n";
                } else if !line.trim().is_empty() {
                    above = if above.ends_with("\n\n") { String::new() } else { above } + line + "\n";
                }
                continue;
            }
            Part::Block(block) => block,
        };
        let mut mistake = |text: String| mistakes.push(format!("{}:{}: {text}", page.name, block.number));
        for name in block.attributes.keys().filter(|name| !ATTRIBUTES.contains(&name.as_str())) {
            mistake(format!("unknown attribute `{name}`"));
        }
        for name in block.attributes.get("on").map(String::as_str).unwrap_or_default().split_whitespace() {
            if name.parse::<Dialect>().is_err() {
                mistake(format!("`{name}` is no database"));
            }
        }
        if let Some(file) = block.attributes.get("file").or(block.attributes.get("sections"))
            && !block.is_hidden
            && !above.contains(&format!("`{file}`"))
        {
            mistake(format!("the text above does not name `{file}`"));
        }
        if block.language != "console" && block.lines.iter().any(|line| line.starts_with("$ ")) {
            mistake("a command outside of a console block".to_owned());
        }
        if block.language == "console" && block.lines.first().is_none_or(|line| !line.starts_with("$ ")) {
            mistake("output without a command".to_owned());
        }
        above.clear();
    }
    mistakes
}
