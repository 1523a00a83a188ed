use super::*;
use crate::Dialect;

#[track_caller]
fn kinds(sql: &str, dialect: Dialect, expected: &[(TokenKind, &str)]) {
    let tokens = tokenize(sql, dialect);
    assert_eq!(tokens.iter().map(|token| (token.kind, token.text)).collect::<Vec<_>>(), expected, "{sql}");
    lossless(sql);
}

#[track_caller]
fn lossless(sql: &str) {
    for dialect in Dialect::ALL {
        let tokens = tokenize(sql, dialect);
        assert_eq!(tokens.iter().map(|token| token.text).collect::<String>(), sql, "{dialect}");
        assert!(tokens.iter().all(|token| &sql[token.span()] == token.text && !token.text.is_empty()), "{dialect}");
        normalize(sql, dialect);
        normalize_statement(sql, dialect);
    }
}

#[track_caller]
fn same(dialect: Dialect, expected: &str, spellings: &[&str]) {
    for spelling in spellings {
        assert_eq!(normalize(spelling, dialect), expected, "{spelling}");
        assert_eq!(normalize(&normalize(spelling, dialect), dialect), expected, "again: {spelling}");
    }
}

use Dialect::{Mysql, Postgres, Sqlite};
use TokenKind::{
    Blob, BlockComment, DollarString, LineComment, Number, Parameter, Punct, QuotedIdent, String as Str, Whitespace,
    Word,
};

