//! Random databases, random operations on them, and the same laws.
//!
//! What is refused is passed over; what fails must have said that it may, and must have changed nothing.

use std::fmt::Write as _;

use autogen_diff::dialect::sqlite::{downgrade, upgrade};
use autogen_diff::{Hazard, Operation};
use autogen_schema::{
    Column, ColumnType as Ty, DataType, DefaultValue, ForeignKey, ReferentialAction, Schema, StringLength, Table,
};

use super::database::{Scratch, text};
use crate::support::operations as op;
use crate::support::{Dice, Tally};

/// How many databases are made up.
const ATTEMPTS: u64 = 150;

const NAMES: [&str; 8] = ["a", "b", "[c d]", "\"e\"\"f\"", "G", "`h`", "\"select\"", "ünï"];
const TYPES: [&str; 8] = ["integer", "TEXT", "varchar(20)", "real", "blob", "boolean", "", "DECIMAL(10, 2)"];
const BLANKS: [&str; 4] = ["", " -- one, two\n", " /* (x, y) */ ", "\n"];

/// Makes up a database: tables that refer to each other, with rows, indexes, triggers and views.
fn database(dice: &mut Dice) -> String {
    let mut sql = String::new();
    let tables = 1 + dice.below(3);
    for table in 0..tables {
        let counted = if dice.once_in(2) { " AUTOINCREMENT" } else { "" };
        let mut items = vec![format!("id INTEGER PRIMARY KEY{counted}")];
        let columns = 1 + dice.below(5);
        for name in &NAMES[..columns] {
            let mut item = format!("{name} {}", dice.pick(&TYPES));
            for (chance, part) in [
                (4, " NOT NULL DEFAULT 0".to_owned()),
                (5, format!(" COLLATE {}", dice.pick(&["NOCASE", "RTRIM"]))),
                (6, format!(" CHECK ({name} IS NOT 'no, never')")),
                (8, " UNIQUE".to_owned()),
                (
                    5,
                    format!(
                        " REFERENCES t{} (id) ON DELETE {}",
                        dice.below(tables),
                        dice.pick(&["CASCADE", "SET NULL"])
                    ),
                ),
            ] {
                if dice.once_in(chance) {
                    item.push_str(&part);
                }
            }
            items.push(item);
        }
        if dice.once_in(3) {
            items.push(format!("made AS ({} || 'x')", dice.pick(&NAMES[..columns])));
        }
        if dice.once_in(3) {
            items.push(format!("CONSTRAINT u UNIQUE (id, {})", dice.pick(&NAMES[..columns])));
        }
        if dice.once_in(3) {
            items.push(format!("CHECK ({} IS NOT ',')", dice.pick(&NAMES[..columns])));
        }
        let separator = format!("{},{}", dice.pick(&BLANKS), dice.pick(&["", " ", "\n    ", " -- a, b\n"]));
        writeln!(sql, "CREATE TABLE t{table} ({}{});", items.join(&separator), dice.pick(&BLANKS)).unwrap();
        for row in 0..dice.below(4) {
            let values: Vec<String> =
                (0..columns).map(|at| format!("{}", (row + 1) * (at + 1) % 3 + row * 3)).collect();
            writeln!(
                sql,
                "INSERT OR IGNORE INTO t{table} (id, {}) VALUES ({}, {});",
                NAMES[..columns].join(", "),
                row + 1,
                values.join(", ")
            )
            .unwrap();
        }
        for index in 0..dice.below(3) {
            let (unique, name) = (dice.once_in(4), dice.pick(&NAMES[..columns]));
            let part = match dice.below(4) {
                0 => format!("{name} DESC"),
                1 => format!("lower({name})"),
                2 => format!("{name}, id"),
                _ => (*name).to_owned(),
            };
            let (unique, part) = if unique { ("UNIQUE ", format!("id, {part}")) } else { ("", part) };
            let partial =
                if dice.once_in(4) { format!(" WHERE {} > 0", dice.pick(&NAMES[..columns])) } else { String::new() };
            writeln!(sql, "CREATE {unique}INDEX i{table}_{index} ON t{table} ({part}){partial};").unwrap();
        }
        if dice.once_in(3) {
            let name = dice.pick(&NAMES[..columns]);
            writeln!(sql, "CREATE TRIGGER r{table} AFTER UPDATE ON t{table} BEGIN SELECT NEW.{name}; END;").unwrap();
        }
        if dice.once_in(3) {
            let what = if dice.once_in(2) { "*" } else { dice.pick(&NAMES[..columns]) };
            writeln!(sql, "CREATE VIEW v{table} AS SELECT {what} FROM t{table};").unwrap();
        }
    }
    format!("PRAGMA foreign_keys = OFF;\n{sql}DELETE FROM t0 WHERE id = 3;")
}

