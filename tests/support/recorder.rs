//! A connection that keeps what it was asked.

use std::pin::Pin;
use std::sync::Mutex;

use sea_orm::prelude::async_trait::async_trait;
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, IsolationLevel,
    QueryResult, Statement, TransactionError, TransactionOptions, TransactionTrait,
};

/// What is asked within a transaction that it begins goes past it.
pub(crate) struct Recorder {
    db: DatabaseConnection,
    statements: Mutex<Vec<String>>,
}

impl Recorder {
    pub(crate) fn new(db: DatabaseConnection) -> Self {
        Self { db, statements: Mutex::default() }
    }

    /// Returns the connection itself, whose statements are not kept.
    pub(crate) fn unrecorded(&self) -> &DatabaseConnection {
        &self.db
    }

    pub(crate) fn into_statements(self) -> Vec<String> {
        self.statements.into_inner().unwrap()
    }

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
        self.record("BEGIN");
        self.db.begin_with_options(options).await
    }

    async fn transaction<F, T, E>(&self, callback: F) -> Result<T, TransactionError<E>>
    where
        F: for<'c> FnOnce(&'c DatabaseTransaction) -> Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'c>> + Send,
        T: Send,
        E: std::fmt::Display + std::fmt::Debug + Send,
    {
        self.record("BEGIN");
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
        self.record(&format!("BEGIN {isolation:?} {access:?}"));
        self.db.transaction_with_config(callback, isolation, access).await
    }
}
