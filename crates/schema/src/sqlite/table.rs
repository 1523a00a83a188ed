//! `CREATE TABLE`.

use super::cursor::Cursor;
use super::{ColumnDef, ParseError, QualifiedName, Span, TableConstraint};

/// A `CREATE TABLE` statement and where its parts lie.
///
/// To edit, take spans from here, change a copy of [`CreateTable::source`], last span first, and parse that again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateTable {
    pub(super) source: String,
    /// The table.
    pub name: QualifiedName,
    /// From the `(` of the body to its `)`, both included.
    pub body: Span,
    /// Columns, then constraints, in order.
    pub items: Vec<Item>,
    /// What follows the body.
    pub options: Options,
}

/// A column or a constraint in the body of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// From its first word to its last; neither comma nor comments beside it.
    pub span: Span,
    /// Where the comma behind it is. The last item has none, and SQLite lets it be left out between constraints.
    pub comma: Option<usize>,
    /// What it is.
    pub kind: ItemKind,
}

/// What stands in the body of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ItemKind {
    Column(ColumnDef),
    Constraint(TableConstraint),
}

/// The options of a table, and where each is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// All of them; empty behind the body when there are none.
    pub span: Span,
    /// `STRICT`.
    pub strict: Option<Span>,
    /// `WITHOUT ROWID`.
    pub without_rowid: Option<Span>,
}

impl CreateTable {
    /// Takes `sql` apart.
    ///
    /// Fails on everything else than a `CREATE TABLE` with a body: `AS SELECT` has none (SQLite stores such a table with
    /// one), and virtual tables are another statement.
    pub fn parse(sql: &str) -> Result<Self, ParseError> {
        let mut cursor = Cursor::new(sql);
        cursor.create()?;
        cursor.expect("table")?;
        cursor.if_not_exists();
        let name = cursor.qualified_name("a table")?;
        let start = cursor.start();
        cursor.expect_punct("(")?;
        let items = items(&mut cursor)?;
        cursor.expect_punct(")")?;
        let body = cursor.since(start);
        let options = Options::parse(&mut cursor)?;
        cursor.finish()?;
        Ok(Self { source: sql.to_owned(), name, body, items, options })
    }

    /// Returns the statement as it was given.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Returns what lies at `span`; nothing when it is not a span of this statement.
    pub fn text(&self, span: &Span) -> &str {
        self.source.get(span.clone()).unwrap_or_default()
    }

    /// Returns the columns with the positions of their items.
    pub fn columns(&self) -> impl Iterator<Item = (usize, &ColumnDef)> {
        self.items.iter().enumerate().filter_map(|(at, item)| match &item.kind {
            ItemKind::Column(column) => Some((at, column)),
            ItemKind::Constraint(_) => None,
        })
    }

    /// Returns the table's constraints with the positions of their items.
    pub fn constraints(&self) -> impl Iterator<Item = (usize, &TableConstraint)> {
        self.items.iter().enumerate().filter_map(|(at, item)| match &item.kind {
            ItemKind::Constraint(constraint) => Some((at, constraint)),
            ItemKind::Column(_) => None,
        })
    }

    /// Returns the column called `name`, without ASCII case.
    pub fn column(&self, name: &str) -> Option<&ColumnDef> {
        self.columns().map(|(_, column)| column).find(|column| column.name.ident.as_str().eq_ignore_ascii_case(name))
    }
}

fn items(cursor: &mut Cursor<'_>) -> Result<Vec<Item>, ParseError> {
    let mut items: Vec<Item> = Vec::new();
    loop {
        let start = cursor.start();
        let constraint = TableConstraint::is_next(cursor);
        let kind = if constraint {
            ItemKind::Constraint(TableConstraint::parse(cursor)?)
        } else {
            ItemKind::Column(ColumnDef::parse(cursor)?)
        };
        let span = cursor.since(start);
        let at = cursor.start();
        let comma = cursor.eat_punct(",").then_some(at);
        items.push(Item { span, comma, kind });
        if comma.is_none() && !(constraint && TableConstraint::is_next(cursor)) {
            return Ok(items);
        }
    }
}

impl Options {
    fn parse(cursor: &mut Cursor<'_>) -> Result<Self, ParseError> {
        let end = cursor.end();
        let mut options = Self { span: end..end, strict: None, without_rowid: None };
        let first = cursor.start();
        loop {
            let start = cursor.start();
            if cursor.eat(&["without", "rowid"]) {
                options.without_rowid = Some(cursor.since(start));
            } else if cursor.eat(&["strict"]) {
                options.strict = Some(cursor.since(start));
            } else if options.span.is_empty() {
                return Ok(options);
            } else {
                return Err(cursor.unexpected("a table option"));
            }
            options.span = cursor.since(first);
            if !cursor.eat_punct(",") {
                return Ok(options);
            }
        }
    }
}
