//! The book: every command in it is run, and says what the page says.
//!
//! A page is Markdown, and reads as such. What is run of it, from top to bottom, in a folder that is empty at first:
//!
//! - ```` ```console ````: lines that start with `$ ` are commands of one shell, what follows each is its output, as a terminal shows it. A
//!   command that ends in `\` goes on in the next line. Every command must succeed; `exit=1` says how the last one of the block ends instead.
//! - ```` ```rust file=src/user.rs ````: the block is written to the file. The text above it must name the file.
//! - ```` ```sql sections=migrations/versions/8f3c1d2ab4e0_add.sql ````: the block takes the place of all that is below the header of a revision,
//!   which stays as autogen wrote it. The text above must name the file here too.
//! - ```` ```sql shows=migrations/versions/8f3c1d2ab4e0_add.sql ````: these lines stand in the file, one below the other.
//! - ```` ```console notrun="takes sea-orm-cli" ````: is not run, for that reason. `not_run.rs` lists how many there may be.
//!
//! A block in a comment (`<!--`, the block, `-->`) is run as any other one, and not seen by readers: what a page takes for granted.
//!
//! `<!-- runs on: sqlite postgres -->` says on which databases the page is run, once on each. `on=postgres` says that of a block, where they
//! differ; elsewhere the URL that `export DATABASE_URL=…` says for the first stands for that of the others. `<!-- starts from: fixtures/book/shop -->` goes on in another folder, a copy of that one (`nothing`: an empty one).
//!
//! Ids that are random stand for those of the run, in commands too (the beginning of one is enough). `postgres://localhost/NAME` and
//! `mysql://root@localhost/NAME` are databases of the test servers, and the folder is `/home/me`. The clock stands still.
//!
//! `UPDATE_EXPECT=1` writes what came out into the pages; `AUTOGEN_TEST_PAGE=docs/migrate.md` runs one alone.

mod commands;
mod configuration;
mod links;
mod markdown;
mod mistakes;
mod not_run;
mod promises;
mod shell;
mod spoken;
mod stand_ins;
mod walk;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use markdown::Page;
use walk::Walked;

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn is_blessed() -> bool {
    std::env::var_os("UPDATE_EXPECT").is_some()
}

/// Every page, by its path in the repository, with its text.
fn pages() -> Vec<(String, String)> {
    let mut paths = vec![root().join("README.md"), root().join("crates/README.md")];
    markdown_below(&root().join("docs"), &mut paths);
    paths.sort();
    let name = |path: &Path| path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
    paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

fn markdown_below(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            markdown_below(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            paths.push(path);
        }
    }
}

#[test]
fn every_page_does_what_it_says() {
    let only = std::env::var("AUTOGEN_TEST_PAGE").ok();
    let mut pages: Vec<(String, String)> = pages();
    pages.retain(|(name, _)| only.as_ref().is_none_or(|only| only == name));
    let waiting = Mutex::new(pages.iter());
    let walked = Mutex::new(Walked::default());
    // They wait for processes and servers, for the most part.
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().unwrap().next();
                    let Some((name, text)) = next else { break };
                    let one = walk_page(name, text);
                    walked.lock().unwrap().add(one);
                }
            });
        }
    });
    let walked = walked.into_inner().unwrap();
    println!("{} commands, {} files", walked.commands, walked.files);
    assert!(walked.failures.is_empty(), "{}", walked.failures.join("\n"));
    assert!(only.is_some() || walked.commands >= 150, "only {} commands were run", walked.commands);
}

fn walk_page(name: &str, text: &str) -> Walked {
    let mut page = Page::parse(name, text);
    let walked = walk::walk(&mut page, is_blessed());
    let after = page.to_string();
    if is_blessed() && after != text {
        fs::write(root().join(name), after).unwrap();
    }
    walked
}

/// What the runner says of a page on SQLite.
fn failures(text: &str) -> String {
    walk::walk(&mut Page::parse("page.md", &format!("<!-- runs on: sqlite -->\n{text}")), false).failures.join("\n")
}

