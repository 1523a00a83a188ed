//! What a check found, for people.

use autogen_diff::{Difference, Unmanaged};
use autogen_engine::LiveCheck;

use crate::commands::Exit;
use crate::describe;
use crate::error::Error;
use crate::output::{Output, printable};
use crate::theme::{self, paint};

use super::Findings;

impl Findings<'_> {
    /// Writes everything that was found, in groups.
    pub(super) fn write(&self, output: Output) -> Result<(), Error> {
        self.write_changes(output)?;
        self.write_withheld(output)?;
        self.write_drift(output)?;
        self.tell_notes(output);
        self.tell_edited(output);
        self.write_unmanaged(output)?;
        if self.exit() == Exit::Done {
            output.line(&paint(theme::GOOD, "No new upgrade operations detected."))?;
        }
        Ok(())
    }

    /// Tells why not everything could be told.
    pub(super) fn tell_problems(&self, output: Output) {
        for (at, problem) in self.problems.iter().enumerate() {
            if at > 0 {
                output.problem("");
            }
            output.error(problem.error.report());
        }
    }

    fn write_changes(&self, output: Output) -> Result<(), Error> {
        let changes = self.listed().changes;
        if changes.is_empty() {
            return Ok(());
        }
        write_group(output, "New upgrade operations detected:", describe::changes(&changes))?;
        if self.problems.is_empty() {
            output.hint("`autogen -m MESSAGE` writes them into a revision");
        }
        Ok(())
    }

    fn write_withheld(&self, output: Output) -> Result<(), Error> {
        let withheld = self.withheld();
        if withheld.is_empty() {
            return Ok(());
        }
        let title = "Not in the entities, which could not be read completely, and so not dropped:";
        write_group(output, title, withheld.iter().map(describe::one_line))?;
        if let Some(first) = withheld.first().filter(|_| self.problems.is_empty()) {
            output.hint(&format!("`autogen -m MESSAGE --drop '{first}'` drops it nevertheless"));
        }
        Ok(())
    }

    fn write_drift(&self, output: Output) -> Result<(), Error> {
        let texts = |live: &LiveCheck| live.drift.iter().map(|drift| printable(&drift.text)).collect();
        let drift = self.told(|side| side.live().map(texts).unwrap_or_default());
        if drift.is_empty() {
            return Ok(());
        }
        let title = "The database is not what its revisions make it:";
        write_group(output, title, drift)?;
        output.hint("`autogen diff --from history --to database` shows the whole");
        Ok(())
    }

    fn tell_notes(&self, output: Output) {
        for note in self.notes() {
            output.note(&printable(&note));
        }
        let claims = self.listed().claims;
        if !claims.is_empty() {
            let count = describe::count(claims.len(), "fact");
            output.note(&format!(
                "the next revision claims {count} that the entities say and that {} there",
                verb(&claims)
            ));
            for claim in &claims {
                output.detail(&format!("  {}", printable(&claim.to_string())));
            }
        }
    }

    fn tell_edited(&self, output: Output) {
        for id in &self.edited {
            output.warning(&format!("the file of `{id}` was edited after that was applied, and does not run again"));
        }
        if self.strict && !self.edited.is_empty() {
            output.hint("take the edit back, and put what it is for into a revision of its own");
        }
    }

    fn write_unmanaged(&self, output: Output) -> Result<(), Error> {
        let line = |object: &Unmanaged| {
            let (what, table) = (printable(&object.what), printable(&object.table.to_string()));
            let of = if what == table { String::new() } else { format!(" on {table}") };
            format!("{} {what}{of}", object.kind)
        };
        let lines = |difference: &Difference| difference.unmanaged.iter().map(line).collect();
        let unmanaged = self.told(|side| side.difference().map(lines).unwrap_or_default());
        if !output.verbose || unmanaged.is_empty() {
            return Ok(());
        }
        write_group(output, "Unmanaged, and left alone:", unmanaged)
    }
}

fn write_group(output: Output, title: &str, lines: impl IntoIterator<Item = String>) -> Result<(), Error> {
    output.line(&paint(theme::TITLE, title))?;
    lines.into_iter().try_for_each(|line| output.line(&format!("  {line}")))
}

fn verb<T>(subjects: &[T]) -> &'static str {
    if subjects.len() == 1 { "is" } else { "are" }
}
