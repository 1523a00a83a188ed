//! Columns.

use std::collections::HashMap;
use std::ops::Range;

use autogen_schema::{
    Attachment, Column, DataType, DefaultValue, Dialect, Generated, Ident, IdentityKind, SqlType, Storage, TableName,
};
use sea_orm::{DbErr, QueryResult};

use super::attachment::comment;
use super::catalog::{Known, Rows, ident, qualified, texts};
use super::not_null::NotNull;
use super::relation::{Relation, spelled};
use super::sequence::{self, Sequences};
use super::text::unwrapped;
use crate::Error;

pub(super) const SQL: &str = include_str!("column.sql");

/// The columns of every relation, by their numbers. All stand in one list: there are many of them.
pub(super) struct Columns {
    /// Sorted by relation and number.
    rows: Vec<ColumnRow>,
    /// Where those of a relation stand.
    places: HashMap<i64, Range<usize>>,
}

/// A column, with what its table's text needs to know of it.
pub(super) struct ColumnRow {
    relation: i64,
    pub(super) column: Column,
    /// Its number, by which others know it.
    number: i16,
    pub(super) type_oid: i64,
    pub(super) collation_oid: i64,
    /// The type in the server's own spelling.
    pub(super) type_text: String,
    /// The default or the generating expression in the server's own spelling.
    pub(super) expression: Option<String>,
    /// How its numbers are made, where it is `GENERATED AS IDENTITY`.
    pub(super) identity: Option<IdentityKind>,
    /// The collation in SQL, when it is not the type's.
    pub(super) collation: Option<String>,
    /// The NOT NULL constraint, when its name is not the usual one, or when it is not an ordinary one.
    pub(super) not_null: Option<NotNull>,
    /// Whether the table has it by itself, and not only from a parent.
    pub(super) local: bool,
    /// Options of a foreign table's column, each as `name=value`.
    pub(super) server_options: Vec<String>,
    /// Whether others than the owner may do something to it.
    granted: bool,
}

impl Columns {
    /// Puts them together, also those of what an extension made.
    pub(super) fn of_rows(
        rows: Rows,
        not_null: Vec<(i64, i16, NotNull)>,
        sequences: &Sequences,
        known: &Known,
    ) -> Result<Self, Error> {
        let mut rows = rows.decode(decode)?;
        rows.sort_by_key(|row| (row.relation, row.number));
        let owned = sequences.by_owner();
        for row in &mut rows {
            row.column.comment = known.comments.of_column(row.relation, row.number);
            let owned = owned.get(&(row.relation, row.number)).map(Vec::as_slice).unwrap_or_default();
            row.number_by(owned);
        }
        let mut columns = Self { places: places(&rows), rows };
        for (of, number, constraint) in not_null {
            let relation = known.relations.iter().find(|relation| relation.oid == of);
            if let (Some(relation), Some(row)) = (relation, columns.get_mut(of, number)) {
                row.hold_to(constraint, relation);
            }
        }
        Ok(columns)
    }

    /// The columns of a relation.
    pub(super) fn of(&self, relation: i64) -> &[ColumnRow] {
        self.places.get(&relation).and_then(|place| self.rows.get(place.clone())).unwrap_or_default()
    }

    /// Gives the columns of each relation away.
    pub(super) fn into_relations(self) -> impl Iterator<Item = (i64, Vec<Column>)> {
        let Self { rows, places } = self;
        let mut rows = rows.into_iter().map(|row| (row.relation, row.column)).peekable();
        std::iter::from_fn(move || {
            let relation = rows.peek()?.0;
            let mut columns = Vec::with_capacity(places.get(&relation).map_or(0, ExactSizeIterator::len));
            columns.extend(std::iter::from_fn(|| rows.next_if(|(of, _)| *of == relation)).map(|(_, column)| column));
            Some((relation, columns))
        })
    }

    /// The column of a relation that has the number.
    pub(super) fn get(&self, relation: i64, number: i16) -> Option<&ColumnRow> {
        let rows = self.of(relation);
        rows.binary_search_by_key(&number, |row| row.number).ok().and_then(|at| rows.get(at))
    }

    fn get_mut(&mut self, relation: i64, number: i16) -> Option<&mut ColumnRow> {
        let rows = self.rows.get_mut(self.places.get(&relation)?.clone())?;
        rows.binary_search_by_key(&number, |row| row.number).ok().and_then(|at| rows.get_mut(at))
    }

    /// The names of those numbers.
    pub(super) fn names(&self, relation: i64, numbers: &[i16]) -> Result<Vec<Ident>, DbErr> {
        let name = |number: &i16| {
            let row = self.get(relation, *number);
            let missing = || DbErr::RecordNotFound(format!("column {number} of relation {relation}"));
            row.map(|row| row.column.name.clone()).ok_or_else(missing)
        };
        numbers.iter().map(name).collect()
    }

