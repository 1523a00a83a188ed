//! Asking a person at a terminal.

use std::io::{BufRead as _, IsTerminal as _};

use crate::error::Error;
use crate::output::Output;

/// What a person answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Yes,
    No,
    /// Yes to this one and to what is asked after it.
    All,
}

/// Fails where nobody can be asked. `what` asks.
pub(crate) fn require_terminal(what: &str) -> Result<(), Error> {
    if std::io::stdin().is_terminal() && std::io::stderr().is_terminal() {
        return Ok(());
    }
    Err(Error::new(format!("`{what}` asks, and there is no terminal to ask at"))
        .hint(format!("without `{what}` nothing is asked")))
}

/// Asks until there is an answer. Who is gone says no.
pub(crate) fn ask(output: Output, question: &str) -> Result<Answer, Error> {
    loop {
        output.ask(&format!("{question} [y]es, [n]o, [a]ll: "));
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line);
        if read.map_err(|error| Error::new(format!("cannot read the answer: {error}")))? == 0 {
            return Ok(Answer::No);
        }
        match line.trim().to_lowercase().as_str() {
            "y" | "yes" => return Ok(Answer::Yes),
            "n" | "no" => return Ok(Answer::No),
            "a" | "all" => return Ok(Answer::All),
            _ => {}
        }
    }
}
