//! Reads the schema of a live database for autogen: the only code that asks a database what it is.
//!
//! A constant number of catalog queries, whatever the number of tables (MariaDB is asked again for every thousand or so, over two
//! connections), all seeing one state where the server versions its catalog. What a database cannot tell whole (a broken view, a module
//! that is not loaded) does not spoil the rest; it becomes a [`Note`]. The queries lie beside the code, as `.sql` files, in one folder a
//! database. What differs between two schemas is left to the comparison.

mod another;
mod entry;
mod error;
mod mysql;
mod note;
mod postgres;
mod probe;
mod sqlite;

use another::NoOther;
use autogen_schema::{Dialect, Question, Schema, Spellings};
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, IsolationLevel, RuntimeErr, TransactionSession,
    TransactionTrait,
};

pub use another::Another;
pub use entry::{Entry, entries};
pub use error::Error;
pub use mysql::show_create;
pub use note::{Note, ObjectKind};
pub use probe::has_table;

/// What a database says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Introspected {
    /// The schema.
    pub schema: Schema,
    /// What a person should know of it; of virtual tables, tables, foreign keys and views in turn, each by name.
    pub notes: Vec<Note>,
    /// The statements that made everything, in the order in which they were run. Only SQLite keeps them: nothing on servers.
    pub stored: Vec<Entry>,
}

/// Reads the schema of `db` in a read transaction of its own, so that all catalog queries see one state.
///
/// Within a transaction of SeaORM's that becomes a savepoint. A connection on which `BEGIN` was sent as text is read with
/// [`introspect_within`].
pub async fn introspect<C>(db: &C) -> Result<Introspected, Error>
where
    C: ConnectionTrait + TransactionTrait,
{
    introspect_with(db, &NoOther).await
}

/// As [`introspect`], with one more connection where that pays: on MariaDB, of more tables than it keeps open.
pub async fn introspect_with<C>(db: &C, another: &impl Another) -> Result<Introspected, Error>
where
    C: ConnectionTrait + TransactionTrait,
{
    let transaction = begin(db, supported(db)?).await.map_err(Error::Transaction)?;
    let introspected = read(&transaction, another).await;
    let ended = transaction.rollback().await.map_err(Error::Transaction);
    let introspected = introspected?;
    ended?;
    Ok(introspected)
}

/// Begins a transaction whose statements all see one state and change nothing.
///
/// SQLite's transactions are so by themselves as long as they only read. MySQL and MariaDB do not version their catalogs: on
/// these each query sees the moment at which it is asked.
async fn begin<C: TransactionTrait>(db: &C, dialect: Dialect) -> Result<C::Transaction, DbErr> {
    if dialect != Dialect::Postgres {
        return db.begin().await;
    }
    match db.begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly)).await {
        // Within the caller's transaction that was a savepoint. The isolation is the caller's.
        Err(error) if is_active_transaction(&error) => db.begin().await,
        begun => begun,
    }
}

/// Whether PostgreSQL refused to set the isolation of a transaction that has already begun.
fn is_active_transaction(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) = error else {
        return false;
    };
    error.as_database_error().is_some_and(|error| error.code().is_some_and(|code| code == "25001"))
}

/// Reads the schema of `db` in the transaction that the caller has opened on it.
pub async fn introspect_within(db: &impl ConnectionTrait) -> Result<Introspected, Error> {
    read(db, &NoOther).await
}

async fn read(db: &impl ConnectionTrait, another: &impl Another) -> Result<Introspected, Error> {
    match supported(db)? {
        Dialect::Sqlite => sqlite::read(db).await,
        Dialect::Postgres => postgres::read(db).await,
        Dialect::Mysql => mysql::read(db, another).await,
    }
}

/// Returns the statements that made everything in `db`, in the order in which they were run. Only SQLite keeps them.
pub async fn stored(db: &impl ConnectionTrait) -> Result<Vec<Entry>, Error> {
    match supported(db)? {
        Dialect::Sqlite => sqlite::stored(db).await,
        Dialect::Postgres | Dialect::Mysql => Ok(Vec::new()),
    }
}

/// Asks `db` how it spells expressions, in one round trip, in a transaction that is rolled back. Nothing is evaluated.
///
/// Only PostgreSQL is ever asked: the others keep the text. A server that cannot be asked, because it only reads or the role
/// may not make temporary tables, says why, and that is no error.
pub async fn spell(db: &DatabaseConnection, questions: &[Question]) -> Result<Spellings, Error> {
    match supported(db)? {
        Dialect::Postgres => postgres::spell(db, questions).await,
        Dialect::Sqlite | Dialect::Mysql => {
            Ok(Spellings::refused("the database keeps expressions as they are written"))
        }
    }
}

fn supported(db: &impl ConnectionTrait) -> Result<Dialect, Error> {
    dialect(db).ok_or(Error::Unsupported { dialect: None })
}

fn dialect(db: &impl ConnectionTrait) -> Option<Dialect> {
    match db.get_database_backend() {
        DbBackend::Sqlite => Some(Dialect::Sqlite),
        DbBackend::Postgres => Some(Dialect::Postgres),
        DbBackend::MySql => Some(Dialect::Mysql),
        _ => None,
    }
}
