//! Random databases with all that a schema can hold, random edits of them, rows in every table: the laws of the way from one to the
//! other, on each server.
//!
//! After the upgrade the database's own dump is that of the second, after the downgrade that of the first, and again; rows are kept but
//! for what a hazard names; the same input gives the same script. `AUTOGEN_TEST_SCALE=20` makes twenty times as many pairs,
//! `AUTOGEN_TEST_FIRST=1000` others, `AUTOGEN_TEST_SEED=7` only that one. A pair that fails is made as small as it can be and printed as
//! SQL (`AUTOGEN_TEST_SHRINK=no` prints all that fail, as they are); its place is `fixtures/pairs/<dialect>/found.sql`, where it stays whatever the dice become.

use std::collections::BTreeMap;

use autogen_schema::Dialect;

use crate::support::{Dice, Ground};

mod coverage;
mod design;
mod edits;
mod mend;
mod pair;
mod print;
pub(crate) mod rows;
mod words;

use coverage::Coverage;
use design::Design;
use pair::{Outcome, Outcomes, Pair, Verdict};

/// From how many pairs on it counts how often something was there.
const MANY: usize = 250;

#[test]
fn random_databases_on_sqlite() {
    hold_all(Dialect::Sqlite, 300);
}

#[test]
fn random_databases_on_postgres() {
    hold_all(Dialect::Postgres, 24);
}

#[test]
fn random_databases_on_mariadb() {
    hold_all(Dialect::Mysql, 40);
}

/// What the dice choose from is chosen often enough for the few pairs of a run to mean something.
#[test]
fn every_word_is_said_in_one_pair_of_a_hundred() {
    const PAIRS: u64 = 400;
    for dialect in Dialect::ALL {
        let mut said: BTreeMap<&str, u64> = BTreeMap::new();
        for seed in 0..PAIRS {
            let (before, after) = Pair::random(dialect, seed).designs();
            let mut words: Vec<&str> = before.said().chain(after.said()).collect();
            words.sort_unstable();
            words.dedup();
            for word in words {
                *said.entry(word).or_default() += 1;
            }
        }
        let count = |word: &str| said.get(word).copied().unwrap_or_default();
        let rare: Vec<&str> =
            words::words(dialect).all().into_iter().filter(|word| count(word) * 100 < PAIRS).collect();
        assert!(rare.is_empty(), "{dialect}: {rare:?}");
    }
}

/// The dice of a design give the same design again.
#[test]
fn a_seed_is_a_pair() {
    for dialect in Dialect::ALL {
        assert_eq!(Design::random(dialect, &mut Dice::new(3)).sql(), Design::random(dialect, &mut Dice::new(3)).sql());
    }
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap())
}

fn hold_all(dialect: Dialect, pairs: u64) {
    let hands: u64 = if dialect == Dialect::Sqlite { 2 } else { 4 };
    let (first, only) = (number("AUTOGEN_TEST_FIRST").unwrap_or(0), number("AUTOGEN_TEST_SEED"));
    let seeds = first..first + pairs * crate::random::scale();
    let threads: Vec<_> = (0..hands)
        .map(|hand| {
            let is_mine = move |seed: &u64| seed % hands == hand && only.is_none_or(|only| *seed == only);
            let seeds: Vec<u64> = seeds.clone().filter(is_mine).collect();
            std::thread::spawn(move || on_runtime(|| async move { hold_some(dialect, &seeds).await }))
        })
        .collect();
    let (mut outcomes, mut coverage, mut failed) = (Outcomes::new(), Coverage::default(), Vec::new());
    for thread in threads {
        let hand = thread.join().unwrap();
        hand.0.into_iter().for_each(|(outcome, count)| *outcomes.entry(outcome).or_default() += count);
        coverage.add(hand.1);
        failed.extend(hand.2);
    }
    println!("{dialect}: {outcomes:?}");
    failed.sort();
    let seeds: Vec<u64> = failed.iter().map(|(seed, _)| *seed).collect();
    if std::env::var("AUTOGEN_TEST_SHRINK").is_ok_and(|word| word == "no") {
        for (seed, problem) in &failed {
            println!("seed {seed}\n{}\n\n{problem}", Pair::random(dialect, *seed).describe());
        }
    } else if let Some((seed, problem)) = failed.first() {
        let (small, why) = on_runtime(|| async move { shrunk(Pair::random(dialect, *seed), problem.clone()).await });
        println!("seed {seed}, as small as it gets:\n{}\n\n{why}", small.describe());
    }
    assert!(failed.is_empty(), "{} failed: {seeds:?}", failed.len());
    let all: u64 = outcomes.values().sum();
    let refused = outcomes.get(&Outcome::Refused).copied().unwrap_or_default();
    assert!(refused * 5 <= all + 10, "{refused} of {all} were refused");
    if coverage.pairs >= MANY {
        let rare = coverage.rare(dialect);
        assert!(rare.is_empty(), "in less than one pair of a hundred: {rare:?}");
    }
}

fn on_runtime<T, F: Future<Output = T>>(work: impl FnOnce() -> F) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work())
}

async fn hold_some(dialect: Dialect, seeds: &[u64]) -> (Outcomes, Coverage, Vec<(u64, String)>) {
    let mut grounds = (Ground::new(dialect), Ground::new(dialect));
    let (mut outcomes, mut coverage, mut failed) = (Outcomes::new(), Coverage::default(), Vec::new());
    for seed in seeds {
        match Pair::random(dialect, *seed).hold(&mut grounds, &mut coverage).await {
            Ok(outcome) => *outcomes.entry(outcome).or_default() += 1,
            Err(problem) => {
                println!("seed {seed} failed: {}", problem.lines().take(2).collect::<Vec<_>>().join(" "));
                failed.push((*seed, problem));
            }
        }
    }
    (outcomes, coverage, failed)
}

/// Leaves out what it fails without, in the same way.
async fn shrunk(mut pair: Pair, mut problem: String) -> (Pair, String) {
    let mut grounds = (Ground::new(pair.dialect()), Ground::new(pair.dialect()));
    let kind = |problem: &str| problem.split(':').next().unwrap_or_default().to_owned();
    'smaller: loop {
        for candidate in pair.smaller() {
            let verdict: Verdict = candidate.hold(&mut grounds, &mut Coverage::default()).await;
            if let Err(found) = verdict
                && kind(&found) == kind(&problem)
            {
                (pair, problem) = (candidate, found);
                continue 'smaller;
            }
        }
        return (pair, problem);
    }
}
