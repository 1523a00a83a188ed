//! What `fn migrations` may say.

use super::check_body;

#[test]
fn one_vector() {
    check_body(
        "vec![Box::new(m2::Migration), Box::new(m1::Migration)]",
        "
        Migrator src/lib.rs:4
          6: m2::Migration = m2 in src/m2.rs, m2 at src/lib.rs:2
          6: m1::Migration = m1 in src/m1.rs, m1 at src/lib.rs:1
        ",
    );
    check_body(
        "return std::vec!(Box::new(self::m1::Migration,), Box::new(crate::m2::Migration));",
        "
        Migrator src/lib.rs:4
          6: self::m1::Migration = m1 in src/m1.rs, m1 at src/lib.rs:1
          6: crate::m2::Migration = m2 in src/m2.rs, m2 at src/lib.rs:2
        ",
    );
    check_body(
        "#[rustfmt::skip]\nlet mut all: Vec<Box<dyn Fn() -> u8>> = vec! { Box::new(m1::Migration) as Box<dyn X> };\nall",
        "
        Migrator src/lib.rs:4
          7: m1::Migration = m1 in src/m1.rs, m1 at src/lib.rs:1
        ",
    );
    check_body(
        "let all = vec![Box::new(m1::Migration)];\nreturn all;",
        "
        Migrator src/lib.rs:4
          6: m1::Migration = m1 in src/m1.rs, m1 at src/lib.rs:1
        ",
    );
    check_body("vec![]", "Migrator src/lib.rs:4");
    check_body("Vec::new()", "Migrator src/lib.rs:4");
}

