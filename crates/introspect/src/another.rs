//! One more connection to the database that is being read.

use sea_orm::DatabaseConnection;

/// Opens one more connection to the database that is being read, for what takes a server twice as long on one alone.
///
/// It must be in the same database, as the same account. Nothing but queries is sent on it, outside of any transaction.
pub trait Another: Sync {
    /// Connects. None where there is no other connection to be had: then the one that there is asks everything.
    fn open(&self) -> impl Future<Output = Option<DatabaseConnection>> + Send;
}

/// There is one connection, and no other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NoOther;

impl Another for NoOther {
    async fn open(&self) -> Option<DatabaseConnection> {
        None
    }
}
