//! What somebody should do something about, each with what.

use crate::document::Reviewed;
use crate::markdown::{code, inline};
use crate::output::lines;

/// Lists it; empty where there is nothing.
pub(super) fn list(review: &Reviewed) -> String {
    let mut items = Vec::new();
    for problem in &review.problems {
        items.push(format!("**Not everything could be told**: {}", inline(problem)));
    }
    if !review.unwritten.is_empty() {
        items.push("**No revision makes this** (`autogen -m MESSAGE` writes one):".to_owned());
        items.extend(review.unwritten.iter().map(|change| format!("  - {}", code(change))));
    }
    for fact in &review.withheld {
        items.push(format!(
            "**Not dropped**: {}, since the entities could not be read completely (`--drop` drops it nevertheless)",
            code(fact)
        ));
    }
    let since = review.since.as_deref().map(code).unwrap_or_default();
    for id in &review.edited {
        items.push(format!(
            "**Edited**: {} is part of {since}; a database that has run it does not run it again: write another revision",
            code(id)
        ));
    }
    for id in &review.removed {
        items.push(format!(
            "**Removed**: {} is part of {since}; a database that has run it has nothing that undoes it any more",
            code(id)
        ));
    }
    if !review.heads.is_empty() {
        let heads: Vec<String> = review.heads.iter().map(|id| code(id)).collect();
        items.push(format!(
            "**Several heads**: {} (`autogen merge` joins them, `autogen rebase` puts one behind)",
            heads.join(", ")
        ));
    }
    if items.is_empty() {
        return String::new();
    }
    let item = |item: &String| if item.starts_with(' ') { item.clone() } else { format!("- {item}") };
    format!("### To be looked at\n\n{}", lines(items.iter().map(item)))
}
