//! The URL of another database on the same server.

use url::Url;

use super::server::with_host;
use super::{ConnectError, redact};

/// Returns `url` with the database `name` in place of the one that it names.
pub fn with_database(url: &str, name: &str) -> Result<String, ConnectError> {
    let mut parsed = Url::parse(&with_host(url)).map_err(|_| ConnectError::UnknownScheme { url: redact(url) })?;
    // PostgreSQL's drivers take the name from the query, where it is there too.
    let pairs: Vec<(String, String)> = parsed
        .query_pairs()
        .filter(|(key, _)| key != "dbname")
        .map(|(k, v)| (k.into_owned(), v.into_owned()))
        .collect();
    if pairs.is_empty() {
        parsed.set_query(None);
    } else {
        parsed.query_pairs_mut().clear().extend_pairs(&pairs);
    }
    parsed.set_path(name);
    Ok(parsed.into())
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[track_caller]
    fn check(url: &str, expected: &str) {
        assert_eq!(with_database(url, "autogen_1_00000002").unwrap(), expected);
    }

    #[test]
    fn only_the_database_changes() {
        check("postgres://u:p%40@h:5433/app", "postgres://u:p%40@h:5433/autogen_1_00000002");
        check("postgres://h", "postgres://h/autogen_1_00000002");
        check(
            "postgresql:///app?host=/run/pg&options=-csearch_path%3Dapp",
            "postgresql:///autogen_1_00000002?host=%2Frun%2Fpg&options=-csearch_path%3Dapp",
        );
        check("postgres://u@/app?host=/run/pg", "postgres://u@localhost/autogen_1_00000002?host=%2Frun%2Fpg");
        check("postgres://h/app?dbname=other", "postgres://h/autogen_1_00000002");
        check(
            "mariadb://root@127.0.0.1:3307/mysql?socket=/s",
            "mariadb://root@127.0.0.1:3307/autogen_1_00000002?socket=%2Fs",
        );
    }
}
