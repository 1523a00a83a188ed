//! What a script says of its table is what the server does to it: asked to do without copying the rows, or without keeping
//! others from writing, it refuses just where the script says so.

use autogen_diff::dialect::mysql::upgrade;
use autogen_diff::{Hazard, HazardKind, Operation, Others};
use autogen_schema::{
    Column, ColumnType as Ty, DataType, DefaultValue, Generated, Schema, SqlType, Storage, StringLength,
};

use super::database::{Enums, Scratch, text};
use crate::support::operations::{self as op, add, alter, drop, not_null, typed, with_default};

const BEFORE: &str = "
CREATE TABLE teams (id int PRIMARY KEY); INSERT INTO teams VALUES (1);
CREATE TABLE t (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, a int, b varchar(20), b40 varchar(40), l varchar(100) CHARACTER SET latin1,
  u varchar(9) CHARACTER SET utf8mb3, nn int NOT NULL, e enum('x', 'y'), d decimal(8,2), tx text, plain text, team int, dt datetime,
  bytes varbinary(200), stays timestamp NULL, CONSTRAINT ck CHECK (a < 100), KEY ix (b), KEY kteam (team),
  CONSTRAINT fk FOREIGN KEY (team) REFERENCES teams (id));
INSERT INTO t (a, b, nn, e, team) VALUES (1, 's', 1, 'x', 1);
CREATE TABLE nokey (id int NOT NULL, a int); INSERT INTO nokey VALUES (1, 1);
CREATE TABLE stored (id int PRIMARY KEY, a int, st int AS (id + 1) STORED, z int);
CREATE TABLE `virtual` (id int PRIMARY KEY, a int, vi int AS (id + 1) VIRTUAL, z int);
CREATE TABLE words (id int PRIMARY KEY, a int, tx text, more text, FULLTEXT KEY ft (tx));
CREATE TABLE keyed (id int PRIMARY KEY, a int NOT NULL);
CREATE TABLE packed (id int PRIMARY KEY, a int) ROW_FORMAT=COMPRESSED;
";

