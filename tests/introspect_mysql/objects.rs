//! What stands beside tables: views, triggers, sequences, routines, events.

use super::{schema, table};

#[tokio::test]
async fn triggers() {
    let schema = schema("triggers").await;
    let found: Vec<_> = table(&schema, "t").triggers.iter().map(|trigger| trigger.sql.as_str()).collect();
    assert_eq!(
        found,
        [
            "CREATE DEFINER=`nobody`@`%` TRIGGER `of_nobody` AFTER DELETE ON `t` FOR EACH ROW SET @b = 'new.b'",
            "CREATE TRIGGER `hos``tile .` AFTER UPDATE ON `t` FOR EACH ROW INSERT INTO other VALUES (OLD . c)",
            "CREATE TRIGGER `zeroth` BEFORE INSERT ON `t` FOR EACH ROW SET @a = 1",
            "CREATE TRIGGER `first_` BEFORE INSERT ON `t` FOR EACH ROW FOLLOWS `zeroth` \
             BEGIN SET NEW.a = 'it''s \\\\'; SET NEW.b = 2; END",
            "CREATE TRIGGER `second_` BEFORE INSERT ON `t` FOR EACH ROW FOLLOWS `first_` SET NEW.`d``e` = old_value()",
        ]
    );
    let uses =
        |at: usize| table(&schema, "t").triggers[at].uses.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    assert_eq!((0..5).map(uses).collect::<Vec<_>>(), ["", "c", "", "a b", "d`e"]);
}

#[tokio::test]
async fn views() {
    let schema = schema("views").await;
    let sql = |name: &str| schema.views[&name.into()].sql.as_str();
    assert_eq!(
        sql("z_base"),
        r"CREATE VIEW `z_base` AS select `t`.`id` AS `id`,`t`.`a` AS `a` from `t` where `t`.`a` > 1 and `t`.`b` <> 'it\'s \\'"
    );
    assert!(
        sql("said_all")
            .starts_with("CREATE ALGORITHM=MERGE DEFINER=`nobody`@`%` SQL SECURITY INVOKER VIEW `said_all` AS ")
    );
    assert!(sql("said_all").ends_with(" WITH LOCAL CHECK OPTION"));
    assert!(sql("checked").ends_with(" WITH CASCADED CHECK OPTION"));
    assert!(sql("joined").starts_with("CREATE ALGORITHM=TEMPTABLE VIEW `joined` AS "));
    let uses = |name: &str| {
        let view = &schema.views[&name.into()];
        let mentioned: Vec<_> = view.mentions.iter().map(ToString::to_string).collect();
        let used: Vec<_> = view
            .uses
            .iter()
            .map(|(table, columns)| {
                format!("{table}({})", columns.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
            })
            .collect();
        (mentioned.join(" "), used.join(" "))
    };
    assert_eq!(uses("joined"), ("t u".to_owned(), "t(a,id) u(c,id)".to_owned()));
    assert_eq!(uses("a_on_base"), ("z_base".to_owned(), "z_base(a,id)".to_owned()));
    assert_eq!(uses("hos`tile ."), (String::new(), String::new()));
}

#[tokio::test]
async fn sequences_routines_and_events() {
    let schema = schema("objects").await;
    let found: Vec<_> = schema.objects.iter().map(|object| (object.kind.as_str(), object.name.name.as_str())).collect();
    assert_eq!(
        found,
        [
            ("event", "daily"),
            ("event", "once"),
            ("event", "parts"),
            ("function", "gathered"),
            ("function", "of_latin"),
            ("function", "of_nobody"),
            ("procedure", "nothing"),
            ("procedure", "said_all"),
            ("sequence", "hos`tile ."),
            ("sequence", "plain"),
            ("sequence", "said"),
        ]
    );
    let sql = |name: &str| {
        let object = schema.objects.iter().find(|object| object.name.name.as_str() == name).unwrap();
        object.sql.as_deref().unwrap()
    };
    assert_eq!(
        sql("daily"),
        "CREATE EVENT `daily` ON SCHEDULE EVERY '1' DAY STARTS '2030-01-01 00:00:00' ENDS '2031-01-01 00:00:00' \
         ON COMPLETION PRESERVE DISABLE COMMENT 'it''s' DO\nSET @a = 1"
    );
    assert_eq!(sql("once"), "CREATE EVENT `once` ON SCHEDULE AT '2035-01-01 00:00:00' DO\nBEGIN SET @a = 'it''s'; END");
    assert!(sql("parts").contains("EVERY '1:30' HOUR_MINUTE"), "{}", sql("parts"));
    assert_eq!(
        sql("of_latin"),
        "CREATE FUNCTION `of_latin`(`a` int(10) unsigned, `b` varchar(20) CHARSET latin1 COLLATE latin1_swedish_ci, \
         `e` enum('x','y')) RETURNS varchar(30) DETERMINISTIC NO SQL\nRETURN concat(a, b)"
    );
    assert!(sql("of_nobody").starts_with("CREATE DEFINER=`nobody`@`%` FUNCTION `of_nobody`() RETURNS int(11)\n"));
    assert!(sql("gathered").starts_with("CREATE AGGREGATE FUNCTION `gathered`("));
    assert_eq!(
        sql("said_all"),
        "CREATE PROCEDURE `said_all`(IN `a` int(11), OUT `b` varchar(20), INOUT `c``d` decimal(10,2)) READS SQL DATA \
         SQL SECURITY INVOKER COMMENT 'it''s \\\\'\nBEGIN\n  SELECT count(*) INTO a FROM t; SET b = 'it''s';\nEND"
    );
    assert_eq!(
        sql("said"),
        "CREATE SEQUENCE `said` START WITH 10 MINVALUE 5 MAXVALUE 1000 INCREMENT BY 5 CACHE 7 CYCLE"
    );
}
