//! Foreign keys.

use autogen_schema::{Dialect, Ident, ReferentialAction, TableName};
use sea_query::{ForeignKey, ForeignKeyAction, ForeignKeyCreateStatement, ForeignKeyDropStatement};

use crate::rust::both::{Both, call, pair, then, word};

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) name: Option<Ident>,
    pub(crate) columns: Vec<Ident>,
    pub(crate) references: TableName,
    pub(crate) referenced_columns: Vec<Ident>,
    pub(crate) on_delete: Action,
    pub(crate) on_update: Action,
}

/// What a key does to rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Action {
    /// What is said.
    pub(crate) said: Option<ReferentialAction>,
    /// Whether to say that nothing is done is to say nothing.
    pub(crate) defaults: bool,
}

impl PartialEq for Action {
    fn eq(&self, other: &Self) -> bool {
        let done =
            |action: &Self| action.said.filter(|said| !(action.defaults && *said == ReferentialAction::NoAction));
        done(self) == done(other)
    }
}

impl Eq for Action {}

impl Reference {
    pub(super) fn both(&self, table: &TableName) -> Both<ForeignKeyCreateStatement> {
        let mut key = call!(ForeignKey::create());
        if let Some(name) = &self.name {
            key = then!(key, name(name));
        }
        key = match self.columns.as_slice() {
            [column] => then!(key, from(table, column)),
            [one, other] => then!(key, from(table, pair(one, other))),
            columns => columns.iter().fold(then!(key, from_tbl(table)), |key, column| then!(key, from_col(column))),
        };
        let to = &self.references;
        key = match self.referenced_columns.as_slice() {
            [column] => then!(key, to(to, column)),
            [one, other] => then!(key, to(to, pair(one, other))),
            columns => columns.iter().fold(then!(key, to_tbl(to)), |key, column| then!(key, to_col(column))),
        };
        if let Some(action) = self.on_delete.said {
            key = then!(key, on_delete(said(action)));
        }
        if let Some(action) = self.on_update.said {
            key = then!(key, on_update(said(action)));
        }
        key
    }

    /// Whether a backend can make it within a table. sea-query panics for a table of another database.
    pub(super) fn is_on(&self, table: &TableName, dialect: Dialect) -> bool {
        dialect == Dialect::Postgres || self.references.schema.is_none() && table.schema.is_none()
    }
}

/// Drops a foreign key.
pub(super) fn dropped(table: &TableName, name: &Ident) -> Both<ForeignKeyDropStatement> {
    then!(then!(call!(ForeignKey::drop()), name(name)), table(table))
}

fn said(action: ReferentialAction) -> Both<ForeignKeyAction> {
    match action {
        ReferentialAction::NoAction => word!(ForeignKeyAction::NoAction),
        ReferentialAction::Restrict => word!(ForeignKeyAction::Restrict),
        ReferentialAction::Cascade => word!(ForeignKeyAction::Cascade),
        ReferentialAction::SetNull => word!(ForeignKeyAction::SetNull),
        ReferentialAction::SetDefault => word!(ForeignKeyAction::SetDefault),
    }
}
