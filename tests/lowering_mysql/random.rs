//! Random databases, random operations on them, and the same laws.
//!
//! What is refused is passed over; what fails must have said that it may.

use std::fmt::Write as _;

use autogen_diff::dialect::mysql::{downgrade, upgrade};
use autogen_diff::{Hazard, Operation, Script};
use autogen_schema::{
    Column, ColumnType as Ty, DataType, DefaultValue, EnumType, ForeignKey, ReferentialAction, Schema, StringLength,
    Table,
};

use super::database::{Enums, Scratch, assert_made_at_once, assert_same, text};
use crate::support::operations as op;
use crate::support::{Dice, Tally};

/// How many databases are made up.
const ATTEMPTS: u64 = 40;

const NAMES: [&str; 8] = ["a", "b c", "e``f", "G", "select", "ünï", "it's", "x; --"];
const TYPES: [&str; 9] = [
    "int",
    "varchar(20)",
    "text",
    "double",
    "varbinary(30)",
    "tinyint(1)",
    "decimal(10,2)",
    "bigint unsigned",
    "enum('0','1','2','3','4','5','6','7','8','9')",
];

/// Makes up a database: tables that refer to each other, with rows, indexes, checks, triggers and views.
fn database(dice: &mut Dice) -> String {
    let mut sql = String::new();
    let tables = 1 + dice.below(3);
    for table in 0..tables {
        let mut items = vec!["id int AUTO_INCREMENT PRIMARY KEY".to_owned()];
        let columns = 1 + dice.below(5);
        let mut types = Vec::new();
        for name in &NAMES[..columns] {
            let ty = *dice.pick(&TYPES);
            types.push(ty);
            let mut item = format!("`{name}` {ty}");
            if dice.once_in(6) && (ty.starts_with("varchar") || ty == "text") {
                item.push_str(" CHARACTER SET latin1 COLLATE latin1_bin");
            }
            for (chance, part) in
                [(4, " NOT NULL"), (6, " INVISIBLE"), (4, " DEFAULT '0'"), (4, " COMMENT 'it''s \\\\; --'")]
            {
                if dice.once_in(chance) && !(part.contains("INVISIBLE") && item.contains("NOT NULL")) {
                    item.push_str(part);
                }
            }
            if dice.once_in(7) {
                write!(item, " CHECK (concat(`{name}`, '') <> 'no, never')").unwrap();
            }
            items.push(item);
        }
        if dice.once_in(3) {
            items.push("seen datetime(3) DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3)".to_owned());
        }
        if dice.once_in(3) {
            items.push(format!(
                "made varchar(99) AS (concat(`{}`, 'x')) {}",
                dice.pick(&NAMES[..columns]),
                dice.pick(&["STORED", "VIRTUAL"])
            ));
        }
        for number in 0..dice.below(3) {
            let target = dice.below(table + 1);
            items.push(format!("r{number} int"));
            let named = if dice.once_in(2) { format!("CONSTRAINT `f{table} {number}` ") } else { String::new() };
            let action =
                dice.pick(&["", " ON DELETE CASCADE", " ON DELETE SET NULL ON UPDATE CASCADE", " ON DELETE NO ACTION"]);
            items.push(format!("{named}FOREIGN KEY (r{number}) REFERENCES t{target} (id){action}"));
            if dice.once_in(3) {
                items.push(format!("KEY `k {number}` (r{number}{})", dice.pick(&["", ", id", " DESC"])));
            }
        }
        if dice.once_in(3) {
            items.push(format!(
                "CONSTRAINT `c'{table}` CHECK (concat(`{}`, '') <> ',' or 1 > 2)",
                dice.pick(&NAMES[..columns])
            ));
        }
        for index in 0..dice.below(3) {
            let at = dice.below(columns);
            let (name, ty) = (NAMES[at], types[at]);
            let prefix = if ty == "text" || dice.once_in(4) && ty.starts_with("var") { "(3)" } else { "" };
            let order = dice.pick(&["", " DESC"]);
            items.push(match dice.below(3) {
                0 => format!("UNIQUE KEY `u{index} it's` (id, `{name}`{prefix}{order})"),
                1 => format!("KEY `i{index}` (`{name}`{prefix}{order}, id) COMMENT 'x'"),
                _ => format!("KEY `i{index}` (`{name}`{prefix})"),
            });
        }
        let comment = if dice.once_in(3) { " COMMENT='all'" } else { "" };
        let charset = if dice.once_in(3) { " COLLATE utf8mb4_bin" } else { "" };
        writeln!(sql, "CREATE TABLE t{table} ({}){charset}{comment};", items.join(", ")).unwrap();
        rows(dice, &mut sql, table, columns);
        if dice.once_in(4) {
            let name = dice.pick(&NAMES[..columns]);
            writeln!(sql, "CREATE TRIGGER `r{table}` BEFORE UPDATE ON `t{table}` FOR EACH ROW SET @x = NEW.`{name}`;")
                .unwrap();
        }
        if dice.once_in(4) {
            writeln!(sql, "CREATE VIEW v{table} AS SELECT `{}` AS x FROM t{table};", dice.pick(&NAMES[..columns]))
                .unwrap();
        }
    }
    sql
}

