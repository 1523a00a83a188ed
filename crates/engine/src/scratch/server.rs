//! A scratch database on a server.
//!
//! Nobody's remote server gets a database unasked: it is made where `scratch_url` says, or beside the connected database when
//! that is on this machine or the configuration allows it. A lock is held for as long as the database is there; what a killed
//! process left is dropped by the next one, once its lock is free.

use std::path::Path;

use autogen_revision::{BUSY_TIMEOUT, Connection, Mode, connect, split};
use autogen_schema::{Dialect, Ident};
use sea_orm::{ConnectionTrait, Statement};

use super::name::ScratchName;
use crate::{Error, Target};

/// The class of the advisory locks that owners of scratch databases hold on PostgreSQL: "auto" in ASCII.
const LOCK_CLASS: i32 = 0x6175_746f;

/// A scratch database, and the connection that holds its lock.
pub(super) struct ServerScratch {
    keeper: Keeper,
    name: Ident,
    url: String,
}

impl ServerScratch {
    /// Makes a database and connects to it.
    pub(super) async fn make(target: Target<'_>) -> Result<(Connection, Self), Error> {
        let (url, connection) = place(target).await?;
        let keeper = Keeper { connection };
        keeper.reap().await?;
        let name = keeper.create().await?;
        let url = with_database(&url, name.as_str())?;
        let scratch = Self { keeper, name, url };
        match scratch.open(target).await {
            Ok(connection) => Ok((connection, scratch)),
            Err(error) => {
                scratch.drop_database().await?;
                Err(error)
            }
        }
    }

    async fn open(&self, target: Target<'_>) -> Result<Connection, Error> {
        let connection = connect(&self.url, Mode::ReadWrite, BUSY_TIMEOUT).await?;
        if connection.dialect() == Dialect::Postgres {
            self.make_default_schema(&connection).await?;
        }
        if let Some(file) = target.project.scratch.setup.get(&target.dialect) {
            set_up(&connection, file).await?;
        }
        Ok(connection)
    }

    /// The search path of the URL may start with a schema that a new database does not have.
    async fn make_default_schema(&self, connection: &Connection) -> Result<(), Error> {
        let Some(schema) = self.keeper.text("SELECT current_schema()::text").await? else { return Ok(()) };
        let sql = format!("CREATE SCHEMA IF NOT EXISTS {}", Dialect::Postgres.quote(&schema.as_str().into()));
        execute(connection, &sql).await
    }

    /// Returns its URL.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Returns its name.
    pub(super) fn name(&self) -> &str {
        self.name.as_str()
    }

    /// Drops the database and lets go of its lock.
    pub(super) async fn drop_database(self) -> Result<(), Error> {
        let dropped = self.keeper.drop_database(&self.name).await;
        self.keeper.connection.close().await.map_err(Error::Database)?;
        dropped
    }
}

/// Where a scratch database may be made.
async fn place(target: Target<'_>) -> Result<(String, Connection), Error> {
    let options = &target.project.scratch;
    if let Some(url) = options.urls.get(&target.dialect) {
        return Ok((url.clone(), connect(url, Mode::ReadWrite, BUSY_TIMEOUT).await?));
    }
    let url = target.url.ok_or(Error::NoScratch { remote: false })?;
    let connection = connect(url, Mode::ReadWrite, BUSY_TIMEOUT).await?;
    if connection.is_local() || options.same_server {
        return Ok((url.to_owned(), connection));
    }
    connection.close().await.map_err(Error::Database)?;
    Err(Error::NoScratch { remote: true })
}

fn with_database(url: &str, name: &str) -> Result<String, Error> {
    autogen_revision::with_database(url, name).map_err(Error::from)
}

async fn set_up(connection: &Connection, file: &Path) -> Result<(), Error> {
    let sql = std::fs::read_to_string(file).map_err(|source| Error::Read { path: file.to_owned(), source })?;
    for statement in split(&sql, connection.dialect(), 1).into_iter().filter(|statement| !statement.is_empty()) {
        execute(connection, statement.sql).await?;
    }
    Ok(())
}

