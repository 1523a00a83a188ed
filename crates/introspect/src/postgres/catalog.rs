//! How the catalog is asked, and how its answers are taken apart.

use std::collections::BTreeMap;
use std::sync::Arc;

use autogen_schema::{Ident, TableName};
use rayon::iter::{IndexedParallelIterator as _, IntoParallelIterator as _, ParallelIterator as _};
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement};
use tokio::task::JoinError;

use super::comments::Comments;
use super::presence::Presence;
use super::relation::{self, Relation};
use crate::Error;

/// What is known from the start, and the way to ask more about it.
pub(super) struct Catalog<'a, C> {
    pub(super) db: &'a C,
    pub(super) known: Arc<Known>,
}

/// What has rows or columns, and what else there is.
pub(super) struct Known {
    /// Which server it is: 15 for 15.4.
    pub(super) version: i32,
    /// By schema and name. What an extension made is not among them.
    pub(super) relations: Vec<Relation>,
    /// The name of every relation, by its identifier.
    pub(super) names: BTreeMap<i64, TableName>,
    pub(super) comments: Comments,
    pub(super) presence: Presence,
}

impl<'a, C: ConnectionTrait> Catalog<'a, C> {
    pub(super) async fn read(db: &'a C, version: i32) -> Result<Self, Error> {
        let presence = Presence::read(db).await?;
        let comments = Comments::read(db).await?;
        let mut relations = relation::read(db, &comments).await?;
        let names = relations.iter().map(|relation| (relation.oid, relation.name.clone())).collect();
        relations.retain(|relation| !relation.of_extension);
        Ok(Self { db, known: Arc::new(Known { version, relations, names, comments, presence }) })
    }

    /// Asks `sql`, whose `$1` are the relations, where it `is_there` at all, and returns the rows of each.
    pub(super) async fn by_relation<T>(
        &self,
        is_there: bool,
        what: &'static str,
        sql: &str,
        decode: impl Fn(&QueryResult) -> Result<T, DbErr> + Sync,
    ) -> Result<BTreeMap<i64, Vec<T>>, Error> {
        if !is_there {
            return Ok(BTreeMap::new());
        }
        let relations = self.known.relations.iter().map(|relation| relation.oid).collect();
        Ok(by(query_about(self.db, what, sql, relations, of_relation(decode)).await?))
    }
}

impl Known {
    /// Whether there is a relation of some kind.
    pub(super) fn has(&self, is: impl Fn(&Relation) -> bool) -> bool {
        self.relations.iter().any(is)
    }
}

/// Also decodes which relation a row is about.
pub(super) fn of_relation<T>(
    decode: impl Fn(&QueryResult) -> Result<T, DbErr> + Sync,
) -> impl Fn(&QueryResult) -> Result<(i64, T), DbErr> + Sync {
    move |row| Ok((row.try_get("", "relation")?, decode(row)?))
}

/// The rows of each, in their order.
pub(super) fn by<T>(rows: impl IntoIterator<Item = (i64, T)>) -> BTreeMap<i64, Vec<T>> {
    let mut groups = BTreeMap::<_, Vec<T>>::new();
    for (of, row) in rows {
        groups.entry(of).or_default().push(row);
    }
    groups
}

/// Asks `sql`, whose `$1` are identifiers, and decodes what comes back.
pub(super) async fn query_about<T>(
    db: &impl ConnectionTrait,
    what: &'static str,
    sql: &str,
    oids: Vec<i64>,
    decode: impl Fn(&QueryResult) -> Result<T, DbErr>,
) -> Result<Vec<T>, Error> {
    ask(db, what, Statement::from_sql_and_values(db.get_database_backend(), sql, [oids.into()]), decode).await
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

/// How many rows are decoded before another thread has heard of them.
const FEW: usize = 64;

/// What was answered and is still to be decoded.
pub(super) struct Rows {
    what: &'static str,
    rows: Vec<QueryResult>,
}

impl Rows {
    /// Asks `sql`.
    pub(super) async fn of(db: &impl ConnectionTrait, what: &'static str, sql: &str) -> Result<Self, Error> {
        let statement = Statement::from_string(db.get_database_backend(), sql);
        let rows = db.query_all_raw(statement).await.map_err(|source| Error::Catalog { what, source })?;
        Ok(Self { what, rows })
    }

    /// Decodes them, on all cores.
    pub(super) fn decode<T: Send>(
        self,
        decode: impl Fn(&QueryResult) -> Result<T, DbErr> + Sync,
    ) -> Result<Vec<T>, Error> {
        let Self { what, rows } = self;
        // Each has its place from the start: put together from lists, all of them would be held twice.
        let decoded: Vec<Result<T, DbErr>> = rows.into_par_iter().with_min_len(FEW).map(|row| decode(&row)).collect();
        decoded.into_iter().collect::<Result<_, _>>().map_err(|source| Error::Catalog { what, source })
    }
}

/// Does what takes the processor on another thread of the runtime, while the server is asked more.
pub(super) fn meanwhile<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> impl Future<Output = T> {
    let task = tokio::task::spawn_blocking(work);
    async {
        match task.await.map_err(JoinError::try_into_panic) {
            Ok(done) => done,
            Err(Ok(panic)) => std::panic::resume_unwind(panic),
            // The runtime ends, and whoever waits ends with it.
            Err(Err(_cancelled)) => std::future::pending().await,
        }
    }
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

/// A list that is NULL where it is empty.
pub(super) fn texts(row: &QueryResult, column: &str) -> Result<Vec<String>, DbErr> {
    Ok(row.try_get::<Option<Vec<String>>>("", column)?.unwrap_or_default())
}

/// A list of names.
pub(super) fn idents(row: &QueryResult, column: &str) -> Result<Vec<Ident>, DbErr> {
    Ok(row.try_get::<Vec<String>>("", column)?.into_iter().map(Ident::from).collect())
}
