//! The statements that a schema is written as make it again.

use std::collections::BTreeSet;

use autogen_introspect::entries;
use autogen_schema::Dialect;
use sea_orm::ConnectionTrait;

use super::{connect, database, fixture, fixtures, read};
use crate::support::Database;

/// Runs what `entries` writes of one database on another one.
async fn made_again(original: &Database) -> Database {
    let copy = Database::mysql("again");
    let db = connect(&copy).await;
    for entry in entries(&read(original).await.schema, Dialect::Mysql) {
        let sql = entry.sql.unwrap();
        db.execute_unprepared(&sql).await.unwrap_or_else(|error| panic!("{error}\nof:\n{sql}"));
    }
    db.close().await.unwrap();
    copy
}

/// Both say the same of themselves to us.
async fn are_equal(subject: &str, original: &Database, copy: &Database) {
    let (expected, found) = (read(original).await, read(copy).await);
    assert_eq!(entries(&expected.schema, Dialect::Mysql), entries(&found.schema, Dialect::Mysql), "{subject}");
    assert_eq!(expected.schema, found.schema, "{subject}");
    assert_eq!(expected.notes, found.notes, "{subject}");
}

/// The lines of the server's own texts that one database has and the other has not. Keys and constraints stand in the order in
/// which they were made, which says nothing.
fn differing(one: &Database, other: &Database) -> (Vec<String>, Vec<String>) {
    let lines = |database: &Database| -> BTreeSet<String> {
        database.dump().lines().map(|line| line.trim_end_matches(',').to_owned()).collect()
    };
    let (one, other) = (lines(one), lines(other));
    (one.difference(&other).cloned().collect(), other.difference(&one).cloned().collect())
}

/// Where the server's own text differs from the first to the second time, though it means the same. `InnoDB` knows no hash indexes,
/// and so the catalog tells none; a foreign key that had no name has one in the copy, and the index that it brings along is called
/// by it.
const KNOWN: [(&str, &[&str], &[&str]); 2] = [
    ("indexes", &["  KEY `hashed` (`a`) USING HASH"], &["  KEY `hashed` (`a`)"]),
    (
        "unnamed_keys",
        &["  KEY `p` (`p`)", "  KEY `q_2` (`q`)"],
        &["  KEY `unnamed_ibfk_1` (`p`)", "  KEY `unnamed_ibfk_2` (`q`)"],
    ),
];

/// A line that tells how the connection was set that made a trigger, a routine or an event; or that has a trigger or the parameters
/// of a routine, which the server keeps as they were typed.
fn is_as_typed(line: &str) -> bool {
    let typed = ["STRICT_TRANS_TABLES,", "PIPES_AS_CONCAT,"].iter().any(|mode| line.starts_with(mode));
    let zone = ["SYSTEM", "+00:00"].contains(&line);
    let program = [" FUNCTION ", " PROCEDURE ", " TRIGGER "]
        .iter()
        .any(|kind| line.starts_with("CREATE ") && line.contains(kind));
    typed || zone || program
}

#[tokio::test]
async fn every_fixture_is_made_again() {
    let mut subjects: Vec<_> = std::fs::read_dir(fixtures())
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    subjects.sort();
    assert!(subjects.len() > 10, "{subjects:?}");
    for subject in subjects {
        let original = database(&subject, &fixture(&subject));
        let copy = made_again(&original).await;
        are_equal(&subject, &original, &copy).await;
        let known = KNOWN.iter().find(|(known, _, _)| *known == subject);
        let (lost, gained) = known.map_or((&[][..], &[][..]), |(_, lost, gained)| (lost, gained));
        let (mut less, mut more) = differing(&original, &copy);
        less.retain(|line| !is_as_typed(line));
        more.retain(|line| !is_as_typed(line));
        assert_eq!((less, more), (owned(lost), owned(gained)), "{subject}");

        // What was made from our texts is the same to the letter when it is made from them again.
        let third = made_again(&copy).await;
        are_equal(&subject, &copy, &third).await;
        assert_eq!(differing(&copy, &third), (Vec::new(), Vec::new()), "{subject}");
    }
}

fn owned(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}
