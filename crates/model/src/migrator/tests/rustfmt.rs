//! What an edit writes is what rustfmt would leave.

use std::io::Write as _;
use std::process::{Command, Stdio};

use rayon::prelude::*;

use super::registering::alone;
use crate::migrator::{Edit, Position};

/// Returns a text as rustfmt has it.
fn formatted(text: &str, edition: &str) -> Option<String> {
    let mut rustfmt = Command::new("rustfmt");
    // Not as this repository has it, but as migration crates are.
    let defaults = "max_width=100,use_small_heuristics=Default";
    rustfmt.args(["--edition", edition, "--config", defaults]).stdin(Stdio::piped());
    let mut child = rustfmt.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

/// Whether rustfmt leaves a text as it is. (For a text that it is handed `--check` says yes to everything.)
pub(super) fn is_formatted(text: &str, edition: &str) -> bool {
    formatted(text, edition).is_some_and(|formatted| formatted == text)
}

/// Every width at which something is written otherwise, in every kind of vector.
#[test]
fn names_of_every_length() {
    let lengths = [18, 19, 25, 26, 27, 28, 31, 38, 39, 40, 41, 44, 45, 56, 63, 64, 65, 66, 67, 68, 71, 72, 73, 80];
    let bodies = [
        "vec![]",
        "vec![Box::new(A)]",
        "vec![Box::new(m1::Migration) as Box<dyn MigrationTrait>]",
        "vec![\n            Box::new(m1::Migration), // one\n        ]",
        "let all = vec![];\n        all",
        "let all: Vec<Box<dyn MigrationTrait>> = vec![];\n        all",
        "let mut migrations: Vec<Box<dyn MigrationTrait>> = vec![Box::new(A)];\n        migrations",
    ];
    bodies.par_iter().for_each(|body| {
        let text = format!(
            "mod m1;\n\nstruct Migrator;\nstruct A;\n\nimpl MigratorTrait for Migrator {{\n    fn migrations() -> Vec<Box<dyn MigrationTrait>> {{\n        {body}\n    }}\n}}\n"
        );
        assert!(is_formatted(&text, "2024"), "{text}");
        let of = alone(&text);
        for length in lengths {
            let name = format!("m20260101_000000_{}", "x".repeat(length - 17));
            let edit = of.register(of.migrator(None).unwrap(), &name, Position::End).unwrap();
            let Edit::Changed { files, .. } = edit else { panic!("nothing is added") };
            let expected = formatted(&files[0].text, "2024").unwrap();
            assert!(files[0].text == expected, "<<<rustfmt\n{expected}>>>\n<<<actual\n{}>>>", files[0].text);
        }
    });
}

/// Modules come in the order that rustfmt puts them in.
#[test]
fn the_order_of_modules() {
    let names = [
        "a",
        "a1",
        "a10",
        "a2",
        "a_1",
        "a__",
        "ab",
        "A",
        "_a",
        "m001_x",
        "m01_x",
        "m1_x",
        "m1_y",
        "m01",
        "m1",
        "m20260203_0000025_a",
        "m20260203_000002_b",
        "m20260203_000003_c",
        "m20260203_000002",
        "m20260203_000002_bc",
        "m20260203_000002_b_c",
        "m_1",
        "schema",
        "m99999999999999999999999999_a",
        "m99999999999999999999999998_b",
        "mé1",
        "mé",
    ];
    let declared = |names: &[&str]| names.iter().flat_map(|name| ["mod ", *name, ";\n"]).collect::<String>();
    let mut sorted = names.to_vec();
    sorted.sort_unstable();
    for edition in ["2018", "2021", "2024"] {
        assert_eq!(declared(&sorted), formatted(&declared(&names), edition).unwrap(), "{edition}");
    }
}
