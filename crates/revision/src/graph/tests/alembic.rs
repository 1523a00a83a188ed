//! The walks that Alembic's users know: what runs, in an order that is valid and always the same, and where the database stands
//! afterwards.

use super::*;

/// A database: its graph and what is applied, in that order.
struct Walk {
    graph: Graph,
    applied: Vec<RevisionId>,
}

impl Walk {
    fn new(lines: &[&str]) -> Self {
        Self { graph: graph(lines), applied: Vec::new() }
    }

    /// Goes to where these revisions are the heads.
    fn at(mut self, heads: &str) -> Self {
        self.applied = Vec::new();
        for head in heads.split_whitespace() {
            let plan = self.graph.plan_upgrade(head, &self.applied).unwrap();
            self.applied.extend(plan);
        }
        assert_eq!(self.heads(), heads.split_whitespace().collect::<BTreeSet<_>>());
        self
    }

    fn heads(&self) -> BTreeSet<&str> {
        let heads = self.graph.current_heads(&self.applied);
        let text = |id: &RevisionId| self.graph.get(id).unwrap().header.id.clone();
        heads.iter().map(|id| self.graph.nodes.get_key_value(text(id).as_str()).unwrap().0.as_str()).collect()
    }

    /// Upgrades; returns what ran and the heads: `b c {c}`.
    fn up(&mut self, target: &str) -> String {
        match self.graph.plan_upgrade(target, &self.applied) {
            Ok(plan) => {
                let before = self.applied.iter().cloned().collect();
                assert!(is_valid(&self.graph, &plan, &before), "{}", text(&plan));
                self.applied.extend(plan.iter().cloned());
                self.tell(&plan)
            }
            Err(error) => error.to_string(),
        }
    }

    fn down(&mut self, target: &str) -> String {
        match self.graph.plan_downgrade(target, &self.applied) {
            Ok(plan) => {
                self.applied.retain(|id| !plan.contains(id));
                let left = self.applied.iter().cloned().collect();
                let again: Vec<RevisionId> = plan.iter().rev().cloned().collect();
                assert!(is_valid(&self.graph, &again, &left), "{}", text(&plan));
                self.tell(&plan)
            }
            Err(error) => error.to_string(),
        }
    }

    fn stamp(&mut self, target: &str) -> String {
        let wanted = self.graph.plan_stamp(target, &self.applied, false).unwrap();
        self.applied = self.graph.order().iter().filter(|id| wanted.contains(*id)).cloned().collect();
        self.tell(&[])
    }

    fn tell(&self, plan: &[RevisionId]) -> String {
        let heads = self.heads().into_iter().collect::<Vec<_>>().join(" ");
        let plan = text(plan);
        if plan.is_empty() { format!("{{{heads}}}") } else { format!("{plan} {{{heads}}}") }
    }
}

const LINE: &[&str] = &["a:", "b: a", "c: b", "d: c", "e: d"];
const FORK: &[&str] = &["a:", "b: a", "c1: b @c1branch", "d1: c1", "c2: b @c2branch", "d2: c2"];
const MERGED: &[&str] = &["a:", "b: a", "c1: b", "d1: c1", "c2: b", "d2: c2", "e: d1 d2", "f: e"];

/// One request each time anew.
fn from(lines: &[&str], heads: &str, request: &str) -> String {
    let mut walk = Walk::new(lines).at(heads);
    match request.split_once(' ').unwrap() {
        ("up", target) => walk.up(target),
        ("down", target) => walk.down(target),
        (_, target) => walk.stamp(target),
    }
}

#[test]
fn a_line() {
    for (at, request, expected) in [
        ("c", "up e", "d e {e}"),
        ("a", "up +2", "b c {c}"),
        ("a", "up b+2", "b c d {d}"),
        ("a", "up d-2", "b {b}"),
        ("b", "up -2", "relative revision `-2` didn't produce 2 migrations"),
        ("b", "up +5", "relative revision `+5` didn't produce 5 migrations"),
        ("e", "down c", "e d {c}"),
        ("e", "down -3", "e d c {b}"),
        ("d", "down a+2", "d {c}"),
        ("d", "down c-2", "d c b {a}"),
        ("e", "down e", "{e}"),
        ("", "down base", "{}"),
        ("", "down -1", "relative revision `-1` didn't produce 1 migrations"),
    ] {
        assert_eq!(from(LINE, at, request), expected, "{request} at {at}");
    }
}

