use std::path::Path;

use autogen_schema::{Dialect, TableName};
use proptest::prelude::*;

use super::*;

const PHONE: &str = "\
-- Add phone number
--
-- Revision: 8f3c1d2ab4e0
-- Revises: 1975ea83b712
-- Created: 2026-11-22T09:28:00Z
-- Format: 1
--
-- Changes:
--   + column users.phone_number string(20) null
--   + table phones (id integer,
--       number text)
--   + index users(phone_number)

-- autogen: upgrade
ALTER TABLE \"users\" ADD COLUMN \"phone_number\" varchar(20);

-- autogen: downgrade
ALTER TABLE \"users\" DROP COLUMN \"phone_number\";
";

fn parse(text: &str) -> Result<Revision, String> {
    Revision::parse(Path::new("r.sql"), text).map_err(|error| error.to_string())
}

/// A file with a good header and `body`.
fn with_body(body: &str) -> String {
    format!("-- M\n--\n-- Revision: abc1\n-- Revises: (base)\n-- Format: 1\n\n{body}")
}

fn with_header(header: &str) -> String {
    format!("-- M\n--\n{header}\n\n-- autogen: upgrade\n-- autogen: downgrade\n")
}

#[test]
fn a_file_is_taken_apart() {
    let revision = parse(PHONE).unwrap();
    assert_eq!(revision.header.id.as_str(), "8f3c1d2ab4e0");
    assert_eq!(revision.header.revises, ["1975ea83b712".parse().unwrap()]);
    assert_eq!(revision.header.message, "Add phone number");
    assert_eq!(revision.header.created.as_deref(), Some("2026-11-22T09:28:00Z"));
    let changes: Vec<_> = revision.change_lines.iter().map(|change| (change.line, change.text.as_str())).collect();
    let expected = [
        (9, "+ column users.phone_number string(20) null"),
        (10, "+ table phones (id integer, number text)"),
        (12, "+ index users(phone_number)"),
    ];
    assert_eq!(changes, expected);
    let [up, down] = &revision.sections[..] else { panic!("two sections") };
    assert_eq!((up.direction, up.first_line, up.transaction, up.rebuild), (Direction::Upgrade, 15, true, false));
    assert_eq!(up.body, "ALTER TABLE \"users\" ADD COLUMN \"phone_number\" varchar(20);\n\n");
    assert_eq!((down.direction, down.first_line), (Direction::Downgrade, 18));
}

#[test]
fn byte_order_mark_and_crlf_are_read() {
    let text = format!("\u{feff}{}", PHONE.replace('\n', "\r\n"));
    assert_eq!(parse(&text).unwrap(), parse(PHONE).unwrap());
}

#[test]
fn a_header_is_read_without_its_body() {
    let text = PHONE.split("-- Changes").next().unwrap();
    assert_eq!(Header::parse(Path::new("r.sql"), text).unwrap(), parse(PHONE).unwrap().header);
    let broken_body = format!("{text}-- autogen: nonsense\n'");
    assert!(Header::parse(Path::new("r.sql"), &broken_body).is_ok());
}

#[test]
fn a_base_is_written_in_several_ways() {
    for base in ["(base)", "<base>", ""] {
        let text = with_header(&format!("-- Revision: abc1\n-- Revises: {base}\n-- Format: 1"));
        assert_eq!(parse(&text).unwrap().header.revises, []);
    }
}

#[test]
fn merges_dependencies_and_branches() {
    let text = with_header("-- Revision: m\n-- Revises: a, b\n-- Depends: c\n-- Branch: billing\n-- Format: 1");
    let header = parse(&text).unwrap().header;
    let requires: Vec<_> = header.requires().map(crate::RevisionId::as_str).collect();
    assert_eq!(requires, ["a", "b", "c"]);
    assert_eq!(header.branch, ["billing"]);
}

#[test]
fn header_errors_name_the_line() {
    let cases = [
        ("-- Revises: a\n-- Format: 1", "r.sql:5: the header has no `Revision:` line"),
        ("-- Revision: b\n-- Format: 1", "r.sql:5: the header has no `Revises:` line"),
        ("-- Revision: b\n-- Revises: a", "r.sql:5: the header has no `Format:` line"),
        ("-- Revision: b\n-- Revision: b", "r.sql:4: the header has a second `Revision:` line"),
        ("-- Revision: b\n-- Revise: a\n-- Format: 1", "r.sql:4: `Revise: a` is not a header line"),
        ("-- Revision: a-b", "r.sql:3: character '-' is not allowed in revision identifier `a-b`"),
        ("-- Revision: b\n-- Revises: a, a", "r.sql:4: `a` is listed twice"),
        ("-- Revision: b\n-- Format: 2", "r.sql:4: revision file format 2 is unknown; this version reads format 1"),
        ("-- Revision: b\n-- Format: x", "r.sql:4: `x` is not a format number"),
        ("-- Revision: b\n-- Created: now", "r.sql:4: `now` is not a UTC time like `2026-11-22T09:28:00Z`"),
        ("-- Revision: b\n-- Revises: b\n-- Format: 1", "r.sql:6: self-loop: revision `b` names itself in `Revises:`"),
    ];
    for (header, expected) in cases {
        assert_eq!(parse(&with_header(header)).unwrap_err(), expected, "{header}");
    }
    assert_eq!(parse("").unwrap_err(), "r.sql:1: the header has no `Revision:` line");
    assert_eq!(parse("SELECT 1;").unwrap_err(), "r.sql:1: the header has no `Revision:` line");
    let reserved = parse(&with_header("-- Revision: head")).unwrap_err();
    assert!(reserved.contains("`head` cannot be a revision id"), "{reserved}");
}

