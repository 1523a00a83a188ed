//! A database in memory, and scripts run on it as a revision's are.

use std::collections::BTreeMap;

use autogen_diff::dialect::Refusal;
use autogen_diff::dialect::sqlite::{downgrade, upgrade};
use autogen_diff::{Operation, Script};
use autogen_introspect::introspect;
use autogen_schema::sql::normalize_statement;
use autogen_schema::{Dialect, Schema};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement};

/// `sqlite_master`, with the normal forms of the stored texts.
pub(crate) type Dump = BTreeMap<(String, String), String>;

/// What a case has left behind.
pub(crate) struct Outcome {
    pub(crate) up: String,
    pub(crate) down: String,
    pub(crate) hazards: Vec<String>,
    pub(crate) lost: Vec<String>,
    /// After the second upgrade.
    pub(crate) database: Scratch,
}

pub(crate) struct Scratch(DatabaseConnection);

impl Scratch {
    pub(crate) async fn new(sql: &str) -> Self {
        let mut options = ConnectOptions::new("sqlite::memory:");
        options.max_connections(1).min_connections(1).sqlx_logging(false);
        let scratch = Self(Database::connect(options).await.unwrap());
        scratch.run(sql).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
        scratch
    }

    pub(crate) async fn run(&self, sql: &str) -> Result<(), DbErr> {
        self.0.execute_unprepared(sql).await.map(|_| ())
    }

    pub(crate) async fn schema(&self) -> Schema {
        introspect(&self.0).await.unwrap().schema
    }

