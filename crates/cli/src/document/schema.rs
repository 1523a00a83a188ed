//! The schemas of the documents: JSON Schema, draft 2020-12, one for each command.

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform as _};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::{
    Adopting, BackedUp, Branches, Checked, Current, Diagnosed, Differing, DrawnTables, Edited, ExtendedRevisions,
    Failed, Initialized, Moved, Pages, Ran, Repaired, Reviewed, Revisions, SecondOpinion, Squashed, Stamped, Templates,
    VERSION, VerifiedRevisions, Written,
};

/// Adds a document's type to what is described, and returns the reference to it.
type Kind = fn(&mut SchemaGenerator) -> Schema;

/// What each command may write, an error aside. Those that are missing write no document: a script, a page, a schema.
const DOCUMENTS: &[(&str, &[Kind])] = &[
    ("adopt", &[kind::<Adopting>]),
    ("backup", &[kind::<BackedUp>]),
    ("branches", &[kind::<Branches>]),
    ("check", &[kind::<Checked>]),
    ("current", &[kind::<Current>]),
    ("diff", &[kind::<Differing>]),
    ("doctor", &[kind::<Diagnosed>, kind::<SecondOpinion>]),
    ("downgrade", &[kind::<Ran>]),
    ("edit", &[kind::<Edited>]),
    ("extend", &[kind::<ExtendedRevisions>]),
    ("graph", &[kind::<DrawnTables>, kind::<Revisions>]),
    ("heads", &[kind::<Revisions>]),
    ("history", &[kind::<Revisions>]),
    ("init", &[kind::<Initialized>]),
    ("list-templates", &[kind::<Templates>]),
    ("man", &[kind::<Pages>]),
    ("merge", &[kind::<Written>, kind::<Moved>]),
    ("migrate", &[kind::<Written>]),
    ("rebase", &[kind::<Moved>]),
    ("repair", &[kind::<Repaired>]),
    ("review", &[kind::<Reviewed>]),
    ("revision", &[kind::<Written>]),
    ("show", &[kind::<Revisions>]),
    ("squash", &[kind::<Squashed>]),
    ("stamp", &[kind::<Stamped>]),
    ("upgrade", &[kind::<Ran>]),
    ("verify", &[kind::<VerifiedRevisions>]),
];

fn kind<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// Returns the names of the commands that write documents.
pub(crate) fn commands() -> impl Iterator<Item = &'static str> {
    DOCUMENTS.iter().map(|(command, _)| *command)
}

/// Returns the schema of what a command writes.
pub(crate) fn of(command: &str) -> Option<Value> {
    let (command, kinds) = DOCUMENTS.iter().find(|(name, _)| *name == command)?;
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut kinds: Vec<Schema> = kinds.iter().map(|kind| kind(&mut generator)).collect();
    kinds.push(kind::<Failed>(&mut generator));
    let mut schema = json_schema!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": id(command),
        "title": format!("autogen {command} --format json"),
        "description": "One document on standard output for each run. Fields may be added.",
        "type": "object",
        "properties": {
            "version": {
                "const": VERSION,
                "description": "The version of the document. It is another one when a field goes or changes its meaning.",
            },
        },
        "required": ["version"],
        "anyOf": kinds,
        "$defs": generator.take_definitions(true),
    });
    RecursiveTransform(without_width).transform(&mut schema);
    Some(schema.to_value())
}

/// What a schema is known by. A document of another version has another.
fn id(command: &str) -> String {
    format!("{}/raw/main/docs/schemas/{command}.json", env!("CARGO_PKG_REPOSITORY"))
}

/// How wide a number is in memory is no format that validators know.
fn without_width(schema: &mut Schema) {
    if schema.get("format").is_some_and(|format| *format == json!("uint") || *format == json!("uint64")) {
        schema.remove("format");
    }
}
