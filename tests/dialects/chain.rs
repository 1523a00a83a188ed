//! What takes too many locks of one server is split for all dialects.

use std::collections::BTreeSet;

use autogen_engine::{Proof, verify};
use autogen_schema::Dialect;

use crate::lab::Lab;
use crate::portions::write_entities;

#[tokio::test]
async fn a_chain_for_postgres_is_the_same_chain_for_sqlite() {
    let mut lab = Lab::on(Dialect::Postgres, "chains");
    lab.project.dialects = vec![Dialect::Sqlite, Dialect::Postgres];
    write_entities(&lab);
    let plans = lab.plans(&lab.request("First")).await.unwrap();
    assert!(plans.len() > 1, "one revision makes them all");
    for plan in &plans {
        assert_eq!(plan.proof, Proof::Proven, "{}", plan.draft.text);
        let tables = plan.changes.iter().filter(|change| change.to_string().starts_with("+ table ")).count();
        let made = plan.parts.iter().map(|part| part.difference.changes.len()).collect::<Vec<_>>();
        assert!(tables > 0 && made.iter().all(|count| *count > tables), "{tables} tables in {made:?} changes");
        autogen_engine::write(&lab.project, &plan.draft).unwrap();
    }
    let databases = lab.databases();
    let wanted: BTreeSet<_> = plans.iter().map(|plan| plan.id.clone()).collect();
    let sqlite = lab.project.targets(&databases).next().unwrap();
    for one in verify(sqlite, &lab.history(), &wanted).await.unwrap() {
        assert_eq!(one.findings, [], "{}", one.revision);
    }
    lab.upgrade().await;
    for target in lab.project.targets(&databases) {
        let entities = autogen_engine::read_entities(&lab.project).unwrap();
        let check = autogen_engine::check(target, &entities, &lab.history()).await.unwrap();
        assert!(!check.has_findings(), "{}: {check:#?}", target.dialect);
    }
}
