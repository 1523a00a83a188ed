//! `autogen doctor --compiled`: what SeaORM makes of the entities, held against what their source says.

use autogen_engine::{Opinion, Target, second_opinion, try_scratch};
use autogen_model::Severity;
use autogen_schema::Dialect;

use crate::commands::Exit;
use crate::context::Workspace;
use crate::describe;
use crate::error::Error;
use crate::probe::Probe;

mod document;
mod text;

/// What the registry of SeaORM has, for those who miss something there.
const REGISTRY: &str = "it has what `DeriveEntityModel` or `DeriveEntity` is derived for, in modules of the library that are below its root";

/// What SeaORM says on each dialect.
struct Opinions {
    told: Vec<(Dialect, Opinion)>,
    /// Where nothing could be told, and why.
    untold: Vec<(Dialect, Error)>,
    /// Whether the project has one dialect, which need not be named.
    is_alone: bool,
}

/// Runs the command.
pub(super) async fn run(workspace: &Workspace<'_>) -> Result<Exit, Error> {
    let entities = workspace.entities()?;
    // Warnings are about what a database makes of it, which is asked here.
    if entities.model.diagnostics.iter().any(|found| found.severity == Severity::Error) {
        workspace.tell_findings(&entities);
    }
    let databases = workspace.databases()?.known();
    let is_alone = workspace.project().has_one_dialect();
    let mut opinions = Opinions { told: Vec::new(), untold: Vec::new(), is_alone };
    // Nobody waits for a compiler who has no database to compare on.
    let mut targets: Vec<Target<'_>> = Vec::new();
    for target in workspace.project().targets(&databases) {
        match try_scratch(target).await {
            Ok(()) => targets.push(target),
            Err(error) => opinions.untold.push((target.dialect, error.into())),
        }
    }
    if let Some((_, error)) = opinions.untold.pop_if(|_| targets.is_empty()) {
        return Err(error);
    }
    let probe = Probe::build(workspace)?;
    for target in targets {
        let compiled = probe.ask(target.dialect)?;
        let opinion = second_opinion(target, &entities, &compiled).await.map_err(|error| target.named(error))?;
        opinions.told.push((target.dialect, opinion));
    }
    if opinions.told.iter().all(|(_, opinion)| opinion.tables.is_empty()) {
        if opinions.told.iter().any(|(_, opinion)| !opinion.unmade.is_empty()) {
            opinions.tell_exceptions(workspace.output());
            return Err(Error::new("SeaORM makes none of the tables, so that there is nothing to compare"));
        }
        return Err(Error::new("SeaORM's registry has none of the entities").hint(REGISTRY));
    }
    opinions.tell(workspace.output())?;
    Ok(opinions.exit())
}

impl Opinions {
    /// Findings count for more than what could not be told.
    fn exit(&self) -> Exit {
        if self.told.iter().any(|(_, opinion)| !opinion.disagreements.is_empty()) {
            Exit::Findings
        } else if self.untold.is_empty() {
            Exit::Done
        } else {
            Exit::Failed
        }
    }

    /// Puts together what each dialect tells.
    fn of_each(&self, of: impl Fn(&Opinion) -> Vec<String>) -> Vec<String> {
        describe::of_dialects(&self.told.iter().map(|(dialect, told)| (*dialect, of(told))).collect::<Vec<_>>())
    }
}
