//! What is done to tables, and what stays as it was.

use autogen_diff::Operation;
use autogen_schema::{Column, ColumnType as Ty, DataType, ForeignKey, ReferentialAction as Action, StringLength};

use super::database::{Outcome, check};
use crate::support::operations::{self as op, add, alter, drop, not_null, retype, text, typed, with_default};

/// A table with one of everything that a careless rebuild loses.
const RICH: &str = r#"
CREATE TABLE teams (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO teams VALUES (1, 'one'), (2, 'two');
CREATE TABLE Users (
  id integer primary key AUTOINCREMENT, -- never given twice
  [email] VARCHAR(100) NOT NULL COLLATE NOCASE UNIQUE ON CONFLICT IGNORE,
  "full name" TEXT DEFAULT 'it''s' CHECK (length("full name") > 0), /* shown, on top */
  team_id INTEGER REFERENCES teams ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  age int CHECK (age > 0),
  fax text,
  twice INTEGER GENERATED ALWAYS AS (age * 2) STORED,
  half INTEGER AS (age / 2),
  CONSTRAINT grown CHECK (age < 200), CHECK (team_id <> 99)
);
INSERT INTO users (id, email, "full name", team_id, age, fax) VALUES
  (1, 'a@x', 'A', 1, 10, 'f'), (2, 'b@x', NULL, NULL, NULL, NULL), (7, 'c@x', 'C', 2, 30, '0123');
DELETE FROM users WHERE id = 7;
CREATE INDEX users_desc ON users (age DESC, email COLLATE RTRIM);
CREATE INDEX users_expr ON users (lower(email)) WHERE age > 5;
CREATE UNIQUE INDEX "users odd" ON users (email, team_id);
CREATE TABLE log (what TEXT);
CREATE TRIGGER users_new AFTER INSERT ON users WHEN NEW.age > 1 BEGIN
  INSERT INTO log (what) VALUES ('new ' || NEW.email); SELECT CASE WHEN 1 THEN 2 END;
END;
CREATE TRIGGER teams_gone AFTER DELETE ON teams BEGIN UPDATE users SET age = 1 WHERE team_id = OLD.id; END;
CREATE VIEW v1 AS SELECT * FROM users;
CREATE VIEW v2 AS SELECT email, age FROM v1;
CREATE VIEW v3 AS SELECT count(*) AS n FROM v2;
CREATE TRIGGER v2_in INSTEAD OF INSERT ON v2 BEGIN INSERT INTO users (email) VALUES (NEW.email); END;
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE);
INSERT INTO posts VALUES (1, 1), (2, 2), (3, 1);
"#;

/// Says that everything of [`RICH`] but what a case is about is still there.
async fn assert_rich(outcome: &Outcome) {
    let dump = outcome.database.dump().await;
    let users = &dump[&("table".to_owned(), "Users".to_owned())];
    for part in [
        "autoincrement",
        "unique on conflict ignore",
        "collate nocase",
        "default 'it''s'",
        "on delete cascade deferrable initially deferred",
        "generated always as(age * 2) stored",
        "as(age / 2)",
        "constraint grown check(age < 200)",
        "check(team_id <> 99)",
    ] {
        let spaceless = |text: &str| text.replace(' ', "").to_lowercase();
        assert!(spaceless(users).contains(&spaceless(part)), "{part}: {users}");
    }
    for (kind, name) in [
        ("index", "users_desc"),
        ("index", "users_expr"),
        ("index", "users odd"),
        ("trigger", "users_new"),
        ("trigger", "teams_gone"),
        ("trigger", "v2_in"),
        ("view", "v1"),
        ("view", "v2"),
        ("view", "v3"),
    ] {
        assert!(dump.contains_key(&(kind.to_owned(), name.to_owned())), "{kind} {name}");
    }
    // Children survive, and the counter remembers what was deleted.
    assert_eq!(outcome.database.query("SELECT count(*) FROM posts").await, ["3"]);
    assert_eq!(outcome.database.counters().await, ["Users | 7"]);
}

#[tokio::test]
async fn a_rebuild_loses_nothing_that_it_does_not_change() {
    let outcome = check(RICH, |s| vec![alter(s, "users", "full name", |c| c.default = None)]).await;
    assert!(
        outcome.up.contains("-- never given twice") && outcome.up.contains("/* shown, on top */"),
        "{}",
        outcome.up
    );
    assert_eq!(outcome.hazards, ["copies all rows of Users"]);
}

