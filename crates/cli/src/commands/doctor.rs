//! `autogen doctor`.

use clap::Args;

use super::Exit;
use crate::context::Context;
use crate::document::{Diagnosed, Document};
use crate::error::Error;
use crate::output::Format;

mod compiled;
mod database;
mod point;
mod project;

use point::{Point, State};

/// Look at a project: what is found of it, what can be reached, what is in the way
///
/// Tells what is configured, whether the entities can be read completely, whether the history has one head, where the database
/// stands, and whether revisions can be proven. Changes nothing; on a server a scratch database is made and dropped, as proving a
/// revision does it.
///
/// With `--compiled` it asks SeaORM itself. The entities are compiled together with SeaORM's registry of them, in a crate below the
/// target folder; what SeaORM makes of them is built on a scratch database, and held against what autogen reads in their source.
///
/// Exits with 0 when nothing is wrong, with 1 when something is, with 2 when that could not be told.
#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    /// Compile the entities, and compare what SeaORM makes of them with what is read in their source
    #[arg(long)]
    compiled: bool,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &DoctorArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    if args.compiled {
        return compiled::run(&workspace).await;
    }
    let mut points = vec![project::configuration(context, &workspace)?];
    points.extend(project::entities(&workspace));
    let (told, history) = project::history(&workspace);
    points.extend(told);
    points.extend(database::look(&workspace, history.as_ref()).await);
    let exit = match points.iter().map(|point| point.state).max() {
        Some(State::Unknown) => Exit::Failed,
        Some(State::Finding) => Exit::Findings,
        _ => Exit::Done,
    };
    tell(context, &points, exit)?;
    Ok(exit)
}

fn tell(context: &Context, points: &[Point], exit: Exit) -> Result<(), Error> {
    let output = context.output;
    match output.format {
        Format::Json => {
            let points = points.iter().map(Point::document).collect();
            output.json(&Document::new(Diagnosed { status: exit.status(), points }))
        }
        Format::Short | Format::Github => {
            points.iter().filter(|point| point.state != State::Good).try_for_each(|p| output.line(&p.short()))
        }
        Format::Text => {
            for point in points {
                output.line(&point.text())?;
                for hint in &point.hints {
                    output.line(&point::hint(hint))?;
                }
            }
            Ok(())
        }
    }
}
