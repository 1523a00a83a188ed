//! Where the server may not be asked: nothing differs, and that is said once.

use autogen_schema::Dialect;

use super::{changed, default, difference, entity, lab};
use crate::lab::Lab;
use crate::support::Sandbox;

const SAID: [&str; 2] = ["now() + interval '1 day'", "lower('A')"];

async fn with_uncertain(made: [&str; 2]) -> Lab {
    let columns = [format!("timestamptz NOT NULL DEFAULT {}", made[0]), format!("text NOT NULL DEFAULT {}", made[1])];
    lab("", &columns, &[(default(SAID[0]), "DateTimeUtc"), (default(SAID[1]), "String")]).await
}

/// What `check` says of the database at `url`.
fn check(url: &str) -> crate::support::Outcome {
    let sandbox = Sandbox::empty();
    sandbox.write("autogen.toml", "entities = [\"src\"]\ndialects = [\"postgres\"]\ndirectory = \"migrations\"\n");
    sandbox.write("migrations/versions/.keep", "");
    sandbox.write("src/things.rs", entity(&[(default(SAID[0]), "DateTimeUtc"), (default(SAID[1]), "String")]));
    sandbox.run(&["--database-url", url, "check"])
}

fn is_noted_once(url: &str, why: &str) {
    let outcome = check(url);
    outcome.exits(0);
    let text = outcome.to_string();
    assert_eq!(text.matches("are not compared").count(), 1, "{text}");
    assert!(text.contains(why), "{text}");
}

/// Both differ in truth, so that only not to compare them is no difference.
const OTHERS: [&str; 2] = ["now() + interval '2 days'", "lower('B')"];

#[tokio::test]
async fn a_role_that_may_not_make_temporary_tables() {
    let lab = with_uncertain(OTHERS).await;
    let server = lab.server();
    check(&server.url()).exits(1);
    let (name, role) = (server.name(), format!("no_temp_{}", server.name()));
    server.sql(&format!(
        "REVOKE ALL ON DATABASE \"{name}\" FROM PUBLIC; CREATE ROLE \"{role}\" LOGIN; GRANT CONNECT ON DATABASE \"{name}\" TO \"{role}\""
    ));
    let url = server.url().replace("postgres@", &format!("{role}@"));
    is_noted_once(&url, "permission denied to create temporary tables");
    server.sql(&format!("DROP OWNED BY \"{role}\"; DROP ROLE \"{role}\""));
}

#[tokio::test]
async fn a_database_that_only_reads() {
    let lab = with_uncertain(OTHERS).await;
    let name = lab.server().name().to_owned();
    lab.sql(&format!("ALTER DATABASE \"{name}\" SET default_transaction_read_only = on")).await;
    is_noted_once(&lab.server().url(), "transactions are read-only here");
}

#[tokio::test]
async fn a_url_that_only_reads() {
    let lab = with_uncertain(OTHERS).await;
    let url = format!("{}?options=-cdefault_transaction_read_only%3Don", lab.server().url());
    is_noted_once(&url, "transactions are read-only here");
}

/// One that fails spoils no other.
#[tokio::test]
async fn an_expression_that_the_server_does_not_take() {
    let columns = ["text NOT NULL DEFAULT lower('x')".to_owned(), "text NOT NULL DEFAULT lower('x')".to_owned()];
    let fields = [(default("no_such_function('x')"), "String"), (default("upper('x')"), "String")];
    let found = difference(&lab("", &columns, &fields).await).await;
    assert_eq!(changed(&found), ["c1"]);
    let notes: Vec<String> = found.notes.iter().map(|note| note.text.clone()).collect();
    let [note] = notes.as_slice() else { panic!("{notes:?}") };
    assert!(note.starts_with("its default is not compared: function no_such_function("), "{note}");
}

/// An expression can do no more than an expression does.
#[tokio::test]
async fn hostile_expressions() {
    const HOSTILE: [&str; 8] = [
        "'x'); DROP TABLE victim; --",
        "'x'); COMMIT; DROP TABLE victim; BEGIN; SELECT ('x'",
        "E'a'\n'\\''); DROP TABLE victim; --'",
        "'x' $autogen$; DROP TABLE victim; --",
        "lower('x')); DROP TABLE victim",
        "(SELECT pg_terminate_backend(pg_backend_pid()))::text",
        "/* */ lower('x') -- ",
        "lower('x'/*)",
    ];
    let columns: Vec<String> = HOSTILE.iter().map(|_| "text NOT NULL DEFAULT upper('x')".to_owned()).collect();
    let fields: Vec<(String, &str)> = HOSTILE.iter().map(|sql| (default(sql), "String")).collect();
    let lab = lab("CREATE TABLE victim (id integer)", &columns, &fields).await;
    let found = difference(&lab).await;
    assert_eq!(changed(&found), ["c6"]);
    assert_eq!(found.notes.len(), HOSTILE.len() - 1, "{:?}", found.notes);
    assert_eq!(lab.server().query("SELECT to_regclass('victim')"), ["victim"]);
    assert_eq!(lab.dialect(), Dialect::Postgres);
}
