//! Killed at each round trip to a server, before it is asked and before it has answered; on SQLite in a statement that never ends,
//! which stands before, between and behind those of a revision.

use std::time::{Duration, Instant};

use autogen_schema::Dialect;

use super::Course;
use super::course::Way;
use super::proxy::{Hold, Proxy};
use crate::random::scale;
use crate::support::Base;

/// Kills the program at one round trip of an upgrade or a downgrade. Returns whether it came that far.
fn killed(course: &Course, way: Way, hold: Hold) -> bool {
    let Base::Server(server) = &course.base else { panic!("SQLite has no server") };
    let proxy = Proxy::new(server.endpoint(), hold);
    let url = server.url_through(proxy.port);
    let mut child = course.sandbox.start(&[&way.command()[..], &["--database-url", &url]].concat());
    while !proxy.is_holding() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    drop(proxy);
    let outcome = course.sandbox.wait(child);
    // With its last words it does not wait for an answer.
    assert!(matches!(outcome.code, None | Some(0)), "{hold:?}: {outcome}");
    outcome.code.is_none()
}

#[test]
fn killed_at_each_round_trip_to_postgres() {
    killed_at_each_round_trip(Dialect::Postgres);
}

#[test]
fn killed_at_each_round_trip_to_mysql() {
    killed_at_each_round_trip(Dialect::Mysql);
}

/// At the scale of one there is one revision, and each round trip is that of one way, and held back before the server is asked or before
/// it has answered; else there are two, and each is killed at all of that.
fn killed_at_each_round_trip(dialect: Dialect) {
    let is_thorough = scale() > 1;
    let course = Course::new(dialect, if is_thorough { 2 } else { 1 });
    let (mut kills, mut half_done, mut is_over) = ([0; 2], [0; 2], [false; 2]);
    for step in 0.. {
        // Both ways go on in turn, so that each begins where the other one ended.
        let (at, trip) = (step % 2, if is_thorough { step / 4 } else { step });
        let (way, hold) = (Way::BOTH[at], Hold { trip, is_done: step / 2 % 2 == 1 });
        if !is_over[at] {
            is_over[at] = !killed(&course, way, hold);
            kills[at] += usize::from(!is_over[at]);
        }
        let left = course.look(way, &format!("{hold:?}"));
        half_done[at] += usize::from(left.is_some());
        course.settle(left.as_ref());
        course.complete(way);
        if is_over == [true; 2] {
            break;
        }
    }
    println!("{dialect}: killed {kills:?} times on the way up and down, a revision was half done {half_done:?} times");
    // The statements, what is noted before each where they commit one by one, and what is around them.
    assert!(kills[0] > 5 && kills[1] > 3, "{kills:?}");
    assert!(half_done.iter().all(|count| (*count > 0) == (dialect == Dialect::Mysql)), "{half_done:?}");
}

#[test]
fn killed_in_each_statement_on_sqlite() {
    for way in Way::BOTH {
        let statements = if way == Way::Up { 5 } else { 3 };
        for number in 1..=2 {
            for at in 0..=statements {
                let course = Course::new(Dialect::Sqlite, 2);
                if way == Way::Down {
                    course.complete(Way::Up);
                }
                course.write(number, Some((way, at)));
                let before = course.applied();
                let mut child = course.start(way);
                let passed = if way == Way::Up { number - 1 } else { 2 - number };
                wait_until_inside(&course, |applied| applied.abs_diff(before) == passed);
                child.kill().unwrap();
                course.sandbox.wait(child);
                course.write(number, None);
                let when = format!("in statement {at} of revision {number}");
                assert_eq!(course.look(way, &when), None);
                assert_eq!(course.applied().abs_diff(before), passed, "{when}, {way:?}");
                course.complete(way);
            }
        }
    }
}

/// Waits until the program is in the statement that never ends: what comes before is applied, and it goes on holding the lock.
fn wait_until_inside(course: &Course, is_there: impl Fn(usize) -> bool) {
    let Base::File(sandbox) = &course.base else { panic!("a server has no such lock") };
    let deadline = Instant::now() + Duration::from_mins(1);
    let mut since: Option<Instant> = None;
    while since.is_none_or(|since| since.elapsed() < Duration::from_millis(150)) {
        assert!(Instant::now() < deadline, "the program takes no lock that it keeps");
        if sandbox.is_writable() || !is_there(course.applied()) {
            since = None;
        } else {
            since.get_or_insert_with(Instant::now);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}
