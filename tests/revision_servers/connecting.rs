//! What people meet when a URL or a server is not as they think.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::Duration;

use autogen_revision::{ConnectError, Connection, Mode, connect};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, Statement};

use crate::support::{Database, SERVERS, encode};

async fn open(url: &str) -> Result<Connection, ConnectError> {
    connect(url, Mode::ReadWrite, Duration::from_secs(5)).await
}

/// Returns the URL with another user and password.
fn as_user(url: &str, user: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap();
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    format!("{scheme}://{user}@{host}")
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named() {
    for url in ["postgres://ann:secret@127.0.0.1:1/app", "mysql://ann:secret@127.0.0.1:1/app"] {
        let error = open(url).await.unwrap_err();
        assert!(matches!(error, ConnectError::NoServer { .. }), "{error}");
        assert!(error.to_string().contains("127.0.0.1:1: Connection refused") && error.hint().is_some(), "{error}");
        assert!(!error.to_string().contains("secret"));
    }
    for url in [
        "postgres:///app?host=/nowhere",
        "postgres://%2Fnowhere/app",
        "mysql://%2Fnowhere/app",
        "mysql:///app?socket=/nowhere",
    ] {
        let error = open(url).await.unwrap_err();
        assert!(matches!(error, ConnectError::NoServer { .. }) && error.to_string().contains("`/nowhere"), "{error}");
    }
    let error = open("postgres://no-such-host.invalid/app").await.unwrap_err();
    assert!(matches!(error, ConnectError::NoServer { .. }), "{error}");
}

#[tokio::test]
async fn a_database_that_is_not_there_is_not_made() {
    for dialect in SERVERS {
        let database = Database::new(dialect, "missing");
        let url = database.url().replace(database.name(), "no such");
        let url = url.replace("no such", "no%20such%20database");
        let error = connect(&url, Mode::Create, Duration::from_secs(5)).await.unwrap_err();
        let ConnectError::NoDatabase { database, .. } = &error else { panic!("{error}") };
        assert_eq!(database, "no such database");
    }
}

#[tokio::test]
async fn whoever_is_not_let_in_is_told() {
    let postgres = Database::postgres("denied");
    let error = open(&as_user(&postgres.url(), "nobody:secret")).await.unwrap_err();
    assert!(matches!(&error, ConnectError::Denied { user, .. } if user == "nobody"), "{error}");
    assert!(!format!("{error} {error:?}").contains("secret"));

    let mysql = Database::mysql("denied");
    let user = format!("u{}", std::process::id());
    mysql.sql(&format!("CREATE USER '{user}'@'%' IDENTIFIED BY 'right'"));
    let url = as_user(&mysql.url(), &format!("{user}:wrong%20secret"));
    let wrong = open(&url).await.unwrap_err();
    let right = open(&as_user(&mysql.url(), &format!("{user}:right"))).await.unwrap_err();
    mysql.sql(&format!("DROP USER '{user}'@'%'"));
    assert!(matches!(&wrong, ConnectError::Denied { .. }), "{wrong}");
    assert!(!format!("{wrong} {wrong:?}").contains("secret"));
    assert!(matches!(&right, ConnectError::NoDatabase { .. }), "{right}");
}

/// What a session is, but for its number.
async fn session(db: &DatabaseConnection) -> String {
    let known = |name: &str| Statement::from_string(DatabaseBackend::MySql, format!("SELECT @@{name}"));
    let is_renamed = db.query_one_raw(known("transaction_read_only")).await.is_ok();
    let reads = if is_renamed { "transaction_read_only" } else { "tx_read_only" };
    let sql = format!(
        "SELECT CONCAT_WS(' ', DATABASE(), CURRENT_USER(), @@sql_mode, IF(@@{reads}, 'reads', 'writes'), @@time_zone, \
         @@lock_wait_timeout, @@character_set_results)"
    );
    let row = db.query_one_raw(Statement::from_string(DatabaseBackend::MySql, sql)).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

async fn number(db: &DatabaseConnection) -> u64 {
    let sql = Statement::from_string(DatabaseBackend::MySql, "SELECT CAST(CONNECTION_ID() AS UNSIGNED)");
    db.query_one_raw(sql).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

#[tokio::test]
async fn another_connection_is_like_the_first_where_there_is_one() {
    let mysql = Database::mysql("another");
    let one = connect(&mysql.url(), Mode::ReadOnly, Duration::from_secs(7)).await.unwrap();
    let other = one.another().await.unwrap();
    assert_eq!(session(&other).await, session(one.database()).await);
    assert!(session(&other).await.contains(" reads +00:00 7 "), "{}", session(&other).await);
    assert_ne!(number(&other).await, number(one.database()).await);

    let user = format!("o{}", std::process::id());
    mysql.sql(&format!("CREATE USER '{user}'@'%' WITH MAX_USER_CONNECTIONS 1"));
    mysql.sql(&format!("GRANT SELECT ON `{}`.* TO '{user}'@'%'", mysql.name()));
    let only = open(&as_user(&mysql.url(), &user)).await.unwrap();
    let refused = only.another().await;
    let first = session(only.database()).await;
    only.close().await.unwrap();
    mysql.sql(&format!("DROP USER '{user}'@'%'"));
    assert!(refused.is_none() && first.contains(&user), "{first}");

    let postgres = Database::postgres("another");
    assert!(open(&postgres.url()).await.unwrap().another().await.is_none());
}

#[tokio::test]
async fn encryption_that_is_asked_for_is_not_left_out() {
    let postgres = Database::postgres("tls");
    if postgres.query("SHOW ssl") == ["off"] {
        for mode in ["require", "verify-ca", "verify-full"] {
            let error = open(&format!("{}?sslmode={mode}", postgres.url())).await.unwrap_err();
            assert!(matches!(error, ConnectError::Tls { .. }), "{error}");
        }
    }
    open(&format!("{}?sslmode=disable", postgres.url())).await.unwrap();
    let mysql = Database::mysql("tls");
    if mysql.query("SELECT @@have_ssl") != ["YES"] {
        let error = open(&format!("{}?ssl-mode=REQUIRED", mysql.url())).await.unwrap_err();
        assert!(matches!(error, ConnectError::Tls { .. }), "{error}");
    }
    open(&format!("{}?ssl-mode=DISABLED", mysql.url())).await.unwrap();
    for url in [format!("{}?sslmod=require", postgres.url()), format!("{}?sslrootcert=/ca.pem", mysql.url())] {
        let error = open(&url).await.unwrap_err();
        assert!(
            matches!(error, ConnectError::BadUrl { .. }) && error.to_string().contains("is not a parameter"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn urls_that_are_none_are_explained() {
    for url in [
        "postgres://ann:ss:secret@host:port/app",
        "mysql://ann:sec/ret@host/app",
        "postgres://host/app?sslmode=secretive",
    ] {
        let error = open(url).await.unwrap_err();
        assert!(matches!(error, ConnectError::BadUrl { .. }) && error.hint().is_some(), "{error}");
        assert!(!error.to_string().contains("ss:secret") && !error.to_string().contains("sec/ret"), "{error}");
    }
    let error = open("mysql://root@127.0.0.1").await.unwrap_err();
    assert!(error.to_string().contains("it names no database"), "{error}");
}

#[tokio::test]
async fn every_spelling_of_a_url_serves() {
    let postgres = Database::postgres("spelling it's \"a\" ü");
    let socket = postgres.query("SHOW unix_socket_directories").concat();
    let port = postgres.query("SHOW port").concat();
    let name = encode(postgres.name());
    let mut urls = vec![postgres.url(), postgres.url().replacen("postgres://", "postgresql://", 1)];
    if !socket.is_empty() {
        let socket = socket.split(',').next().unwrap().trim();
        urls.push(format!("postgres://postgres@/{name}?host={socket}&port={port}"));
        urls.push(format!("postgres://postgres@{}:{port}/{name}", encode(socket)));
    }
    let mysql = Database::mysql("spelling it's `a` ü");
    let socket = mysql.query("SELECT @@socket").concat();
    let name = encode(mysql.name());
    urls.extend([mysql.url(), mysql.url().replacen("mysql://", "mariadb://", 1)]);
    urls.push(format!("mysql://root@/{name}?socket={socket}"));
    urls.push(format!("mysql://root@{}/{name}", encode(&socket)));
    for url in urls {
        let connection = open(&url).await.unwrap_or_else(|error| panic!("{url}: {error}"));
        assert!(connection.is_local(), "{url}");
        connection.database().execute_unprepared("CREATE TABLE a (id int)").await.unwrap();
        connection.database().execute_unprepared("DROP TABLE a").await.unwrap();
        connection.close().await.unwrap();
    }
}

#[tokio::test]
async fn a_server_that_takes_no_more_connections_is_told() {
    let database = Database::postgres("full");
    let role = format!("limited_{}", std::process::id());
    database.sql(&format!("CREATE ROLE {role} LOGIN CONNECTION LIMIT 1"));
    let url = as_user(&database.url(), &role);
    let first = open(&url).await;
    let second = open(&url).await;
    drop(first.unwrap().close().await);
    database.sql(&format!("DROP ROLE {role}"));
    let error = second.unwrap_err();
    assert!(matches!(error, ConnectError::Unavailable { .. }), "{error}");
}

/// Answers every connection with `answer`, after what the client says first where it is the one to begin. Returns the port.
fn answer_with(answer: Vec<u8>, client_begins: bool) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            if client_begins {
                let _said = stream.read(&mut [0; 4096]).unwrap();
            }
            stream.write_all(&answer).unwrap();
            let _closed = stream.read(&mut [0; 4096]);
        }
    });
    port
}

/// A server that is starting up or shutting down cannot be had at will, so what it says is said here.
#[tokio::test]
async fn a_server_that_is_not_ready_is_told() {
    for (code, message) in
        [("57P03", "the database system is starting up"), ("57P03", "the database system is shutting down")]
    {
        let fields = format!("SFATAL\0VFATAL\0C{code}\0M{message}\0\0");
        let mut answer = vec![b'E'];
        answer.extend(u32::try_from(fields.len() + 4).unwrap().to_be_bytes());
        answer.extend(fields.as_bytes());
        let port = answer_with(answer, true);
        let error = open(&format!("postgres://ann@127.0.0.1:{port}/app?sslmode=disable")).await.unwrap_err();
        assert!(matches!(error, ConnectError::Unavailable { .. }) && error.to_string().ends_with(message), "{error}");
    }
    for (code, message) in [(1040_u16, "Too many connections"), (1053, "Server shutdown in progress")] {
        let mut payload = vec![0xff];
        payload.extend(code.to_le_bytes());
        payload.extend(format!("#08004{message}").as_bytes());
        let mut answer = u32::try_from(payload.len()).unwrap().to_le_bytes().to_vec();
        answer.extend(payload);
        let port = answer_with(answer, false);
        let error = open(&format!("mysql://ann@127.0.0.1:{port}/app")).await.unwrap_err();
        assert!(matches!(error, ConnectError::Unavailable { .. }) && error.to_string().contains(message), "{error}");
    }
}
