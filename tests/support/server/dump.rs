//! What a server itself says of everything in a database, in a form that can be compared.

use std::process::Command;

use super::Database;
use super::client::{output, run};
use autogen_schema::{Dialect, Ident};

/// Returns what `pg_dump` writes, without what depends on the dump rather than on the database.
pub(super) fn postgres(database: &Database) -> Result<String, String> {
    let dump = output(Command::new("pg_dump").args(["--schema-only", "--dbname", &database.url()]), "")?;
    let noise = ["--", "SET ", "SELECT pg_catalog.set_config(", "\\restrict ", "\\unrestrict "];
    let lines = dump.lines().filter(|line| !line.is_empty() && !noise.iter().any(|start| line.starts_with(start)));
    Ok(lines.fold(String::new(), |text, line| text + line + "\n"))
}

/// Returns what `SHOW CREATE` gives for each object, sorted by kind and name, without the counters of keys.
pub(super) fn mysql(database: &Database) -> Result<String, String> {
    let statements = run(Dialect::Mysql, &database.address, include_str!("show_create.sql"))?;
    let rows = run(Dialect::Mysql, &database.address, &statements.concat().join("\n"))?;
    let here = format!("{}.", Dialect::Mysql.quote(&Ident::new(database.name())));
    let definition = |row: Vec<String>| {
        // Between the name and the definition stand the settings that it depends on.
        let end = row.iter().skip(1).position(|field| field.starts_with("CREATE "));
        let end = end.unwrap_or_else(|| panic!("no definition in {row:?}"));
        without_counter(&row[1..=end + 1].join("\n").replace(&here, "")) + ";\n"
    };
    Ok(rows.into_iter().map(definition).collect())
}

/// Takes `AUTO_INCREMENT=7` out of the options of a table, which are on its last line.
fn without_counter(definition: &str) -> String {
    let (table, options) = definition.split_at(definition.rfind('\n').unwrap_or(0));
    let Some((before, after)) = options.split_once(" AUTO_INCREMENT=") else { return definition.to_owned() };
    format!("{table}{before}{}", after.trim_start_matches(|c: char| c.is_ascii_digit()))
}
