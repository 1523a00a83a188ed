use autogen_schema::{Check, ForeignKey, Ident, ReferentialAction};

use super::*;

const USERS: &str = r#"CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- the key
    "name" text NOT NULL COLLATE NOCASE, -- shown
    /* odd */ age int CHECK (age > 0),
    team_id int REFERENCES teams ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, -- theirs
    CONSTRAINT "u" UNIQUE (name, age),
    CHECK (age < 200) -- last
) STRICT"#;

#[track_caller]
fn check(source: &str, edit: impl FnOnce(&mut TableText) -> Result<(), EditError>, expected: &str) {
    let mut text = TableText::parse(source).unwrap();
    edit(&mut text).unwrap();
    assert_eq!(text.sql(), expected);
}

fn key(column: &str, target: &str, referenced: &str) -> ForeignKey {
    ForeignKey::new([column], target, [referenced])
}

#[test]
fn a_column_goes_behind_the_last_one() {
    check("CREATE TABLE t (a int, b int)", |t| t.add_column("c int"), "CREATE TABLE t (a int, b int, c int)");
    check("CREATE TABLE t (a int, CHECK (a))", |t| t.add_column("c int"), "CREATE TABLE t (a int, c int, CHECK (a))");
    check(
        "CREATE TABLE t (\n  a int -- x\n)",
        |t| t.add_column("c int"),
        "CREATE TABLE t (\n  a int, -- x\n  c int\n)",
    );
    check(USERS, |t| t.add_column("\"x\" text"), &USERS.replace("-- theirs\n", "-- theirs\n    \"x\" text,\n"));
    check("CREATE TABLE t (a int -- x\n)", |t| t.add_column("c int"), "CREATE TABLE t (a int, c int -- x\n)");
}

#[test]
fn a_constraint_goes_to_the_end() {
    check(
        USERS,
        |t| t.add_check(&Check::new(None, "1")),
        &USERS.replace("200) -- last", "200), -- last\n    CHECK (1)"),
    );
}

#[test]
fn constraints_stand_in_the_order_of_a_new_table() {
    let both = autogen_schema::PrimaryKey::new(["a", "b"]);
    let target = ForeignKey {
        columns: vec!["a".into(), "b".into()],
        referenced_columns: vec!["x".into(), "y".into()],
        ..key("a", "t", "x")
    };
    check(
        "CREATE TABLE t (a, b, CHECK (a))",
        |t| {
            t.add_foreign_key(&target)?;
            t.add_primary_key(&both, "")
        },
        "CREATE TABLE t (a, b, PRIMARY KEY (\"a\", \"b\"), FOREIGN KEY (\"a\", \"b\") REFERENCES \"t\" (\"x\", \"y\"), CHECK (a))",
    );
}

#[test]
fn a_comment_that_is_appended_ends_there() {
    check(
        "CREATE TABLE t (a, b)",
        |t| t.set_extra(&"a".into(), None, Some("CHECK (a) -- why")),
        "CREATE TABLE t (a CHECK (a) -- why\n, b)",
    );
    let noted = Check::new(None, "a -- so");
    check("CREATE TABLE t (a)", |t| t.add_check(&noted), "CREATE TABLE t (a, CHECK (a -- so\n))");
}

#[test]
fn a_column_goes_with_its_comma_and_its_line() {
    let name: Ident = "name".into();
    check("CREATE TABLE t (name int, b int)", |t| t.drop_column(&name), "CREATE TABLE t (b int)");
    check("CREATE TABLE t (a int, NAME int)", |t| t.drop_column(&name), "CREATE TABLE t (a int)");
    check("CREATE TABLE t (a, name, b)", |t| t.drop_column(&name), "CREATE TABLE t (a, b)");
    check("CREATE TABLE t (\n a, -- x\n name -- y\n)", |t| t.drop_column(&name), "CREATE TABLE t (\n a -- x\n)");
    check("CREATE TABLE t (a -- x\n, name)", |t| t.drop_column(&name), "CREATE TABLE t (a -- x\n)");
    check(USERS, |t| t.drop_column(&name), &USERS.replace("    \"name\" text NOT NULL COLLATE NOCASE, -- shown\n", ""));
    check(USERS, |t| t.drop_column(&"AGE".into()), &USERS.replace("age int CHECK (age > 0),", ""));
    let only = TableText::parse("CREATE TABLE t (name)").unwrap().drop_column(&name);
    assert_eq!(only, Err(EditError::OnlyColumn(name)));
}

