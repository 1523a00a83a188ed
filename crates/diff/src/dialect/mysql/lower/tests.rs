use std::collections::BTreeMap;

use autogen_schema::show_create::column_fingerprint;
use autogen_schema::{
    Check, Column, ColumnType as Ty, DataType, DefaultValue, Definition, EnumType, ForeignKey, Index, IndexPart,
    PrimaryKey, Schema, SqlType, Table, TableName, Trigger, Unique, UniqueKind, View,
};

use super::{downgrade, upgrade};
use crate::{Guard, Operation, Script};

mod back;

fn column(name: &str, ty: &str) -> Column {
    Column { nullable: true, ..Column::new(name, DataType::Reported(SqlType::parse(ty))) }
}

fn table(name: &str, columns: Vec<Column>) -> Table {
    let id = Column { auto_increment: true, nullable: false, ..column("id", "int(11)") };
    let columns = std::iter::once(id).chain(columns).collect();
    Table { columns, primary_key: Some(PrimaryKey::new(["id"])), ..Table::new(name) }
}

fn named_key(name: &str, columns: &[&str], target: &str) -> ForeignKey {
    ForeignKey { name: Some(name.into()), ..ForeignKey::new(columns.iter().copied(), target, ["id"]) }
}

fn schema(tables: impl IntoIterator<Item = Table>) -> Schema {
    let mut schema = Schema::default();
    tables.into_iter().for_each(|table| schema.add(table));
    schema
}

fn text(script: &Script) -> String {
    let block = |block: &crate::Block| {
        block.statements.iter().flat_map(|statement| [statement.sql.as_str(), ";\n"]).collect::<String>()
    };
    script.blocks.iter().map(block).collect::<Vec<_>>().join("\n")
}

fn up(base: &Schema, operations: &[Operation]) -> String {
    match upgrade(operations, base, &BTreeMap::new()) {
        Ok(script) => text(&script),
        Err(refusal) => format!("{refusal}"),
    }
}

fn users() -> TableName {
    TableName::new("users")
}

#[test]
fn what_is_done_to_a_table_is_one_statement() {
    let base = schema([table("users", vec![column("fax", "varchar(9)"), column("age", "int(11)")])]);
    let fax = base.tables[&users()].columns[1].clone();
    let age = base.tables[&users()].columns[2].clone();
    let to = Column { nullable: false, default: Some(DefaultValue::Number("0".to_owned())), ..age.clone() };
    let operations = [
        Operation::DropColumn { table: users(), column: fax },
        Operation::AddColumn { table: users(), column: Column::new("email", DataType::Implied(Ty::Text)) },
        Operation::AlterColumn { table: users(), from: age, to },
        Operation::CreateIndex { table: users(), index: Index::new([IndexPart::column("age")]) },
    ];
    assert_eq!(
        up(&base, &operations),
        "UPDATE `users` SET `age` = 0 WHERE `age` IS NULL;
ALTER TABLE `users`
    DROP COLUMN `fax`,
    MODIFY COLUMN `age` int(11) NOT NULL DEFAULT 0,
    ADD COLUMN `email` text NOT NULL,
    ADD INDEX `idx-users-age` (`age`);
"
    );
}

#[test]
fn several_changes_of_a_column_are_one() {
    let base = schema([table("users", vec![column("mood", "enum('a')")])]);
    let from = base.tables[&users()].columns[1].clone();
    let labels = Column { data_type: DataType::Exact(Ty::Enum("mood".into())), ..from.clone() };
    let comment = Column { comment: Some("x".to_owned()), ..from.clone() };
    let operations = [
        Operation::AlterColumn { table: users(), from: from.clone(), to: labels },
        Operation::RenameColumn { table: users(), from: "mood".into(), to: "state".into() },
        Operation::AlterColumn {
            table: users(),
            from: Column { name: "state".into(), ..from },
            to: Column { name: "state".into(), ..comment },
        },
    ];
    let enums = BTreeMap::from([("mood".into(), EnumType::new("mood", ["a", "b'"]))]);
    let script = upgrade(&operations, &base, &enums).unwrap();
    assert_eq!(text(&script), "ALTER TABLE `users` CHANGE COLUMN `mood` `state` enum('a', 'b''') COMMENT 'x';\n");
    assert_eq!(script.hazards().count(), 0);
}

