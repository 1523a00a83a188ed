//! Every command, where it finds something to do, nothing, and what it stumbles over.

use std::collections::BTreeSet;

use super::contract::{Documents, FAILED, kinds, schema};
use super::published::described;
use crate::support::{Sandbox, USERS};

/// Documents that take more than files to write; the tests that write them hold them against the schema.
const ELSEWHERE: &[(&str, &str)] = &[("doctor", "SecondOpinion"), ("extend", "ExtendedRevisions")];

const EMPTY: &str = "-- autogen: upgrade\n\n-- autogen: downgrade\n";

#[test]
fn every_document_of_every_command() {
    let mut documents = Documents::default();
    for scenario in [begin, write, adopt, run, branch, look, compare, settle] {
        scenario(&mut documents);
    }
    let expected: BTreeSet<(String, String)> = described()
        .into_iter()
        .flat_map(|command| kinds(&schema(&command)).into_iter().map(move |kind| (command.clone(), kind)))
        .filter(|(command, kind)| kind != FAILED && !ELSEWHERE.contains(&(command, kind)))
        .collect();
    let unseen: Vec<_> = expected.difference(&documents.seen).collect();
    assert!(unseen.is_empty(), "nothing wrote these: {unseen:?}");
}

fn begin(documents: &mut Documents) {
    let sandbox = Sandbox::empty();
    sandbox.write("src/entity/users.rs", USERS);
    let made = documents.run(&sandbox, &["init", "--dialect", "postgres", "--dialect", "sqlite"], 0);
    assert_eq!(made["dialects"], serde_json::json!(["sqlite", "postgres"]));
    assert_eq!(made["entities"], serde_json::json!(["src/entity"]));
    assert_eq!(made["written"].as_array().unwrap().len(), 4, "{made}");
    let kept = documents.run(&sandbox, &["init"], 0);
    assert_eq!((&kept["written"], &kept["kept"][0]), (&serde_json::json!([]), &"autogen.toml".into()));
    documents.run(&Sandbox::empty(), &["init", "--template", "rust"], 2);
    documents.run(&Sandbox::empty(), &["list-templates"], 0);
    let pages = documents.run(&Sandbox::empty(), &["man", "pages"], 0);
    assert!(pages["paths"].as_array().unwrap().len() > 20, "{pages}");
}

fn write(documents: &mut Documents) {
    let sandbox = Sandbox::new();
    let shown = documents.run(&sandbox, &["-m", "First", "--dry-run"], 0);
    assert!(shown["text"].as_str().unwrap().contains("CREATE TABLE"), "{shown}");
    let written = documents.run(&sandbox, &["migrate", "-m", "First", "--rev-id", "aaaa"], 0);
    assert_eq!(written["path"], "migrations/versions/aaaa_first.sql");
    let nothing = documents.run(&sandbox, &["-m", "Again"], 0);
    assert!(nothing["revision"].is_null(), "{nothing}");
    documents.run(&sandbox, &["revision", "-m", "By hand", "--rev-id", "bbbb"], 0);
    // What an editor says is for people.
    let editor = [("EDITOR", "/bin/echo opened")];
    let edited = documents.run_with(&sandbox, &["edit", "bbbb"], &editor, 0);
    assert_eq!(edited["paths"], serde_json::json!(["migrations/versions/bbbb_by_hand.sql"]));
    documents.run_with(&sandbox, &["edit"], &[("EDITOR", "/bin/false")], 2);
    documents.run(&sandbox, &["extend", "mysql"], 2);
    let squashed = documents.run(&sandbox, &["squash", ":", "--rev-id", "cccc"], 0);
    assert_eq!(squashed["replaces"], serde_json::json!(["aaaa", "bbbb"]));
    // A hazard, and rows that the database is asked for.
    documents.run(&sandbox, &["upgrade"], 0);
    sandbox.sql("INSERT INTO users (name) VALUES ('x')");
    sandbox.edit("src/users.rs", "    pub name: String,\n", "");
    let hazardous = documents.run(&sandbox, &["-m", "Drop", "--rev-id", "dddd"], 0);
    assert_eq!(hazardous["hazards"][0]["kind"], "destroys", "{hazardous}");
    assert_eq!(hazardous["rows"][0]["rows"], 1, "{hazardous}");
}

