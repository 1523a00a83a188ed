//! Migrations are taken out.

use super::super::crate_of;
use super::super::lines::changes;
use super::{MIGRATION, check_removed, compare, migrator};
use crate::SourceFile;
use crate::migrator::Edit;

/// The first file of a crate with these modules and entries.
fn lib(modules: &str, entries: &str) -> String {
    format!("use a::b;\n\n{modules}\n\npub struct M;\n\n{}", migrator(entries))
}

/// Takes a migration out of a single file, and compares the lines that go and come.
#[track_caller]
fn check_lines(text: &str, migration: &str, expected: &str) {
    let of = crate_of(&[("src/lib.rs", text)]);
    let files = match of.unregister(&of.migrators[0], migration) {
        Ok(Edit::Changed { files, .. }) => files,
        Ok(Edit::Unchanged) => vec![SourceFile::new("src/lib.rs", text)],
        Err(error) => panic!("{error}"),
    };
    compare(&changes(text, &files[0].text), expected);
}

const TWO: &str =
    "            Box::new(m1::Migration), // one\n            // Two.\n            Box::new(m2::Migration), // two\n";

#[test]
fn whole_lines() {
    check_lines(
        &lib("mod m1;\nmod m2; // two", TWO),
        "m2",
        "
        - mod m2; // two
        -             Box::new(m2::Migration), // two
        ",
    );
    check_lines(
        &lib("mod m1;\n\n#[cfg(feature = \"x\")]\nmod m2;", TWO),
        "m2::Migration",
        r#"
        - #[cfg(feature = "x")]
        - mod m2;
        - 
        -             Box::new(m2::Migration), // two
        "#,
    );
    check_lines(
        &lib("mod m1;\n\nmod m2;", TWO),
        "m1",
        "
        - mod m1;
        - 
        -             Box::new(m1::Migration), // one
        ",
    );
    check_lines(&lib("mod m1;\nmod m2;", TWO), "m3", "");
    check_lines(&lib("mod m1;\nmod m2;\nmod m3;", TWO), "m3", "- mod m3;");
    check_lines(&lib("mod m1;", TWO), "m2", "-             Box::new(m2::Migration), // two");
    check_lines(
        &lib("mod m1;\nmod m2;", &TWO.replace(", // two", "")),
        "m2",
        "
        - mod m2;
        -             Box::new(m1::Migration), // one
        +             Box::new(m1::Migration) // one
        -             Box::new(m2::Migration)
        ",
    );
    let formatted = "            Box::new(m1::Migration),\n            Box::new(m2::Migration),\n";
    check_lines(
        &lib("mod m1;\nmod m2;", formatted),
        "m2",
        "
        - mod m2;
        -         vec![
        -             Box::new(m1::Migration),
        -             Box::new(m2::Migration),
        -         ]
        +         vec![Box::new(m1::Migration)]
        ",
    );
}

#[test]
fn parts_of_lines() {
    let several = "            Box::new(m1::Migration), Box::new(m2::Migration), /* 3 */ Box::new(m3::Migration),\n            Box::new(m4::Migration)\n";
    let several = lib("mod m1; mod m2; mod m3; mod m4;", several);
    check_lines(
        &several,
        "m1",
        "
        - mod m1; mod m2; mod m3; mod m4;
        + mod m2; mod m3; mod m4;
        -             Box::new(m1::Migration), Box::new(m2::Migration), /* 3 */ Box::new(m3::Migration),
        +             Box::new(m2::Migration), /* 3 */ Box::new(m3::Migration),
        ",
    );
    check_lines(
        &several,
        "m2",
        "
        - mod m1; mod m2; mod m3; mod m4;
        + mod m1; mod m3; mod m4;
        -             Box::new(m1::Migration), Box::new(m2::Migration), /* 3 */ Box::new(m3::Migration),
        +             Box::new(m1::Migration), /* 3 */ Box::new(m3::Migration),
        ",
    );
    check_lines(
        &several,
        "m3",
        "
        - mod m1; mod m2; mod m3; mod m4;
        + mod m1; mod m2; mod m4;
        -             Box::new(m1::Migration), Box::new(m2::Migration), /* 3 */ Box::new(m3::Migration),
        +             Box::new(m1::Migration), Box::new(m2::Migration), /* 3 */
        ",
    );
    check_lines(
        &several,
        "m4",
        "
        - mod m1; mod m2; mod m3; mod m4;
        + mod m1; mod m2; mod m3;
        -             Box::new(m1::Migration), Box::new(m2::Migration), /* 3 */ Box::new(m3::Migration),
        -             Box::new(m4::Migration)
        +             Box::new(m1::Migration), Box::new(m2::Migration), /* 3 */ Box::new(m3::Migration)
        ",
    );
    let hanging = lib("mod m1; mod m2;", "")
        .replace("[\n        ]", "[Box::new(m1::Migration),\n             Box::new(m2::Migration)]");
    check_lines(
        &hanging,
        "m1",
        "
        - mod m1; mod m2;
        + mod m2;
        -         vec![Box::new(m1::Migration),
        -              Box::new(m2::Migration)]
        +         vec![Box::new(m2::Migration)]
        ",
    );
    check_lines(
        &hanging,
        "m2",
        "
        - mod m1; mod m2;
        + mod m1;
        -         vec![Box::new(m1::Migration),
        -              Box::new(m2::Migration)]
        +         vec![Box::new(m1::Migration)]
        ",
    );
}

