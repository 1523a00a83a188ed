//! Indexes, foreign keys and enums.

use super::*;

#[test]
fn indexes_come_and_go() {
    let parts = vec![
        part("a"),
        Part::Column { name: "b".into(), prefix: None, descending: true },
        Part::Column { name: "c".into(), prefix: Some(5), descending: false },
        Part::Column { name: "d".into(), prefix: Some(5), descending: true },
    ];
    check(
        Statement::CreateIndex("t".into(), IndexSpec::over(Some("i".into()), true, parts)),
        ".create_index(Index::create().name(\"i\").table(\"t\").col(\"a\").col((\"b\", IndexOrder::Desc))\
         .col((\"c\", 5)).col((\"d\", 5, IndexOrder::Desc)).unique().to_owned())",
        [
            "CREATE UNIQUE INDEX \"i\" ON \"t\" (\"a\", \"b\" DESC, \"c\", \"d\" DESC)",
            "CREATE UNIQUE INDEX \"i\" ON \"t\" (\"a\", \"b\" DESC, \"c\" (5), \"d\" (5) DESC)",
            "CREATE UNIQUE INDEX `i` ON `t` (`a`, `b` DESC, `c` (5), `d` (5) DESC)",
        ],
    );
    let expressions = vec![
        Part::Expression { sql: sql("lower(a)"), descending: false },
        Part::Expression { sql: sql("b + 1"), descending: true },
    ];
    let index = IndexSpec {
        method: Some(Method::Other("gist".to_owned())),
        include: vec!["c".into()],
        nulls_not_distinct: true,
        predicate: Some(sql("a > 0")),
        ..IndexSpec::over(Some("i".into()), false, expressions)
    };
    check(
        Statement::CreateIndex("t".into(), index),
        ".create_index(Index::create().name(\"i\").table(\"t\").col(Expr::cust(\"lower(a)\"))\
         .col((Expr::cust(\"b + 1\"), IndexOrder::Desc))\
         .index_type(IndexType::Custom(\"gist\".into_iden())).include(\"c\").nulls_not_distinct()\
         .cond_where(Expr::cust(\"a > 0\")).to_owned())",
        [
            "-",
            "CREATE INDEX \"i\" ON \"t\" USING gist ((lower(a)), (b + 1) DESC) INCLUDE (\"c\") NULLS NOT DISTINCT \
             WHERE a > 0",
            "CREATE INDEX `i` ON `t` ((lower(a)), (b + 1) DESC) USING gist WHERE a > 0",
        ],
    );
    for (method, source, mysql) in [
        (Method::FullText, ".full_text()", "CREATE FULLTEXT INDEX `i` ON `t` (`a`)"),
        (Method::Hash, ".index_type(IndexType::Hash)", "CREATE INDEX `i` ON `t` (`a`) USING HASH"),
    ] {
        let index = IndexSpec { method: Some(method), ..IndexSpec::over(Some("i".into()), false, vec![part("a")]) };
        let builder = Builder(Statement::CreateIndex("t".into(), index));
        assert!(layout(&builder.source(), 0, 0, 1).contains(source));
        assert_eq!(builder.sql(Dialect::Mysql).unwrap(), mysql);
    }
    check(
        Statement::DropIndex(DropIndex { name: "i".into(), schema: None, table: Some("t".into()) }),
        ".drop_index(Index::drop().name(\"i\").table(\"t\").to_owned())",
        ["DROP INDEX \"i\"", "DROP INDEX \"i\"", "DROP INDEX `i` ON `t`"],
    );
    check(
        Statement::DropIndex(DropIndex { name: "i".into(), schema: Some("s".into()), table: None }),
        ".drop_index(Index::drop().name(\"i\").table((\"s\", \"i\")).to_owned())",
        ["-", "DROP INDEX \"s\".\"i\"", "-"],
    );
}

