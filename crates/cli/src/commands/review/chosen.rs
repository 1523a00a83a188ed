//! Which revisions are reviewed: those that came since a commit, or those that are named.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use autogen_engine::History;
use autogen_revision::{Language, Revision, RevisionId, checksum, checksum_of_text};

use crate::context::Workspace;
use crate::environment;
use crate::error::Error;
use crate::git::{Checkout, Fate, Touched};

/// The revisions that are reviewed.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    /// The commit that they came since, as it was named.
    pub(super) since: Option<String>,
    /// Their ids.
    pub(super) revisions: BTreeSet<RevisionId>,
    /// Those that were there before, and are others now.
    pub(super) edited: Vec<RevisionId>,
    /// Those that were there before, and are gone.
    pub(super) removed: Vec<RevisionId>,
}

/// Branches that others are mostly made from, in the order in which they are looked for.
const USUAL: &[&str] = &["origin/HEAD", "origin/main", "origin/master", "main", "master"];

/// What names the branch that a change goes to, where a pipeline runs for one.
const VARIABLES: &[&str] = &["GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"];

impl Chosen {
    /// Takes `text` for a range of revisions, a commit of git, or a revision, in this order.
    pub(super) fn find(workspace: &Workspace<'_>, history: &History, text: Option<&str>) -> Result<Self, Error> {
        let root = &workspace.project().root;
        let Some(text) = text else {
            let checkout = Checkout::of(root)?;
            let (name, commit) = usual(&checkout)?;
            return Since { workspace, history, checkout: &checkout }.chosen(&name, &commit);
        };
        if text.contains(':') {
            let revisions = history.graph.history(Some(text), &[])?.into_iter().cloned().collect();
            return Ok(Self { revisions, ..Self::default() });
        }
        let checkout = Checkout::of(root);
        let commit = checkout.as_ref().map_or(Ok(None), |checkout| checkout.commit(text))?;
        match (checkout, commit) {
            (Ok(checkout), Some(commit)) => Since { workspace, history, checkout: &checkout }.chosen(text, &commit),
            _ => {
                let revisions = history.graph.resolve(text, &[]).map_err(|error| {
                    Error::from(error).hint("git knows no commit, branch or tag of that name either")
                })?;
                Ok(Self { revisions: revisions.into_iter().collect(), ..Self::default() })
            }
        }
    }
}

/// Returns the branch that the change goes to: its name and its commit.
fn usual(checkout: &Checkout) -> Result<(String, String), Error> {
    for variable in VARIABLES {
        let Some(branch) = environment::variable(variable)? else { continue };
        for name in [format!("origin/{branch}"), branch] {
            if let Some(commit) = checkout.commit(&name)? {
                return Ok((name, commit));
            }
        }
    }
    for name in USUAL {
        if let Some(commit) = checkout.commit(name)? {
            return Ok(((*name).to_owned(), commit));
        }
    }
    Err(Error::new("which branch the change goes to is not known")
        .hint("name it: `autogen review origin/develop`; a shallow clone may have to fetch it first"))
}

struct Since<'a> {
    workspace: &'a Workspace<'a>,
    history: &'a History,
    checkout: &'a Checkout,
}

impl Since<'_> {
    /// Finds what came since the checkout left `commit`.
    fn chosen(&self, name: &str, commit: &str) -> Result<Chosen, Error> {
        let base = self.checkout.left(commit, name)?;
        let touched = self.checkout.touched(&base, &self.folders())?;
        let mut chosen = Chosen { since: Some(name.to_owned()), ..Chosen::default() };
        let mut before = BTreeSet::new();
        for file in touched.iter().filter(|file| file.fate != Fate::New && is_revision(&file.path)) {
            // What was no revision was none that anybody applied.
            let Some(old) = self.revision(file, &self.checkout.text(&base, file)?) else { continue };
            let id = old.revision.header.id.clone();
            before.insert(id.clone());
            match self.history.get(&id) {
                None if self.is_replaced(&id) => {}
                None => chosen.removed.push(id),
                Some(new) if self.differs(&old, new)? => chosen.edited.push(id),
                Some(_) => {}
            }
        }
        // A file that was another revision, or none, has come as well.
        let came: BTreeSet<&Path> =
            touched.iter().filter(|file| file.fate != Fate::Gone).map(|file| file.path.as_path()).collect();
        let is_new = |revision: &&Revision| {
            let file = revision.file.canonicalize();
            file.is_ok_and(|file| came.contains(file.as_path())) && !before.contains(&revision.header.id)
        };
        chosen.revisions = self.history.revisions.iter().filter(is_new).map(|new| new.header.id.clone()).collect();
        Ok(chosen)
    }

    fn folders(&self) -> Vec<PathBuf> {
        let project = self.workspace.project();
        if project.rust.is_some() { vec![project.directory.clone()] } else { project.locations() }
    }

    /// Reads a revision as it was.
    fn revision(&self, file: &Touched, text: &str) -> Option<Old> {
        let revision = if self.workspace.project().rust.is_some() {
            let name = file.path.file_stem()?.to_str()?;
            Revision::of_migration(&file.path, name, &[], None).ok()?
        } else {
            Revision::parse(&file.path, text).ok()?
        };
        Some(Old { revision, text: text.to_owned() })
    }

    /// Whether a database that ran the old one did something else, or in another place.
    fn differs(&self, old: &Old, new: &Revision) -> Result<bool, Error> {
        if new.language == Language::Rust {
            let text =
                std::fs::read_to_string(&new.file).map_err(|error| Error::file("cannot read", &new.file, &error))?;
            return Ok(checksum_of_text(&old.text) != checksum_of_text(&text));
        }
        let moved = old.revision.header.revises != new.header.revises;
        let dialects = &self.workspace.project().dialects;
        // What it lacked before for a dialect, nobody ran there.
        let is_another =
            dialects.iter().any(|dialect| match (checksum(&old.revision, *dialect), checksum(new, *dialect)) {
                (Ok(old), Ok(new)) => old != new,
                (Err(_), _) => false,
                (Ok(_), Err(_)) => true,
            });
        Ok(moved || is_another)
    }

    /// Whether another revision does the work of one.
    fn is_replaced(&self, id: &RevisionId) -> bool {
        self.history.revisions.iter().any(|revision| revision.header.replaces.contains(id))
    }
}

/// A revision as it was.
struct Old {
    revision: Revision,
    text: String,
}

/// Whether a file may be a revision, by its name.
fn is_revision(path: &Path) -> bool {
    let is_module = |stem: &str| stem.starts_with('m') && stem.contains('_');
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("sql") => true,
        Some("rs") => path.file_stem().and_then(|stem| stem.to_str()).is_some_and(is_module),
        _ => false,
    }
}
