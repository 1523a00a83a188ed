//! What an entity appends to a column (`extra`): compared in parts, and each of them changed alone.

use autogen_diff::Operation;
use autogen_schema::Dialect;

use super::{changed, difference, entity, lab};
use crate::lab::Lab;

fn extra(sql: &str) -> String {
    format!("extra = {sql:?}")
}

/// What is said of `c1`, and what the table was made with. There is `c0 integer` beside it.
const SAME: &[(&str, &str)] = &[
    ("CHECK (c1 > 0)", "CHECK ((c1)>(0))"),
    ("CHECK (c1 IN (1, 2, 3))", "CHECK (c1 = ANY (ARRAY[1, 2, 3]))"),
    ("CHECK (c1 BETWEEN 1 AND 9)", "CHECK (c1 >= 1 AND c1 <= 9)"),
    ("CHECK (c1 > 0 AND NOT c1 = c0)", "CHECK ((c1 > 0) AND (NOT (c1 = c0)))"),
    ("CONSTRAINT positive CHECK (things.c1 > 0)", "CONSTRAINT other_name CHECK (c1 > 0)"),
    ("CHECK (c1 > 0) CHECK (c1 < 10)", "CHECK (c1 < 10), CHECK (c1 > 0)"),
    ("CHECK (c1 IS NULL OR c1 % 2 = 0)", "CHECK ((c1 IS NULL) OR ((c1 % 2) = 0))"),
    ("DEFAULT 1+1", "DEFAULT (1 + 1)"),
    ("GENERATED ALWAYS AS (c0*2+1) STORED", "GENERATED ALWAYS AS (((c0 * 2) + 1)) STORED"),
    (
        "GENERATED ALWAYS AS (CASE c0 WHEN 1 THEN 2 END) STORED",
        "GENERATED ALWAYS AS (case c0 when 1 then 2 end) STORED",
    ),
];

const CHANGED: &[(&str, &str)] = &[
    ("CHECK (c1 > 0)", "CHECK (c1 >= 0)"),
    ("CHECK (c1 IN (1, 2))", "CHECK (c1 IN (1, 2, 3))"),
    ("CHECK (c1 > 0)", ""),
    ("DEFAULT 1+1", "DEFAULT 1 + 2"),
    ("GENERATED ALWAYS AS (c0 * 2) STORED", "GENERATED ALWAYS AS (c0 * 3) STORED"),
];

async fn with(said: &str, made: &str) -> Lab {
    let fields = [("nullable".to_owned(), "i32"), (extra(said) + ", nullable", "i32")];
    lab("", &["integer".to_owned(), format!("integer {made}")], &fields).await
}

#[tokio::test]
async fn the_same_in_other_words() {
    for (said, made) in SAME {
        let found = difference(&with(said, made).await).await;
        assert_eq!((changed(&found), found.notes), (Vec::<String>::new(), Vec::new()), "{said} {made}");
    }
}

#[tokio::test]
async fn something_else() {
    for (said, made) in CHANGED {
        let found = difference(&with(said, made).await).await;
        assert_eq!((changed(&found), found.notes), (vec!["c1".to_owned()], Vec::new()), "{said} {made}");
    }
}

#[tokio::test]
async fn collations() {
    for (said, made, differs) in
        [("C", "C", false), ("pg_catalog.\"C\"", "C", false), ("C", "POSIX", true), ("default", "C", true)]
    {
        let said = if said.contains('.') { said.to_owned() } else { format!("\"{said}\"") };
        let fields = [(extra(&format!("COLLATE {said}")), "String")];
        let lab = lab("", &[format!("text COLLATE \"{made}\" NOT NULL")], &fields).await;
        assert_eq!(changed(&difference(&lab).await).len(), usize::from(differs), "{said} {made}");
    }
}

/// A change of one check is one drop and one addition, whatever the server called it.
#[tokio::test]
async fn checks_come_change_and_go_by_revision() {
    let lab = Lab::on(Dialect::Postgres, "expressions");
    let say = |sql: Option<&str>| {
        let attribute = sql.map_or_else(|| "nullable".to_owned(), |sql| extra(sql) + ", nullable");
        lab.write_entity("things.rs", &entity(&[(attribute, "i32"), ("nullable".to_owned(), "String")]));
    };
    say(None);
    lab.migrate("First").await;
    lab.upgrade().await;
    let first = lab.dump().await;
    let mut dumps = vec![first.clone()];
    let steps = [
        Some("CHECK (c0 IN (1, 2))"),
        Some("CHECK (c0 in (1,2))  CHECK (c0 <> 7)"),
        Some("CHECK (c0 IN (1, 2, 3)) CHECK (c0 <> 7)"),
        Some("CONSTRAINT named CHECK (c0 BETWEEN 1 AND 3)"),
        None,
    ];
    for (at, step) in steps.into_iter().enumerate() {
        say(step);
        let plan = lab.migrate(&format!("Step {at}")).await;
        let is_check = |op: &Operation| matches!(op, Operation::AddCheck { .. } | Operation::DropCheck { .. });
        assert!(plan.parts[0].difference.operations.iter().all(is_check), "{:?}", plan.parts[0].difference.operations);
        lab.upgrade().await;
        lab.assert_clean().await;
        dumps.push(lab.dump().await);
    }
    assert_eq!(first, lab.dump().await);
    for dump in dumps.iter().rev().skip(1) {
        lab.downgrade("-1").await;
        assert_eq!(*dump, lab.dump().await);
    }
}

/// Somebody's own check is not the entity's, however like it.
#[tokio::test]
async fn a_check_that_was_dropped_by_hand_is_seen() {
    let lab = Lab::on(Dialect::Postgres, "expressions");
    lab.write_entity("things.rs", &entity(&[(extra("CHECK (c0 IN (1, 2))"), "i32")]));
    lab.migrate("First").await;
    lab.upgrade().await;
    lab.assert_clean().await;
    lab.sql("ALTER TABLE things DROP CONSTRAINT things_c0_check").await;
    assert_eq!(changed(&difference(&lab).await), ["c0"]);
    lab.sql("ALTER TABLE things ADD CONSTRAINT mine CHECK (c0 = ANY ('{1,2}'::int[])), ADD CHECK (c0 IN (1, 2))").await;
    lab.assert_clean().await;
}

#[tokio::test]
async fn a_computed_column_that_changes_is_dropped_and_made_again() {
    let lab = Lab::on(Dialect::Postgres, "expressions");
    let say = |sql: &str| {
        let fields = [("nullable".to_owned(), "i32"), (extra(sql) + ", nullable", "i32")];
        lab.write_entity("things.rs", &entity(&fields));
    };
    say("GENERATED ALWAYS AS (c0 * 2) STORED");
    lab.migrate("First").await;
    say("GENERATED ALWAYS AS ( (c0)*2 ) STORED");
    assert!(lab.plan(&lab.request("Respelled")).await.unwrap().is_none());
    say("GENERATED ALWAYS AS (c0 * 3) STORED");
    let plan = lab.migrate("Another").await;
    let upgrade: Vec<&str> = plan.parts[0]
        .upgrade
        .blocks
        .iter()
        .flat_map(|block| &block.statements)
        .map(|statement| statement.sql.as_str())
        .collect();
    let made = "ALTER TABLE \"things\" ADD COLUMN \"c1\" integer GENERATED ALWAYS AS (c0 * 3) STORED";
    assert_eq!(upgrade, ["ALTER TABLE \"things\" DROP COLUMN \"c1\"", made]);
}
