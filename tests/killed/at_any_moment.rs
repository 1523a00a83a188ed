//! Killed at random moments of upgrades and downgrades by twenty revisions.

use std::io::{BufRead, BufReader};
use std::time::{Duration, Instant};

use autogen_schema::Dialect;

use super::Course;
use super::course::Way;
use crate::random::scale;
use crate::support::Dice;

/// How many revisions there are to go through.
const LENGTH: usize = 20;

/// How often the program is killed at the scale of one.
const KILLS: u64 = 10;

/// How many kills a database is good for: PostgreSQL counts columns that were dropped among the 1600 that a table may have.
const KILLS_EACH: u64 = 40;

#[test]
fn killed_at_any_moment_on_sqlite() {
    killed_at_any_moment(Dialect::Sqlite);
}

#[test]
fn killed_at_any_moment_on_postgres() {
    killed_at_any_moment(Dialect::Postgres);
}

#[test]
fn killed_at_any_moment_on_mysql() {
    killed_at_any_moment(Dialect::Mysql);
}

/// Of many kills, at least three in five fall inside a revision.
fn killed_at_any_moment(dialect: Dialect) {
    let mut course = Course::new(dialect, LENGTH);
    let mut dice = Dice::new(0x5eed);
    let began = Instant::now();
    course.complete(Way::Up);
    course.complete(Way::Down);
    let revision = began.elapsed() / u32::try_from(2 * LENGTH).unwrap();
    let (kills, mut inside, mut half_done) = (KILLS * scale(), 0_u64, 0_u64);
    for kill in 0..kills {
        if kill > 0 && kill % KILLS_EACH == 0 {
            course = Course::new(dialect, LENGTH);
        }
        let way = Way::BOTH[usize::from(kill % 2 == 1)];
        let last = kill_somewhere(&course, way, revision, &mut dice);
        let left = course.look(way, &format!("kill {kill}"));
        half_done += u64::from(left.is_some());
        inside += u64::from(last.is_some_and(|last| !is_over(&course, way, last)));
        course.settle(left.as_ref());
        course.complete(way);
    }
    println!("{dialect}: killed {kills} times, {inside} times inside a revision, {half_done} were half done");
    // Of a few, chance may take more.
    let wanted = if scale() > 1 { 3 * kills / 5 } else { kills / 3 };
    assert!(inside >= wanted, "only {inside} of {kills} kills fell inside a revision");
}

/// Kills the program a moment after it has told of a revision. Returns the number of the last one that it told of.
fn kill_somewhere(course: &Course, way: Way, revision: Duration, dice: &mut Dice) -> Option<usize> {
    let mut child = course.start(way);
    let mut told = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut running = || {
        let line = told.by_ref().map_while(Result::ok).find(|line| line.starts_with("Running "))?;
        line.rsplit_once("rev").and_then(|(_, number)| number.parse::<usize>().ok())
    };
    let count = 1 + dice.below(LENGTH);
    let mut last = (0..count).map_while(|_| running()).last();
    let share = u32::try_from(dice.below(60)).unwrap();
    std::thread::sleep(revision * share / 100);
    child.kill().unwrap();
    child.wait().unwrap();
    while let Some(number) = running() {
        last = Some(number);
    }
    last
}

/// Whether a revision is behind the program.
fn is_over(course: &Course, way: Way, number: usize) -> bool {
    let row = format!("SELECT revision FROM autogen_version WHERE revision = 'rev{number:02}' AND state = 'applied'");
    match way {
        Way::Up => !course.base.query(&row).is_empty(),
        Way::Down => course.base.query(&row.replace(" AND state = 'applied'", "")).is_empty(),
    }
}