#[test]
fn section_errors_name_the_line() {
    let cases = [
        ("", "r.sql:6: there is no `-- autogen: upgrade` section"),
        ("-- autogen: upgrade\n", "r.sql:7: there is no `-- autogen: downgrade` section"),
        ("SELECT 1;\n-- autogen: upgrade\n", "r.sql:7: only `--` comments may stand before the first section"),
        ("-- autogen: expects t 0123456789abcdef\n", "r.sql:7: only `--` comments may stand before the first section"),
        ("-- autogen: upgrad\n", "r.sql:7: `-- autogen: upgrad` is not a marker"),
        (
            "-- autogen: upgrade oracle\n",
            "r.sql:7: in a section marker: unknown dialect `oracle`; the dialects are sqlite, postgres and mysql",
        ),
        ("-- autogen: upgrade rebuild rebuild\n", "r.sql:7: `rebuild` is twice in a section marker"),
        ("-- autogen: upgrade\n-- autogen: upgrade sqlite\n", "r.sql:8: a second upgrade section for sqlite"),
        (
            "-- autogen: upgrade\n-- autogen: expects t 12\n",
            "r.sql:8: `expects` needs the name of a table or column and a fingerprint of 16 hexadecimal digits",
        ),
        ("-- autogen: upgrade\n-- autogen: irreversible x\n", "r.sql:8: `irreversible` belongs in a downgrade section"),
        (
            "-- autogen: upgrade\nSELECT 1,\n'a\n-- autogen: downgrade\n",
            "r.sql:9: a string that starts here is not closed",
        ),
        ("-- autogen: upgrade\n/* a\n-- autogen: downgrade\n", "r.sql:8: a comment that starts here is not closed"),
        ("-- autogen: upgrade\n\0", "r.sql:8: a NUL character"),
        ("-- Changes: none\n", "r.sql:7: a second or malformed `Changes:` line"),
        ("-- Changes:\n--   + x\n--\n-- Changes:\n", "r.sql:10: a second or malformed `Changes:` line"),
    ];
    for (body, expected) in cases {
        assert_eq!(parse(&with_body(body)).unwrap_err(), expected, "{body}");
    }
}

#[test]
fn a_bad_change_line_is_shown_with_its_line() {
    let text = with_body(
        "-- Changes:\n--   + table t (id integer)\n--   ? what\n\n-- autogen: upgrade\n-- autogen: downgrade\n",
    );
    let error = parse(&text).unwrap().changes().unwrap_err();
    assert_eq!(error.line, 9);
}

#[test]
fn markers_inside_literals_and_comments_are_text() {
    let body = "-- autogen: upgrade\nINSERT INTO t VALUES ('\n-- autogen: downgrade\n');\n/*\n-- autogen: downgrade\n*/\n  \
                -- autogen: downgrade\n-- autogen: downgrade\nDELETE FROM t;\n";
    let revision = parse(&with_body(body)).unwrap();
    assert_eq!(revision.sections.len(), 2);
    assert_eq!(revision.sections[1].body, "DELETE FROM t;\n");
    assert_eq!(revision.sections[1].first_line, 16);
}

#[test]
fn sections_have_dialects_options_and_guards() {
    let body = "-- autogen: upgrade postgres sqlite rebuild\n-- autogen: expects users 0123456789abcdef\n\
                -- autogen: expects \"my \\\"odd\\u{a} table\" FEDCBA9876543210\nSELECT 1;\n\
                -- autogen: upgrade mysql no-transaction\n-- autogen: expects column db.\"a b\".c 0123456789abcdef\n\
                -- autogen: expects column 0123456789abcdef\n-- autogen: downgrade\n-- autogen: irreversible rows are gone\n";
    let revision = parse(&with_body(body)).unwrap();
    let [up, mysql, down] = &revision.sections[..] else { panic!("three sections") };
    assert_eq!(up.dialects, [Dialect::Sqlite, Dialect::Postgres]);
    assert!(up.rebuild && up.transaction);
    assert_eq!(
        up.guards[0],
        Guard { table: "users".into(), column: None, fingerprint: "0123456789abcdef".to_owned(), line: 8 }
    );
    assert_eq!(up.guards[1].table.name.as_str(), "my \"odd\n table");
    assert_eq!(up.guards[1].fingerprint, "fedcba9876543210");
    assert!(!mysql.transaction);
    let fingerprint = || "0123456789abcdef".to_owned();
    let column = Guard {
        table: TableName::in_schema("db", "a b"),
        column: Some("c".into()),
        fingerprint: fingerprint(),
        line: 12,
    };
    assert_eq!(
        mysql.guards,
        [column, Guard { table: "column".into(), column: None, fingerprint: fingerprint(), line: 13 }]
    );
    assert_eq!(mysql.marker(), "-- autogen: upgrade mysql no-transaction");
    assert_eq!(down.irreversible.as_deref(), Some("rows are gone"));
    assert!(revision.is_guarded());
    assert_eq!(revision.sections(Direction::Upgrade, Dialect::Sqlite).unwrap(), [up]);
    assert_eq!(revision.sections(Direction::Downgrade, Dialect::Mysql).unwrap(), [down]);
}

