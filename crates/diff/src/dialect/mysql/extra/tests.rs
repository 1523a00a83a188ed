use autogen_schema::{Check, Column, DataType, DefaultValue, SqlType, Table};

use super::{Part, has_extra, has_leftover, parts, strip};
use crate::dialect::Satisfied;

fn table() -> Table {
    let mut table = Table::new("t");
    table.columns = vec![Column {
        default: Some(DefaultValue::Expression("current_timestamp(6)".to_owned())),
        on_update: Some("current_timestamp(6)".to_owned()),
        collation: Some("utf8mb4_bin".into()),
        settings: vec!["INVISIBLE".to_owned()],
        ..Column::new("a", DataType::Reported(SqlType::parse("datetime(6)")))
    }];
    table.checks = vec![Check::new(Some("a".into()), "`a` > 0 and `a` <> ')'")];
    table
}

#[test]
fn what_is_appended_is_taken_apart() {
    let text = str::to_owned;
    for (extra, expected) in [
        ("CHECK (a > 0 AND (a <> ')'))", vec![Part::Check(text("a > 0 AND (a <> ')')"))]),
        ("on update now(6) INVISIBLE", vec![Part::OnUpdate(text("now(6)")), Part::Invisible]),
        (
            "DEFAULT -7 COLLATE `utf8mb4_bin` COMMENT 'it''s'",
            vec![Part::Default(text("-7")), Part::Collate(text("utf8mb4_bin")), Part::Comment(text("it's"))],
        ),
        ("GENERATED ALWAYS AS (b + 1) STORED UNIQUE KEY", vec![Part::Generated(text("b + 1")), Part::Unique]),
        ("DEFAULT (uuid()) UNIQUE", vec![Part::Default(text("uuid()")), Part::Unique]),
        ("DEFAULT CURRENT_TIMESTAMP", vec![Part::Default(text("CURRENT_TIMESTAMP"))]),
        ("REFERENCES p (id)", vec![Part::References]),
        ("CHECK (a", vec![Part::Other(text("CHECK"))]),
        ("ZEROFILL", vec![Part::Other(text("ZEROFILL"))]),
        ("", vec![]),
    ] {
        assert_eq!(parts(extra), expected, "{extra}");
    }
}

#[test]
fn what_is_appended_is_looked_for() {
    for (extra, expected) in [
        ("CHECK (a > 0 AND a <> ')')", Satisfied::Yes),
        ("CHECK (a > 1)", Satisfied::No),
        ("ON UPDATE NOW(6)", Satisfied::Yes),
        ("ON UPDATE NOW()", Satisfied::No),
        ("DEFAULT CURRENT_TIMESTAMP(6) INVISIBLE", Satisfied::Yes),
        ("COLLATE utf8mb4_bin", Satisfied::Yes),
        ("COLLATE utf8mb4_general_ci", Satisfied::No),
        ("COMMENT 'x'", Satisfied::No),
        ("UNIQUE", Satisfied::No),
        ("ZEROFILL", Satisfied::NotCompared),
    ] {
        assert_eq!(has_extra(&table(), &"a".into(), extra), expected, "{extra}");
    }
    assert!(has_leftover(&table(), &"a".into(), "INVISIBLE CHECK (a > 5)", "CHECK (a > 5)"));
    assert!(!has_leftover(&table(), &"a".into(), "ON UPDATE NOW(6)", "on update current_timestamp(6)"));
}

#[test]
fn what_was_appended_is_taken_away() {
    let mut table = table();
    strip(&mut table, &"A".into(), "CHECK (a > 0 AND a <> ')') INVISIBLE ON UPDATE now(6)");
    assert!(table.checks.is_empty());
    assert_eq!((&table.columns[0].on_update, table.columns[0].settings.len()), (&None, 0));
    assert!(table.columns[0].default.is_some());
}
