//! Which server answers, and what of its settings decides how its answers are read.

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::row::Row;
use crate::Error;

/// Whose server it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Product {
    MySql,
    MariaDb,
}

impl Product {
    fn name(self) -> &'static str {
        match self {
            Product::MySql => "MySQL",
            Product::MariaDb => "MariaDB",
        }
    }

    /// The first version whose catalog has all that is asked for: `CHECK_CONSTRAINTS` on MySQL, `STATISTICS.IGNORED` on
    /// MariaDB.
    fn oldest(self) -> Version {
        match self {
            Product::MySql => Version(8, 0, 16),
            Product::MariaDb => Version(10, 6, 0),
        }
    }
}

/// The three numbers of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Version(pub(super) u16, pub(super) u16, pub(super) u16);

/// A server, and the connection to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Server {
    pub(super) product: Product,
    pub(super) version: Version,
    /// The database that the connection is in.
    pub(super) database: String,
    /// The account whose privileges count: `user@host`.
    pub(super) account: String,
    /// The enabled roles, as SQL lists them.
    pub(super) role: Option<String>,
    /// The words of the session's `sql_mode`.
    pub(super) sql_mode: String,
    /// How table names compare: 0 by case, 1 all are lower-case, 2 without case although they are stored as written.
    pub(super) lower_case_table_names: u8,
    /// The collation that a table of the database has by default.
    pub(super) collation: String,
}

impl Server {
    /// Asks the server for itself.
    pub(super) async fn read(db: &impl ConnectionTrait) -> Result<Self, Error> {
        let catalog = |source| Error::Catalog { what: "version", source };
        let statement = Statement::from_string(DbBackend::MySql, include_str!("server.sql"));
        let row = db.query_one_raw(statement).await.map_err(catalog)?.ok_or(Error::Silent { what: "version" })?;
        let row = Row(&row);
        let text = row.text("version").map_err(catalog)?;
        let (product, version) = product(&text);
        if version < product.oldest() {
            let Version(major, minor, patch) = product.oldest();
            let oldest = format!("{} {major}.{minor}.{patch}", product.name());
            return Err(Error::TooOld { version: text, oldest });
        }
        Ok(Self {
            product,
            version,
            database: row.optional("database_name").map_err(catalog)?.ok_or(Error::NoDatabase)?,
            account: row.text("account").map_err(catalog)?,
            role: row.optional("role").map_err(catalog)?.filter(|role| role != "NONE"),
            sql_mode: row.text("sql_mode").map_err(catalog)?,
            lower_case_table_names: row.text("lower_case_table_names").map_err(catalog)?.parse().unwrap_or(0),
            collation: row.optional("collation").map_err(catalog)?.unwrap_or_default(),
        })
    }

    /// Whether another connection is to the same server, and sees the same: behind one address there may be several, and a session may
    /// have another role.
    pub(super) async fn is_seen_by(&self, own: &impl ConnectionTrait, other: &impl ConnectionTrait) -> bool {
        let (here, there) = (place(own).await, place(other).await);
        here.is_some() && here == there && Self::read(other).await.is_ok_and(|server| server == *self)
    }

    pub(super) fn is_mariadb(&self) -> bool {
        self.product == Product::MariaDb
    }

    /// Returns `sql` so that expressions come back in one spelling, and rows in their order, whatever the session is set to. MariaDB
    /// prints expressions when it is asked, MySQL when they were made.
    /// <https://mariadb.com/kb/en/set-statement/>
    pub(super) fn in_plain_mode(&self, sql: &str) -> String {
        match self.product {
            Product::MariaDb => {
                format!("SET STATEMENT sql_mode = '', sql_quote_show_create = 1, max_sort_length = 1024 FOR {sql}")
            }
            Product::MySql => sql.to_owned(),
        }
    }
}

/// The machine and the port of a server, as it knows them itself.
async fn place(db: &impl ConnectionTrait) -> Option<String> {
    let statement = Statement::from_string(DbBackend::MySql, "SELECT CONCAT(@@hostname, ':', @@port) AS place");
    let row = db.query_one_raw(statement).await.ok().flatten()?;
    Row(&row).filled("place").ok().flatten()
}

/// `8.0.36-0ubuntu0.22.04.1`, `10.11.6-MariaDB-log`; behind old proxies MariaDB calls itself `5.5.5-10.11.6-MariaDB`.
fn product(version: &str) -> (Product, Version) {
    let product = if version.to_ascii_lowercase().contains("mariadb") { Product::MariaDb } else { Product::MySql };
    let text = match product {
        Product::MariaDb => version.strip_prefix("5.5.5-").unwrap_or(version),
        Product::MySql => version,
    };
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).map(|number| number.parse().unwrap_or(0));
    let mut next = || numbers.next().unwrap_or(0);
    (product, Version(next(), next(), next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_told_apart() {
        for (text, expected) in [
            ("8.0.36", (Product::MySql, Version(8, 0, 36))),
            ("8.0.23-0ubuntu0.20.04.1", (Product::MySql, Version(8, 0, 23))),
            ("10.11.6-MariaDB-0+deb12u1", (Product::MariaDb, Version(10, 11, 6))),
            ("5.5.5-10.6.1-MariaDB-log", (Product::MariaDb, Version(10, 6, 1))),
            ("5.7.44-log", (Product::MySql, Version(5, 7, 44))),
            ("9", (Product::MySql, Version(9, 0, 0))),
            ("", (Product::MySql, Version(0, 0, 0))),
            ("99999999.x", (Product::MySql, Version(0, 0, 0))),
        ] {
            assert_eq!(product(text), expected, "{text}");
        }
    }
}
