//! Which database revisions are run on.

use std::fmt;

use crate::connection::is_private_memory;
use crate::{Connection, Error, Limits, Mode, connect_with, redact};

/// A database: a URL, or a connection that is there already. Both turn into it by themselves.
///
/// A URL is connected to for as long as it takes, with one connection that nobody else has. A connection is for what no second
/// one gets at: a SQLite database in memory.
#[derive(Clone, Copy)]
pub enum Database<'a> {
    /// `sqlite://app.db`, `postgres://user@host/database` or `mysql://user@host/database`.
    Url(&'a str),
    /// A connection of [`connect`](crate::connect), which stays open.
    Connected(&'a Connection),
}

impl<'a> From<&'a str> for Database<'a> {
    fn from(url: &'a str) -> Self {
        Database::Url(url)
    }
}

impl<'a> From<&'a String> for Database<'a> {
    fn from(url: &'a String) -> Self {
        Database::Url(url)
    }
}

impl<'a> From<&'a Connection> for Database<'a> {
    fn from(connection: &'a Connection) -> Self {
        Database::Connected(connection)
    }
}

impl fmt::Debug for Database<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Database::Url(url) => f.debug_tuple("Url").field(&redact(url)).finish(),
            Database::Connected(connection) => f.debug_tuple("Connected").field(connection).finish(),
        }
    }
}

/// A connection, and whether it is ours to close.
pub(super) enum Opened<'a> {
    Own(Connection),
    Given(&'a Connection),
}

impl<'a> Database<'a> {
    /// Connects, where that is not done yet.
    pub(super) async fn open(self, mode: Mode, limits: Limits) -> Result<Opened<'a>, Error> {
        match self {
            Database::Connected(connection) => Ok(Opened::Given(connection)),
            Database::Url(url) if is_private_memory(url) => Err(Error::InMemory { url: redact(url) }),
            Database::Url(url) => Ok(Opened::Own(connect_with(url, mode, limits).await?)),
        }
    }
}

impl Opened<'_> {
    pub(super) fn connection(&self) -> &Connection {
        match self {
            Opened::Own(connection) => connection,
            Opened::Given(connection) => connection,
        }
    }

    /// Closes what is ours; what was given stays as it is.
    pub(super) async fn close(self) -> Result<(), Error> {
        match self {
            Opened::Own(connection) => connection.close().await.map_err(Error::Closing),
            Opened::Given(_) => Ok(()),
        }
    }
}
