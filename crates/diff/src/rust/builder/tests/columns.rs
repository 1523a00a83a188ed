//! Columns and their defaults.

use super::*;

#[test]
fn columns_come_go_and_change() {
    check(
        add(not_null(column("a", Ty::BigInteger))),
        ".alter_table(Table::alter().table(\"t\")\
         .add_column(ColumnDef::new(\"a\").big_integer().not_null()).to_owned())",
        [
            "ALTER TABLE \"t\" ADD COLUMN \"a\" integer NOT NULL",
            "ALTER TABLE \"t\" ADD COLUMN \"a\" bigint NOT NULL",
            "ALTER TABLE `t` ADD COLUMN `a` bigint NOT NULL",
        ],
    );
    let alter = |change| Statement::AlterTable(AlterTable { table: "t".into(), changes: vec![change] });
    check(
        alter(Change::Drop("a".into())),
        ".alter_table(Table::alter().table(\"t\").drop_column(\"a\").to_owned())",
        [
            "ALTER TABLE \"t\" DROP COLUMN \"a\"",
            "ALTER TABLE \"t\" DROP COLUMN \"a\"",
            "ALTER TABLE `t` DROP COLUMN `a`",
        ],
    );
    check(
        alter(Change::Rename("a".into(), "b".into())),
        ".alter_table(Table::alter().table(\"t\").rename_column(\"a\", \"b\").to_owned())",
        [
            "ALTER TABLE \"t\" RENAME COLUMN \"a\" TO \"b\"",
            "ALTER TABLE \"t\" RENAME COLUMN \"a\" TO \"b\"",
            "ALTER TABLE `t` RENAME COLUMN `a` TO `b`",
        ],
    );
    check(
        alter(Change::Modify(Column { using: Some(sql("a::text")), ..column("a", Ty::Text) })),
        ".alter_table(Table::alter().table(\"t\")\
         .modify_column(ColumnDef::new(\"a\").text().using(Expr::cust(\"a::text\"))).to_owned())",
        ["-", "ALTER TABLE \"t\" ALTER COLUMN \"a\" TYPE text USING a::text", "ALTER TABLE `t` MODIFY COLUMN `a` text"],
    );
    let several = vec![Change::Drop("a".into()), Change::Add(column("b", Ty::Text))];
    check(
        Statement::AlterTable(AlterTable { table: "t".into(), changes: several }),
        ".alter_table(Table::alter().table(\"t\").drop_column(\"a\")\
         .add_column(ColumnDef::new(\"b\").text()).to_owned())",
        [
            "-",
            "ALTER TABLE \"t\" DROP COLUMN \"a\", ADD COLUMN \"b\" text",
            "ALTER TABLE `t` DROP COLUMN `a`, ADD COLUMN `b` text",
        ],
    );
}

#[test]
fn a_column_says_all_that_it_can() {
    let mut all = column("a", Ty::Integer);
    all.default = Some(Default::Number("7".to_owned()));
    all.check = Some(sql("a > 0"));
    all.extra = vec![sql("COLLATE x")];
    check(
        add(all.clone()),
        ".alter_table(Table::alter().table(\"t\").add_column(ColumnDef::new(\"a\").integer()\
         .default(7).check(Expr::cust(\"a > 0\")).extra(\"COLLATE x\")).to_owned())",
        [
            "ALTER TABLE \"t\" ADD COLUMN \"a\" integer DEFAULT 7 CHECK (a > 0) COLLATE x",
            "ALTER TABLE \"t\" ADD COLUMN \"a\" integer DEFAULT 7 CHECK (a > 0) COLLATE x",
            // MariaDB takes a check last.
            "-",
        ],
    );
    let computed = Column { generated: Some((sql("b + 1"), true)), ..column("a", Ty::Integer) };
    check(
        add(computed.clone()),
        ".alter_table(Table::alter().table(\"t\")\
         .add_column(ColumnDef::new(\"a\").integer().generated(Expr::cust(\"b + 1\"), true)).to_owned())",
        [
            "ALTER TABLE \"t\" ADD COLUMN \"a\" integer GENERATED ALWAYS AS (b + 1) STORED",
            "ALTER TABLE \"t\" ADD COLUMN \"a\" integer GENERATED ALWAYS AS (b + 1) STORED",
            "ALTER TABLE `t` ADD COLUMN `a` int GENERATED ALWAYS AS (b + 1) STORED",
        ],
    );
    // MySQL takes NOT NULL only behind what a column is computed from.
    assert_eq!(Builder(add(not_null(computed))).sql(Dialect::Mysql), None);
    let placed = Column { extra: vec![sql("AFTER `b`")], comment: Some("c".to_owned()), ..column("a", Ty::Integer) };
    assert_eq!(Builder(add(placed.clone())).sql(Dialect::Mysql), None);
    assert!(Builder(add(Column { comment: None, ..placed })).sql(Dialect::Mysql).is_some());
    // PostgreSQL makes values of three types alone, for which sea-query panics otherwise.
    let counts = |ty| Builder(add(Column { auto_increment: true, ..column("a", ty) })).sql(Dialect::Postgres);
    assert!(counts(Ty::SmallInteger).is_some() && counts(Ty::Unsigned).is_none() && counts(Ty::Text).is_none());
}

#[test]
fn defaults_are_written_as_what_they_are() {
    for (default, source, sql) in [
        (Default::Bool(true), "true", "TRUE"),
        (Default::Text("it's \\".to_owned()), r#"r"it's \""#, r"'it''s \'"),
        (Default::Number("-7".to_owned()), "-7", "-7"),
        (Default::Number("9223372036854775807".to_owned()), "9223372036854775807_i64", "9223372036854775807"),
        (
            Default::Number("9223372036854775808".to_owned()),
            "Expr::custom_keyword(\"9223372036854775808\")",
            "9223372036854775808",
        ),
        (Default::Number("1.5".to_owned()), "1.5", "1.5"),
        (Default::Number("1.50".to_owned()), "Expr::custom_keyword(\"1.50\")", "1.50"),
        (Default::Now(Clock::Timestamp), "Expr::current_timestamp()", "CURRENT_TIMESTAMP"),
        (Default::Now(Clock::Date), "Expr::current_date()", "CURRENT_DATE"),
        (Default::Now(Clock::Time), "Expr::current_time()", "CURRENT_TIME"),
        (Default::Bare(Sql::new("NULL", Dialect::Sqlite)), "Expr::custom_keyword(\"NULL\")", "NULL"),
        (Default::Expression(Sql::new("1 + 2", Dialect::Sqlite)), "Expr::cust(\"1 + 2\")", "(1 + 2)"),
    ] {
        let builder = Builder(add(Column { default: Some(default), ..Column::new("a".into(), None) }));
        let written: String = layout(&builder.source(), 0, 0, 1).lines().map(str::trim).collect();
        assert!(written.contains(&format!(".default({source})")), "{written}");
        assert_eq!(builder.sql(Dialect::Sqlite).unwrap(), format!("ALTER TABLE \"t\" ADD COLUMN \"a\" DEFAULT {sql}"));
    }
}
