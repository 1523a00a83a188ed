//! The primary key.

use autogen_schema::sqlite::{ColumnConstraintKind, IndexedPart, TableConstraintKind};
use autogen_schema::{Ident, PrimaryKey};

use super::constraint::Place;
use super::layout::PRIMARY_KEY;
use super::{EditError, TableText};
use crate::dialect::sqlite::create;

impl TableText {
    /// Adds a primary key: in its column, with `words` (`PRIMARY KEY AUTOINCREMENT`), or apart where it has
    /// several columns.
    pub fn add_primary_key(&mut self, key: &PrimaryKey, words: &str) -> Result<(), EditError> {
        match key.columns.as_slice() {
            [column] => {
                let name = create::constraint(key.name.as_ref());
                self.insert(column, 3, &format!("{name}{words}"))
            }
            columns => self.add_constraint(&create::primary_key(key.name.as_ref(), columns), PRIMARY_KEY),
        }
    }

    /// Takes the primary key out.
    pub fn drop_primary_key(&mut self) -> Result<(), EditError> {
        match self.primary_key().map(|(place, _)| place) {
            Some(place) => self.drop_at(&place),
            None => Err(EditError::NoConstraint("primary key".to_owned())),
        }
    }

    /// Makes the key of one integer column AUTOINCREMENT, or not; its name, order and conflict clause stay.
    pub fn set_autoincrement(&mut self, column: &Ident, wanted: bool) -> Result<(), EditError> {
        if self.is_autoincrement() == wanted {
            return Ok(());
        }
        let name = self.primary_key_name();
        self.drop_primary_key()?;
        let key = PrimaryKey { name, ..PrimaryKey::new([column.clone()]) };
        self.add_primary_key(&key, if wanted { "PRIMARY KEY AUTOINCREMENT" } else { "PRIMARY KEY" })
    }

    /// Whether the key is AUTOINCREMENT.
    pub fn is_autoincrement(&self) -> bool {
        self.inline().any(|(_, _, kind)| matches!(kind, ColumnConstraintKind::PrimaryKey { autoincrement: true, .. }))
            || self.parsed.constraints().any(|(_, constraint)| {
                matches!(constraint.kind, TableConstraintKind::PrimaryKey { autoincrement: true, .. })
            })
    }

    /// Returns the columns of the primary key; empty where there is none.
    pub fn key_columns(&self) -> Vec<Ident> {
        self.primary_key().map(|(_, columns)| columns).unwrap_or_default()
    }

    fn primary_key(&self) -> Option<(Place, Vec<Ident>)> {
        let inline = self.inline().find_map(|(place, _, kind)| match (&place, kind) {
            (Place::Column(column, _), ColumnConstraintKind::PrimaryKey { .. }) => {
                let columns = vec![column.clone()];
                Some((place, columns))
            }
            _ => None,
        });
        inline.or_else(|| {
            self.parsed.constraints().find_map(|(at, constraint)| match &constraint.kind {
                TableConstraintKind::PrimaryKey { parts, .. } => {
                    let columns = parts.iter().filter_map(IndexedPart::column).map(|name| name.ident.clone()).collect();
                    Some((Place::Item(at), columns))
                }
                _ => None,
            })
        })
    }

    fn primary_key_name(&self) -> Option<Ident> {
        let inline = self.inline().find(|(_, _, kind)| matches!(kind, ColumnConstraintKind::PrimaryKey { .. }));
        let name = inline.and_then(|(_, name, _)| name.map(|name| name.ident.clone()));
        name.or_else(|| {
            self.parsed.constraints().find_map(|(_, constraint)| match constraint.kind {
                TableConstraintKind::PrimaryKey { .. } => constraint.name.as_ref().map(|name| name.ident.clone()),
                _ => None,
            })
        })
    }
}
