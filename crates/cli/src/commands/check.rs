//! `autogen check`.

use autogen_diff::{Difference, Listed, listed_once};
use autogen_engine::{
    Agreement, Check, Databases, Entities, History, LiveCheck, Looked, Opened, OpenedDatabases, Target, Unchanged,
    check, check_opened,
};
use autogen_model::Diagnostic;
use autogen_revision::{RevisionId, Row, edited};
use autogen_schema::Dialect;
use autogen_schema::change::FactKey;
use clap::Args;

use super::Exit;
use crate::context::{Context, Workspace, told_errors};
use crate::describe;
use crate::document::Document;
use crate::elsewhere;
use crate::error::Error;
use crate::finding;
use crate::output::Format;

mod document;
mod lines;
mod text;
mod watch;

/// Check that entities, revisions and database agree
///
/// Changes nothing. Without a database, the entities are compared with what the revisions build. With `-v`, also lists what is in
/// the database alone and stays unmanaged.
///
/// That nothing was found is remembered in Cargo's `target/autogen`: while entities, revisions, configuration and database are to the
/// letter what they were, the next check reads them and compares nothing, unless with `-v`.
///
/// `--format short` writes a line for each finding, `file:line:column: severity[code]: message`, for editors; `--format github`
/// writes them as annotations of a pull request.
///
/// Exits with 0 when they agree, with 1 when a revision would be written or the database has drifted, with 2 when that could
/// not be told.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Fail when the file of an applied revision was edited since, rather than warn
    #[arg(long)]
    strict: bool,
    /// Check again whenever an entity, a revision or autogen.toml changes, until Ctrl-C
    #[arg(long)]
    watch: bool,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &CheckArgs) -> Result<Exit, Error> {
    if args.watch {
        return watch::run(context, args.strict).await;
    }
    if context.output.format.is_lines() {
        let (mut found, exit) = lines::of(context, &context.config_file()?, args.strict).await;
        finding::write(&mut found, context.output)?;
        return Ok(exit);
    }
    let (exit, read) = once(&context.project()?, args.strict).await?;
    // The program ends, and what it holds with it: to give it back in small pieces takes long.
    std::mem::forget(read);
    Ok(exit)
}

/// Checks, and tells what was found. Returns also what was read for it, where it was.
async fn once(workspace: &Workspace<'_>, strict: bool) -> Result<(Exit, Option<(Entities, History)>), Error> {
    let (looked, databases) = look(workspace).await;
    let reading = match looked {
        Looked::Read(reading) => reading,
        Looked::Unchanged(unchanged) => return Ok((Findings::unchanged(workspace, unchanged).tell()?, None)),
    };
    let entities = workspace.entities_of(reading.entities)?;
    let errors = workspace.tell_findings(&entities).errors;
    let history = workspace.history_of(reading.history)?;
    let databases = (databases?, reading.databases.opened().await);
    let findings = Findings::gather(workspace, &entities, errors, &history, databases, strict).await?;
    let exit = findings.tell()?;
    findings.remember();
    Ok((exit, Some((entities, history))))
}

/// Looks whether anything has changed since nothing was found, and reads everything that a check is about where something has. What could
/// not be read is told in its turn. Who asks for more is told all of it.
async fn look(workspace: &Workspace<'_>) -> (Looked, Result<Databases, Error>) {
    let databases = workspace.databases().map(|databases| databases.looked_at());
    let none = Databases::default();
    let (project, known) = (workspace.project(), databases.as_ref().unwrap_or(&none));
    if workspace.is_verbose() {
        return (Looked::anew(project, known).await, databases);
    }
    (Looked::at(project, known).await, databases)
}

struct Findings<'a> {
    workspace: &'a Workspace<'a>,
    /// What is wrong or unclear in the entities.
    diagnostics: &'a [Diagnostic],
    sides: Vec<Side>,
    /// Why not everything could be told.
    problems: Vec<Problem>,
    /// What was not compared, and is no reason to fail.
    notes: Vec<String>,
    /// Revisions whose file was edited since a database applied them.
    edited: Vec<RevisionId>,
    /// Revisions that no file is here for, each with what a database knows of it.
    without_file: Vec<(RevisionId, String)>,
    /// Whether an edited file is a finding.
    strict: bool,
}

