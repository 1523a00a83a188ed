//! A folder of its own to run the program in.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use autogen_schema::Dialect;
use tempfile::TempDir;

use super::Outcome;

/// An entity, to start with.
pub(crate) const USERS: &str = r#"use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    pub name: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
"#;

/// Every file below a folder, with its content.
pub(crate) type Files = BTreeMap<PathBuf, Vec<u8>>;

/// A folder, empty at first.
pub(crate) struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    /// Makes an empty folder.
    pub(crate) fn empty() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// Makes a project with the entity [`USERS`] for a database on a server, which is known by `url` there.
    pub(crate) fn on(dialect: Dialect, url: &str) -> Self {
        let sandbox = Self::new();
        let config = format!("entities = [\"src\"]\ndirectory = \"migrations\"\ndialects = [\"{dialect}\"]\n");
        sandbox.write("autogen.toml", format!("{config}database_url = \"{url}\"\n"));
        sandbox
    }

    /// Makes a project with the entity [`USERS`] and the database `app.db`, which is not made yet.
    pub(crate) fn new() -> Self {
        let sandbox = Self::empty();
        sandbox.write("src/users.rs", USERS).write(
            "autogen.toml",
            "entities = [\"src\"]\ndirectory = \"migrations\"\ndatabase_url = \"sqlite://app.db\"\n",
        );
        fs::create_dir_all(sandbox.path("migrations/versions")).unwrap();
        sandbox
    }

    /// Makes a project whose first revision, `aaaa`, makes the table `users` and is applied.
    pub(crate) fn upgraded() -> Self {
        let sandbox = Self::new();
        sandbox.run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
        sandbox.run(&["upgrade"]).exits(0);
        sandbox
    }

    /// Makes a copy of the project of 137 tables, whose entities have one column more than its revisions.
    pub(crate) fn timetracker() -> Self {
        let sandbox = Self::empty();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/timetracker");
        let mut files = Files::new();
        collect(&root, &root, &mut files);
        for (path, content) in files {
            sandbox.write(path.to_str().unwrap(), content);
        }
        sandbox
    }

    /// Returns the path of a file in the folder.
    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// Reads a file.
    #[track_caller]
    pub(crate) fn read(&self, name: &str) -> String {
        let path = self.path(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Replaces text in a file.
    #[track_caller]
    pub(crate) fn edit(&self, name: &str, from: &str, to: &str) -> &Self {
        let text = self.read(name);
        assert!(text.contains(from), "{name} does not hold `{from}`:\n{text}");
        self.write(name, text.replace(from, to))
    }

    /// Removes a file.
    pub(crate) fn remove(&self, name: &str) -> &Self {
        fs::remove_file(self.path(name)).unwrap();
        self
    }

    /// Writes a revision with these sections.
    pub(crate) fn revision(&self, id: &str, revises: &str, sections: &str) -> &Self {
        let text = format!("-- {id}\n--\n-- Revision: {id}\n-- Revises: {revises}\n-- Format: 1\n\n{sections}");
        self.write(&format!("migrations/versions/{id}.sql"), text)
    }

    /// Runs the program.
    pub(crate) fn run(&self, args: &[&str]) -> Outcome {
        self.run_with(args, &[])
    }

    /// Runs the program with variables in its environment.
    pub(crate) fn run_with(&self, args: &[&str], variables: &[(&str, &str)]) -> Outcome {
        self.finish(self.command().args(args).envs(variables.iter().copied()))
    }

    /// Runs the program at a terminal, and returns what that shows. `typed` is what a person types.
    pub(crate) fn at_terminal(&self, args: &[&str], typed: &str) -> String {
        use std::io::Write as _;
        let line = [&[env!("CARGO_BIN_EXE_autogen")], args].concat().join(" ");
        let mut command = Command::new("script");
        command.args(["--quiet", "--return", "--flush", "--command", &line, "/dev/null"]);
        self.settle(&mut command);
        command.env("PATH", std::env::var_os("PATH").unwrap()).env("TERM", "xterm");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
        let outcome = self.wait(child);
        format!("{}{}", outcome.stdout, outcome.stderr)
    }

    /// Starts the program.
    pub(crate) fn start(&self, args: &[&str]) -> Child {
        self.command().args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Waits for a program to end.
    pub(crate) fn wait(&self, child: Child) -> Outcome {
        Outcome::new(&child.wait_with_output().unwrap(), self.folder.path().to_str().unwrap())
    }

    /// Returns the program, about to be run in the folder with an empty environment.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_autogen"));
        self.settle(&mut command);
        command
    }

    /// Gives a command the folder and the environment of the program.
    pub(super) fn settle(&self, command: &mut Command) {
        command.current_dir(self.folder.path()).env_clear().env("SOURCE_DATE_EPOCH", "1763803680").stdin(Stdio::null());
    }

    /// Runs a command to its end.
    pub(super) fn finish(&self, command: &mut Command) -> Outcome {
        Outcome::new(&command.output().unwrap(), self.folder.path().to_str().unwrap())
    }

    /// Returns every file, with its content.
    pub(crate) fn files(&self) -> Files {
        let mut files = Files::new();
        collect(self.folder.path(), self.folder.path(), &mut files);
        files
    }

    /// Runs the program, which must fail with these words and leave every file as it is.
    #[track_caller]
    pub(crate) fn refuses(&self, args: &[&str], expected: &str) -> &Self {
        let before = self.files();
        self.run(args).says(expected).exits(2);
        self.unchanged(&before);
        self
    }

    /// Checks that every file is what it was.
    #[track_caller]
    pub(crate) fn unchanged(&self, before: &Files) {
        let after = self.files();
        let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&after), names(before), "files came or went");
        for (path, content) in before {
            assert!(after.get(path) == Some(content), "{} changed", path.display());
        }
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            files.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap());
        }
    }
}
