//! Random graphs against a walk that is too slow to be wrong: everything is looked up again, nothing is remembered.

use super::*;

/// A number generator that is the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn one_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }
}

/// Up to twenty revisions with roots, forks, merges of up to three, dependencies and guards; their ids say nothing of their
/// order.
fn random_graph(dice: &mut Dice) -> Vec<Node> {
    let count = 2 + dice.below(19);
    let names: Vec<String> = (0..count).map(|at| format!("r{:02}", (at * 7 + 3) % 23)).collect();
    let mut lines = Vec::new();
    for at in 0..count {
        let mut parents = BTreeSet::new();
        if at > 0 && !dice.one_in(8) {
            parents.insert(&names[at - 1 - dice.below(at.min(4))]);
            while dice.one_in(4) && parents.len() < 3 {
                parents.insert(&names[dice.below(at)]);
            }
        }
        let mut depends = BTreeSet::new();
        while at > 0 && dice.one_in(4) {
            depends.insert(&names[dice.below(at)]);
        }
        let words = |names: &BTreeSet<&String>| names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(" ");
        let guard = if dice.one_in(5) { "!" } else { "" };
        lines.push(format!("{}: {} {guard}; {}", names[at], words(&parents), words(&depends)));
    }
    lines.iter().map(|line| node(line)).collect()
}

/// The reference: a list of nodes.
struct Plain<'a>(&'a [Node]);

impl Plain<'_> {
    fn node(&self, id: &RevisionId) -> &Node {
        self.0.iter().find(|node| node.header.id == *id).unwrap()
    }

    /// Whether there is a way from `id` down to `below`; along both kinds of edges, or by parents alone.
    fn reaches(&self, id: &RevisionId, below: &RevisionId, parents_only: bool) -> bool {
        let header = &self.node(id).header;
        let depends = if parents_only { &[] } else { header.depends.as_slice() };
        id == below || header.revises.iter().chain(depends).any(|next| self.reaches(next, below, parents_only))
    }

    fn requires(&self, id: &RevisionId) -> BTreeSet<RevisionId> {
        self.0.iter().map(|node| &node.header.id).filter(|other| self.reaches(id, other, false)).cloned().collect()
    }

    /// The rows that Alembic would keep: what nothing else applied requires.
    fn rows(&self, applied: &BTreeSet<RevisionId>) -> BTreeSet<RevisionId> {
        let is_row = |id: &&RevisionId| !applied.iter().any(|other| other != *id && self.reaches(other, id, false));
        applied.iter().filter(is_row).cloned().collect()
    }

    /// What a downgrade to `target` undoes: what comes after it, then whatever requires that.
    fn undone(&self, target: &RevisionId, applied: &BTreeSet<RevisionId>) -> BTreeSet<RevisionId> {
        let after: Vec<_> = applied.iter().filter(|id| *id != target && self.reaches(id, target, true)).collect();
        applied.iter().filter(|id| after.iter().any(|undone| self.reaches(id, undone, false))).cloned().collect()
    }
}

fn set(ids: impl IntoIterator<Item = RevisionId>) -> BTreeSet<RevisionId> {
    ids.into_iter().collect()
}

fn walk(seed: u64) {
    let mut dice = Dice(seed);
    let nodes = random_graph(&mut dice);
    let reference = Plain(&nodes);
    let graph = Graph::new(nodes.clone()).unwrap();
    let shuffled: Vec<Node> = nodes.iter().rev().cloned().collect();
    assert_eq!(Graph::new(shuffled).unwrap().order(), graph.order(), "the order depends on that of the files");
    let heads =
        nodes.iter().map(|node| &node.header.id).filter(|id| !nodes.iter().any(|n| n.header.revises.contains(id)));
    assert_eq!(set(graph.heads().into_iter().cloned()), set(heads.cloned()));

    let mut applied: Vec<RevisionId> = Vec::new();
    for _ in 0..12 {
        let before = set(applied.iter().cloned());
        let target = &nodes[dice.below(nodes.len())].header.id;
        if dice.one_in(2) {
            let plan = graph.plan_upgrade(target.as_str(), &applied).unwrap();
            assert!(is_valid(&graph, &plan, &before), "{target}: {}", text(&plan));
            let missing = &reference.requires(target) - &before;
            assert_eq!(set(plan.iter().cloned()), missing, "upgrade to {target}");
            applied.extend(plan);
        } else if before.contains(target) {
            let plan = graph.plan_downgrade(target.as_str(), &applied).unwrap();
            assert_eq!(set(plan.iter().cloned()), reference.undone(target, &before), "downgrade to {target}");
            applied.retain(|id| !plan.contains(id));
            let again: Vec<RevisionId> = plan.iter().rev().cloned().collect();
            assert!(is_valid(&graph, &again, &set(applied.iter().cloned())), "{target}: {}", text(&plan));
        } else {
            let wanted = graph.plan_stamp(target.as_str(), &applied, false).unwrap();
            assert!(wanted.is_superset(&reference.requires(target)));
            assert!(reference.rows(&wanted).contains(target), "a stamp to {target} does not stand there");
            assert!(wanted.iter().all(|id| reference.requires(id).is_subset(&wanted)));
            applied = graph.order().iter().filter(|id| wanted.contains(*id)).cloned().collect();
        }
        let now = set(applied.iter().cloned());
        assert_eq!(set(graph.current_heads(&applied)), reference.rows(&now));
    }
    let all = graph.plan_downgrade("base", &applied).unwrap();
    assert_eq!(set(all), set(applied));
}

/// `AUTOGEN_TEST_SCALE` multiplies how many.
#[test]
#[allow(clippy::disallowed_methods, reason = "how much is tried is said by the environment")]
fn random_graphs() {
    let scale = std::env::var("AUTOGEN_TEST_SCALE").ok().and_then(|scale| scale.parse().ok()).unwrap_or(1_u64);
    for seed in 0..500 * scale {
        if let Err(panic) = std::panic::catch_unwind(|| walk(seed)) {
            println_seed(seed);
            std::panic::resume_unwind(panic);
        }
    }
}

#[allow(clippy::print_stdout, reason = "what failed must be found again")]
fn println_seed(seed: u64) {
    println!("seed {seed}");
}