#[test]
fn parts_of_one_line() {
    let one_line = "mod m1;\nmod m2;\nimpl MigratorTrait for M {\n    fn migrations() { vec![/* a */ Box::new(m1::Migration) /* b */, /* c */ Box::new(m2::Migration) /* d */] }\n}\n";
    check_lines(
        one_line,
        "m1",
        "
        - mod m1;
        -     fn migrations() { vec![/* a */ Box::new(m1::Migration) /* b */, /* c */ Box::new(m2::Migration) /* d */] }
        +     fn migrations() { vec![/* c */ Box::new(m2::Migration) /* d */] }
        ",
    );
    check_lines(
        one_line,
        "m2",
        "
        - mod m2;
        -     fn migrations() { vec![/* a */ Box::new(m1::Migration) /* b */, /* c */ Box::new(m2::Migration) /* d */] }
        +     fn migrations() { vec![/* a */ Box::new(m1::Migration) /* b */] }
        ",
    );
}

#[test]
fn what_is_taken_out_of_several_files() {
    let files = [
        ("src/lib.rs", "mod folder;\nmod migrator;\n"),
        (
            "src/migrator.rs",
            &*format!("use crate::folder;\n{}", migrator("            Box::new(folder::m1::Migration),\n")),
        ),
        ("src/folder.rs", "pub mod m1;\npub mod m2;\n"),
        ("src/folder/m1/mod.rs", "mod m1;\n#[derive(DeriveMigrationName)]\npub struct Migration;"),
        ("src/folder/m1/m1.rs", "fn m1() {}"),
    ];
    check_removed(
        &files,
        "m1",
        "
        --- src/folder.rs
        pub mod m2;
        --- src/migrator.rs
        use crate::folder;
        impl MigratorTrait for M {
            fn migrations() {
                vec![]
            }
        }
        module src/folder/m1/mod.rs
        ",
    );
}

#[test]
fn what_cannot_be_taken_out() {
    let entries = "            Box::new(m1::Migration),\n            Box::new(m2::Migration),\n";
    let root = format!("mod m1;\nmod m2;\n{}", migrator(entries));
    let files = [("src/lib.rs", root.as_str()), ("src/m1.rs", MIGRATION), ("src/m2.rs", "use super::m1::Users;")];
    check_removed(
        &files,
        "m1",
        "
        src/m2.rs:1: `m1` is used here too
          help: let nothing use `m1` before it goes
        ",
    );
    let both = format!("{root}{}", migrator(entries).replace("for M", "for N"));
    check_removed(
        &[("src/lib.rs", &both)],
        "m2",
        "
        src/lib.rs:15: `m2` is used here too
          help: let nothing use `m2` before it goes
        ",
    );
    let twice = root.replace("m2::Migration", "m1::Other");
    check_removed(
        &[("src/lib.rs", &twice)],
        "m1",
        "
        src/lib.rs:3: several migrations of `M` could be meant by `m1`
          help: name it by its path, as its entry does
        ",
    );
    check_removed(
        &[("src/lib.rs", &twice)],
        "m1::Other",
        "
        src/lib.rs:6: `m1` is used here too
          help: let nothing use `m1` before it goes
        ",
    );
    let inline = root.replace("mod m2;", "mod m2 {\n    pub struct Migration;\n}");
    check_removed(
        &[("src/lib.rs", &inline)],
        "m2",
        "
        src/lib.rs:2: the module `m2` stands here in full
          help: take the module `m2` out by hand, and its entry in `migrations` of `M`
        ",
    );
    let here = format!("struct Own;\n{}", migrator("            Box::new(Own),\n"));
    check_removed(
        &[("src/lib.rs", &here)],
        "Own",
        "
        --- src/lib.rs
        struct Own;
        impl MigratorTrait for M {
            fn migrations() {
                vec![]
            }
        }
        ",
    );
    let code = "mod m1;\nimpl MigratorTrait for M {\n    fn migrations() {\n        all()\n    }\n}\n";
    check_removed(
        &[("src/lib.rs", code)],
        "m1",
        "
        src/lib.rs:4: `migrations` gives `all()`, not one `vec![…]`, so that nothing can be added to it or taken from it
          help: take `m1` out of `migrations` of `M` by hand, and its `mod`
          help: or let `migrations` be one `vec![…]` whose entries are `Box::new(module::Migration)`
        ",
    );
}
