//! A second opinion, for people.

use autogen_engine::{Disagreement, Opinion, Unmade, Untold};
use autogen_schema::TableName;
use autogen_schema::change::FactKey;

use super::{Opinions, REGISTRY};
use crate::describe;
use crate::document::Document;
use crate::error::Error;
use crate::output::{Format, Output, printable};
use crate::theme::{self, paint};

impl Opinions {
    pub(super) fn tell(&self, output: Output) -> Result<(), Error> {
        match output.format {
            Format::Json => return output.json(&Document::new(self.document())),
            Format::Short | Format::Github => self.disagreements().iter().try_for_each(|line| output.line(line))?,
            Format::Text => self.write(output)?,
        }
        self.tell_exceptions(output);
        for (dialect, error) in &self.untold {
            output.problem(&format!(
                "{}: {}",
                paint(theme::ERROR, format!("not compared on {dialect}")),
                printable(&error.report().message)
            ));
            error.report().hints.iter().for_each(|hint| output.hint(&printable(hint)));
        }
        Ok(())
    }

    fn write(&self, output: Output) -> Result<(), Error> {
        let lines = self.disagreements();
        if lines.is_empty() {
            let names: Vec<&str> = self.told.iter().map(|(dialect, _)| dialect.name()).collect();
            let on = if self.is_alone { String::new() } else { format!(" on {}", names.join(", ")) };
            let tables = self.told.iter().map(|(_, opinion)| opinion.tables.len()).max().unwrap_or_default();
            let are = match tables {
                1 => "the 1 table is".to_owned(),
                tables => format!("the {tables} tables are"),
            };
            return output.line(&paint(theme::GOOD, format!("{are} what SeaORM makes of them{on}")));
        }
        output.line(&paint(theme::TITLE, "The source is read otherwise than SeaORM compiles it:"))?;
        lines.iter().try_for_each(|line| output.line(&format!("  {line}")))?;
        let is_unread = |one: &Disagreement| matches!(one.about, FactKey::Table(_)) && one.source.is_none();
        if self.told.iter().flat_map(|(_, opinion)| &opinion.disagreements).any(is_unread) {
            output.hint("a table that SeaORM alone has is in a file that `entities` in autogen.toml does not name");
        }
        output.hint("what `[types]` in autogen.toml says is taken at its word; the rest autogen reads wrong, and its developers want to know");
        Ok(())
    }

    /// What is no disagreement: what SeaORM cannot tell, or the source does not.
    pub(super) fn tell_exceptions(&self, output: Output) {
        let quoted = |name: &TableName| format!("`{}`", printable(&name.to_string()));
        let unregistered = self.of_each(|opinion| opinion.unregistered.iter().map(quoted).collect());
        if !unregistered.is_empty() {
            let verb = if unregistered.len() == 1 { "is" } else { "are" };
            output.note(&format!(
                "SeaORM's registry does not have {}, which {verb} not compared: {REGISTRY}",
                unregistered.join(", ")
            ));
        }
        let unmade = |opinion: &Opinion| {
            let subject = |one: &Unmade| match &one.table {
                Some(table) => format!("`{table}`"),
                None if one.statement.is_empty() => "a table, which the registry is then taken not to have".to_owned(),
                None => format!("`{}`", one.statement),
            };
            let line = |one: &Unmade| format!("SeaORM does not make {}: {}", subject(one), one.problem);
            opinion.unmade.iter().map(line).collect()
        };
        for line in self.of_each(unmade) {
            output.note(&printable(&line));
        }
        let untold = |opinion: &Opinion| {
            let line = |one: &Untold| {
                format!(
                    "{}: the source alone does not tell what `{}` is; SeaORM makes it {}",
                    describe::one_line(&one.about),
                    one.source,
                    one.compiled
                )
            };
            opinion.untold.iter().map(line).collect()
        };
        for line in self.of_each(untold) {
            output.note(&printable(&line));
        }
    }

    fn disagreements(&self) -> Vec<String> {
        self.of_each(|opinion| opinion.disagreements.iter().map(|one| printable(&line(one))).collect())
    }
}

fn line(one: &Disagreement) -> String {
    let about = describe::one_line(&one.about);
    match (&one.facet, &one.source, &one.compiled) {
        (None, Some(_), None) => format!("{about} is in the source alone"),
        (None, None, Some(_)) => format!("{about} is made by SeaORM alone"),
        (facet, source, compiled) => {
            let facet = facet.map(|facet| format!("{facet} ")).unwrap_or_default();
            let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "unsaid".to_owned());
            format!("{about}: {facet}{} in the source, {} by SeaORM", said(source), said(compiled))
        }
    }
}
