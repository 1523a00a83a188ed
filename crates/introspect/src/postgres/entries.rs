//! The statements that make a schema, in an order in which they run.
//!
//! Types and tables first, with the functions that they need; then what tables are held to; then views and what else needs
//! tables; then references, once everything that they refer to is unique; then triggers and what hangs on tables.

mod order;
mod table;

use autogen_schema::{Schema, TableName};

use self::order::Node;
use super::enumeration;
use crate::Entry;

pub(super) use self::table::all as of_table;

/// Returns the statements that make `schema`.
pub(crate) fn entries(schema: &Schema) -> Vec<Entry> {
    let nodes = nodes(schema);
    let (early, late) = order::arrange(schema, &nodes);
    let mut entries = Vec::new();
    for part in [&early, &late] {
        entries.extend(part.iter().flat_map(|node| node.make.iter().cloned()));
        let tables = || part.iter().filter_map(|node| schema.tables.get(&node.name).filter(|_| node.is_table));
        entries.extend(tables().flat_map(table::constraints));
        entries.extend(tables().flat_map(|table| table::indexes(table, true)));
    }
    let tables = || schema.tables.values();
    entries.extend(tables().flat_map(table::foreign_keys));
    // An index of a partitioned table that is not on all parts: it would be, were it there before them.
    entries.extend(tables().flat_map(|table| table::indexes(table, false)));
    entries.extend(tables().flat_map(|table| table::triggers(&table.name, &table.triggers)));
    entries.extend(schema.views.values().flat_map(|view| table::triggers(&view.name, &view.triggers)));
    for view in schema.views.values() {
        entries.extend(table::attachments(&view.name, &view.attachments));
    }
    entries.extend(tables().flat_map(table::settings));
    entries
}

/// What is made by a statement of its own and may need others of its like.
fn nodes(schema: &Schema) -> Vec<Node> {
    let enums = schema.enums.values().map(|made| {
        let name = TableName::new(made.name.clone());
        let mut make = vec![Entry::new("enum", name.clone(), enumeration::create(&name, &made.labels))];
        make.extend(table::attachments(&name, &made.attachments));
        Node { rank: 3, ..Node::new(name, make) }
    });
    let objects = schema.objects.iter().map(|object| {
        let make = Entry { sql: object.sql.clone(), ..Entry::new(&object.kind, object.name.clone(), "") };
        let (rank, early) = match object.kind.as_str() {
            "schema" => (0, true),
            "server" => (3, true),
            "extension" => (1, true),
            "function" | "procedure" | "aggregate" => (8, false),
            "partition" | "foreign table" => (9, false),
            "enum" => (3, true),
            "domain" | "type" => (4, true),
            "sequence" => (5, true),
            _ => (2, true),
        };
        Node { rank, early, ..Node::new(object.name.clone(), vec![make]) }
    });
    let tables = schema.tables.values().flat_map(|table| {
        let sequences = table::sequences(table)
            .into_iter()
            .map(|entry| Node { rank: 5, ..Node::new(entry.name.clone(), vec![entry]) });
        let made = Node { rank: 6, is_table: true, ..Node::new(table.name.clone(), table::create(table)) };
        sequences.chain([made])
    });
    let views = schema.views.values().map(|view| {
        let kind = if view.materialized { "materialized view" } else { "view" };
        let make = vec![Entry::new(kind, view.name.clone(), view.sql.as_str())];
        Node { rank: 7, early: false, is_view: true, ..Node::new(view.name.clone(), make) }
    });
    enums.chain(objects).chain(tables).chain(views).collect()
}