#[tokio::test]
async fn every_facet_of_a_column_changes_in_a_rich_table() {
    let cases: Vec<fn(&autogen_schema::Schema) -> Vec<Operation>> = vec![
        |s| {
            vec![alter(s, "users", "fax", |c| c.default = Some(autogen_schema::DefaultValue::Text("-- no".to_owned())))]
        },
        |s| vec![retype(s, "users", "fax", Ty::String(StringLength::Limit(30)))],
        |s| vec![alter(s, "users", "fax", |c| c.collation = Some("RTRIM".into()))],
        |s| vec![alter(s, "users", "fax", |c| c.extra = Some("CHECK (fax <> '')".to_owned()))],
        |_| vec![add("users", with_default(not_null(typed("at", Ty::Timestamp)), "CURRENT_TIMESTAMP"))],
        |_| vec![op::check("users", Some("it's"), "fax <> ';'")],
        |_| {
            vec![
                add("users", typed("other", Ty::Integer)),
                op::add_key("users", op::key(&["other"], "teams", &["id"])),
                op::check("users", None, "other > 0"),
            ]
        },
        |s| op::on_delete(s, "users", &["team_id"], None),
        |s| op::on_delete(s, "users", &["team_id"], Some(Action::SetNull)),
        |_| vec![op::drop_check("users", "team_id <> 99"), op::check("users", None, "team_id<>99")],
    ];
    for (number, case) in cases.into_iter().enumerate() {
        let outcome = check(RICH, case).await;
        if ![7, 8].contains(&number) {
            assert_rich(&outcome).await;
        }
    }
}

#[tokio::test]
async fn what_sqlite_alters_in_place_is_not_copied() {
    let native = |outcome: &Outcome| {
        assert!(
            !outcome.up.contains("_autogen_new") && !outcome.down.contains("_autogen_new"),
            "{}{}",
            outcome.up,
            outcome.down
        );
    };
    native(&check(RICH, |_| vec![add("users", text("phone"))]).await);
    native(&check(RICH, |_| vec![add("users", with_default(not_null(text("phone")), "'none'"))]).await);
    native(
        &check(RICH, |_| {
            vec![
                add("users", typed("other", Ty::Integer)),
                op::add_key(
                    "users",
                    ForeignKey { on_delete: Some(Action::Cascade), ..op::key(&["other"], "teams", &["id"]) },
                ),
            ]
        })
        .await,
    );
    native(
        &check(RICH, |_| {
            vec![add("users", text("phone")), op::unique("users", &["phone"]), op::index("users", &["phone", "age"])]
        })
        .await,
    );
    native(&check(RICH, |s| vec![op::drop_index(s, "users", "users_desc")]).await);
    native(&check(RICH, |_| vec![op::index("users", &["email"]), op::unique("users", &["id", "fax"])]).await);
    native(&check("CREATE TABLE t (a, b text); INSERT INTO t VALUES (1, 2)", |s| vec![drop(s, "t", "b")]).await);
}

#[tokio::test]
async fn a_column_that_is_added_reads_like_written_by_hand() {
    let outcome = check(
        "CREATE TABLE teams (id integer PRIMARY KEY);\nCREATE TABLE users (\n    id integer PRIMARY KEY\n);",
        |_| {
            vec![
                add("users", typed("team_id", Ty::Integer)),
                op::add_key(
                    "users",
                    ForeignKey { on_delete: Some(Action::SetNull), ..op::key(&["team_id"], "teams", &["id"]) },
                ),
                op::index("users", &["team_id"]),
            ]
        },
    )
    .await;
    assert_eq!(
        outcome.up,
        "ALTER TABLE \"users\" ADD COLUMN \"team_id\" integer REFERENCES \"teams\" (\"id\") ON DELETE SET NULL;\nCREATE INDEX \"idx-users-team_id\" ON \"users\" (\"team_id\");\n"
    );
    assert_eq!(outcome.down, "DROP INDEX \"idx-users-team_id\";\nALTER TABLE \"users\" DROP COLUMN \"team_id\";\n");
    assert_eq!(outcome.lost, ["destroys the values of users.team_id"]);
}

