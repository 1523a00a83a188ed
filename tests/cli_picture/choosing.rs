//! Some of the tables, and those around them.

use super::{SQL, drawn, files};
use crate::support::Sandbox;

/// The tables and the lines of a picture, without columns.
fn outline(sandbox: &Sandbox, more: &[&str]) -> (Vec<String>, Vec<String>) {
    let outcome = sandbox.run(&drawn(more));
    outcome.exits(0);
    let of = |end: &str| {
        let lines = outcome.stdout.lines().map(str::trim).filter(|line| line.ends_with(end));
        lines.map(|line| line.trim_end_matches(" {").to_owned()).collect()
    };
    (of(" {"), of("\""))
}

#[track_caller]
fn assert_tables(more: &[&str], expected: &[&str]) {
    assert_eq!(outline(&files(SQL), more).0, expected, "{more:?}");
}

#[test]
fn by_name_and_by_pattern() {
    assert_tables(&["users"], &["users"]);
    assert_tables(&["users", "tags", "users"], &["tags", "users"]);
    assert_tables(&["posts*"], &["posts", "posts_tags"]);
    assert_tables(&["{tags,users}", "re?arks"], &["remarks", "tags", "users"]);
    assert_tables(&["*"], &["drafts", "posts", "posts_tags", "profiles", "remarks", "tags", "users"]);
}

#[test]
fn what_is_one_foreign_key_away() {
    assert_tables(&["tags", "--neighbours"], &["posts_tags", "tags"]);
    assert_tables(&["posts", "--neighbours"], &["drafts", "posts", "posts_tags", "users"]);
    assert_tables(&["posts_tags", "--neighbors"], &["posts", "posts_tags", "remarks", "tags"]);
}

/// A key whose other table is not drawn is still marked.
#[test]
fn lines_are_between_what_is_drawn() {
    let sandbox = files(SQL);
    let text = sandbox.run(&drawn(&["posts", "drafts"])).stdout;
    assert!(text.contains("integer user_id FK\n"), "{text}");
    let (_, lines) = outline(&sandbox, &["posts", "drafts"]);
    let lines: Vec<&String> = lines.iter().filter(|line| line.contains("--")).collect();
    assert_eq!(lines, ["posts |o--o| drafts : \"post_id\""]);
}

#[test]
fn a_name_that_looks_like_a_pattern_is_a_name() {
    let sandbox =
        files("CREATE TABLE \"a[1]\" (id INTEGER); CREATE TABLE a1 (id INTEGER); CREATE TABLE \"a*\" (id INTEGER);");
    assert_eq!(outline(&sandbox, &["a[1]"]).0, ["\"a#91;1#93;\""]);
    assert_eq!(outline(&sandbox, &["a[0-9]"]).0, ["a1"]);
    assert_eq!(outline(&sandbox, &["a*"]).0, ["\"a#42;\""]);
}

#[test]
fn a_name_of_nothing() {
    let sandbox = files(SQL);
    sandbox.refuses(
        &drawn(&["usres"]),
        r"
        exit 2
        --- stderr
        error: there is no table `usres`

        hint: did you mean `users`?
    ",
    );
    sandbox.run(&drawn(&["billing_*"])).says("exit 2\n--- stderr\nerror: there is no table `billing_*`\n");
    sandbox.run(&drawn(&["a[b"])).exits(2).complains("error: `a[b` is not a pattern");
    sandbox.run(&drawn(&["--neighbours"])).exits(2).complains("<TABLE>...");
}
