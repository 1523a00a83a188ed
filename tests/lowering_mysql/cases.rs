//! What is done to tables, and what stays as it was.

use autogen_diff::Operation;
use autogen_schema::{
    Column, ColumnType as Ty, DataType, DefaultValue, EnumType, ReferentialAction as Action, Schema, StringLength,
};

use super::database::{Enums, Outcome, check, check_with};
use crate::support::operations::{self as op, add, alter, drop, not_null, retype, text, typed, with_default};

/// A table with one of everything that a careless `MODIFY` loses.
const RICH: &str = r"
CREATE TABLE teams (id int PRIMARY KEY AUTO_INCREMENT, name varchar(20));
INSERT INTO teams VALUES (1, 'one'), (2, 'two');
CREATE TABLE Users (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  email varchar(100) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'no''ne\\' COMMENT 'the ''address\\',
  `full name` text DEFAULT NULL,
  team_id int DEFAULT 1,
  age int(5) unsigned zerofill,
  fax varchar(20) DEFAULT 'x',
  data json,
  mood enum('glad','Every''day','a\\b') DEFAULT 'glad' COMMENT 'now',
  made timestamp NOT NULL DEFAULT current_timestamp(),
  changed datetime(6) DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6) COMMENT 'when',
  twice int GENERATED ALWAYS AS (age * 2) STORED COMMENT 'two',
  half int AS (age / 2) VIRTUAL,
  hidden int INVISIBLE DEFAULT 3,
  CONSTRAINT grown CHECK (age < 200),
  UNIQUE KEY `users odd` (email, team_id),
  KEY users_desc (fax(5), age) COMMENT 'search',
  FULLTEXT KEY words (`full name`),
  CONSTRAINT team FOREIGN KEY (team_id) REFERENCES teams (id) ON DELETE CASCADE
) COMMENT='people''s';
INSERT INTO Users (id, email, `full name`, team_id, age, fax) VALUES
  (1, 'a@x', 'A', 1, 10, 'f'), (2, 'b@x', NULL, NULL, NULL, NULL), (7, 'c@x', 'C', 2, 30, '0123');
CREATE TABLE posts (id int PRIMARY KEY, user_id bigint unsigned NOT NULL, FOREIGN KEY (user_id) REFERENCES Users (id));
INSERT INTO posts VALUES (1, 1), (2, 2), (3, 1);
";

/// Says that everything of [`RICH`] but what a case is about is still there.
fn assert_rich(outcome: &Outcome) {
    let dump = outcome.database.dump();
    for part in [
        "`email` varchar(100) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'no''ne\\\\' COMMENT 'the ''address\\\\'",
        "`age` int(5) unsigned zerofill DEFAULT NULL",
        "`data` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`data`))",
        "`changed` datetime(6) DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6) COMMENT 'when'",
        "`twice` int(11) GENERATED ALWAYS AS (`age` * 2) STORED COMMENT 'two'",
        "`half` int(11) GENERATED ALWAYS AS (`age` / 2) VIRTUAL",
        "`hidden` int(11) INVISIBLE DEFAULT 3",
        "CONSTRAINT `grown` CHECK (`age` < 200)",
        "FULLTEXT KEY `words` (`full name`)",
        "COMMENT='people''s'",
    ] {
        assert!(dump.contains(part), "{part}\n{dump}");
    }
    assert_eq!(outcome.database.query("SELECT count(*) FROM posts"), ["3"]);
}

fn enums() -> Enums {
    Enums::from([("mood".into(), EnumType::new("mood", ["glad", "it's", "a\\b", "new"]))])
}

