//! Makes revisions serve more dialects: each gets sections for them that do what its change list says.
//!
//! No database of a new dialect is anywhere yet, so what revisions do to rows need not be done again.

use std::path::PathBuf;

use autogen_diff::{Difference, Policy, Script, Sides, dialect};
use autogen_revision::{Direction, Revision, RevisionId};
use autogen_schema::change::{Action, Change, FactKey};
use autogen_schema::{Dialect, Schema};

use crate::scratch::{Scratch, statements};
use crate::sections::{Served, written};
use crate::trial::{Trial, back_and_there};
use crate::verify::schema_of;
use crate::write::rewrite;
use crate::{Databases, Error, History, Project, Target};

/// A revision that serves more dialects than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extended {
    /// The revision.
    pub revision: RevisionId,
    /// Its file.
    pub file: PathBuf,
    /// The text that the file gets.
    pub text: String,
    /// What a person should look at: sentences without a full stop.
    pub notes: Vec<String>,
}

/// Drafts sections for the dialects `new` in every revision that names none of them, and proves each: up, down, up. Sections
/// without a dialect are those of the project's other dialects from then on.
pub async fn extend(
    project: &Project,
    history: &History,
    new: &[Dialect],
    databases: &Databases,
) -> Result<Vec<Extended>, Error> {
    let mut served: Vec<Dialect> = project.dialects.iter().copied().filter(|dialect| !new.contains(dialect)).collect();
    refuse_unclear(project, history, &served, new)?;
    let mut revisions = history.revisions.clone();
    let mut extended: Vec<Extended> = Vec::new();
    for target in project.targets(databases).filter(|target| new.contains(&target.dialect)) {
        let current = History::new(revisions)?;
        let extension = Extension { target, history: &current, served: &served };
        let made = async {
            let scratch = Scratch::empty(target).await?;
            scratch.used(async |scratch| extension.all(scratch, &extended).await).await
        };
        for one in made.await.map_err(|error| target.named(error))? {
            extended.retain(|earlier| earlier.revision != one.revision);
            extended.push(one);
        }
        revisions = current.revisions;
        for one in &extended {
            let revision = Revision::parse(&one.file, &one.text)?;
            revisions.iter_mut().filter(|old| old.header.id == one.revision).for_each(|old| old.clone_from(&revision));
        }
        served.push(target.dialect);
    }
    Ok(extended)
}

/// Writes what is extended.
pub fn write_extended(extended: &[Extended]) -> Result<(), Error> {
    extended.iter().try_for_each(|one| rewrite(&one.file, &one.text))
}

/// A section without a dialect is one for all that the project had: which they were must be plain.
fn refuse_unclear(project: &Project, history: &History, served: &[Dialect], new: &[Dialect]) -> Result<(), Error> {
    if let Some(other) = new.iter().find(|dialect| !project.dialects.contains(dialect)) {
        return Err(Error::NotExtensible { problem: format!("`{other}` is no dialect of the project") });
    }
    if served.is_empty() {
        let problem = "a dialect must be left that the revisions were made for".to_owned();
        return Err(Error::NotExtensible { problem });
    }
    let sections = || history.revisions.iter().flat_map(|revision| &revision.sections);
    let is_named = |dialect: &Dialect| sections().any(|section| section.dialects.contains(dialect));
    let all_named = sections().all(|section| !section.dialects.is_empty());
    match served.iter().find(|dialect| !is_named(dialect) && **dialect != Dialect::Sqlite) {
        Some(other) if served.len() > 1 && !all_named => Err(Error::NotExtensible {
            problem: format!("no section names {other}: is it new as well? Then name it too"),
        }),
        _ => Ok(()),
    }
}

/// A dialect that revisions get.
struct Extension<'a> {
    target: Target<'a>,
    history: &'a History,
    /// The dialects that they have.
    served: &'a [Dialect],
}

