use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use proptest::prelude::*;

use super::*;
use crate::rust::expr::Link;

/// What rustfmt makes of a file.
pub(in crate::rust) fn formatted(file: &str, edition: &str) -> String {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", edition, "--emit", "stdout", "--config-path", "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("rustfmt");
    rustfmt.stdin.take().unwrap().write_all(file.as_bytes()).unwrap();
    let output = rustfmt.wait_with_output().unwrap();
    // It complains of lines that are too wide, and leaves them.
    assert!(!output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn file(expressions: &[Expr]) -> String {
    let mut file = String::from("fn up() {\n");
    for expr in expressions {
        let _ = writeln!(file, "        {};", layout(expr, 8, 0, 1));
    }
    // Deeper by one than a function is, as a method in an `impl` is.
    format!("impl Migration {{\n    {file}    }}\n}}\n")
}

fn texts() -> impl Strategy<Value = Expr> {
    let text = prop_oneof![
        4 => "[a-z_]{1,12}",
        2 => "[a-z ]{1,70}",
        1 => "[a-zé漢 ]{1,30}",
        1 => "[a-z\"]{1,20}",
        1 => "[a-z]{60,120}",
        1 => "[a-z]{1,8}\n[a-z]{1,30}",
    ];
    text.prop_map(Expr::text)
}

fn expressions() -> impl Strategy<Value = Expr> {
    let word = prop_oneof![Just("0"), Just("ForeignKeyAction::Cascade"), Just("db"), Just("manager"), Just("a")];
    let leaf = prop_oneof![2 => word.prop_map(Expr::word), 5 => texts()];
    leaf.prop_recursive(5, 40, 6, |inner| {
        let many = |range| prop::collection::vec(inner.clone(), range);
        let name = prop_oneof![Just("Table::create"), Just("Err"), Just("ColumnDef::new"), Just("x")];
        let link = prop_oneof![
            6 => ("(col|not_null|foreign_key|t)", many(0..3)).prop_map(|(name, items)| Link::Method(name, items)),
            1 => Just(Link::Await),
        ];
        let root = prop_oneof![
            Just(Expr::word("db")),
            Just(Expr::word("manager")),
            (name.clone(), many(0..2)).prop_map(|(name, items)| Expr::call(name, items)),
        ];
        let chain =
            (root, prop::collection::vec(link, 1..7)).prop_map(|(root, links)| Expr::Chain(Box::new(root), links));
        prop_oneof![
            6 => chain,
            2 => (name, many(0..3)).prop_map(|(name, items)| Expr::call(name, items)),
            1 => many(2..4).prop_map(Expr::Tuple),
            1 => many(1..14).prop_map(Expr::Array),
        ]
    })
}

/// Two awaits in a row have their marks put together.
fn is_usual(expr: &Expr) -> bool {
    matches!(expr, Expr::Chain(..) | Expr::Call(..))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 25, failure_persistence: None, ..ProptestConfig::default() })]

    /// Each case is many expressions, as rustfmt takes longer to start than to format.
    #[test]
    fn rustfmt_leaves_everything_as_it_is(all in prop::collection::vec(expressions().prop_filter("a statement", is_usual), 1..80)) {
        let text = file(&all);
        prop_assert_eq!(formatted(&text, "2024"), text);
    }
}
