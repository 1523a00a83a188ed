//! Tables and the foreign keys between them as a drawing.

use std::collections::BTreeSet;

use autogen_schema::{Column, ColumnType, DataType, Dialect, ForeignKey, Ident, Schema, Table, TableName, change};

use super::Notation;

mod changed;
mod data;
mod dot;
mod mermaid;
mod rows;
mod select;

pub(crate) use changed::Sides;

/// What is drawn.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    boxes: Vec<TableBox>,
    lines: Vec<Line>,
}

/// A table.
#[derive(Clone, Debug)]
struct TableBox {
    name: String,
    fields: Vec<Field>,
    fate: Fate,
    /// What it was called before.
    was: Option<String>,
    /// How many columns it has besides.
    more: usize,
}

/// What becomes of something in a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    /// It stays.
    #[default]
    Same,
    /// It comes.
    New,
    /// It goes.
    Gone,
}

/// A column.
#[derive(Clone, Debug)]
struct Field {
    column: Ident,
    name: String,
    data_type: String,
    nullable: bool,
    /// `PK`, `FK`, `UK`, of those that hold.
    marks: Vec<&'static str>,
    fate: Fate,
    /// What it was before, where it is something else now.
    was: Option<String>,
}

/// A foreign key. Tables and columns are places in the picture.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    child: usize,
    columns: Vec<usize>,
    parent: usize,
    referenced: Vec<usize>,
    /// Whether a row may do without the other.
    optional: bool,
    /// Whether no two rows have the same other.
    single: bool,
    fate: Fate,
}

impl Fate {
    /// Returns the word for it.
    fn word(self) -> Option<&'static str> {
        match self {
            Fate::Same => None,
            Fate::New => Some("new"),
            Fate::Gone => Some("gone"),
        }
    }
}

impl TableBox {
    /// Returns the name with what became of it: `users (new)`.
    fn title(&self) -> String {
        let was = self.was.as_ref().map(|was| format!("was {was}"));
        match self.fate.word().map(str::to_owned).or(was) {
            Some(word) => format!("{} ({word})", self.name),
            None => self.name.clone(),
        }
    }
}

impl Field {
    /// Says what became of it.
    fn change(&self) -> Option<String> {
        self.fate.word().map(str::to_owned).or_else(|| self.was.as_ref().map(|was| format!("was {was}")))
    }
}

impl Picture {
    /// Draws those tables of a schema that are in `chosen`. A key whose other table is not there is a mark of its columns alone.
    pub(crate) fn of(schema: &Schema, chosen: &BTreeSet<TableName>, dialect: Dialect) -> Self {
        let tables: Vec<&Table> = chosen.iter().filter_map(|name| schema.tables.get(name)).collect();
        // Names may differ by case alone, even where they are found whatever their case.
        let place = |name: &TableName| {
            let exact = tables.iter().position(|table| table.name == *name);
            exact.or_else(|| tables.iter().position(|table| table.name.same(name, dialect)))
        };
        let mut lines = BTreeSet::new();
        for (child, table) in tables.iter().enumerate() {
            for key in &table.foreign_keys {
                let parent = place(&key.references).and_then(|at| Some((at, *tables.get(at)?)));
                lines.extend(parent.map(|parent| line((child, table), key, parent, dialect)));
            }
        }
        Self {
            boxes: tables.iter().map(|table| table_box(table, dialect)).collect(),
            lines: lines.into_iter().collect(),
        }
    }

    /// Whether there is nothing on it.
    pub(crate) fn is_empty(&self) -> bool {
        self.boxes.is_empty()
    }

    /// Returns the columns of a foreign key, and what became of it.
    fn label(&self, line: &Line) -> String {
        let fields = self.boxes.get(line.child).map_or(&[][..], |child| &child.fields);
        let names: Vec<&str> =
            line.columns.iter().filter_map(|at| fields.get(*at)).map(|field| field.name.as_str()).collect();
        let word = line.fate.word().map(|word| format!(" ({word})")).unwrap_or_default();
        names.join(", ") + &word
    }

    /// Writes it.
    pub(crate) fn write(&self, notation: Notation) -> String {
        match notation {
            Notation::Mermaid => mermaid::write(self),
            Notation::Dot => dot::write(self),
        }
    }
}

fn table_box(table: &Table, dialect: Dialect) -> TableBox {
    let fields = table.columns.iter().map(|column| field(table, column, dialect)).collect();
    TableBox { name: shown(&table.name.to_string()), fields, fate: Fate::Same, was: None, more: 0 }
}

fn field(table: &Table, column: &Column, dialect: Dialect) -> Field {
    let has = |columns: &[Ident]| columns.iter().any(|name| name.same(&column.name, dialect));
    let alone = BTreeSet::from([column.name.key(dialect)]);
    let is_primary = table.primary_key.as_ref().is_some_and(|key| has(&key.columns));
    let is_foreign = table.foreign_keys.iter().any(|key| has(&key.columns));
    let is_unique = rows::uniques(table, dialect).contains(&alone);
    let marks = [("PK", is_primary), ("FK", is_foreign), ("UK", is_unique)];
    Field {
        column: column.name.clone(),
        name: shown(column.name.as_str()),
        data_type: type_text(&column.data_type),
        nullable: column.nullable && !is_primary,
        marks: marks.into_iter().filter(|(_, holds)| *holds).map(|(mark, _)| mark).collect(),
        fate: Fate::Same,
        was: None,
    }
}

fn line((child, table): (usize, &Table), key: &ForeignKey, (parent, other): (usize, &Table), dialect: Dialect) -> Line {
    Line {
        child,
        columns: places(table, &key.columns, dialect),
        parent,
        referenced: places(other, &key.referenced_columns, dialect),
        optional: rows::may_do_without(table, key, dialect),
        single: rows::at_most_one(table, key, dialect),
        fate: Fate::Same,
    }
}

fn places(table: &Table, columns: &[Ident], dialect: Dialect) -> Vec<usize> {
    let place = |name: &Ident| table.columns.iter().position(|column| column.name.same(name, dialect));
    columns.iter().filter_map(place).collect()
}

/// A name that is empty is shown as it is written in SQL.
fn shown(name: &str) -> String {
    if name.is_empty() { "\"\"".to_owned() } else { name.to_owned() }
}

/// Returns a type in SeaORM's words, or in those of the database or of the source that it is known by.
fn type_text(data_type: &DataType) -> String {
    let text = match data_type {
        DataType::Exact(ColumnType::Custom(sql)) | DataType::Implied(ColumnType::Custom(sql)) => sql.clone(),
        DataType::Exact(known) => change::type_words(&DataType::Implied(known.clone())),
        DataType::Implied(_) => change::type_words(data_type),
        DataType::Reported(sql) => sql.to_string(),
        DataType::Unknown(source) => source.clone(),
    };
    if text.trim().is_empty() { "untyped".to_owned() } else { text }
}