#[test]
fn a_restated_column_is_guarded_where_its_text_is_known() {
    let mut users_table = table("users", vec![column("fax", "varchar(9)"), column("team", "int(11)")]);
    let shown = "CREATE TABLE `users` (\n  `id` int(11) NOT NULL,\n  `fax` varchar(9) DEFAULT NULL,\n  `team` int(11) DEFAULT NULL\n)";
    users_table.definition = Definition::new(shown);
    users_table.foreign_keys = vec![named_key("k", &["team"], "teams")];
    let base = schema([users_table, table("teams", vec![])]);
    let from = base.tables[&users()].columns[1].clone();
    let to = Column { comment: Some("x".to_owned()), ..from.clone() };
    let alter = Operation::AlterColumn { table: users(), from, to };
    let script = upgrade(std::slice::from_ref(&alter), &base, &BTreeMap::new()).unwrap();
    let guard = |column: &str| Guard {
        table: users(),
        column: Some(column.into()),
        fingerprint: column_fingerprint(shown, &column.into()).unwrap(),
        columns: Vec::new(),
    };
    assert_eq!(script.blocks[0].guards, [guard("fax")]);
    // Nothing is restated: an index of somebody else's makes no difference.
    let index = Operation::CreateIndex { table: users(), index: Index::new([IndexPart::column("fax")]) };
    let script = upgrade(&[index], &base, &BTreeMap::new()).unwrap();
    assert_eq!(script.blocks[0].guards, []);
    // A key that makes room restates nothing.
    let widen = |on: &str, at: usize| {
        let from = base.tables[&TableName::new(on)].columns[at].clone();
        let to = Column { data_type: DataType::Exact(Ty::BigInteger), ..from.clone() };
        Operation::AlterColumn { table: on.into(), from, to }
    };
    let script = upgrade(&[widen("teams", 0), widen("users", 2)], &base, &BTreeMap::new()).unwrap();
    assert!(script.blocks[0].statements[0].sql.ends_with("DROP FOREIGN KEY `k`"), "{}", text(&script));
    let guards: Vec<&[Guard]> = script.blocks.iter().map(|block| block.guards.as_slice()).collect();
    assert_eq!(guards, [&[][..], &[], &[guard("team")], &[]]);
    // Before anything is done, it has its old name.
    let from = Column { name: "phone".into(), ..base.tables[&users()].columns[1].clone() };
    let to = Column { comment: Some("x".to_owned()), ..from.clone() };
    let operations = [
        Operation::RenameTable { from: users(), to: "people".into() },
        Operation::RenameColumn { table: "people".into(), from: "fax".into(), to: "phone".into() },
        Operation::AlterColumn { table: "people".into(), from, to },
    ];
    let script = upgrade(&operations, &base, &BTreeMap::new()).unwrap();
    let guards: Vec<&Guard> = script.blocks.iter().flat_map(|block| &block.guards).collect();
    assert_eq!(guards, [&guard("fax")]);
}

#[test]
fn a_key_of_the_same_name_is_dropped_before_it_is_made() {
    let mut posts = table("posts", vec![column("author", "int(11)")]);
    posts.foreign_keys = vec![named_key("k", &["author"], "users")];
    let base = schema([posts, table("users", vec![])]);
    let old = base.tables[&TableName::new("posts")].foreign_keys[0].clone();
    let new = ForeignKey { on_delete: Some(autogen_schema::ReferentialAction::Cascade), ..old.clone() };
    let operations = [
        Operation::DropForeignKey { table: "posts".into(), key: old },
        Operation::AddForeignKey { table: "posts".into(), key: new },
    ];
    assert_eq!(
        up(&base, &operations),
        "ALTER TABLE `posts` DROP FOREIGN KEY `k`;

ALTER TABLE `posts` ADD CONSTRAINT `k` FOREIGN KEY (`author`) REFERENCES `users` (`id`) ON DELETE CASCADE;
"
    );
}

