//! Which migrators there are, and in which tables they record.

use super::super::check;

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
            impl<F: Fn() -> u8> MigratorTrait for Generic<fn(F) -> u8, u16> {
                fn migrations() { vec![] }
            }
            impl MigrationTrait for Migrator {}
            impl Migrator {}
            ",
        )],
        r#"
        Migrator src/lib.rs:15 cfg(any(test, feature = "test"))
        Generic src/lib.rs:18
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
