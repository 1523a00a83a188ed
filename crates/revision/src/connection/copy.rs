//! A copy of a SQLite database, made by SQLite while others go on using it.

use std::path::Path;

use autogen_schema::Dialect;
use sea_orm::ConnectionTrait;

use super::Connection;
use crate::Failure;

impl Connection {
    /// Copies the database into `file`, which is empty or not there (<https://sqlite.org/lang_vacuum.html#vacuuminto>).
    pub async fn copy_into(&self, file: &Path) -> Result<(), Failure> {
        let Some(name) = file.to_str().filter(|_| self.dialect == Dialect::Sqlite) else {
            return Err(Failure::other(format!("`{}` is not a file that SQLite can copy into", file.display())));
        };
        let statement = format!("VACUUM main INTO {}", self.dialect.literal(name));
        self.database.execute_unprepared(&statement).await.map(drop).map_err(Failure::from)
    }
}