/// What a server makes for a foreign key it leaves when the key goes.
#[test]
fn the_index_behind_a_key_goes_with_it() {
    let mut posts = table("posts", vec![column("author", "int(11)")]);
    posts.foreign_keys = vec![named_key("k", &["author"], "users")];
    let base = schema([posts.clone(), table("users", vec![])]);
    let drop = Operation::DropForeignKey { table: "posts".into(), key: posts.foreign_keys[0].clone() };
    assert_eq!(up(&base, &[drop]), "ALTER TABLE `posts`\n    DROP FOREIGN KEY `k`,\n    DROP INDEX `k`;\n");
    let index = Operation::CreateIndex { table: "posts".into(), index: Index::new([IndexPart::column("author")]) };
    assert_eq!(
        up(&base, &[index]),
        "ALTER TABLE `posts`\n    DROP INDEX `k`,\n    ADD INDEX `idx-posts-author` (`author`);\n"
    );
    posts.indexes = vec![Index { name: Some("own".into()), ..Index::new([IndexPart::column("author")]) }];
    let base = schema([posts.clone(), table("users", vec![])]);
    let drop = Operation::DropIndex { table: "posts".into(), index: posts.indexes[0].clone() };
    assert_eq!(up(&base, &[drop]), "ALTER TABLE `posts` RENAME INDEX `own` TO `k`;\n");
}

#[test]
fn long_names_are_cut_and_stay_apart() {
    let long = "t".repeat(60);
    let base = schema([table(&long, vec![column("one", "int(11)"), column("other", "int(11)")])]);
    let index = |name: &str| Operation::CreateIndex {
        table: TableName::new(long.as_str()),
        index: Index::new([IndexPart::column(name)]),
    };
    let sql = up(&base, &[index("one"), index("other")]);
    let names: Vec<&str> = sql.split("ADD INDEX `").skip(1).filter_map(|rest| rest.split('`').next()).collect();
    assert_eq!(names.len(), 2, "{sql}");
    assert!(names.iter().all(|name| name.len() == 64) && names[0] != names[1], "{names:?}");
    assert_eq!(up(&base, &[index("one"), index("other")]), sql);
}

#[test]
fn a_unique_column_gets_the_name_that_a_server_gives() {
    let mut of = table("users", vec![column("email", "varchar(9)"), column("primary", "int(11)")]);
    of.indexes = vec![Index { name: Some("email".into()), ..Index::new([IndexPart::column("primary")]) }];
    let base = schema([of]);
    let unique =
        |name: &str| Operation::AddUnique { table: users(), unique: Unique::new([name], UniqueKind::Constraint) };
    assert_eq!(
        up(&base, &[unique("email"), unique("primary")]),
        "ALTER TABLE `users`
    ADD UNIQUE INDEX `email_2` (`email`),
    ADD UNIQUE INDEX `primary_2` (`primary`);
"
    );
}

#[test]
fn raw_sql_stands_where_it_was_put() {
    let base = schema([table("users", vec![column("fax", "int(11)")])]);
    let operations = [
        Operation::AddColumn { table: users(), column: column("phone", "int(11)") },
        Operation::RawSql { up: "UPDATE users SET phone = fax".to_owned(), down: "SELECT 1".to_owned() },
        Operation::DropColumn { table: users(), column: column("fax", "int(11)") },
    ];
    assert_eq!(
        up(&base, &operations),
        "ALTER TABLE `users` ADD COLUMN `phone` int(11);

UPDATE users SET phone = fax;

ALTER TABLE `users` DROP COLUMN `fax`;
"
    );
}

