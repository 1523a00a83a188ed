//! Tables that come, go, and get another name.

use autogen_schema::{Dialect, Ident, TableName};
use sea_query::{Expr, Index, Table, TableCreateStatement, TableDropStatement, TableRenameStatement};

use super::column::Column;
use super::index::IndexSpec;
use super::reference::Reference;
use crate::rust::both::{Both, call, then};
use crate::rust::sql::Sql;

/// A table that comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CreateTable {
    pub(crate) name: TableName,
    pub(crate) columns: Vec<Column>,
    /// A primary key that is not one column's.
    pub(crate) primary_key: Option<(Option<Ident>, Vec<Ident>)>,
    /// Uniques of several columns; on MySQL every other index too.
    pub(crate) indexes: Vec<IndexSpec>,
    pub(crate) references: Vec<Reference>,
    pub(crate) checks: Vec<Sql>,
    pub(crate) comment: Option<String>,
    pub(crate) engine: Option<String>,
    pub(crate) charset: Option<String>,
    pub(crate) collation: Option<String>,
    /// What stands behind the closing parenthesis.
    pub(crate) extra: Option<Sql>,
}

impl CreateTable {
    pub(crate) fn new(name: TableName) -> Self {
        Self {
            name,
            columns: Vec::new(),
            primary_key: None,
            indexes: Vec::new(),
            references: Vec::new(),
            checks: Vec::new(),
            comment: None,
            engine: None,
            charset: None,
            collation: None,
            extra: None,
        }
    }

    pub(super) fn both(&self) -> Both<TableCreateStatement> {
        let mut table = then!(call!(Table::create()), table(&self.name));
        for column in &self.columns {
            table = then!(table, col(column.both()));
        }
        if let Some((name, columns)) = &self.primary_key {
            let key = match name {
                Some(name) => then!(call!(Index::create()), name(name)),
                None => call!(Index::create()),
            };
            let key = columns.iter().fold(key, |key, column| then!(key, col(column)));
            table = then!(table, primary_key(&mut key));
        }
        for index in &self.indexes {
            table = then!(table, index(&mut index.both(None)));
        }
        for key in &self.references {
            table = then!(table, foreign_key(&mut key.both(&self.name)));
        }
        for sql in &self.checks {
            table = then!(table, check(call!(Expr::cust(&sql.text))));
        }
        self.with_options(table)
    }

    fn with_options(&self, mut table: Both<TableCreateStatement>) -> Both<TableCreateStatement> {
        if let Some(text) = &self.comment {
            table = then!(table, comment(text));
        }
        if let Some(name) = &self.engine {
            table = then!(table, engine(name));
        }
        if let Some(name) = &self.charset {
            table = then!(table, character_set(name));
        }
        if let Some(name) = &self.collation {
            table = then!(table, collate(name));
        }
        match &self.extra {
            Some(sql) => then!(table, extra(&sql.text)),
            None => table,
        }
    }

    pub(super) fn is_on(&self, dialect: Dialect) -> bool {
        let indexes = self.indexes.iter().all(|index| index.is_on(None, dialect));
        let references = self.references.iter().all(|key| key.is_on(&self.name, dialect));
        self.columns.iter().all(|column| column.is_on(dialect)) && indexes && references
    }
}

pub(super) fn dropped(table: &TableName) -> Both<TableDropStatement> {
    then!(call!(Table::drop()), table(table))
}

pub(super) fn renamed(from: &TableName, to: &TableName) -> Both<TableRenameStatement> {
    then!(call!(Table::rename()), table(from, to))
}
