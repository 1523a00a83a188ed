//! The drawing for the terminal: a lane for each way down, newest first.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use autogen_revision::RevisionId;

use crate::listing::Listing;

/// Draws the revisions, each on its lane with what a list says of it.
pub(crate) fn lanes(listing: &Listing<'_>, revisions: &[&RevisionId]) -> String {
    let drawn: BTreeSet<&RevisionId> = revisions.iter().copied().collect();
    let (mut lanes, mut text) = (Lanes::default(), String::new());
    for node in revisions.iter().filter_map(|id| listing.graph.get(id)) {
        let id = &node.header.id;
        let at = lanes.of(id);
        text.push_str(&lanes.join(at, id));
        let _infallible = writeln!(text, "{} {}", lanes.row(at), listing.line(node));
        let parents: Vec<&RevisionId> = node.header.revises.iter().filter(|parent| drawn.contains(parent)).collect();
        text.push_str(&lanes.part(at, &parents));
    }
    text
}

/// Which revision each lane leads to.
#[derive(Default)]
struct Lanes<'a>(Vec<Option<&'a RevisionId>>);

impl<'a> Lanes<'a> {
    /// Returns the lane of a revision: the first that leads to it, or a free one.
    fn of(&mut self, id: &'a RevisionId) -> usize {
        match self.0.iter().position(|lane| *lane == Some(id)) {
            Some(at) => at,
            None => self.open(0, id),
        }
    }

    /// Takes the first free lane from `from` on.
    fn open(&mut self, from: usize, id: &'a RevisionId) -> usize {
        match self.0.iter().skip(from).position(Option::is_none) {
            Some(at) => {
                if let Some(lane) = self.0.get_mut(from + at) {
                    *lane = Some(id);
                }
                from + at
            }
            None => {
                self.0.push(Some(id));
                self.0.len() - 1
            }
        }
    }

    /// Brings every lane that leads to `id` to the first one.
    fn join(&mut self, at: usize, id: &RevisionId) -> String {
        let others: BTreeSet<usize> =
            (at + 1..self.0.len()).filter(|lane| self.0.get(*lane) == Some(&Some(id))).collect();
        let row = self.bend(at, &others, ['┴', '╯']);
        for lane in others {
            if let Some(lane) = self.0.get_mut(lane) {
                *lane = None;
            }
        }
        self.trim();
        row
    }

    /// Lets a lane go on to the parents of its revision, each but the first on a lane of its own.
    fn part(&mut self, at: usize, parents: &[&'a RevisionId]) -> String {
        let Some((first, others)) = parents.split_first() else {
            if let Some(lane) = self.0.get_mut(at) {
                *lane = None;
            }
            self.trim();
            return String::new();
        };
        if let Some(lane) = self.0.get_mut(at) {
            *lane = Some(first);
        }
        let opened: BTreeSet<usize> = others.iter().map(|parent| self.open(at + 1, parent)).collect();
        self.bend(at, &opened, ['┬', '╮'])
    }

    /// Draws what leads from a lane to others on its right. Nothing when there are none.
    fn bend(&self, at: usize, others: &BTreeSet<usize>, [middle, end]: [char; 2]) -> String {
        let Some(&last) = others.last() else { return String::new() };
        let mut row = String::new();
        for lane in 0..self.0.len() {
            let is_used = self.0.get(lane).is_some_and(Option::is_some);
            let inside = lane > at && lane < last;
            row.push(match lane {
                lane if lane == at => '├',
                lane if lane == last => end,
                lane if others.contains(&lane) => middle,
                _ if inside && is_used => '┼',
                _ if inside => '─',
                _ if is_used => '│',
                _ => ' ',
            });
            row.push(if lane >= at && lane < last { '─' } else { ' ' });
        }
        format!("{}\n", row.trim_end())
    }

    /// Draws the lanes as they go down, with a revision on one of them.
    fn row(&self, at: usize) -> String {
        let cell = |(lane, used): (usize, &Option<_>)| match used {
            _ if lane == at => "●",
            Some(_) => "│",
            None => " ",
        };
        self.0.iter().enumerate().map(cell).collect::<Vec<_>>().join(" ")
    }

    fn trim(&mut self) {
        while self.0.last().is_some_and(Option::is_none) {
            self.0.pop();
        }
    }
}
