//! A project in a folder: autogen.toml, entities, and a history.

use std::fs;
use std::path::Path;

use autogen_schema::Dialect;

use crate::{Failed, entity};

/// Writes a project of so many tables, without a history.
pub fn write(folder: &Path, tables: usize, dialect: Dialect) -> Result<(), Failed> {
    let sources = folder.join("src");
    fs::create_dir_all(&sources)?;
    fs::create_dir_all(folder.join("migrations/versions"))?;
    // Where Cargo builds, as it does in every project.
    fs::create_dir_all(folder.join("target"))?;
    let config = format!("entities = [\"src\"]\ndirectory = \"migrations\"\ndialects = [\"{dialect}\"]\n");
    fs::write(folder.join("autogen.toml"), config)?;
    let modules: String = (0..tables).map(|number| format!("pub mod {};\n", entity::name(number))).collect();
    fs::write(sources.join("lib.rs"), modules)?;
    change(folder, 0..tables, false)
}

/// Writes entities anew, with what has changed in them or without.
pub fn change(folder: &Path, numbers: impl Iterator<Item = usize>, changed: bool) -> Result<(), Failed> {
    for number in numbers {
        fs::write(folder.join("src").join(entity::name(number) + ".rs"), entity::source(number, changed))?;
    }
    Ok(())
}

/// Writes a line of so many revisions that do nothing.
pub fn write_history(folder: &Path, revisions: usize) -> Result<(), Failed> {
    for number in 0..revisions {
        let (name, text) = revision(number);
        fs::write(folder.join("migrations/versions").join(name), text)?;
    }
    Ok(())
}

/// The name and the text of a revision file that does nothing.
pub fn revision(number: usize) -> (String, String) {
    let revises = number.checked_sub(1).map_or("(base)".to_owned(), |before| format!("{before:012x}"));
    let text = format!(
        "-- Revision {number}\n--\n-- Revision: {number:012x}\n-- Revises: {revises}\n-- Created: 2026-01-02T03:04:05Z\n-- Format: 1\n--\n\
         -- Changes:\n--   + column users.column_{number} string(20) null\n\n\
         -- autogen: upgrade\nSELECT 1;\n\n-- autogen: downgrade\nSELECT 2;\n"
    );
    (format!("{number:012x}_revision_{number}.sql"), text)
}
