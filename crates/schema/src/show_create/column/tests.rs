use super::*;

fn table(line: &str, options: &str) -> String {
    format!(
        "CREATE TABLE `t,(` (\n  `id` int NOT NULL COMMENT '`c` x,',\n  {line},\n  PRIMARY KEY (`id`),\n  KEY `c` (`c`)\n) {options}"
    )
}

#[track_caller]
fn of(line: &str) -> String {
    column_fingerprint(&table(line, "ENGINE=InnoDB"), &"C".into()).unwrap()
}

#[test]
fn the_text_of_a_column_is_found() {
    let text = table("`c` enum('a,b','(') DEFAULT 'a,b' COMMENT 'x'", "");
    assert_eq!(column_text(&text, &"C".into()), Some("enum('a,b','(') DEFAULT 'a,b' COMMENT 'x'"));
    assert_eq!(column_text(&text, &"d".into()), None);
    assert_eq!(column_text("CREATE TABLE `t` (\n  `c` int\n)", &"c".into()), Some("int"));
}

#[test]
fn spellings_of_a_server_do_not_count() {
    for (one, other) in [
        ("`c` int(11) DEFAULT NULL", "`c` int"),
        ("`c` int(11) NOT NULL DEFAULT 4", "`c` int NOT NULL DEFAULT '4'"),
        (
            "`c` timestamp NULL DEFAULT current_timestamp() ON UPDATE current_timestamp()",
            "`c` timestamp DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP",
        ),
        ("`c` varchar(9) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin", "`c` varchar(9) COLLATE utf8_bin DEFAULT NULL"),
        (
            "`c` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`c`))",
            "`c` json DEFAULT NULL",
        ),
        ("`c` int(11) INVISIBLE DEFAULT 3", "`c` int /*!80023 INVISIBLE */ DEFAULT '3'"),
    ] {
        assert_eq!(of(one), of(other), "{one} / {other}");
    }
}

#[test]
fn everything_else_counts() {
    let lines = [
        "`c` int",
        "`c` bigint",
        "`c` int NOT NULL",
        "`c` int DEFAULT 4",
        "`c` int DEFAULT 5",
        "`c` int COMMENT 'x'",
        "`c` int COMMENT 'X'",
        "`c` int unsigned",
        "`c` int(5) unsigned zerofill",
        "`c` int(6) unsigned zerofill",
        "`c` tinyint",
        "`c` tinyint(1)",
        "`c` int GENERATED ALWAYS AS (`id` + 1) VIRTUAL",
        "`c` int GENERATED ALWAYS AS (`id` + 2) VIRTUAL",
        "`c` varchar(9)",
        "`c` varchar(10)",
        "`c` varchar(9) COLLATE utf8mb4_bin",
        "`c` varchar(9) CHARACTER SET latin1",
        "`c` timestamp NOT NULL DEFAULT current_timestamp()",
        "`c` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp()",
        "`c` int CHECK (`c` > 0)",
    ];
    let prints: std::collections::BTreeSet<String> = lines.iter().map(|line| of(line)).collect();
    assert_eq!(prints.len(), lines.len());
}

#[test]
fn a_collation_that_is_the_tables_own_is_the_same_when_it_is_said() {
    let said = column_fingerprint(&table("`c` varchar(9) COLLATE utf8mb4_bin", "CHARSET=latin1"), &"c".into()).unwrap();
    let own = |options| column_fingerprints(&table("`c` varchar(9)", options), &"c".into());
    assert!(own("ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin").contains(&said));
    assert!(!own("ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci").contains(&said));
    let plain = of("`c` varchar(9)");
    for options in ["DEFAULT CHARSET=latin1", "DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"] {
        assert!(own(options).contains(&plain));
    }
}

#[test]
fn a_sequence_is_the_same_in_any_database() {
    let next = |name: &str| of(&format!("`c` int NOT NULL DEFAULT nextval({name})"));
    assert_eq!(next("`app`.`s`"), next("`autogen_1`.`s`"));
    assert_ne!(next("`app`.`s`"), next("`app`.`t`"));
}
