use proptest::prelude::*;

use super::*;
use crate::FORMAT;

mod alembic;
mod cost;
mod random;
mod squash;

/// Makes a graph from `id: parents [@label] [!] [; depends [; replaces]]`, one revision a word list; `!` marks it guarded.
fn try_graph(lines: &[&str]) -> Result<Graph, GraphError> {
    Graph::new(lines.iter().map(|line| node(line)))
}

fn graph(lines: &[&str]) -> Graph {
    try_graph(lines).unwrap()
}

fn node(line: &str) -> Node {
    let (id, rest) = line.split_once(':').unwrap();
    let mut lists = rest.split(';');
    let mut list = || lists.next().unwrap_or_default();
    let (parents, depends, replaces) = (list(), list(), list());
    let words = || parents.split_whitespace();
    let header = Header {
        id: id.parse().unwrap(),
        revises: words().filter(|word| !word.starts_with(['@', '!'])).map(|id| id.parse().unwrap()).collect(),
        depends: ids(depends),
        replaces: ids(replaces),
        adopts: Vec::new(),
        branch: words().filter_map(|word| word.strip_prefix('@')).map(str::to_owned).collect(),
        message: String::new(),
        created: None,
        format: FORMAT,
    };
    Node { header, file: Some(format!("{id}.sql").into()), guarded: words().any(|word| word == "!") }
}

fn ids(text: &str) -> Vec<RevisionId> {
    text.split_whitespace().map(|id| id.parse().unwrap()).collect()
}

fn text(ids: impl IntoIterator<Item = impl ToString>) -> String {
    ids.into_iter().map(|id| id.to_string()).collect::<Vec<_>>().join(" ")
}

fn up(graph: &Graph, at: &str, target: &str) -> String {
    graph.plan_upgrade(target, &ids(at)).map_or_else(|error| error.to_string(), text)
}

fn down(graph: &Graph, at: &str, target: &str) -> String {
    graph.plan_downgrade(target, &ids(at)).map_or_else(|error| error.to_string(), text)
}

fn line() -> Graph {
    graph(&["a:", "b: a", "c: b", "d: c", "e: d"])
}

/// a → b, then two branches, with labels.
fn fork() -> Graph {
    graph(&["a:", "b: a", "c1: b @c1branch", "d1: c1", "c2: b @c2branch", "d2: c2"])
}

fn merged() -> Graph {
    graph(&["a:", "b: a", "c1: b", "d1: c1", "c2: b", "d2: c2", "e: d1 d2", "f: e"])
}

#[test]
fn shape() {
    let graph = merged();
    assert_eq!(text(graph.heads()), "f");
    assert_eq!(text(graph.bases()), "a");
    assert_eq!(text(graph.branch_points()), "b");
    assert_eq!(text(graph.merge_points()), "e");
    assert_eq!(text(graph.order()), "a b c1 c2 d1 d2 e f");
    assert_eq!(text(graph.children(&"b".parse().unwrap())), "c1 c2");
    assert_eq!(text(graph.current_heads(&ids("a b c1 c2 d2"))), "c1 d2");
}

#[test]
fn upgrades_on_a_line() {
    let graph = line();
    assert_eq!(up(&graph, "a b c", "e"), "d e");
    assert_eq!(up(&graph, "a", "+2"), "b c");
    assert_eq!(up(&graph, "a", "b+2"), "b c d");
    assert_eq!(up(&graph, "a", "d-2"), "b");
    assert_eq!(up(&graph, "", "head"), "a b c d e");
    assert_eq!(up(&graph, "", "base+2"), "a b");
    assert_eq!(up(&graph, "a b", "head-1"), "c d");
    assert_eq!(up(&graph, "a b", "-2"), "relative revision `-2` didn't produce 2 migrations");
    assert_eq!(up(&graph, "a b", "+5"), "relative revision `+5` didn't produce 5 migrations");
    assert_eq!(up(&graph, "a b c d e", "head"), "");
    assert_eq!(up(&graph, "a", "a:b"), "range revision not allowed: `a:b`");
}

