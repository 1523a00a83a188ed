//! How a database is asked: in a constant number of statements, all of which see one state.

use std::pin::Pin;
use std::sync::Mutex;

use autogen_introspect::{introspect, introspect_within};
use sea_orm::prelude::async_trait::async_trait;
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, IsolationLevel,
    QueryResult, Statement, TransactionError, TransactionOptions, TransactionTrait,
};

use super::connect;
use crate::support::Database;

/// A connection that keeps what it was asked.
struct Recorder {
    db: DatabaseConnection,
    statements: Mutex<Vec<String>>,
}

impl Recorder {
    fn record(&self, statement: &str) {
        self.statements.lock().unwrap().push(statement.to_owned());
    }
}

#[async_trait]
impl ConnectionTrait for Recorder {
    fn get_database_backend(&self) -> DbBackend {
        self.db.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.record(&statement.sql);
        self.db.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.record(sql);
        self.db.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.record(&statement.sql);
        self.db.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.record(&statement.sql);
        self.db.query_all_raw(statement).await
    }
}

#[async_trait]
impl TransactionTrait for Recorder {
    type Transaction = DatabaseTransaction;

    async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        self.record("BEGIN");
        self.db.begin().await
    }

    async fn begin_with_config(
        &self,
        isolation: Option<IsolationLevel>,
        access: Option<AccessMode>,
    ) -> Result<DatabaseTransaction, DbErr> {
        self.record(&format!("BEGIN {isolation:?} {access:?}"));
        self.db.begin_with_config(isolation, access).await
    }

    async fn begin_with_options(&self, options: TransactionOptions) -> Result<DatabaseTransaction, DbErr> {
        self.db.begin_with_options(options).await
    }

    async fn transaction<F, T, E>(&self, callback: F) -> Result<T, TransactionError<E>>
    where
        F: for<'c> FnOnce(&'c DatabaseTransaction) -> Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'c>> + Send,
        T: Send,
        E: std::fmt::Display + std::fmt::Debug + Send,
    {
        self.db.transaction(callback).await
    }

    async fn transaction_with_config<F, T, E>(
        &self,
        callback: F,
        isolation: Option<IsolationLevel>,
        access: Option<AccessMode>,
    ) -> Result<T, TransactionError<E>>
    where
        F: for<'c> FnOnce(&'c DatabaseTransaction) -> Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'c>> + Send,
        T: Send,
        E: std::fmt::Display + std::fmt::Debug + Send,
    {
        self.db.transaction_with_config(callback, isolation, access).await
    }
}

async fn recorder(database: &Database) -> Recorder {
    Recorder { db: connect(database).await, statements: Mutex::default() }
}

async fn statements(tables: usize) -> Vec<String> {
    let sql: String = (0..tables)
        .map(|n| {
            format!(
                "CREATE TYPE e{n} AS ENUM ('a'); CREATE FUNCTION f{n}() RETURNS integer LANGUAGE sql AS 'SELECT 1';
                 CREATE TABLE t{n} (a serial PRIMARY KEY, b integer UNIQUE REFERENCES t{n}, c e{n} CHECK (c <> 'a')); CREATE INDEX i{n} ON t{n} (c);
                 CREATE VIEW v{n} AS SELECT a FROM t{n}; CREATE POLICY p ON t{n} USING (a = 1); GRANT SELECT ON t{n} TO PUBLIC;"
            )
        })
        .collect();
    let database = Database::postgres("statements");
    database.sql(&sql);
    let recorder = recorder(&database).await;
    recorder.db.execute_unprepared("BEGIN").await.unwrap();
    let schema = introspect_within(&recorder).await.unwrap().schema;
    recorder.db.execute_unprepared("ROLLBACK").await.unwrap();
    assert_eq!((schema.tables.len(), schema.views.len(), schema.enums.len()), (tables, tables, tables));
    recorder.statements.into_inner().unwrap()
}

#[tokio::test]
async fn their_number_does_not_depend_on_the_tables() {
    let few = statements(10).await;
    assert_eq!(few.len(), 20);
    assert_eq!(statements(300).await, few);
}

#[tokio::test]
async fn all_of_them_are_in_one_transaction_that_sees_one_state() {
    let database = Database::postgres("statements");
    let recorder = recorder(&database).await;
    introspect(&recorder).await.unwrap();
    assert_eq!(recorder.statements.into_inner().unwrap(), ["BEGIN Some(RepeatableRead) Some(ReadOnly)"]);
}