/// Puts some rows into a table. What breaks a check or a reference is left out.
fn rows(dice: &mut Dice, sql: &mut String, table: usize, columns: usize) {
    let names: Vec<String> = NAMES[..columns].iter().map(|name| format!("`{name}`")).collect();
    for row in 0..dice.below(4) {
        let values: Vec<String> = (0..columns).map(|at| format!("'{}'", (row + 1) * (at + 1) % 3 + row * 2)).collect();
        let (names, values) = (names.join(", "), values.join(", "));
        writeln!(sql, "INSERT IGNORE INTO t{table} (id, {names}) VALUES ({}, {values});", row + 1).unwrap();
    }
}

fn column(dice: &mut Dice, name: &str) -> Column {
    let ty = match dice.below(8) {
        0 => Ty::Integer,
        1 => Ty::Text,
        2 => Ty::String(StringLength::Limit(9)),
        3 => Ty::Boolean,
        4 => Ty::Json,
        5 => Ty::Enum("mood".into()),
        6 => Ty::Decimal(Some((6, 1))),
        _ => Ty::TimestampWithTimeZone,
    };
    let mut column = Column { nullable: !dice.once_in(4), ..Column::new(name, DataType::Exact(ty.clone())) };
    column.default = match (dice.below(4), ty) {
        (0, Ty::Text | Ty::String(_)) => Some(DefaultValue::Text("it's; --".to_owned())),
        (1, Ty::TimestampWithTimeZone) => Some(DefaultValue::Expression("CURRENT_TIMESTAMP".to_owned())),
        (1, Ty::Integer | Ty::Decimal(_)) => Some(DefaultValue::Number("-1".to_owned())),
        (1, Ty::Boolean) => Some(DefaultValue::Bool(true)),
        (2, Ty::Integer) => Some(DefaultValue::Expression("1 + 2".to_owned())),
        _ => None,
    };
    if dice.once_in(4) {
        column.comment = Some("what's \\ this".to_owned());
    }
    column
}

fn alteration(dice: &mut Dice, schema: &Schema, table: &Table, name: &str) -> Operation {
    let number = dice.below(6);
    let other = column(dice, "x");
    op::alter(schema, &table.name.to_string(), name, |column| match number {
        0 => column.nullable = !column.nullable,
        1 => column.default = None,
        2 => {
            column.data_type = other.data_type;
            column.default = None;
        }
        3 => column.comment = other.comment,
        4 => column.extra = Some("CHECK (1 = 1)".to_owned()),
        _ => {
            column.nullable = false;
            column.default = (name != "seen").then(|| DefaultValue::Text("7".to_owned()));
        }
    })
}