impl Extension<'_> {
    /// Extends the revisions, one after the other. `earlier` are those that have got another dialect just before.
    async fn all(&self, scratch: &Scratch, earlier: &[Extended]) -> Result<Vec<Extended>, Error> {
        let dialect = self.target.dialect;
        let mut extended = Vec::new();
        for revision in self.history.graph.order().iter().filter_map(|id| self.history.get(id)) {
            if revision.sections.iter().any(|section| section.dialects.contains(&dialect)) {
                scratch.run(revision, Direction::Upgrade).await?;
                continue;
            }
            let before = earlier.iter().find(|one| one.revision == revision.header.id);
            let text = match before {
                Some(one) => one.text.clone(),
                None => read(&revision.file)?,
            };
            let mut notes = before.map(|one| one.notes.clone()).unwrap_or_default();
            let text = self.one(scratch, revision, &text).await?;
            notes.extend(self.notes(revision)?);
            let (id, file) = (revision.header.id.clone(), revision.file.clone());
            extended.push(Extended { revision: id, file, text, notes });
        }
        Ok(extended)
    }

    /// Returns the text of a revision with sections for the dialect. The scratch stands where it starts from, and afterwards where it
    /// ends.
    async fn one(&self, scratch: &Scratch, revision: &Revision, text: &str) -> Result<String, Error> {
        let Target { project, dialect, .. } = self.target;
        let difference = self.difference(scratch, revision).await?;
        let Asked { difference, model } = difference;
        let (base, before) = (scratch.schema(project).await?, scratch.dump(project).await?);
        let shown = scratch.with_texts(base.clone(), &difference.operations).await?;
        let upgrade = dialect::upgrade(dialect, &difference.operations, &shown, &model.enums)?;
        let (_, half) = self.rendered(revision, text, &upgrade, &Script::default())?;
        scratch.run(&half, Direction::Upgrade).await?;
        let after = scratch.with_texts(scratch.schema(project).await?, &difference.operations).await?;
        let downgrade = dialect::downgrade(dialect, &after, &base, &difference.operations)?;
        let (text, whole) = self.rendered(revision, text, &upgrade, &downgrade)?;
        let Trial { mut findings, .. } = back_and_there(scratch, project, &whole, &before, dialect).await?;
        let left = self.difference(scratch, revision).await?.difference.changes;
        findings.extend(left.iter().map(|change| format!("`{}` does not do this: {change}", revision.header.id)));
        if findings.is_empty() {
            return Ok(text);
        }
        Err(Error::NotExtensible { problem: findings.join("; ") })
    }

    /// What the change list of a revision asks for where the scratch stands.
    async fn difference(&self, scratch: &Scratch, revision: &Revision) -> Result<Asked, Error> {
        let dialect = self.target.dialect;
        let changes: Vec<Change> = revision.changes()?.into_iter().filter(|change| change.serves(dialect)).collect();
        let ledger = self.history.ledger(revision.header.requires(), dialect)?;
        let mut said = ledger.clone();
        said.fold(&changes);
        let base = scratch.schema(self.target.project).await?;
        let model = schema_of(&said, &base, dialect);
        let policy = Policy {
            renames: changes.iter().filter_map(|change| rename(change, &base, dialect)).collect(),
            ..Policy::default()
        };
        let sides = Sides { model: &model, base: &base, ledger: &ledger, dialect, policy: &policy, spellings: None };
        let difference = scratch.compare(sides).await?;
        if difference.unknown.is_empty() {
            return Ok(Asked { difference, model });
        }
        Err(Error::UnknownTypes { facts: difference.unknown })
    }

    /// Returns the file of a revision with these sections for the dialect, beside those that it has.
    fn rendered(
        &self,
        revision: &Revision,
        text: &str,
        upgrade: &Script,
        downgrade: &Script,
    ) -> Result<(String, Revision), Error> {
        let Target { project, dialect, .. } = self.target;
        let sections = |direction, script: &Script| {
            let kept = self.served.iter().map(|other| Ok(Served::of(*other, revision.sections(direction, *other)?)));
            let mut served: Vec<Served> = kept.collect::<Result<_, Error>>()?;
            served.push(Served::script(dialect, script));
            served.sort_by_key(|one| one.dialect);
            Ok::<_, Error>(written(project, direction, &served))
        };
        let head = text.find("-- autogen: upgrade").map_or(text, |at| &text[..at]);
        let (up, down) = (sections(Direction::Upgrade, upgrade)?, sections(Direction::Downgrade, downgrade)?);
        let text = format!("{head}{up}\n\n{down}\n");
        let parsed = Revision::parse(&revision.file, &text)?;
        for other in self.served {
            for direction in [Direction::Upgrade, Direction::Downgrade] {
                if statements(&parsed, direction, *other)? != statements(revision, direction, *other)? {
                    let problem =
                        format!("the {direction} sections of `{}` cannot be put beside others", revision.header.id);
                    return Err(Error::NotExtensible { problem });
                }
            }
        }
        Ok((text, parsed))
    }

    /// What the change list does not say, and is not done on the dialect.
    fn notes(&self, revision: &Revision) -> Result<Vec<String>, Error> {
        let dialect = self.target.dialect;
        let mut notes = Vec::new();
        let Some(other) = self.served.first() else { return Ok(notes) };
        let found = statements(revision, Direction::Upgrade, *other)?;
        let is_rebuilt = revision.sections.iter().any(|section| section.rebuild);
        let on_rows = |sql: &String| {
            let word = sql.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
            ["INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "COPY"].contains(&word.as_str())
        };
        if revision.change_lines.is_empty() && !found.is_empty() {
            notes.push(format!("it lists no changes: on {dialect} it does nothing, until somebody writes that"));
        } else if !is_rebuilt && found.iter().any(on_rows) {
            notes.push(format!("what it does to rows it does not do on {dialect}, where there are none yet"));
        }
        if revision.changes()?.iter().any(|change| matches!(change.action, Action::Claimed(_))) {
            notes.push(format!("what no entity says of the database that it took over is not made on {dialect}"));
        }
        Ok(notes)
    }
}

/// What a change list asks for, and the schema that it says there is afterwards.
struct Asked {
    difference: Difference,
    model: Schema,
}

/// A rename as it is asked for, where it is still to be done.
fn rename(change: &Change, base: &Schema, dialect: Dialect) -> Option<(String, String)> {
    match &change.action {
        Action::Renamed(FactKey::Table(table), to) => {
            base.table(table, dialect).map(|_| (table.to_string(), to.to_string()))
        }
        Action::Renamed(FactKey::Column(table, column), to) => {
            let there = base.table(table, dialect).is_none_or(|table| table.column(column, dialect).is_some());
            there.then(|| (format!("{table}.{column}"), to.to_string()))
        }
        _ => None,
    }
}

fn read(path: &PathBuf) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.clone(), source })
}
