//! Two schemas at a time, from the clauses of the databases' manuals: what `diff` writes leads from the one to the other and back.
//!
//! A file of `fixtures/pairs/<dialect>` has a manual page's clauses, each as `-- ## what it is`, a schema, `-- becomes`, another one;
//! `-- renames t.a=b` says what is to be taken for a rename. The database's own dump is the judge: after the upgrade it is that of the
//! second schema, after the downgrade that of the first, and again. What cannot be said in SQL is in `left.txt`, to the letter:
//! `UPDATE_EXPECT=1` writes it anew, and it is only ever to shrink. `PAIR=part-of-a-name` runs one alone.

use std::fs;
use std::path::{Path, PathBuf};

use autogen_schema::Dialect;

use crate::support::Ground;

mod command;
mod hold;

/// How many at a time, where a pair mostly waits for the server.
const HANDS: usize = 4;

#[test]
fn pairs_on_sqlite() {
    hold_all(Dialect::Sqlite, 1);
}

#[test]
fn pairs_on_postgres() {
    hold_all(Dialect::Postgres, HANDS);
}

#[test]
fn pairs_on_mariadb() {
    hold_all(Dialect::Mysql, HANDS);
}

#[test]
fn there_are_enough_pairs() {
    let counts = Dialect::ALL.map(|dialect| pairs(dialect).len());
    assert!(counts.iter().sum::<usize>() >= 100 && counts.iter().all(|count| *count >= 25), "{counts:?}");
}

/// A clause of a manual.
#[derive(Clone, Debug)]
struct Pair {
    name: String,
    from: String,
    to: String,
    renames: Vec<(String, String)>,
}

fn folder(dialect: Dialect) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/pairs").join(dialect.name())
}

fn pairs(dialect: Dialect) -> Vec<Pair> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder(dialect)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "sql"));
    files.sort();
    files.iter().flat_map(|path| parse(path)).collect()
}

fn parse(path: &Path) -> Vec<Pair> {
    let text = fs::read_to_string(path).unwrap();
    let page = path.file_stem().unwrap().to_string_lossy();
    let sections = text.split("\n-- ## ").skip(1);
    let pair = |section: &str| {
        let (title, body) = section.split_once('\n').unwrap();
        let (from, to) = body.split_once("\n-- becomes\n").unwrap_or_else(|| panic!("{page}, {title}: becomes what?"));
        let renames = from.lines().filter_map(|line| line.strip_prefix("-- renames "));
        let renames = renames.flat_map(str::split_whitespace).map(|rename| {
            let (old, new) = rename.split_once('=').unwrap();
            (old.to_owned(), new.to_owned())
        });
        Pair { name: format!("{page}: {title}"), from: from.to_owned(), to: to.to_owned(), renames: renames.collect() }
    };
    sections.map(pair).collect()
}

fn hold_all(dialect: Dialect, hands: usize) {
    let only = std::env::var("PAIR").ok();
    let chosen = |pair: &Pair| only.as_ref().is_none_or(|only| pair.name.contains(only.as_str()));
    let pairs: Vec<Pair> = pairs(dialect).into_iter().filter(chosen).collect();
    let work = (0..hands).map(|hand| {
        let pairs: Vec<Pair> = pairs.iter().skip(hand).step_by(hands).cloned().collect();
        // Clients are waited for where they are started.
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move { hold_some(dialect, &pairs).await })
        })
    });
    let results: Vec<_> = work.collect::<Vec<_>>().into_iter().map(|thread| thread.join().unwrap()).collect();
    let (mut left, mut failed) = (Vec::new(), Vec::new());
    for (name, result) in results.into_iter().flatten() {
        match result {
            Ok(lines) => left.extend(lines.into_iter().map(|line| format!("{name}\n    {line}\n"))),
            Err(problem) => failed.push(format!("{name}\n{problem}\n")),
        }
    }
    failed.sort();
    assert!(failed.is_empty(), "{} failed:\n{}", failed.len(), failed.join("\n"));
    left.sort();
    if only.is_none() {
        compare(&folder(dialect).join("left.txt"), &left.concat());
    }
}

async fn hold_some(dialect: Dialect, pairs: &[Pair]) -> Vec<(String, Result<Vec<String>, String>)> {
    let mut grounds = (Ground::new(dialect), Ground::new(dialect));
    let mut results = Vec::with_capacity(pairs.len());
    for pair in pairs {
        results.push((pair.name.clone(), hold::hold(pair, &mut grounds.0, &mut grounds.1).await));
    }
    results
}

fn compare(file: &Path, found: &str) {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(file, found).unwrap();
    }
    let expected = fs::read_to_string(file).unwrap_or_default();
    assert_eq!(expected, found, "{} (UPDATE_EXPECT=1 writes it anew)", file.display());
}
