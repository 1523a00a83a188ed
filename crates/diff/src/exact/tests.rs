use autogen_schema::{
    Check, Column, DataType, Definition, Dialect, EnumType, ForeignKey, Index, IndexPart, PrimaryKey, Schema, SqlType,
    Table, Unique, UniqueKind,
};

use super::{Renames, between};
use crate::Operation;

const POSTGRES: Dialect = Dialect::Postgres;

fn column(name: &str, ty: &str) -> Column {
    Column::new(name, DataType::Reported(SqlType::parse(ty)))
}

fn table(name: &str) -> Table {
    let mut table = Table::new(name);
    table.columns = vec![column("id", "integer"), column("name", "text")];
    table.primary_key = Some(PrimaryKey { name: Some(format!("{name}_pkey").into()), ..PrimaryKey::new(["id"]) });
    table
}

fn schema(tables: impl IntoIterator<Item = Table>) -> Schema {
    let mut schema = Schema::default();
    tables.into_iter().for_each(|table| schema.add(table));
    schema
}

/// Each operation as one word and what it is on.
fn words(from: &Schema, to: &Schema) -> Vec<String> {
    between(from, to, POSTGRES, &Renames::default()).iter().map(word).collect()
}

fn word(operation: &Operation) -> String {
    let name = format!("{operation:?}");
    let end = name.find(|c: char| !c.is_alphanumeric()).unwrap_or(name.len());
    match operation.table() {
        Some(table) => format!("{} {table}", &name[..end]),
        None => name[..end].to_owned(),
    }
}

#[test]
fn equal_schemas_need_nothing() {
    let one = schema([table("a"), table("b")]);
    assert_eq!(words(&one, &one.clone()), Vec::<String>::new());
}

type Change = fn(&mut Table);

#[test]
fn every_fact_counts() {
    let changes: [(&str, Change); 9] = [
        ("AlterColumn a", |t| t.columns[1].nullable = true),
        ("AlterColumn a", |t| t.columns[1].collation = Some("C".into())),
        ("AlterColumn a", |t| t.columns[1].settings = vec!["SET STORAGE EXTERNAL".to_owned()]),
        ("AddUnique a", |t| t.uniques = vec![Unique::new(["name"], UniqueKind::Constraint)]),
        ("CreateIndex a", |t| t.indexes = vec![Index::new([IndexPart::column("name")])]),
        ("AddForeignKey a", |t| t.foreign_keys = vec![ForeignKey::new(["id"], "b", ["id"])]),
        ("AddCheck a", |t| t.checks = vec![Check::new(None, "id > 0")]),
        ("SetTableComment a", |t| t.comment = Some("x".to_owned())),
        ("DropPrimaryKey a", |t| t.primary_key = None),
    ];
    let from = schema([table("a"), table("b")]);
    for (expected, change) in changes {
        let mut after = table("a");
        change(&mut after);
        assert_eq!(words(&from, &schema([after, table("b")])), [expected]);
    }
}

#[test]
fn the_same_thing_twice_counts_twice() {
    let mut twice = table("a");
    twice.indexes = vec![Index::new([IndexPart::column("name")]), Index::new([IndexPart::column("name")])];
    let mut once = table("a");
    once.indexes = vec![Index::new([IndexPart::column("name")])];
    assert_eq!(words(&schema([twice]), &schema([once])), ["DropIndex a"]);
}

#[test]
fn keys_go_first_and_come_last_and_cycles_are_cut() {
    let refers = |mut table: Table, target: &str| {
        table.foreign_keys.push(ForeignKey::new(["id"], target, ["id"]));
        table
    };
    let cycle = schema([refers(table("a"), "b"), refers(table("b"), "a"), table("kept")]);
    let alone = schema([refers(table("kept"), "kept")]);
    assert_eq!(words(&cycle, &alone), ["DropForeignKey a", "DropTable b", "DropTable a", "AddForeignKey kept"]);
    assert_eq!(words(&alone, &cycle), ["DropForeignKey kept", "CreateTable a", "CreateTable b", "AddForeignKey a"]);
}

