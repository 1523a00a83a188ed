//! A database on the server, and scripts run on it as a revision's are.

use std::collections::BTreeMap;

use autogen_diff::dialect::Refusal;
use autogen_diff::dialect::mysql::{downgrade, upgrade};
use autogen_diff::{Hazard, Operation, Script};
use autogen_introspect::introspect;
use autogen_schema::{Dialect, EnumName, EnumType, Schema};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbErr};

use crate::support::Database;

pub(crate) type Enums = BTreeMap<EnumName, EnumType>;

/// What a case has left behind.
pub(crate) struct Outcome {
    pub(crate) up: String,
    pub(crate) down: String,
    pub(crate) hazards: Vec<String>,
    pub(crate) lost: Vec<String>,
    /// After the second upgrade.
    pub(crate) database: Scratch,
}

pub(crate) struct Scratch {
    server: Database,
    connection: DatabaseConnection,
}

impl Scratch {
    pub(crate) async fn new(sql: &str) -> Self {
        let server = Database::mysql("lowering");
        server.sql(sql);
        let mut options = ConnectOptions::new(server.url());
        options.max_connections(1).sqlx_logging(false);
        Self { connection: sea_orm::Database::connect(options).await.unwrap(), server }
    }

    pub(crate) fn query(&self, sql: &str) -> Vec<String> {
        self.server.query(sql)
    }

    pub(crate) fn sql(&self, sql: &str) {
        self.server.sql(sql);
    }

    pub(crate) fn try_sql(&self, sql: &str) -> Result<(), String> {
        self.server.try_sql(sql)
    }

    pub(crate) async fn schema(&self) -> Schema {
        introspect(&self.connection).await.unwrap().schema
    }

    /// Every row of every table, by table.
    pub(crate) async fn rows(&self) -> BTreeMap<String, Vec<String>> {
        let mut rows = BTreeMap::new();
        for (name, table) in self.schema().await.tables {
            let columns: Vec<String> = table
                .columns
                .iter()
                .map(|column| format!("IFNULL(HEX(CAST({} AS BINARY)), 'NULL')", Dialect::Mysql.quote(&column.name)))
                .collect();
            let table = Dialect::Mysql.quote_table(&name);
            let mut found = self.query(&format!("SELECT {} FROM {table}", columns.join(", ")));
            found.sort();
            rows.insert(name.to_string(), found);
        }
        rows
    }

    /// What the server tells of everything. In which order it lists indexes and constraints depends on when they came, and
    /// means nothing.
    pub(crate) fn dump(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        let mut apart: Vec<String> = Vec::new();
        // A trigger keeps the mode that it was made in, and sqlx sets one of its own.
        let is_mode = |line: &&str| line.contains("ERROR_FOR_DIVISION_BY_ZERO");
        for line in self.server.dump().lines().filter(|line| !is_mode(line)) {
            let item = line.trim_start();
            let is_apart = ["KEY ", "UNIQUE KEY ", "FULLTEXT KEY ", "SPATIAL KEY ", "PRIMARY KEY ", "CONSTRAINT "];
            if is_apart.iter().any(|start| item.starts_with(start)) {
                apart.push(line.trim_end_matches(',').to_owned());
            } else {
                apart.sort();
                lines.append(&mut apart);
                lines.push(line.trim_end_matches(',').to_owned());
            }
        }
        lines.join("\n")
    }

    /// Runs the statements one after the other, as they commit.
    pub(crate) async fn run_script(&self, script: &Script) -> Result<(), DbErr> {
        for statement in script.blocks.iter().flat_map(|block| &block.statements) {
            let run = self.connection.execute_unprepared(&statement.sql).await;
            run.map_err(|error| DbErr::Custom(format!("{error}\n{}", statement.sql)))?;
        }
        Ok(())
    }
}

