//! What a lab looks at on a server: the server's own dump, and the rows.

use std::collections::BTreeMap;

use autogen_schema::Dialect;

use super::{Dump, Lab, Rows};
use crate::support::Database;

/// The statements of the server's own dump, the version table aside. A table stands under its first line, with the others
/// sorted where `sorted` says so or the server cannot put a column anywhere but at the end.
pub(super) fn dump(database: &Database) -> Dump {
    let text = database.dump();
    let statements = text.split(";\n").map(str::trim).filter(|statement| !statement.is_empty());
    let ours = statements.filter(|statement| !statement.contains("autogen_version"));
    ours.map(|statement| entry(statement, database.dialect() == Dialect::Postgres)).collect()
}

fn entry(statement: &str, sort: bool) -> ((String, String), String) {
    let Some(at) = statement.find("CREATE TABLE ") else {
        return (("statement".to_owned(), statement.to_owned()), String::new());
    };
    let (first, rest) = statement[at..].split_once('\n').unwrap_or((&statement[at..], ""));
    let text = if sort { sorted_lines(rest) } else { with_sorted_keys(rest) };
    (("table".to_owned(), first.to_owned()), text)
}

/// The lines of a table's definition with those of its keys in alphabetical order: MySQL adds a key behind the others, wherever it
/// was before.
fn with_sorted_keys(text: &str) -> String {
    let is_key = |line: &&str| ["KEY ", "UNIQUE KEY ", "FULLTEXT KEY "].iter().any(|word| line.starts_with(word));
    let lines = text.lines().map(|line| line.trim().trim_end_matches(','));
    let (mut keys, mut others): (Vec<&str>, Vec<&str>) = lines.partition(is_key);
    keys.sort_unstable();
    others.extend(keys);
    others.join("\n")
}

/// The lines of a table's definition in alphabetical order.
pub(crate) fn sorted_lines(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().map(|line| line.trim().trim_end_matches(',')).collect();
    lines.sort_unstable();
    lines.join("\n")
}

/// The columns of every table, in order: table, column, type, and the first label of an enum.
pub(crate) fn columns(database: &Database) -> BTreeMap<String, Vec<(String, String, String)>> {
    let query = match database.dialect() {
        Dialect::Postgres => {
            "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), \
             coalesce((SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = a.atttypid ORDER BY e.enumsortorder LIMIT 1), '') \
             FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
             WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attgenerated = '' \
             ORDER BY c.relname, a.attnum"
        }
        _ => {
            "SELECT c.table_name, c.column_name, c.column_type, '' FROM information_schema.columns c \
             JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name \
             WHERE c.table_schema = DATABASE() AND t.table_type = 'BASE TABLE' AND c.generation_expression IS NULL \
             ORDER BY c.table_name, c.ordinal_position"
        }
    };
    let mut tables: BTreeMap<String, Vec<(String, String, String)>> = BTreeMap::new();
    for row in database.query(query) {
        let fields: Vec<&str> = row.split('\t').collect();
        if fields[0] != "autogen_version" {
            let column = (fields[1].to_owned(), fields[2].to_owned(), fields[3].to_owned());
            tables.entry(fields[0].to_owned()).or_default().push(column);
        }
    }
    tables
}

/// Every row of every table: column to value as SQL would write it.
pub(super) fn rows(database: &Database) -> Rows {
    let dialect = database.dialect();
    let tables = columns(database);
    let mut queries = String::new();
    for (table, columns) in &tables {
        let text = |column: &String| {
            let quoted = dialect.quote(&column.as_str().into());
            match dialect {
                Dialect::Postgres => format!("quote_nullable({quoted}::text)"),
                _ => format!("QUOTE({quoted})"),
            }
        };
        let values: Vec<String> = columns.iter().map(|(name, ..)| text(name)).collect();
        let name = dialect.literal(table);
        let of = dialect.quote(&table.as_str().into());
        queries.push_str(&format!("SELECT {name}, {} FROM {of};\n", values.join(", ")));
    }
    // One client for all of them: with 137 tables its start is what takes the time.
    let found = if queries.is_empty() { Vec::new() } else { database.query(&queries) };
    let mut all: Rows = tables.keys().map(|table| (table.clone(), Vec::new())).collect();
    for row in found {
        let (table, values) = row.split_once('\t').unwrap();
        let names = tables[table].iter().map(|(name, ..)| name.clone());
        all.get_mut(table).unwrap().push(names.zip(values.split('\t').map(str::to_owned)).collect());
    }
    for rows in all.values_mut() {
        rows.sort();
    }
    all
}

/// Runs SQL that is written for every dialect: names stand in double quotes.
pub(super) fn sql(database: &Database, sql: &str) {
    match database.dialect() {
        Dialect::Mysql => database.sql(&format!("SET sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES');\n{sql}")),
        _ => database.sql(sql),
    }
}

impl Lab {
    /// Makes a project for a server, with a database of its own on it.
    pub(crate) fn on(dialect: Dialect, name: &str) -> Self {
        let mut lab = Self::new();
        if dialect != Dialect::Sqlite {
            let database = Database::new(dialect, name);
            lab.project.dialects = vec![dialect];
            lab.server = Some(database);
        }
        lab
    }

    /// Returns the database on a server.
    #[track_caller]
    pub(crate) fn server(&self) -> &Database {
        self.server.as_ref().expect("the lab has a server")
    }
}