#[test]
fn entries_that_are_more_than_a_path() {
    check_body(
        "
        vec![
            Box::new(m1::Migration { table: \"a,b\", other: [1, 2] }),
            Box::new(m2::Migration::new(1)),
            std::boxed::Box::new(m1::Migration(2)),
            Box::new(m2::Migration) as Box<dyn Two<u8, u16> + Send>,
        ]
        ",
        "
        Migrator src/lib.rs:4
          7: m1::Migration = m1 in src/m1.rs, m1 at src/lib.rs:1
          8: m2::Migration = m2 in src/m2.rs, m2 at src/lib.rs:2
          9: m1::Migration = m1 in src/m1.rs, m1 at src/lib.rs:1
          10: m2::Migration = m2 in src/m2.rs, m2 at src/lib.rs:2
        problem src/lib.rs:9: the migrations `m1::Migration` and `m1::Migration` are both called `m1`: SeaORM takes them for one
        problem src/lib.rs:10: the migrations `m2::Migration` and `m2::Migration` are both called `m2`: SeaORM takes them for one
        ",
    );
}

#[test]
fn conditions_are_told() {
    check_body(
        "
        vec![
            #[cfg(feature = \"one\")]
            Box::new(m1::Migration),
            #[cfg_attr(feature = \"x\", cfg(test))]
            #[allow(unused)]
            /// Documented.
            Box::new(m2::Migration),
        ]
        ",
        r#"
        Migrator src/lib.rs:4
          7: m1::Migration cfg(feature = "one") = m1 in src/m1.rs, m1 at src/lib.rs:1
          9: m2::Migration cfg(test) = m2 in src/m2.rs, m2 at src/lib.rs:2
        "#,
    );
}

/// An entry that cannot be told is still one.
#[test]
fn entries_that_cannot_be_told() {
    check_body(
        "
        vec![
            m1::Migration::boxed(),
            Box::new(make(\"m1\")),
            Box::<m1::Migration>::default(),
            seed!(m1),
            Box::new(m1::Migration).into(),
            Box::new(m1::Migration::<u8>),
            Box::new(elsewhere::Migration),
            Box::new(::m1::Migration),
            Box::new(m1::Other),
            Box::new(m1),
            Box::new(m1::Migration),
        ]
        ",
        r#"
        Migrator src/lib.rs:4
          7: m1::Migration::boxed()
            ? src/lib.rs:7: the entry `m1::Migration::boxed()` is not `Box::new(path::to::Type)`
          8: Box::new(make("m1"))
            ? src/lib.rs:8: the entry `Box::new(make("m1"))` is not `Box::new(path::to::Type)`
          9: Box::<m1::Migration>::default()
            ? src/lib.rs:9: the entry `Box::<m1::Migration>::default()` is not `Box::new(path::to::Type)`
          10: seed!(m1)
            ? src/lib.rs:10: the entry `seed!(m1)` is not `Box::new(path::to::Type)`
          11: Box::new(m1::Migration).into()
            ? src/lib.rs:11: the entry `Box::new(m1::Migration).into()` is not `Box::new(path::to::Type)`
          12: Box::new(m1::Migration::<u8>)
            ? src/lib.rs:12: the entry `Box::new(m1::Migration::<u8>)` is not `Box::new(path::to::Type)`
          13: elsewhere::Migration
            ? src/lib.rs:13: `elsewhere::Migration` is not declared in `src/lib.rs` or its modules
          14: ::m1::Migration
            ? src/lib.rs:14: `::m1::Migration` is not declared in `src/lib.rs` or its modules
          15: m1::Other
            ? src/lib.rs:15: `m1::Other` is no struct or enum of `src/m1.rs`
          16: Box::new(m1)
            ? src/lib.rs:16: the entry `Box::new(m1)` is not `Box::new(path::to::Type)`
          17: m1::Migration = m1 in src/m1.rs, m1 at src/lib.rs:1
        "#,
    );
}

#[test]
fn lists_that_cannot_be_told() {
    for (body, why) in [
        (
            "let mut all = vec![Box::new(m1::Migration)];\nall.push(Box::new(m2::Migration));\nall",
            "7: code comes after the vector `all`, and may change what is in it",
        ),
        (
            "let all = vec![Box::new(m1::Migration)];\nif true { all } else { vec![] }",
            "7: code comes after the vector `all`, and may change what is in it",
        ),
        ("let all = vec![Box::new(m1::Migration)];", "6: `migrations` does not give the vector that it makes"),
        (
            "let all = vec![Box::new(m1::Migration)].into_iter().rev().collect();\nall",
            "6: the vector goes through `.into_iter().rev().collect()`",
        ),
        ("let all;\nall = vec![];\nall", "6: `migrations` computes what it gives"),
        ("let Some(all) = found() else { return vec![] };\nall", "6: `migrations` computes what it gives"),
        (
            "vec![Box::new(m1::Migration)].into_iter().rev().collect()",
            "6: the vector goes through `.into_iter().rev().collect()`",
        ),
        ("vec![Box::new(m1::Migration); 3]", "6: the vector repeats an entry"),
        (
            "[Box::new(m1::Migration)].into()",
            "6: `migrations` gives `[Box::new(m1::Migration)].into()`, not one `vec![…]`",
        ),
        (
            "if true { vec![] } else { vec![] }",
            "6: `migrations` gives `if true { vec![] } else { vec![] }`, not one `vec![…]`",
        ),
        ("{ vec![] }", "6: `migrations` gives `{ vec![] }`, not one `vec![…]`"),
        ("all_migrations()", "6: `migrations` gives `all_migrations()`, not one `vec![…]`"),
        ("list![m1, m2]", "6: the macro `list!` makes the list, and macros are not expanded"),
        ("println!();\nvec![]", "6: code comes before the vector, and may decide what is in it"),
        ("#[cfg(feature = \"a\")]\nvec![]", "7: what `migrations` gives depends on `cfg(feature = \"a\")`"),
        ("vec![,]", "6: the vector has a comma before nothing"),
        ("", "5: `migrations` gives nothing"),
    ] {
        check_body(body, &format!("Migrator src/lib.rs:4\n  ? src/lib.rs:{why}"));
    }
}
