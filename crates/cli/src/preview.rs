//! `--dry-run`: what would run.

use autogen_engine::History;
use autogen_revision::{Direction, Language, RevisionId, Row};
use autogen_schema::Dialect;

use crate::context::Context;
use crate::describe;
use crate::document::{Document, Ran, RanRevision};
use crate::error::Error;
use crate::output::{Format, Output};
use crate::progress::Progress;

/// What would run, and what is known of it.
pub(crate) struct Preview<'a> {
    pub(crate) history: &'a History,
    pub(crate) rows: &'a [Row],
    pub(crate) plan: &'a [RevisionId],
    pub(crate) direction: Direction,
    pub(crate) dialect: Dialect,
}

impl Preview<'_> {
    /// Writes it. `database` is where it would run.
    pub(crate) fn show(&self, context: &Context, database: &str) -> Result<(), Error> {
        let output = context.output;
        if self.plan.is_empty() {
            return output.document(|| self.document(database, Vec::new()));
        }
        let progress = Progress::new(output, &self.history.revisions, self.rows, self.dialect);
        match output.format {
            Format::Json => {
                let one = |id| Ok(progress.one(id, self.direction, Some(self.sql(id)?)));
                let revisions = self.plan.iter().map(one).collect::<Result<_, Error>>()?;
                output.json(&Document::new(self.document(database, revisions)))?;
            }
            Format::Short | Format::Github => self.plan.iter().try_for_each(|id| output.line(id.as_str()))?,
            Format::Text => self.plan.iter().try_for_each(|id| self.write(output, id, &progress))?,
        }
        let count = describe::count(self.plan.len(), "revision");
        output.status(&format!("Nothing was changed: {count} would run on {database}"));
        Ok(())
    }

    fn document(&self, database: &str, revisions: Vec<RanRevision>) -> Ran {
        Ran {
            direction: self.direction.to_string(),
            database: database.to_owned(),
            dry_run: true,
            revisions,
            backup: None,
        }
    }

    fn write(&self, output: Output, id: &RevisionId, progress: &Progress) -> Result<(), Error> {
        output.line(&format!("Would run {}", progress.step(id, self.direction)))?;
        for hazard in progress.hazards(id, self.direction) {
            output.line(&format!("  hazard: {hazard}"))?;
        }
        if output.verbose {
            output.data(&format!("\n{}\n\n", self.sql(id)?.trim()))?;
        }
        Ok(())
    }

    /// Returns the sections that would run.
    fn sql(&self, id: &RevisionId) -> Result<String, Error> {
        if let Some(revision) = self.history.get(id) {
            if revision.language == Language::Rust {
                return Ok(String::new());
            }
            let sections = revision.sections(self.direction, self.dialect)?;
            return Ok(sections.iter().map(|section| section.body.as_str()).collect());
        }
        let stored = self.rows.iter().find(|row| row.revision == *id);
        Ok(stored.map(|row| row.downgrade.clone()).unwrap_or_default())
    }
}