#[test]
fn downgrades_on_a_line() {
    let graph = line();
    assert_eq!(down(&graph, "a b c d e", "c"), "e d");
    assert_eq!(down(&graph, "a b c d e", "-3"), "e d c");
    assert_eq!(down(&graph, "a b c d", "a+2"), "d");
    assert_eq!(down(&graph, "a b c d", "c-2"), "d c b");
    assert_eq!(down(&graph, "a b c d e", "e"), "");
    assert_eq!(down(&graph, "a b", "base"), "b a");
    assert_eq!(down(&graph, "", "base"), "");
    assert_eq!(down(&graph, "", "-1"), "relative revision `-1` didn't produce 1 migrations");
    assert_eq!(down(&graph, "a", "+1"), "relative revision `+1` didn't produce 1 migrations");
    assert_eq!(down(&graph, "a b", "d"), "destination `d` is not a valid downgrade target from current head(s) `b`");
}

#[test]
fn branches() {
    let graph = fork();
    assert_eq!(up(&graph, "a", "d1 d2"), "b c1 c2 d1 d2");
    assert_eq!(up(&graph, "a", "heads"), "b c1 c2 d1 d2");
    assert!(up(&graph, "a", "head").starts_with("multiple head revisions are present for given argument `head`"));
    assert_eq!(up(&graph, "a b", "c2branch@head-1"), "c2");
    assert_eq!(up(&graph, "a b", "c2branch@head"), "c2 d2");
    assert_eq!(up(&graph, "a b c1", "c2branch@+1"), "c2");
    assert_eq!(up(&graph, "a b c1 c2", "c2branch@+1"), "d2");
    assert_eq!(up(&graph, "a b", "+1"), "ambiguous walk: from `b` there are several ways: `c1`, `c2`");
    assert_eq!(up(&graph, "a b c1 c2", "+1"), "ambiguous upgrade from multiple current revisions: `c1`, `c2`");
    let all = "a b c1 d1 c2 d2";
    assert_eq!(down(&graph, all, "a"), "d2 c2 d1 c1 b");
    assert_eq!(down(&graph, all, "c2branch@base+2"), "d2 c2");
    assert_eq!(down(&graph, all, "base+2"), "d2 c2 d1 c1");
    assert_eq!(down(&graph, all, "c1branch@-1"), "d1");
    assert_eq!(down(&graph, all, "c1branch@b"), "d1 c1");
    assert_eq!(down(&graph, all, "c2@b"), "d2 c2");
    assert_eq!(down(&graph, all, "d1@b"), "d1 c1");
    assert_eq!(down(&graph, all, "-1"), "ambiguous downgrade from multiple current revisions: `d1`, `d2`");
    assert_eq!(down(&graph, all, "x@d1"), "no such branch: `x`");
    assert_eq!(down(&graph, all, "c1branch@c2"), "revision `c2` is not a member of branch `c1branch`");
}

#[test]
fn merges() {
    let graph = merged();
    assert_eq!(up(&graph, "a b", "f"), "c1 c2 d1 d2 e f");
    assert_eq!(down(&graph, "a b c2 d2 c1 d1 e f", "b"), "f e d1 c1 d2 c2");
    assert_eq!(down(&graph, "a b c2 d2 c1 d1 e", "-1"), "e");
    assert!(down(&graph, "a b c2 d2 c1 d1 e", "-2").starts_with("ambiguous downgrade"));
    assert!(down(&graph, "a b c2 d2 c1 d1 e f", "f-2").starts_with("ambiguous walk: from `e`"));
    let roots = super::tests::graph(&["a1:", "b1: a1", "a2:", "b2: a2"]);
    assert_eq!(up(&roots, "", "heads"), "a1 a2 b1 b2");
}

