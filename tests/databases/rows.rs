//! Rows, before and after: what was there is there, unless a hazard says otherwise.

use std::collections::BTreeMap;

use autogen_diff::{Hazard, Operation, Script};
use autogen_schema::{Dialect, Schema};

use crate::support::Ground;

/// The rows of each table, each by column, as SQL would write its values.
pub(crate) type Rows = BTreeMap<String, Vec<BTreeMap<String, String>>>;

/// Reads every row of every table.
pub(crate) async fn read(ground: &Ground, schema: &Schema) -> Rows {
    let dialect = ground.dialect();
    let (mut rows, mut queries) = (Rows::new(), Vec::new());
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for table in schema.tables.values() {
        let columns = table.columns.iter().filter(|column| column.generated.is_none());
        let columns: Vec<String> = columns.map(|column| column.name.to_string()).collect();
        let text = |column: &String| {
            let quoted = dialect.quote(&column.as_str().into());
            match dialect {
                Dialect::Sqlite => format!("quote({quoted})"),
                Dialect::Postgres => format!("quote_nullable({quoted}::text)"),
                Dialect::Mysql => format!("QUOTE({quoted})"),
            }
        };
        let name = table.name.to_string();
        let values: Vec<String> = columns.iter().map(text).collect();
        let (label, from) = (dialect.literal(&name), dialect.quote_table(&table.name));
        queries.push(match dialect {
            Dialect::Sqlite => format!("SELECT {label} || char(9) || {} FROM {from}", values.join(" || char(9) || ")),
            _ => format!("SELECT {label}, {} FROM {from};", values.join(", ")),
        });
        rows.insert(name.clone(), Vec::new());
        names.insert(name, columns);
    }
    let mut found = Vec::new();
    if dialect == Dialect::Sqlite {
        for query in &queries {
            found.extend(ground.query(query).await);
        }
    } else if !queries.is_empty() {
        found = ground.query(&queries.join("\n")).await;
    }
    for row in found {
        let (table, values) = row.split_once('\t').unwrap();
        let columns = names[table].iter().cloned();
        rows.get_mut(table).unwrap().push(columns.zip(values.split('\t').map(str::to_owned)).collect());
    }
    rows
}

/// A value as a number where it is one: `1` is no other than `1.00`, nor than `true`.
fn value(text: &str) -> String {
    let text = text.replace("'true'", "1").replace("'false'", "0");
    text.trim_matches('\'').parse::<f64>().map_or_else(|_| text.clone(), |number| number.to_string())
}

/// Tells what is not there any more, or is other, that no hazard names. `renames` lead from the names before to those after,
/// `meanwhile` to those that things had between two scripts.
pub(crate) fn lost(
    before: &Rows,
    after: &Rows,
    renames: &[Operation],
    meanwhile: &[Operation],
    scripts: &[&Script],
) -> Option<String> {
    let said: String = scripts
        .iter()
        .flat_map(|script| script.hazards())
        .filter(|hazard| hazard.is_destructive() || matches!(hazard, Hazard::FillsRows(_)))
        .map(|hazard| format!("{hazard}\n"))
        .collect();
    for (table, rows) in before {
        let now = table_now(table, renames);
        let then = table_now(table, meanwhile);
        let tables = [table, &now, &then];
        if tables.iter().any(|name| said.contains(&format!("every row of {name}"))) {
            continue;
        }
        let Some(found) = after.get(&now) else { return Some(format!("table {table} is gone")) };
        if rows.len() != found.len() {
            return Some(format!("{table} had {} rows and has {}", rows.len(), found.len()));
        }
        let columns: Vec<&String> = rows.first().map(|row| row.keys().collect()).unwrap_or_default();
        let is_named = |name: &str, column: &str| said.contains(&format!("{name}.{column}"));
        let kept: Vec<(&String, String)> = columns
            .into_iter()
            .map(|column| (column, column_now(&now, column, renames)))
            .filter(|(old, new)| {
                let between = column_now(&then, old, meanwhile);
                ![*old, new, &between].iter().any(|column| tables.iter().any(|table| is_named(table, column)))
            })
            .collect();
        let mut wanted: Vec<Vec<Option<String>>> = rows
            .iter()
            .map(|row| kept.iter().map(|(old, _)| row.get(*old).map(|text| value(text))).collect())
            .collect();
        let mut there: Vec<Vec<Option<String>>> = found
            .iter()
            .map(|row| kept.iter().map(|(_, new)| row.get(new).map(|text| value(text))).collect())
            .collect();
        // What becomes computed is no longer read.
        wanted.sort();
        there.sort();
        if wanted != there {
            let names: Vec<&String> = kept.iter().map(|(old, _)| *old).collect();
            return Some(format!("rows of {table} {names:?}\nwere {wanted:?}\nare  {there:?}"));
        }
    }
    None
}

fn table_now(table: &str, renames: &[Operation]) -> String {
    let new_name = renames.iter().find_map(|operation| match operation {
        Operation::RenameTable { from, to } if from.to_string() == table => Some(to.to_string()),
        _ => None,
    });
    new_name.unwrap_or_else(|| table.to_owned())
}

fn column_now(table: &str, column: &str, renames: &[Operation]) -> String {
    let new_name = renames.iter().find_map(|operation| match operation {
        Operation::RenameColumn { table: of, from, to } if of.to_string() == table && from.as_str() == column => {
            Some(to.to_string())
        }
        _ => None,
    });
    new_name.unwrap_or_else(|| column.to_owned())
}
