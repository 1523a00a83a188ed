//! What each builder says: in Rust, and in the SQL of each backend.

use autogen_schema::{ColumnType as Ty, Dialect, ReferentialAction, StringLength, TableName};

use super::alter::{AlterTable, Change};
use super::column::{Clock, Column, Default, Typed};
use super::enums::{Change as EnumChange, Place};
use super::index::{DropIndex, IndexSpec, Method, Part};
use super::kind::Kind;
use super::reference::{Action, Reference};
use super::table::CreateTable;
use super::{Builder, Statement};
use crate::rust::layout::layout;
use crate::rust::sql::Sql;

mod columns;
mod keys;
mod kinds;
mod tables;

const ALL: [Dialect; 3] = Dialect::ALL;

/// `-` where a backend has no such statement.
#[track_caller]
fn check(statement: Statement, source: &str, sql: [&str; 3]) {
    let builder = Builder(statement);
    let written = layout(&builder.source(), 0, 0, 1);
    let flat: String = written.lines().map(str::trim).collect();
    let flat = flat.replace(",)", ")");
    assert_eq!(flat, format!("manager{source}.await?"), "{written}");
    for (dialect, sql) in ALL.into_iter().zip(sql) {
        assert_eq!(builder.sql(dialect).as_deref().unwrap_or("-"), sql, "{dialect}");
    }
}

fn sql(text: &str) -> Sql {
    Sql::new(text, Dialect::Postgres)
}

fn typed(kind: Kind) -> Typed {
    Typed { canonical: String::new(), kinds: vec![kind] }
}

fn column(name: &str, ty: Ty) -> Column {
    Column::new(name.into(), Some(typed(Kind::Known(ty))))
}

fn not_null(mut column: Column) -> Column {
    column.null.said = Some(false);
    column
}

fn part(name: &str) -> Part {
    Part::Column { name: name.into(), prefix: None, descending: false }
}

fn reference(on_delete: Option<ReferentialAction>, on_update: Option<ReferentialAction>) -> Reference {
    let action = |said| Action { said, defaults: true };
    Reference {
        name: Some("fk".into()),
        columns: vec!["a".into()],
        references: TableName::new("p"),
        referenced_columns: vec!["id".into()],
        on_delete: action(on_delete),
        on_update: action(on_update),
    }
}

fn add(column: Column) -> Statement {
    Statement::AlterTable(AlterTable { table: "t".into(), changes: vec![Change::Add(column)] })
}
