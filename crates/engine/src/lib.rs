//! What every front of autogen needs of its parts together: where schemas come from, what a revision would hold, whether it
//! does what it says, and what to make of a database that was there first.
//!
//! No terminal and no environment: the command line is one thin face on this crate. Everything that a face shows is
//! returned as data.

mod adopt;
mod anew;
mod ask;
mod build_folder;
mod check;
mod choice;
mod comparison;
mod compiled;
mod diff;
mod draft;
mod drift;
mod dump;
mod entities;
mod error;
mod excluded;
mod extend;
mod hash;
mod history;
mod introspect;
mod library;
mod live;
mod locate;
mod merge;
mod migration_crate;
mod other_tool;
mod patterns;
mod place;
mod plan;
mod project;
mod reading;
mod ready;
mod rebase;
mod replay;
mod review;
mod run;
mod scratch;
mod script;
mod sections;
mod squash;
mod take_over;
mod target;
mod trial;
mod unchanged;
mod verify;
mod write;

pub use adopt::{Adoption, adopt};
pub use ask::{Answer, Outlook, ask, outlook};
pub use check::{Check, LiveCheck, check, check_opened};
pub use choice::{Choice, Unfilled, choices};
pub use compiled::{Compiled, Disagreement, Opinion, Unmade, Untold, second_opinion};
pub use diff::{Compared, Comparison, Seen, Side};
pub use draft::{Draft, Origin, Request, empty};
pub use drift::Drift;
pub use entities::{Entities, Sources, read_entities};
pub use error::{Error, LoadError};
pub use extend::{Extended, extend, write_extended};
pub use history::History;
pub use library::packages;
pub use live::Live;
pub use locate::{Locator, Spot};
pub use merge::{AutoMerge, merge, merge_auto};
pub use migration_crate::{
    Migrate, MigrationState, Migrations, MigrationsError, Program, RustMigrations, Site, has_program,
    is_migration_crate, steps,
};
pub use other_tool::{Files, Known, refuse_adopted, standings, to_take_over};
pub use patterns::{Patterns, UnknownPattern};
pub use place::{Place, Placement};
pub use plan::{Part, Plan, Proof, plan};
pub use project::{Project, ScratchOptions};
pub use reading::{Looked, Opened, OpenedDatabases, Opening, Reading, Unchanged};
pub use ready::refuse_unready;
pub use rebase::{Rebase, rebase, write_rebase};
pub use review::{Review, review};
pub use run::Run;
pub use scratch::try_scratch;
pub use script::Scripts;
pub use squash::{Squash, squash, write_squash};
pub use take_over::{TakeOver, TakeOverError, Way, take_over};
pub use target::{Databases, Target};
pub use unchanged::Agreement;
pub use verify::{Fault, Finding, Verified, derive, verify};
pub use write::{write, write_changes};
