//! Edits of crates of several files, and taking migrations out.

mod adding;
mod removing;

use super::crate_of;
use crate::migrator::{Edit, EditError, Position};

const NAME: &str = "m20261130_120000_add";

const MIGRATION: &str = "#[derive(DeriveMigrationName)]\npub struct Migration;\n";

/// Shows what an edit does: each file that changes, and where the module is.
fn shown(edit: Result<Edit, EditError>) -> String {
    match edit {
        Ok(Edit::Unchanged) => "unchanged\n".to_owned(),
        Ok(Edit::Changed { files, module }) => {
            let file = |file: &crate::SourceFile| format!("--- {}\n{}\n", file.path.display(), file.text.trim_end());
            let module = module.map(|module| format!("module {}\n", module.display())).unwrap_or_default();
            files.iter().map(file).chain([module]).collect()
        }
        Err(error) => {
            let help: String = error.help.iter().flat_map(|help| ["  help: ", help, "\n"]).collect();
            format!("{error}\n{help}")
        }
    }
}

#[track_caller]
fn compare(actual: &str, expected: &str) {
    let expected = crate::tests::dedent(expected);
    assert!(actual == expected, "<<<expected\n{expected}>>>\n<<<actual\n{actual}>>>");
}

/// Adds a migration at the end of the only migrator of some files.
#[track_caller]
fn check_added(files: &[(&str, &str)], expected: &str) {
    let of = crate_of(files);
    compare(&shown(of.register(of.migrator(None).unwrap(), NAME, Position::End)), expected);
}

/// Takes a migration out of the first migrator of some files.
#[track_caller]
fn check_removed(files: &[(&str, &str)], migration: &str, expected: &str) {
    let of = crate_of(files);
    compare(&shown(of.unregister(&of.migrators[0], migration)), expected);
}

/// A migrator with these entries, one a line.
fn migrator(entries: &str) -> String {
    format!("impl MigratorTrait for M {{\n    fn migrations() {{\n        vec![\n{entries}        ]\n    }}\n}}\n")
}

#[test]
fn which_migrator_is_meant() {
    let of = |text: &str| crate_of(&[("src/lib.rs", text)]);
    let which = |text: &str, name: Option<&str>| match of(text).migrator(name) {
        Ok(migrator) => format!("{} at line {}", migrator.path(), migrator.location.line),
        Err(error) => error.to_string(),
    };
    let two =
        "mod a {\n    impl MigratorTrait for M {}\n    impl MigratorTrait for A {}\n}\nimpl MigratorTrait for M {}\n";
    let tests = "impl MigratorTrait for M {}\n#[cfg(test)]\nimpl MigratorTrait for T {}\n#[cfg(test)]\nimpl MigratorTrait for M {}\n";
    for (text, name, expected) in [
        ("", None, "`src/lib.rs` and its modules have no `impl MigratorTrait for …`"),
        ("", Some("M"), "`src/lib.rs` and its modules have no `impl MigratorTrait for …`"),
        (
            "mod m1;",
            None,
            "src/lib.rs:1: the module `m1` has no file `src/m1.rs` or `src/m1/mod.rs`; no migrator was found",
        ),
        (
            two,
            None,
            "any of several migrators may be meant: `M` (src/lib.rs:5), `a::M` (src/lib.rs:2), `a::A` (src/lib.rs:3)",
        ),
        (two, Some("M"), "any of several migrators may be meant: `M` (src/lib.rs:5), `a::M` (src/lib.rs:2)"),
        (two, Some("a::M"), "a::M at line 2"),
        (two, Some("A"), "a::A at line 3"),
        (
            two,
            Some("B"),
            "there is no migrator `B`, but `M` (src/lib.rs:5), `a::M` (src/lib.rs:2), `a::A` (src/lib.rs:3)",
        ),
        (tests, None, "M at line 1"),
        (tests, Some("M"), "M at line 1"),
        (tests, Some("T"), "T at line 3"),
    ] {
        assert_eq!(which(text, name), expected, "{text}");
    }
}
