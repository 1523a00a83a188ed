//! A database on the server, and scripts run on it as a revision's are.

use autogen_diff::dialect::Refusal;
use autogen_diff::dialect::postgres::{downgrade, upgrade};
use autogen_diff::{Operation, Script};
use autogen_introspect::introspect;
use autogen_schema::Schema;
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};

use crate::support::Database;

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
    database: Database,
    connection: DatabaseConnection,
}

impl Scratch {
    pub(crate) async fn new(sql: &str) -> Self {
        let database = Database::postgres("lowering");
        let mut options = ConnectOptions::new(database.url());
        options.max_connections(1).min_connections(1).sqlx_logging(false);
        let connection = sea_orm::Database::connect(options).await.unwrap();
        let scratch = Self { database, connection };
        scratch.run(sql).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
        scratch
    }

    pub(crate) async fn run(&self, sql: &str) -> Result<(), DbErr> {
        self.connection.execute_unprepared(sql).await.map(|_| ())
    }

    /// Returns the one value that a query gives, asked where scripts run.
    pub(crate) async fn value(&self, sql: &str) -> String {
        let row = self.connection.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
        row.unwrap().try_get_by_index(0).unwrap()
    }

    pub(crate) async fn schema(&self) -> Schema {
        introspect(&self.connection).await.unwrap().schema
    }

    pub(crate) fn query(&self, sql: &str) -> Vec<String> {
        self.database.query(sql)
    }

    /// What `pg_dump` says, whatever the order of columns: one that was dropped comes back behind the others.
    pub(crate) fn dump(&self) -> String {
        let mut out: Vec<String> = Vec::new();
        let mut columns: Option<Vec<String>> = None;
        for line in self.database.dump().lines() {
            match &mut columns {
                Some(found) if line.starts_with("    ") => found.push(line.trim_end_matches(',').to_owned()),
                Some(found) => {
                    found.sort();
                    out.append(found);
                    columns = None;
                    out.push(line.to_owned());
                }
                None => {
                    columns = line.starts_with("CREATE TABLE ").then(Vec::new);
                    out.push(line.to_owned());
                }
            }
        }
        out.join("\n")
    }

    /// Runs a script in a transaction, all of it or nothing.
    pub(crate) async fn run_script(&self, script: &Script) -> Result<(), DbErr> {
        self.run("BEGIN").await?;
        let mut done = Ok(());
        for statement in script.blocks.iter().flat_map(|block| &block.statements) {
            done = self.run(&statement.sql).await.map_err(|error| DbErr::Custom(format!("{error}\n{}", statement.sql)));
            if done.is_err() {
                break;
            }
        }
        let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
        self.run(end).await?;
        done
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
    let (base, dump) = (database.schema().await, database.dump());
    let operations = operations(&base);
    let up = upgrade(&operations, &base).unwrap_or_else(|refusal| panic!("{refusal}"));
    database.run_script(&up).await.unwrap_or_else(|error| panic!("{error}\n\n{}", text(&up)));
    let (after, dump_after) = (database.schema().await, database.dump());
    let down = downgrade(&after, &base, &operations).unwrap_or_else(|refusal| panic!("{refusal}\n{}", text(&up)));
    database.run_script(&down).await.unwrap_or_else(|error| panic!("{error}\n\n{}", text(&down)));
    similar(&database.dump(), &dump, &format!("up\n{}\ndown\n{}", text(&up), text(&down)));
    database.run_script(&up).await.unwrap_or_else(|error| panic!("again: {error}\n\n{}", text(&up)));
    similar(&database.dump(), &dump_after, &text(&up));
    let words = |script: &Script| script.hazards().map(ToString::to_string).collect();
    Outcome { up: text(&up), down: text(&down), hazards: words(&up), lost: words(&down), database }
}

/// Runs a case, and holds what comes out against a database that is made so at once.
pub(crate) async fn becomes(before: &str, operations: impl Fn(&Schema) -> Vec<Operation>, after: &str) -> Outcome {
    let outcome = check(before, operations).await;
    similar(&outcome.database.dump(), &Scratch::new(after).await.dump(), &outcome.up);
    outcome
}

#[track_caller]
pub(crate) fn similar(found: &str, wanted: &str, context: &str) {
    if found == wanted {
        return;
    }
    let missing: Vec<&str> = wanted.lines().filter(|line| !found.lines().any(|other| other == *line)).collect();
    let extra: Vec<&str> = found.lines().filter(|line| !wanted.lines().any(|other| other == *line)).collect();
    panic!("missing:\n{}\nextra:\n{}\n{context}\n{found}", missing.join("\n"), extra.join("\n"));
}
