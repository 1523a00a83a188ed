//! Operations, said shortly.

use autogen_diff::Operation;
use autogen_schema::{
    Check, Column, ColumnType, DataType, DefaultValue, Dialect, ForeignKey, Ident, Index, IndexPart, PrimaryKey,
    ReferentialAction, Schema, StringLength, Table, Unique, UniqueKind,
};

pub(crate) fn table<'s>(schema: &'s Schema, name: &str) -> &'s Table {
    schema.table(&name.into(), Dialect::Sqlite).unwrap_or_else(|| panic!("no table {name}"))
}

pub(crate) fn column<'s>(schema: &'s Schema, name: &str, column: &str) -> &'s Column {
    table(schema, name).column(&column.into(), Dialect::Sqlite).unwrap_or_else(|| panic!("no column {column}"))
}

fn idents(names: &[&str]) -> Vec<Ident> {
    names.iter().map(|name| Ident::from(*name)).collect()
}

pub(crate) fn text(name: &str) -> Column {
    Column { nullable: true, ..Column::new(name, DataType::Implied(ColumnType::String(StringLength::Unset))) }
}

pub(crate) fn typed(name: &str, ty: ColumnType) -> Column {
    Column { nullable: true, ..Column::new(name, DataType::Exact(ty)) }
}

pub(crate) fn not_null(column: Column) -> Column {
    Column { nullable: false, ..column }
}

pub(crate) fn with_default(column: Column, sql: &str) -> Column {
    Column { default: Some(DefaultValue::Expression(sql.to_owned())), ..column }
}

pub(crate) fn add(on: &str, column: Column) -> Operation {
    Operation::AddColumn { table: on.into(), column }
}

pub(crate) fn drop(schema: &Schema, on: &str, name: &str) -> Operation {
    Operation::DropColumn { table: on.into(), column: column(schema, on, name).clone() }
}

pub(crate) fn alter(schema: &Schema, on: &str, name: &str, change: impl FnOnce(&mut Column)) -> Operation {
    let from = column(schema, on, name).clone();
    let mut to = from.clone();
    change(&mut to);
    Operation::AlterColumn { table: on.into(), from, to }
}

pub(crate) fn retype(schema: &Schema, on: &str, name: &str, ty: ColumnType) -> Operation {
    alter(schema, on, name, |column| column.data_type = DataType::Exact(ty))
}

pub(crate) fn rename(on: &str, from: &str, to: &str) -> Operation {
    Operation::RenameColumn { table: on.into(), from: from.into(), to: to.into() }
}

pub(crate) fn rename_table(from: &str, to: &str) -> Operation {
    Operation::RenameTable { from: from.into(), to: to.into() }
}

pub(crate) fn unique(on: &str, columns: &[&str]) -> Operation {
    let unique = Unique::new(columns.iter().copied(), UniqueKind::Constraint);
    Operation::AddUnique { table: on.into(), unique }
}

pub(crate) fn drop_unique(schema: &Schema, on: &str, columns: &[&str]) -> Operation {
    let columns = idents(columns);
    let unique = table(schema, on).uniques.iter().find(|unique| unique.columns == columns);
    Operation::DropUnique {
        table: on.into(),
        unique: unique.unwrap_or_else(|| panic!("no unique {columns:?}")).clone(),
    }
}

pub(crate) fn index(on: &str, columns: &[&str]) -> Operation {
    let index = Index::new(columns.iter().map(|name| IndexPart::column(*name)));
    Operation::CreateIndex { table: on.into(), index }
}

pub(crate) fn drop_index(schema: &Schema, on: &str, name: &str) -> Operation {
    let named = |index: &&Index| index.name.as_ref().is_some_and(|found| found.as_str() == name);
    let index = table(schema, on).indexes.iter().find(named).expect("the index").clone();
    Operation::DropIndex { table: on.into(), index }
}

pub(crate) fn key(columns: &[&str], target: &str, referenced: &[&str]) -> ForeignKey {
    ForeignKey::new(columns.iter().copied(), target, referenced.iter().copied())
}

pub(crate) fn add_key(on: &str, key: ForeignKey) -> Operation {
    Operation::AddForeignKey { table: on.into(), key }
}

pub(crate) fn found_key(schema: &Schema, on: &str, columns: &[&str]) -> ForeignKey {
    let columns = idents(columns);
    table(schema, on).foreign_keys.iter().find(|key| key.columns == columns).expect("the foreign key").clone()
}

pub(crate) fn drop_key(schema: &Schema, on: &str, columns: &[&str]) -> Operation {
    Operation::DropForeignKey { table: on.into(), key: found_key(schema, on, columns) }
}

/// Drops a foreign key and adds it with another action, as the comparison does.
pub(crate) fn on_delete(
    schema: &Schema,
    on: &str,
    columns: &[&str],
    action: Option<ReferentialAction>,
) -> Vec<Operation> {
    let key = ForeignKey { on_delete: action, ..found_key(schema, on, columns) };
    vec![drop_key(schema, on, columns), add_key(on, key)]
}

pub(crate) fn check(on: &str, name: Option<&str>, expression: &str) -> Operation {
    let check = Check::new(name.map(Ident::from), expression);
    Operation::AddCheck { table: on.into(), check }
}

pub(crate) fn drop_check(on: &str, expression: &str) -> Operation {
    let check = Check::new(None, expression);
    Operation::DropCheck { table: on.into(), check }
}

pub(crate) fn primary_key(on: &str, columns: &[&str]) -> Operation {
    Operation::AddPrimaryKey { table: on.into(), key: PrimaryKey::new(columns.iter().copied()) }
}

pub(crate) fn drop_primary_key(schema: &Schema, on: &str) -> Operation {
    let key = table(schema, on).primary_key.clone().expect("the primary key");
    Operation::DropPrimaryKey { table: on.into(), key }
}

pub(crate) fn drop_table(schema: &Schema, name: &str) -> Operation {
    Operation::DropTable(table(schema, name).clone())
}
