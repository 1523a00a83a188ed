//! `autogen migrate`.

use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use autogen_diff::question::Remedy;
use autogen_engine::{
    Answer, Databases, Drift, History, Origin, Part, Place, Plan, Project, Proof, ask, choices, plan, refuse_unready,
};
use autogen_revision::ConnectError;
use clap::{Args, ValueEnum};
use clap_complete::ArgValueCompleter;

use super::Exit;
use crate::args::place::PlaceArgs;
use crate::args::values::ValuesArgs;
use crate::completion;
use crate::context::{Context, Workspace};
use crate::conversation::Conversation;
use crate::database_url::{DatabaseUrl, DatabaseUrls};
use crate::describe;
use crate::document::{AskedRows, Document, Hazard, Written};
use crate::error::Error;
use crate::output::{Format, Output, printable};
use crate::theme::{self, paint};

/// Write a revision for what changed in the entities
///
/// Compares the entities with what the revisions build, writes the upgrade and the downgrade into a new file, and proves on a
/// scratch database that they do what they say: up, down, up. `autogen -m MESSAGE` is the same. Nothing is written when
/// nothing changed.
///
/// For SQLite the scratch database is in memory. For a server it is made beside the database that is named, when that is on
/// this machine, or where `scratch_url` says. A database that is named must have every revision, so that nothing is written
/// beside it.
#[derive(Debug, Args)]
// `autogen -m MESSAGE` is this command: what tells is the message, since a group does not see into another.
#[group(args = ["message"])]
pub(crate) struct MigrateArgs {
    /// What the revision is for
    #[arg(short, long, value_name = "MESSAGE", allow_hyphen_values = true)]
    message: String,
    /// Use this id instead of a random one
    #[arg(long, value_name = "ID")]
    rev_id: Option<String>,
    /// Allow this drop although the entities could not be read completely (can be repeated)
    #[arg(long, value_name = "NAME", num_args = 1.., add = ArgValueCompleter::new(completion::gone))]
    drop: Vec<String>,
    /// Stop managing this, which the revisions made and is gone (can be repeated)
    #[arg(long, value_name = "NAME", num_args = 1.., add = ArgValueCompleter::new(completion::gone))]
    forget: Vec<String>,
    /// Take this for a rename rather than for a drop and something new (can be repeated): `users.old=new`, `old_table=new_table`,
    /// `old_enum=new_enum`, or a label: `mood.sad=gloomy`
    #[arg(long, value_name = "OLD=NEW", num_args = 1.., value_parser = rename, add = ArgValueCompleter::new(completion::rename))]
    rename: Vec<(String, String)>,
    /// What to start from: the history that the revisions build, or the connected database
    #[arg(long, value_name = "SOURCE", value_enum, hide_default_value = true)]
    from: Option<Source>,
    #[command(flatten)]
    writing: WritingArgs,
    /// Print the file instead of writing it
    #[arg(long, visible_alias = "sql")]
    dry_run: bool,
    /// Never ask, even in a terminal
    #[arg(long)]
    no_input: bool,
    #[command(flatten)]
    values: ValuesArgs,
    #[command(flatten)]
    place: PlaceArgs,
}

impl MigrateArgs {
    /// What `revision --autogenerate` asks for.
    pub(super) fn of(message: &str, rev_id: Option<&str>, place: &PlaceArgs) -> Self {
        Self {
            message: message.to_owned(),
            rev_id: rev_id.map(str::to_owned),
            drop: Vec::new(),
            forget: Vec::new(),
            rename: Vec::new(),
            values: ValuesArgs::default(),
            writing: WritingArgs::default(),
            from: None,
            dry_run: false,
            no_input: false,
            place: place.clone(),
        }
    }
}

/// How a revision is written.
#[derive(Debug, Default, Args)]
struct WritingArgs {
    /// Write it without running it down and up again on the scratch database
    #[arg(long)]
    no_proof: bool,
    /// Write it so that others read and write while it runs (PostgreSQL)
    #[arg(long)]
    online: bool,
}

/// What a revision starts from.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Source {
    /// What the revisions build on a scratch database
    History,
    /// What the connected database holds, for a history that cannot be built again
    Database,
}

