//! The command that brings a backup back, as a person would type it. The password is asked for.

use std::path::Path;

use autogen_revision::Address;
use autogen_schema::Dialect;

use super::program::connecting;
use crate::database_url::DatabaseUrl;

/// Returns the command for the backup in `file`.
pub(super) fn command(url: &DatabaseUrl, address: Option<&Address>, file: &Path) -> String {
    let file = file.display().to_string();
    let Some(address) = address else {
        let restore = format!(".restore \"{}\"", file.replace('\\', "\\\\").replace('"', "\\\""));
        return format!("sqlite3 {} {}", shell(&sqlite_path(url)), shell(&restore));
    };
    if address.dialect == Dialect::Postgres {
        let mut words = vec!["pg_restore".to_owned()];
        words.extend(address.host.as_ref().map(|host| format!("--host={host}")));
        words.extend(address.port.map(|port| format!("--port={port}")));
        words.extend(address.user.as_ref().map(|user| format!("--username={user}")));
        let how = ["--clean", "--if-exists", "--single-transaction"].map(str::to_owned);
        words.extend(how.into_iter().chain([format!("--dbname={}", address.database), file]));
        return line(&words);
    }
    let mut words = vec!["mariadb".to_owned()];
    words.extend(connecting(address));
    words.extend(address.password.is_some().then(|| "--password".to_owned()));
    words.push(address.database.clone());
    format!("{} < {}", line(&words), shell(&file))
}

/// Returns the file that a URL of SQLite's names.
pub(super) fn sqlite_path(url: &DatabaseUrl) -> String {
    let path = url.as_str().trim_start_matches("sqlite://").trim_start_matches("sqlite:");
    path.split('?').next().unwrap_or_default().to_owned()
}

fn line(words: &[String]) -> String {
    words.iter().map(|word| shell(word)).collect::<Vec<_>>().join(" ")
}

/// Writes a word so that a shell takes it for one.
fn shell(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:@,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
