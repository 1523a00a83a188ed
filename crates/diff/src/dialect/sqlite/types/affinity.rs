//! The affinity that a declared type gives a column.

use autogen_schema::SqlType;

/// Which storage class a column prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Affinity {
    Integer,
    Text,
    Blob,
    Real,
    Numeric,
}

impl Affinity {
    /// Returns the type that `CAST` takes to give the affinity.
    pub fn cast(self) -> &'static str {
        match self {
            Affinity::Integer => "INTEGER",
            Affinity::Text => "TEXT",
            Affinity::Blob => "BLOB",
            Affinity::Real => "REAL",
            Affinity::Numeric => "NUMERIC",
        }
    }
}

/// Returns the affinity of a declared type, by the five rules of <https://sqlite.org/datatype3.html#determination_of_column_affinity>.
/// They look for letters anywhere in the declaration, so `point` is an integer.
pub fn affinity(ty: &SqlType) -> Affinity {
    let text = ty.to_string().to_ascii_lowercase();
    let has = |letters: &[&str]| letters.iter().any(|letters| text.contains(letters));
    if has(&["int"]) {
        Affinity::Integer
    } else if has(&["char", "clob", "text"]) {
        Affinity::Text
    } else if has(&["blob"]) || ty.is_empty() {
        Affinity::Blob
    } else if has(&["real", "floa", "doub"]) {
        Affinity::Real
    } else {
        Affinity::Numeric
    }
}
