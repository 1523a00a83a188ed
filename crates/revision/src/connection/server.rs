//! What connecting to PostgreSQL and to MySQL have in common: time limits, addresses, and what can go wrong.

use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use autogen_schema::Dialect;
use sea_orm::SqlxError;

use super::{ConnectError, redact};
use crate::Failure;

/// How long a server may take to answer.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// How long a pool may take until it is looked into why.
const PATIENCE: Duration = Duration::from_millis(200);

/// What a URL asks for, in words.
pub(super) struct Target<'a> {
    pub dialect: Dialect,
    pub url: &'a str,
    pub host: &'a str,
    pub port: u16,
    pub socket: Option<&'a Path>,
    pub user: &'a str,
    pub database: &'a str,
}

impl Target<'_> {
    /// Whether the server is on this machine.
    pub(super) fn is_local(&self) -> bool {
        let host = self.host.trim_matches(['[', ']']);
        let loopback = || host.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback());
        self.socket.is_some() || host.starts_with('/') || host.eq_ignore_ascii_case("localhost") || loopback()
    }

    fn address(&self) -> String {
        match self.socket {
            Some(socket) => format!("`{}`", socket.display()),
            None => format!("{}:{}", self.host, self.port),
        }
    }

    /// Waits for a connection, and says in a person's words why there is none.
    pub(super) async fn limit<T>(
        &self,
        connecting: impl Future<Output = Result<T, SqlxError>>,
    ) -> Result<T, ConnectError> {
        match tokio::time::timeout(CONNECT_TIMEOUT, connecting).await {
            Ok(result) => result.map_err(|error| self.classify(&error)),
            Err(_) => Err(self.no_server(format!("no answer in {} seconds", CONNECT_TIMEOUT.as_secs()))),
        }
    }

    /// Waits for a pool, and says why there is none: it would try again and again, and forget why it fails. Where it takes its time,
    /// `attempt` is made beside it, whose failure is that of both.
    pub(super) async fn pool<T>(
        &self,
        pool: impl Future<Output = Result<T, SqlxError>>,
        attempt: impl Future<Output = Result<(), SqlxError>>,
    ) -> Result<T, ConnectError> {
        let mut pool = std::pin::pin!(pool);
        let attempt = async {
            tokio::time::sleep(PATIENCE).await;
            attempt.await
        };
        let connecting = async {
            tokio::select! {
                pool = &mut pool => return pool,
                attempted = attempt => attempted?,
            }
            pool.await
        };
        self.limit(connecting).await
    }

    fn no_server(&self, reason: String) -> ConnectError {
        ConnectError::NoServer { dialect: self.dialect, address: self.address(), reason }
    }

    pub(super) fn classify(&self, error: &SqlxError) -> ConnectError {
        let address = self.address();
        match error {
            SqlxError::Io(error) => return self.no_server(error.to_string()),
            SqlxError::Tls(error) => return ConnectError::Tls { address, reason: error.to_string() },
            _ => {}
        }
        let failure = Failure::from(error);
        // invalid_catalog_name; ER_DBACCESS_DENIED_ERROR, ER_BAD_DB_ERROR.
        if failure.is(&[], &["3D000"], &[1044, 1049]) {
            ConnectError::NoDatabase { address, database: self.database.to_owned(), failure: Box::new(failure) }
        // invalid_authorization_specification; ER_ACCESS_DENIED_ERROR and its kin, ER_HOST_NOT_PRIVILEGED.
        } else if failure.is(&[], &["28"], &[1045, 1130, 1251, 1698, 1862]) {
            ConnectError::Denied { address, user: self.user.to_owned(), failure: Box::new(failure) }
        // too_many_connections, cannot_connect_now, admin_shutdown; ER_CON_COUNT_ERROR, ER_SERVER_SHUTDOWN, ER_USER_LIMIT_REACHED.
        } else if failure.is(&[], &["53300", "57P0"], &[1040, 1053, 1203, 1226]) {
            ConnectError::Unavailable { address, failure }
        } else {
            ConnectError::Failed { url: redact(self.url), failure }
        }
    }
}

/// Returns the URL with a host, where it has a user and none: the parser knows no `user@/database`, which stands for a socket or
/// for this machine.
pub(super) fn with_host(url: &str) -> String {
    let start = url.find("://").map_or(0, |at| at + "://".len());
    let end = url.get(start..).and_then(|rest| rest.find(['/', '?', '#'])).map_or(url.len(), |end| start + end);
    let (before, authority, after) = (
        url.get(..start).unwrap_or_default(),
        url.get(start..end).unwrap_or_default(),
        url.get(end..).unwrap_or_default(),
    );
    match authority.rsplit_once('@') {
        Some((user, port)) if port.is_empty() || port.starts_with(':') => {
            format!("{before}{user}@localhost{port}{after}")
        }
        _ => url.to_owned(),
    }
}

/// Fails on a parameter about encryption that the driver would pass over: the connection would not be as safe as it is asked for.
pub(super) fn refuse_unknown_tls(url: &str, dialect: Dialect, known: &[&str]) -> Result<(), ConnectError> {
    let query = url.split_once('?').map_or("", |(_, query)| query.split('#').next().unwrap_or_default());
    let mut keys = query.split('&').map(|pair| pair.split('=').next().unwrap_or_default());
    let is_about_tls = |key: &str| ["ssl", "tls"].iter().any(|word| key.to_ascii_lowercase().contains(word));
    match keys.find(|key| is_about_tls(key) && !known.contains(key)) {
        Some(key) => {
            let problem = format!("`{key}` is not a parameter that it has; there are {}", known.join(", "));
            Err(ConnectError::BadUrl { dialect, url: redact(url), problem })
        }
        None => Ok(()),
    }
}

/// Returns the error of a URL that the driver cannot read.
pub(super) fn bad_url(url: &str, dialect: Dialect, error: &SqlxError) -> ConnectError {
    let problem = match error {
        SqlxError::Configuration(problem) => problem.to_string(),
        error => error.to_string(),
    };
    ConnectError::BadUrl { dialect, url: redact(url), problem }
}
