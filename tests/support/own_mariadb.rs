//! A MariaDB of a test's own: what the server that all tests share cannot be put through.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use tempfile::TempDir;

use super::FullDisk;
use super::own_process::{as_server, folder, give, run};

/// A server on a port of its own, for as long as this is not dropped.
pub(crate) struct OwnMariadb {
    server: Option<Child>,
    port: u16,
    /// Before the folder that it is mounted on.
    _disk: Option<FullDisk>,
    folder: TempDir,
}

impl OwnMariadb {
    /// Makes an empty one.
    pub(crate) fn new() -> Self {
        Self::make(folder("my"), None)
    }

    /// Makes an empty one on a disk of so many kibibytes.
    pub(crate) fn on_disk(kibibytes: u32) -> Self {
        let folder = folder("my");
        let disk = FullDisk::mount_on(folder.path(), kibibytes);
        give(folder.path());
        Self::make(folder, Some(disk))
    }

    fn make(folder: TempDir, disk: Option<FullDisk>) -> Self {
        let path = folder.path();
        fs::write(path.join("my.cnf"), options(path)).unwrap();
        let mut made = as_server("mariadb-install-db");
        made.arg(format!("--defaults-file={}", path.join("my.cnf").display()));
        run(made.args(["--skip-test-db", "--auth-root-authentication-method=normal"]));
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut server = Self { server: None, port, _disk: disk, folder };
        server.restart();
        server.sql("mysql", "CREATE DATABASE app");
        server
    }

    /// Starts the server, as it was.
    pub(crate) fn restart(&mut self) {
        let folder = self.folder.path();
        let mut server = as_server("mariadbd");
        server.arg(format!("--defaults-file={}", folder.join("my.cnf").display())).arg(format!("--port={}", self.port));
        let log = fs::File::create(folder.join("log")).unwrap();
        self.server = Some(server.stdout(Stdio::null()).stderr(log).spawn().unwrap());
        let until = Instant::now() + Duration::from_mins(2);
        while !self.client("mysql", "SELECT 1").status().unwrap().success() {
            assert!(Instant::now() < until, "{}", fs::read_to_string(self.folder.path().join("log")).unwrap());
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Ends the server at once, whatever it does.
    pub(crate) fn stop(&mut self) {
        let mut server = self.server.take().unwrap();
        server.kill().unwrap();
        server.wait().unwrap();
    }

    /// Returns the URL of its database.
    pub(crate) fn url(&self) -> String {
        format!("mysql://root@127.0.0.1:{}/app", self.port)
    }

    /// Runs SQL in one of its databases.
    pub(crate) fn sql(&self, database: &str, sql: &str) {
        run(&mut self.client(database, sql));
    }

    /// Returns what a query gives in its database, as text.
    pub(crate) fn query(&self, sql: &str) -> String {
        let output = self.client("app", sql).arg("-BN").stdout(Stdio::piped()).output().unwrap();
        assert!(output.status.success(), "{sql}");
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }

    fn client(&self, database: &str, sql: &str) -> Command {
        let mut client = Command::new("mariadb");
        client.arg("--no-defaults").arg("--socket").arg(self.folder.path().join("socket"));
        client.args(["-u", "root", "-D", database, "-e", sql]);
        client.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        client
    }
}

impl Drop for OwnMariadb {
    fn drop(&mut self) {
        // What it holds is thrown away.
        if let Some(mut server) = self.server.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}

/// A small one, that waits for no disk, and whose commits outlive it. A server that starts clears its folder for temporary tables, those
/// of another server included, so each has its own.
fn options(folder: &Path) -> String {
    let folder = folder.display();
    format!(
        "[mariadbd]\ndatadir={folder}/data\ntmpdir={folder}\nsocket={folder}/socket\npid-file={folder}/pid\nbind-address=127.0.0.1\nskip-name-resolve\n\
         innodb_flush_log_at_trx_commit=2\ninnodb_flush_method=nosync\ninnodb_buffer_pool_size=16M\ninnodb_log_file_size=8M\nsync_frm=0\n"
    )
}