#[test]
fn what_is_not_so_is_told() {
    assert_eq!(failures("```console\n$ echo one\none\n$ echo two # and\ntwo\n```\n"), "");
    assert!(failures("```console\n$ echo one\ntwo\n```\n").contains("--- the page says\ntwo\n--- it says\none\n"));
    assert!(failures("```console\n$ echo one\n```\n").contains("--- it says\none\n"));
    assert!(failures("```console\n$ false\n```\n").contains("exit 1 and not 0"));
    assert_eq!(failures("```console exit=1\n$ true\n$ false\n```\n"), "");
    assert!(failures("```console exit=1\n$ true\n```\n").contains("exit 0 and not 1"));
    assert!(failures("```console exit=1\n$ false\n$ false\n```\n").contains("exit 1 and not 0"));
    assert!(failures("```console\n$ (\n```\n").contains("the shell has ended"));
    assert!(failures("```console\none\n```\n").contains("output without a command"));
    assert!(failures("```console on=oracle\n$ true\n```\n").contains("`oracle` is no database"));
    assert!(failures("```console notrum=\"x\"\n$ true\n```\n").contains("unknown attribute `notrum`"));
    assert!(failures("```sh\n$ echo one\n```\n").contains("a command outside of a console block"));
    assert!(failures("```rust file=a.rs\nmod a;\n```\n").contains("the text above does not name `a.rs`"));
    let file = "`a.rs`:\n\n```rust file=a.rs\nmod a;\nmod b;\n```\n";
    assert_eq!(failures(&format!("{file}```console\n$ cat a.rs\nmod a;\nmod b;\n```\n")), "");
    assert_eq!(failures(&format!("{file}```rust shows=a.rs\nmod b;\n```\n")), "");
    assert!(failures(&format!("{file}```rust shows=a.rs\n```\n")).contains("`a.rs` does not hold"));
    assert!(failures(&format!("{file}```rust shows=a.rs\nmod c;\n```\n")).contains("`a.rs` does not hold"));
    let none = walk::walk(&mut Page::parse("page.md", "```console\n$ true\n```\n"), false).failures.join("\n");
    assert!(none.contains("does not say what it runs on"), "{none}");
}

#[test]
fn a_block_for_several_databases_says_the_url_of_the_first() {
    let page = |said: &str| {
        let text = format!(
            "<!-- runs on: sqlite postgres -->\n```console on=sqlite\n$ export DATABASE_URL=sqlite://a.db\n```\n\
             ```console on=postgres\n$ export DATABASE_URL=postgres:b\n```\n```console\n$ echo at $DATABASE_URL\n{said}\n```\n\
             ```console on=postgres\n$ echo at $DATABASE_URL\nat postgres:b\n```\n"
        );
        walk::walk(&mut Page::parse("page.md", &text), false).failures.join("\n")
    };
    assert_eq!(page("at sqlite://a.db"), "");
    let failures = page("at postgres:b");
    assert!(failures.contains("on sqlite") && failures.contains("on postgres"), "{failures}");
}

#[test]
fn ids_of_the_page_stand_for_those_of_the_run() {
    let page = |last: &str| {
        failures(&format!(
            "```console\n$ echo 0123456789ab_a.sql > f; cat f\nffffeeeedddd_a.sql\n$ grep -c ffffeeeedddd f\n1\n$ grep -c ffffe f\n1\n$ echo 0123456789ab\n{last}\n```\n"
        ))
    };
    assert_eq!(page("ffffeeeedddd"), "");
    assert!(page("ffffeeeeddde").contains("--- it says\nffffeeeedddd\n"));
}

#[test]
fn what_came_out_is_written_into_the_page() {
    let text = "<!-- runs on: sqlite -->\n\n<!--\n```console\n$ echo x >a\n```\n-->\n\n```console\n$ cat a\ny\nz\n\n$ true\n```\n\n```text shows=a\nq\n```\n";
    let mut page = Page::parse("page.md", text);
    assert_eq!(page.to_string(), text);
    assert!(walk::walk(&mut page, true).failures.is_empty());
    let after = text.replace("y\nz\n\n", "x\n").replace("\nq\n", "\nx\n");
    assert_eq!(page.to_string(), after);
}
