//! The database of a sandbox, looked at and changed behind the program's back.

use autogen_revision::{Connection, Mode, connect};
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};

use super::Sandbox;

impl Sandbox {
    /// Runs statements on `app.db`, which is made when it is not there.
    pub(crate) fn sql(&self, statements: &str) {
        block_on(async {
            let connection = self.connect().await;
            connection.database().execute_unprepared(statements).await.unwrap();
            connection.close().await.unwrap();
        });
    }

    /// Returns the first column of what a query on `app.db` gives.
    pub(crate) fn query(&self, query: &str) -> Vec<String> {
        block_on(async {
            let connection = self.connect().await;
            let statement = Statement::from_string(DatabaseBackend::Sqlite, query);
            let rows = connection.database().query_all_raw(statement).await.unwrap();
            connection.close().await.unwrap();
            rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect()
        })
    }

    /// Does something while another connection holds `app.db`.
    pub(crate) fn while_locked<T>(&self, work: impl FnOnce() -> T) -> T {
        block_on(async {
            let connection = self.connect().await;
            connection.database().execute_unprepared("BEGIN EXCLUSIVE").await.unwrap();
            let result = work();
            connection.database().execute_unprepared("ROLLBACK").await.unwrap();
            connection.close().await.unwrap();
            result
        })
    }

    /// Whether somebody could write into `app.db` right now.
    pub(crate) fn is_writable(&self) -> bool {
        block_on(async {
            let url = format!("sqlite://{}", self.path("app.db").display());
            // While another process commits, nobody reads either.
            let Ok(connection) = connect(&url, Mode::ReadWrite, std::time::Duration::ZERO).await else { return false };
            let begun = connection.database().execute_unprepared("BEGIN IMMEDIATE").await.is_ok();
            connection.close().await.unwrap();
            begun
        })
    }

    async fn connect(&self) -> Connection {
        let url = format!("sqlite://{}", self.path("app.db").display());
        connect(&url, Mode::Create, std::time::Duration::from_secs(10)).await.unwrap()
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}
