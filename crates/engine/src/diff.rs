//! Compares any two things that have a schema, as text.

use std::path::PathBuf;

use autogen_diff::dialect;
use autogen_diff::{Ownership, Policy, Script, Sides, render};
use autogen_revision::{BUSY_TIMEOUT, Direction, Mode, connect};
use autogen_schema::{Ledger, Schema};

use crate::dump::{Entry, print};
use crate::entities::Entities;
use crate::scratch::Scratch;
use crate::{Error, History, Live, Project};

/// Something that has a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Side {
    /// The entities.
    Entities,
    /// The revisions, up to the head.
    History,
    /// The configured database.
    Database,
    /// Nothing.
    Empty,
    /// Another database.
    Url(String),
    /// A file of SQL.
    File(PathBuf),
}

impl Side {
    /// Takes a word of the command line for what it means.
    pub fn parse(word: &str) -> Self {
        match word {
            "entities" => Side::Entities,
            "history" => Side::History,
            "database" => Side::Database,
            "empty" => Side::Empty,
            word if autogen_schema::Dialect::of_url(word).is_some() => Side::Url(word.to_owned()),
            word => Side::File(PathBuf::from(word)),
        }
    }

    fn is_outside(&self) -> bool {
        matches!(self, Side::Url(_) | Side::File(_) | Side::Empty)
    }
}

/// Returns the text of both sides, one object after the other: what is in it, as the database would store it.
///
/// The entities say less than a database: beside a history or the project's database they are that, with their changes made.
/// Beside anything else they are what a new database would hold.
pub async fn compare_sides(
    project: &Project,
    entities: Option<&Entities>,
    history: Option<&History>,
    url: Option<&str>,
    from: &Side,
    to: &Side,
) -> Result<(String, String), Error> {
    let sources = Sources { project, entities, history, url };
    let (from, to) = match (from, to) {
        (Side::Entities, Side::Entities) => return Ok((String::new(), String::new())),
        (Side::Entities, to) => (sources.entities_beside(to).await?, sources.dump(to).await?),
        (from, Side::Entities) => (sources.dump(from).await?, sources.entities_beside(from).await?),
        (from, to) => (sources.dump(from).await?, sources.dump(to).await?),
    };
    let dialect = project.dialect()?;
    Ok((print(&from, dialect), print(&to, dialect)))
}

struct Sources<'a> {
    project: &'a Project,
    entities: Option<&'a Entities>,
    history: Option<&'a History>,
    url: Option<&'a str>,
}

impl Sources<'_> {
    async fn dump(&self, side: &Side) -> Result<Vec<Entry>, Error> {
        match side {
            Side::Empty | Side::Entities => Ok(Vec::new()),
            Side::History => {
                let history = self.history.ok_or(Error::NoHistory)?;
                let scratch = Scratch::replayed(self.project, history, self.url).await?;
                scratch.used(async |scratch| scratch.dump(self.project).await).await
            }
            Side::Database => self.dump_url(self.url.ok_or(Error::NoUrl)?).await,
            Side::Url(url) => self.dump_url(url).await,
            Side::File(path) => {
                let sql = std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.clone(), source })?;
                let scratch = Scratch::empty(self.project, self.url).await?;
                let made = scratch.used(async |scratch| {
                    scratch.execute(&sql).await?;
                    scratch.dump(self.project).await
                });
                made.await
            }
        }
    }

    async fn dump_url(&self, url: &str) -> Result<Vec<Entry>, Error> {
        let connection = connect(url, Mode::ReadOnly, BUSY_TIMEOUT).await?;
        let live = Live::of(self.project, &connection).await;
        connection.close().await.map_err(Error::Database)?;
        Ok(live?.entries)
    }

    /// Makes what is on the other side, then what the entities change of it.
    async fn entities_beside(&self, other: &Side) -> Result<Vec<Entry>, Error> {
        let entries = self.dump(other).await?;
        let scratch = Scratch::empty(self.project, self.url).await?;
        let made = scratch.used(async |scratch| {
            scratch.build(&entries).await?;
            let base = scratch.schema(self.project).await?;
            self.run(scratch, &self.changes(other, &base, scratch).await?).await?;
            scratch.dump(self.project).await
        });
        made.await
    }

    /// Returns what the entities change of a base.
    async fn changes(&self, other: &Side, base: &Schema, scratch: &Scratch) -> Result<Script, Error> {
        let entities = self.entities.ok_or(Error::NoHistory)?;
        let dialect = self.project.dialect()?;
        let ledger = match (self.history, other.is_outside()) {
            (Some(history), false) => history.ledger(history.graph.settled_heads()?, dialect)?,
            _ => Ledger::new(dialect),
        };
        let ownership = if other.is_outside() { Ownership::All } else { self.project.ownership };
        let policy = Policy { ownership, unsaid: self.project.unsaid, missed: entities.missed(), ..Policy::default() };
        let model = &entities.model.schema;
        let sides = Sides { model, base, ledger: &ledger, dialect, policy: &policy, spellings: None };
        let difference = scratch.compare(sides).await?;
        Ok(dialect::upgrade(dialect, &difference.operations, base, &model.enums)?)
    }

    /// Runs a script that belongs to no revision.
    async fn run(&self, scratch: &Scratch, script: &Script) -> Result<(), Error> {
        let dialects = [self.project.dialect()?];
        let text = format!(
            "-- diff\n--\n-- Revision: diff\n-- Revises: (base)\n-- Format: 1\n\n{}\n\n-- autogen: downgrade\n",
            render::section(render::Direction::Upgrade, &dialects, script)
        );
        let revision = autogen_revision::Revision::parse("diff.sql".as_ref(), &text)?;
        scratch.run(&revision, Direction::Upgrade).await
    }
}