fn column(dice: &mut Dice, name: &str) -> Column {
    let ty = match dice.below(5) {
        0 => Ty::Integer,
        1 => Ty::Text,
        2 => Ty::String(StringLength::Limit(9)),
        3 => Ty::Boolean,
        _ => Ty::TimestampWithTimeZone,
    };
    let mut column = Column { nullable: !dice.once_in(4), ..Column::new(name, DataType::Implied(ty)) };
    column.default = match dice.below(5) {
        0 => Some(DefaultValue::Text("it's; --".to_owned())),
        1 => Some(DefaultValue::Expression("CURRENT_TIMESTAMP".to_owned())),
        2 => Some(DefaultValue::Number("-1".to_owned())),
        _ => None,
    };
    column
}

fn alteration(dice: &mut Dice, schema: &Schema, table: &Table, name: &str) -> Operation {
    let number = dice.below(6);
    let other = column(dice, "x");
    op::alter(schema, &table.name.to_string(), name, |column| match number {
        0 => column.nullable = !column.nullable,
        1 => column.default = other.default,
        2 => column.data_type = other.data_type,
        3 => column.collation = Some("RTRIM".into()),
        4 => column.extra = Some("CHECK (1)".to_owned()),
        _ => {
            column.nullable = false;
            column.default = Some(DefaultValue::Number("7".to_owned()));
        }
    })
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
            operations.push(op::rename(&name, &column, &format!("{column} new")));
        }
        if dice.once_in(2)
            && let Some(column) = take(dice)
        {
            operations.push(alteration(dice, schema, table, &column));
        }
        if dice.once_in(3)
            && let Some(column) = take(dice)
        {
            match table.foreign_keys.iter().find(|key| key.columns.iter().all(|c| c.as_str() == column)) {
                Some(key) => {
                    let changed =
                        ForeignKey { on_delete: Some(ReferentialAction::Restrict), on_update: None, ..key.clone() };
                    operations.push(Operation::DropForeignKey { table: table.name.clone(), key: key.clone() });
                    operations.push(op::add_key(&name, changed));
                }
                None => operations.push(op::add_key(&name, op::key(&[&column], "t0", &["id"]))),
            }
        }
        for added in ["new", "new; --"].iter().take(dice.below(3)) {
            let column = column(dice, added);
            if column.default.is_none() && dice.once_in(2) {
                operations.push(op::add_key(&name, op::key(&[added], "t0", &["id"])));
            }
            operations.push(op::add(&name, column));
        }
        objects(dice, table, &mut operations);
        if dice.once_in(8) {
            operations.push(op::rename_table(&name, &format!("{name} new")));
        }
    }
    if dice.once_in(4) {
        operations.push(Operation::CreateTable(new_table(dice)));
        operations.push(op::index("made", &["a"]));
    }
    operations.sort_by_key(rank);
    operations
}

/// Uniques, indexes and checks that come and go.
fn objects(dice: &mut Dice, table: &Table, operations: &mut Vec<Operation>) {
    let name = table.name.to_string();
    if dice.once_in(4) {
        operations.push(op::unique(&name, &["id"]));
    }
    if dice.once_in(4) {
        operations.extend(
            table.indexes.first().map(|index| Operation::DropIndex { table: table.name.clone(), index: index.clone() }),
        );
    }
    if dice.once_in(4) {
        operations.extend(
            table
                .uniques
                .first()
                .map(|unique| Operation::DropUnique { table: table.name.clone(), unique: unique.clone() }),
        );
    }
    if dice.once_in(6) {
        operations.push(op::check(&name, None, "id <> 77 -- never"));
    }
    if dice.once_in(6) {
        operations.extend(
            table.checks.first().map(|check| Operation::DropCheck { table: table.name.clone(), check: check.clone() }),
        );
    }
}