/// Why not everything could be told.
struct Problem {
    error: Error,
    /// Whether the findings that it is about tell of it by themselves.
    is_told: bool,
}

impl Problem {
    fn new(error: impl Into<Error>) -> Self {
        Self { error: error.into(), is_told: false }
    }

    /// Makes one whose parts are findings themselves.
    fn told(error: impl Into<Error>) -> Self {
        Self { error: error.into(), is_told: true }
    }
}

/// What a check found on one dialect.
struct Side {
    dialect: Dialect,
    checked: Check,
}

impl Side {
    /// Returns what the next revision would hold.
    fn difference(&self) -> Option<&Difference> {
        self.checked.history.as_ref().or(self.live().map(|live| &live.difference))
    }

    fn live(&self) -> Option<&LiveCheck> {
        self.checked.live.as_ref()
    }

    fn has_findings(&self) -> bool {
        let differs = |difference: &Difference| !difference.is_empty() || !difference.withheld.is_empty();
        self.difference().is_some_and(differs) || self.live().is_some_and(|live| !live.drift.is_empty())
    }
}

impl<'a> Findings<'a> {
    /// That nothing was found, and nothing has changed since.
    fn unchanged(workspace: &'a Workspace<'a>, unchanged: Unchanged) -> Self {
        let side = Side { dialect: unchanged.dialect, checked: unchanged.into() };
        Self { sides: vec![side], ..Self::none(workspace) }
    }

    fn none(workspace: &'a Workspace<'a>) -> Self {
        Self {
            workspace,
            diagnostics: &[],
            sides: Vec::new(),
            problems: Vec::new(),
            notes: Vec::new(),
            edited: Vec::new(),
            without_file: Vec::new(),
            strict: false,
        }
    }

    /// Compares as much as can be compared.
    async fn gather(
        workspace: &'a Workspace<'a>,
        entities: &'a Entities,
        errors: usize,
        history: &History,
        (databases, mut opened): (Databases, OpenedDatabases),
        strict: bool,
    ) -> Result<Self, Error> {
        let mut findings = Self { diagnostics: &entities.model.diagnostics, strict, ..Self::none(workspace) };
        let mut untold = Vec::new();
        for target in workspace.project().targets(&databases) {
            let opened = opened.remove(&target.dialect).transpose();
            match checked(target, entities, history, opened, &mut findings).await {
                Ok(checked) => findings.sides.push(Side { dialect: target.dialect, checked }),
                Err(error) => untold.push((target, error)),
            }
        }
        findings.tell_untold(untold)?;
        findings.look_for_doubt(errors);
        Ok(findings)
    }