#[tokio::test]
async fn a_dropped_column_comes_back_where_it_was() {
    let before = "CREATE TABLE t (a integer PRIMARY KEY, fax text NOT NULL, n real NOT NULL DEFAULT 1.5, z blob); INSERT INTO t VALUES (1, 'f', 2, x'00'), (2, 'g', 3, NULL);";
    let outcome = check(before, |s| vec![drop(s, "t", "fax")]).await;
    assert_eq!(outcome.hazards, ["destroys the values of t.fax"]);
    assert_eq!(outcome.lost, ["the dropped values of t.fax are gone: filled with ''", "copies all rows of t"]);
    let outcome = check(before, |s| vec![drop(s, "t", "z")]).await;
    assert_eq!(outcome.down, "ALTER TABLE \"t\" ADD COLUMN z blob;\n");
}

#[tokio::test]
async fn what_is_made_up_keeps_to_keys_and_uniques() {
    let before = "CREATE TABLE p (id text primary key); INSERT INTO p VALUES ('x'), ('y');
        CREATE TABLE t (id integer primary key, email varchar NOT NULL, p_id text NOT NULL REFERENCES p (id), at timestamp_text NOT NULL, u uuid_text NOT NULL, n int UNIQUE DEFAULT 1, z int);
        CREATE UNIQUE INDEX t_email ON t (email);
        INSERT INTO t (id, email, p_id, at, u, n) VALUES (1, 'a', 'x', '2020-01-01', x'01', 5), (2, 'b', 'y', '2020-01-01', x'02', 6);";
    let outcome =
        check(before, |s| ["email", "p_id", "at", "u", "n"].iter().map(|name| drop(s, "t", name)).collect()).await;
    assert_eq!(
        outcome.lost,
        [
            "the dropped values of t.email are gone: filled with row numbers",
            "the dropped values of t.p_id are gone: filled with the first id of p",
            "the dropped values of t.at are gone: filled with '1970-01-01 00:00:00'",
            "the dropped values of t.u are gone: filled with x'00000000000000000000000000000000'",
            "the dropped values of t.n are gone: filled with NULL",
            "fails if t(p_id) refers to a row that p does not have",
            "copies all rows of t",
        ]
    );
}

#[tokio::test]
async fn an_index_over_a_dropped_column_goes_in_plain_sight_and_comes_back() {
    let outcome = check("CREATE TABLE t (a, b, c); CREATE INDEX i ON t (a, b DESC); CREATE UNIQUE INDEX j ON t (lower(b)); INSERT INTO t VALUES (1, 2, 3);", |s| vec![drop(s, "t", "b")]).await;
    assert_eq!(outcome.up, "DROP INDEX \"i\";\nDROP INDEX \"j\";\nALTER TABLE \"t\" DROP COLUMN \"b\";\n");
    assert_eq!(outcome.hazards[0], "drops index i, which is over t.b; the downgrade makes it again");
    assert!(
        outcome.down.ends_with("CREATE INDEX i ON t (a, b DESC);\nCREATE UNIQUE INDEX j ON t (lower(b));\n"),
        "{}",
        outcome.down
    );
}

#[tokio::test]
async fn constraints_of_a_dropped_column_go_along() {
    check("CREATE TABLE p (id integer primary key); CREATE TABLE t (a, b integer unique references p check (b > 0), c); INSERT INTO p VALUES (1); INSERT INTO t VALUES (1, 1, 1);", |s| vec![drop(s, "t", "b")]).await;
    let outcome = check("CREATE TABLE p (x, y, unique (x, y)); CREATE TABLE t (a, b, c, CONSTRAINT two UNIQUE (a, b), FOREIGN KEY (b, c) REFERENCES p (x, y)); INSERT INTO p VALUES (1, 2); INSERT INTO t VALUES (1, 1, 2);", |s| vec![drop(s, "t", "b")]).await;
    assert_eq!(
        outcome.hazards,
        [
            "destroys the values of t.b",
            "drops CONSTRAINT two UNIQUE (a, b) of t, which is over b; the downgrade makes it again",
            "drops FOREIGN KEY (b, c) REFERENCES p (x, y) of t, which is over b; the downgrade makes it again",
            "copies all rows of t",
        ]
    );
    check("CREATE TABLE p (id integer primary key); CREATE TABLE t (a, b REFERENCES p ON DELETE CASCADE); INSERT INTO p VALUES (1); INSERT INTO t VALUES (1, 1);", |s| vec![op::drop_key(s, "t", &["b"]), drop(s, "t", "b")]).await;
}

