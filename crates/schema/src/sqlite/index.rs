//! `CREATE INDEX`.

use super::cursor::Cursor;
use super::indexed::PartList;
use super::{IndexedPart, Name, ParseError, QualifiedName, Span};

/// A `CREATE INDEX` statement and where its parts lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateIndex {
    pub(super) source: String,
    /// The index.
    pub name: QualifiedName,
    /// Whether it is `UNIQUE`.
    pub unique: bool,
    /// The table.
    pub table: Name,
    /// What is indexed, in order.
    pub parts: Vec<IndexedPart>,
    /// Where the predicate lies, without `WHERE`.
    pub predicate: Option<Span>,
}

impl CreateIndex {
    /// Takes `sql` apart. Fails on every other statement.
    pub fn parse(sql: &str) -> Result<Self, ParseError> {
        let mut cursor = Cursor::new(sql);
        cursor.expect("create")?;
        let unique = cursor.eat(&["unique"]);
        cursor.expect("index")?;
        cursor.if_not_exists();
        let name = cursor.qualified_name("an index")?;
        cursor.expect("on")?;
        let table = cursor.name("a table")?;
        let PartList { parts, .. } = PartList::parse(&mut cursor)?;
        let predicate = if cursor.eat(&["where"]) { Some(rest(&mut cursor)?) } else { None };
        cursor.finish()?;
        Ok(Self { source: sql.to_owned(), name, unique, table, parts, predicate })
    }

    /// Returns the statement as it was given.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Returns what lies at `span`; nothing when it is not a span of this statement.
    pub fn text(&self, span: &Span) -> &str {
        self.source.get(span.clone()).unwrap_or_default()
    }
}

/// Steps over everything up to the end or a `;`.
fn rest(cursor: &mut Cursor<'_>) -> Result<Span, ParseError> {
    let start = cursor.start();
    if cursor.peek().is_none() {
        return Err(cursor.unexpected("a predicate"));
    }
    while cursor.peek().is_some_and(|token| !token.is_punct(";")) {
        cursor.next();
    }
    Ok(cursor.since(start))
}
