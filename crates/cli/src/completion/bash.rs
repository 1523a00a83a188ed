//! Bash takes `aaaa:bbbb` and `users.name=` for several words, and completes the last of them. They are one to autogen.

use std::ffi::OsString;
use std::io;
use std::path::Path;

use clap::Command;
use clap_complete::engine::complete;
use clap_complete::env::{self, EnvCompleter};

use crate::environment;

/// What bash breaks words at that stands in values of autogen's.
const BREAKS: [char; 2] = [':', '='];

/// What the usual script takes for the word, which drops a sign that the word ends with.
const USUAL: &str = "words[COMP_CWORD]=\"$2\"";
/// What keeps it.
const KEEPING: &str = "[[ \"${words[COMP_CWORD]}\" == [:=]* ]] || words[COMP_CWORD]=\"$2\"";

/// Bash, with its words put together again.
pub(crate) struct Bash;

impl EnvCompleter for Bash {
    fn name(&self) -> &'static str {
        "bash"
    }

    fn is(&self, name: &str) -> bool {
        name == "bash"
    }

    fn write_registration(
        &self,
        var: &str,
        name: &str,
        bin: &str,
        completer: &str,
        buf: &mut dyn io::Write,
    ) -> Result<(), io::Error> {
        let mut script = Vec::new();
        env::Bash.write_registration(var, name, bin, completer, &mut script)?;
        buf.write_all(String::from_utf8_lossy(&script).replace(USUAL, KEEPING).as_bytes())
    }

    fn write_complete(
        &self,
        cmd: &mut Command,
        args: Vec<OsString>,
        current_dir: Option<&Path>,
        buf: &mut dyn io::Write,
    ) -> Result<(), io::Error> {
        let number = |name| environment::variable(name).ok().flatten();
        let index = number("_CLAP_COMPLETE_INDEX").and_then(|text| text.parse().ok()).unwrap_or_default();
        let between = number("_CLAP_IFS").unwrap_or_else(|| "\n".to_owned());
        let (words, index, dropped) = joined(args, index);
        let values: Vec<String> = complete(cmd, words, index, current_dir)?
            .iter()
            .map(|found| found.get_value().to_string_lossy().into_owned())
            // Bash puts a value in the place of what it takes for the word alone.
            .map(|value| value.get(dropped..).unwrap_or_default().to_owned())
            .collect();
        buf.write_all(values.join(&between).as_bytes())
    }
}

/// Puts words together that bash broke. Returns them, which of them is completed, and how much of that stands before the word as bash
/// takes it.
fn joined(args: Vec<OsString>, index: usize) -> (Vec<OsString>, usize, usize) {
    let mut words: Vec<OsString> = Vec::with_capacity(args.len());
    let (mut at, mut dropped) = (0, 0);
    let mut goes_on = false;
    for (place, word) in args.into_iter().enumerate() {
        let is_break = !word.is_empty() && word.to_str().is_some_and(|text| text.chars().all(|c| BREAKS.contains(&c)));
        // The names of the program and of its command are whole.
        let is_value = words.len() > 2 || words.last().is_some_and(|last| last.as_encoded_bytes().starts_with(b"-"));
        let joins = goes_on || is_break && is_value;
        let before = if joins { words.pop().unwrap_or_default() } else { OsString::new() };
        let start = before.len();
        let mut whole = before;
        whole.push(&word);
        if place == index {
            (at, dropped) = (words.len(), if is_break { whole.len() } else { start });
        }
        words.push(whole);
        goes_on = is_break;
    }
    (words, at, dropped)
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[track_caller]
    fn check(args: &[&str], index: usize, expected: &[&str], at: usize, dropped: usize) {
        let found = joined(args.iter().map(Into::into).collect(), index);
        assert_eq!(found, (expected.iter().map(Into::into).collect(), at, dropped));
    }

    #[test]
    fn broken_words_are_put_together() {
        check(&["autogen", "show", "a"], 2, &["autogen", "show", "a"], 2, 0);
        check(&["autogen", "-r", "a", ":", "b"], 4, &["autogen", "-r", "a:b"], 2, 2);
        check(&["autogen", "-r", "a", ":"], 3, &["autogen", "-r", "a:"], 2, 2);
        check(&["autogen", "-r", ":", "b"], 3, &["autogen", "-r:b"], 1, 3);
        check(&["autogen", "squash", ":", "b"], 3, &["autogen", "squash", ":b"], 2, 1);
        check(&["autogen", "--format", "=", "js", "check"], 3, &["autogen", "--format=js", "check"], 1, 9);
        check(&["autogen", "-r", "a", ":", "b", "-C", "x"], 6, &["autogen", "-r", "a:b", "-C", "x"], 4, 0);
    }
}
