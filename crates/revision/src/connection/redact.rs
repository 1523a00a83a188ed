//! Database URLs as people may see them.

/// Returns `url` without its password, to be shown.
///
/// A password may hold any character, so everything up to the last `@` is taken for credentials; and so are query parameters that
/// are called like one.
pub fn redact(url: &str) -> String {
    if url.starts_with("sqlite:") {
        return url.to_owned();
    }
    // Whoever forgets the scheme has not forgotten the password.
    let (scheme, rest) = url.split_at(url.find("://").map_or(0, |at| at + "://".len()));
    let rest = match rest.rsplit_once('@') {
        Some((credentials, host)) => match credentials.split_once(':') {
            Some((user, _)) => format!("{user}:****@{host}"),
            None => format!("{credentials}@{host}"),
        },
        None => rest.to_owned(),
    };
    let Some((base, query)) = rest.split_once('?') else { return format!("{scheme}{rest}") };
    let pairs: Vec<String> = query.split('&').map(redact_parameter).collect();
    format!("{scheme}{base}?{}", pairs.join("&"))
}

fn redact_parameter(pair: &str) -> String {
    match pair.split_once('=') {
        Some((key, _))
            // A name in escapes may be any name.
            if ["pass", "pwd", "secret", "token", "%"].iter().any(|word| key.to_ascii_lowercase().contains(word)) =>
        {
            format!("{key}=****")
        }
        _ => pair.to_owned(),
    }
}