#[test]
fn facets_of_a_column_are_set_in_place() {
    let (name, age): (Ident, Ident) = ("name".into(), "age".into());
    check(USERS, |t| t.set_type(&name, Some("varchar(9)")), &USERS.replace("\"name\" text", "\"name\" varchar(9)"));
    check(USERS, |t| t.set_type(&age, None), &USERS.replace("age int CHECK", "age CHECK"));
    check("CREATE TABLE t (age)", |t| t.set_type(&age, Some("int")), "CREATE TABLE t (age int)");
    check(USERS, |t| t.set_not_null(&name, false), &USERS.replace("text NOT NULL", "text"));
    check(USERS, |t| t.set_not_null(&name, true), USERS);
    check(USERS, |t| t.set_not_null(&age, true), &USERS.replace("age int", "age int NOT NULL"));
    check("CREATE TABLE t (age int NULL)", |t| t.set_not_null(&age, true), "CREATE TABLE t (age int NOT NULL)");
    check(USERS, |t| t.set_default(&name, Some("'x'")), &USERS.replace("NOT NULL", "NOT NULL DEFAULT 'x'"));
    check(
        "CREATE TABLE t (age DEFAULT(1+1) UNIQUE)",
        |t| t.set_default(&age, Some("3")),
        "CREATE TABLE t (age DEFAULT 3 UNIQUE)",
    );
    check("CREATE TABLE t (age DEFAULT -1)", |t| t.set_default(&age, None), "CREATE TABLE t (age)");
    check(USERS, |t| t.set_collation(&name, None), &USERS.replace(" COLLATE NOCASE", ""));
    check(USERS, |t| t.set_collation(&name, Some(&"RTRIM".into())), &USERS.replace("NOCASE", "\"RTRIM\""));
    check(USERS, |t| t.set_extra(&age, Some("check ( AGE>0 )"), Some("CHECK (age > 1)")), &USERS.replace("> 0", "> 1"));
    let missing = TableText::parse(USERS).unwrap().set_extra(&age, Some("UNIQUE"), None);
    assert_eq!(missing.unwrap_err().to_string(), "its stored text has no `unique` in column `age`");
}

#[test]
fn a_comment_before_a_word_keeps_its_line_end() {
    let age: Ident = "age".into();
    check(
        "CREATE TABLE t (age int -- x\n NOT NULL)",
        |t| t.set_not_null(&age, false),
        "CREATE TABLE t (age int -- x\n )",
    );
}

#[test]
fn constraints_are_known_by_what_they_say() {
    let check_of = |name: Option<&str>, expression: &str| Check::new(name.map(Ident::from), expression);
    check(USERS, |t| t.drop_check(&check_of(None, "AGE>0")), &USERS.replace(" CHECK (age > 0)", ""));
    check(
        USERS,
        |t| t.drop_check(&check_of(None, "age<200")),
        &USERS.replace("age),\n    CHECK (age < 200) -- last", "age)"),
    );
    check(
        USERS,
        |t| t.drop_unique(&["age".into(), "NAME".into()]),
        &USERS.replace("    CONSTRAINT \"u\" UNIQUE (name, age),\n", ""),
    );
    check(
        "CREATE TABLE t (a int UNIQUE ON CONFLICT IGNORE)",
        |t| t.drop_unique(&["a".into()]),
        "CREATE TABLE t (a int)",
    );
    check(USERS, |t| t.rename_constraint(&"U".into(), &"w".into()), &USERS.replace("\"u\"", "\"w\""));
    assert!(TableText::parse(USERS).unwrap().drop_check(&check_of(None, "0")).is_err());
}

#[test]
fn foreign_keys_are_known_by_their_columns_and_target() {
    let team = ForeignKey { on_delete: Some(ReferentialAction::Cascade), ..key("team_id", "teams", "id") };
    let clause = " REFERENCES teams ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED";
    check(USERS, |t| t.drop_foreign_key(&team), &USERS.replace(clause, ""));
    let to = ForeignKey { on_delete: None, on_update: Some(ReferentialAction::SetNull), ..team.clone() };
    check(USERS, |t| t.change_foreign_key(&team, &to), &USERS.replace("ON DELETE CASCADE", "ON UPDATE SET NULL"));
    let apart = "CREATE TABLE t (a int, FOREIGN KEY (a) REFERENCES x (id))";
    check(apart, |t| t.drop_foreign_key(&key("a", "X", "ID")), "CREATE TABLE t (a int)");
    let cascade = ForeignKey { on_delete: Some(ReferentialAction::Cascade), ..key("a", "x", "id") };
    check(
        apart,
        |t| t.change_foreign_key(&key("a", "x", "id"), &cascade),
        "CREATE TABLE t (a int, FOREIGN KEY (a) REFERENCES x (id) ON DELETE CASCADE)",
    );
    check(
        "CREATE TABLE t (a int)",
        |t| t.add_foreign_key(&cascade),
        "CREATE TABLE t (a int REFERENCES \"x\" (\"id\") ON DELETE CASCADE)",
    );
    assert!(TableText::parse(apart).unwrap().drop_foreign_key(&key("a", "y", "id")).is_err());
}

#[test]
fn the_primary_key_changes_place_with_its_columns() {
    let composite = autogen_schema::PrimaryKey::new(["a", "b"]);
    check("CREATE TABLE t (a int PRIMARY KEY, b int)", TableText::drop_primary_key, "CREATE TABLE t (a int, b int)");
    check(
        "CREATE TABLE t (a int, b int)",
        |t| t.add_primary_key(&composite, ""),
        "CREATE TABLE t (a int, b int, PRIMARY KEY (\"a\", \"b\"))",
    );
    check(USERS, |t| t.set_autoincrement(&"id".into(), false), &USERS.replace(" AUTOINCREMENT", ""));
    check(
        "CREATE TABLE t (a integer, PRIMARY KEY (a))",
        |t| t.set_autoincrement(&"a".into(), true),
        "CREATE TABLE t (a integer PRIMARY KEY AUTOINCREMENT)",
    );
}

#[test]
fn the_name_loses_its_schema() {
    check("CREATE TABLE main.[a b] (a)", |t| t.rename(&"c\"d".into()), "CREATE TABLE \"c\"\"d\" (a)");
}
