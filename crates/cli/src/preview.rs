//! `--dry-run`: what would run.

use autogen_engine::History;
use autogen_revision::{Direction, Language, RevisionId, Row};
use autogen_schema::Dialect;

use crate::context::Context;
use crate::describe;
use crate::document::{Document, Planned, PlannedRevision};
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
        let progress = Progress::new(output, &self.history.revisions, self.rows, self.dialect);
        match output.format {
            Format::Json => {
                let revisions = self.plan.iter().map(|id| self.document(id, &progress)).collect::<Result<_, _>>()?;
                output.json(&Document::new(Planned { direction: self.direction.to_string(), revisions }))?;
            }
            Format::Short | Format::Github => self.plan.iter().try_for_each(|id| output.line(id.as_str()))?,
            Format::Text => self.plan.iter().try_for_each(|id| self.write(output, id, &progress))?,
        }
        let count = describe::count(self.plan.len(), "revision");
        output.status(&format!("Nothing was changed: {count} would run on {database}"));
        Ok(())
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

    fn document(&self, id: &RevisionId, progress: &Progress) -> Result<PlannedRevision, Error> {
        Ok(PlannedRevision {
            revision: id.to_string(),
            hazards: progress.hazards(id, self.direction).to_vec(),
            sql: self.sql(id)?,
        })
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