fn adopt(documents: &mut Documents) {
    let sandbox = Sandbox::new();
    sandbox.sql("CREATE TABLE users (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, name varchar NOT NULL)");
    sandbox.sql("CREATE INDEX by_hand ON users (name)");
    let adopted = documents.run(&sandbox, &["adopt", "--rev-id", "aaaa"], 0);
    assert_eq!((&adopted["revision"], &adopted["recorded"][0]), (&"aaaa".into(), &"aaaa".into()));
    assert_eq!((&adopted["objects"], &adopted["unmanaged"][0]["kind"]), (&2.into(), &"index".into()), "{adopted}");
    let again = documents.run(&sandbox, &["adopt"], 2);
    assert!(again["error"]["message"].is_string());
}

fn run(documents: &mut Documents) {
    let sandbox = Sandbox::new();
    let nothing = documents.run(&sandbox, &["upgrade"], 0);
    assert_eq!((&nothing["revisions"], &nothing["database"]), (&serde_json::json!([]), &"sqlite://app.db".into()));
    sandbox.run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    let planned = documents.run(&sandbox, &["upgrade", "--dry-run"], 0);
    assert_eq!(planned["revisions"][0]["revision"], "aaaa");
    let ran = documents.run(&sandbox, &["upgrade"], 0);
    assert_eq!((&ran["revisions"][0]["revision"], &ran["direction"]), (&"aaaa".into(), &"upgrade".into()));
    documents.run(&sandbox, &["upgrade", "--dry-run"], 0);
    sandbox.revision("bbbb", "aaaa", EMPTY);
    let ran = documents.run(&sandbox, &["upgrade", "--backup=before.db"], 0);
    assert_eq!(ran["backup"]["path"], "before.db");
    documents.run(&sandbox, &["backup", "copy.db"], 0);
    documents.run(&sandbox, &["backup", "copy.db"], 2);
    documents.run(&sandbox, &["downgrade", "--dry-run"], 0);
    let undone = documents.run(&sandbox, &["downgrade", "base"], 0);
    assert_eq!(undone["revisions"][1]["hazards"].as_array().unwrap().len(), 1, "{undone}");
    let nothing = documents.run(&sandbox, &["downgrade", "base"], 0);
    assert_eq!(nothing["revisions"], serde_json::json!([]));
    documents.run(&sandbox, &["downgrade", "base", "--dry-run"], 0);
    let stamped = documents.run(&sandbox, &["stamp", "head"], 0);
    assert_eq!(stamped["recorded"], serde_json::json!(["aaaa", "bbbb"]));
    documents.run(&sandbox, &["stamp", "head"], 0);
    let removed = documents.run(&sandbox, &["stamp", "base"], 0);
    assert_eq!(removed["removed"], serde_json::json!(["bbbb", "aaaa"]));
}

fn branch(documents: &mut Documents) {
    let sandbox = Sandbox::upgraded();
    sandbox.revision("bbbb", "aaaa", EMPTY).revision("cccc", "aaaa", EMPTY);
    let branches = documents.run(&sandbox, &["branches"], 0);
    assert_eq!(branches["branches"][0]["into"], serde_json::json!(["bbbb", "cccc"]));
    documents.run(&sandbox, &["heads"], 0);
    documents.run(&sandbox, &["history", "-i"], 0);
    documents.run(&sandbox, &["graph", "--revisions"], 0);
    let ambiguous = documents.run(&sandbox, &["upgrade", "head"], 2);
    assert!(ambiguous["error"]["hints"][0].is_string(), "{ambiguous}");
    documents.run(&sandbox, &["merge", "--rev-id", "dddd"], 0);
    sandbox.remove("migrations/versions/dddd_merge_bbbb_and_cccc.sql");
    let moved = documents.run(&sandbox, &["rebase", "cccc"], 0);
    assert_eq!((&moved["revision"], &moved["onto"]), (&"cccc".into(), &"bbbb".into()));
    // One branch restates a table of the other's, and is put behind it.
    let sandbox = Sandbox::new();
    sandbox.run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: Option<String>,");
    sandbox.run(&["-m", "Null", "--rev-id", "bbbb"]).exits(0);
    sandbox.edit("src/users.rs", "pub name: Option<String>,", "pub name: Option<String>,\n    pub age: Option<i32>,");
    sandbox.run(&["-m", "Age", "--rev-id", "cccc", "--head", "aaaa", "--splice"]).exits(0);
    documents.run(&sandbox, &["merge", "--auto"], 0);
}