#[tokio::test]
async fn a_comma_in_a_comment_is_no_trap() {
    check("CREATE TABLE t (a, -- first, second\n b -- the last, too\n)", |s| vec![drop(s, "t", "b")]).await;
    check("CREATE TABLE t (a -- first, second\n, b)", |s| vec![drop(s, "t", "a"), add("t", text("c"))]).await;
    check("CREATE TABLE t (a -- first, second\n)", |_| vec![add("t", text("c"))]).await;
    check("CREATE TABLE t (a /* ) */ -- x\n, CHECK (a <> ')') -- y\n)", |_| {
        vec![add("t", text("c")), op::check("t", None, "c <> '('")]
    })
    .await;
}

#[tokio::test]
async fn nullability_fails_fills_and_returns() {
    let before = "CREATE TABLE t (id integer primary key, a text, b text NOT NULL); INSERT INTO t VALUES (1, 'x', 'y'), (2, NULL, 'z');";
    let outcome = check(before, |s| vec![alter(s, "t", "b", |c| c.nullable = true)]).await;
    assert_eq!(outcome.lost, ["fails if t.b is NULL in any row", "copies all rows of t"]);
    let outcome = check(before, |s| {
        vec![alter(s, "t", "a", |c| {
            c.nullable = false;
            c.default = Some(autogen_schema::DefaultValue::Text("o'c".to_owned()));
        })]
    })
    .await;
    assert_eq!(outcome.hazards[0], "fills t.a with 'o''c' where it is NULL");
    assert_eq!(outcome.database.query("SELECT a FROM t ORDER BY id").await, ["x", "o'c"]);
}

#[tokio::test]
async fn types_convert_without_loss_where_they_can() {
    let before = "CREATE TABLE t (id integer primary key, a text, b real, c blob, d integer); INSERT INTO t VALUES (1, '12', 1.5, x'6162', 7), (2, 'abc', 2.0, NULL, NULL);";
    let all = |s: &autogen_schema::Schema| {
        vec![
            retype(s, "t", "a", Ty::Integer),
            retype(s, "t", "b", Ty::BigInteger),
            retype(s, "t", "c", Ty::Text),
            retype(s, "t", "d", Ty::String(StringLength::Unset)),
        ]
    };
    let outcome = check(before, all).await;
    assert_eq!(
        outcome.database.query("SELECT quote(a), quote(b), quote(c), quote(d) FROM t ORDER BY id").await,
        ["12 | 1 | 'ab' | '7'", "'abc' | 2 | NULL | NULL"]
    );
    assert_eq!(outcome.hazards[0], "converts t.a from text to integer; what is no number stays as it is");
}

#[tokio::test]
async fn keys_change() {
    let counted = |s: &autogen_schema::Schema| {
        vec![alter(s, "t", "id", |c| {
            c.auto_increment = true;
            c.data_type = DataType::Implied(Ty::BigInteger);
        })]
    };
    let outcome = check("CREATE TABLE t (id int primary key, a); INSERT INTO t VALUES (5, 1), (9, 2);", counted).await;
    assert!(outcome.up.contains("id integer PRIMARY KEY AUTOINCREMENT"), "{}", outcome.up);
    assert_eq!(outcome.database.counters().await, ["t | 9"]);
    let before = "CREATE TABLE t (a integer primary key, b text not null, c int not null); INSERT INTO t VALUES (1, 'x', 2), (2, 'x', 3);";
    check(before, |s| vec![op::drop_primary_key(s, "t"), op::primary_key("t", &["b", "c"])]).await;
    check(before, |s| vec![op::drop_primary_key(s, "t")]).await;
    check("CREATE TABLE t (a int, b int); INSERT INTO t VALUES (1, 2);", |_| vec![op::primary_key("t", &["a"])]).await;
    let mut id = typed("id", Ty::Integer);
    id.auto_increment = true;
    check("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2);", |_| {
        vec![add("t", not_null(id.clone())), op::primary_key("t", &["id"])]
    })
    .await;
}

