//! The lock of upgrades, held around what another program does to the database.

use std::fs::{File, OpenOptions, TryLockError};
use std::time::{Duration, Instant};

use autogen_schema::Dialect;
use sea_orm::{ConnectionTrait, Statement};

use crate::runner::BeginError;
use crate::runner::lock::Lock;
use crate::version_table::VersionTable;
use crate::{Connection, Failure};

/// How long is waited between two looks at a file.
const PAUSE: Duration = Duration::from_millis(100);

/// The lock, while it is held. A server lets go of it when the connection ends, the system of a file's when the process does.
pub struct Exclusive(Held);

enum Held {
    Server(Lock),
    /// SQLite's own lock is a transaction, which would keep the other program out.
    File {
        _locked: File,
    },
    /// Nobody else can open the database.
    Alone,
}

impl Exclusive {
    /// Takes the lock, waiting for it as long as the connection waits.
    pub async fn take(connection: &Connection, table: &VersionTable) -> Result<Self, BeginError> {
        if connection.dialect() != Dialect::Sqlite {
            return Lock::take(connection, table).await.map(|lock| Self(Held::Server(lock)));
        }
        let failed = |failure: Failure| BeginError::of(failure, connection);
        let Some(database) = file_of(connection).await.map_err(failed)? else { return Ok(Self(Held::Alone)) };
        let locked = lock_file(&format!("{database}-autogen"), connection).await?;
        Ok(Self(Held::File { _locked: locked }))
    }

    /// Lets go of it.
    pub async fn release(self, connection: &Connection) {
        if let Held::Server(lock) = self.0 {
            lock.release(connection).await;
        }
    }
}

/// Returns the file of a SQLite database. One in memory has none.
async fn file_of(connection: &Connection) -> Result<Option<String>, Failure> {
    let database = connection.database();
    let sql = "SELECT file FROM pragma_database_list WHERE name = 'main'";
    let asked = Statement::from_string(database.get_database_backend(), sql);
    let row = database.query_one_raw(asked).await.map_err(Failure::from)?;
    let file: Option<String> = row.map(|row| row.try_get_by_index(0)).transpose().map_err(Failure::from)?;
    Ok(file.filter(|file| !file.is_empty()))
}

/// The file stays: whoever took it away could leave two others with a lock each.
async fn lock_file(path: &str, connection: &Connection) -> Result<File, BeginError> {
    let failed = |error: std::io::Error| BeginError::Failed {
        database: connection.name().to_owned(),
        failure: Failure::other(format!("`{path}`: {error}")),
    };
    let file = OpenOptions::new().create(true).append(true).open(path).map_err(failed)?;
    let deadline = Instant::now() + connection.wait();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
            Err(TryLockError::WouldBlock) if Instant::now() < deadline => tokio::time::sleep(PAUSE).await,
            Err(TryLockError::WouldBlock) => {
                return Err(BeginError::Locked { database: connection.name().to_owned(), holder: None });
            }
        }
    }
}
