//! What only a person knows about a plan: as data, for whoever can ask.

use autogen_diff::question::Remedy;
use std::borrow::Cow;

use autogen_diff::{Gone, Operation, candidates, unfilled};
use autogen_schema::Dialect;

use crate::{Answer, Plan};

/// Something to decide.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// What goes may be something that comes, under another name.
    Rename(Gone),
    /// Rows that are there need a value.
    Fill(Unfilled),
}

/// A column that must not be NULL, and that nothing fills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfilled {
    /// The column, as `--fill` takes it: `users.nick`.
    pub column: String,
    /// Whether the column is new.
    pub is_new: bool,
    /// What the connected database says of its rows, where there is one.
    pub found: Option<String>,
}

/// Returns what there is to decide about `plans`: renames first, since what is renamed needs no fill. `answers` are what a connected
/// database says.
pub fn choices(plans: &[Plan], answers: &[Answer]) -> Vec<Choice> {
    let mut dialects: Vec<Dialect> = plans.iter().flat_map(|plan| &plan.parts).map(|part| part.dialect).collect();
    dialects.sort_unstable();
    dialects.dedup();
    let mut out: Vec<Choice> = Vec::new();
    for dialect in dialects {
        for choice in choices_on(dialect, plans, answers) {
            if !out.contains(&choice) {
                out.push(choice);
            }
        }
    }
    out.sort_by_key(|choice| matches!(choice, Choice::Fill(_)));
    out
}

fn choices_on(dialect: Dialect, plans: &[Plan], answers: &[Answer]) -> Vec<Choice> {
    let parts = plans.iter().filter_map(|plan| plan.part(dialect));
    let mut parts: Vec<&[Operation]> = parts.map(|part| part.difference.operations.as_slice()).collect();
    // Most plans are of one revision.
    let operations = if parts.len() == 1 { Cow::from(parts.remove(0)) } else { Cow::from(parts.concat()) };
    let renames = candidates(&operations, dialect).into_iter().map(Choice::Rename);
    let fills = unfilled(&operations).into_iter().map(|(column, is_new)| {
        let fill = Some(Remedy::Fill(column.clone()));
        let found = answers.iter().find(|answer| answer.remedy == fill);
        Choice::Fill(Unfilled { column, is_new, found: found.map(|answer| answer.text.clone()) })
    });
    renames.chain(fills).collect()
}
