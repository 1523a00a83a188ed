//! Reading the revisions of a program, and what is refused before a database is asked.

use std::fs;

use super::{Error, Revisions};

fn revision(id: &str, revises: &str) -> String {
    format!(
        "-- {id}\n--\n-- Revision: {id}\n-- Revises: {revises}\n-- Format: 1\n\n-- autogen: upgrade\n-- autogen: downgrade\n"
    )
}

fn names(revisions: &Revisions) -> Vec<&str> {
    revisions.ids().iter().map(super::RevisionId::as_str).collect()
}

#[test]
fn what_is_embedded_is_what_is_in_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("b_second.sql", revision("bbbb", "aaaa")),
        ("z_first.sql", revision("aaaa", "")),
        ("README.md", "no revision".to_owned()),
        (".#z_first.sql", "an editor's".to_owned()),
    ];
    for (name, text) in &files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let embedded = Revisions::embedded(files).unwrap();
    assert_eq!(names(&embedded), ["aaaa", "bbbb"]);
    assert_eq!(embedded.ids(), Revisions::in_folder(folder.path()).unwrap().ids());
}

#[test]
fn a_wrong_folder_is_not_a_program_without_revisions() {
    let folder = tempfile::tempdir().unwrap();
    let missing = Revisions::in_folder(folder.path().join("versions")).unwrap_err();
    assert!(matches!(missing, Error::Files(_)), "{missing}");
    let versions = folder.path().join("versions");
    fs::create_dir(&versions).unwrap();
    fs::write(versions.join("a.sql"), revision("aaaa", "")).unwrap();
    let error = Revisions::in_folder(folder.path()).unwrap_err();
    assert_eq!(error.to_string(), format!("there is no revision in `{}`", folder.path().display()));
    assert_eq!(error.hint(), Some(format!("revision files lie in `{}`", versions.display())));
    let nothing = Revisions::embedded([("README.md", "")]).unwrap_err();
    assert_eq!(nothing.to_string(), "there is no revision");
}

#[test]
fn errors_name_the_file_and_the_line() {
    let told = |files: &[(&str, String)]| Revisions::embedded(files.to_vec()).unwrap_err().to_string();
    let half = revision("aaaa", "").replace("-- autogen: downgrade\n", "");
    assert!(told(&[("a.sql", half)]).starts_with("a.sql:7: "));
    let orphan = told(&[("b.sql", revision("bbbb", "aaaa"))]);
    assert_eq!(orphan, "revision `aaaa` referenced from `bbbb` is not present: `b.sql`");
    let twice = told(&[("a.sql", revision("aaaa", "")), ("b.sql", revision("aaaa", ""))]);
    assert_eq!(twice, "revision `aaaa` is present more than once: `a.sql` and `b.sql`");
    let latin = Revisions::embedded([("a.sql", b"-- caf\xe9\n".to_vec())]).unwrap_err();
    assert_eq!(latin.to_string(), "a.sql:1: not UTF-8");
}

/// A program has its runtime move a future between threads, and a static hold its revisions.
#[test]
fn everything_can_go_to_another_thread() {
    fn assert_send<T: Send>(_: &T) {}
    fn assert_shared<T: Send + Sync + 'static>(_: &T) {}
    let revisions = Revisions::embedded([("a.sql", revision("aaaa", ""))]).unwrap();
    assert_shared(&revisions);
    assert_send(&revisions.upgrade("sqlite://app.db", "head"));
    assert_send(&revisions.downgrade("sqlite://app.db", "-1"));
    assert_send(&revisions.pending("sqlite://app.db"));
    assert_send(&revisions.current("sqlite://app.db"));
}