#[test]
fn dependencies() {
    let graph = graph(&["a1:", "b1: a1", "c1: b1", "d1: c1", "a2:", "b2: a2", "c2: b2 ; c1"]);
    assert_eq!(up(&graph, "a2", "c2"), "a1 b1 b2 c1 c2");
    assert_eq!(text(graph.current_heads(&ids("a1 b1 c1 a2 b2 c2"))), "c2");
    assert_eq!(down(&graph, "a1 b1 c1 a2 b2 c2", "b1"), "c2 c1");
    assert_eq!(text(graph.heads()), "c2 d1");
}

#[test]
fn guarded_revisions_run_before_their_siblings() {
    assert_eq!(text(graph(&["a:", "b1: a", "c1: a !"]).order()), "a c1 b1");
    assert_eq!(text(graph(&["a:", "b: a", "x: a", "y: x !", "z: y b"]).order()), "a x y b z");
    let behind_the_merge = graph(&["a:", "b: a", "x: a", "y: x b", "z: y !"]);
    assert_eq!(text(behind_the_merge.order()), "a b x y z");
}

#[test]
fn prefixes() {
    let graph = graph(&["de1000:", "de1001: de1000", "abc: de1001", "somelongername: abc"]);
    let one = |text: &str| graph.resolve_one(text, &[]).map_or_else(|error| error.to_string(), |id| id.to_string());
    assert_eq!(one("some"), "somelongername");
    assert_eq!(one("abc"), "abc");
    assert_eq!(one("de10"), "multiple revisions start with `de10`: `de1000`, `de1001`");
    assert_eq!(one("som"), "can't locate revision identified by `som`");
    let hint = graph.resolve_one("som", &[]).unwrap_err().hint().unwrap();
    assert!(hint.contains("at least four characters"), "{hint}");
    for bad in ["", "+", "-x", "1+2+3", "@", "@head", "a@", "head+-1", "nope+1", "é+1", "+99999999999999999999"] {
        assert!(graph.resolve_one(bad, &[]).is_err(), "{bad}");
    }
    assert!(graph.resolve("+9223372036854775807", &ids("de1000")).is_err());
}

#[test]
fn what_is_no_graph() {
    let error = |lines: &[&str]| try_graph(lines).unwrap_err().to_string();
    assert_eq!(error(&["b: a"]), "revision `a` referenced from `b` is not present: `b.sql`");
    assert_eq!(error(&["a: b", "b: a", "c: b"]), "cycle is detected in revisions (`a`, `b`)");
    assert_eq!(error(&["a: a"]), "cycle is detected in revisions (`a`)");
    assert_eq!(error(&["r:", "a: r ; b", "b: r ; a"]), "dependency cycle is detected in revisions (`a`, `b`)");
    assert_eq!(error(&["a:", "a:"]), "revision `a` is present more than once: `a.sql` and `a.sql`");
    assert_eq!(error(&["a: @x", "b: a @x"]), "branch name `x` in revision `b` is already used by revision `a`");
}

#[test]
fn histories() {
    let graph = graph(&["a:", "b: a", "c: b"]);
    let history =
        |range: &str, at: &str| graph.history(Some(range), &ids(at)).map_or_else(|error| error.to_string(), text);
    assert_eq!(text(graph.history(None, &[]).unwrap()), "c b a");
    assert_eq!(history("a:b", ""), "b a");
    assert_eq!(history(":b", ""), "b a");
    assert_eq!(history("a:", ""), "c b a");
    assert_eq!(history("a:+2", ""), "c b a");
    assert_eq!(history("-2:c", ""), "c b a");
    assert_eq!(history("-5:c", ""), "c b a");
    assert_eq!(history("-1:", ""), "c b");
    assert_eq!(history("current:", "a b"), "c b");
    assert_eq!(history("current:", ""), "c b a");
    assert_eq!(history(":", ""), "c b a");
    assert_eq!(history("a", ""), "history range requires [start]:[end], [start]:, or :[end]");
    assert_eq!(
        history("c:a", ""),
        "requested range `c:a` does not refer to ancestor/descendant revisions along the same branch"
    );
}

