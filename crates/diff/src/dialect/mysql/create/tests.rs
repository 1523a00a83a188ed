use std::collections::BTreeMap;

use autogen_schema::{
    Check, Column, ColumnType as Ty, DataType, DefaultValue, EnumType, ForeignKey, Generated, Ident, Index, IndexKey,
    IndexPart, PrimaryKey, ReferentialAction, SortOrder, SqlType, Storage, StringLength, Table, Unique, UniqueKind,
};

use super::table;

fn implied(name: &str, ty: Ty) -> Column {
    Column::new(name, DataType::Implied(ty))
}

fn reported(name: &str, ty: &str) -> Column {
    Column::new(name, DataType::Reported(SqlType::parse(ty)))
}

fn text(of: &Table) -> String {
    table(of, &BTreeMap::from([("mood".into(), EnumType::new("mood", ["glad", "Every'day"]))])).unwrap()
}

#[test]
fn a_new_table_says_what_was_said() {
    let mut users = Table::new("users");
    users.columns = vec![
        Column { auto_increment: true, ..implied("id", Ty::BigInteger) },
        implied("email", Ty::String(StringLength::Unset)),
        Column { nullable: true, comment: Some("it's \\ here".to_owned()), ..implied("bio", Ty::Text) },
        Column { default: Some(DefaultValue::Bool(false)), ..implied("admin", Ty::Boolean) },
        Column { nullable: true, ..implied("seen", Ty::TimestampWithTimeZone) },
        Column::new("mood", DataType::Exact(Ty::Enum("mood".into()))),
        Column { extra: Some("CHECK (age > 0)".to_owned()), ..implied("age", Ty::Integer) },
        implied("team", Ty::Integer),
    ];
    users.primary_key = Some(PrimaryKey::new(["id"]));
    users.uniques = vec![
        Unique { name: Some("email".into()), ..Unique::new(["email"], UniqueKind::Constraint) },
        Unique { name: Some("idx-users-k".into()), ..Unique::new(["team", "age"], UniqueKind::Index) },
    ];
    users.indexes = vec![Index { name: Some("idx-users-age".into()), ..Index::new([IndexPart::column("age")]) }];
    users.foreign_keys = vec![ForeignKey {
        name: Some("fk-users-team".into()),
        on_delete: Some(ReferentialAction::Cascade),
        ..ForeignKey::new(["team"], "teams", ["id"])
    }];
    users.comment = Some("who".to_owned());
    assert_eq!(
        text(&users),
        "CREATE TABLE `users` (
    `id` bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    `email` varchar(255) NOT NULL UNIQUE,
    `bio` text COMMENT 'it''s \\\\ here',
    `admin` bool NOT NULL DEFAULT FALSE,
    `seen` timestamp NULL,
    `mood` enum('glad', 'Every''day') NOT NULL,
    `age` int NOT NULL CHECK (age > 0),
    `team` int NOT NULL,
    UNIQUE INDEX `idx-users-k` (`team`, `age`),
    INDEX `idx-users-age` (`age`),
    CONSTRAINT `fk-users-team` FOREIGN KEY (`team`) REFERENCES `teams` (`id`) ON DELETE CASCADE
) COMMENT = 'who'"
    );
}

#[test]
fn what_comes_from_a_database_is_written_whole() {
    let mut odd = Table::new("o`dd");
    odd.columns = vec![
        reported("a", "int(10) unsigned zerofill"),
        Column {
            nullable: true,
            collation: Some("latin1_bin".into()),
            settings: vec!["INVISIBLE".to_owned()],
            ..reported("b", "varchar(9)")
        },
        Column {
            default: Some(DefaultValue::Expression("current_timestamp(6)".to_owned())),
            on_update: Some("current_timestamp(6)".to_owned()),
            ..reported("c", "datetime(6)")
        },
        Column {
            nullable: true,
            generated: Some(Generated { expression: "`a` + 1".to_owned(), storage: Storage::Stored }),
            comment: Some("sum".to_owned()),
            ..reported("d", "int(11)")
        },
    ];
    odd.primary_key = Some(PrimaryKey::new(["c", "a"]));
    let part = IndexPart { prefix: Some(3), order: SortOrder::Descending, ..IndexPart::column("b") };
    odd.indexes = vec![
        Index { name: Some("i".into()), settings: vec!["COMMENT 'x'".to_owned()], ..Index::new([part]) },
        Index { name: Some("f".into()), method: Some("FULLTEXT".into()), ..Index::new([IndexPart::column("b")]) },
        Index {
            name: Some("e".into()),
            unique: true,
            method: Some("HASH".into()),
            ..Index::new([IndexPart::of(IndexKey::Expression("lower(`b`)".to_owned()))])
        },
    ];
    odd.checks = vec![
        Check::new(Some("k".into()), "`a` > 1"),
        Check { enforced: false, ..Check::new(Some("l".into()), "`a` > 2") },
        Check { column: Some("b".into()), ..Check::new(Some("b".into()), "`b` <> ''") },
    ];
    odd.clauses = vec![
        "ENGINE=InnoDB".to_owned(),
        "DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin".to_owned(),
        "PARTITION BY HASH (`a`) PARTITIONS 2".to_owned(),
    ];
    odd.comment = Some("odd".to_owned());
    assert_eq!(
        text(&odd),
        "CREATE TABLE `o``dd` (
    `a` int(10) unsigned zerofill NOT NULL,
    `b` varchar(9) COLLATE `latin1_bin` INVISIBLE CHECK (`b` <> ''),
    `c` datetime(6) NOT NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6),
    `d` int(11) GENERATED ALWAYS AS (`a` + 1) STORED COMMENT 'sum',
    PRIMARY KEY (`c`, `a`),
    INDEX `i` (`b`(3) DESC) COMMENT 'x',
    FULLTEXT INDEX `f` (`b`),
    UNIQUE INDEX `e` ((lower(`b`))) USING HASH,
    CONSTRAINT `k` CHECK (`a` > 1),
    CONSTRAINT `l` CHECK (`a` > 2) NOT ENFORCED
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT = 'odd' PARTITION BY HASH (`a`) PARTITIONS 2"
    );
}

/// A server names the index of a foreign key that nobody named after the column, which the name of the key does not tell.
#[test]
fn the_index_behind_a_key_without_a_name_is_written() {
    let mut table = Table::new("t");
    table.columns = vec![implied("a", Ty::Integer), implied("b", Ty::Integer)];
    table.foreign_keys = vec![
        ForeignKey { name: Some("t_ibfk_1".into()), ..ForeignKey::new(["a"], "p", ["id"]) },
        ForeignKey { name: Some("named".into()), ..ForeignKey::new(["b"], "p", ["id"]) },
    ];
    let sql = text(&table);
    assert!(sql.contains("    INDEX `a` (`a`),\n"), "{sql}");
    assert!(!sql.contains("INDEX `named`"), "{sql}");
}

#[test]
fn what_is_not_known_is_refused() {
    let mut table = Table::new("t");
    table.columns = vec![Column::new("a", DataType::Unknown("Money".to_owned()))];
    let refusal = super::table(&table, &BTreeMap::new()).unwrap_err();
    assert_eq!(refusal.to_string(), "cannot make `t.a`: the type `Money` is not known");
    table.columns = vec![Column::new(Ident::from("a"), DataType::Exact(Ty::Enum("mood".into())))];
    let refusal = super::table(&table, &BTreeMap::new()).unwrap_err();
    assert_eq!(refusal.to_string(), "cannot make `t.a`: the labels of enum `mood` are not known");
}
