//! The environment and the clock: the only place that looks at either.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::error::Error;

/// Reads a variable. Empty is unset; what is not Unicode is an error.
pub(crate) fn variable(name: &str) -> Result<Option<String>, Error> {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
    match std::env::var(name) {
        Ok(value) if value.is_empty() => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(Error::new(format!("the variable `{name}` is not Unicode"))),
    }
}

/// Returns the time in seconds since 1970: that of `SOURCE_DATE_EPOCH`, so that output can be repeated, or the clock's.
pub(crate) fn now() -> Result<i64, Error> {
    if let Some(text) = variable("SOURCE_DATE_EPOCH")? {
        let wrong = || Error::new(format!("`SOURCE_DATE_EPOCH` is `{text}`, not a number of seconds since 1970"));
        let seconds: u64 = text.parse().map_err(|_| wrong())?;
        return i64::try_from(seconds).map_err(|_| wrong());
    }
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    let now = SystemTime::now();
    let since = now.duration_since(UNIX_EPOCH).map_err(|_| Error::new("the clock is set to a time before 1970"))?;
    i64::try_from(since.as_secs()).map_err(|_| Error::new("the clock is set to a time that no date has"))
}

/// Returns the time as a revision file writes it: `2026-11-22T09:28:00Z`.
pub(crate) fn now_text() -> Result<String, Error> {
    time_text(now()?)
}

/// Returns a time in seconds since 1970 as people read it.
pub(crate) fn time_text(seconds: i64) -> Result<String, Error> {
    let wrong = |_| Error::new(format!("{seconds} seconds since 1970 is a time that no date has"));
    let time = jiff::Timestamp::from_second(seconds).map_err(wrong)?;
    Ok(time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// Returns twelve random hexadecimal digits, for an id.
pub(crate) fn random_id() -> Result<String, Error> {
    let mut bytes = [0_u8; 6];
    getrandom::fill(&mut bytes).map_err(|error| Error::new(format!("the system gives no random bytes: {error}")))?;
    let number = bytes.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    Ok(format!("{number:012x}"))
}
