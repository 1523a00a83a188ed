//! What looking at a long history takes, against reading its files.

use std::process::Command;

use autogen_benches::{Failed, project};
use autogen_schema::Dialect;

use crate::bench::{Subject, compare};
use crate::settings::Settings;
use crate::table::{Row, Table};

pub(crate) fn measure(settings: &Settings, count: usize, table: &mut Table) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    project::write(folder.path(), 1, Dialect::Sqlite)?;
    project::write_history(folder.path(), count)?;
    let program = |name: &str, word: &str| {
        let mut command = Command::new(settings.program(name));
        command.current_dir(folder.path()).arg(word);
        command
    };
    let mut floor = program("floor", "revisions");
    floor.arg(folder.path());
    let subjects = [program("autogen", "heads"), program("autogen", "history"), floor].map(Subject::new);
    let [heads, history, floor] = compare(settings.rounds, subjects)?;
    for (name, taken) in [("heads", heads), ("history", history)] {
        table.push(Row::new("", &format!("{count} revisions"), name, taken).floor("reading them", floor));
    }
    Ok(())
}