#[tokio::test]
async fn every_facet_of_a_column_changes_in_a_rich_table() {
    let cases: Vec<fn(&Schema) -> Vec<Operation>> = vec![
        |s| vec![alter(s, "users", "fax", |c| c.default = Some(DefaultValue::Text("-- no".to_owned())))],
        |s| vec![alter(s, "users", "fax", |c| c.default = None)],
        |s| vec![alter(s, "users", "fax", |c| c.comment = Some("it's".to_owned()))],
        |s| vec![retype(s, "users", "fax", Ty::String(StringLength::Limit(30)))],
        |s| vec![retype(s, "users", "fax", Ty::Text)],
        |s| vec![alter(s, "users", "fax", |c| c.collation = Some("utf8mb4_bin".into()))],
        |s| vec![alter(s, "users", "fax", |c| c.extra = Some("CHECK (fax <> '')".to_owned()))],
        |s| vec![alter(s, "users", "fax", |c| c.nullable = false)],
        |s| vec![alter(s, "users", "changed", |c| c.on_update = None)],
        |s| vec![alter(s, "users", "hidden", |c| c.settings.clear())],
        |s| vec![alter(s, "users", "twice", |c| c.comment = None)],
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
        |s| vec![op::drop_index(s, "users", "users_desc"), op::index("users", &["fax"])],
        |_| vec![op::index("users", &["team_id"])],
        |_| vec![op::index("users", &["team_id", "fax"]), op::unique("posts", &["user_id", "id"])],
        |s| vec![drop(s, "users", "fax")],
        |s| {
            vec![
                op::rename_table("posts", "it's `posts`"),
                op::rename("users", "fax", "fax `2`"),
                drop(s, "users", "made"),
            ]
        },
        |s| {
            vec![Operation::SetTableComment {
                table: "users".into(),
                from: op::table(s, "users").comment.clone(),
                to: Some("other".to_owned()),
            }]
        },
        |_| vec![op::rename("users", "age", "years")],
    ];
    for (number, case) in cases.into_iter().enumerate() {
        let outcome = check(RICH, case).await;
        if ![8, 9, 10, 20, 21, 22].contains(&number) {
            assert_rich(&outcome);
        }
    }
}

#[tokio::test]
async fn labels_come_and_go_in_the_column() {
    let outcome = check_with(RICH, &enums(), |s| {
        vec![alter(s, "users", "mood", |c| c.data_type = DataType::Exact(Ty::Enum("mood".into())))]
    })
    .await;
    assert_eq!(
        outcome.up,
        "ALTER TABLE `Users` MODIFY COLUMN `mood` enum('glad', 'it''s', 'a\\\\b', 'new') DEFAULT 'glad' COMMENT 'now';\n"
    );
    assert_eq!(
        outcome.hazards,
        ["fails if Users.mood is 'Every''day' in any row", "copies all rows of Users; writes wait"]
    );
    assert_rich(&outcome);
}

#[tokio::test]
async fn a_column_in_foreign_keys_changes_its_type_on_both_sides() {
    let outcome =
        check(RICH, |s| vec![retype(s, "teams", "id", Ty::BigInteger), retype(s, "users", "team_id", Ty::BigInteger)])
            .await;
    assert_rich(&outcome);
    assert!(outcome.up.starts_with("ALTER TABLE `Users` DROP FOREIGN KEY `team`;\n"), "{}", outcome.up);
}

#[tokio::test]
async fn a_key_moves_with_its_numbers() {
    let before =
        "CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, a int NOT NULL, b int); INSERT INTO t (a) VALUES (5), (6);";
    let outcome = check(before, |s| {
        vec![
            op::drop_primary_key(s, "t"),
            alter(s, "t", "id", |c| c.auto_increment = false),
            op::primary_key("t", &["id", "a"]),
        ]
    })
    .await;
    assert_eq!(
        outcome.up,
        "ALTER TABLE `t`\n    DROP PRIMARY KEY,\n    MODIFY COLUMN `id` int(11) NOT NULL,\n    ADD PRIMARY KEY (`id`, `a`);\n"
    );
    let outcome = check(before, |s| {
        let number = Column { auto_increment: true, ..not_null(typed("number", Ty::BigInteger)) };
        vec![op::drop_primary_key(s, "t"), drop(s, "t", "id"), add("t", number), op::primary_key("t", &["number"])]
    })
    .await;
    assert_eq!(
        outcome.hazards,
        ["destroys the values of t.id", "gives t.number new numbers", "copies all rows of t; writes wait"]
    );
}

