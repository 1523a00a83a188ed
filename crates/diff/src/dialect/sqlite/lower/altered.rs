//! What differs between a column before and after.

use autogen_schema::{Column, Ident, Table};

use crate::dialect::Refusal;
use crate::dialect::sqlite::create::column_type;
use crate::dialect::sqlite::edit::{EditError, TableText};
use crate::dialect::sqlite::types::default_sql;

/// The facets of a column that change, and what they become.
#[derive(Clone, Debug)]
pub(super) struct Alteration<'a> {
    from: &'a Column,
    to: &'a Column,
    /// The type to declare, and what stands behind `DEFAULT`, as far as the facet changes.
    data_type: Option<String>,
    default: Option<String>,
}

impl<'a> Alteration<'a> {
    /// Compares both sides. Comments, and where a name came from, are nothing to SQLite.
    pub(super) fn of(table: &Table, from: &'a Column, to: &'a Column) -> Result<Self, Refusal> {
        let operation = || format!("change `{}.{}`", table.name, to.name);
        let mut alteration = Self { from, to, data_type: None, default: None };
        if from.data_type != to.data_type {
            let ty = column_type(table, to).map_err(|error| Refusal::of_type(operation(), &error))?;
            alteration.data_type = ty;
        }
        if from.default != to.default {
            let unknown = || Refusal::new(operation(), "its default is not known");
            alteration.default = to.default.as_ref().map(|sql| default_sql(sql).ok_or_else(unknown)).transpose()?;
        }
        Ok(alteration)
    }

    /// Whether nothing changes on SQLite.
    pub(super) fn is_empty(&self) -> bool {
        let Self { from, to, .. } = self;
        from.data_type == to.data_type
            && from.nullable == to.nullable
            && from.default == to.default
            && from.auto_increment == to.auto_increment
            && from.collation == to.collation
            && from.generated == to.generated
            && from.extra == to.extra
    }

    /// Makes the changes in the text of the table, on the column called `name` there.
    pub(super) fn apply(&self, text: &mut TableText, name: &Ident) -> Result<(), EditError> {
        let Self { from, to, data_type, default } = self;
        if from.data_type != to.data_type {
            text.set_type(name, data_type.as_deref())?;
        }
        if from.nullable != to.nullable {
            text.set_not_null(name, !to.nullable)?;
        }
        if from.default != to.default {
            text.set_default(name, default.as_deref())?;
        }
        if from.auto_increment != to.auto_increment && is_key(text, name) {
            text.set_autoincrement(name, to.auto_increment)?;
        }
        if from.collation != to.collation {
            text.set_collation(name, to.collation.as_ref().map(|collation| &collation.name))?;
        }
        if from.generated != to.generated {
            text.set_generated(name, to.generated.as_ref())?;
        }
        if from.extra != to.extra {
            text.set_extra(name, from.extra.as_deref(), to.extra.as_deref())?;
        }
        Ok(())
    }
}

/// Whether the column alone is the key. One that becomes it counts up from there.
fn is_key(text: &TableText, name: &Ident) -> bool {
    matches!(text.key_columns().as_slice(), [key] if key.as_str().eq_ignore_ascii_case(name.as_str()))
}
