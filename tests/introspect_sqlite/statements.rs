//! How a database is asked: in a constant number of statements, all of which see one state.

use std::pin::Pin;
use std::sync::Mutex;

use autogen_introspect::{introspect, introspect_within};
use sea_orm::prelude::async_trait::async_trait;
use sea_orm::{
    AccessMode, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult,
    IsolationLevel, QueryResult, Statement, TransactionError, TransactionOptions, TransactionTrait,
};

use super::database;

/// A connection that keeps what it was asked.
struct Recorder {
    db: DatabaseConnection,
    statements: Mutex<Vec<String>>,
}

impl Recorder {
    fn record(&self, statement: &Statement) {
        self.statements.lock().unwrap().push(statement.sql.clone());
    }
}

#[async_trait]
impl ConnectionTrait for Recorder {
    fn get_database_backend(&self) -> DbBackend {
        self.db.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.record(&statement);
        self.db.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.record(&Statement::from_string(self.get_database_backend(), sql));
        self.db.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.record(&statement);
        self.db.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.record(&statement);
        self.db.query_all_raw(statement).await
    }
}

#[async_trait]
impl TransactionTrait for Recorder {
    type Transaction = DatabaseTransaction;

    async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        self.record(&Statement::from_string(self.get_database_backend(), "BEGIN"));
        self.db.begin().await
    }

    async fn begin_with_config(
        &self,
        isolation: Option<IsolationLevel>,
        access: Option<AccessMode>,
    ) -> Result<DatabaseTransaction, DbErr> {
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

async fn recorder(sql: &str) -> Recorder {
    Recorder { db: database(sql).await, statements: Mutex::default() }
}

async fn statements(tables: usize) -> Vec<String> {
    let sql: Vec<_> = (0..tables)
        .map(|n| {
            format!(
                "CREATE TABLE t{n}(a integer PRIMARY KEY, b UNIQUE REFERENCES t{n}, c CHECK (c)); CREATE INDEX i{n} ON t{n}(c);
                 CREATE VIEW v{n} AS SELECT a FROM t{n}; CREATE TRIGGER r{n} AFTER INSERT ON t{n} BEGIN SELECT 1; END;"
            )
        })
        .collect();
    let recorder = recorder(&sql.concat()).await;
    let introspected = introspect_within(&recorder).await.unwrap();
    assert_eq!(introspected.notes, []);
    assert_eq!((introspected.schema.tables.len(), introspected.schema.views.len()), (tables, tables));
    recorder.statements.into_inner().unwrap()
}

#[tokio::test]
async fn their_number_does_not_depend_on_the_tables() {
    let few = statements(1).await;
    assert_eq!(few.len(), 6);
    assert_eq!(statements(200).await, few);
}

#[tokio::test]
async fn all_of_them_are_in_one_transaction() {
    let recorder = recorder("CREATE TABLE t(a); CREATE VIEW v AS SELECT * FROM gone").await;
    introspect(&recorder).await.unwrap();
    assert_eq!(recorder.statements.into_inner().unwrap(), ["BEGIN"]);
}

#[tokio::test]
async fn they_see_one_state_and_leave_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("a.db").display());
    let db = Database::connect(&url).await.unwrap();
    db.execute_unprepared("PRAGMA journal_mode = WAL; CREATE TABLE t(a)").await.unwrap();

    let before = introspect(&db).await.unwrap();
    let reader = db.begin().await.unwrap();
    assert_eq!(introspect_within(&reader).await.unwrap(), before);
    let writer = Database::connect(&url).await.unwrap();
    writer.execute_unprepared("CREATE TABLE u(a)").await.unwrap();
    assert_eq!(introspect(&reader).await.unwrap(), before);
    reader.rollback().await.unwrap();

    assert_eq!(introspect(&db).await.unwrap().schema.tables.len(), 2);
    db.execute_unprepared("BEGIN; CREATE TABLE v(a)").await.unwrap();
    assert_eq!(introspect_within(&db).await.unwrap().schema.tables.len(), 3);
    db.execute_unprepared("ROLLBACK").await.unwrap();
    assert_eq!(introspect(&db).await.unwrap().schema.tables.len(), 2);
}

#[tokio::test]
async fn a_broken_view_within_a_transaction_leaves_it_open() {
    let db = database("CREATE TABLE t(a); CREATE VIEW v AS SELECT * FROM gone").await;
    let transaction = db.begin().await.unwrap();
    transaction.execute_unprepared("CREATE TABLE u(a)").await.unwrap();
    assert_eq!(introspect(&transaction).await.unwrap().notes.len(), 1);
    assert_eq!(introspect_within(&transaction).await.unwrap().schema.tables.len(), 2);
    transaction.commit().await.unwrap();
    assert_eq!(introspect(&db).await.unwrap().schema.tables.len(), 2);
}
