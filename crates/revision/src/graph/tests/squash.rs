//! Squashes: a row for the whole counts as much as a row for each part.

use super::*;

fn squashed() -> Graph {
    graph(&["a:", "s: a;; b c d", "e: d", "x: b2", "b2: a"])
}

#[test]
fn what_was_replaced_last_stands_for_the_whole() {
    let graph = squashed();
    assert_eq!(text(graph.order()), "a b2 s e x");
    let one = |text: &str| graph.resolve_one(text, &[]).map_or_else(|error| error.to_string(), |id| id.to_string());
    assert_eq!(one("d"), "s");
    assert_eq!(one("b"), "revision `b` is a part of `s` now");
    assert_eq!(one("d+1"), "e");
}

#[test]
fn the_old_rows_or_the_new_one() {
    let graph = squashed();
    for at in ["a b c d", "a s"] {
        assert_eq!(up(&graph, at, "e"), "e", "{at}");
        assert_eq!(text(graph.current_heads(&ids(at))), "s");
        assert_eq!(down(&graph, at, "-1"), "s", "{at}");
        assert_eq!(down(&graph, at, "base"), "s a", "{at}");
        let kept = graph.plan_stamp("b2", &ids(at), false).unwrap();
        assert_eq!(text(&kept), "a b2 s");
    }
    assert_eq!(down(&graph, "a b c d e", "a"), "e s");
    assert_eq!(text(graph.restated(&ids("a b c d"))), "s");
    assert_eq!(text(graph.restated(&ids("a s"))), "");
    assert_eq!(text(graph.restated(&ids("a b c"))), "");
}

#[test]
fn the_middle_of_a_squash() {
    let graph = squashed();
    let expected = "the database has `b`, which `s` replaces, but not all that it replaces: it lacks `d`";
    assert_eq!(up(&graph, "a b c", "heads"), expected);
    assert_eq!(down(&graph, "a b c", "base"), expected);
}

#[test]
fn rows_of_what_only_the_database_knows_may_name_a_part() {
    let graph = squashed();
    let headers = ["a:", "b: a", "c: b", "d: c", "y: d"].map(|line| node(line).header);
    let known = graph.including(headers).unwrap();
    assert_eq!(down(&known, "a b c d y", "a"), "y s");
}

#[test]
fn what_is_no_squash() {
    let error = |lines: &[&str]| try_graph(lines).unwrap_err().to_string();
    assert_eq!(error(&["a:", "s:;; a"]), "revision `s` replaces `a`, which is still present: `a.sql`");
    assert_eq!(error(&["s:;; a", "t:;; a"]), "revision `a` is replaced by `s` and by `t`");
    assert_eq!(error(&["s:;; a b", "t: a"]), "revision `a` referenced from `t` is not present: `t.sql`");
}
