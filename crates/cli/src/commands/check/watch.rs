//! `check --watch`: again and again, whenever a file changes that the project is made of.
//!
//! One line says that a check begins and one that it has ended, as the background tasks of editors want it. Nothing is cleared.

use crate::commands::Exit;
use crate::context::Context;
use crate::describe;
use crate::error::Error;
use crate::finding;
use crate::output::Format;
use crate::watching::{Extent, Interrupt, Watcher};

use super::{lines, once};

/// Checks until it is interrupted.
pub(super) async fn run(context: &Context, strict: bool) -> Result<Exit, Error> {
    let file = context.config_file()?;
    let mut interrupt = Interrupt::listen()?;
    let mut extent = Extent::file(&file);
    let mut is_first = true;
    loop {
        // What cannot be read does not say what is to be watched; that is what it was before.
        if let Ok(workspace) = context.project() {
            extent = Extent::of(&workspace);
        }
        // It watches before anything is read, so that no change is missed.
        let mut watcher = Watcher::start(&extent)?;
        let checked = tokio::select! {
            checked = round(context, strict, &file) => checked,
            () = interrupt.twice() => return Ok(Exit::Done),
        };
        checked?;
        if is_first && context.output.format == Format::Text {
            context.output.status("Watching for changes: Ctrl-C ends it");
        }
        is_first = false;
        let changed = tokio::select! {
            biased;
            () = interrupt.once() => return Ok(Exit::Done),
            changed = watcher.changed() => changed,
        };
        if context.output.format == Format::Text {
            context.output.status(&format!("\n{} changed", changed.display()));
        }
    }
}

/// Checks once. What is wrong is told, and is no reason to stop; output that nobody reads any more is.
async fn round(context: &Context, strict: bool, file: &std::path::Path) -> Result<(), Error> {
    let output = context.output;
    if !output.format.is_lines() {
        let checked = match context.project() {
            Ok(workspace) => once(&workspace, strict).await.map(|(exit, _)| exit),
            Err(error) => Err(error),
        };
        return match checked {
            Err(error) if !error.report().is_broken_pipe => {
                output.error(error.report());
                Ok(())
            }
            checked => checked.map(drop),
        };
    }
    output.line("autogen: checking")?;
    let (mut found, _) = lines::of(context, file, strict).await;
    finding::write(&mut found, output)?;
    let notes = found.iter().filter(|finding| finding.is_note()).count();
    let count = match found.len() - notes {
        0 => "no findings".to_owned(),
        count => describe::count(count, "finding"),
    };
    output.line(&format!("autogen: checked, {count}"))
}
