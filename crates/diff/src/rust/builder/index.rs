//! Indexes, and the keys that are made as one.

use autogen_schema::{Dialect, Ident, TableName};
use sea_query::{
    ConditionalStatement, Expr, Index, IndexCreateStatement, IndexDropStatement, IndexOrder, IndexType, IntoIden,
};

use crate::rust::both::{Argument, Both, call, pair, then, word};
use crate::rust::sql::Sql;

/// An index, whether it stands by itself or in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IndexSpec {
    pub(crate) name: Option<Ident>,
    pub(crate) unique: bool,
    pub(crate) parts: Vec<Part>,
    /// The access method, when it is not the default.
    pub(crate) method: Option<Method>,
    /// Columns that are kept in it without being searched by.
    pub(crate) include: Vec<Ident>,
    pub(crate) nulls_not_distinct: bool,
    /// The predicate of a partial index.
    pub(crate) predicate: Option<Sql>,
}

/// One entry of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Column { name: Ident, prefix: Option<u32>, descending: bool },
    Expression { sql: Sql, descending: bool },
}

/// How an index is searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Hash,
    FullText,
    Other(String),
}

impl IndexSpec {
    /// Makes an index over columns as they are.
    pub(crate) fn over(name: Option<Ident>, unique: bool, parts: Vec<Part>) -> Self {
        let (method, include, nulls_not_distinct, predicate) = (None, Vec::new(), false, None);
        Self { name, unique, parts, method, include, nulls_not_distinct, predicate }
    }

    /// `table` is where it is, unless it stands in there.
    pub(super) fn both(&self, table: Option<&TableName>) -> Both<IndexCreateStatement> {
        let mut index = call!(Index::create());
        if let Some(name) = &self.name {
            index = then!(index, name(name));
        }
        if let Some(table) = table {
            index = then!(index, table(table));
        }
        index = self.parts.iter().fold(index, |index, part| part.on(index));
        if self.unique {
            index = then!(index, unique());
        }
        index = match &self.method {
            Some(Method::FullText) => then!(index, full_text()),
            Some(Method::Hash) => then!(index, index_type(word!(IndexType::Hash))),
            Some(Method::Other(name)) => {
                let mut name = Argument::both(name).map(IntoIden::into_iden);
                name.source = name.source.then("into_iden", Vec::new());
                then!(index, index_type(call!(IndexType::Custom(name))))
            }
            None => index,
        };
        index = self.include.iter().fold(index, |index, column| then!(index, include(column)));
        if self.nulls_not_distinct {
            index = then!(index, nulls_not_distinct());
        }
        match &self.predicate {
            Some(sql) => then!(index, cond_where(call!(Expr::cust(&sql.text)))),
            None => index,
        }
    }

    /// Whether a backend can make it. sea-query panics for expressions on SQLite, and for tables of another database.
    pub(super) fn is_on(&self, table: Option<&TableName>, dialect: Dialect) -> bool {
        let plain = self.parts.iter().all(|part| matches!(part, Part::Column { .. }));
        let here = table.is_none_or(|table| table.schema.is_none());
        match dialect {
            Dialect::Postgres => true,
            Dialect::Mysql => here,
            Dialect::Sqlite => here && plain,
        }
    }
}

impl Part {
    fn on(&self, index: Both<IndexCreateStatement>) -> Both<IndexCreateStatement> {
        let down = || word!(IndexOrder::Desc);
        match self {
            Part::Column { name, prefix: None, descending: false } => then!(index, col(name)),
            Part::Column { name, prefix: None, descending: true } => then!(index, col(pair(name, down()))),
            Part::Column { name, prefix: Some(length), descending: false } => then!(index, col(pair(name, *length))),
            Part::Column { name, prefix: Some(length), descending: true } => {
                then!(index, col(crate::rust::both::triple(name, *length, down())))
            }
            Part::Expression { sql, descending: false } => then!(index, col(call!(Expr::cust(&sql.text)))),
            Part::Expression { sql, descending: true } => {
                then!(index, col(pair(call!(Expr::cust(&sql.text)), down())))
            }
        }
    }
}

/// Drops an index. Where it is does nothing but on MySQL, and that it is known is nothing that a statement tells elsewhere.
#[derive(Clone, Debug)]
pub(crate) struct DropIndex {
    pub(crate) name: Ident,
    /// The schema, where the statement says one.
    pub(crate) schema: Option<Ident>,
    pub(crate) table: Option<TableName>,
}

impl PartialEq for DropIndex {
    fn eq(&self, other: &Self) -> bool {
        let table = self.table.is_none() || other.table.is_none() || self.table == other.table;
        self.name == other.name && self.schema == other.schema && table
    }
}

impl Eq for DropIndex {}

impl DropIndex {
    pub(super) fn both(&self) -> Both<IndexDropStatement> {
        let index = then!(call!(Index::drop()), name(&self.name));
        match (&self.table, &self.schema) {
            (Some(table), _) => then!(index, table(table)),
            // Of the table only the schema is written, where there is one.
            (None, Some(schema)) => then!(index, table(&TableName::in_schema(schema.clone(), self.name.clone()))),
            (None, None) => index,
        }
    }

    pub(super) fn is_on(&self, dialect: Dialect) -> bool {
        let here = self.schema.is_none() && self.table.as_ref().is_none_or(|table| table.schema.is_none());
        match dialect {
            Dialect::Postgres => true,
            Dialect::Mysql => here && self.table.is_some(),
            Dialect::Sqlite => here,
        }
    }
}