#[test]
fn revisions_that_only_the_database_knows() {
    let graph = line();
    assert!(up(&graph, "a x9", "head").starts_with("can't locate revision identified by `x9`, which the database has"));
    let known = graph.including([node("x9: a").header, node("y9: x9 gone").header]).unwrap();
    assert_eq!(down(&known, "a x9 y9", "a"), "y9 x9");
    assert!(
        up(&known, "a x9", "heads").starts_with("can't locate revision identified by `x9`, which the database has")
    );
    assert_eq!(known.get(&"x9".parse().unwrap()).unwrap().file, None);
}

#[test]
fn long_and_wide_histories_are_no_problem() {
    let mut lines = vec!["r0:".to_owned()];
    lines.extend((1..3000).map(|i| format!("r{i}: r{} !", i - 1)));
    lines.extend((0..200).map(|i| format!("w{i}: r0")));
    let graph = Graph::new(lines.iter().map(|line| node(line))).unwrap();
    assert_eq!(graph.order().len(), 3200);
    assert_eq!(graph.plan_upgrade("heads", &[]).unwrap().len(), 3200);
}

/// Up to twelve revisions, each with some of those before it as parents and dependencies, and some of them guarded.
fn any_graph() -> impl Strategy<Value = Graph> {
    proptest::collection::vec((any::<u16>(), any::<u16>(), any::<bool>()), 1..12).prop_map(|revisions| {
        let name = |number: usize| format!("r{}", (number * 7) % 13);
        let lines = revisions.iter().enumerate().map(|(at, (parents, depends, guarded))| {
            let chosen = |bits: &u16| (0..at).filter(|&i| bits >> i & 5 == 5).map(name).collect::<Vec<_>>().join(" ");
            format!("{}: {} {}; {}", name(at), chosen(parents), if *guarded { "!" } else { "" }, chosen(depends))
        });
        Graph::new(lines.map(|line| node(&line))).unwrap()
    })
}

/// Whether everything that a revision requires comes before it, or is in `before`.
fn is_valid(graph: &Graph, order: &[RevisionId], before: &BTreeSet<RevisionId>) -> bool {
    let mut done = before.clone();
    order.iter().all(|id| {
        let ready = graph.get(id).is_some_and(|node| node.header.requires().all(|required| done.contains(required)));
        ready && done.insert(id.clone())
    })
}

proptest! {
    #[test]
    fn plans_are_valid_and_complete(graph in any_graph(), from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()) {
        prop_assert!(is_valid(&graph, graph.order(), &BTreeSet::new()));
        prop_assert_eq!(graph.order().len(), graph.nodes.len());
        let (from, to) = (from.get(graph.order()), to.get(graph.order()));
        let first = graph.plan_upgrade(from.as_str(), &[]).unwrap();
        prop_assert!(is_valid(&graph, &first, &BTreeSet::new()));
        let applied: BTreeSet<RevisionId> = first.iter().cloned().collect();
        prop_assert_eq!(&applied, &graph.ancestors([from]));
        let second = graph.plan_upgrade(to.as_str(), &first).unwrap();
        prop_assert!(is_valid(&graph, &second, &applied));

        let all: Vec<RevisionId> = first.into_iter().chain(second).collect();
        let undone = graph.plan_downgrade(to.as_str(), &all).unwrap();
        let left: Vec<RevisionId> = all.iter().filter(|id| !undone.contains(id)).cloned().collect();
        prop_assert!(left.contains(to));
        let after = super::reach([to], |id| graph.children(id).to_vec());
        prop_assert!(left.iter().all(|id| id == to || !after.contains(id)));
        let kept: BTreeSet<RevisionId> = left.iter().cloned().collect();
        let again: Vec<RevisionId> = undone.iter().rev().cloned().collect();
        prop_assert!(is_valid(&graph, &again, &kept));
        prop_assert!(graph.ancestors(&left).is_subset(&kept));
        prop_assert_eq!(graph.plan_downgrade("base", &all).unwrap().len(), all.len());
    }
}
