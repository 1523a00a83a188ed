//! `autogen graph`.

use autogen_engine::{Entities, Seen, Side, Target};
use autogen_schema::Dialect;
use clap::Args;
use clap_complete::{ArgValueCandidates, ArgValueCompleter};

use super::Exit;
use crate::completion;
use crate::context::{Context, Workspace, told_errors};
use crate::database_url::DatabaseUrl;
use crate::document::{Document, DrawnTables};
use crate::drawing::{self, MERMAID_LIMIT, Notation, Picture};
use crate::error::Error;
use crate::listing::Listing;
use crate::output::{FormatArg, printable};
use crate::sides::Sides;

/// Draw the tables, or the revisions, for Markdown or Graphviz
///
/// The tables are those of `entities`, `history` (what the revisions build), `database`, the URL of another database, or a file of
/// SQL, as for `diff`. `--format mermaid`, the default, is what Markdown pages show; `--format dot` is for Graphviz, `--format json`
/// for other programs.
#[derive(Debug, Args)]
pub(crate) struct GraphArgs {
    /// Only these tables: names or patterns, as in `billing_*`
    #[arg(value_name = "TABLE", add = ArgValueCompleter::new(completion::table))]
    tables: Vec<String>,
    /// Whose tables
    #[arg(long, value_name = "SIDE", default_value = "entities", add = ArgValueCompleter::new(completion::side))]
    from: String,
    /// And the tables that are one foreign key away
    #[arg(long, alias = "neighbors", requires = "tables")]
    neighbours: bool,
    /// Draw how the revisions follow each other instead
    #[arg(long, conflicts_with_all = ["tables", "from", "neighbours", "dialect"])]
    revisions: bool,
    /// The database that a file of SQL is for, or that is meant of those of the project: sqlite, postgres or mysql
    #[arg(long, value_name = "DIALECT", add = ArgValueCandidates::new(completion::dialects))]
    dialect: Option<Dialect>,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &GraphArgs) -> Result<Exit, Error> {
    let notation = match context.globals.format {
        FormatArg::Text => Some(Notation::Mermaid),
        FormatArg::Json => None,
        format => Some(format.notation().ok_or_else(|| {
            Error::new("a graph is drawn, not listed").hint("the formats of `graph` are `mermaid`, `dot` and `json`")
        })?),
    };
    if args.revisions {
        return revisions(context, notation);
    }
    // What is drawn stands by itself.
    let sides = Sides::find(context, [("--from", &args.from), ("", "empty")], args.dialect)?;
    let (seen, errors) = read(context, &sides).await?;
    for note in &seen.notes {
        context.output.note(&printable(note));
    }
    let mut chosen = Picture::chosen(&seen.schema, &args.tables)?;
    if args.neighbours {
        chosen = Picture::with_neighbours(&seen.schema, &chosen, sides.dialect);
    }
    let picture = Picture::of(&seen.schema, &chosen, sides.dialect);
    if picture.is_empty() {
        context.output.status("There are no tables");
    }
    let problem = (errors > 0).then(|| Error::new(told_errors(errors)));
    let exit = if problem.is_some() { Exit::Failed } else { Exit::Done };
    match notation {
        Some(notation) => draw(context, notation, &picture.write(notation))?,
        None => context.output.json(&Document::new(DrawnTables {
            status: exit.status(),
            problems: problem.iter().map(|problem| problem.report().message.clone()).collect(),
            tables: picture.tables(),
            foreign_keys: picture.foreign_keys(),
            notes: seen.notes,
        }))?,
    }
    if let Some(problem) = problem {
        context.output.error(problem.report());
    }
    Ok(exit)
}

fn draw(context: &Context, notation: Notation, text: &str) -> Result<(), Error> {
    if notation == Notation::Mermaid && text.encode_utf16().count() > MERMAID_LIMIT {
        context.output.note(
            "Mermaid draws texts of 50,000 characters unless it is told to draw longer ones (`maxTextSize`): name some of the \
             tables, or write `--format dot`",
        );
    }
    context.output.data(text)
}

fn revisions(context: &Context, notation: Option<Notation>) -> Result<Exit, Error> {
    let graph = context.project()?.graph()?;
    let revisions = graph.history(None, &[])?;
    if revisions.is_empty() {
        context.output.status("There are no revisions");
    }
    match notation {
        Some(notation) => draw(context, notation, &drawing::revisions(notation, &graph, &revisions))?,
        None => Listing::new(context.output, &graph).write(&revisions)?,
    }
    Ok(Exit::Done)
}

/// Reads the side. What keeps the entities from being known for sure is told, and counted; it does not keep them from being drawn.
async fn read(context: &Context, sides: &Sides<'_>) -> Result<(Seen, usize), Error> {
    let workspace = |side: Side| sides.workspace.as_ref().filter(|_| sides.from == side);
    let entities: Option<Entities> = workspace(Side::Entities).map(Workspace::entities).transpose()?;
    let told = workspace(Side::Entities).zip(entities.as_ref());
    let errors = told.map_or(0, |(workspace, entities)| workspace.tell_findings(entities).errors);
    let history = workspace(Side::History).map(Workspace::history).transpose()?;
    // Entities need no database, nor is one asked for that may be named wrongly.
    let url = if entities.is_some() { None } else { sides.url(context)? };
    let target = Target { project: &sides.project, dialect: sides.dialect, url: url.as_ref().map(DatabaseUrl::as_str) };
    let seen = sides.from.seen(target, entities.as_ref(), history.as_ref()).await;
    Ok((seen.map_err(|error| sides.explained(error))?, errors))
}
