//! Takes the statements out of revision files, so that sending them takes nothing else.

use std::fs;
use std::path::{Path, PathBuf};

use autogen_benches::Failed;
use autogen_revision::{Direction, Directory, Revision, split};
use autogen_schema::Dialect;

use crate::driver::BETWEEN;

/// Writes the upgrade of each revision of a line, one file each, in their order.
pub(crate) fn write(project: &Path, dialect: &str) -> Result<(), Failed> {
    let dialect = Dialect::ALL.into_iter().find(|one| one.name() == dialect).ok_or("no such dialect")?;
    let folder = project.join("statements");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir(&folder)?;
    let revisions = Directory::of(vec![project.join("migrations/versions")]).revisions()?;
    for (number, revision) in in_line(&revisions).into_iter().enumerate() {
        let mut text = String::new();
        for section in revision.sections(Direction::Upgrade, dialect)? {
            for statement in split(&section.body, dialect, 1).iter().filter(|statement| !statement.is_empty()) {
                text.push_str(statement.sql);
                text.push(BETWEEN);
            }
        }
        fs::write(file(&folder, number), text)?;
    }
    Ok(())
}

fn file(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("{number:05}"))
}

/// Sorts a line of revisions.
fn in_line(revisions: &[Revision]) -> Vec<&Revision> {
    let mut line: Vec<&Revision> = Vec::new();
    let mut last = Vec::new();
    while let Some(next) = revisions.iter().find(|revision| revision.header.revises == last) {
        last = vec![next.header.id.clone()];
        line.push(next);
    }
    line
}
