//! Where a server's database is, in the parts that the server's own programs take.

use autogen_schema::Dialect;
use url::Url;

use super::server::with_host;
use super::{ConnectError, redact};

/// A URL of a server's database, taken apart.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    /// What the server speaks.
    pub dialect: Dialect,
    /// The host, without brackets; for PostgreSQL it may be the folder of a socket.
    pub host: Option<String>,
    /// The port.
    pub port: Option<u16>,
    /// The socket (MySQL).
    pub socket: Option<String>,
    /// The user.
    pub user: Option<String>,
    /// The password, which is for nobody's eyes.
    pub password: Option<String>,
    /// The database.
    pub database: String,
    /// Everything else that the URL says, under the names that it has there.
    pub parameters: Vec<(String, String)>,
}

impl Address {
    /// Takes the URL of a server's database apart.
    pub fn of(url: &str) -> Result<Self, ConnectError> {
        let unknown = || ConnectError::UnknownScheme { url: redact(url) };
        let dialect = Dialect::of_url(url).filter(|dialect| *dialect != Dialect::Sqlite).ok_or_else(unknown)?;
        let parsed = Url::parse(&with_host(url)).map_err(|_| unknown())?;
        let text = |text: &str| Some(decode(text)).filter(|text| !text.is_empty());
        let mut address = Self {
            dialect,
            host: parsed.host_str().and_then(|host| text(host.trim_matches(['[', ']']))),
            port: parsed.port(),
            socket: None,
            user: text(parsed.username()),
            password: parsed.password().and_then(text),
            database: decode(parsed.path().trim_start_matches('/')),
            parameters: Vec::new(),
        };
        for (key, value) in parsed.query_pairs() {
            address.set(&key, value.into_owned());
        }
        if dialect == Dialect::Mysql && address.host.as_ref().is_some_and(|host| host.starts_with('/')) {
            address.socket = address.host.take();
        }
        if address.database.is_empty() {
            address.database = address.user.clone().unwrap_or_default();
        }
        Ok(address)
    }

    fn set(&mut self, key: &str, value: String) {
        match key {
            "host" | "hostaddr" => self.host = Some(value),
            "port" => self.port = value.parse().ok(),
            "user" => self.user = Some(value),
            "password" => self.password = Some(value),
            "dbname" => self.database = value,
            "socket" if self.dialect == Dialect::Mysql => self.socket = Some(value),
            _ => self.parameters.push((key.to_owned(), value)),
        }
    }

    /// Returns what the URL says under one of `names`.
    pub fn parameter(&self, names: &[&str]) -> Option<&str> {
        let found = self.parameters.iter().rfind(|(key, _)| names.contains(&key.as_str()));
        found.map(|(_, value)| value.as_str())
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Address({} at {:?}:{:?})", self.database, self.host, self.port)
    }
}

/// Undoes `%20` and the like.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn a_url_in_its_parts() {
        let address = Address::of("postgres://ann:p%40ss%2Fw@[::1]:5433/my%20app?sslmode=require&password=x").unwrap();
        assert_eq!((address.host.as_deref(), address.port), (Some("::1"), Some(5433)));
        assert_eq!((address.user.as_deref(), address.password.as_deref()), (Some("ann"), Some("x")));
        assert_eq!(
            (address.database.as_str(), address.parameter(&["ssl-mode", "sslmode"])),
            ("my app", Some("require"))
        );
        assert_eq!(Address::of("postgres://u:p%40ss@h/d").unwrap().password.as_deref(), Some("p@ss"));
        let socket = Address::of("mysql://root@%2Frun%2Fmysqld.sock/app").unwrap();
        assert_eq!((socket.host, socket.socket.as_deref()), (None, Some("/run/mysqld.sock")));
        assert!(!format!("{address:?}").contains("p@ss"));
        assert!(Address::of("sqlite://app.db").is_err());
    }
}
