//! How the catalog is asked, and how its answers are taken apart.

use std::collections::BTreeMap;

use autogen_schema::{Ident, TableName};
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement};

use super::relation::{self, Relation};
use crate::Error;

/// What has rows or columns, and the way to ask more about it.
pub(super) struct Catalog<'a, C> {
    pub(super) db: &'a C,
    /// By schema and name. What an extension made is not among them.
    pub(super) relations: Vec<Relation>,
    /// The name of every relation, by its identifier.
    pub(super) names: BTreeMap<i64, TableName>,
}

impl<'a, C: ConnectionTrait> Catalog<'a, C> {
    pub(super) async fn read(db: &'a C) -> Result<Self, Error> {
        let mut relations = relation::read(db).await?;
        let names = relations.iter().map(|relation| (relation.oid, relation.name.clone())).collect();
        relations.retain(|relation| !relation.of_extension);
        Ok(Self { db, relations, names })
    }

    /// Asks `sql`, whose `$1` are the relations, and returns the rows of each.
    pub(super) async fn by_relation<T>(
        &self,
        what: &'static str,
        sql: &str,
        decode: impl Fn(&QueryResult) -> Result<T, DbErr>,
    ) -> Result<BTreeMap<i64, Vec<T>>, Error> {
        let relations: Vec<i64> = self.relations.iter().map(|relation| relation.oid).collect();
        let statement = Statement::from_sql_and_values(self.db.get_database_backend(), sql, [relations.into()]);
        let decode = |row: &QueryResult| Ok((row.try_get::<i64>("", "relation")?, decode(row)?));
        let mut groups = BTreeMap::<_, Vec<T>>::new();
        for (relation, row) in ask(self.db, what, statement, decode).await? {
            groups.entry(relation).or_default().push(row);
        }
        Ok(groups)
    }
}

/// Asks `sql` and decodes what comes back.
pub(super) async fn query<T>(
    db: &impl ConnectionTrait,
    what: &'static str,
    sql: &str,
    decode: impl Fn(&QueryResult) -> Result<T, DbErr>,
) -> Result<Vec<T>, Error> {
    ask(db, what, Statement::from_string(db.get_database_backend(), sql), decode).await
}

async fn ask<T>(
    db: &impl ConnectionTrait,
    what: &'static str,
    statement: Statement,
    decode: impl Fn(&QueryResult) -> Result<T, DbErr>,
) -> Result<Vec<T>, Error> {
    let catalog = |source| Error::Catalog { what, source };
    let rows = db.query_all_raw(statement).await.map_err(catalog)?;
    rows.iter().map(decode).collect::<Result<_, _>>().map_err(catalog)
}

/// The columns `schema` and `name` of a row; the schema is NULL for the default one.
pub(super) fn name(row: &QueryResult) -> Result<TableName, DbErr> {
    Ok(TableName { schema: ident(row, "schema")?, name: row.try_get::<String>("", "name")?.into() })
}

/// A name that may be missing.
pub(super) fn ident(row: &QueryResult, column: &str) -> Result<Option<Ident>, DbErr> {
    Ok(row.try_get::<Option<String>>("", column)?.map(Ident::from))
}

/// A name in a schema, where it is not there to be found without.
pub(super) fn qualified(row: &QueryResult, schema: &str, column: &str) -> Result<Option<TableName>, DbErr> {
    let schema = ident(row, schema)?;
    Ok(ident(row, column)?.map(|name| TableName { schema, name }))
}

/// A list of names.
pub(super) fn idents(row: &QueryResult, column: &str) -> Result<Vec<Ident>, DbErr> {
    Ok(row.try_get::<Vec<String>>("", column)?.into_iter().map(Ident::from).collect())
}
