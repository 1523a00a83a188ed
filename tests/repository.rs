//! What the repository says of itself is so.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The architecture page has lists of the files to touch for common changes.
#[test]
fn every_file_that_the_architecture_names_exists() {
    let page = fs::read_to_string(root().join("crates/README.md")).unwrap();
    let lists = ["## A new column attribute", "## A new operation", "## A new command"];
    for title in lists {
        let list = page.split(title).nth(1).unwrap_or_else(|| panic!("there is no `{title}`"));
        let list = list.split("\n## ").next().unwrap();
        let items: Vec<&str> = list.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())).collect();
        assert!(items.len() >= 4, "`{title}` lists {} steps", items.len());
        for item in items {
            let files: Vec<&str> = item.split('`').skip(1).step_by(2).filter(|word| word.contains('/')).collect();
            assert!(!files.is_empty(), "no file in: {item}");
            for file in files {
                let path = if file.starts_with("fixtures/") || file.starts_with("tests/") {
                    root().join(file)
                } else {
                    root().join("crates").join(file)
                };
                assert!(path.exists(), "{file} is named by the architecture page and does not exist");
            }
        }
    }
}

/// The crates in the middle know the vocabulary and not each other.
#[test]
fn the_middle_crates_do_not_depend_on_each_other() {
    let middle = ["introspect", "model", "diff", "revision"];
    for of in middle {
        let manifest = fs::read_to_string(root().join("crates").join(of).join("Cargo.toml")).unwrap();
        for other in middle.iter().chain(&["engine", "cli"]).filter(|other| **other != of) {
            assert!(!manifest.contains(&format!("autogen-{other}")), "autogen-{of} depends on autogen-{other}");
        }
    }
    let schema = fs::read_to_string(root().join("crates/schema/Cargo.toml")).unwrap();
    assert!(!schema.contains("autogen-diff") && !schema.contains("sea-orm"), "the vocabulary has a driver");
}

/// Every test file is a module of the one test binary.
#[test]
fn no_test_file_is_forgotten() {
    let listed = fs::read_to_string(root().join("tests/it.rs")).unwrap();
    let listed: BTreeSet<&str> =
        listed.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';')).collect();
    for entry in fs::read_dir(root().join("tests")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            assert!(name == "it" || listed.contains(name.as_str()), "tests/{name}.rs is not listed in tests/it.rs");
        }
    }
}

/// Every change line that the page shows is one, and prints as it is shown.
#[test]
fn the_page_on_change_lists_shows_what_is_printed() {
    let page = fs::read_to_string(root().join("docs/change-list.md")).unwrap();
    let shown = page.lines().map(|line| line.strip_prefix("--   ").unwrap_or(line));
    let lines: Vec<&str> = shown
        .filter(|line| line.len() > 2 && line.starts_with(['+', '-', '~', '>', '=']) && line[1..].starts_with(' '))
        .filter(|line| !line.starts_with("-- "))
        .collect();
    assert!(lines.len() >= 17, "{lines:#?}");
    for line in lines {
        let change = autogen_schema::change::Change::parse(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(change.to_string(), line);
    }
}

/// What is shown of embedding, on its page and by the crate, is part of what is compiled, and so compiles.
#[test]
fn what_is_shown_of_embedding_is_compiled() {
    let lines = |text: &str| text.lines().map(|line| format!("{}\n", line.trim())).collect::<String>();
    let read = |file: &str| lines(&fs::read_to_string(root().join(file)).unwrap());
    let compiled = read("fixtures/notes/src/lib.rs") + &read("tests/embedding/shown.rs");
    let of_crate = fs::read_to_string(root().join("crates/revision/src/lib.rs")).unwrap().replace("//! ", "");
    let shown =
        fs::read_to_string(root().join("docs/embedding.md")).unwrap() + &of_crate.replace("```ignore", "```rust");
    let blocks: Vec<&str> = shown.split("```rust\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(blocks.len() >= 6, "{blocks:#?}");
    for block in blocks {
        assert!(compiled.contains(&lines(block)), "this is shown and is nowhere:\n{block}");
    }
}

/// A program that runs its own revisions links what runs them, and not what makes them.
#[test]
fn a_program_links_nothing_that_makes_revisions() {
    let tree =
        ["tree", "--offline", "--locked", "-p", "autogen-revision", "-e", "normal,no-proc-macro", "--prefix", "none"];
    let output = Command::new(env!("CARGO")).args(tree).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).unwrap();
    let linked: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(linked.contains("autogen-schema") && linked.contains("sqlx-sqlite"), "{linked:?}");
    let tools = ["handlebars", "ignore", "proc-macro2", "rayon", "sea-schema", "serde_json", "similar", "syn", "toml"];
    let heavy: Vec<&str> = tools.into_iter().filter(|name| linked.contains(name)).collect();
    assert_eq!(heavy, [""; 0]);
}
