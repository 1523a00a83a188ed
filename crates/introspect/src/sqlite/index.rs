//! Indexes made by `CREATE INDEX`.

use autogen_schema::sqlite::{CreateIndex, PartKey};
use autogen_schema::{Column, Definition, Index, IndexKey, IndexPart, SortOrder};

use super::catalog::Catalog;
use super::row::IndexRow;
use crate::{Note, ObjectKind};

/// Reads the indexes of a table, by name: the order in which they were made says nothing.
pub(super) fn read(catalog: &Catalog, rows: &[IndexRow], columns: &[Column], notes: &mut Vec<Note>) -> Vec<Index> {
    rows.chunk_by(|a, b| a.index == b.index)
        .filter(|rows| rows.first().is_some_and(|row| row.origin == "c"))
        .filter_map(|rows| index(catalog, rows, columns, notes))
        .collect()
}

fn index(catalog: &Catalog, rows: &[IndexRow], columns: &[Column], notes: &mut Vec<Note>) -> Option<Index> {
    let first = rows.first()?;
    let sql = catalog.definitions.get(&first.index)?;
    let ddl = CreateIndex::parse(sql)
        .map_err(|error| {
            let name = first.index.as_str().into();
            notes.push(Note::Unreadable { kind: ObjectKind::Index, name, error });
        })
        .ok();
    let parts = rows.iter().enumerate().map(|(at, row)| part(row, at, ddl.as_ref(), columns));
    Some(Index {
        name: Some(first.index.as_str().into()),
        unique: first.unique,
        predicate: ddl.as_ref().and_then(|ddl| Some(ddl.text(ddl.predicate.as_ref()?).to_owned())),
        definition: Definition::new(sql.as_str()),
        ..Index::new(parts)
    })
}

fn part(row: &IndexRow, at: usize, ddl: Option<&CreateIndex>, columns: &[Column]) -> IndexPart {
    let column = row.column.as_deref().and_then(|name| columns.iter().find(|column| column.name.as_str() == name));
    let default =
        column.and_then(|column| column.collation.as_ref()).map_or("BINARY", |collation| collation.name.as_str());
    let key = match &row.column {
        Some(name) => IndexKey::Column(name.as_str().into()),
        None => IndexKey::Expression(expression(at, ddl)),
    };
    IndexPart {
        order: if row.descending { SortOrder::Descending } else { SortOrder::Ascending },
        collation: (!row.collation.eq_ignore_ascii_case(default)).then(|| row.collation.as_str().into()),
        ..IndexPart::of(key)
    }
}

/// Without the index's text the expression is unknown, and empty.
fn expression(at: usize, ddl: Option<&CreateIndex>) -> String {
    let part = ddl.and_then(|ddl| Some((ddl, ddl.parts.get(at)?)));
    part.map(|(ddl, part)| match &part.key {
        PartKey::Expression(span) => ddl.text(span).to_owned(),
        PartKey::Column(name) => ddl.text(&name.span).to_owned(),
    })
    .unwrap_or_default()
}
