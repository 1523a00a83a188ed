//! How the programs of the servers are called.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use autogen_revision::Address;

use crate::error::Error;

/// Parameters of the URL, and what PostgreSQL's programs call them in the environment.
const POSTGRES: &[(&[&str], &str)] = &[
    (&["sslmode", "ssl-mode"], "PGSSLMODE"),
    (&["sslrootcert", "ssl-root-cert", "ssl-ca"], "PGSSLROOTCERT"),
    (&["sslcert", "ssl-cert"], "PGSSLCERT"),
    (&["sslkey", "ssl-key"], "PGSSLKEY"),
    (&["options"], "PGOPTIONS"),
];

/// `pg_dump`, in the format that `pg_restore` reads.
pub(super) fn postgres(address: &Address, file: &Path) -> Result<Command, Error> {
    let mut command = Command::new("pg_dump");
    command.args(["--format=custom", "--no-password"]).arg(option("--file=", file)?);
    let own = [
        ("PGHOST", address.host.clone()),
        ("PGPORT", address.port.map(|port| port.to_string())),
        ("PGUSER", address.user.clone()),
        ("PGPASSWORD", address.password.clone()),
        ("PGDATABASE", Some(address.database.clone())),
    ];
    command.envs(own.into_iter().filter_map(|(name, value)| Some((name, value?))));
    command.envs(POSTGRES.iter().filter_map(|(keys, name)| Some((*name, address.parameter(keys)?))));
    Ok(command)
}

/// `mariadb-dump`, or `mysqldump` where there is no other, with everything that belongs to the database.
pub(super) fn mysql(address: &Address, file: &Path) -> Result<Command, Error> {
    let is_mariadb = is_there("mariadb-dump");
    let mut command = Command::new(if is_mariadb { "mariadb-dump" } else { "mysqldump" });
    command.args(["--single-transaction", "--routines", "--triggers", "--events", "--hex-blob"]);
    command.arg("--default-character-set=utf8mb4").arg(option("--result-file=", file)?);
    command.args(connecting(address));
    command.args(encrypting(address, is_mariadb));
    command.arg("--").arg(&address.database);
    command.envs(address.password.as_ref().map(|password| ("MYSQL_PWD", password)));
    Ok(command)
}

/// Returns where MySQL's programs find the server, and as whom they come.
pub(super) fn connecting(address: &Address) -> Vec<String> {
    let mut options = Vec::new();
    match (&address.socket, &address.host) {
        (Some(socket), _) => options.push(format!("--socket={socket}")),
        // `localhost` would be a socket to them, and is not one to us.
        (None, host) => {
            options.push("--protocol=tcp".to_owned());
            options.extend(host.as_ref().map(|host| format!("--host={host}")));
        }
    }
    options.extend(address.port.map(|port| format!("--port={port}")));
    options.extend(address.user.as_ref().map(|user| format!("--user={user}")));
    options
}

/// Returns how MySQL's programs are told to encrypt what the URL asks to have encrypted.
fn encrypting(address: &Address, is_mariadb: bool) -> Vec<String> {
    let mode = address.parameter(&["ssl-mode", "sslmode"]).unwrap_or_default().to_uppercase().replace('-', "_");
    let mut options = Vec::new();
    if !is_mariadb && !mode.is_empty() {
        options.push(format!("--ssl-mode={mode}"));
    } else if mode == "REQUIRED" || mode.starts_with("VERIFY") {
        options.push("--ssl".to_owned());
        if mode == "VERIFY_IDENTITY" {
            options.push("--ssl-verify-server-cert".to_owned());
        }
    }
    let files = [("ssl-ca", "sslca"), ("ssl-cert", "sslcert"), ("ssl-key", "sslkey")];
    options.extend(
        files.iter().filter_map(|(name, short)| Some(format!("--{name}={}", address.parameter(&[name, short])?))),
    );
    options
}

fn is_there(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

fn option(name: &str, file: &Path) -> Result<OsString, Error> {
    let file = std::path::absolute(file).map_err(|error| Error::file("cannot write", file, &error))?;
    let mut option = OsString::from(name);
    option.push(file);
    Ok(option)
}
