//! How much looking at a graph costs, counted in comparisons of ids: four times the revisions, hardly more than four times the
//! work.

use super::*;
use crate::id::comparisons;

/// A long line with a branch off and back at every tenth revision.
fn long(revisions: usize) -> Vec<Node> {
    let line = |at: usize| match at {
        0 => "r0:".to_owned(),
        41 => "r41: r40 @branch".to_owned(),
        at if at % 10 == 2 => format!("r{at}: r{}; r{}", at - 2, at - 1),
        at if at % 10 == 3 => format!("r{at}: r{} r{}", at - 1, at - 2),
        at => format!("r{at}: r{}", at - 1),
    };
    (0..revisions).map(|at| node(&line(at))).collect()
}

fn cost<T>(work: impl FnOnce() -> T) -> u64 {
    let before = comparisons();
    let _kept_until_counted = work();
    comparisons() - before
}

#[test]
fn no_step_is_quadratic() {
    type Work = fn(&Graph, &[RevisionId]) -> usize;
    let works: [(&str, Work); 13] = [
        ("heads", |graph, _| graph.heads().len()),
        ("branch points", |graph, _| graph.branch_points().len()),
        ("history", |graph, _| graph.history(None, &[]).unwrap().len()),
        ("a range", |graph, applied| graph.history(Some("r10:current"), applied).unwrap().len()),
        ("a prefix", |graph, _| graph.resolve("r10", &[]).unwrap().len()),
        ("current", |graph, applied| graph.current_heads(applied).len()),
        ("upgrade", |graph, _| graph.plan_upgrade("heads", &[]).unwrap().len()),
        ("downgrade", |graph, applied| graph.plan_downgrade("base", applied).unwrap().len()),
        ("many steps down", |graph, applied| {
            let steps = applied.len().min(5);
            graph.plan_downgrade(&format!("-{steps}"), applied).unwrap().len()
        }),
        ("a stamp", |graph, applied| graph.plan_stamp("r20", applied, false).unwrap().len()),
        ("a branch", |graph, _| graph.resolve("branch@heads", &[]).unwrap().len()),
        ("settled heads", |graph, _| graph.settled_heads().unwrap().len()),
        ("rows", |graph, applied| {
            let headers = applied.iter().map(|id| graph.get(id).unwrap().header.clone());
            graph.including(headers).unwrap().order().len()
        }),
    ];
    let [few, many] = [1_000, 4_000].map(|revisions| {
        let nodes = long(revisions);
        let made = cost(|| Graph::new(nodes.clone()).unwrap());
        let graph = Graph::new(nodes).unwrap();
        let applied = graph.order().to_vec();
        let costs = works.iter().map(|(name, work)| (*name, cost(|| work(&graph, &applied))));
        std::iter::once(("the graph", made)).chain(costs).collect::<Vec<_>>()
    });
    assert!(few.iter().any(|(_, cost)| *cost > 1_000), "nothing is counted: {few:?}");
    for ((name, few), (_, many)) in few.iter().zip(&many) {
        assert!(*many <= 200 + few * 6, "{name}: {few} comparisons became {many}");
    }
}