#[tokio::test]
async fn uniques_become_indexes_and_constraints_go() {
    let before = "CREATE TABLE t (a text UNIQUE, b int, c int, UNIQUE (b, c) ON CONFLICT REPLACE); INSERT INTO t VALUES ('x', 1, 2), ('y', 1, 3);";
    check(before, |s| vec![op::drop_unique(s, "t", &["a"])]).await;
    check(before, |s| vec![op::drop_unique(s, "t", &["b", "c"]), op::unique("t", &["b", "c"])]).await;
    let outcome = check(before, |_| vec![op::unique("t", &["a", "b"])]).await;
    assert_eq!(outcome.up, "CREATE UNIQUE INDEX \"idx-t-a-b\" ON \"t\" (\"a\", \"b\");\n");
    // One of the columns is unique by itself.
    assert!(outcome.hazards.is_empty(), "{:?}", outcome.hazards);
    let outcome = check(before, |_| vec![op::unique("t", &["c"])]).await;
    assert_eq!(outcome.hazards, ["fails if two rows of t have the same c"]);
}

#[tokio::test]
async fn made_up_names_are_distinct_from_all_others() {
    let before = "CREATE TABLE t (a, b); CREATE TABLE \"IDX-t-a\" (x); CREATE INDEX \"idx-t-a-2\" ON t (b); CREATE VIEW \"idx-t-b\" AS SELECT 1;";
    let outcome = check(before, |_| vec![op::index("t", &["a"]), op::unique("t", &["b"])]).await;
    assert_eq!(
        outcome.up,
        "CREATE INDEX \"idx-t-a-3\" ON \"t\" (\"a\");\nCREATE UNIQUE INDEX \"idx-t-b-2\" ON \"t\" (\"b\");\n"
    );
    // A plain index becomes a unique one under the same name.
    let outcome = check("CREATE TABLE t (a); CREATE INDEX \"idx-t-a\" ON t (a);", |s| {
        vec![op::drop_index(s, "t", "idx-t-a"), op::unique("t", &["a"])]
    })
    .await;
    assert_eq!(outcome.up, "DROP INDEX \"idx-t-a\";\nCREATE UNIQUE INDEX \"idx-t-a\" ON \"t\" (\"a\");\n");
}

#[tokio::test]
async fn foreign_keys_of_existing_columns_come_change_and_go() {
    let before = "CREATE TABLE p (id integer primary key, x int, y int, unique (x, y)); CREATE TABLE t (a int, b int REFERENCES p, c int, CONSTRAINT k FOREIGN KEY (a, c) REFERENCES p (x, y) MATCH FULL ON UPDATE CASCADE); INSERT INTO p VALUES (1, 2, 3); INSERT INTO t VALUES (2, 1, 3);";
    check(before, |_| {
        vec![
            op::add_key("t", ForeignKey { name: Some("fk-a".into()), ..op::key(&["a"], "p", &["x"]) }),
            op::unique("p", &["x"]),
        ]
    })
    .await;
    check(before, |s| vec![op::drop_key(s, "t", &["b"])]).await;
    check(before, |s| vec![op::drop_key(s, "t", &["a", "c"])]).await;
    let outcome = check(before, |s| op::on_delete(s, "t", &["b"], Some(Action::Cascade))).await;
    assert!(outcome.up.contains("b int REFERENCES p ON DELETE CASCADE, c int"), "{}", outcome.up);
    let outcome = check(before, |s| op::on_delete(s, "t", &["a", "c"], Some(Action::SetNull))).await;
    assert!(
        outcome.up.contains("REFERENCES p (x, y) ON DELETE SET NULL MATCH FULL ON UPDATE CASCADE"),
        "{}",
        outcome.up
    );
    check(before, |_| vec![op::add_key("t", op::key(&["c", "a"], "p", &["y", "x"]))]).await;
}

#[tokio::test]
async fn strict_and_without_rowid_stay() {
    let before = "CREATE TABLE t (k TEXT NOT NULL, n INT, PRIMARY KEY (k)) STRICT, WITHOUT ROWID; INSERT INTO t VALUES ('a', 1);";
    check(before, |s| vec![alter(s, "t", "n", |c| c.nullable = false)]).await;
    let flag = || Column { nullable: true, ..Column::new("done", DataType::Implied(Ty::Boolean)) };
    let outcome = check(before, |_| vec![add("t", text("s")), add("t", flag())]).await;
    assert!(
        outcome.up.contains("ADD COLUMN \"s\" TEXT") && outcome.up.contains("ADD COLUMN \"done\" INTEGER"),
        "{}",
        outcome.up
    );
}