fn is_indexable(column: &Column) -> bool {
    matches!(&column.data_type, DataType::Reported(ty) if !ty.name.ends_with("text") && !ty.name.ends_with("binary"))
}

/// Makes up operations as a comparison would find them: none twice on the same thing.
fn operations(dice: &mut Dice, schema: &Schema) -> Vec<Operation> {
    let mut operations = Vec::new();
    for table in schema.tables.values() {
        let name = table.name.to_string();
        match dice.below(8) {
            0 => continue,
            1 => {
                operations.push(Operation::DropTable(table.clone()));
                continue;
            }
            _ => {}
        }
        let mut columns: Vec<&Column> =
            table.columns.iter().filter(|c| c.generated.is_none() && c.name.as_str() != "id").collect();
        let mut take =
            |dice: &mut Dice| (!columns.is_empty()).then(|| columns.remove(dice.below(columns.len())).name.to_string());
        if dice.once_in(3)
            && let Some(column) = take(dice)
        {
            let keys = table.foreign_keys.iter().filter(|key| key.columns.iter().any(|c| c.as_str() == column));
            operations
                .extend(keys.map(|key| Operation::DropForeignKey { table: table.name.clone(), key: key.clone() }));
            operations.push(op::drop(schema, &name, &column));
        }
        if dice.once_in(5)
            && let Some(column) = take(dice)
        {
            operations.push(op::rename(&name, &column, &format!("{column} `new`")));
        }
        if dice.once_in(2)
            && let Some(column) = take(dice)
        {
            operations.push(alteration(dice, schema, table, &column));
        }
        if dice.once_in(3)
            && let Some(column) = take(dice)
        {
            let found = table.column(&column.as_str().into(), autogen_schema::Dialect::Mysql).unwrap();
            match table.foreign_keys.iter().find(|key| key.columns.iter().all(|c| c.as_str() == column)) {
                Some(key) => {
                    operations.push(Operation::DropForeignKey { table: table.name.clone(), key: key.clone() });
                    if dice.once_in(2) {
                        let action = Some(ReferentialAction::SetNull);
                        operations.push(op::add_key(&name, ForeignKey { on_delete: action, ..key.clone() }));
                    }
                }
                None if is_indexable(found) => operations.push(op::index(&name, &[&column])),
                None => {}
            }
        }
        for added in ["new", "new; --"].iter().take(dice.below(3)) {
            let column = column(dice, added);
            if column.data_type == DataType::Exact(Ty::Integer) && dice.once_in(2) {
                operations.push(op::add_key(&name, op::key(&[added], "t0", &["id"])));
            }
            operations.push(op::add(&name, column));
        }
        objects(dice, table, &mut operations);
        if dice.once_in(8) {
            operations.push(op::rename_table(&name, &format!("{name} `new`")));
        }
    }
    if dice.once_in(3) {
        operations.push(Operation::CreateTable(new_table(dice)));
        operations.push(op::index("made", &["id", "other"]));
    }
    operations.sort_by_key(rank);
    operations
}

/// Uniques, indexes, checks and comments that come and go.
fn objects(dice: &mut Dice, table: &Table, operations: &mut Vec<Operation>) {
    let name = table.name.to_string();
    if dice.once_in(4) {
        operations.push(op::unique(&name, &["id"]));
    }
    if dice.once_in(3) {
        let index = table.indexes.first().cloned();
        operations.extend(index.map(|index| Operation::DropIndex { table: table.name.clone(), index }));
    }
    if dice.once_in(6) {
        operations.push(op::check(&name, None, "1 <> 77 -- never"));
    }
    if dice.once_in(4) {
        let check = table.checks.first().cloned();
        operations.extend(check.map(|check| Operation::DropCheck { table: table.name.clone(), check }));
    }
    if dice.once_in(6) {
        let (from, to) = (table.comment.clone(), Some("it's \\ other".to_owned()));
        operations.push(Operation::SetTableComment { table: table.name.clone(), from, to });
    }
}

