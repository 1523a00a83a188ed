//! Random entities, random edits of them, and random things made by hand, judged by the laws that every revision keeps.
//!
//! `AUTOGEN_TEST_SCALE=20` makes twenty times as many pairs, `AUTOGEN_TEST_SEED=7` only that one. A pair that fails is
//! made as small as it can be and printed as source; its place is `fixtures/cases`, where it stays whatever the dice become.

use std::collections::BTreeMap;

use laws::{Outcome, Pair};

mod by_hand;
mod edits;
mod entities;
mod laws;
mod source;
mod types;

/// How many threads' worth of tests the pairs are dealt into.
const SHARES: u64 = 4;

/// How many pairs there are at the scale of one.
const PAIRS: u64 = 60;

#[tokio::test]
async fn pairs_of_share_0() {
    share(0).await;
}

#[tokio::test]
async fn pairs_of_share_1() {
    share(1).await;
}

#[tokio::test]
async fn pairs_of_share_2() {
    share(2).await;
}

#[tokio::test]
async fn pairs_of_share_3() {
    share(3).await;
}

/// How many times as many random cases there are.
pub(crate) fn scale() -> u64 {
    number("AUTOGEN_TEST_SCALE").unwrap_or(1)
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap())
}

async fn share(share: u64) {
    tokio::task::LocalSet::new().run_until(run_share(share)).await;
}

async fn run_share(share: u64) {
    let (first, only) = (number("AUTOGEN_TEST_FIRST").unwrap_or(0), number("AUTOGEN_TEST_SEED"));
    let seeds = first..first + PAIRS * scale();
    let mut outcomes: BTreeMap<Outcome, u64> = BTreeMap::new();
    let mut failed = Vec::new();
    for seed in seeds.filter(|seed| seed % SHARES == share && only.is_none_or(|only| *seed == only)) {
        match hold(Pair::random(seed)).await {
            Some(outcome) => *outcomes.entry(outcome).or_default() += 1,
            None => {
                println!("seed {seed} failed");
                failed.push(seed);
            }
        }
    }
    println!("{outcomes:?}");
    if let Some(seed) = failed.first() {
        let small = shrunk(Pair::random(*seed)).await;
        println!("seed {seed}, as small as it gets:\n{}", small.describe());
        hold(small).await;
    }
    assert!(failed.is_empty(), "failed: {failed:?}");
    let all: u64 = outcomes.values().sum();
    let refused = outcomes.get(&Outcome::Refused).copied().unwrap_or_default();
    assert!(refused * 5 <= all + 10, "{refused} of {all} were refused");
}

/// Holds the laws over a pair; `None` when one is broken.
async fn hold(pair: Pair) -> Option<Outcome> {
    tokio::task::spawn_local(async move { Box::pin(pair.hold()).await }).await.ok()
}

async fn shrunk(mut pair: Pair) -> Pair {
    'smaller: loop {
        for candidate in pair.smaller() {
            if hold(candidate.clone()).await.is_none() {
                pair = candidate;
                continue 'smaller;
            }
        }
        return pair;
    }
}
