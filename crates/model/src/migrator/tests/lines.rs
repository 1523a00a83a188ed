//! Which lines an edit touches.

use std::ops::RangeInclusive;

use super::registering::{Request, alone};
use crate::migrator::scan::list::List;

/// Nothing goes but lines of a vector that was in one, or that the last comma was missing in; nothing comes but the two.
pub(super) fn two_lines(before: &str, after: &str, request: &Request) {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let kept = common(&old, &new);
    let gone: Vec<usize> = (0..old.len()).filter(|line| !kept.iter().any(|(kept, _)| kept == line)).collect();
    let come: Vec<usize> = (0..new.len()).filter(|line| !kept.iter().any(|(_, kept)| kept == line)).collect();
    let declared = before.lines().any(|line| line == format!("mod {};", request.name));
    let entered = before.lines().any(|line| line.trim() == format!("Box::new({}::Migration),", request.name));
    if gone.is_empty() {
        let two = usize::from(!declared) + usize::from(!entered);
        assert_eq!(come.len(), request.lines.unwrap_or(two), "other than two lines come");
    } else if request.but.is_none() {
        let (there, here) = (vector(before, request), vector(after, request));
        assert!(gone.iter().all(|line| there.contains(line)), "lines {gone:?} go, the vector is in {there:?}");
        let elsewhere = come.iter().filter(|line| !here.contains(line)).count();
        assert_eq!(elsewhere, usize::from(!declared), "other lines come than that of the module");
    }
    let ends = |text: &str| (text.matches("\r\n").count() == text.matches('\n').count(), text.contains('\r'));
    assert_eq!(ends(before), ends(after), "lines end in another way");
}

/// Shows the lines that go and come.
pub(super) fn changes(before: &str, after: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let (mut i, mut j, mut out) = (0, 0, String::new());
    for (kept, other) in common(&old, &new).into_iter().chain([(old.len(), new.len())]) {
        out.extend(old[i..kept].iter().flat_map(|line| ["- ", line, "\n"]));
        out.extend(new[j..other].iter().flat_map(|line| ["+ ", line, "\n"]));
        (i, j) = (kept + 1, other + 1);
    }
    out
}

/// The lines that the vector is in, with that of the `=` before it.
fn vector(text: &str, request: &Request) -> RangeInclusive<usize> {
    let of = alone(text);
    let migrator = request.migrator(&of).unwrap();
    let (_, _, scope) = of.tree.node(migrator.node).unwrap();
    let List::Vector(vector) = &scope.migrators[migrator.index].list else { panic!("no vector") };
    let line = |at: usize| text[..at].matches('\n').count();
    line(vector.assigned.unwrap_or(vector.whole.start) - 1)..=line(vector.whole.end)
}

/// The lines that are in both texts, as many as can be in one order.
fn common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let mut lengths = vec![vec![0; new.len() + 1]; old.len() + 1];
    for (i, line) in old.iter().enumerate().rev() {
        for (j, other) in new.iter().enumerate().rev() {
            lengths[i][j] =
                if line == other { lengths[i + 1][j + 1] + 1 } else { lengths[i + 1][j].max(lengths[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            out.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if lengths[i + 1][j] >= lengths[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}