#[test]
fn two_branches() {
    for (at, request, expected) in [
        ("a", "up d1,d2", "b c1 c2 d1 d2 {d1 d2}"),
        ("d1 d2", "down a", "d2 c2 d1 c1 b {a}"),
        ("d1 d2", "down c2branch@base+2", "d2 c2 {d1}"),
        ("d1 d2", "down base+2", "d2 c2 d1 c1 {b}"),
        ("b", "up c2branch@head-1", "c2 {c2}"),
        ("c1", "up c2branch@+1", "c2 {c1 c2}"),
        ("c1 c2", "up c2branch@+1", "d2 {c1 d2}"),
        ("c1 c2", "up +1", "ambiguous upgrade from multiple current revisions: `c1`, `c2`"),
        ("d1 d2", "down c1branch@-1", "d1 {c1 d2}"),
        ("d1 d2", "down c1branch@b", "d1 c1 {d2}"),
        ("d1 d2", "down c2@b", "d2 c2 {d1}"),
        ("d1 d2", "down d1@b", "d1 c1 {d2}"),
        ("d1 d2", "down -1", "ambiguous downgrade from multiple current revisions: `d1`, `d2`"),
    ] {
        assert_eq!(from(FORK, at, request), expected, "{request} at {at}");
    }
}

#[test]
fn two_roots() {
    let roots = ["a1:", "b1: a1", "a2:", "b2: a2"];
    assert_eq!(from(&roots, "", "up heads"), "a1 a2 b1 b2 {b1 b2}");
    assert_eq!(from(&roots, "b1 b2", "down base"), "b2 a2 b1 a1 {}");
    assert_eq!(from(&roots, "b1 b2", "down b2@base"), "b2 a2 {b1}");
}

#[test]
fn a_merge() {
    assert_eq!(from(MERGED, "b", "up f"), "c1 c2 d1 d2 e f {f}");
    assert_eq!(from(MERGED, "f", "down b"), "f e d2 d1 c2 c1 {b}");
    assert_eq!(from(MERGED, "e", "down -1"), "e {d1 d2}");
    assert_eq!(from(MERGED, "f", "down d1@f-2"), "f e {d1 d2}");
    assert_eq!(from(MERGED, "d1 c2", "stamp e"), "{e}");
    assert_eq!(from(MERGED, "e", "stamp c2"), "{c2}");
    assert_eq!(from(MERGED, "e", "stamp a"), "{a}");
    assert_eq!(from(MERGED, "e", "stamp base"), "{}");
}

#[test]
fn three_branches_merged_twice() {
    let mut walk = Walk::new(&["a:", "b1: a", "b2: a", "b3: a", "c1: b1 b2 b3", "c2: b1 b2 b3", "d1: c1", "d2: c2"]);
    let steps = [
        ("b3", "a b3 {b3}"),
        ("b1", "b1 {b1 b3}"),
        ("b2", "b2 {b1 b2 b3}"),
        ("c2", "c2 {c2}"),
        ("d2", "d2 {d2}"),
        ("c1", "c1 {c1 d2}"),
        ("d1", "d1 {d1 d2}"),
    ];
    for (target, expected) in steps {
        assert_eq!(walk.up(target), expected);
    }
    assert_eq!(walk.down("d2@-1"), "d2 {c2 d1}");
    assert_eq!(walk.down("c2@-1"), "c2 {d1}");
    assert_eq!(walk.down("-2"), "d1 c1 {b1 b2 b3}");
}

#[test]
fn a_branch_that_goes_on_behind_a_merge() {
    let lines = ["a:", "b1: a", "b2: a", "c1: b1", "c2: b2", "d1: c1 c2", "d2: c2"];
    assert_eq!(from(&lines, "d2 b1", "up d1"), "c1 d1 {d1 d2}");
    assert_eq!(from(&lines, "d2 d1", "down b1"), "d1 c1 {b1 d2}");
}

#[test]
fn a_dependency_is_no_row() {
    let lines = ["a1:", "b1: a1", "c1: b1", "d1: c1", "a2:", "b2: a2", "c2: b2; c1"];
    assert_eq!(from(&lines, "a2", "up c2"), "a1 b1 b2 c1 c2 {c2}");
    assert_eq!(from(&lines, "c2 d1", "down d1@-1"), "d1 {c2}");
    assert_eq!(from(&lines, "c2 d1", "down c1"), "d1 {c2}");
    assert_eq!(from(&lines, "c2 d1", "down b1"), "d1 c2 c1 {b1 b2}");
}

#[test]
fn branches_that_depend_on_each_other() {
    let lines = ["a1:", "a2: a1", "a3: a2; b1", "b1:", "b2: b1; a2"];
    assert_eq!(from(&lines, "a3 b2", "down b1"), "b2 {a3}");
    assert_eq!(from(&lines, "a3 b2", "down a2"), "a3 {b2}");
}

#[test]
fn a_merge_of_what_depends() {
    let mut walk = Walk::new(&["a1:", "b1:; a1", "bmerge: a1 b1"]).at("a1");
    assert_eq!(walk.up("b1"), "b1 {b1}");
    assert_eq!(walk.up("bmerge"), "bmerge {bmerge}");
    assert_eq!(walk.down("a1"), "bmerge {b1}");
}