#[tokio::test]
async fn odd_names_are_quoted() {
    let before = "CREATE TABLE \"a\"\"b; --\" (\"x y\" int, [select] text, `q` int DEFAULT (1)); INSERT INTO \"a\"\"b; --\" VALUES (1, 'x', 2); CREATE INDEX \"i'\" ON \"a\"\"b; --\" ([select]);";
    let name = "a\"b; --";
    check(before, |s| vec![alter(s, name, "select", |c| c.nullable = false)]).await;
    check(before, |s| vec![drop(s, name, "select"), add(name, text("o'\"clock"))]).await;
    check(before, |s| vec![op::drop_table(s, name)]).await;
}

#[tokio::test]
async fn a_table_that_refers_to_itself_is_made_again_with_its_rows() {
    let before = "CREATE TABLE t (id integer primary key autoincrement, parent integer REFERENCES t (id) ON DELETE CASCADE, n text); INSERT INTO t VALUES (1, NULL, 'a'), (2, 1, 'b'), (3, 2, 'c'); DELETE FROM t WHERE id = 3;";
    let outcome = check(before, |s| vec![alter(s, "t", "n", |c| c.nullable = false)]).await;
    assert_eq!(outcome.database.query("SELECT id, parent, n FROM t ORDER BY id").await, ["1 | NULL | a", "2 | 1 | b"]);
    assert_eq!(outcome.database.counters().await, ["t | 3"]);
    check("CREATE TABLE t (id integer primary key, parent integer REFERENCES t ON DELETE RESTRICT); INSERT INTO t VALUES (1, NULL), (2, 1);", |s| vec![op::drop_table(s, "t")]).await;
}

#[tokio::test]
async fn tables_come_and_go_in_cycles() {
    let cycle = "CREATE TABLE a (id integer primary key, b_id int REFERENCES b (id)); CREATE TABLE b (id integer primary key, a_id int REFERENCES a (id)); INSERT INTO a VALUES (1, NULL); INSERT INTO b VALUES (1, 1); UPDATE a SET b_id = 1; CREATE INDEX i ON a (b_id); CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;";
    let outcome = check(cycle, |s| vec![op::drop_table(s, "a"), op::drop_table(s, "b")]).await;
    assert_eq!(outcome.hazards, ["destroys every row of a", "trigger t goes with table a", "destroys every row of b"]);
    let found = super::database::Scratch::new(cycle).await.schema().await;
    let bare = |name: &str| {
        let mut table = found.tables[&autogen_schema::TableName::new(name)].clone();
        table.definition = autogen_schema::Definition::default();
        table.triggers.clear();
        table.indexes.clear();
        table
    };
    let outcome = check("CREATE TABLE x (y)", |_| {
        vec![
            Operation::CreateTable(bare("a")),
            Operation::CreateTable(bare("b")),
            op::index("a", &["b_id"]),
            op::unique("b", &["a_id"]),
        ]
    })
    .await;
    assert_eq!(outcome.lost.len(), 2);
}

#[tokio::test]
async fn a_restored_key_says_that_its_rows_may_be_gone() {
    let before = "CREATE TABLE p (id integer primary key); CREATE TABLE c (id integer primary key, p_id integer REFERENCES p ON DELETE CASCADE); INSERT INTO p VALUES (1);";
    let outcome = check(before, |s| vec![op::drop_key(s, "c", &["p_id"]), op::drop_table(s, "p")]).await;
    assert_eq!(outcome.lost[0], "fails if c(p_id) refers to a row that p does not have");
}

