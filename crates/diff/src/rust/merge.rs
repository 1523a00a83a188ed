//! What several dialects have in common.
//!
//! Each dialect has its own statements, in its own order. What the same builder says on all of them, to the letter of the SQL that each makes of it,
//! stands once; what is between stands for each.

use autogen_schema::Dialect;

use super::builder::Builder;
use super::unify::{key, unified};
use crate::{Hazard, Statement};

/// What runs, with the dialects that have it.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    /// The statement of each dialect.
    pub(super) of: Vec<(Dialect, &'a Statement)>,
    /// The builder that makes all of them.
    pub(super) builder: Option<Builder>,
    /// Comments above it that are not hazards.
    pub(super) notes: Vec<String>,
    /// Whether it begins something else.
    pub(super) begins: bool,
}

impl Line<'_> {
    /// Returns what is said of it, with the dialects that it holds for where that is not all of them.
    pub(super) fn hazards(&self) -> Vec<(&Hazard, Vec<Dialect>)> {
        let mut found: Vec<(&Hazard, Vec<Dialect>)> = Vec::new();
        for (dialect, statement) in &self.of {
            for hazard in &statement.hazards {
                match found.iter_mut().find(|(other, _)| *other == hazard) {
                    Some((_, dialects)) => dialects.push(*dialect),
                    None => found.push((hazard, vec![*dialect])),
                }
            }
        }
        found
    }

    /// Returns the SQL, where it is not a builder's.
    pub(super) fn sql(&self) -> &str {
        self.of.first().map_or("", |(_, statement)| statement.sql.as_str())
    }

    /// What lines must have in common to be worth a closer look.
    fn key(&self) -> String {
        self.builder.as_ref().map_or_else(|| self.sql().to_owned(), key)
    }

    /// Returns the line for the dialects of both, where they have it in common.
    fn with(&self, other: &Self) -> Option<Self> {
        let of: Vec<(Dialect, &Statement)> = self.of.iter().chain(&other.of).copied().collect();
        let builder = match (&self.builder, &other.builder) {
            (Some(one), Some(another)) => Some(unified(one, another, &of).or_else(|| unified(another, one, &of))?),
            (None, None) if self.sql() == other.sql() => None,
            _ => return None,
        };
        let notes = if self.notes == other.notes { self.notes.clone() } else { return None };
        Some(Line { of, builder, notes, begins: self.begins || other.begins })
    }
}

/// A stretch of what runs.
#[derive(Clone, Debug)]
pub(super) enum Part<'a> {
    /// On every dialect.
    Shared(Box<Line<'a>>),
    /// For each group of dialects that have it in common. Every dialect is in one, if only to have nothing.
    Apart(Vec<(Vec<Dialect>, Vec<Line<'a>>)>),
}

/// Puts together what runs on each dialect.
pub(super) fn merged<'a>(scripts: &[(Dialect, Vec<Line<'a>>)]) -> Vec<Part<'a>> {
    let Some(((_, first), others)) = scripts.split_first() else { return Vec::new() };
    let mut shared: Vec<(Vec<usize>, Line<'a>)> =
        first.iter().enumerate().map(|(at, line)| (vec![at], line.clone())).collect();
    for (_, lines) in others {
        let mine: Vec<Line<'a>> = shared.iter().map(|(_, line)| line.clone()).collect();
        shared = in_common(&mine, lines)
            .into_iter()
            .filter_map(|(at, theirs, line)| {
                let places = &shared.get(at)?.0;
                Some((places.iter().copied().chain([theirs]).collect(), line))
            })
            .collect();
    }
    let mut parts = Vec::new();
    let mut from = vec![0; scripts.len()];
    let ends = scripts.iter().map(|(_, lines)| lines.len()).collect();
    for (places, line) in shared.into_iter().map(|(places, line)| (places, Some(line))).chain([(ends, None)]) {
        let between = scripts
            .iter()
            .zip(from.iter().zip(&places))
            .map(|((dialect, lines), (from, to))| (*dialect, lines.get(*from..*to).unwrap_or_default().to_vec()));
        parts.extend(apart(between.collect()));
        from = places.iter().map(|at| at + 1).collect();
        parts.extend(line.map(Box::new).map(Part::Shared));
    }
    parts
}

/// Groups dialects that have the same.
pub(super) fn apart<'a>(scripts: Vec<(Dialect, Vec<Line<'a>>)>) -> Option<Part<'a>> {
    if scripts.iter().all(|(_, lines)| lines.is_empty()) {
        return None;
    }
    let mut groups: Vec<(Vec<Dialect>, Vec<Line<'a>>)> = Vec::new();
    for (dialect, lines) in scripts {
        let same = groups.iter_mut().find_map(|(dialects, group)| {
            let both = group.len() == lines.len();
            let joined = group.iter().zip(&lines).map(|(one, other)| one.with(other)).collect::<Option<Vec<_>>>();
            joined.filter(|_| both).map(|joined| (dialects, group, joined))
        });
        match same {
            Some((dialects, group, joined)) => {
                dialects.push(dialect);
                *group = joined;
            }
            None => groups.push((vec![dialect], lines)),
        }
    }
    Some(Part::Apart(groups))
}

/// Returns the longest run of lines that both have, in this order, by their places.
fn in_common<'a>(one: &[Line<'a>], other: &[Line<'a>]) -> Vec<(usize, usize, Line<'a>)> {
    let keys = |lines: &[Line<'a>]| lines.iter().map(Line::key).collect::<Vec<_>>();
    let (one_keys, other_keys) = (keys(one), keys(other));
    // How many lines are in common from each place on.
    let mut lengths = vec![vec![0_usize; other.len() + 1]; one.len() + 1];
    let mut pairs = std::collections::BTreeMap::new();
    let length =
        |lengths: &[Vec<usize>], i: usize, j: usize| lengths.get(i).and_then(|row| row.get(j)).copied().unwrap_or(0);
    for (i, line) in one.iter().enumerate().rev() {
        for (j, theirs) in other.iter().enumerate().rev() {
            let pair = (one_keys.get(i) == other_keys.get(j)).then(|| line.with(theirs)).flatten();
            let skipped = length(&lengths, i + 1, j).max(length(&lengths, i, j + 1));
            let taken = pair.as_ref().map_or(0, |_| length(&lengths, i + 1, j + 1) + 1);
            if let Some(cell) = lengths.get_mut(i).and_then(|row| row.get_mut(j)) {
                *cell = skipped.max(taken);
            }
            pairs.extend(pair.map(|pair| ((i, j), pair)));
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut common = Vec::new();
    while i < one.len() && j < other.len() {
        let here = length(&lengths, i, j);
        match pairs.remove(&(i, j)) {
            Some(line) if here == length(&lengths, i + 1, j + 1) + 1 => {
                common.push((i, j, line));
                (i, j) = (i + 1, j + 1);
            }
            _ if here == length(&lengths, i + 1, j) => i += 1,
            _ => j += 1,
        }
    }
    common
}
