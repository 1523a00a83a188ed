//! Makes one revision of several that follow each other.

use std::collections::BTreeSet;
use std::path::PathBuf;

use autogen_revision::{Direction, Revision, RevisionId, Section, render_message};
use autogen_schema::Dialect;

use crate::draft::{Bodies, Draft, Request, rendered};
use crate::place::Place;
use crate::scratch::{Scratch, statements};
use crate::sections::{Served, written};
use crate::trial::there_and_back;
use crate::{Databases, Error, History, Project, Target, dump};

/// A squash that is not written yet.
#[derive(Debug)]
pub struct Squash {
    /// The revision that does the work of the others.
    pub draft: Draft,
    /// What it replaces, in order.
    pub replaces: Vec<RevisionId>,
    /// Their files, which go.
    pub files: Vec<PathBuf>,
}

/// Drafts the revision that does what those of `range` do, and proves it: on a scratch database it makes what they made, and its
/// downgrade takes that back.
///
/// The statements stay what they are, in their order, so that what they do to rows stays too.
pub async fn squash(
    project: &Project,
    history: &History,
    range: &str,
    request: &Request,
    databases: &Databases,
) -> Result<Squash, Error> {
    let parts = line(history, range)?;
    let place = place(&parts, history);
    let mut changes = Vec::new();
    for part in &parts {
        changes.extend(part.changes()?);
    }
    let bodies = Bodies {
        changes: &changes,
        claims: &[],
        upgrade: joined(project, &parts, Direction::Upgrade),
        downgrade: joined(project, &parts.iter().rev().copied().collect::<Vec<_>>(), Direction::Downgrade),
        methods: None,
    };
    let file = rendered(project, request, &place, &bodies)?;
    for dialect in &project.dialects {
        refuse_other_statements(&parts, &file.revision, *dialect)?;
    }
    for target in project.targets(databases) {
        prove(target, history, &parts, &file.revision).await.map_err(|error| target.named(error))?;
    }
    let files = parts.iter().map(|part| part.file.clone()).collect();
    Ok(Squash { draft: file.draft, replaces: place.replaces, files })
}

/// Writes the squash, then removes the files of what it replaces.
pub fn write_squash(project: &Project, squash: &Squash) -> Result<PathBuf, Error> {
    let path = crate::write(project, &squash.draft)?;
    for file in &squash.files {
        std::fs::remove_file(file).map_err(|source| Error::Write { path: file.clone(), source })?;
    }
    Ok(path)
}

/// Returns the revisions of the range, which must be a line that nobody else hangs on.
fn line<'a>(history: &'a History, range: &str) -> Result<Vec<&'a Revision>, Error> {
    let graph = &history.graph;
    let mut ids: Vec<&RevisionId> = graph.history(Some(range), &[])?;
    ids.reverse();
    let refuse = |problem: String| Err(Error::NotSquashable { problem });
    for pair in ids.windows(2) {
        let [before, after] = pair else { continue };
        let follows = graph.get(after).is_some_and(|node| node.header.revises == [(*before).clone()]);
        if !follows {
            return refuse(format!("`{after}` does not follow `{before}` alone"));
        }
        if let Some(other) = graph.dependants(before).iter().find(|id| !ids.contains(id)) {
            return refuse(format!("`{other}` builds on `{before}`, which would be gone"));
        }
    }
    let parts: Vec<&Revision> = ids.iter().filter_map(|id| history.get(id)).collect();
    if parts.len() < 2 {
        return refuse(format!("`{range}` is not several revisions"));
    }
    match parts.iter().find(|part| !part.header.replaces.is_empty()) {
        Some(part) => refuse(format!("`{}` was squashed itself, and databases may not know it yet", part.header.id)),
        None => Ok(parts),
    }
}

fn place(parts: &[&Revision], history: &History) -> Place {
    let replaces: Vec<RevisionId> = parts.iter().map(|part| part.header.id.clone()).collect();
    let mut depends: Vec<RevisionId> = Vec::new();
    for id in parts.iter().flat_map(|part| &part.header.depends) {
        if !replaces.contains(id) && !depends.contains(id) {
            depends.push(id.clone());
        }
    }
    let first = parts.first().map(|part| &part.header.id);
    let file = first.and_then(|id| history.graph.get(id)).and_then(|node| node.file.as_ref());
    Place {
        revises: parts.first().map(|part| part.header.revises.clone()).unwrap_or_default(),
        depends,
        replaces,
        // Who stands there has a part of it alone.
        adopts: Vec::new(),
        branch: parts.iter().flat_map(|part| part.header.branch.clone()).collect(),
        folder: file.and_then(|file| file.parent()).map(PathBuf::from),
    }
}

