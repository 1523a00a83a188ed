//! What each fixture holds, fact by fact.

use std::collections::BTreeMap;

use autogen_schema::{Column, DataType, DefaultValue, Index, IndexKey, Schema, SortOrder, SqlType, Storage, Table};

use super::{database, read, schema, table};

fn data_type(column: &Column) -> String {
    match &column.data_type {
        DataType::Reported(sql_type) => sql_type.to_string(),
        other => panic!("{other:?}"),
    }
}

fn column<'a>(schema: &'a Schema, table_name: &str, name: &str) -> &'a Column {
    let found = table(schema, table_name).column(&name.into(), autogen_schema::Dialect::Mysql);
    found.unwrap_or_else(|| panic!("no column {name}"))
}

/// A column's type, collation and settings, in one text.
fn described(column: &Column) -> String {
    let collation = column.collation.as_ref().map(|collation| format!(" {collation}")).unwrap_or_default();
    let settings: String = column.settings.iter().map(|setting| format!(" {setting}")).collect();
    format!("{}{collation}{settings}", data_type(column))
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[tokio::test]
async fn types() {
    let schema = schema("types").await;
    let described = |name: &str| -> Vec<(String, String)> {
        table(&schema, name).columns.iter().map(|column| (column.name.to_string(), described(column))).collect()
    };
    let expected = [
        ("pk_id", "int(10) unsigned"),
        ("a_char", "char(1)"),
        ("a_char_n", "char(9)"),
        ("a_string", "varchar(255)"),
        ("a_string_n", "varchar(20)"),
        ("a_text", "text"),
        ("a_tiny", "tinyint(4)"),
        ("a_small", "smallint(6)"),
        ("an_int", "int(11)"),
        ("a_big", "bigint(20)"),
        ("a_tiny_u", "tinyint(3) unsigned"),
        ("a_small_u", "smallint(5) unsigned"),
        ("an_int_u", "int(10) unsigned"),
        ("a_big_u", "bigint(20) unsigned"),
        ("a_float", "float"),
        ("a_double", "double"),
        ("a_decimal", "decimal(10, 0)"),
        ("a_decimal_p", "decimal(10, 2)"),
        ("a_datetime", "datetime"),
        ("a_timestamp", "timestamp"),
        ("a_time", "time"),
        ("a_date", "date"),
        ("a_year", "year(4)"),
        ("a_binary", "binary(16)"),
        ("a_varbinary", "varbinary(255)"),
        ("a_blob", "blob"),
        ("a_bit", "bit(1)"),
        ("a_bit_n", "bit(8)"),
        ("a_bool", "tinyint(1)"),
        ("a_money", "decimal(19, 4)"),
        ("a_json", "json"),
        ("a_uuid", "binary(16)"),
        ("an_enum", "enum('a', 'b')"),
    ];
    assert_eq!(described("seaorm"), pairs(&expected));
    let key = column(&schema, "seaorm", "pk_id");
    assert!(key.auto_increment && !key.nullable);
    assert!(table(&schema, "seaorm").checks.is_empty());

    let expected = [
        ("a_serial", "bigint(20) unsigned zerofill"),
        ("a_double", "double(8, 2) unsigned"),
        ("a_float", "float(7, 4)"),
        ("a_medium", "mediumint(9)"),
        ("an_enum", r"enum('a', 'it''s', 'b,c', 'back\\slash', 'par)en', '', 'é', 'a\nb') utf8mb4_general_ci"),
        ("a_set", "set('x', 'y z')"),
        ("a_timestamp", "timestamp(6)"),
        ("a_time", "time(3)"),
        ("a_datetime", "datetime(2)"),
        ("a_tinytext", "tinytext"),
        ("a_mediumtext", "mediumtext"),
        ("a_longtext", "longtext"),
        ("a_tinyblob", "tinyblob"),
        ("a_longblob", "longblob"),
        ("a_point", "point"),
        ("a_geometry", "geometry"),
        ("latin", "varchar(10) latin1_swedish_ci"),
        ("cased", "varchar(10) utf8mb4_bin"),
        ("german", "varchar(10) latin1_german1_ci"),
    ];
    assert_eq!(described("by_hand"), pairs(&expected));
    let expected = [
        ("a_uuid", "uuid"),
        ("an_inet6", "inet6"),
        ("an_inet4", "inet4"),
        ("packed", "text COMPRESSED"),
        ("hidden", "int(11) INVISIBLE"),
    ];
    assert_eq!(described("mariadb"), pairs(&expected));
}

/// JSON is a `longtext` with a check that says nothing but that; whatever else is said is a check like any other.
#[tokio::test]
async fn json() {
    let schema = schema("types").await;
    let found = table(&schema, "json_like");
    let described: Vec<_> = found.columns.iter().map(|column| (column.name.to_string(), described(column))).collect();
    let expected = [
        ("a", "json"),
        ("b", "json"),
        ("c", "json"),
        ("d", "longtext utf8mb4_bin"),
        ("e", "longtext"),
        ("f", "longtext"),
        ("g", "json utf8mb4_unicode_ci"),
        ("h`i", "json"),
        ("j", "varchar(30)"),
    ];
    assert_eq!(described, pairs(&expected));
    let checks: Vec<_> = found.checks.iter().map(|check| check.expression.as_str()).collect();
    let expected =
        ["json_valid(`d`) and json_length(`d`) > 1", "json_valid(`e`)", "json_valid(`j`)", "json_valid(`e`)"];
    assert_eq!(checks, expected);
}

#[tokio::test]
async fn defaults() {
    let schema = schema("defaults").await;
    let found: Vec<_> = table(&schema, "t")
        .columns
        .iter()
        .map(|column| {
            let default = column.default.as_ref().map(|default| match default {
                DefaultValue::Expression(text) => text.clone(),
                other => panic!("{other:?}"),
            });
            (column.name.to_string(), default.unwrap_or_else(|| "-".to_owned()))
        })
        .collect();
    let expected = [
        ("none_null", "-"),
        ("none_not_null", "-"),
        ("explicit_null", "-"),
        ("number", "7"),
        ("negative", "-7"),
        ("money", "1.50"),
        ("real_", "10000000000"),
        ("hex", "255"),
        ("yes", "1"),
        ("bits", "b'101'"),
        ("text_", "'it''s'"),
        ("empty", "''"),
        ("null_word", "'NULL'"),
        ("digits", "'123'"),
        ("slash", r#"'a\\b\n"x"'"#),
        ("call_word", "'current_timestamp()'"),
        ("paren", "'(a)'"),
        ("long_", "'x'"),
        ("bytes", "'abc'"),
        ("doc", "'{}'"),
        ("day", "'2020-01-01'"),
        ("moment", "current_timestamp()"),
        ("moment_now", "current_timestamp()"),
        ("stamp", "current_timestamp(6)"),
        ("touched", "-"),
        ("later", "current_timestamp() + interval 1 day"),
        ("sum_", "1 + 2"),
        ("two", "1 + 2"),
        ("joined", r"concat('a','it\'s')"),
        ("id", "uuid()"),
        ("other", "`number` + 1"),
        ("next_", "nextval(`numbers`)"),
        ("an_enum", "'it''s'"),
        ("a_set", "'x,y'"),
        ("a_year", "2020"),
    ];
    assert_eq!(found, pairs(&expected));
    assert_eq!(column(&schema, "t", "stamp").on_update.as_deref(), Some("current_timestamp(6)"));
    assert_eq!(column(&schema, "t", "touched").on_update.as_deref(), Some("current_timestamp()"));
    assert!(!column(&schema, "t", "none_not_null").nullable);
}

#[tokio::test]
async fn generated() {
    let schema = schema("generated").await;
    let found: Vec<_> = table(&schema, "t")
        .columns
        .iter()
        .filter_map(|column| {
            let generated = column.generated.as_ref()?;
            assert_eq!(column.default, None);
            Some((column.name.as_str(), generated.expression.as_str(), generated.storage))
        })
        .collect();
    assert_eq!(
        found,
        [
            ("plain", "`a` + 1", Storage::Virtual),
            ("virtual_", "`a` * 2", Storage::Virtual),
            ("stored", "`a` - 1", Storage::Stored),
            ("persistent", "`a`", Storage::Stored),
            ("text_", r#"concat(`b`,'it\'s \\ "x"')"#, Storage::Virtual),
            ("hidden", "`a`", Storage::Virtual),
            ("uniq", "`a` + 5", Storage::Virtual),
            ("parens", "(`a` + 1) * (`a` + 2)", Storage::Virtual),
        ]
    );
    assert_eq!(column(&schema, "t", "hidden").settings, ["INVISIBLE"]);
}

#[tokio::test]
async fn checks() {
    let schema = schema("checks").await;
    let found: Vec<_> = table(&schema, "t")
        .checks
        .iter()
        .map(|check| {
            let name = check.name.as_ref().unwrap().as_str();
            (name, check.column.as_ref().map(autogen_schema::Ident::as_str), check.expression.as_str())
        })
        .collect();
    assert_eq!(
        found,
        [
            ("a", Some("a"), "`a` > 0"),
            ("b", Some("b"), "`b` <> 3"),
            ("c", Some("c"), r"`c` <> 'it\'s'"),
            ("CONSTRAINT_1", None, "`d` in ('x','y,z')"),
            ("hos`tile", None, r"`d` <> '\\' and `d`  not like '%)(%'"),
            ("named", None, "`a` < `b`"),
        ]
    );
    let found: Vec<_> = table(&schema, "same").checks.iter().map(|check| check.expression.as_str()).collect();
    assert_eq!(found, ["`a` <> 9", "`a` > 1"]);
}

/// MariaDB leaves a check of a column the name that the column had.
#[tokio::test]
async fn checks_of_renamed_columns() {
    let sql = "CREATE TABLE t (a int CHECK (a <> 1), j json, b int CHECK (b <> 2));
        ALTER TABLE t RENAME COLUMN a TO `the ``first```, RENAME COLUMN j TO k, RENAME COLUMN b TO c;";
    let introspected = read(&database("renamed", sql)).await;
    let found = table(&introspected.schema, "t");
    let checks: Vec<_> = found.checks.iter().map(|check| (check.column.clone(), check.expression.as_str())).collect();
    assert_eq!(checks, [(Some("the `first`".into()), "`the ``first``` <> 1"), (Some("c".into()), "`c` <> 2")]);
    assert_eq!(found.columns[1].data_type, DataType::Reported(SqlType::parse("json")));
}

#[tokio::test]
async fn comments() {
    let schema = schema("comments").await;
    let found = table(&schema, "t");
    let comments: Vec<_> = found.columns.iter().map(|column| column.comment.as_deref().unwrap_or("-")).collect();
    assert_eq!(
        comments,
        [
            "it's a 'comment'",
            "back\\slash \\",
            "\"double\" `back`",
            "-- */ ; DROP TABLE t; /*!",
            "two\nlines\ttab",
            "é ñ 漢字",
            " ",
            "-",
        ]
    );
    assert_eq!(found.comment.as_deref(), Some("table's \\ comment"));
    assert_eq!(found.indexes[0].settings, [r#"COMMENT 'index''s \\ "x"'"#]);
    assert_eq!(table(&schema, "u").comment, None);
}

/// An index in one text: `unique FULLTEXT a(5) desc, b ! COMMENT …`.
fn index(index: &Index) -> (String, String) {
    let parts: Vec<_> = index
        .parts
        .iter()
        .map(|part| {
            let IndexKey::Column(name) = &part.key else { panic!("{part:?}") };
            let prefix = part.prefix.map(|length| format!("({length})")).unwrap_or_default();
            format!("{name}{prefix}{}", if part.order == SortOrder::Descending { " desc" } else { "" })
        })
        .collect();
    let words = [if index.unique { "unique " } else { "" }, if index.valid { "" } else { "hidden " }].concat();
    let method = index.method.as_ref().map(|method| format!("{method} ")).unwrap_or_default();
    let settings: String = index.settings.iter().map(|setting| format!(" {setting}")).collect();
    (index.name.as_ref().unwrap().to_string(), format!("{words}{method}{}{settings}", parts.join(", ")))
}

fn indexes(schema: &Schema, name: &str) -> Vec<(String, String)> {
    let table = table(schema, name);
    assert!(table.uniques.is_empty());
    table.indexes.iter().map(index).collect()
}

#[tokio::test]
async fn indexes_of_every_kind() {
    let schema = schema("indexes").await;
    let key = table(&schema, "t").primary_key.as_ref().unwrap();
    assert_eq!(key.columns, ["other".into(), "id".into()]);
    let found: BTreeMap<_, _> = indexes(&schema, "t").into_iter().collect();
    let expected = [
        ("down", "a desc, b"),
        ("hashed", "a"),
        ("long_", "unique c"),
        ("longer", "unique h, a"),
        ("off_", "hidden b IGNORED"),
        ("part", "unique b(7)"),
        ("place", "SPATIAL g"),
        ("plain", "a"),
        ("prefix", "b(5), c(10)"),
        ("said", "a COMMENT 'why'"),
        ("two", "b, a"),
        ("u", "unique a"),
        ("uu", "unique a, b"),
        ("words", "FULLTEXT c, d"),
    ];
    assert_eq!(found.into_iter().collect::<Vec<_>>(), pairs(&expected));
    let expected = [("a", "unique a"), ("b", "unique b"), ("c", "unique c, a"), ("c_2", "c")];
    assert_eq!(indexes(&schema, "inline_"), pairs(&expected));
    assert_eq!(indexes(&schema, "in_memory"), pairs(&[("a", "a"), ("ab", "unique a, b"), ("b", "BTREE b")]));
    assert_eq!(table(&schema, "keyless").primary_key, None);
}

fn foreign_keys(table: &Table) -> Vec<String> {
    let list = |names: &[autogen_schema::Ident]| names.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    table
        .foreign_keys
        .iter()
        .map(|key| {
            let (columns, referenced) = (list(&key.columns), list(&key.referenced_columns));
            let [delete, update] = [key.on_delete, key.on_update].map(|action| action.unwrap().sql());
            let name = key.name.as_ref().unwrap();
            format!("{name}: {columns} -> {}({referenced}) {delete}, {update}", key.references)
        })
        .collect()
}

#[tokio::test]
async fn foreign_keys_and_their_indexes() {
    let schema = schema("foreign_keys").await;
    assert_eq!(
        foreign_keys(table(&schema, "actions")),
        [
            "cascade_: a,b -> parent(a,b) CASCADE, SET NULL",
            "no_action: d -> parent(id) NO ACTION, NO ACTION",
            "restrict_: c -> parent(id) RESTRICT, RESTRICT",
            "said_nothing: e -> parent(id) RESTRICT, RESTRICT",
            "self: f -> actions(id) SET NULL, RESTRICT",
        ]
    );
    assert_eq!(indexes(&schema, "actions"), []);
    // `fk_r` could go without breaking its key, and `later` took the place of what `fk-s` had brought along.
    let expected = [("fk_r", "r"), ("later", "s"), ("mine", "p"), ("r_too", "r, id"), ("wider", "q, p")];
    assert_eq!(indexes(&schema, "indexed"), pairs(&expected));
    // It came with the second of two keys, and took the place of what the first had brought along.
    assert_eq!(indexes(&schema, "shared"), pairs(&[("two", "p")]));
    assert_eq!(indexes(&schema, "in_key"), []);
    assert_eq!(foreign_keys(table(&schema, "egg")), ["hatched: chicken -> chicken(id) RESTRICT, RESTRICT"]);

    let schema = super::schema("unnamed_keys").await;
    assert_eq!(indexes(&schema, "unnamed"), pairs(&[("q", "p_2")]));
}

#[tokio::test]
async fn clauses() {
    let schema = schema("options").await;
    let clauses = |name: &str| table(&schema, name).clauses.join(" ");
    let utf8 = "DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci";
    let innodb = format!("ENGINE=InnoDB {utf8} STATS_PERSISTENT=1 ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8");
    assert_eq!(clauses("innodb"), innodb);
    let myisam = format!("ENGINE=MyISAM {utf8} MAX_ROWS=100 PACK_KEYS=1 CHECKSUM=1 DELAY_KEY_WRITE=1");
    assert_eq!(clauses("myisam"), myisam);
    assert_eq!(clauses("aria"), format!("ENGINE=Aria {utf8} PAGE_CHECKSUM=1 TRANSACTIONAL=0"));
    assert_eq!(clauses("csv"), format!("ENGINE=CSV {utf8}"));
    assert_eq!(clauses("latin"), "ENGINE=InnoDB DEFAULT CHARSET=latin1 COLLATE=latin1_german1_ci");
    assert_eq!(clauses("bytes"), "ENGINE=InnoDB DEFAULT CHARSET=binary COLLATE=binary");
    assert_eq!(clauses("encrypted"), format!("ENGINE=InnoDB {utf8} `ENCRYPTED`='NO'"));

    let schema = super::schema("versioned").await;
    assert_eq!(table(&schema, "simple").clauses.last().unwrap(), "WITH SYSTEM VERSIONING");
    assert_eq!(column(&schema, "simple", "b").settings, ["WITHOUT SYSTEM VERSIONING"]);
    assert_eq!(column(&schema, "with_columns", "until").generated.as_ref().unwrap().expression, "ROW END");
}

/// Each kind of partitions alone in a database: partitions are asked for where there are some.
#[tokio::test]
async fn any_partition_alone_is_seen() {
    for by in ["KEY ()", "LINEAR KEY ()", "KEY (id)", "HASH (id)", "LIST (id) (PARTITION a VALUES IN (1))"] {
        let sql = format!("CREATE TABLE t (id int NOT NULL PRIMARY KEY) COMMENT 'not partitioned' PARTITION BY {by}");
        let database = database("partition", &sql);
        let clauses = read(&database).await.schema.tables.remove(&"t".into()).unwrap().clauses;
        assert!(clauses.iter().any(|clause| clause.starts_with("PARTITION BY ")), "{by}: {clauses:?}");
    }
}

#[tokio::test]
async fn partitions() {
    let schema = schema("partitions").await;
    for (name, expected) in [
        (
            "by_range",
            "RANGE (`y`) (PARTITION `p0` VALUES LESS THAN (10) COMMENT = 'it''s', PARTITION `p``m` VALUES LESS THAN MAXVALUE)",
        ),
        (
            "by_columns",
            "RANGE COLUMNS (`a`,`b`) (PARTITION `a` VALUES LESS THAN (1,'it''s'), PARTITION `b` VALUES LESS THAN (2,MAXVALUE), \
             PARTITION `c` VALUES LESS THAN (MAXVALUE,MAXVALUE))",
        ),
        ("by_hash", "HASH (`id`) PARTITIONS 4"),
        ("by_hash_named", "LINEAR HASH (`id` * 2) (PARTITION `a`, PARTITION `b` COMMENT = 'b')"),
        ("by_word_default", "LIST COLUMNS (`r`) (PARTITION `a` VALUES IN ('MAXVALUE','x'), PARTITION `b` DEFAULT)"),
        (
            "by_word",
            "LIST COLUMNS (`r`) SUBPARTITION BY HASH (`id`) SUBPARTITIONS 2 (PARTITION `a` VALUES IN ('x','it''s'), \
             PARTITION `b` VALUES IN ('z'))",
        ),
        (
            "sub_named",
            "RANGE (`a`) SUBPARTITION BY KEY (`b`) SUBPARTITIONS 2 (PARTITION `p0` VALUES LESS THAN (5) (SUBPARTITION `x`, \
             SUBPARTITION `y` COMMENT = 'y'), PARTITION `p1` VALUES LESS THAN MAXVALUE (SUBPARTITION `z`, SUBPARTITION `w`))",
        ),
    ] {
        assert_eq!(*table(&schema, name).clauses.last().unwrap(), format!("PARTITION BY {expected}"));
    }
    // These the catalog does not tell whole.
    for (name, part) in [
        ("by_list", "PARTITION `b` DEFAULT"),
        ("by_zero", "PARTITION `zero` VALUES IN (0)"),
        ("by_age", "SYSTEM_TIME LIMIT 10"),
        ("by_interval", "SYSTEM_TIME INTERVAL 1 DAY"),
    ] {
        let clause = table(&schema, name).clauses.last().unwrap();
        assert!(clause.starts_with("PARTITION BY ") && clause.contains(part), "{clause}");
    }
}
