//! A person at a terminal.

use autogen_diff::{Candidate, Gone, check_expression};
use autogen_engine::Unfilled;
use autogen_schema::Dialect;
use inquire::validator::Validation;
use inquire::{InquireError, Select, Text};

use super::Asker;
use crate::error::Error;
use crate::output::{Output, printable};

/// Asks with prompts on standard error.
pub(crate) struct Terminal {
    /// Whose SQL is taken.
    pub(super) dialect: Dialect,
    pub(super) output: Output,
}

impl Asker for Terminal {
    fn rename(&mut self, gone: &Gone) -> Result<Option<usize>, Error> {
        let old = printable(&gone.old);
        let mut options: Vec<String> = gone.candidates.iter().map(described).collect();
        options.push("nothing of these: it goes, with what it holds".to_owned());
        let help = format!("`--rename {old}=NAME` says the same; Esc stops, and nothing is written");
        let chosen = Select::new(&format!("`{old}` is gone from the entities. What is it now?"), options)
            .with_help_message(&help)
            .raw_prompt()
            .map_err(|error| stopped(&error))?;
        Ok((chosen.index < gone.candidates.len()).then_some(chosen.index))
    }

    fn fill(&mut self, unfilled: &Unfilled) -> Result<Option<String>, Error> {
        let column = printable(&unfilled.column);
        let what = if unfilled.is_new { "is new, must not be NULL" } else { "must not be NULL any more" };
        let found = unfilled.found.as_ref().map(|found| format!("; {} of the database now", printable(found)));
        // A prompt wraps its text by itself, where a line can be wider.
        self.output.note(&format!("`{column}` {what} and has no default{}", found.unwrap_or_default()));
        let message = format!("What do rows hold in `{column}`?");
        let help = format!("SQL: 0 or lower(name). `--fill {column}=SQL` says the same; empty: nothing");
        let dialect = self.dialect;
        let check = move |text: &str| {
            Ok(match check_expression(text, dialect) {
                Err(reason) if !text.trim().is_empty() => Validation::Invalid(reason.into()),
                _ => Validation::Valid,
            })
        };
        let text = Text::new(&message)
            .with_help_message(&help)
            .with_validator(check)
            .prompt()
            .map_err(|error| stopped(&error))?;
        Ok((!text.trim().is_empty()).then_some(text))
    }
}

/// A candidate with what speaks for it.
fn described(candidate: &Candidate) -> String {
    let new = printable(&candidate.new);
    if candidate.why.is_empty() { new } else { format!("{new} ({})", candidate.why.join(", ")) }
}

fn stopped(error: &InquireError) -> Error {
    match error {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => {
            Error::new("stopped: nothing was written")
        }
        error => Error::new(format!("cannot ask: {error}")).hint("`--no-input` never asks"),
    }
}
