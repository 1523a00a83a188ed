//! What is held against the published schemas: what a run wrote to standard output.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::{Outcome, Sandbox};

/// What an error writes.
pub(super) const FAILED: &str = "Failed";

/// The folder of the published schemas.
pub(super) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schemas")
}

/// Returns the published schema of a command.
#[track_caller]
pub(super) fn schema(command: &str) -> Value {
    let path = folder().join(format!("{command}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

/// Returns the names of the documents that a command may write.
pub(super) fn kinds(schema: &Value) -> Vec<String> {
    let of = |kind: &Value| kind["$ref"].as_str().unwrap().strip_prefix("#/$defs/").unwrap().to_owned();
    schema["anyOf"].as_array().unwrap().iter().map(of).collect()
}

/// Which documents have been seen: command and kind.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    pub(super) seen: BTreeSet<(String, String)>,
}

impl Documents {
    /// Runs the program, which must write one document and exit so.
    #[track_caller]
    pub(super) fn run(&mut self, sandbox: &Sandbox, args: &[&str], code: i32) -> Value {
        self.run_with(sandbox, args, &[], code)
    }

    /// The same, with variables in its environment.
    #[track_caller]
    pub(super) fn run_with(
        &mut self,
        sandbox: &Sandbox,
        args: &[&str],
        variables: &[(&str, &str)],
        code: i32,
    ) -> Value {
        let outcome = sandbox.run_with(&[args, &["--format", "json"]].concat(), variables);
        let is_short = args.first().is_some_and(|word| word.starts_with('-'));
        self.take(if is_short { "migrate" } else { args[0] }, outcome.exits(code))
    }

    /// Takes what a command wrote: one document, of its schema and with nothing that is not in that.
    #[track_caller]
    pub(crate) fn take(&mut self, command: &str, outcome: &Outcome) -> Value {
        let document: Value =
            serde_json::from_str(&outcome.stdout).unwrap_or_else(|error| panic!("{error}: {outcome}"));
        let schema = schema(command);
        hold(&schema, &document, outcome);
        hold(&strict(&schema), &document, outcome);
        let is_failed = document.get("error").is_some();
        assert!(!is_failed || outcome.code == Some(2), "{outcome}");
        let kinds: Vec<String> = kinds(&schema).into_iter().filter(|kind| is_kind(&schema, kind, &document)).collect();
        assert_eq!(kinds.len(), 1, "it is {kinds:?}: {outcome}");
        self.seen.extend(kinds.into_iter().map(|kind| (command.to_owned(), kind)));
        document
    }
}

fn is_kind(schema: &Value, kind: &str, document: &Value) -> bool {
    let alone = json!({ "$ref": format!("#/$defs/{kind}"), "$defs": schema["$defs"] });
    jsonschema::validator_for(&alone).unwrap().is_valid(document)
}

#[track_caller]
fn hold(schema: &Value, document: &Value, outcome: &Outcome) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{outcome}");
}

/// A schema that knows every field. What is published leaves room for those to come.
fn strict(schema: &Value) -> Value {
    let mut strict = schema.clone();
    // The version stands beside what is referenced.
    strict["unevaluatedProperties"] = json!(false);
    let kinds = kinds(schema);
    for (name, definition) in strict["$defs"].as_object_mut().unwrap() {
        if definition["type"] == "object" && !kinds.contains(name) {
            definition["unevaluatedProperties"] = json!(false);
        }
    }
    strict
}
