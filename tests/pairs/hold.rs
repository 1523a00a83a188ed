//! What must hold of a pair.

use autogen_diff::{Operation, Passage, invert, render};
use autogen_schema::{Schema, TableName};

use super::Pair;
use crate::support::{Ground, difference};

/// Goes there, back, and there again; returns what no SQL says, and so stays.
pub(super) async fn hold(pair: &Pair, ground: &mut Ground, other: &mut Ground) -> Result<Vec<String>, String> {
    let dialect = ground.dialect();
    let of = |what: &'static str| move |error: String| format!("{what}: {error}");
    ground.fill(&pair.from).await.map_err(of("the first schema"))?;
    other.fill(&pair.to).await.map_err(of("the second schema"))?;
    let (from, to) = (ground.read().await, other.read().await);
    let notes: Vec<String> = from.notes.iter().chain(&to.notes).map(|note| format!("note: {note}")).collect();
    let (from, to) = (from.schema, to.schema);
    let (before, wanted) = (ground.dump().await, other.dump().await);
    let renames = renames(pair, &from, &to);
    let up = Passage::between(dialect, &from, &to, &renames);
    let down = Passage::between(dialect, &to, &from, &invert(renames));
    if !notes.is_empty() {
        return Ok(notes);
    }
    if up.is_empty() || down.is_empty() {
        return Err(format!("nothing is seen to differ: {:?}", difference(&wanted, &before)));
    }
    let mut left: Vec<String> = Vec::new();
    for (way, passage) in [("up", &up), ("down", &down)] {
        let refused = passage.script.as_ref().err();
        left.extend(passage.left.iter().chain(refused).map(|left| format!("{way}: {left}")));
    }
    let (Ok(forth), Ok(back)) = (&up.script, &down.script) else { return Ok(left) };
    let (forth, back) = (render::runnable(dialect, forth), render::runnable(dialect, back));
    let context = |what: &str, found: String| format!("{what}:\n{found}\n-- up\n{forth}\n-- down\n{back}");
    ground.run(&forth).await.map_err(|error| context("the upgrade fails", error))?;
    let after = ground.dump().await;
    let reached = difference(&wanted, &after);
    // Where columns stand is not in the dump that is compared.
    let is_order = |line: &String| line.contains("order the columns");
    if left.iter().all(is_order)
        && let Some(found) = reached
    {
        return Err(context("after the upgrade", found));
    }
    ground.run(&back).await.map_err(|error| context("the downgrade fails", error))?;
    if let Some(found) = difference(&before, &ground.dump().await).filter(|_| left.iter().all(is_order)) {
        return Err(context("after the downgrade", found));
    }
    ground.run(&forth).await.map_err(|error| context("the second upgrade fails", error))?;
    match difference(&after, &ground.dump().await) {
        Some(found) => Err(context("after the second upgrade", found)),
        None => Ok(left),
    }
}

/// The renames that a pair says; a column's table is named as it is called afterwards.
fn renames(pair: &Pair, from: &Schema, to: &Schema) -> Vec<Operation> {
    let is_table = |schema: &Schema, name: &str| schema.tables.contains_key(&TableName::new(name));
    let (tables, columns): (Vec<_>, Vec<_>) =
        pair.renames.iter().partition(|(old, new)| is_table(from, old) && is_table(to, new));
    let later = |table: &str| {
        let renamed = tables.iter().find(|(old, _)| old == table).map(|(_, new)| new.as_str());
        TableName::new(renamed.unwrap_or(table))
    };
    let of_columns = columns.iter().map(|(old, new)| {
        let (table, column) = old.split_once('.').unwrap();
        Operation::RenameColumn { table: later(table), from: column.into(), to: new.as_str().into() }
    });
    let of_tables =
        tables.iter().map(|(old, new)| Operation::RenameTable { from: old.as_str().into(), to: new.as_str().into() });
    of_tables.chain(of_columns).collect()
}
