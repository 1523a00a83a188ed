//! A database of its own on a server, for as long as a test needs one.
//!
//! SQL goes through the server's own client: what that says is what people see, and nothing here has to be awaited, so that it
//! serves every kind of test.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use autogen_schema::{Dialect, Ident};

mod address;
mod client;
mod dump;
mod log;

pub(crate) use address::encode;

use address::Address;
pub(crate) use client::by_client;
use client::run;

/// The dialects whose databases live on a server.
pub(crate) const SERVERS: [Dialect; 2] = [Dialect::Postgres, Dialect::Mysql];

/// A database that is there until this is dropped.
pub(crate) struct Database {
    dialect: Dialect,
    address: Address,
}

impl Database {
    /// Makes a database on the PostgreSQL server. `name` is there to tell a person which test it belongs to.
    #[track_caller]
    pub(crate) fn postgres(name: &str) -> Self {
        Self::new(Dialect::Postgres, name)
    }

    /// Makes a database on the MySQL or MariaDB server.
    #[track_caller]
    pub(crate) fn mysql(name: &str) -> Self {
        Self::new(Dialect::Mysql, name)
    }

    /// Makes a database on the server of that dialect.
    #[track_caller]
    pub(crate) fn new(dialect: Dialect, name: &str) -> Self {
        static COUNTER: AtomicU32 = AtomicU32::new(0);
        let moment = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos();
        let count = COUNTER.fetch_add(1, Ordering::Relaxed);
        Self::named(dialect, &format!("test_{name:.30}_{}_{count}_{moment:x}", std::process::id()))
    }

    /// Makes a database of exactly that name.
    #[track_caller]
    pub(crate) fn named(dialect: Dialect, name: &str) -> Self {
        let server = server(dialect);
        let quoted = dialect.quote(&Ident::new(name));
        let create = match dialect {
            Dialect::Mysql => format!("CREATE DATABASE {quoted} CHARACTER SET utf8mb4"),
            _ => format!("CREATE DATABASE {quoted} TEMPLATE template0"),
        };
        run(dialect, &server, &create).unwrap_or_else(|error| panic!("{error}"));
        Self { dialect, address: server.with_database(name) }
    }

    /// Returns the dialect of the server.
    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Returns the name of the database.
    pub(crate) fn name(&self) -> &str {
        &self.address.database
    }

    /// Returns the URL of the database, as a superuser gets in.
    pub(crate) fn url(&self) -> String {
        self.address.url()
    }

    /// Returns where the server listens.
    pub(crate) fn endpoint(&self) -> (String, u16) {
        let usual = if self.dialect == Dialect::Mysql { 3306 } else { 5432 };
        (self.address.host(), self.address.port().unwrap_or(usual))
    }

    /// Returns the URL of the database by way of another port of this machine.
    pub(crate) fn url_through(&self, port: u16) -> String {
        self.address.through(port).url()
    }

    /// Runs statements one after the other, each on its own. `DELIMITER` lines are understood on MySQL.
    #[track_caller]
    pub(crate) fn sql(&self, statements: &str) {
        self.try_sql(statements).unwrap_or_else(|error| panic!("{error}\nof:\n{statements}"));
    }

    /// Runs statements up to the first one that fails, and returns what the server says of that.
    pub(crate) fn try_sql(&self, statements: &str) -> Result<(), String> {
        run(self.dialect, &self.address, statements).map(drop)
    }

    /// Runs a script as a person does who was given it, and returns what the client says of an error.
    pub(crate) fn try_client(&self, script: &str) -> Result<(), String> {
        client::script(self.dialect, &self.address, script).map(drop)
    }

    /// Returns the rows that a query gives, with a tab between columns and `NULL` for null.
    #[track_caller]
    pub(crate) fn query(&self, query: &str) -> Vec<String> {
        let rows = run(self.dialect, &self.address, query).unwrap_or_else(|error| panic!("{error}\nof:\n{query}"));
        rows.iter().map(|row| row.join("\t")).collect()
    }

    /// Returns how the server itself describes everything in the database, in a form that can be compared.
    #[track_caller]
    pub(crate) fn dump(&self) -> String {
        let dump = match self.dialect {
            Dialect::Mysql => dump::mysql(self),
            _ => dump::postgres(self),
        };
        dump.unwrap_or_else(|error| panic!("{error}"))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let name = self.dialect.quote(&Ident::new(self.name()));
        let drop = match self.dialect {
            // Waiting for a process that was killed, and not for ever.
            Dialect::Mysql => format!("SET lock_wait_timeout = 30; DROP DATABASE IF EXISTS {name}"),
            _ => format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        };
        let dropped = run(self.dialect, &server(self.dialect), &drop);
        let is_fine = dropped.as_ref().map_or_else(|error| leaves_files(error), |_| true);
        assert!(is_fine || std::thread::panicking(), "{dropped:?}");
    }
}

/// MariaDB (10.11) now and then leaves a copy of a trigger behind (`t2.TRG-`), and then cannot remove the folder of the database.
pub(crate) fn leaves_files(error: &str) -> bool {
    error.contains("Error dropping database (can't rmdir") && error.contains("errno: 39")
}

/// Returns where the server is.
#[track_caller]
fn server(dialect: Dialect) -> Address {
    let variable = match dialect {
        Dialect::Mysql => "AUTOGEN_TEST_MYSQL_URL",
        _ => "AUTOGEN_TEST_POSTGRES_URL",
    };
    match std::env::var(variable) {
        Ok(url) if !url.is_empty() => Address::parse(&url),
        _ => panic!("{variable} names no server; `tests/run` starts the servers that tests need, and sets it"),
    }
}
