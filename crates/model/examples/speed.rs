//! How long reading a thousand entity files takes, against what tokenizing them takes in the same run; and the peak memory.
//!
//! `cargo run --release -p autogen-model --example speed`. Exits 1 where reading takes more than twice as long, or 80 MiB.

#![allow(clippy::print_stdout, reason = "this is what it is for")]
#![allow(clippy::exit, reason = "a script asks whether it holds")]

use std::path::Path;
use std::time::{Duration, Instant};

use autogen_model::{Options, SourceFile};
use proc_macro2::TokenStream;

const FILES: usize = 1_000;
const ROUNDS: usize = 7;
/// In KiB, as the kernel tells it.
const MEMORY: usize = 80 << 10;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files = files()?;
    let bytes: usize = files.iter().map(|file| file.text.len()).sum();
    let (mut tokens, mut all) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        tokens = tokens.min(time(|| tokenize(&files)));
        all = all.min(time(|| read(&files)));
    }
    let ratio = all.as_secs_f64() / tokens.as_secs_f64();
    let memory = peak_memory()?;
    println!("{FILES} files, {bytes} bytes, the best of {ROUNDS} rounds");
    println!("tokenizing {tokens:?}, reading {all:?}: {ratio:.2} times as long");
    println!("peak memory {} MiB", memory >> 10);
    std::process::exit(i32::from(ratio > 2.0 || memory > MEMORY));
}

/// A thousand files: those of the fixtures again and again, each time with tables of other names.
fn files() -> Result<Vec<SourceFile>, std::io::Error> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/timetracker/src");
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if !["lib", "enums"].contains(&name.as_str()) {
            texts.push((name, std::fs::read_to_string(path)?));
        }
    }
    texts.sort();
    let copies = texts.iter().cycle().enumerate().take(FILES).map(|(index, (name, text))| {
        let copy = index / texts.len();
        let text = text.replace("table_name = \"", &format!("table_name = \"copy_{copy}_"));
        SourceFile::new(format!("copy_{copy}/src/{name}.rs"), text)
    });
    Ok(copies.collect())
}

fn time(what: impl FnOnce() -> usize) -> Duration {
    let start = Instant::now();
    assert!(what() > 0, "there is something to read");
    start.elapsed()
}

fn tokenize(files: &[SourceFile]) -> usize {
    let count = |file: &SourceFile| {
        let tokens = file.text.parse::<TokenStream>().map_or(0, |tokens| tokens.into_iter().count());
        proc_macro2::extra::invalidate_current_thread_spans();
        tokens
    };
    files.iter().map(count).sum()
}

fn read(files: &[SourceFile]) -> usize {
    autogen_model::read(files, &Options::default()).schema.tables.len()
}

/// The most memory that the process has held, in KiB.
fn peak_memory() -> Result<usize, Box<dyn std::error::Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no peak is told")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
