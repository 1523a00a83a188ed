//! The way from one schema to another, where both were read from databases: what differs, what runs, and what stays as it is.
//!
//! Nobody owns anything here, and so nothing is unmanaged: what only one side has comes or goes. What no statement of ours makes
//! is left, and said; nothing is left out in silence.

use autogen_schema::{Dialect, Schema};

use crate::dialect::{self, Refusal};
use crate::exact::{self, Renames};
use crate::{Hazard, Operation, Script, invert};

mod beside;
#[cfg(test)]
mod tests;

pub use beside::{Beside, Change};

/// What leads from one schema to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// What differs in types, tables and their parts.
    pub operations: Vec<Operation>,
    /// What differs besides: views, triggers, routines, and whatever else hangs on tables or stands beside them.
    pub beside: Vec<Beside>,
    /// What runs; or why it cannot be written.
    pub script: Result<Script, Refusal>,
    /// What differs and stays as it is, each with the reason.
    pub left: Vec<Refusal>,
}

impl Passage {
    /// Finds the way from `from` to `to`. `renames` are operations that say what has another name there.
    pub fn between(dialect: Dialect, from: &Schema, to: &Schema, renames: &[Operation]) -> Self {
        let back = invert(renames.iter().cloned());
        let named = Renames::undoing(&back);
        let script = dialect::downgrade(dialect, from, to, &back).map(without_a_past);
        let operations = exact::between(from, to, dialect, &named);
        let mut beside = beside::differences(from, to, dialect, &named);
        beside.extend(beside::rewritten(from, to, dialect, &named, &operations));
        Self { operations, beside, script, left: dialect::left(dialect, from, to, &named, &back) }
    }

    /// Whether both are the same.
    pub fn is_empty(&self) -> bool {
        let runs = self.script.as_ref().map_or(true, |script| !script.is_empty());
        self.operations.is_empty() && self.beside.is_empty() && self.left.is_empty() && !runs
    }

    /// Returns each difference as a line.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        let operations = self.operations.iter().map(ToString::to_string);
        operations.chain(self.beside.iter().map(ToString::to_string))
    }
}

/// Takes out what is said of a time before: a script of this kind brings nothing back, and nobody watches over what it restates.
fn without_a_past(mut script: Script) -> Script {
    for block in &mut script.blocks {
        block.guards.clear();
        for statement in &mut block.statements {
            statement.hazards = std::mem::take(&mut statement.hazards).into_iter().filter_map(Hazard::of_new).collect();
        }
    }
    script
}
