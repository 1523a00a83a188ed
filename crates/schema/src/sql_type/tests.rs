use super::SqlType;

#[test]
fn what_a_database_writes_comes_back() {
    let types = [
        "varchar(20)",
        "numeric(10, 2)",
        "numeric(5, -2)[]",
        "timestamp(3) with time zone",
        "time(0) without time zone[]",
        "interval day to second(3)",
        "interval second(0)",
        "interval(2)",
        "bit varying(5)",
        "character varying(20)[][]",
        "double precision",
        "\"char\"",
        "\"Odd Type\"(3)",
        "other.\"Odd Type\"(3, 4)[]",
        "\"a \"\" (b)[]\"",
        "int(10) unsigned zerofill",
        "varchar(20) character set latin1 collate latin1_bin",
        "enum('a b','c,(d')",
        "unsigned big int(8)",
        "native character(70)",
        "varying character(255)",
    ];
    for text in types {
        let parsed = SqlType::parse(text);
        assert_eq!(parsed.to_string().replace(", ", ","), text.replace(", ", ","), "{parsed:?}");
        assert_eq!(SqlType::parse(&parsed.to_string()), parsed);
    }
}

#[test]
fn spelling_says_nothing() {
    assert_eq!(SqlType::parse(" DECIMAL ( 10 ,2 ) "), SqlType::parse("decimal(10, 2)"));
    assert_eq!(SqlType::parse("Timestamp (3)  WITH time zone"), SqlType::parse("timestamp(3) with time zone"));
    assert_ne!(SqlType::parse("\"Mood\""), SqlType::parse("mood"));
}

#[test]
fn types_of_mysql_come_through() {
    for (text, expected) in [
        ("int(11) unsigned zerofill", "int(11) unsigned zerofill"),
        ("enum('a','it''s','b,c','d)','e\\\\','')", "enum('a', 'it''s', 'b,c', 'd)', 'e\\\\', '')"),
        ("set('x','y')", "set('x', 'y')"),
        ("ENUM('A  B')", "enum('A  B')"),
        ("decimal(10,2) unsigned", "decimal(10, 2) unsigned"),
        ("varchar(20)", "varchar(20)"),
        ("timestamp(6)", "timestamp(6)"),
        ("double(8,2)", "double(8, 2)"),
        ("double(8,2) unsigned zerofill", "double(8, 2) unsigned zerofill"),
        ("double unsigned", "double unsigned"),
        ("bit(3)", "bit(3)"),
        ("year(4)", "year(4)"),
    ] {
        let parsed = SqlType::parse(text);
        assert_eq!(parsed.to_string(), expected);
        assert_eq!(SqlType::parse(expected), parsed);
    }
}