#[test]
fn a_key_to_a_changed_table_waits_for_the_change() {
    let mut changed = table("p");
    changed.uniques = vec![Unique::new(["name"], UniqueKind::Constraint)];
    let mut child = table("c");
    child.foreign_keys.push(ForeignKey::new(["name"], "p", ["name"]));
    assert_eq!(
        words(&schema([table("p")]), &schema([changed, child])),
        ["CreateTable c", "AddUnique p", "AddForeignKey c"]
    );
}

#[test]
fn labels_are_in_order() {
    let with = |labels: [&str; 2]| {
        let mut schema = Schema::default();
        schema.enums.insert("mood".into(), EnumType::new("mood", labels));
        schema
    };
    assert_eq!(words(&with(["a", "b"]), &with(["b", "a"])), ["AlterEnum"]);
}

#[test]
fn what_was_renamed_is_renamed_back() {
    let done = [
        Operation::RenameTable { from: "old".into(), to: "new".into() },
        Operation::RenameColumn { table: "new".into(), from: "label".into(), to: "name".into() },
    ];
    let mut before = table("old");
    before.columns[1].name = "label".into();
    before.primary_key = Some(PrimaryKey { name: Some("new_pkey".into()), ..PrimaryKey::new(["id"]) });
    let back = between(&schema([table("new")]), &schema([before]), POSTGRES, &Renames::undoing(&done));
    let expected = [
        Operation::RenameTable { from: "new".into(), to: "old".into() },
        Operation::RenameColumn { table: "old".into(), from: "name".into(), to: "label".into() },
    ];
    assert_eq!(back, expected);
}

#[test]
fn what_differs_by_its_name_gets_another() {
    let named = |name: &str| {
        let mut table = table("a");
        table.primary_key = Some(PrimaryKey { name: Some(format!("{name}_key").into()), ..PrimaryKey::new(["id"]) });
        let mut check = Check::new(Some(format!("{name}_check").into()), "id > 0");
        check.definition = Definition::new("CHECK ((id > 0))");
        table.checks = vec![check];
        let definition = Definition::new(format!("CREATE INDEX {name}_i ON a USING btree (id)"));
        let name = Some(format!("{name}_i").into());
        table.indexes = vec![Index { name, definition, ..Index::new([IndexPart::column("id")]) }];
        table
    };
    let (from, to) = (schema([named("old")]), schema([named("new")]));
    assert_eq!(words(&from, &to), ["RenameConstraint a", "RenameConstraint a", "RenameIndex a"]);
    // Somebody else has the name of the index: it is free when that has gone.
    let mut other = table("b");
    other.indexes = vec![Index { name: Some("new_i".into()), ..Index::new([IndexPart::column("name")]) }];
    let from = schema([named("old"), other]);
    let wanted = ["DropTable b", "DropIndex a", "RenameConstraint a", "RenameConstraint a", "CreateIndex a"];
    assert_eq!(words(&from, &to), wanted);
}

#[test]
fn a_key_to_a_table_that_gets_another_name_stays() {
    let with_key = |target: &str, terms: &str| {
        let mut table = table("a");
        let definition = Definition::new(format!("FOREIGN KEY (name) REFERENCES {target}(id){terms}"));
        table.foreign_keys =
            vec![ForeignKey { name: Some("f".into()), definition, ..ForeignKey::new(["name"], target, ["id"]) }];
        let mut other = Table { name: target.into(), ..self::table("name") };
        other.primary_key.as_mut().unwrap().name = Some("k".into());
        schema([table, other])
    };
    let words = |terms: &str| {
        let back = [Operation::RenameTable { from: "other".into(), to: "name".into() }];
        let (from, to) = (with_key("name", ""), with_key("other", terms));
        between(&from, &to, POSTGRES, &Renames::undoing(&back)).iter().map(word).collect::<Vec<_>>()
    };
    assert_eq!(words(""), ["RenameTable name"]);
    assert_eq!(words(" NOT VALID"), ["DropForeignKey a", "RenameTable name", "AddForeignKey a"]);
}
