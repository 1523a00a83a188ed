//! A database that is emptied and filled again, many times over: making one anew takes longer than what is tried on it.

use std::time::Duration;

use autogen_introspect::{Introspected, introspect};
use autogen_revision::{Connection, Mode, connect};
use autogen_schema::sql::normalize_statement;
use autogen_schema::{Dialect, Schema};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, Statement};
use tempfile::TempDir;

use super::Database;
use super::server::leaves_files;

/// What the database itself says of everything in it: a statement each, sorted.
pub(crate) type Texts = Vec<String>;

/// A place to try things on.
pub(crate) struct Ground {
    dialect: Dialect,
    server: Option<Database>,
    /// What a SQLite file is in, where others are to open it as well.
    folder: Option<TempDir>,
    /// Empty while it is made anew.
    connection: Option<Open>,
}

enum Open {
    Memory(Connection),
    Server(DatabaseConnection),
}

/// Drops every schema but the server's own, and what stands outside of schemas.
const EMPTY_POSTGRES: &str = "DO $$ DECLARE one text; BEGIN \
    FOR one IN SELECT quote_ident(nspname) FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP \
    EXECUTE 'DROP SCHEMA ' || one || ' CASCADE'; END LOOP; \
    FOR one IN SELECT quote_ident(pubname) FROM pg_publication LOOP EXECUTE 'DROP PUBLICATION ' || one; END LOOP; \
    END $$; CREATE SCHEMA public;";

impl Ground {
    /// Makes an empty database; on a server it is there until this is dropped.
    pub(crate) fn new(dialect: Dialect) -> Self {
        let server = (dialect != Dialect::Sqlite).then(|| Database::new(dialect, "ground"));
        Self { dialect, server, folder: None, connection: None }
    }

    /// Makes one that has a URL on SQLite too.
    pub(crate) fn reachable(dialect: Dialect) -> Self {
        let folder = (dialect == Dialect::Sqlite).then(|| TempDir::new().unwrap());
        Self { folder, ..Self::new(dialect) }
    }

    /// Empties it, and runs statements as people write them, the server's own client taking them in.
    pub(crate) async fn fill(&mut self, sql: &str) -> Result<(), String> {
        self.close().await;
        match (&self.server, self.dialect) {
            (Some(server), Dialect::Postgres) => {
                server.sql(&format!("SET client_min_messages = warning; {EMPTY_POSTGRES}"));
            }
            (Some(server), dialect) => {
                let name = server.name();
                let anew = format!("DROP DATABASE `{name}`; CREATE DATABASE `{name}` CHARACTER SET utf8mb4;");
                if let Err(error) = server.try_sql(&anew) {
                    assert!(leaves_files(&error), "{error}");
                    self.server = Some(Database::new(dialect, "ground"));
                }
            }
            (None, _) => {
                if let Some(folder) = &self.folder {
                    // There may be none yet.
                    drop(std::fs::remove_file(folder.path().join("app.db")));
                }
                let connection = connect(&self.url(), Mode::Create, Duration::ZERO).await.unwrap();
                self.connection = Some(Open::Memory(connection));
            }
        }
        self.run(sql).await
    }

    /// Runs a script: statement by statement, up to the first that fails. What it began is taken back then.
    pub(crate) async fn run(&self, sql: &str) -> Result<(), String> {
        match (&self.server, &self.connection) {
            (Some(server), _) => server.try_sql(sql),
            (None, Some(Open::Memory(connection))) => {
                let database = connection.database();
                let done = database.execute_unprepared(sql).await;
                if done.is_err() {
                    // There may be none to take back.
                    drop(database.execute_unprepared("ROLLBACK").await);
                    database
                        .execute_unprepared("PRAGMA foreign_keys = ON; PRAGMA legacy_alter_table = OFF")
                        .await
                        .unwrap();
                }
                done.map(drop).map_err(|error| error.to_string())
            }
            _ => Err("nothing has been filled in".to_owned()),
        }
    }

    /// Reads it as the program does.
    pub(crate) async fn schema(&mut self) -> Schema {
        self.read().await.schema
    }

    /// Reads it, with what could not be read for what it is.
    pub(crate) async fn read(&mut self) -> Introspected {
        if self.connection.is_none() {
            let mut options = ConnectOptions::new(self.url());
            options.max_connections(1).min_connections(1).sqlx_logging(false);
            self.connection = Some(Open::Server(sea_orm::Database::connect(options).await.unwrap()));
        }
        let read = match self.connection.as_ref().unwrap() {
            Open::Memory(connection) => introspect(connection.database()).await,
            Open::Server(connection) => introspect(connection).await,
        };
        read.unwrap()
    }