/// Puts sections after each other. Those that run alike become one, in which each part says where it is from.
fn joined(project: &Project, parts: &[&Revision], direction: Direction) -> String {
    if project.has_one_dialect() {
        let sections = in_a_row(parts, direction, |section| Some(section.clone()));
        let text = |section: &Section| format!("{}\n{}", section.marker(), section.body).trim_end().to_owned();
        return sections.iter().map(text).collect::<Vec<_>>().join("\n\n");
    }
    // What is the same for two dialects in one part need not be in another.
    let named = parts.iter().flat_map(|part| &part.sections).flat_map(|section| &section.dialects);
    let dialects: BTreeSet<Dialect> = project.dialects.iter().chain(named).copied().collect();
    let served = dialects.into_iter().map(|dialect| {
        let alone =
            |section: &Section| section.serves(dialect).then(|| Section { dialects: Vec::new(), ..section.clone() });
        Served::of(dialect, &in_a_row(parts, direction, alone))
    });
    written(project, direction, &served.collect::<Vec<_>>())
}

/// Returns the sections of the parts that `taken` gives; one that runs like the one before it becomes part of that.
fn in_a_row(parts: &[&Revision], direction: Direction, taken: impl Fn(&Section) -> Option<Section>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for part in parts {
        let origin = format!("-- {}: {}", part.header.id, render_message(part.header.summary()));
        let own = part.sections.iter().filter(|section| section.direction == direction);
        for section in own.filter_map(&taken) {
            let body = section.body.trim();
            let body = if body.is_empty() { String::new() } else { format!("{origin}\n{body}") };
            let shares = |earlier: &&mut Section| Dialect::ALL.iter().any(|d| earlier.serves(*d) && section.serves(*d));
            match sections.iter_mut().rev().find(shares) {
                Some(earlier) if earlier.marker() == section.marker() => append(&mut earlier.body, &body),
                _ => sections.push(Section { body, ..section }),
            }
        }
    }
    sections
}

fn append(body: &mut String, more: &str) {
    if !body.is_empty() && !more.is_empty() {
        body.push_str("\n\n");
    }
    body.push_str(more);
}

/// What is read back must be the statements of the parts, each in its place.
fn refuse_other_statements(parts: &[&Revision], whole: &Revision, dialect: Dialect) -> Result<(), Error> {
    for direction in [Direction::Upgrade, Direction::Downgrade] {
        let mut wanted = Vec::new();
        let ordered: Vec<&&Revision> = match direction {
            Direction::Upgrade => parts.iter().collect(),
            Direction::Downgrade => parts.iter().rev().collect(),
        };
        for part in ordered {
            wanted.extend(statements(part, direction, dialect)?);
        }
        if wanted != statements(whole, direction, dialect)? {
            let problem = format!("the {direction} sections for {dialect} cannot be put after each other");
            return Err(Error::NotSquashable { problem });
        }
    }
    Ok(())
}

async fn prove(target: Target<'_>, history: &History, parts: &[&Revision], whole: &Revision) -> Result<(), Error> {
    let Target { project, dialect, .. } = target;
    let graph = &history.graph;
    let last = parts.last().map(|part| &part.header.id);
    let old = history.of(&graph.ancestors(last))?;
    let scratch = Scratch::replayed(target, &old).await?;
    let expected = scratch.used(async |scratch| scratch.dump(project).await).await?;

    let before = history.of(&graph.ancestors(whole.header.requires()))?;
    let scratch = Scratch::replayed(target, &before).await?;
    let trial = scratch.used(async |scratch| there_and_back(scratch, project, whole, dialect).await).await?;
    let mut findings = dump::differences(&expected, &trial.after, dialect);
    findings.extend(trial.findings);
    if findings.is_empty() {
        return Ok(());
    }
    Err(Error::NotSquashable { problem: format!("it does not do what its parts do: {}", findings.join("; ")) })
}
