//! Renders a revision anew on another base: what it means stays, the tables that it restates are those of the new base.

use autogen_diff::exact::{Renames, between};
use autogen_diff::{Operation, Script, dialect};
use autogen_revision::{Direction, Revision};
use autogen_schema::{Dialect, Schema};

use crate::scratch::{Scratch, statements};
use crate::sections::{Served, written};
use crate::trial::{Trial, back_and_there};
use crate::{Error, History, Target};

/// What a revision means: the operations between the schema before it and the one after it.
pub(crate) struct Meaning {
    operations: Vec<Operation>,
    after: Schema,
}

impl Meaning {
    /// Finds out what a revision means where it stands. `None` when rendering that again does not give the statements of its file:
    /// then somebody wrote or changed them, and they cannot be made anew.
    pub(crate) async fn of(target: Target<'_>, history: &History, revision: &Revision) -> Result<Option<Self>, Error> {
        let before = history.of(&history.graph.ancestors(revision.header.requires()))?;
        let scratch = Scratch::replayed(target, &before).await?;
        scratch.used(async |scratch| Self::on(scratch, target, revision).await).await
    }

    async fn on(scratch: &Scratch, target: Target<'_>, revision: &Revision) -> Result<Option<Self>, Error> {
        let Target { project, dialect, .. } = target;
        let base = scratch.schema(project).await?;
        scratch.run(revision, Direction::Upgrade).await?;
        let after = scratch.schema(project).await?;
        let operations = between(&base, &after, dialect, &Renames::default());
        let meaning = Self { operations, after };
        let Ok(script) = meaning.upgrade(&base, dialect) else { return Ok(None) };
        let is_same = same(&script, &statements(revision, Direction::Upgrade, dialect)?);
        Ok(is_same.then_some(meaning))
    }

    fn upgrade(&self, base: &Schema, dialect: Dialect) -> Result<Script, Error> {
        Ok(dialect::upgrade(dialect, &self.operations, base, &self.after.enums)?)
    }

    /// Renders the sections of a dialect anew for the base that a scratch database has, and tries them there: the upgrade has run
    /// afterwards. `text` is that of the file, of which everything before the sections stays, and what other dialects have.
    pub(crate) async fn tried(
        &self,
        scratch: &Scratch,
        target: Target<'_>,
        text: &str,
    ) -> Result<(String, Trial), Error> {
        let Target { project, dialect, .. } = target;
        let own = Revision::parse("anew.sql".as_ref(), text)?;
        let (base, before) = (scratch.schema(project).await?, scratch.dump(project).await?);
        let head = text.find("-- autogen: upgrade").map_or(text, |at| &text[..at]);
        let sections = |direction, script: &Script| {
            let served = project.dialects.iter().map(|other| {
                let is_other = *other != dialect;
                let kept = || Ok(Served::of(*other, own.sections(direction, *other)?));
                if is_other { kept() } else { Ok(Served::script(dialect, script)) }
            });
            Ok::<_, Error>(written(project, direction, &served.collect::<Result<Vec<_>, Error>>()?))
        };
        let up = sections(Direction::Upgrade, &self.upgrade(&base, dialect)?)?;
        let with = |downgrade: &Script| {
            let text = format!("{head}{up}\n\n{}\n", sections(Direction::Downgrade, downgrade)?);
            let revision = Revision::parse("anew.sql".as_ref(), &text)?;
            Ok::<_, Error>((text, revision))
        };
        // The downgrade restores what the database stores, so the upgrade must have run before it can be written.
        let (_, half) = with(&Script::default())?;
        scratch.run(&half, Direction::Upgrade).await?;
        let after = scratch.schema(project).await?;
        let (text, whole) = with(&dialect::downgrade(dialect, &after, &base, &self.operations)?)?;
        let trial = back_and_there(scratch, project, &whole, &before, dialect).await?;
        Ok((text, trial))
    }
}

fn same(script: &Script, found: &[String]) -> bool {
    let wanted: Vec<&str> =
        script.blocks.iter().flat_map(|block| &block.statements).map(|statement| statement.sql.as_str()).collect();
    let bare = |sql: &str| sql.trim().trim_end_matches(';').trim_end().to_owned();
    wanted.len() == found.len() && wanted.iter().zip(found).all(|(a, b)| bare(a) == bare(b))
}
