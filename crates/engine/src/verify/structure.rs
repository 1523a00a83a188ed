//! How the structure of a database differs from what it should be, object by object.

use std::collections::{BTreeMap, BTreeSet};

use autogen_schema::sql::normalize_statement;
use autogen_schema::{Dialect, TableName};

use crate::dump::{self, Entry};

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Differing {
    /// Its name.
    pub(super) name: TableName,
    /// How it differs, to follow "after the downgrade": a clause.
    pub(super) text: String,
}

/// Compares what is there with what should be.
pub(super) fn differing(expected: &[Entry], found: &[Entry], dialect: Dialect) -> Vec<Differing> {
    if dump::differences(expected, found, dialect).is_empty() {
        return Vec::new();
    }
    let (expected, found) = (texts(expected, dialect), texts(found, dialect));
    let keys: BTreeSet<_> = expected.keys().chain(found.keys()).collect();
    let mut differing = Vec::new();
    for key in keys {
        let (kind, name) = key;
        let text = match (expected.get(key), found.get(key)) {
            (Some(_), None) => format!("{kind} {name} is missing"),
            (None, Some(_)) => format!("{kind} {name} is there, and was not before"),
            (Some(one), Some(other)) if !same(one, other, dialect) => {
                format!("{kind} {name} is not as before: {}", difference(one, other))
            }
            _ => continue,
        };
        differing.push(Differing { name: name.clone(), text });
    }
    differing
}

type Texts = BTreeMap<(String, TableName), BTreeSet<String>>;

fn texts(entries: &[Entry], dialect: Dialect) -> Texts {
    let mut texts = Texts::new();
    for entry in entries {
        let lines = dump::lines(entry, dialect);
        texts.entry((entry.kind.clone(), entry.name.clone())).or_default().extend(lines);
    }
    texts
}

fn same(one: &BTreeSet<String>, other: &BTreeSet<String>, dialect: Dialect) -> bool {
    let normal = |lines: &BTreeSet<String>| -> BTreeSet<String> {
        lines.iter().map(|line| normalize_statement(line, dialect)).collect()
    };
    normal(one) == normal(other)
}

fn difference(expected: &BTreeSet<String>, found: &BTreeSet<String>) -> String {
    let quoted = |lines: Vec<&String>| lines.iter().map(|line| format!("`{line}`")).collect::<Vec<_>>().join(", ");
    let lacks: Vec<&String> = expected.difference(found).collect();
    let has: Vec<&String> = found.difference(expected).collect();
    let lacks = (!lacks.is_empty()).then(|| format!("it lacks {}", quoted(lacks)));
    let has = (!has.is_empty()).then(|| format!("it has {}", quoted(has)));
    lacks.into_iter().chain(has).collect::<Vec<_>>().join(", and ")
}
