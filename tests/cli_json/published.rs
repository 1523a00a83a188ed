//! The published schemas are those of the program, whole, and described.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use super::contract::{Documents, FAILED, folder, kinds, schema};
use crate::support::{Outcome, Sandbox};

/// Commands that write no document, and why.
pub(super) const EXEMPT: &[(&str, &str)] =
    &[("completions", "it writes a script for a shell"), ("json-schema", "what it writes is JSON already: a schema")];

/// Returns the commands that the parser has.
pub(crate) fn commands() -> BTreeSet<String> {
    let sandbox = Sandbox::empty();
    let outcome = sandbox.run_with(&["--", "autogen", ""], &[("AUTOGEN_COMPLETE", "fish")]);
    let words = outcome.exits(0).stdout.lines().filter_map(|line| line.split('\t').next());
    words.filter(|word| !word.starts_with('-')).map(str::to_owned).collect()
}

/// Returns the commands that have a schema.
pub(super) fn described() -> BTreeSet<String> {
    let files = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path());
    files.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect()
}

#[test]
fn no_command_is_forgotten() {
    let exempt: BTreeSet<String> = EXEMPT.iter().map(|(name, _)| (*name).to_owned()).collect();
    let documented: BTreeSet<String> = commands().difference(&exempt).cloned().collect();
    assert!(documented.len() > 20, "{documented:?}");
    if std::env::var_os("UPDATE_EXPECT").is_none() {
        assert_eq!(
            described(),
            documented,
            "docs/schemas has a file for each command (UPDATE_EXPECT=1 writes them anew)"
        );
    }
}

#[test]
fn the_published_schemas_are_those_of_the_program() {
    let sandbox = Sandbox::empty();
    let exempt: BTreeSet<&str> = EXEMPT.iter().map(|(name, _)| *name).collect();
    for command in commands().iter().filter(|name| !exempt.contains(name.as_str())) {
        let found = sandbox.run(&["json-schema", command]).exits(0).stdout.clone();
        let path = folder().join(format!("{command}.json"));
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::create_dir_all(folder()).unwrap();
            fs::write(&path, &found).unwrap();
        }
        let published = fs::read_to_string(&path).unwrap_or_default();
        assert!(published == found, "{} (UPDATE_EXPECT=1 writes it anew)", path.display());
    }
}

#[test]
fn every_schema_is_one_and_describes_every_field() {
    for command in described() {
        let schema = schema(&command);
        jsonschema::meta::validate(&schema).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert!(schema["$id"].as_str().unwrap().ends_with(&format!("/docs/schemas/{command}.json")), "{command}");
        assert_eq!(kinds(&schema).last().unwrap(), FAILED, "{command}");
        let mut fields = 0;
        walk(&schema, &mut |place, value| {
            assert!(value.get("additionalProperties").is_none(), "{command}: {place} is closed");
            for (name, field) in value["properties"].as_object().into_iter().flatten() {
                fields += 1;
                assert!(field["description"].is_string(), "{command}: `{name}` of {place} is not described");
            }
        });
        for (name, definition) in schema["$defs"].as_object().unwrap() {
            assert!(definition["description"].is_string(), "{command}: {name} is not described");
        }
        assert!(fields > 6, "{command} has {fields} fields");
    }
}

fn walk(value: &Value, seen: &mut impl FnMut(&str, &Value)) {
    fn inner(place: &str, value: &Value, seen: &mut impl FnMut(&str, &Value)) {
        match value {
            Value::Object(members) => {
                seen(place, value);
                members.iter().for_each(|(name, member)| inner(&format!("{place}/{name}"), member, seen));
            }
            Value::Array(members) => members.iter().for_each(|member| inner(place, member, seen)),
            _ => {}
        }
    }
    inner("", value, seen);
}

#[test]
fn an_unknown_command_has_no_schema() {
    Sandbox::empty().run(&["json-schema", "upgrad"]).exits(2).complains("invalid value 'upgrad'").complains("upgrade");
    Sandbox::empty().run(&["json-schema"]).exits(2);
}

/// What the page shows is what is written.
#[test]
fn the_page_shows_documents_by_the_schemas() {
    let page = fs::read_to_string(folder().join("../json.md")).unwrap();
    let blocks: Vec<&str> = page.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    let commands = ["check", "migrate", "upgrade", "current"];
    assert_eq!(blocks.len(), commands.len());
    for (block, command) in blocks.iter().zip(commands) {
        let code = if block.contains("\"error\"") { 2 } else { 0 };
        let shown = Outcome { code: Some(code), stdout: (*block).to_owned(), stderr: String::new() };
        Documents::default().take(command, &shown);
    }
}