    /// Returns what the database itself says of everything in it, up to what it cannot give back: the order of columns on
    /// PostgreSQL, that of keys on MySQL, white space and quotes on SQLite.
    pub(crate) async fn dump(&self) -> Texts {
        let mut texts: Vec<String> = match (&self.server, &self.connection) {
            (Some(server), _) => {
                let mut dump = server.dump();
                if self.dialect == Dialect::Mysql {
                    // A body keeps the quotes that it was written with.
                    dump = dump.lines().map(without_width).collect::<String>().replace('`', "");
                }
                let statements = dump.split(";\n").map(str::trim).filter(|statement| !statement.is_empty());
                statements.map(|statement| comparable(statement, self.dialect)).collect()
            }
            (None, Some(Open::Memory(connection))) => {
                let query = "SELECT type || ' ' || name || ' on ' || tbl_name || ': ', coalesce(sql, '') FROM sqlite_master \
                             WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\' AND name <> 'sqlite_sequence'";
                let database = connection.database();
                let query = Statement::from_string(database.get_database_backend(), query);
                let rows = database.query_all_raw(query).await.unwrap();
                let text = |row: &sea_orm::QueryResult, at| row.try_get_by_index::<String>(at).unwrap();
                rows.iter().map(|row| text(row, 0) + &normalize_statement(&text(row, 1), Dialect::Sqlite)).collect()
            }
            _ => Vec::new(),
        };
        texts.sort();
        texts
    }

    /// Returns the rows that a query gives, by the server's own client; on SQLite the first column of each.
    pub(crate) async fn query(&self, query: &str) -> Vec<String> {
        match (&self.server, &self.connection) {
            (Some(server), _) => server.query(query),
            (None, Some(Open::Memory(connection))) => {
                let database = connection.database();
                let query = Statement::from_string(database.get_database_backend(), query);
                let rows = database.query_all_raw(query).await.unwrap();
                rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect()
            }
            _ => Vec::new(),
        }
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Returns the URL of the database.
    pub(crate) fn url(&self) -> String {
        match (&self.server, &self.folder) {
            (Some(server), _) => server.url(),
            (None, Some(folder)) => format!("sqlite://{}", folder.path().join("app.db").display()),
            (None, None) => "sqlite::memory:".to_owned(),
        }
    }

    async fn close(&mut self) {
        match self.connection.take() {
            Some(Open::Memory(connection)) => connection.close().await.unwrap(),
            Some(Open::Server(connection)) => connection.close().await.unwrap(),
            None => {}
        }
    }
}

/// A routine keeps the types of what it takes as they were written; the catalog tells them with the width that they are shown in.
fn without_width(line: &str) -> String {
    let mut line = line.to_owned();
    if line.contains(" FUNCTION ") || line.contains(" PROCEDURE ") {
        for (ty, width) in [("tinyint", "(4)"), ("smallint", "(6)"), ("int", "(11)"), ("bigint", "(20)")] {
            line = line.replace(&format!(" {ty}{width}"), &format!(" {ty}"));
        }
    }
    line + "\n"
}

fn comparable(statement: &str, dialect: Dialect) -> String {
    if statement.starts_with("CREATE STATISTICS ") {
        // They list columns in the order of the table.
        let mut words: Vec<&str> = statement.split([' ', ',']).collect();
        words.sort_unstable();
        return words.join(" ");
    }
    let Some(at) = statement.find("CREATE TABLE ").or_else(|| statement.find("CREATE UNLOGGED TABLE ")) else {
        return statement.to_owned();
    };
    let lines = statement[at..].lines().map(|line| line.trim().trim_end_matches(','));
    let moves = |line: &&str| match dialect {
        Dialect::Postgres => !line.starts_with("CREATE ") && !line.starts_with(')'),
        _ => ["KEY ", "UNIQUE KEY ", "FULLTEXT KEY ", "SPATIAL KEY ", "CONSTRAINT "]
            .iter()
            .any(|word| line.starts_with(word)),
    };
    let (mut loose, mut text): (Vec<&str>, Vec<&str>) = lines.partition(moves);
    loose.sort_unstable();
    text.extend(loose);
    text.join("\n")
}

/// Lists what only one of two dumps has.
pub(crate) fn difference(expected: &Texts, found: &Texts) -> Option<String> {
    let only = |one: &Texts, other: &Texts| -> String {
        one.iter().filter(|text| !other.contains(text)).map(|text| format!("{text}\n")).collect()
    };
    (expected != found)
        .then(|| format!("--- missing\n{}--- too much\n{}", only(expected, found), only(found, expected)))
}