    /// Every row of a query, as SQL would write the values.
    pub(crate) async fn query(&self, sql: &str) -> Vec<String> {
        let rows = self.0.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql)).await;
        let rows = rows.unwrap_or_else(|error| panic!("{error}\n{sql}"));
        let value = |row: &sea_orm::QueryResult, at| {
            let text = row.try_get_by_index::<Option<String>>(at).ok().flatten();
            let number = || row.try_get_by_index::<Option<i64>>(at).ok().flatten().map(|n| n.to_string());
            text.or_else(number).unwrap_or_else(|| "NULL".to_owned())
        };
        let row = |row: &sea_orm::QueryResult| {
            (0..row.column_names().len()).map(|at| value(row, at)).collect::<Vec<_>>().join(" | ")
        };
        rows.iter().map(row).collect()
    }

    /// Every row of every table, by table.
    pub(crate) async fn rows(&self) -> BTreeMap<String, Vec<String>> {
        let mut rows = BTreeMap::new();
        for (name, table) in self.schema().await.tables {
            let columns: Vec<String> =
                table.columns.iter().map(|column| format!("quote({})", Dialect::Sqlite.quote(&column.name))).collect();
            let table = Dialect::Sqlite.quote_table(&name);
            let mut found = self.query(&format!("SELECT {} FROM {table}", columns.join(", "))).await;
            found.sort();
            rows.insert(name.to_string(), found);
        }
        rows
    }

    pub(crate) async fn counters(&self) -> Vec<String> {
        if self.query("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'").await.is_empty() {
            return Vec::new();
        }
        self.query("SELECT name, seq FROM sqlite_sequence ORDER BY name").await
    }

    pub(crate) async fn dump(&self) -> Dump {
        let rows = self
            .0
            .query_all_raw(Statement::from_string(
                DbBackend::Sqlite,
                "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'sqlite_sequence'",
            ))
            .await
            .unwrap();
        let text = |row: &sea_orm::QueryResult, at| row.try_get_by_index::<String>(at).unwrap();
        rows.iter()
            .map(|row| ((text(row, 0), text(row, 1)), normalize_statement(&text(row, 2), Dialect::Sqlite)))
            .collect()
    }

    pub(crate) async fn assert_sound(&self) {
        assert_eq!(self.query("PRAGMA integrity_check").await, ["ok"]);
        assert_eq!(self.query("SELECT * FROM pragma_foreign_key_check").await, Vec::<String>::new());
        // A view or trigger that refers to what is not there shows itself here.
        for view in self.query("SELECT name FROM sqlite_master WHERE type = 'view'").await {
            self.query(&format!("SELECT 1 FROM {} LIMIT 1", Dialect::Sqlite.quote(&view.as_str().into()))).await;
        }
    }

    /// Runs a script in a transaction, all of it or nothing, by the rules that the runner of revisions keeps.
    pub(crate) async fn run_script(&self, script: &Script) -> Result<(), DbErr> {
        let keys = if script.rebuild { "OFF" } else { "ON" };
        self.run(&format!("PRAGMA foreign_keys = {keys}")).await?;
        self.run("BEGIN IMMEDIATE").await?;
        let done = self.run_statements(script).await;
        let violations = self.query("SELECT * FROM pragma_foreign_key_check").await;
        let done = match done {
            Ok(()) if violations.is_empty() => self.run("COMMIT").await,
            Ok(()) => Err(DbErr::Custom(format!("foreign keys: {violations:?}"))),
            Err(error) => Err(error),
        };
        if done.is_err() {
            self.run("ROLLBACK").await?;
        }
        self.run("PRAGMA legacy_alter_table = OFF; PRAGMA foreign_keys = ON").await?;
        done
    }

    async fn run_statements(&self, script: &Script) -> Result<(), DbErr> {
        let statements: Vec<&str> =
            script.blocks.iter().flat_map(|block| &block.statements).map(|statement| statement.sql.as_str()).collect();
        let mut dependents = Vec::new();
        for (at, sql) in statements.iter().enumerate() {
            let swaps = |sql: &str| sql.starts_with("ALTER TABLE \"_autogen_new_");
            if statements.get(at + 1).is_some_and(|next| swaps(next)) {
                assert!(script.rebuild, "a table is made again: {sql}");
                let table = sql.strip_prefix("DROP TABLE \"").unwrap().strip_suffix('"').unwrap().replace("\"\"", "\"");
                let on = Dialect::Sqlite.literal(&table);
                let of = |column: &str| {
                    format!(
                        "SELECT {column} FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('index', 'trigger') AND tbl_name = {on} COLLATE NOCASE"
                    )
                };
                dependents.extend(self.query(&of("name")).await.into_iter().zip(self.query(&of("sql")).await));
                self.run("PRAGMA legacy_alter_table = ON").await?;
            }
            self.run(sql).await.map_err(|error| DbErr::Custom(format!("{error}\n{sql}")))?;
            if swaps(sql) {
                self.run("PRAGMA legacy_alter_table = OFF").await?;
            }
        }
        for (name, sql) in dependents {
            let name = Dialect::Sqlite.literal(&name);
            if self.query(&format!("SELECT 1 FROM sqlite_master WHERE name = {name} COLLATE NOCASE")).await.is_empty() {
                self.run(&sql).await?;
            }
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
    let lowered = upgrade(&operations(&base), &base);
    lowered.map(|script| panic!("not refused:\n{}", text(&script))).unwrap_err()
}

/// Runs a case up, down and up again.
pub(crate) async fn check(before: &str, operations: impl Fn(&Schema) -> Vec<Operation>) -> Outcome {
    let database = Scratch::new(before).await;
    let (base, dump, rows) = (database.schema().await, database.dump().await, database.rows().await);
    let counters = database.counters().await;
    let operations = operations(&base);
    let up = upgrade(&operations, &base).unwrap_or_else(|refusal| panic!("{refusal}"));
    database.run_script(&up).await.unwrap_or_else(|error| panic!("{error}\n\n{}", text(&up)));
    database.assert_sound().await;
    let (after, dump_after, rows_after) = (database.schema().await, database.dump().await, database.rows().await);
    for (table, rows) in &rows {
        if let Some(after) = rows_after.get(table) {
            assert_eq!(rows.len(), after.len(), "rows of {table}");
        }
    }

    let down = downgrade(&after, &base, &operations).unwrap_or_else(|refusal| panic!("{refusal}"));
    database.run_script(&down).await.unwrap_or_else(|error| panic!("{error}\n\n{}", text(&down)));
    database.assert_sound().await;
    assert_eq!(database.dump().await, dump, "\nup\n{}\ndown\n{}", text(&up), text(&down));
    let destroys = up.hazards().any(autogen_diff::Hazard::is_destructive);
    if !destroys {
        let fills = up.hazards().any(|hazard| matches!(hazard, autogen_diff::Hazard::FillsRows(_)));
        assert!(fills || database.rows().await == rows, "rows after {}", text(&down));
        assert_eq!(database.counters().await, counters, "{}", text(&down));
    }

    database.run_script(&up).await.unwrap_or_else(|error| panic!("again: {error}\n\n{}", text(&up)));
    assert_eq!(database.dump().await, dump_after);
    let words = |script: &Script| script.hazards().map(ToString::to_string).collect();
    Outcome { up: text(&up), down: text(&down), hazards: words(&up), lost: words(&down), database }
}