#[test]
fn two_that_depend_on_the_same() {
    let lines = ["a1:", "a2: a1", "a3: a2", "b1:", "b2: b1; a3", "b3: b2", "b4: b3; a3"];
    assert_eq!(from(&lines, "b4", "down b3"), "b4 {b3}");
    assert_eq!(from(&lines, "b4", "down b1"), "b4 b3 b2 {a3 b1}");
}

#[test]
fn three_forests() {
    let lines = [
        "a1:",
        "a2:",
        "a3:",
        "amerge: a1 a2 a3",
        "b1:",
        "b2:",
        "bmerge: b1 b2",
        "c1:",
        "c2:",
        "c3:",
        "cmerge: c1 c2 c3",
        "d1:; a3 b2 c1",
    ];
    let mut walk = Walk::new(&lines).at("amerge bmerge cmerge d1");
    assert_eq!(walk.down("b2"), "bmerge {amerge b1 cmerge d1}");
    assert_eq!(walk.down("d1@base"), "d1 {amerge b1 b2 cmerge}");
}

#[test]
fn a_diamond() {
    let mut walk = Walk::new(&["a:", "b1: a", "b2: a", "c: b1 b2", "d: c"]).at("d");
    assert_eq!(walk.down("base"), "d c b2 b1 a {}");
    assert_eq!(walk.up("head"), "a b1 b2 c d {d}");
}

#[test]
fn names_on_a_branch() {
    let graph = graph(&[
        "a:",
        "ebranch1: a @ebranch",
        "someothername: ebranch1",
        "abranch1: a @abranch",
        "somelongername: abranch1",
    ]);
    let one = |text: &str| graph.resolve_one(text, &[]).map_or_else(|error| error.to_string(), |id| id.to_string());
    assert_eq!(one("ebranch@some"), "someothername");
    assert_eq!(one("abranch@some"), "somelongername");
    assert_eq!(one("abranch@head"), "somelongername");
    assert_eq!(one("someothername@head"), "someothername");
    assert_eq!(one("abranch"), "abranch1");
    assert_eq!(one("abranch@qpr"), "can't locate revision identified by `qpr`");
    let hint = graph.resolve_one("abranch@qpr", &[]).unwrap_err().hint().unwrap();
    assert!(hint.contains("at least four characters"), "{hint}");
    assert_eq!(one("ebranch@abranch1"), "revision `abranch1` is not a member of branch `ebranch`");
    assert_eq!(one("ebranch@base+1"), "a");
    assert_eq!(one("x@someothername"), "no such branch: `x`");
}

#[test]
fn labels_reach_the_heads_and_back_to_the_fork() {
    let graph = graph(&["a:", "b: a", "c: b @one", "d: c", "x: a @two @also", "m: d x"]);
    let labels = |id: &str| graph.labels(&id.parse().unwrap()).join(" ");
    assert_eq!(["a", "b", "c", "d", "x", "m"].map(labels), ["", "one", "one", "one", "also two", "also one two"]);
}

#[test]
fn several_heads_are_settled_when_each_has_a_name_of_its_own() {
    let settled = |lines: &[&str]| graph(lines).settled_heads().map_or_else(|_| "no".to_owned(), text);
    assert_eq!(settled(&["a:"]), "a");
    assert_eq!(settled(&["a: @one", "b: @two"]), "a b");
    assert_eq!(settled(&["a: @one", "b:"]), "no");
    assert_eq!(settled(&["a: @one", "b: a", "c: a"]), "no");
}

#[test]
fn a_dependency_may_be_a_label() {
    let graph = graph(&["a: @lib", "b: a", "x:; lib"]);
    assert_eq!(text(graph.requires(&"x".parse().unwrap())), "a");
    assert_eq!(up(&graph, "", "x"), "a x");
}

#[test]
fn ranges_of_a_branch() {
    let graph = graph(FORK);
    let history =
        |range: &str, at: &str| graph.history(Some(range), &ids(at)).map_or_else(|error| error.to_string(), text);
    assert_eq!(history("c1branch@base:", ""), "d1 c1 b a");
    assert_eq!(history(":c2branch@head", ""), "d2 c2 b a");
    assert_eq!(history("c2branch@-1:", ""), "d2 c2");
    assert_eq!(history("b:d1", ""), "d1 c1 b");
    assert_eq!(history("-1:d1", ""), "d1 c1");
    assert_eq!(history("current:", "a b"), "d2 d1 c2 c1 b");
    assert_eq!(history("heads:", ""), "d2 d1");
    assert_eq!(
        history("c1:d2", ""),
        "requested range `c1:d2` does not refer to ancestor/descendant revisions along the same branch"
    );
}
