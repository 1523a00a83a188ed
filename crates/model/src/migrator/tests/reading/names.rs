//! What migrations, migrators and their tables are called.

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
    check_named(
        &named("\"m20220101_000001_first\""),
        "
        M src/lib.rs:2
          3: m1::Migration = m20220101_000001_first in src/m1.rs, m1 at src/lib.rs:1
        ",
    );
    check_named(
        &named("return r#\"with \"quotes\"\"#.as_ref();"),
        r#"
        M src/lib.rs:2
          3: m1::Migration = with "quotes" in src/m1.rs, m1 at src/lib.rs:1
        "#,
    );
    check_named(
        &named("// A comment.\n\"escaped \\u{e9}\""),
        "
        M src/lib.rs:2
          3: m1::Migration = escaped é in src/m1.rs, m1 at src/lib.rs:1
        ",
    );
    check_named(
        &named("NAME"),
        "
        M src/lib.rs:2
          3: m1::Migration = by constant in src/m1.rs, m1 at src/lib.rs:1
        ",
    );
    check_named(&named("OTHER"), "
        M src/lib.rs:2
          3: m1::Migration
            ? src/m1.rs:5: the name of the migration `Migration` cannot be told: `OTHER` is code, not a literal in src/m1.rs, m1 at src/lib.rs:1
        ");
    check_named(&named("self.name"), "
        M src/lib.rs:2
          3: m1::Migration
            ? src/m1.rs:5: the name of the migration `Migration` cannot be told: `self.name` is code, not a literal in src/m1.rs, m1 at src/lib.rs:1
        ");
    check_named(&named("&self.name"), "
        M src/lib.rs:2
          3: m1::Migration
            ? src/m1.rs:5: the name of the migration `Migration` cannot be told: `&self.name` is code, not a literal in src/m1.rs, m1 at src/lib.rs:1
        ");
    check_named(
        &named("concat!(\"a\", \"b\")"),
        r#"
        M src/lib.rs:2
          3: m1::Migration
            ? src/m1.rs:5: the name of the migration `Migration` cannot be told: `concat!("a", "b")` is code, not a literal in src/m1.rs, m1 at src/lib.rs:1
        "#,
    );
    check_named(
        &named("module_path!().split(\"::\").last().unwrap()"),
        r#"
        M src/lib.rs:2
          3: m1::Migration
            ? src/m1.rs:5: the name of the migration `Migration` cannot be told: `module_path!().split("::").last().unwrap()` is code, not a literal in src/m1.rs, m1 at src/lib.rs:1
        "#,
    );
    check_named(
        &named("if true { \"a\" } else { \"b\" }"),
        r#"
        M src/lib.rs:2
          3: m1::Migration
            ? src/m1.rs:5: the name of the migration `Migration` cannot be told: `if true { "a" } else { "b" }` is code, not a literal in src/m1.rs, m1 at src/lib.rs:1
        "#,
    );
    check_named(&named("file!()"), "
        M src/lib.rs:2
          3: m1::Migration
            ? src/m1.rs:5: the name of the migration `Migration` cannot be told: `file!()` is code, not a literal in src/m1.rs, m1 at src/lib.rs:1
        ");
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

#[test]
fn tables() {
    let with = |body: &str| {
        format!(
            "const TABLE: &str = \"by_constant\";\nimpl MigratorTrait for M {{\n    fn migrations() {{ vec![] }}\n    fn migration_table_name() -> DynIden {{ {body} }}\n}}\n"
        )
    };
    for (body, table) in [
        ("Alias::new(\"own\").into_iden()", "own"),
        ("sea_orm::sea_query::Alias::new(\"own\").into()", "own"),
        ("\"own\".into_iden()", "own"),
        ("DynIden::from(\"own\")", "own"),
        ("SeaRc::new(Alias::new(String::from(\"own\")))", "own"),
        ("return Alias::new(TABLE).into_iden();", "by_constant"),
    ] {
        check(&[("src/lib.rs", &with(body))], &format!("M src/lib.rs:2 in {table}"));
    }
    check(&[("src/lib.rs", &with("sea_orm_migration::seaql_migrations::Entity.into_iden()"))], "M src/lib.rs:2");
    check(
        &[("src/lib.rs", &with("Alias::new(format!(\"own_{ID}\")).into_iden()"))],
        r#"
        M src/lib.rs:2
          ? src/lib.rs:4: the name of the migration table cannot be told: `Alias::new(format!("own_{ID}")).into_iden()` is code, not a literal
        "#,
    );
    check(&[("src/lib.rs", &with("Alias::new(Options::default().table).into_iden()"))], "
        M src/lib.rs:2
          ? src/lib.rs:4: the name of the migration table cannot be told: `Alias::new(Options::default().table).into_iden()` is code, not a literal
        ");
    check(
        &[("src/lib.rs", &with("Alias::new(\"a\").into_iden(); \"b\".into()"))],
        r#"
        M src/lib.rs:2
          ? src/lib.rs:4: the name of the migration table cannot be told: `Alias::new("a").into_iden(); "b".into()` is code, not a literal
        "#,
    );
    check(&[("src/lib.rs", &with("<Other as MigratorTrait>::migration_table_name()"))], "
        M src/lib.rs:2
          ? src/lib.rs:4: the name of the migration table cannot be told: `<Other as MigratorTrait>::migration_table_name()` is code, not a literal
        ");
    check(&[("src/lib.rs", &with("entity::Entity.into_iden()"))], "
        M src/lib.rs:2
          ? src/lib.rs:4: the name of the migration table cannot be told: `entity::Entity.into_iden()` is code, not a literal
        ");
    check(&[("src/lib.rs", "impl MigratorTrait for M {\n    fn migrations() { vec![] }\n    settings!();\n}")], "
        M src/lib.rs:1
          ? src/lib.rs:3: the name of the migration table cannot be told: the `impl` has no single `fn migration_table_name`, and this macro is not expanded
        ");
    check(&[("src/lib.rs", "impl MigratorTrait for M {\n    settings!();\n}")], "
        M src/lib.rs:1
          ? src/lib.rs:2: the name of the migration table cannot be told: the `impl` has no single `fn migration_table_name`, and this macro is not expanded
          ? src/lib.rs:2: the `impl` has no single `fn migrations`, and this macro is not expanded
        ");
    check(
        &[("src/lib.rs", "impl MigratorTrait for M {\n    fn migrations()\n}")],
        "
        M src/lib.rs:1
          ? src/lib.rs:1: the name of the migration table cannot be told: the `impl` is not Rust that can be read
          ? src/lib.rs:1: the `impl` is not Rust that can be read
        ",
    );
}

#[test]
fn several_migrators() {
    check(
        &[(
            "src/lib.rs",
            "
            mod inner {
                #![cfg(feature = \"inner\")]
                impl MigratorTraitSelf for Migrator {
                    fn migrations(&self) { vec![] }
                    fn migration_table_name(&self) { \"inner\".into_iden() }
                }
                #[cfg(test)]
                mod deeper {
                    impl<'a, T: Into<String>> sea_orm_migration::MigratorTrait for &'a super::Migrator<T> where T: Send {
                        fn migrations() { vec![] }
                    }
                }
            }
            #[cfg(any(test, feature = \"test\"))]
            impl MigratorTrait for crate::Migrator {
                fn migrations() { vec![] }
            }
            impl MigrationTrait for Migrator {}
            impl Migrator {}
            ",
        )],
        r#"
        Migrator src/lib.rs:15 cfg(any(test, feature = "test"))
        inner::Migrator src/lib.rs:3 cfg(feature = "inner") in inner
        inner::deeper::Migrator src/lib.rs:9 cfg(feature = "inner") cfg(test) (tests)
        "#,
    );
}

#[test]
fn migrators_that_are_not_seen() {
    check(
        &[("src/lib.rs", "migrator! { impl MigratorTrait for Migrator; }\ninclude!(\"migrator.rs\");")],
        "
        problem src/lib.rs:1: a macro may make a `Migrator` of this, and macros are not expanded
        problem src/lib.rs:2: what `include!` brings in is not read
        ",
    );
    check(
        &[("src/lib.rs", "macro_rules! m {\n    () => { impl MigratorTrait for Migrator {} }\n}\nm!();")],
        "problem src/lib.rs:2: a macro may make a `Migrator` of this, and macros are not expanded",
    );
    check(&[("src/lib.rs", "fn f() {\n    impl MigratorTrait for Migrator {}\n}\n")], "");
    check(
        &[("src/lib.rs", "impl MigratorTrait for Migrator {")],
        "problem src/lib.rs:1: the file is not Rust: here, or before, a bracket, a quote or a comment is not closed",
    );
    check(
        &[("src/lib.rs", "<<<<<<< ours\n=======\n>>>>>>> theirs\n")],
        "problem src/lib.rs:1: the file holds the markers of an unfinished merge",
    );
    check(
        &[("src/lib.rs", "pub fn")],
        "problem src/lib.rs:1: the file is not Rust that can be read: this is not the beginning of an item",
    );
}
