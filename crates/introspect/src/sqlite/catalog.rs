//! What SQLite's catalog says, row by row.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait, DbErr, Statement};
use serde::de::DeserializeOwned;

pub(super) use self::row::{ColumnRow, ForeignKeyRow, IndexRow, KindRow, Stored};
use self::row::{ObjectRow, OfTable};
use crate::{Entry, Error};

mod row;

/// The answers to all catalog queries. Rows of a table are found under its exact name.
pub(super) struct Catalog {
    /// Tables of every kind, by name.
    pub(super) tables: Vec<Stored>,
    /// Views, by name.
    pub(super) views: Vec<Stored>,
    /// Triggers in the order in which they were made, under the table or view that they are on, in lower case.
    pub(super) triggers: BTreeMap<String, Vec<Stored>>,
    /// The statements that made the indexes, by name.
    pub(super) definitions: BTreeMap<String, String>,
    pub(super) kinds: BTreeMap<String, KindRow>,
    pub(super) columns: BTreeMap<String, Vec<ColumnRow>>,
    pub(super) foreign_keys: BTreeMap<String, Vec<ForeignKeyRow>>,
    pub(super) indexes: BTreeMap<String, Vec<IndexRow>>,
    /// Modules, in lower case.
    pub(super) modules: BTreeSet<String>,
}

impl Catalog {
    /// Asks everything: six queries, whatever the database holds. Returns the statements that made it too, in the order in which they
    /// were run.
    pub(super) async fn read(db: &impl ConnectionTrait) -> Result<(Self, Vec<Entry>), Error> {
        let kinds: Vec<KindRow> = query(db, "kinds of tables", include_str!("tables.sql")).await?;
        let modules: Vec<String> = query(db, "modules", include_str!("modules.sql")).await?;
        let mut catalog = Self {
            tables: Vec::new(),
            views: Vec::new(),
            triggers: BTreeMap::new(),
            definitions: BTreeMap::new(),
            kinds: kinds.into_iter().map(|kind| (kind.name.clone(), kind)).collect(),
            columns: group(query(db, "columns", include_str!("columns.sql")).await?),
            foreign_keys: group(query(db, "foreign keys", include_str!("foreign_keys.sql")).await?),
            indexes: group(query(db, "indexes", include_str!("indexes.sql")).await?),
            modules: modules.iter().map(|name| name.to_ascii_lowercase()).collect(),
        };
        let objects = objects(db).await?;
        let entries = objects.iter().filter_map(ObjectRow::entry).collect();
        for object in objects {
            catalog.add(object);
        }
        catalog.sort();
        Ok((catalog, entries))
    }

    fn add(&mut self, object: ObjectRow) {
        let ObjectRow { kind, name, table, sql, .. } = object;
        let sql = sql.unwrap_or_default();
        match kind.as_str() {
            "table" => self.tables.push(Stored { name, sql }),
            "view" => self.views.push(Stored { name, sql }),
            "trigger" => self.triggers.entry(table.to_ascii_lowercase()).or_default().push(Stored { name, sql }),
            _ => {
                self.definitions.insert(name, sql);
            }
        }
    }

    /// Sorts tables and views by name; what is of a table by its position in it, its keys as its text has them, its indexes by name.
    fn sort(&mut self) {
        self.tables.sort_by(|a, b| a.name.cmp(&b.name));
        self.views.sort_by(|a, b| a.name.cmp(&b.name));
        self.columns.values_mut().for_each(|rows| rows.sort_by_key(|row| row.position));
        self.foreign_keys.values_mut().for_each(|rows| rows.sort_by_key(|row| (Reverse(row.id), row.position)));
        let by_name = |a: &IndexRow, b: &IndexRow| a.index.cmp(&b.index).then(a.position.cmp(&b.position));
        self.indexes.values_mut().for_each(|rows| rows.sort_by(by_name));
    }
}

/// Returns the statements that made what is in the `main` database of `db`, in the order in which they were run.
pub(crate) async fn stored(db: &impl ConnectionTrait) -> Result<Vec<Entry>, Error> {
    Ok(objects(db).await?.iter().filter_map(ObjectRow::entry).collect())
}

async fn objects(db: &impl ConnectionTrait) -> Result<Vec<ObjectRow>, Error> {
    let mut objects: Vec<ObjectRow> = query(db, "objects", include_str!("objects.sql")).await?;
    objects.sort_by_key(|object| object.rowid);
    Ok(objects)
}

/// Asks for rows that SQLite puts into one array: a row of a result costs many times what is in it, as it is handed from one thread to
/// another.
async fn query<T: DeserializeOwned>(db: &impl ConnectionTrait, what: &'static str, sql: &str) -> Result<Vec<T>, Error> {
    let catalog = |source| Error::Catalog { what, source };
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let row = db.query_one_raw(statement).await.map_err(catalog)?;
    let found = row.map(|row| row.try_get_by_index::<String>(0)).transpose().map_err(catalog)?;
    let rows = serde_json::from_str(found.as_deref().unwrap_or("[]"));
    rows.map_err(|error| catalog(DbErr::Type(error.to_string())))
}

fn group<T: OfTable>(rows: Vec<T>) -> BTreeMap<String, Vec<T>> {
    let mut groups = BTreeMap::<_, Vec<T>>::new();
    for mut row in rows {
        groups.entry(row.take_table()).or_default().push(row);
    }
    groups
}
