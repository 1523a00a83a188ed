//! Two branches over one table: whichever comes first, no column and no row is lost.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use autogen_revision::RevisionId;

use crate::lab::{Lab, assert_rows_kept};

mod auto;

const BASE: &str = r#"
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    #[sea_orm(column_type = "String(StringLen::N(20))")]
    pub name: String,
    // more
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
"#;

const ROWS: &str = "INSERT INTO users (id, name) VALUES (1, 'Ada'), (2, 'Grace'), (5, 'Edsger')";

struct Branches {
    lab: Lab,
    /// Adds a column.
    adds: PathBuf,
    /// Copies the table to make a column longer.
    copies: PathBuf,
}

/// A first revision that has run, and two that revise it; the second branch's file is put aside while the other is made.
async fn branches() -> Branches {
    let lab = Lab::new();
    lab.write_entity("lib.rs", BASE);
    lab.migrate("First").await;
    lab.upgrade().await;
    lab.sql(ROWS).await;

    lab.write_entity("lib.rs", &BASE.replace("// more", "pub nickname: Option<String>,"));
    let adds = autogen_write(&lab, "Add a nickname").await;
    let aside = set_aside(&adds);
    lab.write_entity("lib.rs", &BASE.replace("N(20)", "N(200)"));
    let copies = autogen_write(&lab, "Longer names").await;
    set_back(&aside);
    lab.write_entity("lib.rs", &BASE.replace("N(20)", "N(200)").replace("// more", "pub nickname: Option<String>,"));
    Branches { lab, adds, copies }
}

async fn autogen_write(lab: &Lab, message: &str) -> PathBuf {
    let plan = lab.plan(&lab.request(message)).await.unwrap().unwrap();
    autogen_engine::write(&lab.project, &plan.draft).unwrap()
}

fn set_aside(path: &std::path::Path) -> PathBuf {
    let aside = path.with_extension("aside");
    fs::rename(path, &aside).unwrap();
    aside
}

fn set_back(aside: &std::path::Path) {
    fs::rename(aside, aside.with_extension("sql")).unwrap();
}

fn merge(lab: &Lab) -> RevisionId {
    let draft = autogen_engine::merge(&lab.project, &lab.history(), &[], &lab.request("Merge")).unwrap();
    autogen_engine::write(&lab.project, &draft).unwrap();
    lab.history().graph.head().unwrap().unwrap().clone()
}

#[tokio::test]
async fn a_merge_runs_the_copy_before_the_new_column() {
    let Branches { lab, .. } = branches().await;
    let error = lab.try_upgrade("head").await.unwrap_err().to_string();
    assert!(error.contains("multiple head revisions are present"), "{error}");
    merge(&lab);
    let rows = lab.rows().await;

    lab.upgrade().await;
    lab.assert_clean().await;
    lab.assert_sound().await;
    assert_rows_kept(&rows, &lab.rows().await, &BTreeSet::default());

    lab.downgrade("base").await;
    lab.upgrade().await;
    lab.assert_clean().await;
}

#[tokio::test]
async fn a_database_that_copied_first_gets_the_column() {
    let Branches { lab, adds, .. } = branches().await;
    let aside = set_aside(&adds);
    lab.upgrade().await;
    set_back(&aside);
    merge(&lab);
    let rows = lab.rows().await;

    lab.upgrade().await;
    lab.assert_clean().await;
    assert_rows_kept(&rows, &lab.rows().await, &BTreeSet::default());
}

#[tokio::test]
async fn a_database_with_the_column_refuses_the_copy_that_would_lose_it() {
    let Branches { lab, copies, .. } = branches().await;
    let aside = set_aside(&copies);
    lab.upgrade().await;
    lab.sql("UPDATE users SET nickname = 'the ' || name").await;
    set_back(&aside);
    merge(&lab);
    let (dump, rows) = (lab.dump().await, lab.rows().await);

    let error = lab.try_upgrade("head").await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains("users") && text.contains("nickname"), "{text}");
    assert!(!error.hints().is_empty(), "{text}");
    assert_eq!((lab.dump().await, lab.rows().await), (dump, rows));
    lab.assert_sound().await;
}

#[tokio::test]
async fn what_was_made_by_hand_survives_a_copy_and_a_column_stops_it() {
    let lab = Lab::new();
    lab.write_entity("lib.rs", BASE);
    lab.migrate("First").await;
    lab.upgrade().await;
    lab.sql(ROWS).await;
    lab.sql(
        "CREATE INDEX by_hand ON users (name COLLATE NOCASE DESC) WHERE name <> '';
         CREATE TRIGGER on_hand AFTER UPDATE ON users BEGIN UPDATE users SET name = NEW.name WHERE id = NEW.id; END;
         CREATE VIEW hand_view AS SELECT id, upper(name) AS loud FROM users",
    )
    .await;
    let by_hand = |dump: &crate::lab::Dump| {
        let mut dump = dump.clone();
        dump.retain(|(kind, _), _| kind != "table");
        dump
    };
    let before = lab.dump().await;

    lab.write_entity("lib.rs", &BASE.replace("N(20)", "N(200)"));
    autogen_write(&lab, "Longer names").await;
    lab.upgrade().await;
    assert_eq!(by_hand(&before), by_hand(&lab.dump().await));
    assert_eq!(lab.query("SELECT loud FROM hand_view ORDER BY id").await, [["ADA"], ["GRACE"], ["EDSGER"]]);
    lab.downgrade("-1").await;
    assert_eq!(before, lab.dump().await);

    lab.sql("ALTER TABLE users ADD COLUMN by_hand TEXT DEFAULT 'x'").await;
    let (dump, rows) = (lab.dump().await, lab.rows().await);
    let error = lab.try_upgrade("head").await.unwrap_err().to_string();
    assert!(error.contains("by_hand"), "{error}");
    assert_eq!((lab.dump().await, lab.rows().await), (dump, rows));
}