/// Takes apart what `--rename` takes.
pub(super) fn rename(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((old, new)) if !old.is_empty() && !new.is_empty() => Ok((old.to_owned(), new.to_owned())),
        _ => Err("it is written `table.old=new`, or `old_table=new_table`".to_owned()),
    }
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &MigrateArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    // A database of another kind is told of even when nothing changed.
    let databases = workspace.databases()?;
    // The program ends with the revision, and what it holds with it: to give it back in small pieces takes long.
    let history = ManuallyDrop::new(workspace.history()?);
    let entities = ManuallyDrop::new(workspace.entities()?);
    workspace.tell_findings(&entities);
    let mut request = workspace.request(&args.message, args.rev_id.as_deref(), &history)?;
    request.allowed_drops.clone_from(&args.drop);
    request.forgotten.clone_from(&args.forget);
    request.renames.clone_from(&args.rename);
    request.values = args.values.said();

    request.place = Some(Box::new(Place::find(&args.place.placement(), workspace.project(), &history)?));
    request.from = origin(args.from, workspace.project(), &databases);

    request.proof &= !args.writing.no_proof;
    request.online |= args.writing.online;

    let mut conversation = Conversation::start(context, args.no_input, &workspace.project().dialects);
    let (plans, answers) = loop {
        let origins = origins(&databases, request.from);
        let plans = plan(workspace.project(), &entities, &history, &request, &origins).await?;
        if plans.is_empty() {
            return nothing_to_do(context.output);
        }
        let mut looked = Looked::default();
        for url in &databases.meant {
            looked.extend(look_at_database(&workspace, &history, &plans, request.from, url).await?);
        }
        if !conversation.ask(&choices(&plans, &looked.answers), &mut request)? {
            looked.tell(context.output);
            break (plans, looked.answers);
        }
    };
    let mut plans = ManuallyDrop::new(plans);
    // Those of a chain are told where it begins.
    if let Some(first) = plans.first_mut() {
        first.draft = first.draft.clone().with_answers(&answers, &request.created);
    }
    tell_chain(&plans, context.output);
    let mut written = Vec::with_capacity(plans.len());
    for plan in plans.iter() {
        tell_changes(plan, context.output);
        written.push(if args.dry_run { None } else { Some(workspace.write(&plan.draft)?) });
    }
    tell_answers(&answers, context.output);
    // Whoever was asked has decided.
    if conversation.is_silent() {
        tell_likely_renames(&plans, context.output);
    }
    tell_results(&plans, &written, answers, context.output)
}

/// Migrations in Rust must be built to know what they build, unless there is a database that they have run on.
fn origin(from: Option<Source>, project: &Project, databases: &DatabaseUrls) -> Origin {
    let is_usual = || project.rust.is_some() && databases.looked_at() != Databases::default();
    match from {
        Some(Source::Database) => Origin::Database,
        None if is_usual() => Origin::Database,
        _ => Origin::History,
    }
}

/// The databases that a plan may start from, or make scratch databases beside.
fn origins(databases: &DatabaseUrls, from: Origin) -> Databases {
    match from {
        Origin::History => databases.known(),
        Origin::Database => databases.looked_at(),
    }
}

/// What a look at the connected databases showed.
#[derive(Default)]
struct Looked {
    /// What they say of the rows that the plan is about.
    answers: Vec<Answer>,
    drift: Vec<Drift>,
    missing: Vec<PathBuf>,
}

impl Looked {
    fn extend(&mut self, other: Self) {
        self.answers.extend(other.answers);
        self.drift.extend(other.drift);
        self.missing.extend(other.missing);
    }

    fn tell(&self, output: Output) {
        for drift in &self.drift {
            output.warning(&format!("the database has drifted: {}", printable(&drift.text)));
        }
        for path in &self.missing {
            output.note(&format!("database `{}` does not exist yet", path.display()));
        }
    }
}

/// Looks at a database that is named: it must have every revision, and be what they made where the plan changes it.
async fn look_at_database(
    workspace: &Workspace<'_>,
    history: &History,
    plans: &[Plan],
    from: Origin,
    url: &DatabaseUrl,
) -> Result<Looked, Error> {
    let target = workspace.target(url);
    match refuse_unready(target, history, plans, from).await.map_err(|error| target.named(error)) {
        Ok(drift) => Ok(Looked { answers: ask(target, plans).await?, drift, missing: Vec::new() }),
        // There is no database that could disagree.
        Err(error) => {
            let Some(path) = missing(&error) else { return Err(error.into()) };
            Ok(Looked { missing: vec![path.to_owned()], ..Looked::default() })
        }
    }
}

/// The file of a database that is not there.
fn missing(error: &autogen_engine::Error) -> Option<&Path> {
    match error {
        autogen_engine::Error::On { error, .. } => missing(error),
        autogen_engine::Error::Connect(ConnectError::Missing { path }) => Some(path),
        _ => None,
    }
}

fn nothing_to_do(output: Output) -> Result<Exit, Error> {
    match output.format {
        Format::Json => output.json(&Document::new(Written::default()))?,
        Format::Text | Format::Short | Format::Github => output.status("No changes in schema detected."),
    }
    Ok(Exit::Done)
}

fn tell_changes(plan: &Plan, output: Output) {
    output.statuses(|| describe::changes(&plan.changes).into_iter().map(|line| format!("Detected {line}")).collect());
    let claims = &plan.claims;
    if !claims.is_empty() {
        let count = describe::count(claims.len(), "fact");
        output.status(&format!("Managed from now on: {count} that the entities say and that was there"));
        for claim in claims {
            output.detail(&format!("  {}", printable(&claim.to_string())));
        }
    }
    let note = |note: &autogen_diff::Note| format!("{}: {}", printable(&note.about.to_string()), note.text);
    let notes = plan.parts.iter().map(|part| (part.dialect, part.difference.notes.iter().map(note).collect()));
    for note in describe::of_dialects(&notes.collect::<Vec<_>>()) {
        output.note(&note);
    }
    let hazard = |hazard: &autogen_diff::Hazard| printable(&hazard.to_string());
    let hazards = plan.parts.iter().map(|part| (part.dialect, part.upgrade.hazards().map(hazard).collect()));
    for hazard in describe::of_dialects(&hazards.collect::<Vec<_>>()) {
        output.hazard(&hazard);
    }
}