    /// What takes a server that nobody named is noted where something else could be told.
    fn tell_untold(&mut self, untold: Vec<(Target<'_>, autogen_engine::Error)>) -> Result<(), Error> {
        for (target, error) in untold {
            let is_told = !self.sides.is_empty();
            if is_told && matches!(error, autogen_engine::Error::NoScratch { .. }) {
                let dialect = target.dialect;
                self.notes.push(format!(
                    "the entities are not compared with the history on {dialect}, which takes a `scratch_url`"
                ));
            } else if is_told {
                self.problems.push(Problem::new(target.named(error)));
            } else {
                return Err(target.named(error).into());
            }
        }
        Ok(())
    }

    /// Looks for revisions that a database has from elsewhere, or in another text.
    fn look_at_rows(&mut self, rows: &[Row], history: &History, dialect: Dialect) {
        for revision in edited(rows, &history.revisions, dialect) {
            if !self.edited.contains(&revision.header.id) {
                self.edited.push(revision.header.id.clone());
            }
        }
        for row in elsewhere::without_file(&history.graph, rows) {
            let told = format!("no file is here for {}", elsewhere::told(row));
            if !self.workspace.output().format.is_lines() {
                self.workspace.output().note(&told);
            }
            self.without_file.push((row.revision.clone(), told));
        }
    }

    fn look_for_doubt(&mut self, errors: usize) {
        for side in &self.sides {
            let unknown = side.difference().map(|difference| difference.unknown.clone()).unwrap_or_default();
            if !unknown.is_empty() {
                self.problems.insert(0, Problem::told(autogen_engine::Error::UnknownTypes { facts: unknown }));
                break;
            }
        }
        if errors > 0 {
            self.problems.insert(0, Problem::told(Error::new(told_errors(errors))));
        }
    }

    /// Tells what was found.
    fn tell(&self) -> Result<Exit, Error> {
        let output = self.workspace.output();
        match output.format {
            Format::Json => output.json(&Document::new(self.document()))?,
            Format::Text | Format::Short | Format::Github => self.write(output)?,
        }
        self.tell_problems(output);
        Ok(self.exit())
    }

    /// Remembers that nothing was found, so that the next check need not look while nothing changes.
    fn remember(&self) {
        let is_told = self.exit() != Exit::Done || !self.notes.is_empty();
        if is_told || !self.edited.is_empty() || !self.without_file.is_empty() {
            return;
        }
        self.sides.iter().filter_map(|side| side.checked.agreement.as_ref()).for_each(Agreement::keep);
    }

    fn exit(&self) -> Exit {
        if !self.problems.is_empty() {
            Exit::Failed
        } else if self.has_findings() {
            Exit::Findings
        } else {
            Exit::Done
        }
    }

    fn has_findings(&self) -> bool {
        let edited = self.strict && !self.edited.is_empty();
        edited || self.sides.iter().any(Side::has_findings)
    }

    /// Returns what the change list of the next revision would say.
    fn listed(&self) -> Listed {
        let list = |side: &Side| side.difference().map(Difference::listed).unwrap_or_default();
        listed_once(self.sides.iter().map(|side| (side.dialect, list(side))).collect())
    }

    /// Returns what was not in the entities, which could not be read completely.
    fn withheld(&self) -> Vec<FactKey> {
        let mut withheld: Vec<FactKey> = Vec::new();
        for key in self.sides.iter().filter_map(Side::difference).flat_map(|difference| &difference.withheld) {
            if !withheld.contains(key) {
                withheld.push(key.clone());
            }
        }
        withheld
    }

    /// Returns the name of a side, where there are several.
    fn named(&self, side: &Side) -> Option<&'static str> {
        (!self.workspace.project().has_one_dialect()).then_some(side.dialect.name())
    }

    /// Puts together what each side tells.
    fn told(&self, of: impl Fn(&Side) -> Vec<String>) -> Vec<String> {
        describe::of_dialects(&self.sides.iter().map(|side| (side.dialect, of(side))).collect::<Vec<_>>())
    }
}

/// Checks one dialect. What keeps a database from being compared becomes a problem, where the history still can be.
async fn checked(
    target: Target<'_>,
    entities: &Entities,
    history: &History,
    opened: Result<Option<Opened>, autogen_engine::Error>,
    findings: &mut Findings<'_>,
) -> Result<Check, autogen_engine::Error> {
    let alone = Target { url: None, ..target };
    let found = match opened {
        Ok(opened) => check_opened(target, entities, history, opened).await,
        Err(error) => Err(error),
    };
    if let Ok(Check { live: Some(live), .. }) = &found {
        findings.look_at_rows(&live.applied, history, target.dialect);
    }
    let (reason, live) = match found {
        Err(error @ autogen_engine::Error::Connect(_)) => (error, None),
        Ok(Check { live: Some(live), .. }) if !live.is_up_to_date() => (live.not_up_to_date(), Some(live)),
        checked => return checked,
    };
    // That may take a compiler.
    if target.project.rust.is_some() {
        return Err(reason);
    }
    // A database that lacks revisions says nothing about the next one; the history does.
    match check(alone, entities, history).await {
        Ok(checked) => {
            let is_told = live.as_ref().is_some_and(|live| live.to_take_over.is_empty());
            findings.problems.push(Problem { error: target.named(reason).into(), is_told });
            Ok(Check { live, ..checked })
        }
        // What is wrong already is all that can be told.
        Err(autogen_engine::Error::NoScratch { .. }) => Err(reason),
        Err(error) => Err(error),
    }
}
