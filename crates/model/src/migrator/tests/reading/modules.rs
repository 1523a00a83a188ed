//! Where migrations may be.

use super::super::check;
use super::DERIVED;

#[test]
fn files_of_every_kind() {
    check(
        &[
            (
                "migration/src/lib.rs",
                "
                mod m1;
                pub mod m2;
                #[path = \"../old/first.rs\"]
                mod m3;
                mod m4 {
                    //! In full.
                    #[derive(DeriveMigrationName)]
                    pub struct Migration;
                }
                mod r#m5;
                mod folder;
                mod inline {
                    pub(super) mod m7;
                    #[path = \"other.rs\"]
                    pub mod m8;
                }
                #[path = \"moved\"]
                mod placed {
                    pub mod m9;
                }
                pub struct Migrator;
                impl MigratorTrait for Migrator {
                    fn migrations() {
                        vec![
                            Box::new(m1::Migration),
                            Box::new(m2::Migration),
                            Box::new(m3::Migration),
                            Box::new(m4::Migration),
                            Box::new(r#m5::Migration),
                            Box::new(folder::m6::Migration),
                            Box::new(folder::by_path::Migration),
                            Box::new(folder::by_path::below::Migration),
                            Box::new(inline::m7::Migration),
                            Box::new(inline::m8::Migration),
                            Box::new(placed::m9::Migration),
                        ]
                    }
                }
                ",
            ),
            ("migration/src/m1.rs", DERIVED),
            ("migration/src/m2/mod.rs", "pub struct Migration;\nimpl MigrationName for Migration {\n    fn name(&self) -> &str { \"two\" }\n}"),
            ("migration/old/first.rs", DERIVED),
            ("migration/src/m5.rs", DERIVED),
            ("migration/src/folder.rs", "pub mod m6;\n#[path = \"elsewhere.rs\"]\npub mod by_path;"),
            ("migration/src/folder/m6.rs", DERIVED),
            ("migration/src/elsewhere.rs", "pub mod below;\n#[derive(DeriveMigrationName)]\npub struct Migration;"),
            ("migration/src/below.rs", DERIVED),
            ("migration/src/inline/m7.rs", DERIVED),
            ("migration/src/inline/other.rs", DERIVED),
            ("migration/src/moved/m9.rs", DERIVED),
        ],
        "
        Migrator migration/src/lib.rs:22
          25: m1::Migration = m1 in migration/src/m1.rs, m1 at migration/src/lib.rs:1
          26: m2::Migration = two in migration/src/m2/mod.rs, m2 at migration/src/lib.rs:2
          27: m3::Migration = first in migration/old/first.rs, m3 at migration/src/lib.rs:3
          28: m4::Migration = lib in migration/src/lib.rs, m4 at migration/src/lib.rs:5
            6| In full.
          29: r#m5::Migration = m5 in migration/src/m5.rs, m5 at migration/src/lib.rs:10
          30: folder::m6::Migration = m6 in migration/src/folder/m6.rs, m6 at migration/src/folder.rs:1
          31: folder::by_path::Migration = elsewhere in migration/src/elsewhere.rs, by_path at migration/src/folder.rs:2
          32: folder::by_path::below::Migration = below in migration/src/below.rs, below at migration/src/elsewhere.rs:1
          33: inline::m7::Migration = m7 in migration/src/inline/m7.rs, m7 at migration/src/lib.rs:13
          34: inline::m8::Migration = other in migration/src/inline/other.rs, m8 at migration/src/lib.rs:14
          35: placed::m9::Migration = m9 in migration/src/moved/m9.rs, m9 at migration/src/lib.rs:19
        problem migration/src/lib.rs:28: the migration `m4::Migration` is called `lib`, after its file, as is any other whose file has that name; implement `MigrationName` for it
        ",
    );
}

#[test]
fn files_that_are_not_there() {
    check(
        &[
            (
                "src/lib.rs",
                "
                mod m1;
                mod m2;
                #[cfg(test)]
                mod made_by_tests;
                mod m3;
                #[cfg(feature = \"four\")]
                #[path = \"there.rs\"]
                mod m4;
                impl MigratorTrait for Migrator {
                    fn migrations() {
                        vec![
                            Box::new(m1::Migration),
                            Box::new(m2::Migration),
                            Box::new(m3::deeper::Migration),
                            Box::new(m4::Migration),
                        ]
                    }
                }
                ",
            ),
            ("src/m2.rs", "pub struct Migration {"),
        ],
        r#"
        Migrator src/lib.rs:9
          12: m1::Migration
            ? src/lib.rs:12: the name of `m1::Migration` cannot be told: the module `m1` has no file `src/m1.rs` or `src/m1/mod.rs`, m1 at src/lib.rs:1
          13: m2::Migration
            ? src/lib.rs:13: the name of `m2::Migration` cannot be told: the file of the module `m2` cannot be read, m2 at src/lib.rs:2
          14: m3::deeper::Migration
            ? src/lib.rs:14: the name of `m3::deeper::Migration` cannot be told: the module `m3` has no file `src/m3.rs` or `src/m3/mod.rs`
          15: m4::Migration cfg(feature = "four")
            ? src/lib.rs:15: the name of `m4::Migration` cannot be told: the module `m4` has no file `src/there.rs`, m4 at src/lib.rs:6
        problem src/m2.rs:1: the file is not Rust: here, or before, a bracket, a quote or a comment is not closed
        problem src/lib.rs:1: the module `m1` has no file `src/m1.rs` or `src/m1/mod.rs`
        problem src/lib.rs:5: the module `m3` has no file `src/m3.rs` or `src/m3/mod.rs`
        problem src/lib.rs:6: the module `m4` has no file `src/there.rs`
        "#,
    );
}

#[test]
fn migrations_that_are_brought_in() {
    check(
        &[
            (
                "src/lib.rs",
                "
                mod migrator;
                mod m1;
                mod m2;
                pub mod others;
                ",
            ),
            (
                "src/migrator.rs",
                "
                use crate::m1;
                use super::m2 as second;
                use crate::others::{self, m3::Migration as Third, prelude::*};
                pub struct Migrator;
                impl MigratorTrait for Migrator {
                    fn migrations() {
                        vec![
                            Box::new(m1::Migration),
                            Box::new(second::Migration),
                            Box::new(Third),
                            Box::new(others::m4::Migration),
                            Box::new(m5::Migration),
                            Box::new(Sixth),
                            Box::new(super::m1::Migration),
                        ]
                    }
                }
                ",
            ),
            ("src/m1.rs", DERIVED),
            ("src/m2.rs", DERIVED),
            ("src/others/mod.rs", "pub mod m3;\npub mod m4;\npub mod m5;\npub mod prelude;"),
            ("src/others/m3.rs", DERIVED),
            ("src/others/m4.rs", DERIVED),
            ("src/others/m5.rs", DERIVED),
            ("src/others/prelude.rs", "pub use super::m5;\npub use super::six::*;\nmod six { }\npub use super::super::m1::Migration as Sixth;"),
        ],
        "
        migrator::Migrator src/migrator.rs:5
          8: m1::Migration = m1 in src/m1.rs, m1 at src/lib.rs:2
          9: second::Migration = m2 in src/m2.rs, m2 at src/lib.rs:3
          10: Third = m3 in src/others/m3.rs, m3 at src/others/mod.rs:1
          11: others::m4::Migration = m4 in src/others/m4.rs, m4 at src/others/mod.rs:2
          12: m5::Migration = m5 in src/others/m5.rs, m5 at src/others/mod.rs:3
          13: Sixth = m1 in src/m1.rs, m1 at src/lib.rs:2
          14: super::m1::Migration = m1 in src/m1.rs, m1 at src/lib.rs:2
        problem src/migrator.rs:13: the migrations `m1::Migration` and `Sixth` are both called `m1`: SeaORM takes them for one
        problem src/migrator.rs:14: the migrations `m1::Migration` and `super::m1::Migration` are both called `m1`: SeaORM takes them for one
        ",
    );
}

/// What is given first may be a module of a crate, whose paths begin further up.
#[test]
fn a_module_of_a_crate() {
    let migrator = "
        mod m1;
        pub struct Migrator;
        impl MigratorTrait for Migrator {
            fn migrations() {
                vec![
                    Box::new(m1::Migration),
                    Box::new(crate::db::migration::m1::Migration),
                    Box::new(crate::addons::m2::Migration),
                    Box::new(super::user::Migration),
                ]
            }
        }
        ";
    check(&[("app/src/db/migration/mod.rs", migrator), ("app/src/db/migration/m1.rs", DERIVED)], "
        Migrator app/src/db/migration/mod.rs:3
          6: m1::Migration = m1 in app/src/db/migration/m1.rs, m1 at app/src/db/migration/mod.rs:1
          7: crate::db::migration::m1::Migration = m1 in app/src/db/migration/m1.rs, m1 at app/src/db/migration/mod.rs:1
          8: crate::addons::m2::Migration
            ? app/src/db/migration/mod.rs:8: `crate::addons::m2::Migration` is not declared in `app/src/db/migration/mod.rs` or its modules
          9: super::user::Migration
            ? app/src/db/migration/mod.rs:9: `super::user::Migration` is not declared in `app/src/db/migration/mod.rs` or its modules
        problem app/src/db/migration/mod.rs:7: the migrations `m1::Migration` and `crate::db::migration::m1::Migration` are both called `m1`: SeaORM takes them for one
        ");
    check(&[("app/src/db/migration.rs", migrator), ("app/src/db/migration/m1.rs", DERIVED)], "
        Migrator app/src/db/migration.rs:3
          6: m1::Migration = m1 in app/src/db/migration/m1.rs, m1 at app/src/db/migration.rs:1
          7: crate::db::migration::m1::Migration = m1 in app/src/db/migration/m1.rs, m1 at app/src/db/migration.rs:1
          8: crate::addons::m2::Migration
            ? app/src/db/migration.rs:8: `crate::addons::m2::Migration` is not declared in `app/src/db/migration.rs` or its modules
          9: super::user::Migration
            ? app/src/db/migration.rs:9: `super::user::Migration` is not declared in `app/src/db/migration.rs` or its modules
        problem app/src/db/migration.rs:7: the migrations `m1::Migration` and `crate::db::migration::m1::Migration` are both called `m1`: SeaORM takes them for one
        ");
}

#[test]
fn modules_behind_conditions() {
    check(
        &[
            (
                "src/lib.rs",
                "
                #![cfg(feature = \"db\")]
                #[cfg(feature = \"one\")]
                mod m1;
                #[cfg(test)]
                mod m2;
                #[cfg(not(test))]
                #[path = \"real.rs\"]
                mod m2;
                #[cfg(unix)]
                mod m3;
                #[cfg(windows)]
                #[path = \"windows.rs\"]
                mod m3;
                #[cfg(not(test))]
                mod m4;
                #[cfg(test)]
                #[path = \"m2.rs\"]
                mod m4;
                impl MigratorTrait for Migrator {
                    fn migrations() {
                        vec![
                            Box::new(m1::Migration),
                            Box::new(m2::Migration),
                            Box::new(m3::Migration),
                            Box::new(m4::Migration),
                        ]
                    }
                }
                ",
            ),
            ("src/m1.rs", "#![cfg(feature = \"inner\")]\n#[derive(DeriveMigrationName)]\npub struct Migration;"),
            ("src/m2.rs", DERIVED),
            ("src/real.rs", DERIVED),
            ("src/m4.rs", DERIVED),
            ("src/m3.rs", DERIVED),
            ("src/windows.rs", DERIVED),
        ],
        r#"
        Migrator src/lib.rs:19 cfg(feature = "db")
          22: m1::Migration cfg(feature = "db") cfg(feature = "one") cfg(feature = "inner") = m1 in src/m1.rs, m1 at src/lib.rs:2
          23: m2::Migration cfg(feature = "db") cfg(not(test)) = real in src/real.rs, m2 at src/lib.rs:6
          24: m3::Migration
            ? src/lib.rs:24: `m3::Migration` may be either of several: `mod m3` is declared more than once
          25: m4::Migration cfg(feature = "db") cfg(not(test)) = m4 in src/m4.rs, m4 at src/lib.rs:14
        "#,
    );
}

#[test]
fn files_that_declare_each_other() {
    check(
        &[
            ("src/lib.rs", "#[path = \"a.rs\"]\nmod a;\n#[path = \"lib.rs\"]\nmod own;\n"),
            (
                "src/a.rs",
                "#[path = \"b.rs\"]\nmod b;\n#[path = \"b.rs\"]\nmod c;\nimpl MigratorTrait for M {\n    fn migrations() { vec![Box::new(b::Migration)] }\n}\n",
            ),
            ("src/b.rs", &format!("#[path = \"a.rs\"]\nmod a;\nuse self::b::*;\nuse super::*;\n{DERIVED}")),
        ],
        "
        a::M src/a.rs:5
          6: b::Migration = b in src/b.rs, b at src/a.rs:1
        ",
    );
}
