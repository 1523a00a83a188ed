//! `autogen init`.

use std::path::{Path, PathBuf};

use autogen_schema::Dialect;
use clap::{Args, ValueEnum};
use clap_complete::ArgValueCandidates;

use super::Exit;
use crate::completion;
use crate::config::{Config, FILE_NAME};
use crate::context::Context;
use crate::database_url::DatabaseUrl;
use crate::describe;
use crate::error::Error;

mod editor;
mod files;
mod find_crate;
mod find_entities;

use editor::Editor;
use files::Files;
use find_crate::find_crates;
use find_entities::find_entities;

/// Set up a project
///
/// Looks for entities and writes autogen.toml and the folder of the revisions. Files that are there already stay.
///
/// Where a crate depends on sea-orm-migration, revisions are migrations in it, and nothing but autogen.toml is written.
#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// Where the entities are, if not to be looked for (can be repeated)
    #[arg(long, value_name = "PATH")]
    entities: Vec<PathBuf>,
    /// The database that revisions are for: sqlite, postgres or mysql; that of the database URL where one is known (can be repeated)
    #[arg(long, value_name = "DIALECT", add = ArgValueCandidates::new(completion::dialects))]
    dialect: Vec<Dialect>,
    /// What revisions are: files of SQL, or SeaORM migrations in the crate that is there
    #[arg(long, value_name = "TEMPLATE", value_enum)]
    template: Option<Template>,
    /// Write autogen's tasks for an editor, too: vscode, zed or neovim (can be repeated)
    ///
    /// Where autogen.toml is there already, nothing else is written. An editor's file that is there stays, and autogen's is put beside it.
    #[arg(long, value_name = "EDITOR", value_enum, hide_possible_values = true)]
    editor: Vec<Editor>,
    /// The folder of the revisions (`migrations`), or of the migration crate
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

/// What revisions are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Template {
    Sql,
    Rust,
}

/// Runs the command.
pub(crate) fn run(context: &Context, args: &InitArgs) -> Result<Exit, Error> {
    let root = context.start();
    if !root.as_os_str().is_empty() && !root.is_dir() {
        return Err(Error::new(format!("there is no folder `{}`", root.display())));
    }
    let file = context.globals.config.as_ref().map_or_else(|| root.join(FILE_NAME), |file| root.join(file));
    let mut files = Files { output: context.output, written: Vec::new(), kept: Vec::new() };
    if file.is_file() {
        return keep(files, &file, &root, args);
    }
    let entities = if args.entities.is_empty() { find_entities(&root)? } else { args.entities.clone() };
    tell_entities(context, &entities);
    let mut dialects = args.dialect.clone();
    if dialects.is_empty() {
        dialects.push(DatabaseUrl::dialect(&root, context.globals.database_url.as_deref())?.unwrap_or(Dialect::Sqlite));
    }
    dialects.sort();
    dialects.dedup();
    let crate_folder = migration_crate(context, &root, args)?;
    let is_rust = crate_folder.is_some();
    let folder = crate_folder.or(args.folder.clone()).unwrap_or_else(|| "migrations".into());
    files.write(&file, &configuration(&entities, &folder, &dialects, is_rust))?;
    if !is_rust {
        files.write_folder(&root.join(&folder))?;
    }
    context.output.hint(&if is_rust && !entities.is_empty() {
        "`autogen history` lists the migrations; `autogen -m MESSAGE` writes the next one".to_owned()
    } else if entities.is_empty() {
        format!("name the folders of the entities under `entities` in {}", file.display())
    } else {
        "`autogen -m \"First revision\"` writes what the entities ask for; `autogen adopt` takes over a database"
            .to_owned()
    });
    write_editors(&mut files, &root, args)?;
    let entities: Vec<PathBuf> = entities.iter().map(|path| root.join(path)).collect();
    files.document(&file, &entities, &dialects, is_rust, &root.join(folder))?;
    Ok(Exit::Done)
}

