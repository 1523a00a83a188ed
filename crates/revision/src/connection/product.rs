//! Which database it is.

use std::fmt;

/// A database product. MySQL and MariaDB share a dialect, and differ in what they can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Product {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// MySQL, and what is made of it.
    Mysql,
    /// MariaDB.
    Mariadb,
}

impl fmt::Display for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Product::Sqlite => "SQLite",
            Product::Postgres => "PostgreSQL",
            Product::Mysql => "MySQL",
            Product::Mariadb => "MariaDB",
        })
    }
}

/// The version of a product. PostgreSQL's has two parts, and zero for the third.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The first part.
    pub major: u32,
    /// The second part.
    pub minor: u32,
    /// The third part.
    pub patch: u32,
}

impl Version {
    /// Makes a version, to compare with.
    pub fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self { major, minor, patch }
    }

    /// Reads `10.11.6-MariaDB-1:10.11.6+maria`, `15.4 (Debian 15.4-1)`, `17beta2`: numbers up to what is none.
    pub(super) fn parse(text: &str) -> Self {
        // MariaDB before 11 puts this before its own version, so that old replicas accept it.
        let text = text.strip_prefix("5.5.5-").unwrap_or(text);
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let mut parts = text.get(..end).unwrap_or_default().split('.').map(|part| part.parse().unwrap_or(0));
        let mut next = || parts.next().unwrap_or(0);
        Self { major: next(), minor: next(), patch: next() }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}
