//! `fixtures/registering` has a folder for each shape that the first file of a migration crate may have.
//!
//! `before.rs` is the file; a migration is added to it, as `request.txt` says where it is not just the next one. `after.rs`
//! is what comes out, or `error.txt` why nothing does. `UPDATE_EXPECT=1` writes both.

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::lines::two_lines;
use super::rustfmt::is_formatted;
use crate::SourceFile;
use crate::migrator::{Edit, EditError, MigrationCrate, Migrator, Position, read};

const FILE: &str = "src/lib.rs";

/// What is asked for.
pub(super) struct Request {
    pub(super) name: String,
    migrator: Option<String>,
    position: String,
    /// How many lines come, where an entry takes several.
    pub(super) lines: Option<usize>,
    /// What keeps an edit from being undone exactly, or from leaving other lines alone.
    pub(super) but: Option<String>,
}

impl Request {
    pub(super) fn read(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join("request.txt")).unwrap_or_default();
        let get = |key: &str| {
            let mut lines = text.lines().filter_map(|line| line.split_once(" = "));
            lines.find(|(found, _)| *found == key).map(|(_, value)| value.to_owned())
        };
        Self {
            name: get("name").unwrap_or_else(|| "m20261130_120000_add_phone".to_owned()),
            migrator: get("migrator"),
            position: get("position").unwrap_or_else(|| "end".to_owned()),
            lines: get("lines").map(|lines| lines.parse().unwrap()),
            but: get("but"),
        }
    }

    fn position(&self) -> Position<'_> {
        match self.position.as_str() {
            "start" => Position::Start,
            "end" => Position::End,
            after => Position::After(after.strip_prefix("after ").unwrap()),
        }
    }

    pub(super) fn migrator<'c>(&self, of: &'c MigrationCrate) -> Result<&'c Migrator, String> {
        of.migrator(self.migrator.as_deref()).map_err(|error| format!("{error}\n"))
    }

    /// Makes the edit. Returns the new text, or nothing where there is nothing to do.
    pub(super) fn register(&self, text: &str) -> Result<Option<String>, String> {
        let of = alone(text);
        let edit = of.register(self.migrator(&of)?, &self.name, self.position());
        result(edit, &self.name)
    }

    pub(super) fn unregister(&self, text: &str) -> Result<Option<String>, String> {
        let of = alone(text);
        let edit = of.unregister(self.migrator(&of)?, &self.name);
        result(edit, &self.name)
    }
}

pub(super) fn alone(text: &str) -> MigrationCrate {
    read(&SourceFile::new(FILE, text), &|_| None)
}

fn result(edit: Result<Edit, EditError>, name: &str) -> Result<Option<String>, String> {
    match edit {
        Ok(Edit::Unchanged) => Ok(None),
        Ok(Edit::Changed { files, module }) => {
            assert_eq!(files.len(), 1, "{files:#?}");
            assert_eq!(files[0].path, Path::new(FILE));
            assert!(module.as_ref().is_some_and(|module| module.ends_with(format!("{name}.rs"))), "{module:?}");
            Ok(Some(files[0].text.clone()))
        }
        Err(error) => {
            let help: String = error.help.iter().flat_map(|help| ["  help: ", help, "\n"]).collect();
            Err(format!("{error}\n{help}"))
        }
    }
}

/// Lists the shapes.
pub(super) fn shapes() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/registering");
    let mut shapes: Vec<PathBuf> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    shapes.sort();
    shapes
}

fn expect(path: &Path, actual: Option<&str>) {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        match actual {
            Some(text) => fs::write(path, text).unwrap(),
            None if path.exists() => fs::remove_file(path).unwrap(),
            None => {}
        }
    }
    let expected = fs::read_to_string(path).ok();
    assert!(
        expected.as_deref() == actual,
        "{}\n<<<expected\n{}>>>\n<<<actual\n{}>>>",
        path.display(),
        expected.unwrap_or_default(),
        actual.unwrap_or_default()
    );
}

#[test]
fn every_shape_gets_its_two_lines() {
    let shapes = shapes();
    let results: Vec<_> = shapes.par_iter().map(|folder| (folder, catch_unwind(|| shape(folder)))).collect();
    let failed: Vec<_> = results.iter().filter(|(_, result)| result.is_err()).map(|(folder, _)| folder).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    let formatted = results.iter().filter(|(_, result)| matches!(result, Ok(true))).count();
    assert!(shapes.len() >= 110 && formatted >= 50, "{} shapes, {formatted} of them formatted", shapes.len());
}

/// Checks a shape. Returns whether it is one as rustfmt leaves it that an edit can be made in.
fn shape(folder: &Path) -> bool {
    let before = fs::read_to_string(folder.join("before.rs")).unwrap();
    let request = Request::read(folder);
    let changed = match request.register(&before) {
        Ok(changed) => changed,
        Err(error) => {
            expect(&folder.join("after.rs"), None);
            expect(&folder.join("error.txt"), Some(&error));
            return false;
        }
    };
    expect(&folder.join("error.txt"), None);
    expect(&folder.join("after.rs"), Some(changed.as_ref().unwrap_or(&before)));
    let Some(after) = changed else { return false };
    two_lines(&before, &after, &request);
    assert_eq!(request.register(&after), Ok(None), "it is added once more");
    let mut formatted = false;
    for edition in ["2021", "2024"].into_iter().filter(|edition| is_formatted(&before, edition)) {
        formatted = true;
        assert!(is_formatted(&after, edition), "{edition}\n{after}");
    }
    undone(&before, &after, &request, formatted);
    formatted
}

/// Taking the migration out again gives what there was, where that was as rustfmt has it; one that was half there is gone
/// entirely.
fn undone(before: &str, after: &str, request: &Request, formatted: bool) {
    let undone = request.unregister(after).unwrap().unwrap();
    assert_eq!(request.unregister(&undone), Ok(None), "it is taken out once more");
    if formatted && !before.contains(&request.name) && request.but.is_none() {
        assert!(undone == before, "<<<before\n{before}>>>\n<<<taken out again\n{undone}>>>");
    }
}