/// Completes a project that is configured already.
fn keep(mut files: Files, file: &Path, root: &Path, args: &InitArgs) -> Result<Exit, Error> {
    let project = Config::read(file)?.project;
    if args.editor.is_empty() {
        files.keep(file);
        if project.rust.is_none() {
            files.write_folder(&project.directory)?;
        }
        files.output.hint("`autogen check` compares the entities with the revisions");
    }
    write_editors(&mut files, root, args)?;
    files.document(file, &project.entities, &project.dialects, project.rust.is_some(), &project.directory)?;
    Ok(Exit::Done)
}

/// Returns the folder of the migration crate, where revisions are to be migrations in it.
fn migration_crate(context: &Context, root: &Path, args: &InitArgs) -> Result<Option<PathBuf>, Error> {
    if args.template == Some(Template::Sql) {
        return Ok(None);
    }
    let mut found = find_crates(root)?;
    if let Some(folder) = &args.folder {
        let folder = folder.strip_prefix(".").unwrap_or(folder);
        found.retain(|one| one == folder);
    }
    match found.as_slice() {
        [] if args.template == Some(Template::Rust) => {
            Err(Error::new("there is no crate that depends on sea-orm-migration")
                .hint("`sea-orm-cli migrate init` makes one; without it revisions are files of SQL"))
        }
        [] => Ok(None),
        [folder, others @ ..] => {
            context.output.status(&format!("Found the migration crate `{}`", folder.display()));
            for other in others {
                context.output.note(&format!(
                    "`{}` is one too: `autogen init {}` means it",
                    other.display(),
                    other.display()
                ));
            }
            Ok(Some(folder.clone()))
        }
    }
}

fn tell_entities(context: &Context, entities: &[PathBuf]) {
    match entities {
        [] => context.output.warning("no entities were found"),
        found => {
            let names: Vec<String> = found.iter().map(|path| path.display().to_string()).collect();
            let folders = describe::count(found.len(), "folder");
            context.output.status(&format!("Found entities in {folders}: {}", names.join(", ")));
        }
    }
}

fn configuration(entities: &[PathBuf], folder: &Path, dialects: &[Dialect], is_rust: bool) -> String {
    let text = |path: &Path| toml::Value::from(path.to_string_lossy().replace('\\', "/")).to_string();
    let entities: Vec<String> = entities.iter().map(|path| text(path)).collect();
    let names: Vec<String> = dialects.iter().map(|dialect| format!("\"{dialect}\"")).collect();
    format!(
        "# Where entities are read from: files or folders.\n\
         entities = [{}]\n\
         # The databases that revisions are made for.\n\
         dialects = [{}]\n\
         {}\n\
         directory = {}\n\
         {}",
        entities.join(", "),
        names.join(", "),
        if is_rust {
            "# Revisions are SeaORM migrations, in the crate of this folder.\ntemplate = \"rust\""
        } else {
            "# The folder of the revisions and their template."
        },
        text(folder),
        databases(dialects)
    )
}

/// Says how databases are named, by examples that are comments.
fn databases(dialects: &[Dialect]) -> String {
    let url = |dialect: Dialect, database: &str| match dialect {
        Dialect::Sqlite => format!("\"sqlite://{database}.db\""),
        Dialect::Postgres | Dialect::Mysql => format!("\"{dialect}://localhost/{database}\""),
    };
    if let [dialect] = dialects {
        return format!(
            "# The database. DATABASE_URL, in the environment or in .env, comes first.\n\
             # database_url = {}\n",
            url(*dialect, "app")
        );
    }
    let table = |dialects: &mut dyn Iterator<Item = Dialect>, database: &str| {
        dialects.map(|dialect| format!("{dialect} = {}", url(dialect, database))).collect::<Vec<_>>().join(", ")
    };
    let mut servers = dialects.iter().copied().filter(|dialect| *dialect != Dialect::Sqlite);
    format!(
        "# The databases. DATABASE_URL, in the environment or in .env, comes first, and means one alone.\n\
         # database_url = {{ {} }}\n\
         # The servers that revisions are tried on, where they are not those of the databases.\n\
         # scratch_url = {{ {} }}\n",
        table(&mut dialects.iter().copied(), "app"),
        table(&mut servers, "scratch")
    )
}

fn write_editors(files: &mut Files, root: &Path, args: &InitArgs) -> Result<(), Error> {
    args.editor.iter().try_for_each(|editor| editor::write_files(files, root, *editor))
}
