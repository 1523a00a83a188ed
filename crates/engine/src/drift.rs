//! Drift: where a database is not what its history makes it.

use std::collections::BTreeMap;

use autogen_diff::facts;
use autogen_schema::change::{Fact, FactKey};
use autogen_schema::sql::normalize_statement;
use autogen_schema::{Definition, Dialect, Schema, Table, TableName};

use crate::scratch::Scratch;
use crate::{Error, Live, Project, dump};

/// One difference between a database and its history.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Drift {
    /// The table it is about; the view's name for a view.
    pub table: TableName,
    /// What differs: a sentence without a full stop.
    pub text: String,
    /// The fact that it is about, where it is one that change lists know.
    pub about: Option<FactKey>,
}

/// Compares a database with what its history builds, sorted by table. Where both store the same text of everything, nothing
/// more is asked.
pub(crate) async fn drift_of(live: &Live, scratch: &Scratch, project: &Project) -> Result<Vec<Drift>, Error> {
    if dump::is_same(&live.entries(), &scratch.dump(project).await?) {
        return Ok(Vec::new());
    }
    let history = scratch.schema(project).await?;
    Ok(drift(&live.schema, &history, scratch.dialect()))
}

/// Compares a database with the schema that its history builds, sorted by table.
///
/// Facts are named as far as our types hold them; what they do not hold still differs in the stored text, and is then said
/// to.
fn drift(live: &Schema, history: &Schema, dialect: Dialect) -> Vec<Drift> {
    let mut found = Vec::new();
    for table in live.tables.values() {
        match history.table(&table.name, dialect) {
            Some(expected) => kept(table, expected, dialect, &mut found),
            None => push(&mut found, &table.name, format!("table {} is in the database alone", table.name)),
        }
    }
    for expected in history.tables.values().filter(|table| live.table(&table.name, dialect).is_none()) {
        push(&mut found, &expected.name, format!("table {} is missing from the database", expected.name));
    }
    views(live, history, dialect, &mut found);
    found.sort();
    found
}

fn push(found: &mut Vec<Drift>, table: &TableName, text: String) {
    found.push(Drift { table: table.clone(), text, about: None });
}

fn push_fact(found: &mut Vec<Drift>, table: &TableName, key: &FactKey, text: String) {
    found.push(Drift { table: table.clone(), text, about: Some(key.clone()) });
}

fn kept(live: &Table, expected: &Table, dialect: Dialect, found: &mut Vec<Drift>) {
    let before = found.len();
    facts_of(live, expected, dialect, found);
    let texts_differ = !same_text(&live.definition, &expected.definition, dialect);
    if texts_differ && found.len() == before {
        push(found, &live.name, format!("table {} is defined differently in the database", live.name));
    }
    named(live, "index", &indexes(live), &indexes(expected), dialect, found);
    named(live, "trigger", &triggers(live), &triggers(expected), dialect, found);
}

/// Compares columns, keys and constraints, as change lists say them.
fn facts_of(live: &Table, expected: &Table, dialect: Dialect, found: &mut Vec<Drift>) {
    let of = |table: &Table| -> BTreeMap<FactKey, Fact> {
        facts::whole_table(table)
            .iter()
            .flat_map(Fact::flatten)
            .filter(|(key, _)| !matches!(key, FactKey::Index(..)))
            .map(|(key, said)| (key.fold(dialect), Fact::new(key.clone(), said.clone())))
            .collect()
    };
    let (live_facts, expected_facts) = (of(live), of(expected));
    for (key, fact) in &live_facts {
        match expected_facts.get(key) {
            None if !is_indexed(key, live) => {
                push_fact(found, &live.name, &fact.key, format!("{} is in the database alone", fact.key));
            }
            Some(expected) if expected.facets != fact.facets => {
                push_fact(
                    found,
                    &live.name,
                    &fact.key,
                    format!("{} is `{}` in the history and `{}` in the database", fact.key, said(expected), said(fact)),
                );
            }
            _ => {}
        }
    }
    for (key, fact) in expected_facts.iter().filter(|(key, _)| !live_facts.contains_key(key)) {
        if !is_indexed(key, expected) {
            push_fact(found, &live.name, &fact.key, format!("{} is missing from the database", fact.key));
        }
    }
}

/// Whether a unique is an index, which is compared by its name and text.
fn is_indexed(key: &FactKey, table: &Table) -> bool {
    let FactKey::Unique(_, columns) = key else { return false };
    !table.uniques.iter().any(|unique| {
        facts::unique(&table.name, unique).key.fold(Dialect::Sqlite)
            == FactKey::Unique(table.name.clone(), columns.clone()).fold(Dialect::Sqlite)
    })
}

fn said(fact: &Fact) -> String {
    let whole = fact.to_string();
    let subject = fact.key.to_string();
    whole.strip_prefix(&subject).unwrap_or(&whole).trim().to_owned()
}

type Texts<'a> = BTreeMap<String, &'a str>;

fn indexes(table: &Table) -> Texts<'_> {
    let named = table.indexes.iter().filter_map(|index| Some((index.name.as_ref()?, index.definition.as_deref()?)));
    named.map(|(name, sql)| (name.to_string(), sql)).collect()
}

fn triggers(table: &Table) -> Texts<'_> {
    table.triggers.iter().map(|trigger| (trigger.name.to_string(), trigger.sql.as_str())).collect()
}

fn named(table: &Table, kind: &str, live: &Texts<'_>, expected: &Texts<'_>, dialect: Dialect, found: &mut Vec<Drift>) {
    for (name, sql) in live {
        match expected.get(name) {
            None => push(found, &table.name, format!("{kind} {name} on {} is in the database alone", table.name)),
            Some(text) if normalize_statement(text, dialect) != normalize_statement(sql, dialect) => {
                push(
                    found,
                    &table.name,
                    format!("{kind} {name} on {} is defined differently in the database", table.name),
                );
            }
            Some(_) => {}
        }
    }
    for name in expected.keys().filter(|name| !live.contains_key(*name)) {
        push(found, &table.name, format!("{kind} {name} on {} is missing from the database", table.name));
    }
}

fn views(live: &Schema, history: &Schema, dialect: Dialect, found: &mut Vec<Drift>) {
    for (name, view) in &live.views {
        match history.views.get(name) {
            None => push(found, name, format!("view {name} is in the database alone")),
            Some(text) if normalize_statement(&text.sql, dialect) != normalize_statement(&view.sql, dialect) => {
                push(found, name, format!("view {name} is defined differently in the database"));
            }
            Some(_) => {}
        }
    }
    for name in history.views.keys().filter(|name| !live.views.contains_key(*name)) {
        push(found, name, format!("view {name} is missing from the database"));
    }
}

fn same_text(one: &Definition, other: &Definition, dialect: Dialect) -> bool {
    let normal = |sql: &str| match dialect {
        // A downgrade cannot put a column back where it was.
        Dialect::Postgres => normalize_statement(&dump::without_order(sql), dialect),
        _ => normalize_statement(sql, dialect),
    };
    match (one.as_deref(), other.as_deref()) {
        (Some(one), Some(other)) => one == other || normal(one) == normal(other),
        (one, other) => one == other,
    }
}
