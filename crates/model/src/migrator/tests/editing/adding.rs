//! Migrations are added to crates of several files.

use std::path::Path;

use super::super::crate_of;
use super::{MIGRATION, NAME, check_added, migrator};
use crate::migrator::{Edit, Position};

#[test]
fn modules_in_another_file_than_the_vector() {
    let entries = "            Box::new(m20260801_000001_account::Migration),\n";
    let root = "mod m20260801_000001_account;\nmod migrator;\n";
    let beside = [("src/lib.rs", root), ("src/m20260801_000001_account.rs", MIGRATION)];
    let with = |uses: &str| format!("{uses}\n{}", migrator(entries));
    check_added(
        &[beside[0], beside[1], ("src/migrator.rs", &with("use crate::m20260801_000001_account;"))],
        "
        --- src/lib.rs
        mod m20260801_000001_account;
        mod m20261130_120000_add;
        mod migrator;
        --- src/migrator.rs
        use crate::m20260801_000001_account;
        impl MigratorTrait for M {
            fn migrations() {
                vec![
                    Box::new(m20260801_000001_account::Migration),
                    Box::new(super::m20261130_120000_add::Migration),
                ]
            }
        }
        module src/m20261130_120000_add.rs
        ",
    );
    check_added(
        &[beside[0], beside[1], ("src/migrator.rs", &with("use super::*;"))],
        "
        --- src/lib.rs
        mod m20260801_000001_account;
        mod m20261130_120000_add;
        mod migrator;
        --- src/migrator.rs
        use super::*;
        impl MigratorTrait for M {
            fn migrations() {
                vec![
                    Box::new(m20260801_000001_account::Migration),
                    Box::new(m20261130_120000_add::Migration),
                ]
            }
        }
        module src/m20261130_120000_add.rs
        ",
    );
    let full = migrator(&entries.replace("new(", "new(crate::"));
    check_added(
        &[beside[0], beside[1], ("src/migrator.rs", &full)],
        "
        --- src/lib.rs
        mod m20260801_000001_account;
        mod m20261130_120000_add;
        mod migrator;
        --- src/migrator.rs
        impl MigratorTrait for M {
            fn migrations() {
                vec![
                    Box::new(crate::m20260801_000001_account::Migration),
                    Box::new(crate::m20261130_120000_add::Migration),
                ]
            }
        }
        module src/m20261130_120000_add.rs
        ",
    );
}

#[test]
fn modules_in_a_folder() {
    let entries = "            Box::new(folder::m20260801_000001_account::Migration),\n";
    let beside = [
        ("src/folder/mod.rs", "pub mod helpers;\npub mod m20260801_000001_account;\n"),
        ("src/folder/m20260801_000001_account/mod.rs", MIGRATION),
    ];
    check_added(
        &[("src/lib.rs", &format!("mod folder;\n{}", migrator(entries))), beside[0], beside[1]],
        "
        --- src/lib.rs
        mod folder;
        impl MigratorTrait for M {
            fn migrations() {
                vec![
                    Box::new(folder::m20260801_000001_account::Migration),
                    Box::new(folder::m20261130_120000_add::Migration),
                ]
            }
        }
        --- src/folder/mod.rs
        pub mod helpers;
        pub mod m20260801_000001_account;
        pub mod m20261130_120000_add;
        module src/folder/m20261130_120000_add.rs
        ",
    );
    let renamed = format!("mod folder;\nuse folder as others;\n{}", migrator(&entries.replace("folder", "others")));
    check_added(
        &[("src/lib.rs", &renamed), beside[0], beside[1]],
        "
        --- src/lib.rs
        mod folder;
        use folder as others;
        impl MigratorTrait for M {
            fn migrations() {
                vec![
                    Box::new(others::m20260801_000001_account::Migration),
                    Box::new(others::m20261130_120000_add::Migration),
                ]
            }
        }
        --- src/folder/mod.rs
        pub mod helpers;
        pub mod m20260801_000001_account;
        pub mod m20261130_120000_add;
        module src/folder/m20261130_120000_add.rs
        ",
    );
    let named = "mod folder;\nuse folder::m20260801_000001_account::Migration as Account;\n";
    let named = format!("{named}{}", migrator("            Box::new(Account),\n"));
    check_added(
        &[("src/lib.rs", &named), beside[0], beside[1]],
        "
        --- src/lib.rs
        mod folder;
        use folder::m20260801_000001_account::Migration as Account;
        impl MigratorTrait for M {
            fn migrations() {
                vec![
                    Box::new(Account),
                    Box::new(folder::m20261130_120000_add::Migration),
                ]
            }
        }
        --- src/folder/mod.rs
        pub mod helpers;
        pub mod m20260801_000001_account;
        pub mod m20261130_120000_add;
        module src/folder/m20261130_120000_add.rs
        ",
    );
}

/// The file of a module is where Rust looks for it.
#[test]
fn the_file_of_the_module() {
    let file = |files: &[(&str, &str)], migrator: &str| {
        let of = crate_of(files);
        match of.register(of.migrator(Some(migrator)).unwrap(), NAME, Position::Start) {
            Ok(Edit::Changed { module, .. }) => module.unwrap(),
            other => panic!("{other:?}"),
        }
    };
    let entry = migrator("            Box::new(m20260801_000001_a::Migration),\n");
    let root = format!("mod m20260801_000001_a;\n{entry}");
    let named = |name: &str| format!("{name}/{NAME}.rs");
    for (path, folder) in [
        ("migration/src/lib.rs", "migration/src"),
        ("src/main.rs", "src"),
        ("src/db/migration/mod.rs", "src/db/migration"),
        ("src/root.rs", "src"),
    ] {
        assert_eq!(file(&[(path, &root)], "M"), Path::new(&named(folder)));
    }
    // Of a file of any other name what is there tells.
    let below = [("src/migration.rs", root.as_str()), ("src/migration/m20260801_000001_a.rs", MIGRATION)];
    assert_eq!(file(&below, "M"), Path::new(&named("src/migration")));
    let inline = format!("mod inner {{\n    mod m20260801_000001_a;\n{entry}}}\n");
    assert_eq!(file(&[("src/lib.rs", &inline)], "inner::M"), Path::new(&named("src/inner")));
    let placed = format!("#[path = \"../elsewhere\"]\n{inline}");
    assert_eq!(file(&[("src/lib.rs", &placed)], "M"), Path::new(&named("elsewhere")));
}

/// What is there in any module is there.
#[test]
fn what_is_elsewhere_already() {
    let entries = format!(
        "            Box::new(folder::{NAME}::Migration),\n            Box::new(m20260801_000001_account::Migration),\n"
    );
    let root = format!("mod folder;\nmod m20260801_000001_account;\n{}", migrator(&entries));
    check_added(&[("src/lib.rs", &root), ("src/folder.rs", &format!("pub mod {NAME};"))], "unchanged");
}
