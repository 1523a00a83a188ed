//! The page of the configuration has each key that is understood, and no other.

use std::collections::BTreeSet;

use super::markdown::Page;
use super::pages;
use crate::support::Sandbox;

/// No key is near this one, so that all are told in its place.
const UNKNOWN: &str = "zzzzqqqq";

#[test]
fn every_key_is_documented_and_no_other() {
    let pages = pages();
    let (name, text) = pages.iter().find(|(name, _)| name == "docs/configuration.md").unwrap();
    let page = Page::parse(name, text);
    let headings = page.prose().filter_map(|line| line.strip_prefix("### ")).map(|title| title.trim_matches('`'));
    let documented: BTreeSet<String> = headings.map(str::to_owned).collect();
    assert_eq!(documented, understood());
}

/// Returns the keys that are understood, as `key` or `table.key`.
fn understood() -> BTreeSet<String> {
    let top = possible(&format!("{UNKNOWN} = 1")).unwrap();
    assert!(top.len() > 15, "{top:?}");
    let mut keys = BTreeSet::new();
    for key in top {
        let inner = possible(&format!("{key}.{UNKNOWN} = 1"));
        match inner {
            // One value, or one for each database.
            Some(inner) if inner != ["sqlite", "postgres", "mysql"] => {
                keys.extend(inner.iter().map(|inner| format!("{key}.{inner}")));
            }
            _ => drop(keys.insert(key)),
        }
    }
    assert!(keys.contains("entities") && keys.contains("compare.ownership") && keys.contains("types"), "{keys:?}");
    keys
}

/// Returns the keys that would be understood in the place of one that is not; `None` where no key is wrong.
fn possible(line: &str) -> Option<Vec<String>> {
    let sandbox = Sandbox::empty();
    let usual = "entities = [\"src\"]\ndialects = [\"sqlite\", \"postgres\", \"mysql\"]\n";
    sandbox.write("autogen.toml", format!("{usual}{line}\n"));
    let said = sandbox.run(&["heads"]).stderr;
    if !said.contains(&format!("unknown key `{UNKNOWN}`")) {
        return None;
    }
    let list = said.split("possible are ").nth(1).unwrap_or_else(|| panic!("{said}"));
    Some(list.split('`').skip(1).step_by(2).map(str::to_owned).collect())
}
