//! Says what SeaORM makes of the entities of these crates: the statements, each behind a letter and with NUL at its end.
//! Written by `autogen doctor --compiled`, and made anew by the next.

use std::error::Error;
use std::future::Future as _;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use sea_orm::entity::prelude::async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, EntityRegistry, ExecResult, MockDatabase, MockExecResult, QueryResult, Schema,
    Statement, StatementBuilder,
};

// The linker leaves out a crate that nothing uses, and its entities with it.
// autogen: uses

const CRATES: &[&str] = &[/* autogen: names */];

const BACKENDS: [(&str, DbBackend); 3] =
    [("sqlite", DbBackend::Sqlite), ("postgres", DbBackend::Postgres), ("mysql", DbBackend::MySql)];

/// A connection to nothing, which keeps what it is given to run.
struct Recorder {
    backend: DbBackend,
    records: Mutex<Vec<u8>>,
}

impl Recorder {
    fn record(&self, kind: u8, text: &str) {
        let mut records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        records.push(kind);
        records.extend(text.bytes().filter(|byte| *byte != 0));
        records.push(0);
    }

    /// Nobody else can make a result.
    async fn done(&self) -> Result<ExecResult, DbErr> {
        let mock = MockDatabase::new(self.backend).append_exec_results([MockExecResult::default()]);
        mock.into_connection().execute_unprepared("").await
    }
}

#[async_trait]
impl ConnectionTrait for Recorder {
    fn get_database_backend(&self) -> DbBackend {
        self.backend
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.execute_unprepared(&statement.to_string()).await
    }

    /// SeaORM panics where a database has no such type.
    async fn execute<S: StatementBuilder>(&self, statement: &S) -> Result<ExecResult, DbErr> {
        let written = |backend: DbBackend| {
            IS_EXPECTED.store(true, Ordering::Relaxed);
            let written = catch_unwind(AssertUnwindSafe(|| backend.build(statement).to_string())).ok();
            IS_EXPECTED.store(false, Ordering::Relaxed);
            written
        };
        if let Some(sql) = written(self.backend) {
            return self.execute_unprepared(&sql).await;
        }
        let other = BACKENDS.iter().find_map(|(_, backend)| written(*backend));
        self.record(b'x', &other.unwrap_or_default());
        self.done().await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.record(b's', sql);
        self.done().await
    }

    async fn query_one_raw(&self, _: Statement) -> Result<Option<QueryResult>, DbErr> {
        Ok(None)
    }

    async fn query_all_raw(&self, _: Statement) -> Result<Vec<QueryResult>, DbErr> {
        Ok(Vec::new())
    }
}

/// Whether a panic is one that is waited for.
static IS_EXPECTED: AtomicBool = AtomicBool::new(false);

fn main() -> Result<(), Box<dyn Error>> {
    let asked = std::env::args().nth(1).unwrap_or_default();
    let backend = BACKENDS.iter().find(|(name, _)| *name == asked).map(|(_, backend)| *backend);
    let backend = backend.ok_or_else(|| format!("`{asked}` is not a database"))?;
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !IS_EXPECTED.load(Ordering::Relaxed) {
            told(panic);
        }
    }));
    let recorder = Recorder { backend, records: Mutex::default() };
    for name in CRATES {
        let builder = EntityRegistry::build_schema(Schema::new(backend), &format!("{name}::*"));
        // Nothing is waited for, so it ends at once.
        match pin!(builder.apply(&recorder)).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(applied) => applied?,
            Poll::Pending => return Err("SeaORM waits for something".into()),
        }
    }
    let records = recorder.records.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(std::io::stdout().write_all(&records)?)
}
