//! What keeps a command from being done is a document too: why, where, and what can be done.

use super::contract::Documents;
use super::published::described;
use crate::support::Sandbox;

/// Returns what a command cannot do without on its line.
fn words(command: &str) -> Vec<&str> {
    let more: &[&str] = match command {
        "migrate" | "revision" => &["-m", "Message"],
        "rebase" | "stamp" => &["head"],
        "squash" => &[":"],
        "extend" => &["postgres"],
        _ => &[],
    };
    [&[command], more].concat()
}

/// These read no configuration.
const ALONE: &[&str] = &["list-templates", "man"];

#[test]
fn a_broken_configuration_has_a_place() {
    let sandbox = Sandbox::new();
    sandbox.write("autogen.toml", "entities = [\"src\"]\n  dialect = [\"ä\"]\n");
    for command in described().iter().filter(|name| !ALONE.contains(&name.as_str())) {
        let document = Documents::default().run(&sandbox, &words(command), 2);
        let error = &document["error"];
        assert_eq!(document["version"], 1, "{command}");
        assert_eq!(error["message"], "unknown key `dialect`", "{command}");
        assert_eq!((&error["path"], &error["line"], &error["column"]), (&"autogen.toml".into(), &2.into(), &3.into()));
        assert_eq!(error["hints"], serde_json::json!(["did you mean `dialects`?"]), "{command}");
    }
}

#[test]
fn a_mistake_on_the_line_is_a_document_too() {
    let sandbox = Sandbox::empty();
    for command in described() {
        let outcome = sandbox.run(&[&words(&command)[..], &["--format=json", "-v", "-q"]].concat());
        outcome.exits(2).complains("error: the argument '--verbose' cannot be used with '--quiet'");
        let document = Documents::default().take(&command, &outcome);
        let expected = "the argument '--verbose' cannot be used with '--quiet'";
        assert_eq!(document["error"]["message"], expected, "{command}");
    }
    let document = Documents::default().run(&sandbox, &["check", "--verbos"], 2);
    let expected = serde_json::json!({
        "message": "unexpected argument '--verbos' found", "hints": ["a similar argument exists: '--verbose'"]
    });
    assert_eq!(document["error"], expected);
    let outcome = sandbox.run(&["--format", "json", "chekc"]);
    let document: serde_json::Value = serde_json::from_str(&outcome.exits(2).stdout).unwrap();
    assert_eq!(document["error"]["message"], "unrecognized subcommand 'chekc'");
    sandbox.run(&["chekc"]).exits(2).complains("unrecognized subcommand 'chekc'");
    assert_eq!(sandbox.run(&["chekc"]).stdout, "");
}

#[test]
fn people_are_told_the_same_and_standard_output_stays_empty_for_them() {
    let sandbox = Sandbox::upgraded();
    let told = sandbox.run(&["show", "zzzz"]);
    assert_eq!(told.exits(2).stdout, "");
    let outcome = sandbox.run(&["show", "zzzz", "--format", "json"]);
    assert_eq!(outcome.exits(2).stderr, told.stderr);
    let document = Documents::default().take("show", &outcome);
    assert!(document["error"].get("path").is_none(), "{document}");
}

#[test]
fn a_statement_that_fails_has_its_place() {
    let sandbox = Sandbox::new();
    sandbox.revision("aaaa", "", "-- autogen: upgrade\nSELECT 1;\n  SELECT nothing;\n-- autogen: downgrade\n");
    let document = Documents::default().run(&sandbox, &["upgrade"], 2);
    let error = &document["error"];
    assert_eq!(error["path"], "migrations/versions/aaaa.sql");
    assert_eq!((&error["line"], &error["column"]), (&9.into(), &3.into()), "{error}");
    assert_eq!(error["hints"], serde_json::json!(["nothing of the revision stays in the database"]));
}
