//! Where a new revision stands in the graph, and in which folder.

use std::path::PathBuf;

use autogen_revision::{Header, RevisionId, Standing};

use crate::{Error, History, Project};

/// Where a revision stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Its parents; none for a base.
    pub revises: Vec<RevisionId>,
    /// What else must have run before it: ids, or labels of branches.
    pub depends: Vec<RevisionId>,
    /// What it does the work of.
    pub replaces: Vec<RevisionId>,
    /// Where the database stands that it is made of, by the tools that kept its history before.
    pub adopts: Vec<Standing>,
    /// The labels of the branch that starts here.
    pub branch: Vec<String>,
    /// The folder of its file. `None`: that of new revisions.
    pub folder: Option<PathBuf>,
}

/// What a person says about the place of a revision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placement {
    /// What it revises: an identifier, where it is not the only head.
    pub head: Option<String>,
    /// Whether it may revise what is no head.
    pub splice: bool,
    /// The label of the branch that starts here.
    pub branch_label: Option<String>,
    /// What must have run before it: identifiers, or labels.
    pub depends_on: Vec<String>,
    /// The folder of its file.
    pub version_path: Option<PathBuf>,
}

impl Place {
    /// Makes the place upon `revises`.
    pub fn upon(revises: &[RevisionId]) -> Self {
        Self { revises: revises.to_vec(), ..Self::default() }
    }

    /// Finds the place that a person means.
    pub fn find(placement: &Placement, project: &Project, history: &History) -> Result<Self, Error> {
        let revises = parent(placement, history)?;
        let folder = folder(placement, revises.as_slice(), project, history)?;
        let depends = placement.depends_on.iter().map(|text| depended(text, history)).collect::<Result<_, _>>()?;
        let branch: Vec<String> = placement.branch_label.iter().cloned().collect();
        for label in &branch {
            refuse_taken(label, history)?;
        }
        Ok(Self { revises: revises.into_iter().collect(), depends, branch, folder, ..Self::default() })
    }

    /// Whether a header says this.
    pub(crate) fn is_said_by(&self, header: &Header) -> bool {
        header.revises == self.revises
            && header.depends == self.depends
            && header.replaces == self.replaces
            && header.adopts == self.adopts
            && header.branch == self.branch
    }
}

impl Place {
    /// Says what a header does not say of this, though it should: a template from before may lack a line.
    pub(crate) fn unsaid_by(&self, header: &Header) -> String {
        let lines = [
            ("replaces", header.replaces == self.replaces),
            ("adopts", header.adopts == self.adopts),
            ("depends", header.depends == self.depends),
            ("branch", header.branch == self.branch),
        ];
        match lines.iter().find(|(_, is_said)| !is_said) {
            Some((name, _)) => format!("the header does not say `{{{{{name}}}}}`: has the template that line?"),
            None => "the header does not say what was meant".to_owned(),
        }
    }
}

fn parent(placement: &Placement, history: &History) -> Result<Option<RevisionId>, Error> {
    let graph = &history.graph;
    let Some(text) = &placement.head else {
        return match graph.heads()[..] {
            [] => Ok(None),
            [head] => Ok(Some(head.clone())),
            ref heads => Err(Error::SeveralHeads { heads: heads.iter().map(|head| (*head).clone()).collect() }),
        };
    };
    let found = graph.resolve(text, &[])?;
    match &found[..] {
        [] => Ok(None),
        [id] if placement.splice || graph.children(id).is_empty() => Ok(Some(id.clone())),
        [id] => Err(Error::NotAHeadToBuildOn { revision: id.clone() }),
        _ => Err(Error::SeveralHeads { heads: found }),
    }
}

/// A label stays one, so that a branch can be made anew below it.
fn depended(text: &str, history: &History) -> Result<RevisionId, Error> {
    let is_label = history.graph.order().iter().filter_map(|id| history.graph.get(id));
    if is_label.flat_map(|node| &node.header.branch).any(|label| label == text) {
        return RevisionId::new(text).map_err(Error::Id);
    }
    Ok(history.graph.resolve_one(text, &[])?)
}

fn refuse_taken(label: &str, history: &History) -> Result<(), Error> {
    let id = RevisionId::new(label).map_err(Error::Id)?;
    let graph = &history.graph;
    let has = |id: &&RevisionId| graph.get(id).is_some_and(|node| node.header.branch.iter().any(|own| own == label));
    match graph.get(&id).map(|node| &node.header.id).or_else(|| graph.order().iter().find(has)) {
        Some(by) => Err(Error::LabelTaken { label: label.to_owned(), by: by.clone() }),
        None => Ok(()),
    }
}

/// Where nothing is said, a revision lies beside the one that it revises.
fn folder(
    placement: &Placement,
    revises: &[RevisionId],
    project: &Project,
    history: &History,
) -> Result<Option<PathBuf>, Error> {
    if let Some(path) = &placement.version_path {
        let wanted = std::path::absolute(path).unwrap_or_else(|_| path.clone());
        let is_same = |known: &&PathBuf| {
            *known == path || std::path::absolute(known).is_ok_and(|known| known == wanted) || known.ends_with(path)
        };
        let locations = project.locations();
        let known = locations.iter().find(is_same);
        let unknown = || Error::UnknownLocation { path: path.clone(), known: locations.clone() };
        return known.cloned().map(Some).ok_or_else(unknown);
    }
    let file = revises.first().and_then(|id| history.graph.get(id)).and_then(|node| node.file.as_ref());
    match file.and_then(|file| file.parent()) {
        Some(folder) => Ok(Some(folder.to_path_buf())),
        None if project.version_locations.len() > 1 => Err(Error::SeveralLocations { known: project.locations() }),
        None => Ok(None),
    }
}
