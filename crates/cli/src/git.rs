//! What git says of the files of a project: which commit a name means, and what came since. git itself is asked, since it alone
//! knows how a checkout is set up.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::Error;

/// The checkout that a project is in.
pub(crate) struct Checkout {
    /// Where git is run.
    folder: PathBuf,
    /// The folder that git's paths are relative to.
    top: PathBuf,
}

/// A file that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Touched {
    /// Where it is, or was: absolute, without symbolic links.
    pub(crate) path: PathBuf,
    /// Its path for [`Checkout::text`].
    pub(crate) name: String,
    /// What became of it.
    pub(crate) fate: Fate,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It came.
    New,
    /// Its text is another one.
    Edited,
    /// It went.
    Gone,
}

impl Checkout {
    /// Finds the checkout that `folder` is in.
    pub(crate) fn of(folder: &Path) -> Result<Self, Error> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let found = run(folder, &["rev-parse", "--show-toplevel"])?;
        let top = found.text.trim_end_matches(['\r', '\n']);
        if !found.worked || top.is_empty() {
            return Err(Error::new(format!("`{}` is in no checkout of git", folder.display()))
                .hint("name the revisions instead: an id, `START:END`, or `:head` for all"));
        }
        let top = PathBuf::from(top);
        let top = top.canonicalize().map_err(|error| Error::file("cannot read", &top, &error))?;
        Ok(Self { folder: folder.to_owned(), top })
    }

    /// Returns the commit that a name means: a branch, a tag, a hash.
    pub(crate) fn commit(&self, name: &str) -> Result<Option<String>, Error> {
        let meant = format!("{name}^{{commit}}");
        let found = run(&self.folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &meant])?;
        Ok(found.worked.then(|| found.text.trim().to_owned()))
    }

    /// Returns the commit where the one that is checked out left `commit`. `name` is what it is called.
    pub(crate) fn left(&self, commit: &str, name: &str) -> Result<String, Error> {
        let found = run(&self.folder, &["merge-base", commit, "HEAD"])?;
        if found.worked {
            return Ok(found.text.trim().to_owned());
        }
        Err(Error::new(format!("git knows no commit that `{name}` and this checkout have in common"))
            .hint("a shallow clone lacks it: fetch the whole history (`fetch-depth: 0`, `git fetch --unshallow`)"))
    }

    /// Returns the files in `folders` that are not as they were in `commit`: also those that nobody has committed yet.
    pub(crate) fn touched(&self, commit: &str, folders: &[PathBuf]) -> Result<Vec<Touched>, Error> {
        let within = folders.iter().filter_map(|folder| folder.canonicalize().ok());
        let within: Vec<String> = within.map(|folder| folder.to_string_lossy().into_owned()).collect();
        if within.is_empty() {
            return Ok(Vec::new());
        }
        let within: Vec<&str> = within.iter().map(String::as_str).collect();
        let diff =
            ["--literal-pathspecs", "diff", "--no-ext-diff", "--no-renames", "--name-status", "-z", commit, "--"];
        let changed = self.told(&[&diff[..], &within].concat())?;
        let others = ["--literal-pathspecs", "ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--"];
        let untracked = self.told(&[&others[..], &within].concat())?;
        let mut touched: Vec<Touched> =
            untracked.split_terminator('\0').map(|name| self.file(name, Fate::New)).collect();
        let mut words = changed.split_terminator('\0');
        while let (Some(status), Some(name)) = (words.next(), words.next()) {
            let fate = match status {
                "A" => Fate::New,
                "D" => Fate::Gone,
                _ => Fate::Edited,
            };
            touched.push(self.file(name, fate));
        }
        Ok(touched)
    }

    /// Returns the text that a file had in `commit`. What is not UTF-8 of it is lost.
    pub(crate) fn text(&self, commit: &str, file: &Touched) -> Result<String, Error> {
        self.told(&["show", "--no-textconv", &format!("{commit}:{}", file.name)])
    }

    fn file(&self, name: &str, fate: Fate) -> Touched {
        Touched { path: self.top.join(name), name: name.to_owned(), fate }
    }

    /// Asks something that has an answer.
    fn told(&self, args: &[&str]) -> Result<String, Error> {
        let found = run(&self.folder, args)?;
        if found.worked { Ok(found.text) } else { Err(Error::new(format!("git failed: {}", found.complaint))) }
    }
}

/// What git said.
struct Said {
    worked: bool,
    text: String,
    complaint: String,
}

fn run(folder: &Path, args: &[&str]) -> Result<Said, Error> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "core.quotePath=false"]).args(args).stdin(Stdio::null());
    let output = command.output().map_err(|error| {
        Error::new(format!("cannot run git: {error}")).hint("without git, name the revisions: an id, or `START:END`")
    })?;
    let last = String::from_utf8_lossy(&output.stderr);
    let complaint = last.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default().to_owned();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(Said { worked: output.status.success(), text, complaint })
}
