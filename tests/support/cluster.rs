//! A PostgreSQL of a test's own, and a standby that follows it: what cannot be had from the server that all tests share.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use tempfile::TempDir;

use super::encode;

/// A server that listens on a socket alone, for as long as this is not dropped.
pub(crate) struct Cluster {
    folder: TempDir,
    server: Child,
}

impl Cluster {
    /// Makes an empty one.
    pub(crate) fn new() -> Self {
        let folder = folder();
        let data = folder.path().join("data");
        let made =
            ["--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"];
        run(as_server("initdb").arg("--pgdata").arg(data).args(made));
        Self::start(folder)
    }

    /// Makes one that follows this.
    pub(crate) fn standby(&self) -> Self {
        let folder = folder();
        let data = folder.path().join("data");
        let how = ["--username", "postgres", "--write-recovery-conf", "--wal-method", "stream", "--checkpoint", "fast"];
        run(as_server("pg_basebackup").arg("--host").arg(self.folder.path()).arg("--pgdata").arg(data).args(how));
        Self::start(folder)
    }

    fn start(folder: TempDir) -> Self {
        let mut server = as_server("postgres");
        server.arg("-D").arg(folder.path().join("data"));
        server.arg("-c").arg(format!("unix_socket_directories={}", folder.path().display()));
        server.args(["-c", "listen_addresses=", "-c", "fsync=off", "-c", "jit=off", "-c", "shared_buffers=16MB"]);
        let log = fs::File::create(folder.path().join("log")).unwrap();
        let server = server.stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let cluster = Self { folder, server };
        let until = Instant::now() + Duration::from_mins(2);
        while !cluster.psql("postgres", "SELECT 1").status().unwrap().success() {
            assert!(Instant::now() < until, "{}", fs::read_to_string(cluster.folder.path().join("log")).unwrap());
            thread::sleep(Duration::from_millis(50));
        }
        cluster
    }

    /// Runs SQL in one of its databases.
    pub(crate) fn sql(&self, database: &str, sql: &str) {
        run(&mut self.psql(database, sql));
    }

    /// Returns the URL of one of its databases.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://postgres@/{database}?host={}", encode(&self.folder.path().display().to_string()))
    }

    fn psql(&self, database: &str, sql: &str) -> Command {
        let mut psql = Command::new("psql");
        psql.arg("--host").arg(self.folder.path()).args(["-U", "postgres", "-d", database, "-Xqc", sql]);
        psql.stdout(Stdio::null()).stderr(Stdio::null());
        psql
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // What it holds is thrown away.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A folder that the server may write to, with a name short enough for a socket.
fn folder() -> TempDir {
    let folder = tempfile::Builder::new().prefix("pg").tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    if is_root() {
        chown(folder.path(), Some(65534), Some(65534)).unwrap();
    }
    folder
}

/// PostgreSQL refuses to run as root, and ends with the test, even when that is killed.
fn as_server(program: &str) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL"]);
    if is_root() {
        command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]);
    }
    command.arg(program_in_path(program));
    command
}

fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

fn program_in_path(program: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap();
    let found = std::env::split_paths(&path).map(|folder| folder.join(program)).find(|found: &PathBuf| found.is_file());
    found.unwrap_or_else(|| Path::new(program).to_owned())
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
