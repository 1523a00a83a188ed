//! Histories as drawings.

use super::history;

#[track_caller]
fn draws(lines: &[&str], expected: &str) {
    history(lines).run(&["history", "--graph"]).says(expected);
}

#[test]
fn lines_and_forks() {
    draws(
        &["a:", "b: a", "c: a"],
        r"
        exit 0
        --- stdout
        ● c (head), message of c
        │ ● b (head), message of b
        ├─╯
        ● a (branchpoint), message of a
    ",
    );
    draws(
        &["a1:", "b1: a1", "a2:", "b2: a2; b1"],
        r"
        exit 0
        --- stdout
        ● b2 (head), message of b2
        │ ● b1 (effective head), message of b1
        ● │ a2, message of a2
          ● a1, message of a1
    ",
    );
    draws(
        &["a:", "b: a", "c: a", "d: a", "e: a", "m: b e"],
        r"
        exit 0
        --- stdout
        ● m (head) (mergepoint), message of m
        ├─╮
        │ ● e, message of e
        │ │ ● d (head), message of d
        │ │ │ ● c (head), message of c
        ● │ │ │ b, message of b
        ├─┴─┴─╯
        ● a (branchpoint), message of a
    ",
    );
}

#[test]
fn merges() {
    draws(
        &["a:", "b1: a", "b2: a", "b3: a", "c1: b1 b2 b3", "c2: b1 b2 b3", "d1: c1", "d2: c2"],
        r"
        exit 0
        --- stdout
        ● d2 (head), message of d2
        │ ● d1 (head), message of d1
        ● │ c2 (mergepoint), message of c2
        ├─┼─┬─╮
        │ ● │ │ c1 (mergepoint), message of c1
        │ ├─┼─┼─┬─╮
        │ │ │ ├─┼─╯
        │ │ │ ● │ b3 (branchpoint), message of b3
        │ │ ├─┼─╯
        │ │ ● │ b2 (branchpoint), message of b2
        ├─╯ │ │
        ●   │ │ b1 (branchpoint), message of b1
        ├───┴─╯
        ● a (branchpoint), message of a
    ",
    );
    draws(
        &["a:", "b: a", "c: a", "d: b", "e: b", "f: d e", "g: f c"],
        r"
        exit 0
        --- stdout
        ● g (head) (mergepoint), message of g
        ├─╮
        ● │ f (mergepoint), message of f
        ├─┼─╮
        │ │ ● e, message of e
        ● │ │ d, message of d
        │ ● │ c, message of c
        ├─┼─╯
        ● │ b (branchpoint), message of b
        ├─╯
        ● a (branchpoint), message of a
    ",
    );
}

#[test]
fn a_range_is_drawn_by_itself() {
    history(&["a:", "b: a", "c: b", "x: a"]).run(&["history", "--graph", "-r", "b:c"]).says(
        r"
        exit 0
        --- stdout
        ● c (head), message of c
        ● b, message of b
    ",
    );
}

#[test]
fn for_other_programs() {
    let sandbox = history(&["a:", "b: a", "c: a; b"]);
    sandbox.edit("migrations/versions/b.sql", "message of b", "say \"hi\" <b> & \\\\ more");
    sandbox.run(&["history", "--format", "mermaid"]).says(
        r#"
        exit 0
        --- stdout
        flowchart BT
            r0["c<br>message of c"]
            r1["b<br>say #34;hi#34; #60;b#62; #38; #92; more"]
            r2["a<br>message of a"]
            r0 --> r2
            r0 -.-> r1
            r1 --> r2
    "#,
    );
    sandbox.run(&["history", "--format", "dot"]).says(
        r#"
        exit 0
        --- stdout
        digraph revisions {
            rankdir=BT;
            node [shape=box];
            "c" [label="c\nmessage of c"];
            "b" [label="b\nsay \"hi\" <b> &amp; \\ more"];
            "a" [label="a\nmessage of a"];
            "c" -> "a";
            "c" -> "b" [style=dashed];
            "b" -> "a";
        }
    "#,
    );
    sandbox.refuses(
        &["heads", "--format", "dot"],
        r"
        exit 2
        --- stderr
        error: only `history` and `graph` are drawn: mermaid and dot are formats of theirs alone
    ",
    );
}
