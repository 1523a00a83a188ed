//! How the server is asked: in one round trip, which is not made when there is nothing to ask, and leaves nothing behind.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use autogen_introspect::spell;
use autogen_revision::{BUSY_TIMEOUT, Mode, connect};
use autogen_schema::{ExpressionRole, Question, Spelling};

use super::{changed, default, lab};
use crate::lab::Lab;
use crate::support::Database;

/// A way to a server that counts the statements that are sent to it: simple ones, and prepared ones each time they are run.
struct Toll {
    port: u16,
    asked: Arc<AtomicUsize>,
}

impl Toll {
    fn before(address: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, asked) = (listener.local_addr().unwrap().port(), Arc::new(AtomicUsize::new(0)));
        let counter = Arc::clone(&asked);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (client, server) = (client.unwrap(), TcpStream::connect(&address).unwrap());
                let (back, out) = (client.try_clone().unwrap(), server.try_clone().unwrap());
                let counter = Arc::clone(&counter);
                std::thread::spawn(move || count(client, out, &counter));
                std::thread::spawn(move || std::io::copy(&mut { server }, &mut { back }));
            }
        });
        Self { port, asked }
    }
}

/// Passes messages on. The first ones have no letter.
fn count(mut client: TcpStream, mut server: TcpStream, asked: &AtomicUsize) -> std::io::Result<()> {
    const SSL_REQUEST: [u8; 4] = 80_877_103_u32.to_be_bytes();
    let mut started = false;
    loop {
        let mut message = vec![0; if started { 5 } else { 4 }];
        client.read_exact(&mut message)?;
        let length = message[message.len() - 4..].try_into().map(u32::from_be_bytes).unwrap() as usize;
        let mut body = vec![0; length - 4];
        client.read_exact(&mut body)?;
        if started && matches!(message[0], b'Q' | b'E') {
            asked.fetch_add(1, Ordering::SeqCst);
        }
        started = started || body != SSL_REQUEST;
        server.write_all(&[message, body].concat())?;
    }
}

/// How often a check asks.
async fn asked(lab: &Lab) -> usize {
    let url = lab.url();
    let (before, rest) = url.split_once('@').unwrap();
    let (address, name) = rest.split_once('/').unwrap();
    let toll = Toll::before(address.to_owned());
    let entities = autogen_engine::read_entities(&lab.project).unwrap();
    let url = format!("{before}@127.0.0.1:{}/{name}", toll.port);
    let databases = autogen_engine::Databases::of(Some(&url));
    let check = autogen_engine::check(lab.target(&databases), &entities, &lab.history()).await.unwrap();
    assert_eq!(changed(&check.live.unwrap().difference), Vec::<String>::new());
    toll.asked.load(Ordering::SeqCst)
}

#[tokio::test]
async fn once_however_much_there_is_to_ask() {
    let column = "text NOT NULL DEFAULT lower('X')";
    let certain = (default("lower('X'::text)"), "String");
    let uncertain = (default("lower('X')"), "String");
    let none = asked(&lab("", &[column.to_owned()], &[certain]).await).await;
    let one = asked(&lab("", &[column.to_owned()], std::slice::from_ref(&uncertain)).await).await;
    let many = asked(&lab("", &vec![column.to_owned(); 60], &vec![uncertain; 60]).await).await;
    assert!(none > 10, "only {none} messages were counted");
    assert_eq!((one, many), (none + 1, none + 1));
}

#[tokio::test]
async fn nothing_is_left_behind() {
    let database = Database::postgres("expressions");
    database.sql("CREATE TABLE users (a integer)");
    let before = database.dump();
    let connection = connect(&database.url(), Mode::ReadOnly, BUSY_TIMEOUT).await.unwrap();
    let question = |expression: &str| Question {
        table: "users".into(),
        columns: vec![("a".into(), "integer".to_owned())],
        role: ExpressionRole::Check,
        expression: expression.to_owned(),
    };
    let questions = [question("a IN (1, 2) AND users.a > 0"), question("b > 0"), question("a > 0; DROP TABLE users")];
    let answers = spell(connection.database(), &questions).await.unwrap();
    let spelled = |at: usize| answers.answer(&questions[at]).unwrap();
    assert_eq!(*spelled(0), Spelling::Spelled(vec!["((a = ANY (ARRAY[1, 2])) AND (a > 0))".to_owned(); 2]));
    assert_eq!(*spelled(1), Spelling::Refused("column \"b\" does not exist".to_owned()));
    assert_eq!(*spelled(2), Spelling::Refused("it is no expression".to_owned()));
    // The session goes on, reads only, and has no temporary table.
    let leftover = "SELECT count(*) FROM pg_class WHERE relpersistence = 't'";
    assert_eq!(database.query(leftover), ["0"]);
    let still = autogen_introspect::introspect(connection.database()).await.unwrap();
    assert_eq!(still.schema.tables.len(), 1);
    connection.close().await.unwrap();
    assert_eq!(database.dump(), before);
}
