//! One change list of those of several dialects.

use std::collections::BTreeSet;

use autogen_schema::Dialect;
use autogen_schema::change::{Action, Change};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// What a change list says, for one dialect or for several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// What is done.
    pub changes: Vec<Change>,
    /// What was there.
    pub claims: Vec<Change>,
}

/// Puts the change lists of dialects into one: what all of them say stands there once, and what one says ends in its name. The lines
/// of each dialect stay in their order.
///
/// A dialect that does not tell two values of something apart claims the new one where others change it: it says what they say.
pub fn listed_once(mut lists: Vec<(Dialect, Listed)>) -> Listed {
    if lists.len() < 2 {
        return lists.pop().map(|(_, only)| only).unwrap_or_default();
    }
    let all: BTreeSet<Dialect> = lists.iter().map(|(dialect, _)| *dialect).collect();
    let mut lines: Vec<Line> = Vec::new();
    for (dialect, list) in &lists {
        lines = merged(lines, &list.changes, *dialect);
    }
    let mut claimed: Vec<Line> = Vec::new();
    for (dialect, list) in &lists {
        let own = list.claims.iter().filter(|claim| !joins(claim, *dialect, &mut lines)).cloned().collect::<Vec<_>>();
        claimed = merged(claimed, &own, *dialect);
    }
    let expanded = |lines: Vec<Line>| lines.into_iter().flat_map(|line| line.changes(&all)).collect();
    Listed { changes: expanded(lines), claims: expanded(claimed) }
}

/// Whether others change what the dialect claims to what it claims; then it says their line too.
fn joins(claim: &Change, dialect: Dialect, lines: &mut [Line]) -> bool {
    let Action::Claimed(fact) = &claim.action else { return false };
    let is_same = |change: &Change| match &change.action {
        Action::Altered(key, facets) => {
            let new = facets.iter().map(|facet| (facet.facet, facet.new.as_ref()));
            let claimed = fact.facets.iter().map(|(facet, value)| (*facet, Some(value)));
            *key == fact.key && !facets.is_empty() && new.eq(claimed)
        }
        _ => false,
    };
    match lines.iter_mut().find(|line| is_same(&line.change) && !line.by.contains(&dialect)) {
        Some(line) => line.by.insert(dialect),
        None => false,
    }
}

/// A line, and who says it.
struct Line {
    change: Change,
    text: String,
    by: BTreeSet<Dialect>,
}

impl Line {
    fn new(change: &Change, dialect: Dialect) -> Self {
        Self { text: change.to_string(), change: change.clone(), by: BTreeSet::from([dialect]) }
    }

    fn changes(self, all: &BTreeSet<Dialect>) -> Vec<Change> {
        if self.by == *all {
            return vec![self.change];
        }
        self.by.iter().map(|dialect| Change { dialect: Some(*dialect), ..self.change.clone() }).collect()
    }
}

fn merged(lines: Vec<Line>, list: &[Change], dialect: Dialect) -> Vec<Line> {
    let mut new: Vec<Line> = list.iter().map(|change| Line::new(change, dialect)).collect();
    let texts = |lines: &[Line]| lines.iter().map(|line| line.text.clone()).collect::<Vec<_>>();
    let steps = capture_diff_slices(Algorithm::Myers, &texts(&lines), &texts(&new));
    let mut merged = Vec::with_capacity(lines.len().max(new.len()));
    let (mut old, mut new) = (lines.into_iter(), new.drain(..));
    for step in steps {
        match step {
            DiffOp::Equal { len, .. } => {
                new.by_ref().take(len).for_each(drop);
                merged.extend(old.by_ref().take(len).map(|mut line| {
                    line.by.insert(dialect);
                    line
                }));
            }
            DiffOp::Delete { old_len, .. } => merged.extend(old.by_ref().take(old_len)),
            DiffOp::Insert { new_len, .. } => merged.extend(new.by_ref().take(new_len)),
            DiffOp::Replace { old_len, new_len, .. } => {
                merged.extend(old.by_ref().take(old_len));
                merged.extend(new.by_ref().take(new_len));
            }
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use autogen_schema::Dialect::{self, Mysql, Postgres, Sqlite};
    use autogen_schema::change::{Action, Change};

    use super::{Listed, listed_once};

    fn listed(lists: &[(Dialect, &[&str])]) -> Vec<String> {
        let parsed = |texts: &[&str]| {
            let parsed: Vec<Change> = texts.iter().map(|text| Change::parse(text).unwrap()).collect();
            let (claims, changes) = parsed.into_iter().partition(|change| matches!(change.action, Action::Claimed(_)));
            Listed { changes, claims }
        };
        let lists: Vec<_> = lists.iter().map(|(dialect, texts)| (*dialect, parsed(texts))).collect();
        let Listed { changes, claims } = listed_once(lists);
        changes.iter().chain(&claims).map(ToString::to_string).collect()
    }

    #[test]
    fn one_dialect_needs_no_name() {
        assert_eq!(listed(&[(Postgres, &["+ column a.b", "- column a.c"])]), ["+ column a.b", "- column a.c"]);
    }

    #[test]
    fn what_all_say_stands_there_once() {
        let (one, other) =
            (&["+ column a.b", "+ column a.d"][..], &["+ column a.b", "- column a.c", "+ column a.d"][..]);
        assert_eq!(
            listed(&[(Sqlite, one), (Postgres, other), (Mysql, one)]),
            ["+ column a.b", "- column a.c [postgres]", "+ column a.d"]
        );
    }

    #[test]
    fn what_two_of_three_say_stands_there_twice() {
        let line = &["+ column a.b"][..];
        assert_eq!(
            listed(&[(Sqlite, &[]), (Postgres, line), (Mysql, line)]),
            ["+ column a.b [postgres]", "+ column a.b [mysql]"]
        );
    }

    #[test]
    fn what_a_dialect_does_not_tell_apart_it_says_with_the_others() {
        let wider = "~ column a.b type integer -> big-integer";
        let claim = "= column a.b big-integer";
        assert_eq!(listed(&[(Sqlite, &[claim]), (Postgres, &[wider])]), [wider]);
        let (other, named) = ("= column a.b text", format!("{wider} [postgres]"));
        assert_eq!(listed(&[(Sqlite, &[other]), (Postgres, &[wider])]), [named, format!("{other} [sqlite]")]);
        assert_eq!(listed(&[(Sqlite, &[claim]), (Postgres, &[claim])]), [claim]);
    }

    #[test]
    fn each_keeps_its_order() {
        let (one, other) = (&["+ column a.b", "- column a.c"][..], &["- column a.c", "+ column a.b"][..]);
        let lines = listed(&[(Sqlite, one), (Postgres, other)]);
        for (dialect, list) in [(Sqlite, one), (Postgres, other)] {
            let own = lines.iter().filter_map(|line| match line.split_once(" [") {
                None => Some(line.as_str()),
                Some((line, name)) => (name.trim_end_matches(']') == dialect.name()).then_some(line),
            });
            assert_eq!(own.collect::<Vec<_>>(), list, "{lines:?}");
        }
    }
}
