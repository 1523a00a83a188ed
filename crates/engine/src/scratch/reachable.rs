//! An empty database that another program can open as well.

use autogen_revision::Connection;
use autogen_schema::Dialect;
use tempfile::TempDir;

use super::server::ServerScratch;
use crate::{Error, Target};

/// A database with a URL. It is removed when it is closed.
pub(crate) struct Reachable {
    url: String,
    /// Where a SQLite file lies.
    _folder: Option<TempDir>,
    server: Option<(Connection, ServerScratch)>,
}

impl Reachable {
    /// Makes one, on a server as any scratch database is made.
    pub(crate) async fn empty(target: Target<'_>) -> Result<Self, Error> {
        if target.dialect != Dialect::Sqlite {
            let (connection, server) = ServerScratch::make(target).await?;
            let url = server.url().to_owned();
            return Ok(Self { url, _folder: None, server: Some((connection, server)) });
        }
        let failed = |source| Error::Write { path: std::env::temp_dir(), source };
        let folder = tempfile::Builder::new().prefix("autogen").tempdir().map_err(failed)?;
        let file = folder.path().join("scratch.db");
        std::fs::File::create(&file).map_err(|source| Error::Write { path: file.clone(), source })?;
        Ok(Self { url: format!("sqlite://{}", file.display()), _folder: Some(folder), server: None })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) async fn close(self) -> Result<(), Error> {
        let Some((connection, server)) = self.server else { return Ok(()) };
        connection.close().await.map_err(Error::Database)?;
        server.drop_database().await
    }
}