type Case = (&'static str, fn(&Schema) -> Vec<Operation>);

fn custom(schema: &Schema, on: &str, column: &str, ty: &str) -> Vec<Operation> {
    vec![alter(schema, on, column, |column| column.data_type = DataType::Reported(SqlType::parse(ty)))]
}

fn collated(schema: &Schema, column: &str, collation: &str) -> Vec<Operation> {
    vec![alter(schema, "t", column, |column| column.collation = Some(collation.into()))]
}

fn computed(expression: &str, storage: Storage) -> Column {
    Column { generated: Some(Generated { expression: expression.to_owned(), storage }), ..typed("x", Ty::Integer) }
}

fn x() -> Column {
    typed("x", Ty::Integer)
}

fn remade(schema: &Schema, column: &str, storage: Storage) -> Vec<Operation> {
    let on = if storage == Storage::Stored { "stored" } else { "virtual" };
    vec![alter(schema, on, column, |column| {
        column.generated = Some(Generated { expression: "`id` + 2".to_owned(), storage });
    })]
}

/// Every clause, alone and beside others.
fn cases() -> Vec<Case> {
    vec![
        ("a column", |_| vec![add("t", x())]),
        ("a column with a constant", |_| vec![add("t", with_default(not_null(x()), "4"))]),
        ("a column with the clock", |_| {
            vec![add("t", with_default(not_null(typed("x", Ty::Timestamp)), "current_timestamp()"))]
        }),
        ("a column with a uuid", |_| {
            vec![add("t", with_default(typed("x", Ty::String(StringLength::Limit(36))), "uuid()"))]
        }),
        ("a stored column", |_| vec![add("t", computed("`a` + 1", Storage::Stored))]),
        ("a virtual column", |_| vec![add("t", computed("`a` + 1", Storage::Virtual))]),
        ("a counted column", |_| {
            vec![add("nokey", Column { auto_increment: true, ..not_null(x()) }), op::primary_key("nokey", &["x"])]
        }),
        ("a column beside an index for words", |_| vec![add("words", x())]),
        ("a column of a packed table", |_| vec![add("packed", x())]),
        ("a column with an index", |_| vec![add("t", x()), op::index("t", &["x"])]),
        ("a column and no index", |s| vec![add("t", x()), op::drop_index(s, "t", "ix")]),
        ("a column and a check", |_| vec![add("t", x()), op::check("t", Some("c"), "x > 0")]),
        ("no column", |s| vec![drop(s, "t", "dt")]),
        ("no column with its index", |s| vec![drop(s, "t", "b")]),
        ("no column and an index", |s| vec![drop(s, "t", "dt"), op::index("t", &["a"])]),
        ("no column beside an index for words", |s| vec![drop(s, "words", "a")]),
        ("no stored column", |s| vec![drop(s, "stored", "st")]),
        ("no virtual column", |s| vec![drop(s, "virtual", "vi")]),
        ("another stored column", |s| remade(s, "st", Storage::Stored)),
        ("another virtual column", |s| remade(s, "vi", Storage::Virtual)),
        ("a wider integer", |s| custom(s, "t", "a", "bigint")),
        ("varchar longer", |s| custom(s, "t", "b", "varchar(60)")),
        ("varchar much longer", |s| custom(s, "t", "b", "varchar(300)")),
        ("a longer varchar longer within a byte", |s| custom(s, "t", "b40", "varchar(63)")),
        ("a longer varchar longer than a byte", |s| custom(s, "t", "b40", "varchar(64)")),
        ("latin1 longer", |s| custom(s, "t", "l", "varchar(300)")),
        ("varbinary longer within a byte", |s| custom(s, "t", "bytes", "varbinary(255)")),
        ("varbinary longer than a byte", |s| custom(s, "t", "bytes", "varbinary(256)")),
        ("varchar shorter", |s| custom(s, "t", "b", "varchar(10)")),
        ("varchar to char", |s| custom(s, "t", "b", "char(20)")),
        ("text longer", |s| custom(s, "t", "tx", "longtext")),
        ("decimal wider", |s| custom(s, "t", "d", "decimal(10,2)")),
        ("datetime finer", |s| custom(s, "t", "dt", "datetime(3)")),
        ("a label", |s| custom(s, "t", "e", "enum('x','y','z')")),
        ("a label in between", |s| custom(s, "t", "e", "enum('x','z','y')")),
        ("a label less", |s| custom(s, "t", "e", "enum('x')")),
        ("no NULL", |s| vec![alter(s, "t", "a", |column| column.nullable = false)]),
        ("no NULL beside a stored column", |s| vec![alter(s, "stored", "a", |column| column.nullable = false)]),
        ("no NULL beside an index for words", |s| vec![alter(s, "words", "a", |column| column.nullable = false)]),
        ("NULL", |s| vec![alter(s, "t", "nn", |column| column.nullable = true)]),
        ("a collation of an index", |s| collated(s, "b", "utf8mb4_bin")),
        ("a collation", |s| collated(s, "tx", "utf8mb4_bin")),
        ("a character set", |s| collated(s, "tx", "latin1_bin")),
        ("a larger character set", |s| collated(s, "l", "utf8mb4_bin")),
        ("a default", |s| vec![alter(s, "t", "a", |c| c.default = Some(DefaultValue::Number("4".to_owned())))]),
        ("a comment", |s| vec![alter(s, "t", "a", |column| column.comment = Some("x".to_owned()))]),
        ("invisible", |s| vec![alter(s, "t", "a", |column| column.settings = vec!["INVISIBLE".to_owned()])]),
        ("the clock on update", |s| {
            vec![alter(s, "t", "dt", |c| c.on_update = Some("current_timestamp()".to_owned()))]
        }),
        ("another name", |_| vec![op::rename("t", "dt", "then")]),
        ("another name in a key", |_| vec![op::rename("t", "team", "club")]),
        ("an index", |_| vec![op::index("t", &["a"])]),
        ("a unique", |_| vec![op::unique("t", &["a"])]),
        ("no index", |s| vec![op::drop_index(s, "t", "ix")]),
        ("a check", |_| vec![op::check("t", Some("c"), "a > 0")]),
        ("no check", |_| vec![op::drop_check("t", "`a` < 100")]),
        ("a foreign key", |_| vec![op::add_key("t", op::key(&["a"], "teams", &["id"]))]),
        ("no foreign key", |s| vec![op::drop_key(s, "t", &["team"])]),
        ("a primary key", |_| vec![op::primary_key("nokey", &["id"])]),
        ("no primary key", |s| vec![op::drop_primary_key(s, "keyed")]),
        ("another primary key", |s| vec![op::drop_primary_key(s, "keyed"), op::primary_key("keyed", &["id", "a"])]),
        ("no counter", |s| vec![alter(s, "t", "id", |column| column.auto_increment = false)]),
        ("a counter", |s| vec![alter(s, "packed", "id", |column| column.auto_increment = true)]),
        ("a comment of the table", |_| {
            vec![Operation::SetTableComment { table: "t".into(), from: None, to: Some("x".to_owned()) }]
        }),
    ]
}

#[tokio::test]
async fn a_table_is_copied_where_a_script_says_so() {
    let database = Scratch::new(BEFORE).await;
    let mariadb = database.query("SELECT version()").concat().contains("MariaDB");
    let base = database.schema().await;
    let (mut wrong, mut altered) = (Vec::new(), false);
    for (what, operations) in cases() {
        let script =
            upgrade(&operations(&base), &base, &Enums::new()).unwrap_or_else(|refusal| panic!("{what}: {refusal}"));
        let statements: Vec<_> = script.blocks.iter().flat_map(|block| &block.statements).collect();
        let [statement] = &statements[..] else { panic!("{what}:\n{}", text(&script)) };
        let ours = |hazard: &&Hazard| match hazard {
            Hazard::CopiesTable(copied) => copied.on.is_none_or(|server| (server == "MariaDB") == mariadb),
            hazard => hazard.kind() == HazardKind::Locks,
        };
        let said: Vec<&Hazard> = statement.hazards.iter().filter(ours).collect();
        let copies = said.iter().any(|hazard| hazard.kind() == HazardKind::Rewrites);
        let locks = said.iter().any(|hazard| match hazard {
            Hazard::CopiesTable(of) => of.others == Others::ReadOnly,
            _ => true,
        });
        // Only MariaDB tells a table that is copied in place from one that is not copied.
        let mut trials = vec![("ALGORITHM=INPLACE, LOCK=NONE", locks)];
        trials.extend(mariadb.then_some(("ALGORITHM=NOCOPY", copies)));
        for (how, refuses) in trials {
            if std::mem::take(&mut altered) {
                let drops = "DROP TABLE t, teams, nokey, stored, `virtual`, words, packed, keyed;";
                database.sql(&format!("{drops}{BEFORE}"));
            }
            let done = database.try_sql(&format!("{}, {how}", statement.sql));
            let refused = match &done {
                Ok(()) => {
                    altered = true;
                    false
                }
                Err(error) => {
                    assert!(error.contains("1845") || error.contains("1846"), "{what}: {error}\n{}", statement.sql);
                    true
                }
            };
            if refused != refuses {
                wrong.push(format!("{what}: {how} refused {refused}: {done:?}\n{said:?}\n{}", statement.sql));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