#[test]
fn a_dialect_without_a_section_is_an_error() {
    let revision = parse(&with_body("-- autogen: upgrade postgres\n-- autogen: downgrade postgres\n")).unwrap();
    let error = revision.sections(Direction::Upgrade, Dialect::Sqlite).unwrap_err();
    assert_eq!(error.to_string(), "r.sql:1: there is no upgrade section for sqlite");
}

#[test]
fn hand_written_messages_need_no_escapes() {
    assert_eq!(parse_message(["C:\\temp, \\u{zz}", "\\", "b"]), "C:\\temp, \\u{zz}\n\nb");
}

proptest! {
    #[test]
    fn any_message_survives(message in message()) {
        let text = format!(
            "-- {}\n--\n-- Revision: abc1\n-- Revises: (base)\n-- Format: 1\n--\n-- autogen: upgrade\n-- autogen: downgrade\n",
            render_message(&message),
        );
        let revision = Revision::parse(Path::new("r.sql"), &text).unwrap();
        prop_assert_eq!(&revision.header.message, &message);
        prop_assert_eq!(revision.header.id.as_str(), "abc1");
        prop_assert_eq!(revision.sections.len(), 2);
    }

    #[test]
    fn no_text_panics(
        text in "\\PC*",
        body in "(-- autogen: (upgrade|downgrade|expects t)?|--|['\"\\[/*$;]|-- Changes:|--   +|\n| |\\PC)*",
    ) {
        let _ = parse(&text);
        let _ = parse(&with_body(&body));
    }
}

/// Anything, and lines that look like what stands around a message.
fn message() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        any::<String>(),
        Just("Revision: evil".to_owned()),
        Just("autogen: upgrade".to_owned()),
        Just("Changes:".to_owned()),
        Just("--".to_owned()),
        Just("*/ 'x' \\".to_owned()),
        Just("\\u{41}\\n".to_owned()),
        Just("\u{3000}\u{a0} ".to_owned()),
        "[ \\\\\t\r\u{85}\u{2028}a]*",
    ];
    proptest::collection::vec(line, 0..4).prop_map(|lines| lines.join("\n"))
}

#[test]
fn sections_for_every_dialect_are_read_in_the_one_that_they_are_written_in() {
    let bodies = [
        "DO $$ BEGIN RAISE NOTICE 'it''s'; -- it's\nEND $$;",
        "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $x$ SELECT 'it' -- don't\n$x$;",
        "SELECT E'it\\'s';",
        "/* /* it's */ ' */ SELECT 1;",
        "INSERT INTO a VALUES ('it\\'s', \"it's\");",
        "SELECT 1 # it's\n;",
        "SELECT \"it's\"",
        "SELECT 'a\\'",
        "SELECT [it's]",
        "SELECT '\n-- autogen: downgrade\n'",
    ];
    for body in bodies {
        // An apostrophe in each section would close the other's.
        let text = with_body(&format!("-- autogen: upgrade\n{body}\n-- autogen: downgrade\n{body}\n"));
        let revision = parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        for direction in [Direction::Upgrade, Direction::Downgrade] {
            let sections = revision.sections(direction, Dialect::Postgres).unwrap();
            assert_eq!(sections.iter().map(|section| section.body.trim()).collect::<Vec<_>>(), [body], "{text}");
        }
    }
}

#[test]
fn what_no_dialect_closes_is_named() {
    let cases = [
        ("upgrade", "SELECT 'x", "a string"),
        ("upgrade", "SELECT \"x", "a quoted name"),
        ("upgrade postgres", "DO $a$ it's $b$", "a string"),
        ("upgrade postgres", "SELECT 1 /* /* */", "a comment"),
        ("upgrade postgres", "SELECT E'\\'", "a string"),
        ("upgrade mysql", "SELECT \"it's", "a string"),
        ("upgrade mysql", "SELECT `x", "a quoted name"),
        ("upgrade sqlite", "SELECT [x", "a quoted name"),
        ("upgrade sqlite", "SELECT 'it''", "a string"),
    ];
    for (marker, body, what) in cases {
        let error = parse(&with_body(&format!("-- autogen: {marker}\n{body}\n-- autogen: downgrade\n"))).unwrap_err();
        assert!(error.contains(&format!("{what} that starts here is not closed")), "{body}: {error}");
    }
}
