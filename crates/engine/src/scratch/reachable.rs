//! An empty database that another program can open as well.

use std::fs::File;
use std::time::Duration;

use autogen_revision::{Connection, Mode, connect};
use autogen_schema::Dialect;
use tempfile::TempDir;

use super::server::ServerScratch;
use crate::{Error, Target};

/// A database with a URL. It is removed when it is closed.
pub(crate) struct Reachable {
    pub(crate) connection: Connection,
    pub(super) url: String,
    pub(super) server: Option<ServerScratch>,
    /// Where a SQLite file lies.
    pub(super) folder: Option<TempDir>,
}

impl Reachable {
    /// Makes one, on a server as any scratch database is made.
    pub(crate) async fn empty(target: Target<'_>) -> Result<Self, Error> {
        if target.dialect != Dialect::Sqlite {
            let (connection, server) = ServerScratch::make(target).await?;
            let url = server.url().to_owned();
            return Ok(Self { connection, url, server: Some(server), folder: None });
        }
        let failed = |source| Error::Write { path: std::env::temp_dir(), source };
        let folder = tempfile::Builder::new().prefix("autogen").tempdir().map_err(failed)?;
        let file = folder.path().join("scratch.db");
        File::create(&file).map_err(|source| Error::Write { path: file.clone(), source })?;
        let url = format!("sqlite://{}", file.display());
        let connection = connect(&url, Mode::ReadWrite, Duration::ZERO).await?;
        Ok(Self { connection, url, server: None, folder: Some(folder) })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) async fn close(self) -> Result<(), Error> {
        self.connection.close().await.map_err(Error::Database)?;
        match self.server {
            Some(server) => server.drop_database().await,
            None => Ok(()),
        }
    }
}