#[tokio::test]
async fn what_must_not_be_null_is_filled() {
    let before = "CREATE TABLE t (id int PRIMARY KEY, a varchar(9), b int,
        at timestamp NOT NULL DEFAULT '2001-02-03 00:00:00' ON UPDATE current_timestamp());
        INSERT INTO t (id, a) VALUES (1, NULL), (2, 'x');";
    let outcome = check(before, |s| {
        vec![
            alter(s, "t", "a", |c| {
                c.nullable = false;
                c.default = Some(DefaultValue::Text("it's".to_owned()));
            }),
            add("t", not_null(typed("made", Ty::Integer))),
        ]
    })
    .await;
    assert_eq!(
        outcome.hazards,
        [
            "fills t.a with 'it''s' where it is NULL",
            "gives t.made the value 0 in rows that are there: it is NOT NULL and has no default; --fill t.made=EXPR gives another",
            "copies all rows of t; reads and writes go on"
        ]
    );
    // The clock does not run for what nobody touched.
    assert_eq!(outcome.database.query("SELECT a, at FROM t"), ["it's\t2001-02-03 00:00:00", "x\t2001-02-03 00:00:00"]);
}

#[tokio::test]
async fn dropped_columns_come_back_in_their_place() {
    let before = "CREATE TABLE p (id int PRIMARY KEY); INSERT INTO p VALUES (0), (1);
        CREATE TABLE t (a date NOT NULL, id int PRIMARY KEY, b json NOT NULL, p int, c uuid NOT NULL, d text,
            e datetime(3) NOT NULL, KEY pd (p, d(3)), KEY p (p), FOREIGN KEY (p) REFERENCES p (id));
        INSERT INTO t VALUES ('2001-02-03', 1, '{}', 1, UUID(), 'x', now());";
    let outcome = check(before, |s| ["a", "b", "p", "c", "e"].map(|name| drop(s, "t", name)).into()).await;
    for text in ["drops index pd", "drops index p,", "drops foreign key t_ibfk_1", "destroys the values of t.c"] {
        assert!(outcome.hazards.iter().any(|hazard| hazard.starts_with(text)), "{text}: {:?}", outcome.hazards);
    }
    let gone = "the dropped values of t.a are gone: filled with '1970-01-01'".to_owned();
    assert!(outcome.lost.contains(&gone), "{:?}", outcome.lost);
}

#[tokio::test]
async fn tables_in_a_ring_come_and_go() {
    let before = "CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int, KEY (a));
        ALTER TABLE a ADD CONSTRAINT x FOREIGN KEY (b) REFERENCES b (id);
        ALTER TABLE b ADD FOREIGN KEY (a) REFERENCES a (id); INSERT INTO a VALUES (1, NULL); INSERT INTO b VALUES (2, 1);
        UPDATE a SET b = 2;
        CREATE TRIGGER `tr` BEFORE INSERT ON `a` FOR EACH ROW SET NEW.b = NEW.id;";
    let outcome = check(before, |s| vec![op::drop_table(s, "a"), op::drop_table(s, "b")]).await;
    assert_eq!(outcome.up, "ALTER TABLE `a` DROP FOREIGN KEY `x`;\nDROP TABLE `b`;\nDROP TABLE `a`;\n");
    assert!(outcome.down.contains("\nCREATE TRIGGER `tr` BEFORE INSERT ON `a`"), "{}", outcome.down);
    let outcome = check("SELECT 1", |_| {
        let table = |name: &str, target: &str| {
            let mut table = autogen_schema::Table::new(name);
            table.columns = vec![not_null(typed("id", Ty::Integer)), typed("other", Ty::Integer), text("c")];
            table.primary_key = Some(autogen_schema::PrimaryKey::new(["id"]));
            table.foreign_keys = vec![op::key(&["other"], target, &["id"])];
            table
        };
        vec![
            Operation::CreateTable(table("one", "two")),
            Operation::CreateTable(table("two", "one")),
            op::index("one", &["c"]),
            op::unique("one", &["c"]),
        ]
    })
    .await;
    assert_eq!(outcome.lost, ["destroys every row of two", "destroys every row of one"]);
}
