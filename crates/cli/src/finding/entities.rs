//! What the entities ask for and no revision does, at its places.

use autogen_engine::{Locator, Spot};
use autogen_schema::change::{Change, FactKey};

use super::{Code, Finding};
use crate::describe;
use crate::theme::unpainted;

/// Returns the changes of the next revision. One that is written nowhere is found at `other`.
pub(crate) fn pending(changes: &[Change], locator: &Locator<'_>, other: &Spot) -> Vec<Finding> {
    let finding = |(change, line): (&Change, String)| {
        let spot = locator.change(change).unwrap_or_else(|| other.clone());
        Finding::new(Code::PendingChange, spot, unpainted(&line)).hint("`autogen -m MESSAGE` writes it into a revision")
    };
    describe::each_change(changes).into_iter().map(finding).collect()
}

/// Returns what is not dropped, since it may only seem to be gone.
pub(crate) fn withheld(keys: &[FactKey], locator: &Locator<'_>, other: &Spot) -> Vec<Finding> {
    let finding = |key: &FactKey| {
        let subject = describe::one_line(key);
        let text =
            format!("{subject} is not in the entities, which could not be read completely, and so is not dropped");
        let hint = format!("`autogen -m MESSAGE --drop '{key}'` drops it nevertheless");
        Finding::new(Code::WithheldDrop, locator.fact(key).unwrap_or_else(|| other.clone()), text).hint(hint)
    };
    keys.iter().map(finding).collect()
}
