//! Where a new revision stands in the graph: the options that every command shares that writes one.

use std::path::PathBuf;

use autogen_engine::Placement;
use clap::Args;
use clap_complete::ArgValueCompleter;

use crate::completion;

/// Where a new revision stands.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Place in the graph")]
pub(crate) struct PlaceArgs {
    /// Revise this instead of the only head: an id, `LABEL@head`, or `base` for a new root
    #[arg(long, value_name = "REV", add = ArgValueCompleter::new(completion::heads))]
    head: Option<String>,
    /// Allow `--head` to be no head, and so start a new branch
    #[arg(long)]
    splice: bool,
    /// Name the branch that starts here
    #[arg(long, value_name = "LABEL")]
    branch_label: Option<String>,
    /// Run only after this revision, or branch, which it does not revise (can be repeated)
    #[arg(long, value_name = "REV", add = ArgValueCompleter::new(completion::revision))]
    depends_on: Vec<String>,
    /// Write the file to this one of the `version_locations`
    #[arg(long, value_name = "FOLDER")]
    version_path: Option<PathBuf>,
}

impl PlaceArgs {
    /// Returns what they say.
    pub(crate) fn placement(&self) -> Placement {
        Placement {
            head: self.head.clone(),
            splice: self.splice,
            branch_label: self.branch_label.clone(),
            depends_on: self.depends_on.clone(),
            version_path: self.version_path.clone(),
        }
    }
}
