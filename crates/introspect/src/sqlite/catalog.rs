//! What SQLite's catalog says, row by row.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement};

use crate::Error;

/// The answers to all catalog queries. Rows of a table are found under its exact name.
pub(super) struct Catalog {
    /// Tables of every kind, by name.
    pub(super) tables: Vec<ObjectRow>,
    /// Views, by name.
    pub(super) views: Vec<ObjectRow>,
    /// Triggers in the order in which they were made, under the table or view that they are on, in lower case.
    pub(super) triggers: BTreeMap<String, Vec<ObjectRow>>,
    /// The statements that made the indexes, by name.
    pub(super) definitions: BTreeMap<String, String>,
    pub(super) kinds: BTreeMap<String, KindRow>,
    pub(super) columns: BTreeMap<String, Vec<ColumnRow>>,
    pub(super) foreign_keys: BTreeMap<String, Vec<ForeignKeyRow>>,
    pub(super) indexes: BTreeMap<String, Vec<IndexRow>>,
    /// Modules, in lower case.
    pub(super) modules: BTreeSet<String>,
}

/// A row of `sqlite_master`, of a kind that is known from where it is.
pub(super) struct ObjectRow {
    pub(super) name: String,
    pub(super) sql: String,
}

/// What `pragma_table_list` says of a table or view.
pub(super) struct KindRow {
    /// `table`, `view`, `virtual`, `shadow`.
    pub(super) kind: String,
    /// How many columns it has; 0 where SQLite could not tell.
    pub(super) columns: i64,
    pub(super) without_rowid: bool,
    pub(super) strict: bool,
}

/// A column.
pub(super) struct ColumnRow {
    pub(super) name: String,
    pub(super) data_type: String,
    pub(super) not_null: bool,
    pub(super) default: Option<String>,
    /// The position in the primary key, from 1; 0 when it is not in it.
    pub(super) key: i64,
    /// 2 for a virtual generated column, 3 for a stored one.
    pub(super) hidden: i64,
}

/// One column of a foreign key.
pub(super) struct ForeignKeyRow {
    pub(super) id: i64,
    pub(super) parent: String,
    pub(super) child_column: String,
    pub(super) parent_column: Option<String>,
    pub(super) on_update: String,
    pub(super) on_delete: String,
}

/// One part of an index.
pub(super) struct IndexRow {
    pub(super) index: String,
    pub(super) unique: bool,
    /// `c` for `CREATE INDEX`, `u` for UNIQUE, `pk` for PRIMARY KEY.
    pub(super) origin: String,
    /// The column; nothing for an expression.
    pub(super) column: Option<String>,
    pub(super) descending: bool,
    pub(super) collation: String,
}

impl Catalog {
    /// Asks everything: six queries, whatever the database holds.
    pub(super) async fn read(db: &impl ConnectionTrait) -> Result<Self, Error> {
        let kinds = query(db, "kinds of tables", include_str!("tables.sql"), kind).await?;
        let modules =
            query(db, "modules", include_str!("modules.sql"), |row| row.try_get::<String>("", "name")).await?;
        let mut catalog = Self {
            tables: Vec::new(),
            views: Vec::new(),
            triggers: BTreeMap::new(),
            definitions: BTreeMap::new(),
            kinds: kinds.into_iter().collect(),
            columns: group(query(db, "columns", include_str!("columns.sql"), column).await?),
            foreign_keys: group(query(db, "foreign keys", include_str!("foreign_keys.sql"), foreign_key).await?),
            indexes: group(query(db, "indexes", include_str!("indexes.sql"), index).await?),
            modules: modules.iter().map(|name| name.to_ascii_lowercase()).collect(),
        };
        for (kind, table, object) in query(db, "objects", include_str!("objects.sql"), object).await? {
            catalog.add(&kind, &table, object);
        }
        Ok(catalog)
    }

    fn add(&mut self, kind: &str, table: &str, object: ObjectRow) {
        match kind {
            "table" => self.tables.push(object),
            "view" => self.views.push(object),
            "trigger" => self.triggers.entry(table.to_ascii_lowercase()).or_default().push(object),
            _ => {
                self.definitions.insert(object.name, object.sql);
            }
        }
    }
}

async fn query<T>(
    db: &impl ConnectionTrait,
    what: &'static str,
    sql: &str,
    read: impl Fn(&QueryResult) -> Result<T, DbErr>,
) -> Result<Vec<T>, Error> {
    let catalog = |source| Error::Catalog { what, source };
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.map_err(catalog)?;
    rows.iter().map(read).collect::<Result<_, _>>().map_err(catalog)
}

fn group<T>(rows: Vec<(String, T)>) -> BTreeMap<String, Vec<T>> {
    let mut groups = BTreeMap::<_, Vec<T>>::new();
    for (table, row) in rows {
        groups.entry(table).or_default().push(row);
    }
    groups
}

fn flag(row: &QueryResult, column: &str) -> Result<bool, DbErr> {
    Ok(row.try_get::<i64>("", column)? != 0)
}

/// Its kind, the table that it is on, and itself.
fn object(row: &QueryResult) -> Result<(String, String, ObjectRow), DbErr> {
    let sql = row.try_get::<Option<_>>("", "sql")?.unwrap_or_default();
    Ok((row.try_get("", "type")?, row.try_get("", "tbl_name")?, ObjectRow { name: row.try_get("", "name")?, sql }))
}

fn kind(row: &QueryResult) -> Result<(String, KindRow), DbErr> {
    let kind = KindRow {
        kind: row.try_get("", "type")?,
        columns: row.try_get("", "ncol")?,
        without_rowid: flag(row, "wr")?,
        strict: flag(row, "strict")?,
    };
    Ok((row.try_get("", "name")?, kind))
}

fn column(row: &QueryResult) -> Result<(String, ColumnRow), DbErr> {
    let column = ColumnRow {
        name: row.try_get("", "name")?,
        data_type: row.try_get("", "type")?,
        not_null: flag(row, "notnull")?,
        default: row.try_get("", "dflt_value")?,
        key: row.try_get("", "pk")?,
        hidden: row.try_get("", "hidden")?,
    };
    Ok((row.try_get("", "table_name")?, column))
}

fn foreign_key(row: &QueryResult) -> Result<(String, ForeignKeyRow), DbErr> {
    let key = ForeignKeyRow {
        id: row.try_get("", "id")?,
        parent: row.try_get("", "parent")?,
        child_column: row.try_get("", "child_column")?,
        parent_column: row.try_get("", "parent_column")?,
        on_update: row.try_get("", "on_update")?,
        on_delete: row.try_get("", "on_delete")?,
    };
    Ok((row.try_get("", "table_name")?, key))
}

fn index(row: &QueryResult) -> Result<(String, IndexRow), DbErr> {
    let index = IndexRow {
        index: row.try_get("", "name")?,
        unique: flag(row, "unique")?,
        origin: row.try_get("", "origin")?,
        column: row.try_get("", "column_name")?,
        descending: flag(row, "desc")?,
        collation: row.try_get("", "coll")?,
    };
    Ok((row.try_get("", "table_name")?, index))
}
