//! What real entities have done to readers: one folder a trap, below `fixtures/traps`, with what has to come of it.
//!
//! `src/` is read for entities, `beside/NAME/src/` is the crate `NAME`, `types.txt` is what the configuration says of types.
//! `UPDATE_EXPECT=1` writes `expected.txt`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::{Crate, Library, Model, Options, ParsedFile, SourceFile, parse};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/traps")
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().flat_map(|path| if path.is_dir() { below(path) } else { vec![path.clone()] }).collect()
}

fn parsed(trap: &Path, within: &str) -> Vec<ParsedFile> {
    let named = |path: &Path| path.strip_prefix(trap).unwrap().to_owned();
    let files = below(&trap.join(within)).into_iter().map(|path| SourceFile::new(named(&path), read(&path)));
    files.map(|file| parse(&file)).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn spring(trap: &Path) -> Model {
    let types = if trap.join("types.txt").exists() { read(&trap.join("types.txt")) } else { String::new() };
    let options = Options::new(types.lines().map(|line| line.split_once(" = ").unwrap())).unwrap();
    let crates = fs::read_dir(trap.join("beside")).into_iter().flatten();
    let names = crates.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let externs: BTreeMap<String, PathBuf> =
        names.map(|name| (name.clone(), Path::new("beside").join(name).join("src"))).collect();
    let krate = Crate { root: "src".into(), externs };
    Model::link_with(&parsed(trap, "src"), &Library::new(parsed(trap, "beside"), vec![krate]), &options)
}

#[test]
fn traps() {
    let mut traps: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    traps.sort();
    assert_eq!(traps.len(), 18);
    for trap in traps {
        let actual = super::print::model(&spring(&trap));
        let expected = trap.join("expected.txt");
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&expected, &actual).unwrap();
        }
        let expected = read(&expected);
        assert!(actual == expected, "{}\n<<<expected\n{expected}>>>\n<<<actual\n{actual}>>>", trap.display());
    }
}
