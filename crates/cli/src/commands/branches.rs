//! `autogen branches`.

use autogen_revision::RevisionId;
use clap::Args;

use super::Exit;
use crate::context::Context;
use crate::document::{Branch, Branches, Document};
use crate::error::Error;
use crate::listing::Listing;
use crate::output::Format;

/// List the revisions that several others follow
#[derive(Debug, Args)]
pub(crate) struct BranchesArgs {}

/// Runs the command.
pub(crate) fn run(context: &Context, _: &BranchesArgs) -> Result<Exit, Error> {
    let graph = context.project()?.graph()?;
    let output = context.output;
    let points = graph.branch_points();
    if output.format == Format::Json {
        let into = |id: &RevisionId| graph.children(id).iter().map(ToString::to_string).collect();
        let branches = points.iter().map(|id| Branch { revision: id.to_string(), into: into(id) }).collect();
        output.json(&Document::new(Branches { branches }))?;
        return Ok(Exit::Done);
    }
    let listing = Listing { with_labels: true, ..Listing::new(output, &graph) };
    for point in points.iter().copied() {
        let named = |id| graph.get(id).map(|node| listing.named(node)).unwrap_or_default();
        output.line(&named(point))?;
        for child in graph.children(point) {
            output.line(&format!("    -> {}", named(child)))?;
        }
    }
    if points.is_empty() {
        output.status("The revisions do not branch");
    }
    Ok(Exit::Done)
}
