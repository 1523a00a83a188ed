//! What becomes of the values of columns: the options that say what no rule can know.

use autogen_diff::{Role, Said};
use clap::Args;
use clap_complete::ArgValueCompleter;

use crate::completion;

/// What is said of values.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Values of existing rows")]
pub(crate) struct ValuesArgs {
    /// Give a column that must not be NULL this value in rows that have none (can be repeated): `users.nick=lower(name)`
    #[arg(long, value_name = "COLUMN=EXPR", num_args = 1.., value_parser = column, add = ArgValueCompleter::new(completion::column_value))]
    fill: Vec<(String, String)>,
    /// Convert a column to its new type by this (can be repeated): `users.age=nullif(age, '')::integer`
    #[arg(long, value_name = "COLUMN=EXPR", num_args = 1.., value_parser = column, add = ArgValueCompleter::new(completion::column_value))]
    using: Vec<(String, String)>,
    /// Convert it back by this in the downgrade (can be repeated)
    #[arg(long, value_name = "COLUMN=EXPR", num_args = 1.., value_parser = column, add = ArgValueCompleter::new(completion::column_value))]
    using_back: Vec<(String, String)>,
}

impl ValuesArgs {
    /// Returns all that is said.
    pub(crate) fn said(&self) -> Vec<Said> {
        let all = [(Role::Fill, &self.fill), (Role::Using, &self.using), (Role::UsingBack, &self.using_back)];
        let said =
            |role| move |(column, sql): &(String, String)| Said { column: column.clone(), role, sql: sql.clone() };
        all.into_iter().flat_map(|(role, pairs)| pairs.iter().map(said(role))).collect()
    }
}

/// Takes a column and an expression apart.
fn column(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((column, sql)) if column.contains('.') && !sql.trim().is_empty() => {
            Ok((column.trim().to_owned(), sql.to_owned()))
        }
        _ => Err("it is written `table.column=EXPR`".to_owned()),
    }
}
