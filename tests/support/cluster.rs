//! A PostgreSQL of a test's own, and a standby that follows it: what cannot be had from the server that all tests share.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use tempfile::TempDir;

use super::own_process::{as_server, folder, give, run};
use super::{FullDisk, encode};

/// A server that listens on a socket alone, for as long as this is not dropped.
pub(crate) struct Cluster {
    server: Option<Child>,
    settings: Vec<String>,
    /// Before the folder that it is mounted on.
    _disk: Option<FullDisk>,
    folder: TempDir,
}

impl Cluster {
    /// Makes an empty one.
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    /// Makes an empty one, with settings such as `max_connections=3`.
    pub(crate) fn with(settings: &[&str]) -> Self {
        Self::make(folder("pg"), None, settings)
    }

    /// Makes an empty one on a disk of so many kibibytes.
    pub(crate) fn on_disk(kibibytes: u32) -> Self {
        let folder = folder("pg");
        let disk = FullDisk::mount_on(folder.path(), kibibytes);
        give(folder.path());
        Self::make(folder, Some(disk), &["max_wal_size=4MB", "min_wal_size=2MB"])
    }

    fn make(folder: TempDir, disk: Option<FullDisk>, settings: &[&str]) -> Self {
        let data = folder.path().join("data");
        let made =
            ["--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"];
        run(as_server("initdb").arg("--pgdata").arg(data).args(made).args(["--wal-segsize", "1"]));
        Self::start(folder, disk, settings)
    }

    /// Makes one that follows this.
    pub(crate) fn standby(&self) -> Self {
        let folder = folder("pg");
        let data = folder.path().join("data");
        let how = ["--username", "postgres", "--write-recovery-conf", "--wal-method", "stream", "--checkpoint", "fast"];
        run(as_server("pg_basebackup").arg("--host").arg(self.folder.path()).arg("--pgdata").arg(data).args(how));
        Self::start(folder, None, &[])
    }

    fn start(folder: TempDir, disk: Option<FullDisk>, settings: &[&str]) -> Self {
        let settings = settings.iter().map(|setting| (*setting).to_owned()).collect();
        let mut cluster = Self { server: None, settings, _disk: disk, folder };
        cluster.restart();
        cluster
    }

    /// Starts the server, as it was.
    pub(crate) fn restart(&mut self) {
        let folder = self.folder.path();
        let mut server = as_server("postgres");
        server.arg("-D").arg(folder.join("data"));
        server.arg("-c").arg(format!("unix_socket_directories={}", folder.display()));
        server.args(["-c", "listen_addresses=", "-c", "fsync=off", "-c", "jit=off", "-c", "shared_buffers=16MB"]);
        server.args(self.settings.iter().flat_map(|setting| ["-c", setting.as_str()]));
        let log = fs::File::create(folder.join("log")).unwrap();
        self.server = Some(server.stdout(Stdio::null()).stderr(log).spawn().unwrap());
        let until = Instant::now() + Duration::from_mins(2);
        while !self.psql("postgres", "SELECT 1").status().unwrap().success() {
            assert!(Instant::now() < until, "{}", fs::read_to_string(self.folder.path().join("log")).unwrap());
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Ends the server at once, whatever it does.
    pub(crate) fn stop(&mut self) {
        let mut server = self.server.take().unwrap();
        run(Command::new("kill").args(["-QUIT", &server.id().to_string()]));
        server.wait().unwrap();
    }

    /// Runs SQL in one of its databases.
    pub(crate) fn sql(&self, database: &str, sql: &str) {
        run(&mut self.psql(database, sql));
    }

    /// Returns the URL of one of its databases.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://postgres@/{database}?host={}", encode(&self.folder.path().display().to_string()))
    }

    /// Returns what a query gives, as text.
    pub(crate) fn query(&self, database: &str, sql: &str) -> String {
        let output = self.psql(database, sql).arg("-At").stdout(Stdio::piped()).output().unwrap();
        assert!(output.status.success(), "{sql}");
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }

    /// Returns the client, about to run SQL in silence.
    pub(crate) fn psql(&self, database: &str, sql: &str) -> Command {
        let mut psql = Command::new("psql");
        psql.stdin(Stdio::null());
        psql.arg("--host").arg(self.folder.path()).args(["-U", "postgres", "-d", database, "-Xqc", sql]);
        psql.stdout(Stdio::null()).stderr(Stdio::null());
        psql
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // What it holds is thrown away.
        if let Some(mut server) = self.server.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}
