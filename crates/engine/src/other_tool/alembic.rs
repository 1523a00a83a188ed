//! Alembic's revision files, which are Python: the two assignments and the docstring that everybody's template writes.
//!
//! ```python
//! """Add users
//!
//! Revision ID: 1975ea83b712
//! """
//! revision: str = "1975ea83b712"
//! down_revision: Union[str, Sequence[str], None] = ("8f3c1d2ab4e0", "0b1c77aa23de")
//! ```

use std::path::{Path, PathBuf};

use super::Known;

/// Reads a file. `None` where it assigns no revision, or none that can be told without running it.
pub(super) fn read(path: &Path, text: &str) -> Option<(String, Known)> {
    path.extension().filter(|extension| *extension == "py")?;
    let found = strings(assigned(text, "revision")?)?;
    let [revision] = &found[..] else { return None };
    let upon = assigned(text, "down_revision").and_then(strings);
    let depends = assigned(text, "depends_on").map_or(Some(Vec::new()), strings);
    let parents = upon.zip(depends).map(|(upon, depends)| [upon, depends].concat());
    Some((revision.clone(), Known { path: path.to_owned(), message: docstring(text), parents }))
}

/// Returns where `script_location` of `alembic.ini` points to.
pub(super) fn script_location(root: &Path) -> Option<PathBuf> {
    let ini = std::fs::read_to_string(root.join("alembic.ini")).ok()?;
    let line = ini.lines().find_map(|line| line.strip_prefix("script_location")?.trim_start().strip_prefix('='))?;
    let location = line.trim().trim_start_matches("%(here)s/");
    (!location.is_empty()).then(|| root.join(location))
}

/// Returns what is behind the `=` of an assignment that starts a line, with or without a type.
fn assigned<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let (here, behind) = (start, start + line.len());
        start = behind;
        let Some(rest) = line.strip_prefix(name).map(str::trim_start) else { continue };
        if !rest.starts_with([':', '=']) || rest.starts_with("==") {
            continue;
        }
        let at = here + line.find('=')? + 1;
        return text.get(at..);
    }
    None
}

/// Reads `None`, a string, or a tuple or list of strings, over several lines too.
fn strings(value: &str) -> Option<Vec<String>> {
    let mut rest = value.trim_start_matches([' ', '\t']);
    if rest.starts_with("None") {
        return Some(Vec::new());
    }
    let Some(inside) = rest.strip_prefix(['(', '[']) else {
        return string(rest).map(|(text, _)| vec![text]);
    };
    rest = inside;
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if rest.starts_with([')', ']']) {
            return Some(found);
        }
        if let Some(comment) = rest.strip_prefix('#') {
            rest = comment.split_once('\n')?.1;
            continue;
        }
        let (text, behind) = string(rest)?;
        found.push(text);
        rest = behind;
    }
}

/// Reads the string that `text` starts with. One with a backslash is nobody's id.
fn string(text: &str) -> Option<(String, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let (inside, behind) = text.get(1..)?.split_once(quote)?;
    let is_plain = !inside.is_empty() && !inside.contains(['\\', '\n']);
    is_plain.then(|| (inside.to_owned(), behind))
}

/// Returns the first line of the docstring.
fn docstring(text: &str) -> Option<String> {
    let mut rest = text;
    while let Some((_, behind)) =
        rest.split_once('\n').filter(|(line, _)| line.trim().is_empty() || line.starts_with('#'))
    {
        rest = behind;
    }
    let rest = rest.trim_start_matches(['r', 'u']);
    let quote = ["\"\"\"", "'''"].into_iter().find(|quote| rest.starts_with(quote))?;
    let (inside, _) = rest.get(quote.len()..)?.split_once(quote)?;
    let line = inside.lines().map(str::trim).find(|line| !line.is_empty())?;
    (!line.starts_with("Revision ID:")).then(|| line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<(String, Option<String>, Option<Vec<String>>)> {
        let (revision, known) = read("1975_users.py".as_ref(), text)?;
        Some((revision, known.message, known.parents))
    }

    fn texts(list: &[&str]) -> Vec<String> {
        list.iter().map(|&text| text.to_owned()).collect()
    }

    /// As the templates of Alembic and Flask-Migrate write it, then and now.
    #[test]
    fn what_templates_write_is_read() {
        let flask = "\"\"\"Add users\n\nRevision ID: 1975ea83b712\nRevises: \n\n\"\"\"\nfrom alembic import op\n\n# revision \
                     identifiers, used by Alembic.\nrevision = '1975ea83b712'\ndown_revision = None\nbranch_labels = \
                     None\ndepends_on = None\n";
        assert_eq!(of(flask), Some(("1975ea83b712".to_owned(), Some("Add users".to_owned()), Some(vec![]))));
        let typed = "#!/usr/bin/env python\n\n'''merge'''\nrevision: str = \"c\"  # it\ndown_revision: Union[str, \
                     Sequence[str], None] = (\n    'a',  # one\n    \"b\",\n)\ndepends_on: Union[str, None] = 'd'\n";
        assert_eq!(of(typed), Some(("c".to_owned(), Some("merge".to_owned()), Some(texts(&["a", "b", "d"])))));
        let bare = "revision='c'\ndown_revision=['a']\nrevision_environment = True\n";
        assert_eq!(of(bare), Some(("c".to_owned(), None, Some(texts(&["a"])))));
    }

    #[test]
    fn what_must_be_run_to_be_known_is_not_guessed() {
        assert_eq!(of("revision = 'c'\ndown_revision = previous()\n"), Some(("c".to_owned(), None, None)));
        assert_eq!(of("revision = 'c'\n"), Some(("c".to_owned(), None, None)));
        for text in
            ["revision = make()\n", "    revision = 'c'\n", "revision == 'c'\n", "revision = 'a\\x62'\n", "import os\n"]
        {
            assert_eq!(of(text), None, "{text}");
        }
        assert_eq!(read("1975.sql".as_ref(), "revision = 'c'\n"), None);
    }
}
