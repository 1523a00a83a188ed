//! `--format json`: one document for every run, by the published schema of its command.

mod contract;
mod failing;
mod large;
mod odd;
mod published;
mod scenarios;

pub(crate) use contract::Documents;
pub(crate) use published::commands;
