//! What differs between a column before and after.

use autogen_schema::{Column, Ident, Table};

use crate::dialect::sqlite::Refusal;
use crate::dialect::sqlite::create::column_type;
use crate::dialect::sqlite::edit::{EditError, TableText};
use crate::dialect::sqlite::types::default_sql;

/// The facets of a column that change, and what they become.
#[derive(Clone, Debug, Default)]
pub(super) struct Alteration<'a> {
    data_type: Option<Option<String>>,
    not_null: Option<bool>,
    default: Option<Option<String>>,
    auto_increment: Option<bool>,
    collation: Option<Option<&'a Ident>>,
    generated: Option<Option<&'a autogen_schema::Generated>>,
    extra: Option<(Option<&'a str>, Option<&'a str>)>,
}

impl<'a> Alteration<'a> {
    /// Compares both sides. Comments, and where a name came from, are nothing to SQLite.
    pub(super) fn of(table: &Table, from: &'a Column, to: &'a Column) -> Result<Self, Refusal> {
        let operation = || format!("change `{}.{}`", table.name, to.name);
        let mut alteration = Self::default();
        if from.data_type != to.data_type {
            let ty = column_type(table, to).map_err(|error| Refusal::of_type(operation(), &error))?;
            alteration.data_type = Some(ty);
        }
        if from.nullable != to.nullable {
            alteration.not_null = Some(!to.nullable);
        }
        if from.default != to.default {
            let unknown = || Refusal::new(operation(), "its default is not known");
            let sql = to.default.as_ref().map(|default| default_sql(default).ok_or_else(unknown)).transpose()?;
            alteration.default = Some(sql);
        }
        if from.auto_increment != to.auto_increment {
            alteration.auto_increment = Some(to.auto_increment);
        }
        if from.collation != to.collation {
            alteration.collation = Some(to.collation.as_ref());
        }
        if from.generated != to.generated {
            alteration.generated = Some(to.generated.as_ref());
        }
        if from.extra != to.extra {
            alteration.extra = Some((from.extra.as_deref(), to.extra.as_deref()));
        }
        Ok(alteration)
    }

    /// Whether nothing changes on SQLite.
    pub(super) fn is_empty(&self) -> bool {
        self.data_type.is_none()
            && self.not_null.is_none()
            && self.default.is_none()
            && self.auto_increment.is_none()
            && self.collation.is_none()
            && self.generated.is_none()
            && self.extra.is_none()
    }

    /// Makes the changes in the text of the table, on the column called `name` there.
    pub(super) fn apply(&self, text: &mut TableText, name: &Ident) -> Result<(), EditError> {
        if let Some(ty) = &self.data_type {
            text.set_type(name, ty.as_deref())?;
        }
        if let Some(not_null) = self.not_null {
            text.set_not_null(name, not_null)?;
        }
        if let Some(default) = &self.default {
            text.set_default(name, default.as_deref())?;
        }
        if let Some(wanted) = self.auto_increment
            && matches!(text.key_columns().as_slice(), [key] if key.as_str().eq_ignore_ascii_case(name.as_str()))
        {
            text.set_autoincrement(name, wanted)?;
        }
        if let Some(collation) = self.collation {
            text.set_collation(name, collation)?;
        }
        if let Some(generated) = self.generated {
            text.set_generated(name, generated)?;
        }
        if let Some((old, new)) = self.extra {
            text.set_extra(name, old, new)?;
        }
        Ok(())
    }
}
