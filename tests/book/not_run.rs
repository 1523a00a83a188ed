//! Blocks that cannot be run, and why: no others are passed over.

use std::collections::BTreeMap;

use super::markdown::Page;
use super::pages;

/// The page, the reason as it stands there, and how many blocks.
const NOT_RUN: &[(&str, &str, usize)] = &[
    ("README.md", "builds autogen itself; the same is run in the comment below", 1),
    ("README.md", "installs the program that is tested", 1),
    ("README.md", "runs these tests", 1),
    ("docs/ci.md", "takes a database that is elsewhere", 1),
    ("docs/doctor.md", "builds SeaORM, which takes minutes", 2),
    ("docs/from-alembic.md", "takes Alembic", 1),
    ("docs/from-flask-migrate.md", "takes Flask-Migrate", 1),
    ("docs/from-sea-orm-cli.md", "takes sea-orm-cli", 1),
    ("docs/performance.md", "takes an hour, and a machine for itself", 1),
    ("docs/review.md", "takes a branch of a server", 1),
    ("docs/seaorm-migrations.md", "builds the migration crate, which takes minutes", 1),
    ("docs/tutorial.md", "installs the program that is tested", 1),
    ("docs/tutorial.md", "takes the network", 1),
    ("docs/tutorial.md", "the tests make a database of another name", 1),
];

#[test]
fn only_what_is_listed_is_not_run() {
    let mut found: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (name, text) in pages() {
        for block in Page::parse(&name, &text).blocks() {
            if let Some(reason) = block.attributes.get("notrun") {
                *found.entry((name.clone(), reason.clone())).or_default() += 1;
            }
        }
    }
    let expected = NOT_RUN.iter().map(|(page, reason, count)| (((*page).to_owned(), (*reason).to_owned()), *count));
    assert_eq!(found, expected.collect());
}
