//! A row of `information_schema`, whatever types a server gives its columns.

use sea_orm::{DbErr, QueryResult};

/// A row of a catalog query.
///
/// MySQL 8 gives some texts as binary strings, where its data dictionary keeps them so; numbers are cast to text in the
/// queries, since their width and sign differ between the servers.
pub(super) struct Row<'a>(pub(super) &'a QueryResult);

impl Row<'_> {
    /// Returns a text that is always there; NULL reads as empty.
    pub(super) fn text(&self, column: &str) -> Result<String, DbErr> {
        Ok(self.optional(column)?.unwrap_or_default())
    }

    /// Returns a text, unless it is NULL.
    pub(super) fn optional(&self, column: &str) -> Result<Option<String>, DbErr> {
        match self.0.try_get::<Option<String>>("", column) {
            Ok(text) => Ok(text),
            Err(error) => {
                let bytes = self.0.try_get::<Option<Vec<u8>>>("", column).map_err(|_| error)?;
                Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
            }
        }
    }

    /// Returns a text, unless it is NULL or empty.
    pub(super) fn filled(&self, column: &str) -> Result<Option<String>, DbErr> {
        Ok(self.optional(column)?.filter(|text| !text.is_empty()))
    }

    /// Whether a column says `YES`.
    pub(super) fn yes(&self, column: &str) -> Result<bool, DbErr> {
        Ok(self.text(column)?.eq_ignore_ascii_case("yes"))
    }

    /// Returns a number that the query has cast to text.
    pub(super) fn number(&self, column: &str) -> Result<Option<u32>, DbErr> {
        Ok(self.optional(column)?.and_then(|text| text.parse().ok()))
    }
}
