//! What starting takes, against a program that does nothing.

use std::process::Command;

use autogen_benches::{Failed, project};
use autogen_schema::Dialect;

use crate::bench::{Subject, compare};
use crate::settings::Settings;
use crate::table::{Row, Table};

/// A start takes so little that it takes many to tell.
const ROUNDS: usize = 101;

pub(crate) fn measure(settings: &Settings, table: &mut Table) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    project::write(folder.path(), 10, Dialect::Sqlite)?;
    project::write_history(folder.path(), 10)?;
    let autogen = |word: &str| {
        let mut command = Command::new(settings.program("autogen"));
        command.arg("-C").arg(folder.path()).arg(word);
        Subject::new(command)
    };
    let empty = || Subject::new(Command::new(settings.program("empty")));
    let [help, heads, history, floor] =
        compare(ROUNDS, [autogen("--help"), autogen("heads"), autogen("history"), empty()])?;
    for (name, taken) in [("--help", help), ("heads", heads), ("history", history)] {
        table.push(Row::new("", "10 revisions", name, taken).floor("an empty program", floor));
    }
    Ok(())
}