/// Returns a script as text, one statement a line end.
pub(crate) fn text(script: &Script) -> String {
    let statements = script.blocks.iter().flat_map(|block| &block.statements);
    statements.flat_map(|statement| [statement.sql.as_str(), ";\n"]).collect()
}

/// Lowers what is done to a database; what is refused stays undone.
pub(crate) async fn refused(before: &str, operations: impl Fn(&Schema) -> Vec<Operation>) -> Refusal {
    let base = Scratch::new(before).await.schema().await;
    let lowered = upgrade(&operations(&base), &base, &Enums::new());
    lowered.map(|script| panic!("not refused:\n{}", text(&script))).unwrap_err()
}

pub(crate) async fn check(before: &str, operations: impl Fn(&Schema) -> Vec<Operation>) -> Outcome {
    check_with(before, &Enums::new(), operations).await
}

/// Runs a case up, down and up again.
pub(crate) async fn check_with(before: &str, enums: &Enums, operations: impl Fn(&Schema) -> Vec<Operation>) -> Outcome {
    let database = Scratch::new(before).await;
    let (base, dump, rows) = (database.schema().await, database.dump(), database.rows().await);
    let operations = operations(&base);
    let up = upgrade(&operations, &base, enums).unwrap_or_else(|refusal| panic!("{refusal}"));
    database.run_script(&up).await.unwrap_or_else(|error| panic!("{error}\n\n{}", text(&up)));
    let (after, dump_after, rows_after) = (database.schema().await, database.dump(), database.rows().await);
    for (table, rows) in &rows {
        if let Some(after) = rows_after.get(table) {
            assert_eq!(rows.len(), after.len(), "rows of {table}");
        }
    }
    assert_made_at_once(&after, &dump_after, &text(&up)).await;

    let down = downgrade(&after, &base, &operations).unwrap_or_else(|refusal| panic!("{refusal}"));
    database
        .run_script(&down)
        .await
        .unwrap_or_else(|error| panic!("{error}\n\n{}\n-- down\n{}", text(&up), text(&down)));
    assert_same(&database.dump(), &dump, &format!("up\n{}\ndown\n{}", text(&up), text(&down)));
    let changes = |hazard: &Hazard| hazard.is_destructive() || matches!(hazard, Hazard::FillsRows(_));
    if !up.hazards().any(changes) {
        assert_eq!(database.rows().await, rows, "rows after {}", text(&down));
    }

    database.run_script(&up).await.unwrap_or_else(|error| panic!("again: {error}\n\n{}", text(&up)));
    assert_same(&database.dump(), &dump_after, "again");
    let words = |script: &Script| script.hazards().map(ToString::to_string).collect();
    Outcome { up: text(&up), down: text(&down), hazards: words(&up), lost: words(&down), database }
}

/// Makes the same tables in an empty database and compares what the server tells of them.
pub(crate) async fn assert_made_at_once(schema: &Schema, dump: &str, context: &str) {
    if !schema.views.is_empty() || !schema.objects.is_empty() {
        return;
    }
    let made = downgrade(&Schema::default(), schema, &[]).unwrap_or_else(|refusal| panic!("{refusal}"));
    let fresh = Scratch::new("SELECT 1").await;
    fresh.run_script(&made).await.unwrap_or_else(|error| panic!("{context}\nat once: {error}"));
    assert_same(&fresh.dump(), dump, &format!("{context}\nmade at once by\n{}", text(&made)));
}

/// Shows the lines that differ.
pub(crate) fn assert_same(found: &str, expected: &str, context: &str) {
    if found != expected {
        let lines = |text: &str, other: &str, sign: &str| -> String {
            let missing = text.lines().filter(|line| !other.lines().any(|found| found == *line));
            missing.map(|line| format!("{sign} {line}\n")).collect()
        };
        panic!(
            "{context}\nfound +, expected -\n{}{}\n{found}\n---\n{expected}",
            lines(found, expected, "+"),
            lines(expected, found, "-")
        );
    }
}
