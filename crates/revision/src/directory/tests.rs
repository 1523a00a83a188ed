use std::fs;
use std::path::{Path, PathBuf};

use super::*;

/// A folder of its own below the crate's build folder, removed when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("autogen-directory-{}-{name}", std::process::id()));
        fs::create_dir_all(path.join("versions")).unwrap();
        Folder(path)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.0.join("versions").join(name), content).unwrap();
    }

    fn directory(&self) -> Directory {
        Directory::new(&self.0)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn revision(id: &str) -> String {
    format!("-- M\n--\n-- Revision: {id}\n-- Revises:\n-- Format: 1\n\n-- autogen: upgrade\n-- autogen: downgrade\n")
}

#[test]
fn files_are_sorted_and_foreign_ones_ignored() {
    let folder = Folder::new("sorted");
    folder.write("b.sql", revision("b"));
    folder.write("a.sql", revision("z"));
    folder.write(".c.sql", "junk");
    folder.write("README.md", "junk");
    fs::create_dir(folder.0.join("versions/folder.sql")).unwrap();
    let ids = |headers: Vec<(PathBuf, Header)>| headers.into_iter().map(|(_, h)| h.id.to_string()).collect::<Vec<_>>();
    assert_eq!(ids(folder.directory().headers().unwrap()), ["z", "b"]);
    assert_eq!(folder.directory().revisions().unwrap().len(), 2);
}

#[test]
fn headers_alone_do_not_look_at_bodies() {
    let folder = Folder::new("headers");
    folder.write("a.sql", revision("a") + "-- autogen: nonsense\n");
    assert_eq!(folder.directory().headers().unwrap().len(), 1);
    assert!(matches!(folder.directory().revisions(), Err(DirectoryError::File(_))));
}

#[test]
fn a_duplicate_id_names_both_files() {
    let folder = Folder::new("duplicate");
    folder.write("a.sql", revision("same"));
    folder.write("b.sql", revision("same"));
    let error = folder.directory().headers().unwrap_err().to_string();
    assert!(error.starts_with("revision `same` is present more than once: `"), "{error}");
    assert!(error.contains("a.sql` and `") && error.ends_with("b.sql`"), "{error}");
}

#[test]
fn what_cannot_be_read_is_named() {
    let folder = Folder::new("unreadable");
    folder.write("a.sql", b"-- a\n\xff");
    assert!(folder.directory().headers().unwrap_err().to_string().ends_with("a.sql:2: not UTF-8"));
    let error = Directory::new(Path::new("/nonexistent")).files().unwrap_err();
    assert_eq!(error.to_string(), "path doesn't exist: `/nonexistent/versions`");
}
