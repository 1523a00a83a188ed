//! Where a database stands.

use super::{add, history};

/// Two roots whose branches depend on each other.
const CROSSED: &[&str] = &["a1:", "a2: a1", "a3: a2; b1", "b1:", "b2: b1; a2", "b3: b2"];

#[test]
fn a_revision_is_written_while_the_database_is_behind() {
    let sandbox = history(&["aaaa:"]);
    sandbox.run(&["upgrade"]).exits(0);
    add(&sandbox, &["bbbb: aaaa", "cccc: aaaa"]);
    sandbox.run(&["merge", "--rev-id", "mmmm"]).exits(0);
    sandbox.run(&["revision", "-m", "x", "--rev-id", "dddd"]).exits(0);
    sandbox.run(&["-m", "Users", "--rev-id", "eeee"]).exits(2).complains("target database is not up to date");
    sandbox.run(&["upgrade"]).exits(0);
    sandbox.run(&["-m", "Users", "--rev-id", "eeee"]).exits(0);
}

#[test]
fn current_shows_each_branch() {
    let sandbox = history(&["a1:", "a2: a1", "b1:", "b2: b1; a2"]);
    sandbox.write("app.db", "");
    sandbox.run(&["current"]).exits(0);
    assert_eq!(sandbox.read("app.db"), "", "looking made a table");
    sandbox.run(&["upgrade", "b2"]).exits(0);
    sandbox.run(&["current"]).says(
        r"
        exit 0
        --- stdout
        a2 (effective head), message of a2
        b2 (head), message of b2
    ",
    );
}

#[test]
fn all_heads_or_not() {
    let sandbox = history(CROSSED);
    for (at, is_on_all) in
        [("a2", false), ("a3", false), ("b3", false), ("a2 b3", false), ("a3 b2", false), ("a3 b3", true)]
    {
        let stamp: Vec<&str> = ["stamp", "--purge"].into_iter().chain(at.split(' ')).collect();
        if !sandbox.path("app.db").exists() {
            sandbox.write("app.db", "");
        }
        sandbox.run(&stamp).exits(0);
        let outcome = sandbox.run(&["current", "--check-heads"]);
        outcome.exits(i32::from(!is_on_all));
        if !is_on_all {
            outcome.complains("error: database is not on all head revisions");
        }
    }
}

#[test]
fn a_stamp_that_says_what_is_recorded_changes_nothing() {
    let sandbox = history(&["aaaa:", "bbbb: aaaa", "cccc: aaaa", "eeee: aaaa"]);
    sandbox.write("app.db", "");
    sandbox.run(&["stamp", "cccc", "eeee"]).exits(0);
    sandbox.run(&["stamp", "cccc", "eeee"]).complains("Nothing to do: that is what is recorded").exits(0);
    sandbox.remove("migrations/versions/eeee.sql");
    sandbox.run(&["stamp", "bbbb"]).exits(2).complains("can't locate revision identified by `eeee`");
    sandbox.run(&["stamp", "bbbb", "--purge"]).exits(0);
    sandbox.run(&["current", "--format", "short", "-q"]).says(
        "
        exit 0
        --- stdout
        bbbb
    ",
    );
}
