//! What the project's configuration adds to the source.

use autogen_schema::ColumnType;

use crate::column_type::parse_column_type;

/// What source alone cannot tell.
#[derive(Clone, Debug, Default)]
pub struct Options {
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
    /// (`Money`), which matches wherever that name is written; it may carry generic arguments (`Json<Vec<String>>`). The
    /// column type is what `column_type = "…"` takes.
    pub fn new<N, T>(types: impl IntoIterator<Item = (N, T)>) -> Result<Self, InvalidColumnType>
    where
        N: Into<String>,
        T: AsRef<str>,
    {
        let mut out = Vec::new();
        for (name, text) in types {
            let name = name.into();
            match parse_column_type(text.as_ref()) {
                Some(column_type) => out.push((name.split_whitespace().collect(), column_type)),
                None => return Err(InvalidColumnType { name, column_type: text.as_ref().to_owned() }),
            }
        }
        Ok(Self { types: out })
    }

    /// Returns the column type given for a type that is written as `text` (without blanks) and known as `path`.
    pub(crate) fn column_type(&self, text: &str, path: &[String]) -> Option<&ColumnType> {
        let full = path.join("::");
        self.types.iter().find(|(name, _)| ends_with(text, name) || ends_with(&full, name)).map(|(_, ty)| ty)
    }
}

/// Whether `path` is `name` or ends with it after a `::`.
fn ends_with(path: &str, name: &str) -> bool {
    path.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with("::"))
}
