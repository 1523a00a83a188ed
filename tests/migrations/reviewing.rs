//! A migration in Rust as reviewers see it.

use super::on_sqlite;

#[test]
fn what_a_migration_does_is_told_and_proven() {
    let sandbox = on_sqlite();
    let review = sandbox.run(&["review", "m20260103_030405_posts_have_authors", "--dialect", "sqlite"]);
    review.exits(0).prints("## Schema: 1 revision\n\n**Proven**");
    review.prints("### `m20260103_030405_posts_have_authors` Posts have authors");
    review.prints("<summary>The migration</summary>\n\n````rust\n").prints("impl MigrationTrait for Migration");
    review.prints("    posts {\n").prints("author_id");
    let lines = sandbox.run(&["review", ":", "--no-proof", "--format", "short"]);
    assert!(lines.stdout.contains(".rs:") && lines.stdout.contains("[hazard]: "), "{lines}");
}