#[test]
fn names_are_quoted_as_each_dialect_does() {
    kinds(r#""a""b""#, Sqlite, &[(QuotedIdent, r#""a""b""#)]);
    kinds("`a``b`", Sqlite, &[(QuotedIdent, "`a``b`")]);
    kinds("[a\"b]", Sqlite, &[(QuotedIdent, "[a\"b]")]);
    kinds("a[1]", Postgres, &[(Word, "a"), (Punct, "["), (Number, "1"), (Punct, "]")]);
    kinds(r#""a\"b""#, Mysql, &[(Str, r#""a\"b""#)]);
    kinds(r#"U&"d\0061""#, Postgres, &[(QuotedIdent, r#"U&"d\0061""#)]);
    kinds("naïve_名$1", Sqlite, &[(Word, "naïve_名$1")]);
    kinds("2fa", Mysql, &[(Word, "2fa")]);
}

#[test]
fn strings_follow_the_escapes_of_each_dialect() {
    kinds(r"'a\'b'", Mysql, &[(Str, r"'a\'b'")]);
    kinds(r"'a\'", Sqlite, &[(Str, r"'a\'")]);
    kinds(r"'a\'", Postgres, &[(Str, r"'a\'")]);
    kinds(r"E'a\'b'", Postgres, &[(Str, r"E'a\'b'")]);
    kinds("'it''s'", Sqlite, &[(Str, "'it''s'")]);
    kinds("x'00fF'", Sqlite, &[(Blob, "x'00fF'")]);
    kinds("$$a;'$$", Postgres, &[(DollarString, "$$a;'$$")]);
    kinds("$f$ $$ $f$;", Postgres, &[(DollarString, "$f$ $$ $f$"), (Punct, ";")]);
    kinds("a$$b", Postgres, &[(Word, "a$$b")]);
}

#[test]
fn comments_follow_each_dialect() {
    kinds("/* a /* b */ c */", Postgres, &[(BlockComment, "/* a /* b */ c */")]);
    kinds("/* a /* b */ c", Sqlite, &[(BlockComment, "/* a /* b */"), (Whitespace, " "), (Word, "c")]);
    kinds("-- a\nb", Sqlite, &[(LineComment, "-- a"), (Whitespace, "\n"), (Word, "b")]);
    kinds("1--2", Mysql, &[(Number, "1"), (Punct, "-"), (Punct, "-"), (Number, "2")]);
    kinds("# a", Mysql, &[(LineComment, "# a")]);
}

#[test]
fn numbers_parameters_and_operators() {
    kinds("1.5e-3", Sqlite, &[(Number, "1.5e-3")]);
    kinds(".5", Sqlite, &[(Number, ".5")]);
    kinds("0xFF", Sqlite, &[(Number, "0xFF")]);
    kinds("?1:a@b$c", Sqlite, &[(Parameter, "?1"), (Parameter, ":a"), (Parameter, "@b$c")]);
    kinds("$1::int", Postgres, &[(Parameter, "$1"), (Punct, "::"), (Word, "int")]);
    kinds("a->>'b'", Sqlite, &[(Word, "a"), (Punct, "->>"), (Str, "'b'")]);
    kinds("a@>-1", Postgres, &[(Word, "a"), (Punct, "@>-"), (Number, "1")]);
    kinds("a=-1", Postgres, &[(Word, "a"), (Punct, "="), (Punct, "-"), (Number, "1")]);
}

#[test]
fn what_is_not_terminated_reaches_to_the_end() {
    for (open, kind) in [("'", Str), ("\"", QuotedIdent), ("[", QuotedIdent), ("/*", BlockComment), ("x'", Blob)] {
        let sql = format!("{open} a ( \n é");
        kinds(&sql, Sqlite, &[(kind, &sql)]);
    }
    assert_eq!(tokenize("\"a", Sqlite)[0].ident(), None);
}

#[test]
fn any_mixture_of_pieces_is_lossless() {
    let pieces = [
        "'", "\"", "`", "[", "]", "$", "$a$", "--", "/*", "*/", "\n", "\r", " ", "\\", "é", "\u{feff}", "😀", "x'",
        "E'", "U&", "a", "1", ".", "e", "(", ")", ";", "\0", "?", "@", ":", "#", "+", "-",
    ];
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..3000 {
        let mut sql = String::new();
        for _ in 0..12 {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            sql.push_str(pieces[usize::try_from(seed % pieces.len() as u64).unwrap()]);
        }
        lossless(&sql);
    }
}

#[test]
fn nesting_costs_no_stack() {
    let deep = format!("{}1{}", "(".repeat(200_000), ")".repeat(200_000));
    assert_eq!(normalize(&deep, Sqlite), "1");
}

#[test]
fn expressions_compare_up_to_spacing_case_and_quoting() {
    same(
        Sqlite,
        "a > 0 and b in(1, 2)",
        &["((a>0 AND b IN (1,2)))", "\"A\" > 0 and /* x */ [b] in(1, 2) -- y", "`a`>0 and B IN(1,2)"],
    );
    same(Sqlite, "(a) or(b)", &["(a) OR (b)"]);
    same(Sqlite, "\"order\" = 'It''s'", &["\"Order\"='It''s'", "[ORDER] = 'It''s'"]);
    same(Postgres, "\"Name\"::text = lower(name)", &["(\"Name\" :: TEXT = lower (\"name\"))"]);
    same(Mysql, "json_valid(a)", &["(json_valid(`a`))", "JSON_VALID( `A` )"]);
    same(Sqlite, "- 1", &["-1", "( - 1 )"]);
    same(Sqlite, "", &["", "()", " "]);
    assert_ne!(normalize("'A'", Sqlite), normalize("'a'", Sqlite));
    assert_ne!(normalize("\"current_date\"", Sqlite), normalize("current_date", Sqlite));
    assert_ne!(normalize("a + 1", Sqlite), normalize("a + 10", Sqlite));
}

#[test]
fn statements_keep_their_parentheses() {
    let spellings =
        ["CREATE TABLE \"a\" (\n \"b\" int -- c\n);", "create table a(b int)", "create table [A]( `b` INT );"];
    for spelling in spellings {
        assert_eq!(normalize_statement(spelling, Sqlite), "create table a(b int)");
    }
    assert_ne!(normalize_statement("(a)", Sqlite), normalize_statement("a", Sqlite));
    assert_ne!(
        normalize_statement("create table t(a) /*!50100 partition by hash(a) */", Mysql),
        normalize_statement("create table t(a)", Mysql)
    );
}

#[test]
fn a_semicolon_ends_the_statement_and_not_its_comment() {
    let cases = [
        ("SELECT 1", "SELECT 1;"),
        ("SELECT 1 -- one", "SELECT 1 -- one\n;"),
        ("SELECT '-- one'", "SELECT '-- one';"),
        ("SELECT 1 /* one */", "SELECT 1 /* one */;"),
        ("SELECT 1 /* one", "SELECT 1 /* one */;"),
        ("SELECT 1 /*/", "SELECT 1 /*/ */;"),
        ("SELECT 1 -- one\n", "SELECT 1 -- one\n;"),
    ];
    for (sql, expected) in cases {
        assert_eq!(terminated(sql, Sqlite), expected);
    }
}
