//! Names and messages that would be markup, mentions or links.

use super::{Checkout, is_expected};
use crate::support::Sandbox;

const ENTITY: &str = r#"use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "a`|<img src=x> ```")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    #[sea_orm(column_name = "</details> @everyone *b* #1", default_value = "```\n<script>")]
    pub name: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
"#;

#[test]
fn nothing_that_is_named_becomes_markup() {
    let checkout = Checkout::of(Sandbox::upgraded());
    checkout.sandbox.write("src/odd.rs", ENTITY);
    let message = "`<b>` | @me [x](http://y) #2\n\n# not a title\n<!-- -->";
    checkout.sandbox.run(&["-m", message, "--rev-id", "bbbb"]).exits(0);
    let review = checkout.review(&[]);
    review.exits(0);
    is_expected(&review.stdout, "hostile.md");
    let mut in_block = false;
    for line in review.stdout.lines() {
        if line.starts_with("```") {
            in_block = !in_block;
        } else if !in_block {
            let is_ours = ["<details>", "</details>", "<summary>Upgrade</summary>", "<summary>Downgrade</summary>"];
            let code_taken_out: String = line.split('`').step_by(2).collect();
            assert!(is_ours.contains(&line) || !code_taken_out.contains('<'), "{line}");
            assert!(!code_taken_out.replace("@&#8203;", "").contains('@'), "{line}");
        }
    }
    assert!(!in_block, "a block stays open");
}