fn look(documents: &mut Documents) {
    let sandbox = Sandbox::new();
    let empty = documents.run(&sandbox, &["history"], 0);
    assert_eq!(empty["revisions"], serde_json::json!([]));
    documents.run(&sandbox, &["verify"], 0);
    let sandbox = Sandbox::upgraded();
    documents.run(&sandbox, &["show"], 0);
    documents.run(&sandbox, &["check"], 0);
    documents.run(&sandbox, &["doctor"], 0);
    documents.run(&sandbox, &["verify"], 0);
    let reviewed = documents.run(&sandbox, &["review", ":"], 0);
    assert_eq!((&reviewed["revisions"][0]["proven"], &reviewed["since"]), (&true.into(), &serde_json::Value::Null));
    assert_eq!(reviewed["tables"]["notation"], "mermaid");
    let current = documents.run(&sandbox, &["current"], 0);
    assert_eq!((&current["revisions"][0]["revision"], &current["missing"]), (&"aaaa".into(), &serde_json::json!([])));
    sandbox.revision("bbbb", "aaaa", "-- autogen: upgrade\nSELECT nothing;\n-- autogen: downgrade\n");
    let behind = documents.run(&sandbox, &["current", "--check-heads"], 1);
    assert_eq!(behind["missing"], serde_json::json!(["bbbb"]));
    documents.run(&sandbox, &["check"], 2);
    documents.run(&sandbox, &["doctor"], 1);
    documents.run(&sandbox, &["review", ":", "--no-proof"], 2);
    let failed = documents.run(&sandbox, &["verify"], 1);
    assert_eq!(failed["revisions"][1]["findings"][0]["line"], 8);
    sandbox.remove("migrations/versions/bbbb.sql").remove("migrations/versions/aaaa_first.sql");
    let unknown = documents.run(&sandbox, &["current"], 0);
    assert_eq!(unknown["unknown"], serde_json::json!(["aaaa"]));
}

fn compare(documents: &mut Documents) {
    let sandbox = Sandbox::upgraded();
    let same = documents.run(&sandbox, &["diff"], 0);
    assert_eq!((&same["status"], &same["same"]), (&"clean".into(), &true.into()));
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub money: billing::Money,");
    let unknown = documents.run(&sandbox, &["diff"], 2);
    assert!(unknown["error"]["hints"][0].is_string(), "{unknown}");
    let checked = documents.run(&sandbox, &["check"], 2);
    assert_eq!(checked["unknown_types"][0]["about"], "column users.money", "{checked}");
    sandbox.sql("DROP TABLE users");
    let drifted = documents.run(&sandbox, &["diff", "--from", "history", "--to", "database"], 1);
    assert_eq!(drifted["status"], "findings");
    sandbox.edit("src/users.rs", "billing::Money", "billing::");
    let doubted = documents.run(&sandbox, &["diff"], 2);
    assert_eq!((&doubted["status"], doubted["problems"].as_array().unwrap().len()), (&"failed".into(), 1));
    let drawn = documents.run(&sandbox, &["graph"], 2);
    assert_eq!((&drawn["status"], drawn["problems"].as_array().unwrap().len()), (&"failed".into(), 1), "{drawn}");
}

/// On SQLite a section without a transaction stops where it fails, and nobody notes where that is.
fn settle(documents: &mut Documents) {
    let sandbox = Sandbox::new();
    let sections = "-- autogen: upgrade no-transaction\nCREATE TABLE a (id int);\nCREATE TABLE b (id int);\n\
                    -- autogen: downgrade\nDROP TABLE b;\nDROP TABLE a;\n";
    sandbox.revision("aaaa", "", sections);
    sandbox.sql("CREATE TABLE b (other int)");
    documents.run(&sandbox, &["repair"], 0);
    documents.run(&sandbox, &["upgrade"], 2);
    let found = documents.run(&sandbox, &["repair"], 1);
    assert_eq!(
        (&found["half_done"]["statements"], &found["half_done"]["revisions"]),
        (&2.into(), &serde_json::Value::Null),
        "{found}"
    );
    assert_eq!(documents.run(&sandbox, &["current"], 0)["half_done"], "aaaa");
    let settled = documents.run(&sandbox, &["repair", "--applied"], 0);
    assert_eq!((&settled["settled"], &settled["half_done"]), (&"aaaa".into(), &serde_json::Value::Null));
}