#[tokio::test]
async fn texts_that_end_in_a_comment_are_still_statements() {
    let before = "CREATE TABLE t (a, b) -- one\n; CREATE INDEX i ON t (a) -- two\n; CREATE VIEW v AS SELECT a FROM t -- three\n; CREATE TRIGGER r AFTER DELETE ON t BEGIN SELECT 1; END -- four";
    let outcome = check(before, |s| vec![alter(s, "t", "b", |c| c.nullable = false)]).await;
    // As a revision file has it: each statement with its semicolon.
    let script = super::database::Scratch::new(before).await;
    script.run("PRAGMA legacy_alter_table = ON").await.unwrap();
    script.run(&outcome.up).await.unwrap();
    assert_eq!(script.dump().await, outcome.database.dump().await);
    check(before, |_| vec![op::rename("t", "a", "c"), op::check("t", None, "c -- five")]).await;
}

#[tokio::test]
async fn a_broken_view_is_in_nobodys_way() {
    let broken = "CREATE TABLE t (a, b text, c); INSERT INTO t VALUES (1, 'x', 2); CREATE TABLE gone (x); CREATE VIEW v AS SELECT x FROM gone; CREATE VIEW ok AS WITH w AS (SELECT 1 AS one) SELECT one FROM w, json_each('[]'); DROP TABLE gone;";
    let database = super::database::Scratch::new(broken).await;
    let base = database.schema().await;
    for operations in [vec![drop(&base, "t", "b")], vec![add("t", text("d"))], vec![op::index("t", &["a"])]] {
        let (base, dump) = (database.schema().await, database.dump().await);
        let up = autogen_diff::dialect::sqlite::upgrade(&operations, &base).unwrap();
        database.run_script(&up).await.unwrap();
        let after = database.schema().await;
        let down = autogen_diff::dialect::sqlite::downgrade(&after, &base, &operations).unwrap();
        database.run_script(&down).await.unwrap();
        assert_eq!(database.dump().await, dump);
    }
}

#[tokio::test]
async fn a_search_index_beside_a_table_still_finds_its_rows() {
    let before = "CREATE TABLE d (k text primary key, body text, n int); INSERT INTO d VALUES ('a', 'one', 1), ('b', 'two', 2), ('c', 'three', 3); DELETE FROM d WHERE k = 'a'; CREATE VIRTUAL TABLE f USING fts5(body, content='d'); INSERT INTO f(f) VALUES ('rebuild');";
    let database = super::database::Scratch::new(before).await;
    let base = database.schema().await;
    let up = autogen_diff::dialect::sqlite::upgrade(&[retype(&base, "d", "n", Ty::Text)], &base).unwrap();
    database.run_script(&up).await.unwrap();
    assert_eq!(database.query("SELECT body FROM f WHERE f MATCH 'three'").await, ["three"]);
}

#[tokio::test]
async fn a_parent_goes_when_its_last_reference_does() {
    let before = "CREATE TABLE p (id integer primary key); CREATE TABLE c (id integer primary key, p_id integer REFERENCES p ON DELETE CASCADE); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, NULL), (2, NULL);";
    let outcome = check(before, |s| vec![op::drop_key(s, "c", &["p_id"]), op::drop_table(s, "p")]).await;
    outcome.database.run("INSERT INTO c VALUES (9, 9)").await.unwrap();
    check(before, |s| vec![drop(s, "c", "p_id"), op::drop_table(s, "p")]).await;
}

#[tokio::test]
async fn several_tables_change_together() {
    let outcome = check(RICH, |s| {
        vec![
            alter(s, "posts", "user_id", |c| c.nullable = true),
            op::check("teams", None, "id > 0"),
            retype(s, "Users", "age", Ty::BigInteger),
            add("log", text("who")),
        ]
    })
    .await;
    assert_rich(&outcome).await;
}

#[tokio::test]
async fn a_statement_that_fails_leaves_nothing_behind() {
    let database = super::database::Scratch::new(RICH).await;
    let (base, dump, rows) = (database.schema().await, database.dump().await, database.rows().await);
    let script = autogen_diff::dialect::sqlite::upgrade(
        &[alter(&base, "Users", "full name", |c| {
            c.nullable = false;
            c.default = None;
        })],
        &base,
    )
    .unwrap();
    assert!(script.hazards().any(|hazard| hazard.to_string()
        == "fails if Users.full name is NULL in any row; --fill Users.full name=EXPR fills it"));
    database.run_script(&script).await.unwrap_err();
    assert_eq!((database.dump().await, database.rows().await), (dump, rows));
    database.run("UPDATE users SET \"full name\" = 'B' WHERE id = 2").await.unwrap();
    database.run_script(&script).await.unwrap();
}
