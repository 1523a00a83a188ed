//! What is read of a migration crate.

mod lists;
mod migrators;
mod modules;
mod names;

use super::{check, crate_of};

/// A migration that is named after its file.
const DERIVED: &str = "#[derive(DeriveMigrationName)]\npub struct Migration;\n";

/// Reads what `fn migrations` says of migrations that are declared beside it.
#[track_caller]
fn check_body(body: &str, expected: &str) {
    let root = format!(
        "mod m1;\nmod m2;\npub struct Migrator;\nimpl MigratorTrait for Migrator {{\n    fn migrations() -> Vec<Box<dyn MigrationTrait>> {{\n{}\n    }}\n}}\n",
        body.trim_matches('\n')
    );
    check(&[("src/lib.rs", &root), ("src/m1.rs", DERIVED), ("src/m2.rs", DERIVED)], expected);
}

#[test]
fn a_crate_as_it_is_generated() {
    check(
        &[
            (
                "src/lib.rs",
                "
                pub use sea_orm_migration::prelude::*;

                mod m20220101_000001_create_table;
                mod m20230101_000001_add;

                pub struct Migrator;

                #[async_trait::async_trait]
                impl MigratorTrait for Migrator {
                    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
                        vec![
                            Box::new(m20220101_000001_create_table::Migration),
                            Box::new(m20230101_000001_add::Migration),
                        ]
                    }
                }
                ",
            ),
            ("src/m20220101_000001_create_table.rs", DERIVED),
            (
                "src/m20230101_000001_add.rs",
                r#"
                use sea_orm_migration::prelude::*;

                pub struct Migration;

                impl MigrationName for Migration {
                    fn name(&self) -> &str {
                        "m20230101_000001_other"
                    }
                }
                "#,
            ),
        ],
        "
        Migrator src/lib.rs:9
          12: m20220101_000001_create_table::Migration = m20220101_000001_create_table in src/m20220101_000001_create_table.rs, m20220101_000001_create_table at src/lib.rs:3
          13: m20230101_000001_add::Migration = m20230101_000001_other in src/m20230101_000001_add.rs, m20230101_000001_add at src/lib.rs:4
        ",
    );
}

/// Lines may end in either way.
#[test]
fn the_documentation_at_the_top_of_a_file_from_windows() {
    let file = format!("//! Add\r\n//!\r\n//! - this\r\n\r\n/*! that */\r\n{DERIVED}");
    let root = "mod m1;\nimpl MigratorTrait for M {\n    fn migrations() { vec![Box::new(m1::Migration)] }\n}\n";
    let of = crate_of(&[("src/lib.rs", root), ("src/m1.rs", &file)]);
    let header = &of.migrators[0].migrations.as_ref().unwrap()[0].header;
    let lines: Vec<(usize, &str)> = header.iter().map(|line| (line.line, line.text.as_str())).collect();
    assert_eq!(lines, [(1, "Add"), (2, ""), (3, "- this"), (4, ""), (5, "that")]);
}

/// The header that a revision has, among what else may stand there.
#[test]
fn the_documentation_at_the_top() {
    let root = "mod m1;\nmod m2;\nmod m3;\nimpl MigratorTrait for M {\n    fn migrations() { vec![Box::new(m1::Migration), Box::new(m2::Migration), Box::new(m3::Migration)] }\n}\n";
    let first = "// Copyright.\n#![allow(unused)]\n//! Too late.\n";
    let second = "//! Add a phone number\r\n//!\r\n//!   - indented  \r\n//!No blank.\r\n\r\n// A comment.\r\n//! Prose.\r\nuse a::b;\r\n//! Not at the top.\r\n";
    let third = "\u{feff}/*! In a\n    block */\n//! comment\n/// Of the struct.\n";
    check(
        &[
            ("src/lib.rs", root),
            ("src/m1.rs", &format!("{first}{DERIVED}")),
            ("src/m2.rs", &format!("{second}{DERIVED}")),
            ("src/m3.rs", &format!("{third}{DERIVED}")),
        ],
        "
        M src/lib.rs:4
          5: m1::Migration = m1 in src/m1.rs, m1 at src/lib.rs:1
          5: m2::Migration = m2 in src/m2.rs, m2 at src/lib.rs:2
            1| Add a phone number
            2| 
            3|   - indented  
            4| No blank.
            5| 
            7| Prose.
          5: m3::Migration = m3 in src/m3.rs, m3 at src/lib.rs:3
            1| In a
            2|    block
            3| comment
        ",
    );
}
