//! The same over the project of 137 tables.

use super::contract::Documents;
use crate::support::Sandbox;

#[test]
fn documents_of_a_large_project() {
    let (sandbox, mut documents) = (Sandbox::timetracker(), Documents::default());
    let checked = documents.run(&sandbox, &["check"], 1);
    assert_eq!(checked["changes"], serde_json::json!(["+ column users.phone_number string(20) null"]));
    let drawn = documents.run(&sandbox, &["graph"], 0);
    assert_eq!(drawn["tables"].as_array().unwrap().len(), 137);
    assert!(drawn["foreign_keys"].as_array().unwrap().len() > 100);
    documents.run(&sandbox, &["diff"], 1);
    documents.run(&sandbox, &["diff", "--from", "empty"], 1);
    documents.run(&sandbox, &["history"], 0);
    documents.run(&sandbox, &["doctor"], 0);
    let shown = documents.run(&sandbox, &["-m", "Add phone number", "--dry-run"], 0);
    assert!(shown["path"].is_null() && shown["text"].is_string(), "{shown}");
    documents.run(&sandbox, &["-m", "Add phone number"], 0);
    let planned = documents.run(&sandbox, &["upgrade", "--dry-run", "--database-url", "sqlite://app.db"], 0);
    assert!(planned["revisions"].as_array().unwrap().len() > 1, "{planned}");
    documents.run(&sandbox, &["upgrade", "--database-url", "sqlite://app.db"], 0);
    documents.run(&sandbox, &["check", "--database-url", "sqlite://app.db"], 0);
}
