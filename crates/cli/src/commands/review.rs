//! `autogen review`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use autogen_engine::{Databases, Entities, History, Outlook, Review, Target, outlook, review};
use autogen_revision::{Revision, RevisionId};
use autogen_schema::Dialect;
use clap::Args;

use super::Exit;
use super::verify::{Trials, targets};
use crate::context::{Context, Findings, Workspace, told_errors};
use crate::document::{AskedRows, Document, Reviewed};
use crate::error::Error;
use crate::finding;
use crate::output::Format;

mod chosen;
mod document;
mod lines;
mod markdown;
mod pictures;

use chosen::Chosen;

/// Tell reviewers what revisions do: Markdown for a pull request
///
/// What changes in words, what may happen to rows, whether it is proven, the SQL, and the tables that are touched as a drawing. The
/// revisions are those that came since BASE, a branch, tag or commit of git; nobody needs to have committed them yet. With a
/// database, also the rows that they will meet there.
///
/// Changes nothing. Exits with 1 when a revision fails its proof, when entities have changed without one, when the revisions have
/// several heads, or when one was edited or removed that is part of BASE.
#[derive(Debug, Args)]
pub(crate) struct ReviewArgs {
    /// What they came since; or which they are: an id, or a range `START:END` (the branch that the change goes to when left out)
    #[arg(value_name = "BASE|RANGE", allow_hyphen_values = true)]
    base: Option<String>,
    /// On this dialect alone, of those of the project (can be repeated)
    #[arg(long, value_name = "DIALECT")]
    dialect: Vec<Dialect>,
    /// Do not prove the revisions
    #[arg(long)]
    no_proof: bool,
    /// Leave out SQL and drawings that would make it longer than so many characters; a comment on GitHub holds 65,536
    #[arg(long, value_name = "CHARACTERS", default_value_t = 65_000, hide_default_value = true)]
    limit: usize,
    /// Write the Markdown into this file as well, beside what `--format` asks for
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &ReviewArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    let entities = workspace.entities()?;
    let history = workspace.history()?;
    let chosen = Chosen::find(&workspace, &history, args.base.as_deref())?;
    let databases = workspace.databases()?;
    let known = databases.known();
    let targets = targets(&workspace, &known, &args.dialect)?;
    let mut look = Look::new(&workspace, &entities, &history, &chosen);
    // As lines they are told with everything else.
    let is_told = context.output.format.is_lines();
    let findings = if is_told { Findings::of(&entities) } else { workspace.tell_findings(&entities) };
    look.count_errors(findings.errors);
    look.read(&targets).await;
    if !args.no_proof && !chosen.revisions.is_empty() {
        look.prove(&targets).await;
    }
    look.ask(&databases.looked_at()).await;
    let document = look.document()?;
    let text = || markdown::write(&document, args.limit);
    if let Some(file) = &args.markdown {
        std::fs::write(file, text()).map_err(|error| Error::file("cannot write", file, &error))?;
    }
    let output = context.output;
    match output.format {
        Format::Json => output.json(&Document::new(&document))?,
        Format::Text => output.data(&text())?,
        Format::Short | Format::Github => finding::write(&mut look.lines(&document), output)?,
    }
    Ok(look.exit(&document))
}

/// What is looked at, and what was seen.
struct Look<'a> {
    workspace: &'a Workspace<'a>,
    entities: &'a Entities,
    history: &'a History,
    chosen: &'a Chosen,
    reviews: Vec<Review>,
    trials: Option<Trials>,
    rows: Vec<AskedRows>,
    /// What the databases lack that were asked.
    pending: Option<Vec<RevisionId>>,
    problems: Vec<Error>,
    notes: Vec<String>,
}

impl<'a> Look<'a> {
    fn new(workspace: &'a Workspace<'a>, entities: &'a Entities, history: &'a History, chosen: &'a Chosen) -> Self {
        Self {
            workspace,
            entities,
            history,
            chosen,
            reviews: Vec::new(),
            trials: None,
            rows: Vec::new(),
            pending: None,
            problems: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn count_errors(&mut self, errors: usize) {
        if errors > 0 {
            self.problems.push(Error::new(told_errors(errors)));
        }
    }

    /// Builds what is there before and after. A server that nobody has named leaves its dialect out, where another is there.
    async fn read(&mut self, targets: &[Target<'_>]) {
        for target in targets {
            match review(*target, self.entities, self.history, &self.chosen.revisions).await {
                Ok(review) => self.reviews.push(review),
                Err(error) => self.problems.push(target.named(error).into()),
            }
        }
    }

    async fn prove(&mut self, targets: &[Target<'_>]) {
        match Trials::run(targets, self.history, &self.chosen.revisions).await {
            Ok(trials) => self.trials = Some(trials),
            Err(error) => self.problems.push(error),
        }
    }

    /// Asks the databases for the rows that the upgrades will meet. One that has them already knows of none.
    async fn ask(&mut self, databases: &Databases) {
        for target in self.workspace.project().targets(databases).filter(|target| target.url.is_some()) {
            let review = self.reviews.iter().find(|review| review.dialect == target.dialect);
            let operations = review.map_or(&[][..], |review| &review.operations);
            match outlook(target, self.history, &self.chosen.revisions, operations).await {
                Ok(outlook) => self.take(outlook),
                Err(error) => self.notes.push(format!("the {} database was not asked: {error}", target.dialect)),
            }
        }
    }

    fn take(&mut self, outlook: Outlook) {
        let pending = self.pending.get_or_insert_default();
        for id in outlook.pending {
            if !pending.contains(&id) {
                pending.push(id);
            }
        }
        self.rows.extend(outlook.rows.into_iter().map(|answer| AskedRows { text: answer.text, rows: answer.rows }));
    }

    /// Returns the revisions, in upgrade order.
    fn revisions(&self) -> impl Iterator<Item = &'a Revision> {
        let wanted: &BTreeSet<RevisionId> = &self.chosen.revisions;
        let order = self.history.graph.order().iter().filter(move |id| wanted.contains(*id));
        order.filter_map(|id| self.history.get(id))
    }

    fn exit(&self, document: &Reviewed) -> Exit {
        exit(document, self.trials.as_ref().map_or(Exit::Done, Trials::exit))
    }
}

/// Findings count for more than what could not be told.
fn exit(document: &Reviewed, proof: Exit) -> Exit {
    let lists = [&document.unwritten, &document.withheld, &document.edited, &document.removed, &document.heads];
    if proof == Exit::Findings || lists.iter().any(|list| !list.is_empty()) {
        Exit::Findings
    } else if proof == Exit::Failed || !document.problems.is_empty() {
        Exit::Failed
    } else {
        Exit::Done
    }
}