fn new_table(dice: &mut Dice) -> Table {
    let mut table = Table::new("made");
    let mut id = Column::new("id", DataType::Implied(Ty::Integer));
    id.auto_increment = true;
    let other = Column { nullable: true, ..Column::new("other", DataType::Implied(Ty::Integer)) };
    table.columns = vec![id, column(dice, "a"), other];
    table.primary_key = Some(autogen_schema::PrimaryKey::new(["id"]));
    table.foreign_keys = vec![op::key(&["other"], if dice.once_in(2) { "t0" } else { "made" }, &["id"])];
    table
}

/// What frees something before what needs it, as the comparison orders operations.
fn rank(operation: &Operation) -> u8 {
    match operation {
        Operation::DropTable(_) => 1,
        Operation::DropForeignKey { .. } => 0,
        Operation::RenameTable { .. } => 2,
        Operation::DropIndex { .. } | Operation::DropUnique { .. } | Operation::DropCheck { .. } => 3,
        Operation::CreateTable(_) => 4,
        Operation::RenameColumn { .. } => 5,
        Operation::DropColumn { .. } => 6,
        Operation::AddColumn { .. } | Operation::AlterColumn { .. } => 7,
        Operation::AddForeignKey { .. } => 9,
        _ => 8,
    }
}

fn may_fail(script: &Script) -> bool {
    script.hazards().any(|hazard| matches!(hazard, Hazard::FailsOnRows(_) | Hazard::ConvertsData(_)))
}

async fn attempt(seed: u64, count: &mut Tally) {
    let mut dice = Dice::new(seed);
    let sql = database(&mut dice);
    let scratch = Scratch::new(&sql).await;
    let (base, dump, rows) = (scratch.schema().await, scratch.dump(), scratch.rows().await);
    let operations = operations(&mut dice, &base);
    let enums = Enums::from([("mood".into(), EnumType::new("mood", ["1", "it's", "a\\b"]))]);
    let up = match upgrade(&operations, &base, &enums) {
        Ok(up) => up,
        Err(refusal) => {
            println!("seed {seed}: {refusal}");
            count.refused += 1;
            return;
        }
    };
    let context = format!("seed {seed}\n{sql}\n{}", text(&up));
    if let Err(error) = scratch.run_script(&up).await {
        assert!(may_fail(&up), "{context}\n{error}");
        println!("seed {seed}: {error}");
        count.failed += 1;
        return;
    }
    let (after, dump_after) = (scratch.schema().await, scratch.dump());
    assert_made_at_once(&after, &dump_after, &context).await;
    let down = downgrade(&after, &base, &operations).unwrap_or_else(|refusal| panic!("{refusal}\n{context}"));
    let context = format!("{context}\n-- down\n{}", text(&down));
    if let Err(error) = scratch.run_script(&down).await {
        assert!(may_fail(&down), "{context}\n{error}");
        println!("seed {seed}: {error}");
        count.stuck += 1;
        return;
    }
    assert_same(&scratch.dump(), &dump, &context);
    let changes = up.hazards().any(|hazard| hazard.is_destructive() || matches!(hazard, Hazard::FillsRows(_)));
    if !changes {
        assert_eq!(scratch.rows().await, rows, "{context}");
    }
    if let Err(error) = scratch.run_script(&up).await {
        assert!(may_fail(&up), "again: {context}\n{error}");
        count.stuck += 1;
        return;
    }
    assert_same(&scratch.dump(), &dump_after, &format!("again\n{context}"));
    count.done += 1;
}

#[tokio::test]
async fn random_operations_hold_the_laws() {
    let mut count = Tally::default();
    for seed in 1..=ATTEMPTS {
        attempt(seed, &mut count).await;
    }
    let Tally { done, refused, failed, stuck } = count;
    println!("done {done}, refused {refused}, failed {failed}, stuck {stuck}");
    assert!(done * 2 > refused + failed + stuck, "done {done}, refused {refused}, failed {failed}, stuck {stuck}");
}