#[test]
fn foreign_keys_come_and_go() {
    let pair = Reference {
        name: None,
        columns: vec!["a".into(), "b".into()],
        references: TableName::new("p"),
        referenced_columns: vec!["x".into(), "y".into()],
        ..reference(Some(ReferentialAction::NoAction), Some(ReferentialAction::Restrict))
    };
    let triple = Reference {
        columns: vec!["a".into(), "b".into(), "c".into()],
        referenced_columns: vec!["x".into(), "y".into(), "z".into()],
        ..reference(Some(ReferentialAction::SetDefault), None)
    };
    check(
        Statement::CreateForeignKey("t".into(), pair),
        ".create_foreign_key(ForeignKey::create().from(\"t\", (\"a\", \"b\")).to(\"p\", (\"x\", \"y\"))\
         .on_delete(ForeignKeyAction::NoAction).on_update(ForeignKeyAction::Restrict).to_owned())",
        [
            "-",
            "ALTER TABLE \"t\" ADD FOREIGN KEY (\"a\", \"b\") REFERENCES \"p\" (\"x\", \"y\") \
             ON DELETE NO ACTION ON UPDATE RESTRICT",
            "ALTER TABLE `t` ADD CONSTRAINT  FOREIGN KEY (`a`, `b`) REFERENCES `p` (`x`, `y`) \
             ON DELETE NO ACTION ON UPDATE RESTRICT",
        ],
    );
    check(
        Statement::CreateForeignKey("t".into(), triple),
        ".create_foreign_key(ForeignKey::create().name(\"fk\").from_tbl(\"t\")\
         .from_col(\"a\").from_col(\"b\").from_col(\"c\")\
         .to_tbl(\"p\").to_col(\"x\").to_col(\"y\").to_col(\"z\")\
         .on_delete(ForeignKeyAction::SetDefault).to_owned())",
        [
            "-",
            "ALTER TABLE \"t\" ADD CONSTRAINT \"fk\" FOREIGN KEY (\"a\", \"b\", \"c\") \
             REFERENCES \"p\" (\"x\", \"y\", \"z\") ON DELETE SET DEFAULT",
            "ALTER TABLE `t` ADD CONSTRAINT `fk` FOREIGN KEY (`a`, `b`, `c`) \
             REFERENCES `p` (`x`, `y`, `z`) ON DELETE SET DEFAULT",
        ],
    );
    check(
        Statement::DropForeignKey("t".into(), "fk".into()),
        ".drop_foreign_key(ForeignKey::drop().name(\"fk\").table(\"t\").to_owned())",
        ["-", "ALTER TABLE \"t\" DROP CONSTRAINT \"fk\"", "ALTER TABLE `t` DROP FOREIGN KEY `fk`"],
    );
    // sea-query has no table of another database in MySQL's keys and indexes, and panics.
    let elsewhere = Reference { references: TableName::in_schema("s", "p"), ..reference(None, None) };
    assert_eq!(Builder(Statement::CreateForeignKey("t".into(), elsewhere)).sql(Dialect::Mysql), None);
    let index = IndexSpec::over(Some("i".into()), false, vec![part("a")]);
    let index = Builder(Statement::CreateIndex(TableName::in_schema("s", "t"), index));
    assert!(index.sql(Dialect::Mysql).is_none() && index.sql(Dialect::Sqlite).is_none());
}

#[test]
fn enums_come_go_and_change() {
    let postgres = |statement, source: &str, sql| check(statement, source, ["-", sql, "-"]);
    postgres(
        Statement::CreateEnum("mood".into(), vec!["good".to_owned(), "it's bad".to_owned()]),
        ".create_type(extension::postgres::Type::create().as_enum(\"mood\").values([\"good\", \"it's bad\"]).to_owned())",
        "CREATE TYPE \"mood\" AS ENUM ('good', E'it\\'s bad')",
    );
    postgres(
        Statement::DropEnum("mood".into()),
        ".drop_type(extension::postgres::Type::drop().name(\"mood\").to_owned())",
        "DROP TYPE \"mood\"",
    );
    let alter = |change| Statement::AlterEnum("mood".into(), change);
    postgres(
        alter(EnumChange::Add("so".to_owned(), Place::Last)),
        ".alter_type(extension::postgres::Type::alter().name(\"mood\").add_value(\"so\"))",
        "ALTER TYPE \"mood\" ADD VALUE 'so'",
    );
    postgres(
        alter(EnumChange::Add("so".to_owned(), Place::Before("bad".to_owned()))),
        ".alter_type(extension::postgres::Type::alter().name(\"mood\").add_value(\"so\").before(\"bad\"))",
        "ALTER TYPE \"mood\" ADD VALUE 'so' BEFORE 'bad'",
    );
    postgres(
        alter(EnumChange::Add("so".to_owned(), Place::After("good".to_owned()))),
        ".alter_type(extension::postgres::Type::alter().name(\"mood\").add_value(\"so\").after(\"good\"))",
        "ALTER TYPE \"mood\" ADD VALUE 'so' AFTER 'good'",
    );
    postgres(
        alter(EnumChange::Relabel("bad".to_owned(), "sad".to_owned())),
        ".alter_type(extension::postgres::Type::alter().name(\"mood\").rename_value(\"bad\", \"sad\"))",
        "ALTER TYPE \"mood\" RENAME VALUE 'bad' TO 'sad'",
    );
    postgres(
        alter(EnumChange::Rename("humour".into())),
        ".alter_type(extension::postgres::Type::alter().name(\"mood\").rename_to(\"humour\"))",
        "ALTER TYPE \"mood\" RENAME TO \"humour\"",
    );
}
