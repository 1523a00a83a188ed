use autogen_schema::Dialect;

use super::rebuild::{renamed, swaps};
use crate::{Kind, kind, split};

fn kinds(body: &str) -> Vec<Kind> {
    let statements = split(body, Dialect::Sqlite, 1);
    statements.iter().filter(|s| !s.is_empty()).map(|s| kind(s.sql, Dialect::Sqlite)).collect()
}

#[test]
fn swaps_are_a_drop_and_a_rename() {
    let body = "DROP TABLE other; DROP TABLE \"Users\"; SELECT 1; ALTER TABLE _autogen_new_users RENAME TO users;
                ALTER TABLE \"_AUTOGEN_NEW_new\" RENAME TO new; ALTER TABLE a RENAME TO b;";
    let found = format!("{:?}", swaps(&kinds(body)));
    assert_eq!(
        found,
        "[Swap { table: \"users\", drop: Some(1), rename: 3 }, Swap { table: \"new\", drop: None, rename: 4 }]"
    );
    assert_eq!(renamed(&kinds(body)), [("a".to_owned(), "b".to_owned())]);
}
