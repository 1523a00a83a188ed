//! A PostgreSQL server for one test alone, which may stop it, crowd it and fill its disk.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Who the server runs as where the tests are root's, as whom it refuses to run.
const NOBODY: u32 = 65534;

/// A server, which ends with this.
pub(crate) struct OwnPostgres {
    folder: PathBuf,
    port: u16,
    settings: Vec<String>,
    process: Option<Child>,
}

impl OwnPostgres {
    /// Makes a cluster in a folder and starts it, with settings such as `max_connections=3`.
    #[track_caller]
    pub(crate) fn start(folder: &Path, settings: &[&str]) -> Self {
        std::fs::create_dir_all(folder).unwrap();
        if is_root() {
            for folder in folder.ancestors().take(2) {
                std::os::unix::fs::chown(folder, Some(NOBODY), Some(NOBODY)).unwrap();
            }
        }
        let data = folder.join("data");
        let mut initdb = as_nobody("initdb");
        initdb.arg("--pgdata").arg(&data).args([
            "--username=postgres",
            "--auth=trust",
            "--no-sync",
            "--locale=C.UTF-8",
        ]);
        let made = initdb.args(["--encoding=UTF8", "--wal-segsize=1"]).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let settings = settings.iter().map(|setting| (*setting).to_owned()).collect();
        let mut server = Self { folder: folder.to_owned(), port, settings, process: None };
        server.restart();
        server
    }

    /// Starts the server again.
    #[track_caller]
    pub(crate) fn restart(&mut self) {
        let mut command = as_nobody("postgres");
        command.arg("-D").arg(self.folder.join("data")).arg("-p").arg(self.port.to_string());
        command.arg("-c").arg(format!("unix_socket_directories={}", self.folder.display()));
        command.args(["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "shared_buffers=1MB"]);
        for setting in &self.settings {
            command.arg("-c").arg(setting);
        }
        self.process = Some(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        for _ in 0..600 {
            if self.psql("SELECT 1").output().unwrap().status.success() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the server does not start");
    }

    /// Ends the server at once, whatever it does.
    pub(crate) fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let stopped = Command::new("kill").args(["-QUIT", &process.id().to_string()]).status();
            assert!(stopped.is_ok_and(|status| status.success()) || std::thread::panicking());
            drop(process.wait());
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Returns the client, about to run a statement.
    pub(crate) fn psql(&self, sql: &str) -> Command {
        let mut command = Command::new("psql");
        command.args(["-XqAt", "-d", &self.url(), "-c", sql]).stdin(Stdio::null());
        command
    }

    /// Returns what a statement gives.
    #[track_caller]
    pub(crate) fn query(&self, sql: &str) -> String {
        let output = self.psql(sql).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }
}

impl Drop for OwnPostgres {
    fn drop(&mut self) {
        self.stop();
    }
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").unwrap().uid() == 0
}

/// Returns a program of the server's, which ends with this process even when that is killed.
fn as_nobody(program: &str) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL"]);
    if is_root() {
        let id = NOBODY.to_string();
        command.args(["--reuid", &id, "--regid", &id, "--clear-groups"]);
    }
    command.arg(program).current_dir("/");
    command
}
