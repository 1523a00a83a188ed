//! What SQLite's own `ALTER TABLE` makes of a stored statement, so that a text can be foretold.
//!
//! Source: `alterFindCol`, `dropColumnFunc` and `sqlite3AlterFinishAddColumn` in SQLite's `alter.c`.

use autogen_schema::Ident;

use super::splice::Change;
use super::{EditError, TableText};

impl TableText {
    /// What `ADD COLUMN` makes of it: the definition behind the last column and the comments there.
    pub(crate) fn after_add_column(&mut self, definition: &str) -> Result<(), EditError> {
        let last = self.last_column().and_then(|at| self.parsed.items.get(at));
        let end = last.map_or(self.parsed.body.end - 1, |item| item.comma.unwrap_or(self.parsed.body.end - 1));
        self.apply(vec![Change::insert(end, format!(", {definition}"))])
    }

    /// What `DROP COLUMN` makes of it: up to the next column's name, or from the comma before the last column on.
    pub(crate) fn after_drop_column(&mut self, name: &Ident) -> Result<(), EditError> {
        let (at, column) = self.find(name)?;
        let start = column.name.span.start;
        let next = self.parsed.columns().find(|(position, _)| *position > at).map(|(_, next)| next.name.span.start);
        let span = match next {
            Some(next) => start..next,
            None => {
                let comma = self.sql().get(..start).and_then(|before| before.rfind(',')).unwrap_or(start);
                let last = self.parsed.items.get(at).and_then(|item| item.comma);
                comma..last.unwrap_or(self.parsed.body.end - 1)
            }
        };
        self.apply(vec![Change::cut(span)])
    }
}