fn new_table(dice: &mut Dice) -> Table {
    let mut table = Table::new("made");
    let mut id = Column::new("id", DataType::Implied(Ty::BigInteger));
    id.auto_increment = true;
    table.columns = vec![id, column(dice, "a"), column(dice, "other")];
    table.primary_key = Some(autogen_schema::PrimaryKey::new(["id"]));
    table.foreign_keys = vec![op::key(&["other"], if dice.once_in(2) { "t0" } else { "made" }, &["id"])];
    table
}

/// What frees something before what needs it, as the comparison orders operations.
fn rank(operation: &Operation) -> u8 {
    match operation {
        Operation::DropTable(_) => 9,
        Operation::CreateTable(_) | Operation::DropForeignKey { .. } => 0,
        Operation::DropIndex { .. } | Operation::DropUnique { .. } => 1,
        Operation::RenameColumn { .. } => 2,
        Operation::DropColumn { .. } => 3,
        Operation::AddColumn { .. } | Operation::AlterColumn { .. } => 4,
        Operation::RenameTable { .. } => 6,
        _ => 5,
    }
}

async fn attempt(seed: u64, count: &mut Tally) {
    let mut dice = Dice::new(seed);
    let sql = database(&mut dice);
    let scratch = Scratch::new(&sql).await;
    let violations = scratch.query("SELECT * FROM pragma_foreign_key_check").await;
    if !violations.is_empty() {
        scratch.run("DELETE FROM t0; DELETE FROM t0").await.unwrap();
        for table in scratch.schema().await.tables.keys() {
            scratch.run(&format!("DELETE FROM {table}")).await.unwrap();
        }
    }
    let (base, dump, rows, counters) =
        (scratch.schema().await, scratch.dump().await, scratch.rows().await, scratch.counters().await);
    let operations = operations(&mut dice, &base);
    let Ok(up) = upgrade(&operations, &base) else {
        count.refused += 1;
        return;
    };
    let context = format!("seed {seed}\n{sql}\n{}", text(&up));
    if let Err(error) = scratch.run_script(&up).await {
        let said = up.hazards().any(|hazard| matches!(hazard, Hazard::FailsOnRows(_)));
        assert!(said, "{context}\n{error}");
        assert_eq!((scratch.dump().await, scratch.rows().await), (dump, rows), "{context}");
        count.failed += 1;
        return;
    }
    scratch.assert_sound().await;
    let (after, dump_after) = (scratch.schema().await, scratch.dump().await);
    let down = downgrade(&after, &base, &operations).unwrap_or_else(|refusal| panic!("{refusal}\n{context}"));
    let context = format!("{context}\n-- down\n{}", text(&down));
    if let Err(error) = scratch.run_script(&down).await {
        let said = down.hazards().any(|hazard| matches!(hazard, Hazard::FailsOnRows(_)));
        assert!(said, "{context}\n{error}");
        assert_eq!(scratch.dump().await, dump_after, "{context}");
        count.stuck += 1;
        return;
    }
    scratch.assert_sound().await;
    assert_eq!(scratch.dump().await, dump, "{context}");
    let changes = up.hazards().any(|hazard| hazard.is_destructive() || matches!(hazard, Hazard::FillsRows(_)));
    if !changes {
        assert_eq!(scratch.rows().await, rows, "{context}");
    }
    // The counter of a dropped table is gone with it.
    if !operations.iter().any(|operation| matches!(operation, Operation::DropTable(_))) {
        assert_eq!(scratch.counters().await, counters, "{context}");
    }
    scratch.run_script(&up).await.unwrap_or_else(|error| panic!("again {context}\n{error}"));
    assert_eq!(scratch.dump().await, dump_after, "{context}");
    count.done += 1;
}

#[tokio::test]
async fn random_operations_go_up_down_and_up_again() {
    let mut count = Tally::default();
    for seed in 1..=ATTEMPTS {
        attempt(seed, &mut count).await;
    }
    assert!(count.done > count.refused + count.failed, "{} {} {}", count.done, count.refused, count.failed);
    assert!(count.stuck * 20 < count.done, "{} {}", count.stuck, count.done);
}
