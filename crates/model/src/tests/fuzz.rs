//! No text makes reading panic or abort: bytes by chance, and real entities with something wrong in them.
//!
//! `AUTOGEN_FUZZ_SECONDS=1800` goes on for that long instead of a fixed number of rounds, `AUTOGEN_FUZZ_SEED=7` begins
//! elsewhere. What is read at the moment is kept in a file of the temporary folder, so that it is there when the process is
//! not any more; what once broke the reader is kept in `fixtures/fuzz`, and read first.

#![allow(clippy::disallowed_methods, reason = "tests are told by the environment what to run and what to bless")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::{Location, Model, Options, SourceFile, read};

/// Half of what most threads have.
const STACK: usize = 1 << 20;

pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit.max(1) as u64).unwrap()
    }
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap())
}

/// Checks what `make` gives, round for round.
pub(super) fn run(name: &str, rounds: u64, mut make: impl FnMut(&mut Chance) -> String, check: impl Fn(&str, &str)) {
    let first = number("AUTOGEN_FUZZ_SEED").unwrap_or(0);
    let end = number("AUTOGEN_FUZZ_SECONDS").map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let kept = std::env::temp_dir().join(format!("autogen-fuzz-{name}-{}.rs", std::process::id()));
    let mut seed = first;
    while end.map_or(seed < first + rounds, |end| Instant::now() < end) {
        let text = make(&mut Chance(seed));
        fs::write(&kept, &text).unwrap();
        check(&text, &format!("seed {seed}, kept in {}", kept.display()));
        seed += 1;
    }
    fs::remove_file(&kept).unwrap();
    println!("{} rounds of {name}", seed - first);
}

/// Reads a text on a small stack, and checks that whatever is told of it is within it.
fn check(text: &str, what: &str) {
    let file = SourceFile::new("src/t.rs", text);
    let worker = std::thread::Builder::new().stack_size(STACK);
    let outcome = worker.spawn(move || read(&[file], &Options::default())).unwrap().join();
    let Ok(model) = outcome else { panic!("{what}") };
    for place in places(&model) {
        assert!(text.get(place.span()).is_some() && place.line > 0 && place.column > 0, "{what}: {place:?}");
    }
    assert!(!model.has_errors() || !model.is_complete(), "{what}");
}

fn places(model: &Model) -> Vec<&Location> {
    let found = model.diagnostics.iter().flat_map(|found| {
        std::iter::once(&found.location).chain(found.related.iter().map(|related| &related.location))
    });
    found
        .chain(model.sources.iter().map(|(_, place)| place))
        .chain(model.incomplete.iter().map(|r| &r.location))
        .collect()
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

pub(super) fn files(folder: &Path, out: &mut Vec<String>) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(fs::read_to_string(path).unwrap());
        }
    }
}

/// Real entities, and all that this crate knows of.
pub(super) fn corpus() -> Vec<String> {
    let mut out = vec![include_str!("sample.txt").to_owned()];
    files(&fixtures().join("traps"), &mut out);
    files(&fixtures().join("entities/src"), &mut out);
    out
}

/// A text by chance.
pub(super) fn arbitrary(chance: &mut Chance) -> String {
    let length = chance.below(400);
    let bytes: Vec<u8> = (0..length)
        .map(|_| match chance.below(4) {
            // Mostly what Rust is made of.
            0 => u8::try_from(chance.below(256)).unwrap(),
            _ => b"(){}[]<>#!\"'\\/*=:;,.&|-+ \n_aZ0r"[chance.below(31)],
        })
        .collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// One of the texts, with something wrong in it.
pub(super) fn mutated(corpus: &[String], chance: &mut Chance) -> String {
    let mut text = corpus[chance.below(corpus.len())].clone();
    for _ in 0..=chance.below(8) {
        mutate(&mut text, corpus, chance);
    }
    text
}

#[test]
fn bytes() {
    run("bytes", 3_000, arbitrary, check);
}

#[test]
fn mutations() {
    let corpus = corpus();
    run("mutations", 1_500, |chance| mutated(&corpus, chance), check);
}

/// What once broke the reader.
#[test]
fn findings() {
    let mut found = Vec::new();
    files(&fixtures().join("fuzz"), &mut found);
    assert!(!found.is_empty());
    for (index, text) in found.iter().enumerate() {
        check(text, &format!("finding {index}"));
    }
}

const WORDS: [&str; 34] = [
    "#[sea_orm(",
    ")]",
    "#[derive(DeriveEntityModel)]",
    "#[derive(DeriveEntity)]",
    "impl ColumnTrait for Column {",
    "fn def(&self) -> ColumnDef {",
    "match self {",
    "=>",
    "}",
    "{",
    "(",
    ")",
    "[",
    "]",
    "<",
    ">",
    "\"",
    "'",
    "r#\"",
    "/*",
    "//",
    "\\",
    "primary_key",
    "= \"",
    "column_type = \"",
    "Option<",
    "r#",
    "::",
    "\u{feff}",
    "\0",
    "é",
    "\u{202e}",
    "\r\n",
    "#!",
];

fn mutate(text: &mut String, corpus: &[String], chance: &mut Chance) {
    let (a, b) = (place(text, chance), place(text, chance));
    let (start, end) = (a.min(b), a.max(b).min(a.min(b) + 200));
    let end = text.floor_char_boundary(end);
    match chance.below(9) {
        0 => text.replace_range(start..end, ""),
        1 => {
            let piece = text[start..end].to_owned();
            text.insert_str(end, &piece);
        }
        2 => {
            let other = &corpus[chance.below(corpus.len())];
            let (c, d) = (place(other, chance), place(other, chance));
            let piece = &other[c.min(d)..other.floor_char_boundary(c.max(d).min(c.min(d) + 300))];
            text.insert_str(start, piece);
        }
        3 | 4 => text.insert_str(start, WORDS[chance.below(WORDS.len())]),
        5 => {
            let depth = 1 << chance.below(14);
            let open = ["(", "[", "{", "<", "&", "-", "!", "Vec<", "a::", "if a {} else ", "a.b().c(", "#[a("]
                [chance.below(12)];
            text.insert_str(start, &open.repeat(depth));
            if chance.below(2) == 0 {
                let close = [")", "]", "}", ">"][chance.below(4)];
                text.insert_str(start + open.len() * depth, &close.repeat(depth));
            }
        }
        6 => {
            // Words of the text change places: keys meet values they never saw.
            let words: Vec<&str> = text.split_inclusive(|char: char| !char.is_alphanumeric() && char != '_').collect();
            let (c, d) = (chance.below(words.len()), chance.below(words.len()));
            let mut words = words;
            if !words.is_empty() {
                words.swap(c, d);
            }
            *text = words.concat();
        }
        7 => {
            let name = ["Entity", "r#type", "Self", "", "Modèle"][chance.below(5)];
            *text = text.replacen("Model", name, 1 + chance.below(3));
        }
        _ => *text = text.replacen(['1', '2', '0'], "99999999999999999999999999", 1 + chance.below(4)),
    }
}

fn place(text: &str, chance: &mut Chance) -> usize {
    text.floor_char_boundary(chance.below(text.len() + 1))
}