/// Says what the connected database holds of what the hazards speak of.
fn tell_answers(answers: &[Answer], output: Output) {
    let mut told = BTreeSet::new();
    for answer in answers.iter().filter(|answer| told.insert(&answer.text)) {
        let text = printable(&answer.text);
        if answer.rows == Some(0) {
            output.detail(&format!("Asked the database: {text}"));
        } else {
            output.note(&format!("{text} of the database now{}", remedy(answer)));
        }
    }
}

/// How what becomes of values is said. A hazard says by itself how a column is filled.
fn remedy(answer: &Answer) -> String {
    match &answer.remedy {
        Some(using @ Remedy::Using(_)) => format!("; `{}` says what they become", printable(&using.to_string())),
        Some(Remedy::Fill(_)) | None => String::new(),
    }
}

/// A rename is never guessed; where there may be one, how to say it.
fn tell_likely_renames(plans: &[Plan], output: Output) {
    for (old, new) in plans.iter().flat_map(Plan::likely_renames) {
        let (old, new) = (printable(&old), printable(&new));
        output.note(&format!("if `{new}` is what `{old}` was, keep its values: `--rename {old}={new}`"));
    }
}

/// Says why there are several files.
fn tell_chain(plans: &[Plan], output: Output) {
    if plans.len() > 1 {
        let count = plans.len();
        output.note(&format!(
            "this takes more locks than one transaction should: it is split into {count} revisions, each upon the one before"
        ));
    }
}

fn tell_results(
    plans: &[Plan],
    paths: &[Option<PathBuf>],
    answers: Vec<Answer>,
    output: Output,
) -> Result<Exit, Error> {
    let mut documents = Vec::with_capacity(plans.len());
    let mut exit = Exit::Done;
    for (plan, path) in plans.iter().zip(paths) {
        let problems = problems(plan);
        for problem in problems {
            output.problem(&format!("{}: {}", paint(theme::ERROR, "not proven"), printable(problem)));
            exit = Exit::Findings;
        }
        let proof = match &plan.proof {
            Proof::Proven => &proven(plan),
            Proof::Skipped => "not proven: nobody asked for it",
            Proof::Failed(_) => "NOT PROVEN: do not run it as it is",
        };
        match (output.format, path) {
            (Format::Json, path) => documents.push(document(plan, path.as_deref())),
            (Format::Text | Format::Short | Format::Github, None) => output.data(&plan.draft.text)?,
            (Format::Short | Format::Github, Some(path)) => output.line(&path.display().to_string())?,
            (Format::Text, Some(path)) => {
                output.line(&format!("Wrote {} ({proof})", paint(theme::NAME, path.display())))?;
            }
        }
    }
    if let Some(mut last) = documents.pop() {
        last.after = documents;
        last.rows = answers.into_iter().map(|answer| AskedRows { text: answer.text, rows: answer.rows }).collect();
        output.json(&Document::new(last))?;
    }
    if exit == Exit::Done && output.format == Format::Text && paths.iter().all(Option::is_some) {
        let them = if plans.len() > 1 { "them" } else { "it" };
        let is_skipped = plans.iter().any(|plan| plan.proof == Proof::Skipped);
        let proves = if is_skipped { "`autogen verify head` proves it, " } else { "" };
        output.hint(&format!("{proves}`autogen upgrade` runs {them}"));
    }
    Ok(exit)
}

fn proven(plan: &Plan) -> String {
    let names: Vec<&str> = plan.parts.iter().map(|part| part.dialect.name()).collect();
    let on = if names.len() > 1 { format!(" on {}", names.join(", ")) } else { String::new() };
    format!("proven{on}: up, down, up")
}

fn problems(plan: &Plan) -> &[String] {
    match &plan.proof {
        Proof::Proven | Proof::Skipped => &[],
        Proof::Failed(problems) => problems,
    }
}

fn hazards(plan: &Plan) -> Vec<Hazard> {
    let of_part = |part: &Part| {
        let is_alone = plan.parts.len() < 2;
        let named = |hazard: Hazard| if is_alone { hazard } else { hazard.on(part.dialect) };
        part.upgrade.hazards().map(Hazard::of).map(named).collect::<Vec<_>>()
    };
    plan.parts.iter().flat_map(of_part).collect()
}

fn document(plan: &Plan, path: Option<&Path>) -> Written {
    Written {
        revision: Some(plan.id.to_string()),
        path: path.map(|path| path.display().to_string()),
        text: path.is_none().then(|| plan.draft.text.clone()),
        changes: plan.changes.iter().map(ToString::to_string).collect(),
        claims: plan.claims.iter().map(ToString::to_string).collect(),
        hazards: hazards(plan),
        problems: problems(plan).to_vec(),
        rows: Vec::new(),
        after: Vec::new(),
    }
}
