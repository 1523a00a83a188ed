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
        ("postgres://ann@host/db?PGPASSWORD=a@b:c", "postgres://ann@host/db?PGPASSWORD=****"),
        ("postgres:///db?host=/run&p%61ssword=x", "postgres:///db?host=/run&p%61ssword=****"),
        ("sqlite:///a:b@c.db", "sqlite:///a:b@c.db"),
        ("ann:s3cret@host/app", "ann:****@host/app"),
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

#[test]
fn versions_are_numbers() {
    let cases = [
        ("10.11.6-MariaDB-0+deb12u1", (10, 11, 6)),
        ("5.5.5-10.4.3-MariaDB", (10, 4, 3)),
        ("8.0.36-0ubuntu0.22.04.1", (8, 0, 36)),
        ("15.18 (Debian 15.18-0+deb12u1)", (15, 18, 0)),
        ("17beta2", (17, 0, 0)),
        ("", (0, 0, 0)),
    ];
    for (text, (major, minor, patch)) in cases {
        assert_eq!(Version::parse(text), Version::new(major, minor, patch), "{text}");
    }
    assert!(Version::new(10, 11, 6) > Version::new(10, 5, 20));
}

#[test]
fn a_local_server_is_known_by_its_address() {
    let is_local = |host: &str, socket: Option<&str>| {
        let socket = socket.map(std::path::Path::new);
        let (dialect, url, user, database) = (Dialect::Postgres, "", "", "");
        server::Target { dialect, url, host, port: 1, socket, user, database }.is_local()
    };
    for host in ["localhost", "LOCALHOST", "127.0.0.1", "127.3.2.1", "::1", "[::1]", "::ffff:127.0.0.1", "/run"] {
        assert!(is_local(host, None), "{host}");
    }
    for host in ["db", "10.0.0.1", "127.0.0.1.example.org", "localhost.example.org", "[::2]", ""] {
        assert!(!is_local(host, None), "{host}");
    }
    assert!(is_local("db", Some("/run/postgresql")));
}

#[test]
fn a_url_without_a_host_is_one_of_this_machine() {
    let cases = [
        ("postgres://ann@/db?host=/run", "postgres://ann@localhost/db?host=/run"),
        ("postgres://ann:a%40b@:5433/db", "postgres://ann:a%40b@localhost:5433/db"),
        ("mysql://ann@", "mysql://ann@localhost"),
        ("postgres:///db", "postgres:///db"),
        ("postgres://ann@host/a@/b", "postgres://ann@host/a@/b"),
    ];
    for (url, expected) in cases {
        assert_eq!(server::with_host(url), expected);
    }
}
