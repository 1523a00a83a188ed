//! Moves a revision, and what follows it, onto another head.

use std::collections::BTreeSet;
use std::path::PathBuf;

use autogen_revision::{ConnectError, Revision, RevisionId};

use crate::anew::Meaning;
use crate::scratch::Scratch;
use crate::trial::there_and_back;
use crate::write::rewrite;
use crate::{Databases, Error, History, Live, Project, Target};

/// A move that is not written yet.
#[derive(Debug)]
pub struct Rebase {
    /// What is moved.
    pub revision: RevisionId,
    /// What it revised.
    pub from: Vec<RevisionId>,
    /// What it revises now.
    pub onto: RevisionId,
    /// Revisions that restate tables, and were made anew for those of the new base.
    pub anew: Vec<RevisionId>,
    /// Files with the text that they get.
    pub files: Vec<(PathBuf, String)>,
}

/// Moves `revision` and all that follows it onto `onto`, or onto the only other head, and proves each of them there: up, down, up.
/// What restates a whole table is made anew where that table is another there.
///
/// A revision that a known database has stays where it is.
pub async fn rebase(
    project: &Project,
    history: &History,
    revision: &RevisionId,
    onto: Option<&RevisionId>,
    databases: &Databases,
) -> Result<Rebase, Error> {
    let moved = moved(history, revision);
    let onto = match onto {
        Some(onto) => onto.clone(),
        None => other_head(history, revision, &moved)?,
    };
    let from = parents(history, revision, &onto, &moved)?;
    for url in databases.urls() {
        refuse_applied(project, &moved, url).await?;
    }

    let mut after = history.revisions.clone();
    for file in after.iter_mut().filter(|file| file.header.id == *revision) {
        file.header.revises = vec![onto.clone()];
    }
    let after = History::new(after)?;
    let mut outside = after.graph.ancestors(&moved);
    outside.retain(|id| !moved.contains(id));
    let outside = after.of(&outside)?;
    let mut anew = Anew::default();
    for target in project.targets(databases) {
        let attempt = Attempt { target, history, after: &after };
        let tried = async {
            let scratch = Scratch::replayed(target, &outside).await?;
            scratch.used(async |scratch| attempt.of_all(scratch, &moved, &mut anew).await).await
        };
        tried.await.map_err(|error| target.named(error))?;
    }
    let Anew { revisions: anew, mut files } = anew;
    let first = history.get(revision).map(|file| file.file.clone()).unwrap_or_default();
    if !files.iter().any(|(path, _)| *path == first) {
        files.insert(0, (first.clone(), read(&first)?));
    }
    for (_, text) in files.iter_mut().filter(|(path, _)| *path == first) {
        *text = revising(text, &onto);
    }
    Ok(Rebase { revision: revision.clone(), from, onto, anew, files })
}

/// Writes what is moved.
pub fn write_rebase(rebase: &Rebase) -> Result<(), Error> {
    rebase.files.iter().try_for_each(|(path, text)| rewrite(path, text))
}

/// The revision and what follows it.
fn moved(history: &History, revision: &RevisionId) -> BTreeSet<RevisionId> {
    let mut moved = BTreeSet::new();
    let mut open = vec![revision.clone()];
    while let Some(id) = open.pop() {
        open.extend(history.graph.children(&id).iter().cloned());
        moved.insert(id);
    }
    moved
}

fn other_head(history: &History, revision: &RevisionId, moved: &BTreeSet<RevisionId>) -> Result<RevisionId, Error> {
    match history.graph.heads().into_iter().filter(|head| !moved.contains(*head)).collect::<Vec<_>>()[..] {
        [head] => Ok(head.clone()),
        [] => Err(Error::NotMovable { problem: format!("`{revision}` is not beside another head"), hint: None }),
        ref heads => Err(Error::SeveralHeads { heads: heads.iter().map(|head| (*head).clone()).collect() }),
    }
}

