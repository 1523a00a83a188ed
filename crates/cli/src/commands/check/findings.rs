//! What a check found, on every dialect, and why not everything could be told.

use autogen_diff::{Difference, Listed, listed_once};
use autogen_engine::{
    Agreement, Check, Databases, Entities, History, LiveCheck, Opened, OpenedDatabases, Target, Unchanged, check,
    check_opened,
};
use autogen_model::Diagnostic;
use autogen_revision::{RevisionId, Row, edited};
use autogen_schema::Dialect;
use autogen_schema::change::FactKey;

use crate::commands::Exit;
use crate::context::{Workspace, told_errors};
use crate::describe;
use crate::document::Document;
use crate::elsewhere;
use crate::error::Error;
use crate::output::Format;

/// What was found.
pub(super) struct Findings<'a> {
    pub(super) workspace: &'a Workspace<'a>,
    /// What is wrong or unclear in the entities.
    pub(super) diagnostics: &'a [Diagnostic],
    pub(super) sides: Vec<Side>,
    /// Why not everything could be told.
    pub(super) problems: Vec<Problem>,
    /// What was not compared, and is no reason to fail.
    pub(super) notes: Vec<String>,
    /// Revisions whose file was edited since a database applied them.
    pub(super) edited: Vec<RevisionId>,
    /// Revisions that no file is here for, each with what a database knows of it.
    pub(super) without_file: Vec<(RevisionId, String)>,
    /// Whether an edited file is a finding.
    pub(super) strict: bool,
}

/// Why not everything could be told.
pub(super) struct Problem {
    pub(super) error: Error,
    /// Whether the findings that it is about tell of it by themselves.
    pub(super) is_told: bool,
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
pub(super) struct Side {
    pub(super) dialect: Dialect,
    pub(super) checked: Check,
}

impl Side {
    /// Returns what the next revision would hold.
    pub(super) fn difference(&self) -> Option<&Difference> {
        self.checked.history.as_ref().or(self.live().map(|live| &live.difference))
    }

    pub(super) fn live(&self) -> Option<&LiveCheck> {
        self.checked.live.as_ref()
    }

    pub(super) fn has_findings(&self) -> bool {
        let differs = |difference: &Difference| !difference.is_empty() || !difference.withheld.is_empty();
        self.difference().is_some_and(differs) || self.live().is_some_and(|live| !live.drift.is_empty())
    }
}

impl<'a> Findings<'a> {
    /// That nothing was found, and nothing has changed since.
    pub(super) fn unchanged(workspace: &'a Workspace<'a>, unchanged: Unchanged) -> Self {
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
    pub(super) async fn gather(
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
    pub(super) fn tell(&self) -> Result<Exit, Error> {
        let output = self.workspace.output();
        match output.format {
            Format::Json => output.json(&Document::new(self.document()))?,
            Format::Text | Format::Short | Format::Github => self.write(output)?,
        }
        self.tell_problems(output);
        Ok(self.exit())
    }

    /// Remembers that nothing was found, so that the next check need not look while nothing changes.
    pub(super) fn remember(&self) {
        let is_told = self.exit() != Exit::Done || !self.notes.is_empty();
        if is_told || !self.edited.is_empty() || !self.without_file.is_empty() {
            return;
        }
        self.sides.iter().filter_map(|side| side.checked.agreement.as_ref()).for_each(Agreement::keep);
    }

    pub(super) fn exit(&self) -> Exit {
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
    pub(super) fn listed(&self) -> Listed {
        let list = |side: &Side| side.difference().map(Difference::listed).unwrap_or_default();
        listed_once(self.sides.iter().map(|side| (side.dialect, list(side))).collect())
    }

    /// Returns what was not in the entities, which could not be read completely.
    pub(super) fn withheld(&self) -> Vec<FactKey> {
        let mut withheld: Vec<FactKey> = Vec::new();
        for key in self.sides.iter().filter_map(Side::difference).flat_map(|difference| &difference.withheld) {
            if !withheld.contains(key) {
                withheld.push(key.clone());
            }
        }
        withheld
    }

    /// Returns the name of a side, where there are several.
    pub(super) fn named(&self, side: &Side) -> Option<&'static str> {
        (!self.workspace.project().has_one_dialect()).then_some(side.dialect.name())
    }

    /// Puts together what each side tells.
    pub(super) fn told(&self, of: impl Fn(&Side) -> Vec<String>) -> Vec<String> {
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
