//! A revision that is a SeaORM migration: its file in Rust, where it is registered, and what it is in SQL, by which it is proven.

use std::path::{Path, PathBuf};

use autogen_diff::rust::{self, Transaction};
use autogen_diff::template::{self, Variables};
use autogen_diff::{Script, render};
use autogen_revision::{DocLine, Revision, RevisionId};
use autogen_schema::Dialect;

use super::{Bodies, Draft, Methods, Rendered, Request};
use crate::migration_crate::is_before_2;
use crate::place::Place;
use crate::{Error, Migrations, MigrationsError, Project};

impl Methods {
    /// Renders what the scripts of both ways do, each dialect's. `None` where the project's revisions are SQL.
    pub(crate) fn of(
        project: &Project,
        upgrade: &[(Dialect, Script)],
        downgrade: &[(Dialect, Script)],
    ) -> Result<Option<Self>, Error> {
        if project.rust.is_none() {
            return Ok(None);
        }
        let transaction = match (Transaction::of(upgrade, downgrade), is_before_2(&project.directory)?) {
            (transaction, false) => transaction,
            (Transaction::Never, true) => return Err(MigrationsError::OnlyInTransaction.into()),
            (_, true) => Transaction::Usual,
        };
        let up = rust::method(render::Direction::Upgrade, upgrade, transaction);
        let down = rust::method(render::Direction::Downgrade, downgrade, transaction);
        let transaction = transaction.method();
        let helpers = rust::helpers(upgrade, downgrade);
        Ok(Some(Self { transaction, helpers, up, down }))
    }
}

/// Fills the template and reads the result back, as [`super::rendered`] does. What is proven is the same in SQL.
pub(super) fn rendered(
    project: &Project,
    request: &Request,
    place: &Place,
    bodies: &Bodies<'_>,
    variables: &Variables,
    methods: &Methods,
) -> Result<Rendered, Error> {
    let sql = template::fill("the built-in template", template::SQL_REVISION, variables)?;
    let in_sql = Revision::parse("revision.sql".as_ref(), &sql)?;
    let in_rust = Variables {
        message: documentation(&variables.message),
        changes: documentation(&variables.changes),
        upgrade: methods.up.clone(),
        downgrade: methods.down.clone(),
        transaction: methods.transaction.clone(),
        helpers: methods.helpers.clone(),
        ..variables.clone()
    };
    let text = template::fill(&request.template_name, &request.template, &in_rust)?;
    refuse_misread(request, place, bodies, &text)?;
    if ![&methods.up, &methods.down, &methods.helpers].into_iter().all(|part| text.contains(part)) {
        let problem = "it does not hold `upgrade`, `downgrade` and `helpers` as they were meant".to_owned();
        return Err(Error::Misread { template: request.template_name.clone(), problem });
    }
    let (file_name, folder) = (format!("{}.rs", request.id), Some(folder(project, &request.id)?));
    Ok(Rendered { draft: Draft { file_name, text, folder, migration: Some(request.id.clone()) }, revision: in_sql })
}

/// Writes lines that stand behind `-- ` so that they stand behind `//! `.
fn documentation(comment: &str) -> String {
    let lines = comment.split('\n').enumerate().map(|(at, line)| match line.strip_prefix("--") {
        Some(text) if at > 0 || line.starts_with("--   ") => format!("//!{text}"),
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Reads the documentation back: it must mean what was meant, whatever the user's template does.
fn refuse_misread(request: &Request, place: &Place, bodies: &Bodies<'_>, text: &str) -> Result<(), Error> {
    let misread = |problem: String| Error::Misread { template: request.template_name.clone(), problem };
    let lines = text.lines().enumerate().take_while(|(_, line)| line.starts_with("//!"));
    let doc: Vec<DocLine<'_>> = lines
        .filter_map(|(at, line)| {
            let text = line.strip_prefix("//!")?;
            Some(DocLine { line: at + 1, text: text.strip_prefix(' ').unwrap_or(text) })
        })
        .collect();
    let revision = Revision::of_migration(Path::new("migration.rs"), request.id.as_str(), &doc, None);
    let revision = revision.map_err(|error| misread(error.to_string()))?;
    if revision.header.message != request.message || !place.is_said_by(&revision.header) {
        return Err(misread(place.unsaid_by(&revision.header)));
    }
    if !bodies.are_said_by(&revision.changes().map_err(|error| misread(error.to_string()))?) {
        return Err(misread("the change list does not say what was meant".to_owned()));
    }
    Ok(())
}

/// Returns the folder that the module belongs into. Fails where it could not be registered.
fn folder(project: &Project, id: &RevisionId) -> Result<PathBuf, Error> {
    let (module, _) = Migrations::of(project)?.registered(id)?;
    Ok(module.parent().unwrap_or(&project.directory).to_owned())
}
