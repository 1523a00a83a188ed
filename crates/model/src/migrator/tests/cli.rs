//! What `sea-orm-cli migrate generate` does to the first file of a migration crate.

use std::fs;

use super::registering::{alone, shapes};
use crate::migrator::Migrator;

/// Finds `mod\s+(?P<name>m\d{8}_\d{6}_\w+);`. Returns the names, each with where its semicolon ends.
fn modules(text: &str) -> Vec<(&str, usize)> {
    let mut out = Vec::new();
    for (at, _) in text.match_indices("mod") {
        let rest = &text[at + 3..];
        let name = rest.trim_start();
        let end = name.find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(name.len());
        let word = &name[..end];
        let parts: Vec<&str> = word.splitn(3, '_').collect();
        let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
        let [date, time, slug] = parts[..] else { continue };
        let is_name = date.strip_prefix('m').is_some_and(|date| digits(date, 8)) && digits(time, 6) && !slug.is_empty();
        if is_name && rest.len() > name.len() && name[end..].starts_with(';') {
            out.push((word, text.len() - name.len() + end + 1));
        }
    }
    out
}

/// Adds a migration; nothing where it would panic.
///
/// The new module is declared behind the last; the vector is written anew from `vec![` to the last `]` of a line, with every
/// module that was found.
fn generate(text: &str, name: &str) -> Option<String> {
    let found = modules(text);
    let end = found.last()?.1 + 1;
    let mut out = text.to_owned();
    if !text.is_char_boundary(end) {
        return None;
    }
    out.insert_str(end, &format!("mod {name};\n"));
    let names = found.iter().map(|(name, _)| *name).chain([name]);
    let entries: String = names.flat_map(|name| ["            Box::new(", name, "::Migration),\n"]).collect();
    let open = out.find("vec![")?;
    let close = out.rfind("]\n").filter(|close| *close > open + "vec![".len())?;
    out.replace_range(open..close + 2, &format!("vec![\n{entries}        ]\n"));
    Some(out)
}

/// It knows modules and the vector by regular expressions, and has to go on with what it could go on with before.
#[test]
fn sea_orm_cli_goes_on() {
    let later = "m20300101_000000_later";
    let mut tried = 0;
    for folder in shapes() {
        let Ok(after) = fs::read_to_string(folder.join("after.rs")) else { continue };
        let before = fs::read_to_string(folder.join("before.rs")).unwrap();
        // The new one is the last, and all others are in any order, as modules are declared.
        let goes_on = |text: &str| Some(sorted(text, Some(later)) == sorted(&generate(text, later)?, None));
        if goes_on(&before) == Some(true) {
            tried += 1;
            assert_eq!(goes_on(&after), Some(true), "{}\n{after}", folder.display());
        }
    }
    assert!(tried >= 30, "{tried}");
}

/// The modules of every migrator's migrations, sorted, with one more.
fn sorted(text: &str, more: Option<&str>) -> Vec<Option<Vec<Option<String>>>> {
    let migrations = |migrator: &Migrator| {
        let migrations = migrator.migrations.as_ref().ok()?;
        let mut modules: Vec<_> = migrations.iter().map(|migration| migration.module.clone()).collect();
        modules.extend(more.map(|more| Some(more.to_owned())));
        modules.sort();
        Some(modules)
    };
    alone(text).migrators.iter().map(migrations).collect()
}
