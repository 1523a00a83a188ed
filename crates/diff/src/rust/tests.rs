//! Whole migrations, as they come from operations: each is a file in `tests/expected`. `UPDATE_EXPECT=1` writes them anew; what rustfmt makes
//! of them is the same all the same.

use std::path::Path;

use autogen_schema::{Definition, Dialect, Schema};

use super::body::body;
use super::layout::formatted;
use super::method::with_body;
use super::{Candidates, Target, helpers, with_builders};
use crate::dialect::Refusal;
use crate::render::Direction;
use crate::{Operation, Script, dialect};

mod by_hand;
mod cases;
mod found;
mod random;

/// The file of a migration.
fn file(up: &[(Dialect, Script)], down: &[(Dialect, Script)]) -> String {
    let helpers = helpers(up, down);
    let methods = format!(
        "use sea_orm_migration::prelude::*;\n\n#[derive(DeriveMigrationName)]\npub struct Migration;\n\n\
         #[async_trait::async_trait]\nimpl MigrationTrait for Migration {{\n{}\n\n{}\n}}\n",
        with_body("up", &body(up, false)),
        with_body("down", &body(down, false))
    );
    if helpers.is_empty() { methods } else { format!("{methods}\n{helpers}\n") }
}

/// Lowers operations on each dialect of a project, and finds their builders.
fn scripts(operations: &[Operation], base: &Schema, project: &[Dialect]) -> Result<Vec<(Dialect, Script)>, Refusal> {
    let mut enums = base.enums.clone();
    enums.extend(operations.iter().filter_map(|operation| match operation {
        Operation::CreateEnum(ty) => Some((ty.name.clone(), ty.clone())),
        _ => None,
    }));
    let lowered = project.iter().map(|dialect| {
        let base = told(base, *dialect);
        let script = dialect::upgrade(*dialect, operations, &base, &enums)?;
        let candidates = Candidates::of(operations, &base, &enums);
        let target = Target { dialect: *dialect, project, direction: Direction::Upgrade, from: &base };
        Ok((*dialect, with_builders(script, &candidates, target)))
    });
    lowered.collect()
}

/// A schema with what its database keeps as text.
fn told(base: &Schema, dialect: Dialect) -> Schema {
    let mut base = base.clone();
    if dialect == Dialect::Sqlite {
        for table in base.tables.values_mut() {
            table.definition = Definition::new(dialect::sqlite::create::table(table).unwrap());
        }
    }
    base
}

/// Checks the file of a migration.
#[track_caller]
fn expect(name: &str, up: &[(Dialect, Script)], down: &[(Dialect, Script)]) {
    let text = file(up, down);
    for edition in ["2024", "2021"] {
        assert_eq!(formatted(&text, edition), text, "{name}, {edition}");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/rust/tests/expected/{name}.rs"));
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), text, "{name}");
}
