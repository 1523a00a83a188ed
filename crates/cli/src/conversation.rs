//! Asking: what only a person knows, where there is one. Every question names the option that says the same.

use std::collections::BTreeSet;
use std::io::IsTerminal as _;

use autogen_diff::{Gone, Role, Said};
use autogen_engine::{Choice, Request, Unfilled};
use autogen_schema::Dialect;

use crate::context::Context;
use crate::error::Error;
use crate::output::Format;

mod terminal;
#[cfg(test)]
mod tests;

use terminal::Terminal;

/// Who is asked.
pub(crate) trait Asker {
    /// Which of its candidates something is now; `None`: none of them.
    fn rename(&mut self, gone: &Gone) -> Result<Option<usize>, Error>;
    /// What fills the rows that are there; `None`: nothing.
    fn fill(&mut self, unfilled: &Unfilled) -> Result<Option<String>, Error>;
}

/// Questions and answers about one revision. Nothing is asked twice.
pub(crate) struct Conversation<A> {
    asker: Option<A>,
    asked: BTreeSet<String>,
}

impl Conversation<Terminal> {
    /// Starts one: without a person at a terminal, or where nothing is to be asked, it stays silent.
    pub(crate) fn start(context: &Context, no_input: bool, dialects: &[Dialect]) -> Self {
        let is_text = context.output.format == Format::Text;
        let is_terminal = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        let asks = is_text && is_terminal && !no_input;
        // What is said of values is said for every dialect; it is looked at in the words of the first.
        let terminal = |dialect: &Dialect| Terminal { dialect: *dialect, output: context.output };
        Self::with(dialects.first().filter(|_| asks).map(terminal))
    }
}

impl<A: Asker> Conversation<A> {
    fn with(asker: Option<A>) -> Self {
        Self { asker, asked: BTreeSet::new() }
    }

    /// Whether there is somebody to ask.
    pub(crate) fn is_silent(&self) -> bool {
        self.asker.is_none()
    }

    /// Asks what has not been asked yet, and takes the answers down. Returns whether the plan is another one by them: then what is left
    /// to ask may be, too.
    pub(crate) fn ask(&mut self, choices: &[Choice], request: &mut Request) -> Result<bool, Error> {
        let Some(asker) = &mut self.asker else { return Ok(false) };
        let before = (request.renames.len(), request.values.len());
        let is_changed = |request: &Request| before != (request.renames.len(), request.values.len());
        for choice in choices {
            match choice {
                Choice::Rename(gone) => {
                    let mut gone = gone.clone();
                    gone.candidates.retain(|candidate| !is_taken(request, &gone.old, &candidate.new));
                    if gone.candidates.is_empty() || !self.asked.insert(format!("rename {}", gone.old)) {
                        continue;
                    }
                    let chosen = asker.rename(&gone)?.and_then(|at| gone.candidates.get(at));
                    request.renames.extend(chosen.map(|candidate| (gone.old.clone(), candidate.new.clone())));
                }
                // What has another name may need none.
                Choice::Fill(_) if is_changed(request) => break,
                Choice::Fill(unfilled) => {
                    if !self.asked.insert(format!("fill {}", unfilled.column)) {
                        continue;
                    }
                    let column = unfilled.column.clone();
                    let said = asker.fill(unfilled)?.map(|sql| Said { column, role: Role::Fill, sql });
                    request.values.extend(said);
                }
            }
        }
        Ok(is_changed(request))
    }
}

/// Whether something else of the same table, or enum, has that name by now.
fn is_taken(request: &Request, old: &str, new: &str) -> bool {
    let scope = |name: &str| name.rsplit_once('.').map(|(scope, _)| scope.to_owned());
    request.renames.iter().any(|(other, name)| name == new && scope(other) == scope(old))
}
