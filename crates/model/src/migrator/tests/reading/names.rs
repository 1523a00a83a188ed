//! What migrations are called.

use super::super::check;
use super::{DERIVED, check_body};

/// Reads a migration that is declared like this in a file of its own.
#[track_caller]
fn check_named(file: &str, expected: &str) {
    let root = "mod m1;\nimpl MigratorTrait for M {\n    fn migrations() { vec![Box::new(m1::Migration)] }\n}\n";
    check(&[("src/lib.rs", root), ("src/m1.rs", file)], expected);
}

#[test]
fn names_by_the_file() {
    check_named(
        "#[derive(Debug, sea_orm::DeriveMigrationName)]\npub(crate) struct Migration;",
        "
        M src/lib.rs:2
          3: m1::Migration = m1 in src/m1.rs, m1 at src/lib.rs:1
        ",
    );
    check_named(
        "#[cfg_attr(all(), derive(DeriveMigrationName))]\nenum Migration {}",
        "
        M src/lib.rs:2
          3: m1::Migration = m1 in src/m1.rs, m1 at src/lib.rs:1
        ",
    );
    check_named(
        "struct Migration;\nimpl MigrationName for Migration {\n    fn name(&self) -> &str {\n        sea_orm_migration::util::get_file_stem(file!())\n    }\n}",
        "
        M src/lib.rs:2
          3: m1::Migration = m1 in src/m1.rs, m1 at src/lib.rs:1
        ",
    );
}

#[test]
fn names_that_are_written_out() {
    let named = |body: &str| {
        format!(
            "const NAME: &str = \"by constant\";\npub struct Migration;\nimpl sea_orm_migration::MigrationName for Migration {{\n    fn name(&self) -> &'static str {{\n        {body}\n    }}\n}}\n"
        )
    };
    for (body, name) in [
        ("\"m20220101_000001_first\"", "m20220101_000001_first"),
        ("return r#\"with \"quotes\"\"#.as_ref();", "with \"quotes\""),
        ("// A comment.\n\"escaped \\u{e9}\"", "escaped é"),
        ("NAME", "by constant"),
    ] {
        let told = format!("M src/lib.rs:2\n  3: m1::Migration = {name} in src/m1.rs, m1 at src/lib.rs:1\n");
        check_named(&named(body), &told);
    }
    for body in [
        "OTHER",
        "self.name",
        "&self.name",
        "concat!(\"a\", \"b\")",
        "module_path!().split(\"::\").last().unwrap()",
        "if true { \"a\" } else { \"b\" }",
        "file!()",
    ] {
        let told = format!(
            "M src/lib.rs:2\n  3: m1::Migration\n    ? src/m1.rs:5: the name of the migration `Migration` cannot be told: `{body}` is code, not a literal in src/m1.rs, m1 at src/lib.rs:1\n"
        );
        check_named(&named(body), &told);
    }
}

#[test]
fn names_that_are_given_elsewhere() {
    check(
        &[
            (
                "src/lib.rs",
                "
                mod m1;
                mod m2;
                mod names;
                use sea_orm_migration::MigrationName as Named;
                impl MigratorTrait for M {
                    fn migrations() { vec![Box::new(m1::Migration), Box::new(m2::Migration)] }
                }
                impl Named for m1::Migration {
                    fn name(&self) -> &str { \"one\" }
                }
                ",
            ),
            ("src/m1.rs", "pub struct Migration;"),
            ("src/m2.rs", "pub struct Migration;"),
            (
                "src/names.rs",
                "impl MigrationName for super::m2::Migration {\n    fn name(&self) -> &str { sea_orm_migration::util::get_file_stem(file!()) }\n}",
            ),
        ],
        "
        M src/lib.rs:5
          6: m1::Migration = one in src/m1.rs, m1 at src/lib.rs:1
          6: m2::Migration = names in src/m2.rs, m2 at src/lib.rs:2
        ",
    );
}

#[test]
fn names_that_are_nowhere() {
    check_named("pub struct Migration;", "
        M src/lib.rs:2
          3: m1::Migration
            ? src/m1.rs:1: the name of the migration `Migration` cannot be told: it has neither `#[derive(DeriveMigrationName)]` nor an `impl MigrationName` in src/m1.rs, m1 at src/lib.rs:1
        ");
    check_named("pub struct Migration;\nnamed!(Migration);", "
        M src/lib.rs:2
          3: m1::Migration
            ? src/m1.rs:1: the name of the migration `Migration` cannot be told: it has neither `#[derive(DeriveMigrationName)]` nor an `impl MigrationName`, and macros are not expanded in src/m1.rs, m1 at src/lib.rs:1
        ");
    check_named(
        "migration! { create }",
        "
        M src/lib.rs:2
          3: m1::Migration
            ? src/lib.rs:3: `m1::Migration` is no struct or enum of `src/m1.rs`, whose macros are not expanded
        ",
    );
    check_named(
        "pub type Migration = Other;",
        "
        M src/lib.rs:2
          3: m1::Migration
            ? src/lib.rs:3: `m1::Migration` is no struct or enum of `src/m1.rs`
        ",
    );
    check_named("pub struct Migration", "
        M src/lib.rs:2
          3: m1::Migration
            ? src/lib.rs:3: the name of `m1::Migration` cannot be told: the file of the module `m1` cannot be read, m1 at src/lib.rs:1
        problem src/m1.rs:1: the file is not Rust that can be read: this is not the beginning of an item
        ");
    check_named("impl MigrationName for Migration {}\npub struct Migration;", "
        M src/lib.rs:2
          3: m1::Migration
            ? src/m1.rs:1: the name of the migration `Migration` cannot be told: the `impl` has no single `fn name` in src/m1.rs, m1 at src/lib.rs:1
        ");
}

/// SeaORM takes the stem of the file, whatever that is.
#[test]
fn names_that_are_no_names() {
    check(
        &[
            (
                "src/lib.rs",
                "
                mod m1;
                mod m2;
                impl MigratorTrait for M {
                    fn migrations() { vec![Box::new(m1::Migration), Box::new(m2::Migration), Box::new(Here)] }
                }
                #[derive(DeriveMigrationName)]
                struct Here;
                ",
            ),
            ("src/m1/mod.rs", DERIVED),
            ("src/m2/mod.rs", DERIVED),
        ],
        "
        M src/lib.rs:3
          4: m1::Migration = mod in src/m1/mod.rs, m1 at src/lib.rs:1
          4: m2::Migration = mod in src/m2/mod.rs, m2 at src/lib.rs:2
          4: Here = lib in src/lib.rs
        problem src/lib.rs:4: the migration `m1::Migration` is called `mod`, after its file, as is any other whose file has that name; implement `MigrationName` for it
        problem src/lib.rs:4: the migration `m2::Migration` is called `mod`, after its file, as is any other whose file has that name; implement `MigrationName` for it
        problem src/lib.rs:4: the migration `Here` is called `lib`, after its file, as is any other whose file has that name; implement `MigrationName` for it
        ",
    );
    check_body("vec![Box::new(m1::Migration), Box::new(m2::Migration), Box::new(m1::Migration)]", "
        Migrator src/lib.rs:4
          6: m1::Migration = m1 in src/m1.rs, m1 at src/lib.rs:1
          6: m2::Migration = m2 in src/m2.rs, m2 at src/lib.rs:2
          6: m1::Migration = m1 in src/m1.rs, m1 at src/lib.rs:1
        problem src/lib.rs:6: the migrations `m1::Migration` and `m1::Migration` are both called `m1`: SeaORM takes them for one
        ");
}
