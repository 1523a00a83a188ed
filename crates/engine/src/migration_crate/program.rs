//! The program of a migration crate, which a front runs.

use std::fmt;
use std::sync::Arc;

use autogen_revision::{Connection, Direction};
use autogen_schema::Dialect;
use sea_orm::{ConnectionTrait, Statement};

use crate::Error;

/// The database that a program works on.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// Where it is.
    pub url: &'a str,
    /// The schema that comes first, on PostgreSQL: SeaORM's command line sets one of its own otherwise, whatever the URL says.
    pub schema: Option<&'a str>,
}

impl Site<'_> {
    /// Asks which schema that is.
    pub async fn schema_of(connection: &Connection) -> Result<Option<String>, Error> {
        if connection.dialect() != Dialect::Postgres {
            return Ok(None);
        }
        let database = connection.database();
        let asked = Statement::from_string(database.get_database_backend(), "SELECT pg_catalog.current_schema()::text");
        let row = database.query_one_raw(asked).await.map_err(|error| Error::Database(error.into()))?;
        let schema = row.map(|row| row.try_get_by_index::<Option<String>>(0)).transpose();
        schema.map(Option::flatten).map_err(|error| Error::Database(error.into()))
    }
}

/// Runs migrations as the program of their crate does.
pub trait Migrate: Send + Sync {
    /// Runs the next `count` of them, or undoes as many. Fails with what the program says.
    fn migrate(&self, site: Site<'_>, direction: Direction, count: usize) -> Result<(), String>;

    /// Returns what the program is besides what the sources of the crate make it; `None` where that cannot be told.
    fn identity(&self) -> Option<Vec<u8>>;
}

/// Something that runs migrations.
#[derive(Clone)]
pub struct Program(Arc<dyn Migrate>);

impl Program {
    /// Takes it.
    pub fn new(program: impl Migrate + 'static) -> Self {
        Self(Arc::new(program))
    }

    pub(crate) fn migrate(&self, site: Site<'_>, direction: Direction, count: usize) -> Result<(), String> {
        self.0.migrate(site, direction, count)
    }

    pub(crate) fn identity(&self) -> Option<Vec<u8>> {
        self.0.identity()
    }
}

impl fmt::Debug for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Program")
    }
}
