//! Rows as MySQL gives them, taken from its manual: where it cannot be asked, what is made of its answers can.

use autogen_schema::{
    Column, ColumnType, DataType, DefaultValue, ForeignKey, IndexKey, Schema, Storage, Table, TableName,
};

use super::check::CheckRow;
use super::column::ColumnRow;
use super::index::IndexRow;
use super::server::{Product, Server, Version};
use super::{check, column, foreign_key, index, trigger, view};

fn mysql() -> Server {
    Server {
        product: Product::MySql,
        version: Version(8, 4, 0),
        database: "shop".into(),
        account: "root@localhost".into(),
        role: None,
        sql_mode: String::new(),
        lower_case_table_names: 0,
        collation: "utf8mb4_0900_ai_ci".into(),
    }
}

fn columns(rows: &[ColumnRow]) -> Vec<Column> {
    column::read(rows, &[], "utf8mb4_0900_ai_ci", &mysql())
}

fn row(name: &str, data_type: &str, column_type: &str) -> ColumnRow {
    ColumnRow {
        name: name.into(),
        data_type: data_type.into(),
        column_type: column_type.into(),
        ..ColumnRow::default()
    }
}

#[test]
fn columns_of_mysql() {
    let found = columns(&[
        ColumnRow { extra: "auto_increment".into(), ..row("id", "int", "int unsigned") },
        ColumnRow {
            default: Some("uuid()".into()),
            extra: "DEFAULT_GENERATED".into(),
            ..row("key", "varchar", "varchar(36)")
        },
        ColumnRow {
            default: Some("CURRENT_TIMESTAMP(6)".into()),
            extra: "DEFAULT_GENERATED on update CURRENT_TIMESTAMP(6)".into(),
            ..row("at", "timestamp", "timestamp(6)")
        },
        ColumnRow {
            extra: "VIRTUAL GENERATED".into(),
            generation: Some(r"concat(`shop`.`t`.`a`,_utf8mb4\' it\\\'s \')".into()),
            ..row("full", "varchar", "varchar(80)")
        },
        ColumnRow {
            extra: "STORED GENERATED INVISIBLE".into(),
            generation: Some("(`a` + 1)".into()),
            ..row("sum", "int", "int")
        },
        ColumnRow { srs_id: Some(4326), ..row("place", "point", "point") },
        ColumnRow { nullable: true, collation: Some("utf8mb4_0900_ai_ci".into()), ..row("doc", "json", "json") },
        ColumnRow {
            collation: Some("utf8mb4_bin".into()),
            default: Some(String::new()),
            ..row("b", "char", "char(3)")
        },
    ]);
    let default = |at: usize| match &found[at].default {
        Some(DefaultValue::Expression(text)) => text.as_str(),
        other => panic!("{other:?}"),
    };
    assert!(found[0].auto_increment && found[0].default.is_none());
    assert_eq!(default(1), "uuid()");
    assert_eq!((default(2), found[2].on_update.as_deref()), ("CURRENT_TIMESTAMP(6)", Some("CURRENT_TIMESTAMP(6)")));
    let generated = |at: usize| found[at].generated.as_ref().map(|g| (g.expression.as_str(), g.storage)).unwrap();
    assert_eq!(generated(3), (r"concat(`t`.`a`,_utf8mb4' it\'s ')", Storage::Virtual));
    assert_eq!(
        (generated(4), found[4].settings.as_slice()),
        (("`a` + 1", Storage::Stored), &["INVISIBLE".to_owned()][..])
    );
    assert_eq!(found[5].settings, ["SRID 4326"]);
    assert_eq!((found[6].nullable, found[6].collation.as_ref()), (true, None));
    assert_eq!((default(7), found[7].collation.as_ref().unwrap().name.as_str()), ("''", "utf8mb4_bin"));
}