async fn execute(connection: &Connection, sql: &str) -> Result<(), Error> {
    let done = connection.database().execute_unprepared(sql).await;
    done.map(|_| ()).map_err(|error| Error::Database(error.into()))
}

/// The connection that makes and drops databases, and holds their locks.
struct Keeper {
    connection: Connection,
}

impl Keeper {
    /// Makes a database under a lock of its own. It has the encoding and the collation of the one that this is connected to.
    async fn create(&self) -> Result<Ident, Error> {
        let name = ScratchName::new().map_err(|error| Error::Random(error.to_string()))?;
        let quoted = self.connection.dialect().quote(&name.to_string().into());
        let (lock, settings) = match self.connection.dialect() {
            Dialect::Postgres => (
                format!("SELECT pg_advisory_lock({LOCK_CLASS}, {})", name.lock()),
                "SELECT format('TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L', \
                 pg_encoding_to_char(encoding), datcollate, datctype) FROM pg_database WHERE datname = current_database()",
            ),
            _ => (
                format!("SELECT GET_LOCK('{name}', 0)"),
                "SELECT CONCAT('CHARACTER SET ', default_character_set_name, ' COLLATE ', default_collation_name) \
                 FROM information_schema.schemata WHERE schema_name = DATABASE()",
            ),
        };
        self.query(&lock).await?;
        let settings = self.text(settings).await?.unwrap_or_default();
        let made = self.connection.database().execute_unprepared(&format!("CREATE DATABASE {quoted} {settings}")).await;
        made.map_err(|error| Error::ScratchRefused(error.into()))?;
        Ok(name.to_string().into())
    }

    /// Drops what processes have left that are no more.
    async fn reap(&self) -> Result<(), Error> {
        let names = match self.connection.dialect() {
            Dialect::Postgres => "SELECT datname::text FROM pg_database WHERE datname LIKE 'autogen%' ORDER BY 1",
            _ => "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE 'autogen%' ORDER BY 1",
        };
        for row in self.query(names).await? {
            let name: String = row.try_get_by_index(0).map_err(|error| Error::Database(error.into()))?;
            if let Some(scratch) = ScratchName::parse(&name)
                && self.is_left(scratch).await?
            {
                self.drop_database(&name.into()).await?;
            }
        }
        Ok(())
    }

    /// Whether nobody holds the lock of a scratch database. On PostgreSQL a lock belongs to the database that its owner is
    /// connected to, but all of them are seen from everywhere.
    async fn is_left(&self, name: ScratchName) -> Result<bool, Error> {
        let sql = match self.connection.dialect() {
            Dialect::Postgres => format!(
                "SELECT 'free' WHERE NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' \
                 AND classid::bigint = {LOCK_CLASS} AND objid::bigint = {})",
                u32::from_ne_bytes(name.lock().to_ne_bytes())
            ),
            _ => format!("SELECT 'free' FROM DUAL WHERE IS_FREE_LOCK('{name}') = 1"),
        };
        Ok(!self.query(&sql).await?.is_empty())
    }

    async fn drop_database(&self, name: &Ident) -> Result<(), Error> {
        let quoted = self.connection.dialect().quote(name);
        execute(&self.connection, &format!("DROP DATABASE IF EXISTS {quoted}")).await
    }

    async fn text(&self, sql: &str) -> Result<Option<String>, Error> {
        let rows = self.query(sql).await?;
        let value = rows.first().map(|row| row.try_get_by_index::<Option<String>>(0));
        Ok(value.transpose().map_err(|error| Error::Database(error.into()))?.flatten())
    }

    async fn query(&self, sql: &str) -> Result<Vec<sea_orm::QueryResult>, Error> {
        let database = self.connection.database();
        let statement = Statement::from_string(database.get_database_backend(), sql);
        database.query_all_raw(statement).await.map_err(|error| Error::Database(error.into()))
    }
}