    /// Whether others than the owner may do something to a column.
    pub(super) fn are_granted(&self) -> bool {
        self.rows.iter().any(|row| row.granted)
    }
}

fn places(rows: &[ColumnRow]) -> HashMap<i64, Range<usize>> {
    let mut places = HashMap::new();
    let mut begin = 0;
    for of_relation in rows.chunk_by(|one, next| one.relation == next.relation) {
        let end = begin + of_relation.len();
        places.extend(of_relation.first().map(|row| (row.relation, begin..end)));
        begin = end;
    }
    places
}

fn decode(row: &QueryResult) -> Result<ColumnRow, DbErr> {
    let type_text: String = row.try_get("", "type")?;
    let expression: Option<String> = row.try_get("", "expression")?;
    let collation = qualified(row, "collation_schema", "collation")?;
    let identity = match row.try_get::<String>("", "identity")?.as_str() {
        "a" => Some(IdentityKind::Always),
        "d" => Some(IdentityKind::ByDefault),
        _ => None,
    };
    let generated = storage(&row.try_get::<String>("", "generated")?)
        .zip(expression.as_deref())
        .map(|(storage, text)| Generated { expression: unwrapped(text).to_owned(), storage });
    let default = expression.clone().filter(|_| generated.is_none()).map(DefaultValue::Expression);
    let column = Column {
        nullable: row.try_get("", "nullable")?,
        default,
        generated,
        collation: collation.clone(),
        settings: settings(row)?,
        ..Column::new(row.try_get::<String>("", "name")?, DataType::Reported(SqlType::parse(&type_text)))
    };
    Ok(ColumnRow {
        relation: row.try_get("", "relation")?,
        column,
        number: row.try_get("", "number")?,
        type_oid: row.try_get("", "type_oid")?,
        collation_oid: row.try_get("", "collation_oid")?,
        type_text,
        expression,
        identity,
        collation: collation.map(|name| Dialect::Postgres.quote_table(&name)),
        not_null: None,
        local: row.try_get("", "local")?,
        server_options: texts(row, "server_options")?,
        granted: row.try_get("", "granted")?,
    })
}

fn storage(letter: &str) -> Option<Storage> {
    match letter {
        "s" => Some(Storage::Stored),
        "v" => Some(Storage::Virtual),
        _ => None,
    }
}

fn settings(row: &QueryResult) -> Result<Vec<String>, DbErr> {
    let mut settings = Vec::new();
    if let Some(letter) = row.try_get::<Option<String>>("", "storage")? {
        let word = match letter.as_str() {
            "p" => "PLAIN",
            "e" => "EXTERNAL",
            "m" => "MAIN",
            _ => "EXTENDED",
        };
        settings.push(format!("SET STORAGE {word}"));
    }
    if let Some(letter) = ident(row, "compression")? {
        settings.push(format!("SET COMPRESSION {}", if letter.as_str() == "l" { "lz4" } else { "pglz" }));
    }
    if let Some(target) = row.try_get::<Option<i32>>("", "statistics")? {
        settings.push(format!("SET STATISTICS {target}"));
    }
    let options = texts(row, "options")?;
    if !options.is_empty() {
        let options: Vec<_> = options.iter().map(|option| spelled(option)).collect();
        settings.push(format!("SET ({})", options.join(", ")));
    }
    Ok(settings)
}

impl ColumnRow {
    /// Has its numbers made by the sequences that it owns, if they do.
    fn number_by(&mut self, sequences: &[&sequence::Sequence]) {
        let identity = sequence::identity(self, sequences);
        if identity.as_ref().is_some_and(|identity| identity.kind == IdentityKind::Serial) {
            self.column.default = None;
        }
        self.column.auto_increment = identity.is_some();
        self.column.identity = identity;
    }

    fn hold_to(&mut self, constraint: NotNull, relation: &Relation) {
        // One that may still hold NULL in rows from before it was set is none yet.
        self.column.nullable |= !constraint.validated;
        // A part has what the whole is given.
        if constraint.is_only_named() && !relation.is_partition() {
            self.column.settings.push(format!("CONSTRAINT {}", Dialect::Postgres.quote(&constraint.name)));
        }
        self.not_null = Some(constraint);
    }

    /// The comment, about a column of `relation`.
    pub(super) fn comment_in(&self, relation: &TableName) -> Option<Attachment> {
        let (name, text) = (&self.column.name, self.column.comment.as_deref()?);
        let what = format!("COLUMN {}.{}", Dialect::Postgres.quote_table(relation), Dialect::Postgres.quote(name));
        Some(Attachment { uses: [name.clone()].into(), ..comment(name.clone(), &what, text) })
    }
}
