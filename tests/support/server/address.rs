//! Where a database is: a URL in its parts.

/// A URL of a database on a server.
#[derive(Clone, Debug)]
pub(super) struct Address {
    scheme: String,
    /// User, password, host and port, as they are written.
    authority: String,
    /// The name itself, whatever it is in the URL.
    pub(super) database: String,
    query: Option<String>,
}

impl Address {
    /// Takes a URL apart.
    #[track_caller]
    pub(super) fn parse(url: &str) -> Self {
        let (scheme, rest) = url.split_once("://").unwrap_or_else(|| panic!("`{url}` is no URL of a server"));
        let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query.to_owned())));
        let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
        Self { scheme: scheme.to_owned(), authority: authority.to_owned(), database: decode(database), query }
    }

    /// Returns the address of another database on the same server.
    pub(super) fn with_database(&self, name: &str) -> Self {
        Self { database: name.to_owned(), ..self.clone() }
    }

    /// Returns the address of the same database by way of another port of this machine.
    pub(super) fn through(&self, port: u16) -> Self {
        let credentials = self.credentials().map(|credentials| format!("{credentials}@")).unwrap_or_default();
        Self { authority: format!("{credentials}127.0.0.1:{port}"), ..self.clone() }
    }

    pub(super) fn url(&self) -> String {
        let query = self.query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{}://{}/{}{query}", self.scheme, self.authority, encode(&self.database))
    }

    /// Returns the user, where one is named.
    pub(super) fn user(&self) -> Option<String> {
        self.credentials()?.split(':').next().map(decode)
    }

    pub(super) fn password(&self) -> Option<String> {
        self.credentials()?.split_once(':').map(|(_, password)| decode(password))
    }

    pub(super) fn host(&self) -> String {
        let host = self.authority.rsplit('@').next().unwrap();
        let without_port = match host.strip_prefix('[') {
            Some(address) => address.split(']').next().unwrap(),
            None => host.split(':').next().unwrap(),
        };
        decode(without_port)
    }

    pub(super) fn port(&self) -> Option<u16> {
        let (_, port) = self.authority.rsplit('@').next().unwrap().rsplit_once(':')?;
        port.parse().ok()
    }

    /// Returns a parameter of the URL.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        let pairs = self.query.as_deref().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(key, _)| *key == name).map(|(_, value)| decode(value)).next_back()
    }

    fn credentials(&self) -> Option<&str> {
        self.authority.rsplit_once('@').map(|(credentials, _)| credentials)
    }
}

/// Writes text so that it may stand anywhere in a URL.
pub(crate) fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = (first == b'%').then(|| after.get(..2)).flatten();
        let code = code.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(code.unwrap_or(first));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap()
}
