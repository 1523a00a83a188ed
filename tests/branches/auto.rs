//! Branches that are joined without a look: only when nothing touches, and every order comes to the same.

use autogen_engine::{AutoMerge, Databases, Error, merge_auto, write, write_rebase};

use super::{BASE, autogen_write, branches, set_aside, set_back};
use crate::lab::Lab;

const OTHER: &str = r#"
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "posts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    pub title: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
"#;

/// A first revision, and branches of it: each is a list of the states that the entity goes through.
async fn forked(branches: &[&[&str]]) -> Lab {
    let lab = Lab::new();
    lab.write_entity("users.rs", BASE);
    lab.migrate("First").await;
    let mut aside = Vec::new();
    for (at, branch) in branches.iter().enumerate() {
        let mut files = Vec::new();
        for (step, entity) in branch.iter().enumerate() {
            lab.write_entity(if entity.contains("posts") { "posts.rs" } else { "users.rs" }, entity);
            files.push(autogen_write(&lab, &format!("Branch {at} step {step}")).await);
        }
        // Each branch starts from the first revision alone.
        lab.write_entity("users.rs", BASE);
        lab.write_entity("posts.rs", "");
        aside.extend(files.iter().map(|file| set_aside(file)));
    }
    for file in &aside {
        set_back(file);
    }
    lab
}

async fn auto(lab: &Lab) -> Result<AutoMerge, Error> {
    merge_auto(&lab.project, &lab.history(), &[], &lab.request("Merge"), &Databases::default()).await
}

#[tokio::test]
async fn branches_that_do_not_touch_are_merged() {
    let age = BASE.replace("// more", "pub age: Option<i32>,");
    let both = age.replace("pub age", "pub city: Option<String>,\n    pub age");
    let lab = forked(&[&[&age, &both], &[OTHER]]).await;
    let AutoMerge::Merged(draft) = auto(&lab).await.unwrap() else { panic!("moved instead of merged") };
    write(&lab.project, &draft).unwrap();
    assert_eq!(lab.history().graph.heads().len(), 1);
    lab.write_entity("users.rs", &both);
    lab.write_entity("posts.rs", OTHER);
    lab.upgrade().await;
    lab.assert_clean().await;
}

#[tokio::test]
async fn what_both_change_is_listed() {
    let one = BASE.replace("// more", "pub age: Option<i32>,");
    let two = BASE.replace("// more", "pub age: Option<i64>,");
    let lab = forked(&[&[&one], &[&two]]).await;
    let Err(Error::Clash { clashes }) = auto(&lab).await else { panic!("no clash") };
    let heads = lab.history().graph.heads().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(clashes, [format!("column users.age: changed by `{}` and by `{}`", heads[0], heads[1])]);
}

#[tokio::test]
async fn what_lists_nothing_may_touch_anything() {
    let age = BASE.replace("// more", "pub age: Option<i32>,");
    let lab = forked(&[&[&age], &[OTHER]]).await;
    let file = lab.history().revisions.last().unwrap().file.clone();
    let text = std::fs::read_to_string(&file).unwrap();
    let (head, sections) = text.split_once("--\n-- Changes:").unwrap();
    let sections = &sections[sections.find("\n-- autogen:").unwrap()..];
    std::fs::write(&file, format!("{head}{sections}")).unwrap();
    let Err(Error::Clash { clashes }) = auto(&lab).await else { panic!("no clash") };
    assert!(clashes[0].contains("does not list what it changes"), "{clashes:?}");
}

#[tokio::test]
async fn a_branch_that_restates_a_table_goes_behind_the_other() {
    let branches = branches().await;
    let lab = &branches.lab;
    let AutoMerge::Rebased(moved) = auto(lab).await.unwrap() else { panic!("merged although one order fails") };
    assert_eq!(moved.anew, std::slice::from_ref(&moved.revision));
    write_rebase(&moved).unwrap();
    assert_eq!(lab.history().graph.heads().len(), 1);
    let rows = lab.rows().await;
    lab.upgrade().await;
    lab.assert_clean().await;
    lab.assert_sound().await;
    crate::lab::assert_rows_kept(&rows, &lab.rows().await, &std::collections::BTreeSet::default());
}

#[tokio::test]
async fn an_order_that_leads_elsewhere_is_told() {
    let lab = forked(&[&[&BASE.replace("// more", "pub age: Option<i32>,")], &[OTHER]]).await;
    let history = lab.history();
    // The second branch does more than it lists.
    let file = history
        .revisions
        .iter()
        .find(|revision| revision.sections.iter().any(|s| s.body.contains("posts")))
        .unwrap()
        .file
        .clone();
    let text = std::fs::read_to_string(&file).unwrap();
    let text =
        text.replace("-- autogen: upgrade\n", "-- autogen: upgrade\nCREATE TABLE copy AS SELECT * FROM users;\n");
    std::fs::write(&file, text.replace("-- autogen: downgrade\n", "-- autogen: downgrade\nDROP TABLE copy;\n"))
        .unwrap();
    let Err(Error::OrdersDiffer { failures }) = auto(&lab).await else { panic!("every order is the same") };
    assert!(failures[0].contains("leads elsewhere") && failures[0].contains("copy"), "{failures:?}");
}
