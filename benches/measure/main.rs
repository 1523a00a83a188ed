//! Measures whole runs of autogen, each beside its floor and beside Alembic, and prints the table of docs/performance.md.
//!
//! `benches/run` builds everything, starts servers, and runs this with what it takes.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is what it is for")]
#![allow(clippy::disallowed_methods, reason = "told by the environment where the servers are")]

use autogen_benches::Failed;

mod bench;
mod database;
mod history;
mod machine;
mod run;
mod settings;
mod start;
mod table;
mod tables;

use settings::Settings;
use table::Table;

fn main() -> Result<(), Failed> {
    let settings = Settings::read(std::env::args().skip(1))?;
    let mut table = Table::new();
    println!("{}\n", machine::class());
    start::measure(&settings, &mut table)?;
    for &count in &settings.tables {
        history::measure(&settings, count, &mut table)?;
        for server in &settings.databases {
            tables::measure(&settings, server, count, &mut table)?;
        }
    }
    table.print();
    Ok(())
}
