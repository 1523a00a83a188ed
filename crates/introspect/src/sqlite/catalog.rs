//! What SQLite's catalog says, row by row.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait, DbErr, Statement};
use serde::de::DeserializeOwned;

use super::row::{ColumnRow, ForeignKeyRow, IndexRow, KindRow, ObjectRow, Stored};
use crate::{Entry, Error};

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
    /// What kind each table and view is, by its name.
    pub(super) kinds: BTreeMap<String, KindRow>,
    /// What is of each ordinary table, by its name.
    pub(super) parts: BTreeMap<String, Parts>,
    /// Modules, in lower case.
    pub(super) modules: BTreeSet<String>,
}

/// What is of a table: its columns by position, its keys as its text has them, the parts of its indexes by the index's name.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) columns: Vec<ColumnRow>,
    pub(super) foreign_keys: Vec<ForeignKeyRow>,
    pub(super) indexes: Vec<IndexRow>,
}

impl Catalog {
    /// Asks everything: six queries, whatever the database holds. Returns the statements that made it too, in the order in which they
    /// were run.
    pub(super) async fn read(db: &impl ConnectionTrait) -> Result<(Self, Vec<Entry>), Error> {
        let kinds: Vec<(String, KindRow)> = query(db, "kinds of tables", include_str!("tables.sql")).await?;
        let modules: Vec<String> = query(db, "modules", include_str!("modules.sql")).await?;
        let mut catalog = Self {
            tables: Vec::new(),
            views: Vec::new(),
            triggers: BTreeMap::new(),
            definitions: BTreeMap::new(),
            kinds: kinds.into_iter().collect(),
            parts: BTreeMap::new(),
            modules: modules.iter().map(|name| name.to_ascii_lowercase()).collect(),
        };
        for (table, column) in query(db, "columns", include_str!("columns.sql")).await? {
            catalog.parts_of(table).columns.push(column);
        }
        for (table, key) in query(db, "foreign keys", include_str!("foreign_keys.sql")).await? {
            catalog.parts_of(table).foreign_keys.push(key);
        }
        for (table, part) in query(db, "indexes", include_str!("indexes.sql")).await? {
            catalog.parts_of(table).indexes.push(part);
        }
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

    fn parts_of(&mut self, table: String) -> &mut Parts {
        self.parts.entry(table).or_default()
    }

    /// Sorts tables and views by name, and what is of a table.
    fn sort(&mut self) {
        self.tables.sort_by(|a, b| a.name.cmp(&b.name));
        self.views.sort_by(|a, b| a.name.cmp(&b.name));
        for parts in self.parts.values_mut() {
            parts.columns.sort_by_key(|row| row.position);
            parts.foreign_keys.sort_by_key(|row| (Reverse(row.id), row.position));
            parts.indexes.sort_by(|a, b| a.index.cmp(&b.index).then(a.position.cmp(&b.position)));
        }
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