fn parents(
    history: &History,
    revision: &RevisionId,
    onto: &RevisionId,
    moved: &BTreeSet<RevisionId>,
) -> Result<Vec<RevisionId>, Error> {
    let refuse = |problem: String| Err(Error::NotMovable { problem, hint: None });
    let from = history.graph.get(revision).map(|node| node.header.revises.clone()).unwrap_or_default();
    if moved.contains(onto) {
        return refuse(format!("`{onto}` is, or comes after, what is to be moved onto it"));
    }
    if from.len() > 1 {
        return refuse(format!("`{revision}` is a merge: delete it, and merge again"));
    }
    if from == [onto.clone()] {
        return refuse(format!("`{revision}` revises `{onto}` already"));
    }
    match moved.iter().filter(|id| *id != revision).find(|id| {
        history.graph.get(id).is_some_and(|node| node.header.revises.iter().any(|parent| !moved.contains(parent)))
    }) {
        Some(merge) => refuse(format!("`{merge}` merges it with another branch already")),
        None => Ok(from),
    }
}

async fn refuse_applied(project: &Project, moved: &BTreeSet<RevisionId>, url: &str) -> Result<(), Error> {
    let live = match Live::read(project, url).await {
        Err(Error::Connect(ConnectError::Missing { .. })) => return Ok(()),
        live => live?,
    };
    match live.ids().into_iter().find(|id| moved.contains(id)) {
        None => Ok(()),
        Some(id) => Err(Error::NotMovable {
            problem: format!("`{id}` is applied to the database"),
            hint: Some(format!("undo it first: `autogen downgrade {id}@-1`; or join the branches: `autogen merge`")),
        }),
    }
}

/// A move that is tried on a dialect.
struct Attempt<'a> {
    target: Target<'a>,
    history: &'a History,
    after: &'a History,
}

/// What is made anew.
#[derive(Default)]
struct Anew {
    revisions: Vec<RevisionId>,
    files: Vec<(PathBuf, String)>,
}

impl Anew {
    /// Returns the text of a file as it is to be.
    fn text(&self, path: &PathBuf) -> Result<String, Error> {
        let made = self.files.iter().find(|(made, _)| made == path);
        made.map_or_else(|| read(path), |(_, text)| Ok(text.clone()))
    }

    fn add(&mut self, revision: &Revision, text: String) {
        let path = &revision.file;
        self.revisions.retain(|id| *id != revision.header.id);
        self.revisions.push(revision.header.id.clone());
        self.files.retain(|(made, _)| made != path);
        self.files.push((path.clone(), text));
    }
}

impl Attempt<'_> {
    /// Tries each revision upon the one before. Those that restate what is another there are made anew.
    async fn of_all(&self, scratch: &Scratch, moved: &BTreeSet<RevisionId>, anew: &mut Anew) -> Result<(), Error> {
        let Target { project, dialect, .. } = self.target;
        let mut findings = Vec::new();
        for id in self.after.graph.order().iter().filter(|id| moved.contains(*id)) {
            let Some(revision) = self.after.get(id) else { continue };
            let trial = match there_and_back(scratch, project, revision, dialect).await {
                Err(Error::Run(error)) if error.problem.is_restated() => {
                    let text = anew.text(&revision.file)?;
                    let (text, trial) = self.meaning(revision).await?.tried(scratch, self.target, &text).await?;
                    anew.add(revision, text);
                    trial
                }
                trial => trial?,
            };
            findings.extend(trial.findings);
        }
        if findings.is_empty() {
            return Ok(());
        }
        Err(Error::NotMovable {
            problem: format!("it does not do there what it says: {}", findings.join("; ")),
            hint: None,
        })
    }

    async fn meaning(&self, revision: &Revision) -> Result<Meaning, Error> {
        let here = self.history.get(&revision.header.id).unwrap_or(revision);
        let by_hand = || Error::NotMovable {
            problem: format!(
                "`{}` restates a table that is another there, and was written by hand",
                revision.header.id
            ),
            hint: Some("delete the file and make it anew: `autogen -m MESSAGE`".to_owned()),
        };
        Meaning::of(self.target, self.history, here).await?.ok_or_else(by_hand)
    }
}

fn read(path: &PathBuf) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.clone(), source })
}

/// Returns the text of a file with another parent in its header.
fn revising(text: &str, onto: &RevisionId) -> String {
    let mut done = false;
    let line = |line: &str| {
        if !done && line.starts_with("-- Revises:") {
            done = true;
            format!("-- Revises: {onto}")
        } else {
            line.to_owned()
        }
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}
