//! The URL of a database as SeaORM takes it, whose parser knows fewer spellings.

use url::Url;

use super::server::with_host;

/// Returns the URL with a host, with the scheme `mysql` for MariaDB, and with a socket as a parameter.
pub fn driver_url(url: &str) -> String {
    let url = with_host(url);
    let url = match url.strip_prefix("mariadb://") {
        Some(rest) => format!("mysql://{rest}"),
        None => url,
    };
    with_socket(&url).unwrap_or(url)
}

fn with_socket(url: &str) -> Option<String> {
    let mut parsed = Url::parse(url).ok().filter(|url| url.scheme() == "mysql")?;
    let host = parsed.host_str()?.replace("%2F", "/").replace("%2f", "/");
    if !host.starts_with('/') {
        return None;
    }
    parsed.set_host(Some("localhost")).ok()?;
    parsed.query_pairs_mut().append_pair("socket", &host);
    Some(parsed.into())
}

#[cfg(test)]
mod tests {
    use super::driver_url;

    #[test]
    fn a_url_is_one_that_sea_orm_knows() {
        for (url, expected) in [
            ("mariadb://root:a%40b@h:3307/app", "mysql://root:a%40b@h:3307/app"),
            ("postgres://user@/app", "postgres://user@localhost/app"),
            ("mysql://root@%2Frun%2Fmysqld.sock/app", "mysql://root@localhost/app?socket=%2Frun%2Fmysqld.sock"),
            ("mysql://root@h/app?ssl-mode=required", "mysql://root@h/app?ssl-mode=required"),
            ("sqlite://app.db?mode=rwc", "sqlite://app.db?mode=rwc"),
        ] {
            assert_eq!(driver_url(url), expected);
        }
    }
}