#[test]
fn a_rename_goes_through_what_names_the_column() {
    let mut of = table("users", vec![column("age", "int(11)"), column("twice", "int(11)")]);
    of.columns[2].generated = Some(autogen_schema::Generated {
        expression: "`age` * 2".to_owned(),
        storage: autogen_schema::Storage::Virtual,
    });
    of.checks = vec![Check::new(Some("grown".into()), "`age` > 17 and `users`.`age` <> 'age'")];
    of.indexes = vec![Index { name: Some("i".into()), ..Index::new([IndexPart::column("age")]) }];
    let base = schema([of]);
    let operations = [
        Operation::RenameTable { from: users(), to: "people".into() },
        Operation::RenameColumn { table: "people".into(), from: "age".into(), to: "years".into() },
    ];
    let script = upgrade(&operations, &base, &BTreeMap::new()).unwrap();
    assert_eq!(
        text(&script),
        "RENAME TABLE `users` TO `people`;

ALTER TABLE `people`
    DROP CONSTRAINT `grown`,
    RENAME COLUMN `age` TO `years`,
    MODIFY COLUMN `twice` int(11) GENERATED ALWAYS AS (`years` * 2) VIRTUAL,
    ADD CONSTRAINT `grown` CHECK (`years` > 17 and `users`.`years` <> 'age');
"
    );
    let hazards: Vec<String> = script.hazards().map(ToString::to_string).collect();
    assert_eq!(hazards, ["copies all rows of people; writes wait"]);
}

#[test]
fn columns_come_back_where_they_were() {
    let whole = table("users", vec![column("a", "int(11)"), column("b", "int(11)"), column("c", "int(11)")]);
    let mut moved = whole.clone();
    moved.columns.rotate_left(1);
    let mut less = whole.clone();
    less.columns.retain(|column| column.name.as_str() != "a" && column.name.as_str() != "id");
    less.primary_key = None;
    let sql = |from: &Table, to: &Table| text(&downgrade(&schema([from.clone()]), &schema([to.clone()]), &[]).unwrap());
    assert_eq!(
        sql(&less, &whole),
        "ALTER TABLE `users`
    ADD COLUMN `id` int(11) NOT NULL AUTO_INCREMENT FIRST,
    ADD COLUMN `a` int(11) AFTER `id`,
    ADD PRIMARY KEY (`id`);
"
    );
    assert_eq!(sql(&moved, &whole), "ALTER TABLE `users` MODIFY COLUMN `id` int(11) NOT NULL AUTO_INCREMENT FIRST;\n");
    assert_eq!(sql(&whole, &whole), "");
}

/// A server renames such a column only where nothing else takes a copy of the table.
#[test]
fn a_column_in_a_foreign_key_is_renamed_apart() {
    let mut posts = table("posts", vec![column("author", "int(11)")]);
    posts.foreign_keys = vec![named_key("k", &["author"], "users")];
    let base = schema([posts, table("users", vec![])]);
    let rename = Operation::RenameColumn { table: "posts".into(), from: "author".into(), to: "writer".into() };
    let add = Operation::AddColumn { table: "posts".into(), column: column("x", "int(11)") };
    assert_eq!(up(&base, std::slice::from_ref(&rename)), "ALTER TABLE `posts` RENAME COLUMN `author` TO `writer`;\n");
    assert_eq!(
        up(&base, &[rename, add]),
        "ALTER TABLE `posts` RENAME COLUMN `author` TO `writer`;\nALTER TABLE `posts` ADD COLUMN `x` int(11);\n"
    );
}

#[test]
fn schemas_are_databases() {
    assert_eq!(
        up(&Schema::default(), &[Operation::CreateSchema("s".into())]),
        "cannot create or drop schema `s`: a schema is a whole database on MySQL"
    );
}

#[test]
fn what_reads_a_table_is_not_broken() {
    let mut of = table("users", vec![column("fax", "int(11)")]);
    of.triggers =
        vec![Trigger::new("tr", "CREATE TRIGGER `tr` BEFORE UPDATE ON `users` FOR EACH ROW SET @x = NEW.`FAX`")];
    let mut base = schema([of.clone()]);
    let fax = Operation::DropColumn { table: users(), column: of.columns[1].clone() };
    assert_eq!(up(&base, std::slice::from_ref(&fax)), "cannot drop `users.fax`: trigger `tr` on `users` mentions it");
    base.views.insert("v".into(), View::new("v", "CREATE VIEW `v` AS select `users`.`fax` AS `f` from `users`"));
    assert_eq!(up(&base, &[fax]), "cannot drop `users.fax`: view `v` mentions it");
    assert_eq!(
        up(&base, &[Operation::RenameTable { from: users(), to: "people".into() }]),
        "cannot rename table `users`: view `v` mentions it"
    );
}
