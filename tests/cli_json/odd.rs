//! Names and messages that hold anything come through whole.

use super::contract::Documents;
use crate::support::{Sandbox, USERS};

const TABLE: &str = "a \"b\\c\u{202e}\u{1f600}\n<&>";

#[test]
fn names_and_messages_come_through_whole() {
    let (sandbox, mut documents) = (Sandbox::new(), Documents::default());
    sandbox.write("src/users.rs", USERS.replace("\"users\"", &format!("{TABLE:?}")));
    let message = "Käse \"x\" \u{1b}[31m \u{202e}{\"version\": 2}";
    let written = documents.run(&sandbox, &["-m", message, "--rev-id", "a.1_b"], 0);
    assert_eq!(written["revision"], "a.1_b");
    let history = documents.run(&sandbox, &["history"], 0);
    assert_eq!(history["revisions"][0]["message"], message);
    let ran = documents.run(&sandbox, &["upgrade"], 0);
    assert_eq!(ran["revisions"][0]["message"], message);
    let drawn = documents.run(&sandbox, &["graph"], 0);
    assert_eq!(drawn["tables"][0]["name"], TABLE);
    sandbox.sql(&format!("CREATE INDEX \"by \u{1f4a3} hand\" ON \"{}\" (name)", TABLE.replace('"', "\"\"")));
    let checked = documents.run(&sandbox, &["check"], 1);
    assert_eq!(checked["drift"][0]["table"], TABLE);
    let missing = documents.run(&sandbox, &["graph", "no\u{1b}such"], 2);
    assert_eq!(missing["error"]["message"], "there is no table `no\u{1b}such`");
    documents.run(&sandbox, &["diff", "--from", "empty", "--to", "history"], 1);
    documents.run(&sandbox, &["verify"], 0);
    documents.run(&sandbox, &["downgrade"], 0);
}
