//! Fills every table of a database with rows that keep its keys and uniques.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use autogen_schema::Dialect;

use crate::lab::{Lab, server};
use crate::support::Database;

/// Puts `count` rows into every table. Row `n` of a table refers to row `n` of each table that it references.
pub(crate) async fn fill(lab: &Lab, count: u32) {
    match lab.dialect() {
        Dialect::Sqlite => fill_sqlite(lab, count).await,
        _ => fill_server(lab.server(), count),
    }
}

async fn fill_sqlite(lab: &Lab, count: u32) {
    let columns = lab
        .query(
            "SELECT m.name, c.name, c.type, c.pk FROM sqlite_master m, pragma_table_xinfo(m.name) c \
             WHERE m.type = 'table' AND c.hidden = 0 AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'autogen_version' \
             ORDER BY m.name, c.cid",
        )
        .await;
    let keys = lab
        .query(
            "SELECT m.name, k.\"from\" FROM sqlite_master m, pragma_foreign_key_list(m.name) k WHERE m.type = 'table'",
        )
        .await;
    let mut tables: BTreeMap<&str, Vec<(&str, &str, bool)>> = BTreeMap::new();
    for row in &columns {
        let refers = row[3] != "0" || keys.iter().any(|key| key[0] == row[0] && key[1] == row[1]);
        tables.entry(&row[0]).or_default().push((&row[1], &row[2], refers));
    }
    let mut sql = String::from("PRAGMA foreign_keys = OFF;\nBEGIN;\n");
    for (table, columns) in tables {
        let names: Vec<String> = columns.iter().map(|(name, ..)| Dialect::Sqlite.quote(&(*name).into())).collect();
        for n in 1..=count {
            let values: Vec<String> = columns.iter().map(|(name, ty, refers)| value(name, ty, *refers, n)).collect();
            let table = Dialect::Sqlite.quote(&table.into());
            let _ = writeln!(sql, "INSERT INTO {table} ({}) VALUES ({});", names.join(", "), values.join(", "));
        }
    }
    sql.push_str("COMMIT;\nPRAGMA foreign_keys = ON;\n");
    lab.sql(&sql).await;
}

fn value(name: &str, ty: &str, refers: bool, n: u32) -> String {
    let ty = ty.to_ascii_lowercase();
    if refers || ty.contains("int") {
        return n.to_string();
    }
    match ty.split('(').next().unwrap_or_default() {
        "boolean" => (n % 2).to_string(),
        "float" | "double" | "real" | "real_decimal" => format!("{n}.25"),
        "json_text" => format!("'{{\"n\": {n}}}'"),
        "date_text" => format!("'2026-01-0{n}'"),
        "time_text" => format!("'0{n}:30:00'"),
        "datetime_text" => format!("'2026-01-0{n} 12:00:00'"),
        _ => Dialect::Sqlite.literal(&format!("{name} it's {n}")),
    }
}

fn fill_server(database: &Database, count: u32) {
    let dialect = database.dialect();
    // References are not checked while the rows that they lead to are still to come.
    let mut sql = String::from(match dialect {
        Dialect::Postgres => "SET session_replication_role = replica;\n",
        _ => "SET foreign_key_checks = 0;\n",
    });
    for (table, columns) in server::columns(database) {
        let names: Vec<String> = columns.iter().map(|(name, ..)| dialect.quote(&name.as_str().into())).collect();
        for n in 1..=count {
            let values: Vec<String> =
                columns.iter().map(|(name, ty, label)| server_value(dialect, name, ty, label, n)).collect();
            let table = dialect.quote(&table.as_str().into());
            let _ = writeln!(sql, "INSERT INTO {table} ({}) VALUES ({});", names.join(", "), values.join(", "));
        }
    }
    database.sql(&sql);
}

fn server_value(dialect: Dialect, name: &str, ty: &str, label: &str, n: u32) -> String {
    let (word, rest) = ty.split_once('(').unwrap_or((ty, ""));
    if !label.is_empty() {
        return dialect.literal(label);
    }
    match word {
        "enum" => rest.split(',').next().unwrap_or_default().trim_end_matches(')').to_owned(),
        "boolean" => n.is_multiple_of(2).to_string(),
        "tinyint" => (n % 2).to_string(),
        "smallint" | "integer" | "bigint" | "int" => n.to_string(),
        "numeric" | "decimal" | "real" | "double precision" | "float" | "double" => format!("{n}.25"),
        // MariaDB keeps JSON as text.
        "json" | "jsonb" | "longtext" => format!("'{{\"n\": {n}}}'"),
        "date" => format!("'2026-01-0{n}'"),
        "uuid" => format!("'00000000-0000-0000-0000-00000000000{n}'"),
        _ if word.starts_with("timestamp") || word == "datetime" => format!("'2026-01-0{n} 12:00:00'"),
        _ if word.starts_with("time") => format!("'0{n}:30:00'"),
        _ => {
            let text = format!("{n} it's {name}");
            let length = rest.trim_end_matches(')').parse().unwrap_or(text.len());
            dialect.literal(&text.chars().take(length).collect::<String>())
        }
    }
}
