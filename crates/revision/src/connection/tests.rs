use sea_orm::ConnectionTrait;

use super::sqlite_url::{SqliteUrl, UrlMode};
use super::*;

#[test]
fn passwords_are_not_shown() {
    let cases = [
        ("postgres://ann:secret@host/db", "postgres://ann:****@host/db"),
        ("postgres://ann:p@ss/w?rd:1@host:5432/db", "postgres://ann:****@host:5432/db"),
        ("mysql://ann@host/db?password=x&ssl=1", "mysql://ann@host/db?password=****&ssl=1"),
        ("postgres://host/db", "postgres://host/db"),
        ("sqlite:///a:b@c.db", "sqlite:///a:b@c.db"),
        ("nonsense", "nonsense"),
    ];
    for (url, expected) in cases {
        assert_eq!(redact(url), expected);
    }
}

#[test]
fn sqlite_urls() {
    let path = |url: &str| SqliteUrl::parse(url).unwrap().path.display().to_string();
    assert_eq!(path("sqlite://a/b.db"), "a/b.db");
    assert_eq!(path("sqlite:b.db?mode=rwc"), "b.db");
    assert_eq!(path("sqlite:///tmp/b%20c.db"), "/tmp/b c.db");
    assert!(SqliteUrl::parse("sqlite::memory:").unwrap().in_memory);
    assert!(SqliteUrl::parse("sqlite://x?mode=memory").unwrap().in_memory);
    let mode = |url: &str| SqliteUrl::parse(url).unwrap().mode;
    assert_eq!(mode("sqlite://x?mode=ro"), UrlMode::ReadOnly);
    assert_eq!(mode("sqlite://x?cache=shared&mode=rw"), UrlMode::Existing);
    assert_eq!(mode("sqlite://x?mode=rwc"), UrlMode::Any);
    for bad in ["sqlite:", "sqlite://", "sqlite://x?mode=no", "sqlite://x?nonsense=1"] {
        assert!(matches!(SqliteUrl::parse(bad), Err(ConnectError::BadUrl { .. })), "{bad}");
    }
}

#[tokio::test]
async fn only_known_databases_are_connected_to() {
    let connect = |url: &'static str| connect(url, Mode::ReadOnly, BUSY_TIMEOUT);
    assert!(matches!(connect("what").await, Err(ConnectError::UnknownScheme { .. })));
}

#[tokio::test]
async fn a_database_in_memory_lives_as_long_as_its_connection() {
    let connection = connect("sqlite::memory:", Mode::ReadOnly, BUSY_TIMEOUT).await.unwrap();
    connection.database().execute_unprepared("CREATE TABLE t (x)").await.unwrap();
    connection.database().execute_unprepared("INSERT INTO t VALUES (1)").await.unwrap();
    let other = connect("sqlite::memory:", Mode::ReadOnly, BUSY_TIMEOUT).await.unwrap();
    assert!(other.database().execute_unprepared("SELECT * FROM t").await.is_err());
}
