//! The servers' own command line clients.

use std::io::Write as _;
use std::process::{Command, Stdio};

use autogen_schema::Dialect;

use super::address::Address;

/// Runs statements, and returns the fields of each row that they give; or what the server said of the first one that failed.
pub(super) fn run(dialect: Dialect, address: &Address, statements: &str) -> Result<Vec<Vec<String>>, String> {
    match dialect {
        Dialect::Postgres => {
            let separators = ["-F", "\u{1}", "-0", "-P", "null=NULL", "-v", "ON_ERROR_STOP=1", "-f", "-"];
            let text = output(Command::new("psql").args(["-XqAt", "-d", &address.url()]).args(separators), statements)?;
            let rows = text.split_terminator('\0').filter(|row| !row.is_empty());
            Ok(rows.map(|row| row.split('\u{1}').map(str::to_owned).collect()).collect())
        }
        Dialect::Mysql => {
            let text = output(&mut mariadb(address), statements)?;
            Ok(text.lines().map(|row| row.split('\t').map(unescape).collect()).collect())
        }
        Dialect::Sqlite => panic!("SQLite has no server"),
    }
}

/// Runs a script as a person does, with the options that it tells them of.
pub(super) fn script(dialect: Dialect, address: &Address, script: &str) -> Result<String, String> {
    match dialect {
        Dialect::Mysql => {
            let mut command = Command::new("mariadb");
            command.args(["--no-defaults", "--comments"]);
            output(connecting(&mut command, address), script)
        }
        _ => output(Command::new("psql").args(["-X", "-f", "-", "-d", &address.url()]), script),
    }
}

/// Runs a script on a file of SQLite's.
pub(crate) fn by_client(file: &std::path::Path, script: &str) -> Result<(), String> {
    output(Command::new("sqlite3").arg(file), script).map(drop)
}

fn mariadb(address: &Address) -> Command {
    let mut command = Command::new("mariadb");
    command.args(["--no-defaults", "--default-character-set=utf8mb4", "--binary-mode", "--comments", "--batch", "-N"]);
    connecting(&mut command, address);
    command
}

fn connecting<'c>(command: &'c mut Command, address: &Address) -> &'c mut Command {
    command.arg(format!("--database={}", address.database));
    match address.parameter("socket") {
        Some(socket) => command.arg(format!("--socket={socket}")),
        None => command.args(["--protocol=tcp", "--host", &address.host()]),
    };
    command.args(address.port().map(|port| format!("--port={port}")));
    command.args(address.user().map(|user| format!("--user={user}")));
    command.envs(address.password().map(|password| ("MYSQL_PWD", password)))
}

/// Runs a program to its end, and returns what it wrote.
pub(super) fn output(command: &mut Command, input: &str) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let started = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = started.unwrap_or_else(|error| panic!("{program}: {error}; `tests/run` puts it on PATH"));
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // A program that fails early reads no more of it.
    let writer = std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    if output.status.success() {
        Ok(String::from_utf8(output.stdout).unwrap())
    } else {
        Err(format!("{program}: {}", String::from_utf8_lossy(&output.stderr).trim_end()))
    }
}

/// Undoes what `--batch` does to keep a row on a line.
fn unescape(field: &str) -> String {
    let mut text = String::with_capacity(field.len());
    let mut chars = field.chars();
    while let Some(c) = chars.next() {
        text.push(match c {
            '\\' => match chars.next().unwrap() {
                'n' => '\n',
                't' => '\t',
                '0' => '\0',
                other => other,
            },
            c => c,
        });
    }
    text
}