#[test]
fn indexes_of_mysql() {
    let btree = |index: &str| IndexRow { index: index.into(), method: "BTREE".into(), ..IndexRow::default() };
    let rows = [
        IndexRow { column: Some("id".into()), unique: true, ..btree("PRIMARY") },
        IndexRow { expression: Some(r"lower(`name`)".into()), unique: true, ..btree("by_name") },
        IndexRow { column: Some("a".into()), descending: true, prefix: Some(5), ..btree("by_name") },
        IndexRow { column: Some("a".into()), hidden: Some("INVISIBLE".into()), ..btree("unseen") },
    ];
    assert_eq!(index::primary_key(&rows, &mysql()).unwrap().columns, ["id".into()]);
    let found = index::read(&rows, "InnoDB", &[], &mysql());
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].parts[0].key, IndexKey::Expression("lower(`name`)".into()));
    assert_eq!((found[0].parts[1].prefix, found[0].unique, found[0].plain_columns()), (Some(5), true, None));
    assert_eq!((found[1].valid, found[1].settings.as_slice()), (false, &["INVISIBLE".to_owned()][..]));
}

#[test]
fn checks_of_mysql() {
    let rows = [CheckRow {
        name: "t_chk_1".into(),
        clause: r"(`a` <> _utf8mb4\'it\\\'s\')".into(),
        of_column: false,
        enforced: false,
    }];
    let found = check::read(&rows, &[], &mysql());
    assert_eq!((found[0].expression.as_str(), found[0].enforced), (r"`a` <> _utf8mb4'it\'s'", false));
}

#[test]
fn views_and_triggers_of_mysql() {
    let row = view::ViewRow {
        definition: "select `shop`.`t`.`a` AS `a` from `shop`.`t`".into(),
        check_option: "NONE".into(),
        definer: "admin@%".into(),
        security: "DEFINER".into(),
        algorithm: String::new(),
    };
    let found = view::read(&"v".into(), &row, &mysql());
    assert_eq!(found.sql, "CREATE DEFINER=`admin`@`%` VIEW `v` AS select `t`.`a` AS `a` from `t`");
    let row = trigger::TriggerRow {
        name: "r".into(),
        event: "INSERT".into(),
        timing: "BEFORE".into(),
        body: "SET NEW.a = 1".into(),
        definer: "root@localhost".into(),
        sql_mode: String::new(),
    };
    let found = trigger::read(&"t".into(), &[row], &[], &mysql());
    assert_eq!(found[0].sql, "CREATE TRIGGER `r` BEFORE INSERT ON `t` FOR EACH ROW SET NEW.a = 1");
}

/// A table `Users` with the columns `Id` and `Name`, and one with `keys`.
fn with_keys(keys: Vec<ForeignKey>) -> Schema {
    let mut users = Table::new("Users");
    users.columns = ["Id", "Name"].map(|name| Column::new(name, DataType::Exact(ColumnType::Integer))).to_vec();
    let mut posts = Table::new("posts");
    posts.foreign_keys = keys;
    let mut schema = Schema::default();
    schema.add(users);
    schema.add(posts);
    schema
}

#[test]
fn a_key_spells_its_parent_as_that_does_itself() {
    let key = |table: TableName, columns: [&str; 2]| ForeignKey::new(["a", "b"], table, columns);
    let keys = vec![
        key("users".into(), ["name", "ID"]),
        key("Users".into(), ["id", "missing"]),
        key("missing".into(), ["ID", "x"]),
        key(TableName::in_schema("other", "users"), ["ID", "x"]),
    ];
    let spelt = |lower_case_table_names| {
        let mut schema = with_keys(keys.clone());
        foreign_key::complete(&mut schema, &Server { lower_case_table_names, ..mysql() });
        schema.tables[&"posts".into()].foreign_keys.clone()
    };
    let mut expected = keys.clone();
    expected[1] = key("Users".into(), ["Id", "missing"]);
    assert_eq!(spelt(0), expected, "`users` is another table");
    expected[0] = key("Users".into(), ["Name", "Id"]);
    assert_eq!(spelt(2), expected);
    assert_eq!(spelt(1), expected);
}
