//! What the project's configuration adds to the source.

use autogen_schema::ColumnType;

use crate::column_type::parse_column_type;

/// What source alone cannot tell.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The most exact first.
    types: Vec<(String, ColumnType)>,
}

/// A column type of the configuration that is not one of SeaORM's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{column_type}`, given for the type `{name}`, is not a column type of SeaORM")]
pub struct InvalidColumnType {
    /// The Rust type it was given for.
    pub name: String,
    /// What was given.
    pub column_type: String,
}

impl Options {
    /// Makes options from pairs of a Rust type and the column type it stands for.
    ///
    /// The Rust type is a path (`billing::Money`), which has to match the end of the path it is known by, or a bare name
    /// (`Money`), which matches wherever that name is written; it may carry generic arguments (`Json<Vec<String>>`). A `*`
    /// stands for any text (`Json<*>`, `aster_forge_*::Status`). Of several that match, the one with the most letters beside
    /// its `*` counts. The column type is what `column_type = "…"` takes.
    pub fn new<N, T>(types: impl IntoIterator<Item = (N, T)>) -> Result<Self, InvalidColumnType>
    where
        N: Into<String>,
        T: AsRef<str>,
    {
        let mut out: Vec<(String, ColumnType)> = Vec::new();
        for (name, text) in types {
            let name = name.into();
            match parse_column_type(text.as_ref()) {
                Some(column_type) => out.push((name.split_whitespace().collect(), column_type)),
                None => return Err(InvalidColumnType { name, column_type: text.as_ref().to_owned() }),
            }
        }
        // Of the same length, the one counts that leaves less open.
        out.sort_by_cached_key(|(name, _)| {
            let stars = name.matches('*').count();
            (std::cmp::Reverse(name.len() - stars), stars, name.clone())
        });
        Ok(Self { types: out })
    }

    /// Returns the column type given for a type that is written as `text` (without blanks) and known as `path`.
    pub(crate) fn column_type(&self, text: &str, path: &[String]) -> Option<&ColumnType> {
        if self.types.is_empty() {
            return None;
        }
        let full = path.join("::");
        self.types.iter().find(|(name, _)| ends_with(text, name) || ends_with(&full, name)).map(|(_, ty)| ty)
    }
}

/// Whether `path` is `name` or ends with it after a `::`.
fn ends_with(path: &str, name: &str) -> bool {
    // What stands in angle brackets is no part of the path.
    let end = path.find('<').unwrap_or(path.len());
    let starts = path.match_indices("::").map(|(at, _)| at + 2).filter(|start| *start <= end);
    std::iter::once(0).chain(starts).any(|start| path.get(start..).is_some_and(|rest| matches(rest, name)))
}

/// Whether `text` is `pattern`, whose `*` each stand for any text.
fn matches(text: &str, pattern: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        match rest.find(piece) {
            Some(at) => rest = rest.get(at + piece.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    true
}
