//! Folders that cannot be written: by somebody without the right to, and because there is no room.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::{Outcome, Sandbox};

impl Sandbox {
    /// Runs the program as somebody who may read everything here and write nothing.
    pub(crate) fn run_unprivileged(&self, args: &[&str]) -> Outcome {
        let writable = self.set_permissions(0o555, 0o444);
        let is_root = fs::metadata("/proc/self").unwrap().uid() == 0;
        let (_folder, program) = reachable_program();
        let mut command = if is_root {
            let mut command = Command::new("setpriv");
            command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.args(args);
        self.settle(&mut command);
        command.env("PATH", std::env::var_os("PATH").unwrap());
        let outcome = self.finish(&mut command);
        assert!(!outcome.stderr.contains("setpriv:"), "{outcome}");
        for (path, mode) in writable {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }
        outcome
    }

    fn set_permissions(&self, folders: u32, files: u32) -> Vec<(PathBuf, u32)> {
        let mut before = Vec::new();
        let mut open = vec![self.path("")];
        while let Some(path) = open.pop() {
            let metadata = fs::metadata(&path).unwrap();
            if metadata.is_dir() {
                open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            }
            before.push((path.clone(), metadata.permissions().mode()));
            let mode = if metadata.is_dir() { folders } else { files };
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }
        before
    }
}

/// Puts the program where everybody can reach it, which a folder of root's is not.
fn reachable_program() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let program = folder.path().join("autogen");
    let original = env!("CARGO_BIN_EXE_autogen");
    fs::hard_link(original, &program).or_else(|_| fs::copy(original, &program).map(|_| ())).unwrap();
    (folder, program)
}

/// A small disk, mounted on a folder of a sandbox.
pub(crate) struct FullDisk {
    folder: PathBuf,
}

impl FullDisk {
    /// Mounts a disk of `kibibytes` on the sandbox's folder `name`, with what is in that folder.
    pub(crate) fn mount(sandbox: &Sandbox, name: &str, kibibytes: u32) -> Self {
        let folder = sandbox.path(name);
        fs::create_dir_all(&folder).unwrap();
        Self::mount_on(&folder, kibibytes)
    }

    /// Mounts a disk of `kibibytes` on a folder.
    pub(super) fn mount_on(folder: &Path, kibibytes: u32) -> Self {
        let folder = folder.to_owned();
        let size = format!("size={kibibytes}k");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&folder).output().unwrap();
        assert!(mounted.status.success(), "a disk cannot be mounted: {}", String::from_utf8_lossy(&mounted.stderr));
        Self { folder }
    }

    /// Writes until nothing more fits, then takes back `left` bytes.
    pub(crate) fn fill(&self, left: u64) {
        use std::io::Write as _;
        let path = self.folder.join("filler");
        let mut file = fs::File::create(&path).unwrap();
        while file.write_all(&[b'x'; 1024]).is_ok() {}
        let length = file.metadata().unwrap().len();
        file.set_len(length.saturating_sub(left)).unwrap();
    }
}

impl Drop for FullDisk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg("--lazy").arg(&self.folder).status();
        assert!(unmounted.is_ok_and(|status| status.success()) || std::thread::panicking());
    }
}
