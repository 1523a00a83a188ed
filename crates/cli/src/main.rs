//! The command line of autogen: Alembic's autogenerate for SeaORM.
//!
//! Arguments, configuration, colour and exit codes; what is done is the engine's. This crate is the only one that prints or
//! reads the environment.

mod app;
mod args;
mod backup;
mod commands;
mod completion;
mod config;
mod context;
mod conversation;
mod database_url;
mod describe;
mod diagnostics;
mod document;
mod drawing;
mod elsewhere;
mod environment;
mod error;
mod finding;
mod git;
mod hooks;
mod listing;
mod markdown;
mod memory;
mod migrator;
mod nearest;
mod other_tool;
mod output;
mod preview;
mod probe;
mod progress;
mod prompt;
mod ran;
mod script;
mod sides;
mod stepping;
mod theme;
mod watching;

use std::io::{Write as _, stderr, stdout};

use mimalloc::MiMalloc;

/// A third of what a check takes is making and forgetting small things, on several threads.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() {
    memory::take_small_pages();
    let code = app::run();
    // Whoever reads it may be gone.
    let _flushed = (stdout().flush(), stderr().flush());
    // Without what runs at an exit: the allocator would give back everything in pieces, which takes a tenth of a check.
    signal_hook::low_level::exit(code.into());
}
