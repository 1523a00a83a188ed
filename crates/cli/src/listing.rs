//! Revisions as lists show them: the lines that users of Alembic know.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use autogen_revision::{Graph, Node, RevisionId, Standing};

use crate::document::{Adopted, Document, RevisionEntry, Revisions};
use crate::error::Error;
use crate::output::{Format, Output, lines, printable};
use crate::progress::parents;
use crate::theme::{self, paint};

/// What a list shows of each revision.
pub(crate) struct Listing<'a> {
    pub(crate) output: Output,
    pub(crate) graph: &'a Graph,
    /// Where the database stands, when it was asked.
    pub(crate) current: Option<BTreeSet<RevisionId>>,
    /// Whether a line starts with the parents: `a -> b`.
    pub(crate) with_parents: bool,
    /// Whether the branches are named that a revision is on, and not only those that start with it.
    pub(crate) with_labels: bool,
}

impl<'a> Listing<'a> {
    /// Makes one that shows revisions by themselves.
    pub(crate) fn new(output: Output, graph: &'a Graph) -> Self {
        Self { output, graph, current: None, with_parents: false, with_labels: false }
    }
    /// Writes the revisions, one a line; whole paragraphs for those who ask for more.
    pub(crate) fn write(&self, revisions: &[&RevisionId]) -> Result<(), Error> {
        let nodes = revisions.iter().filter_map(|id| self.graph.get(id));
        let text = match self.output.format {
            Format::Json => {
                return self.output.json(&Document::new(Revisions { revisions: self.entries(revisions) }));
            }
            Format::Short | Format::Github => lines(nodes.map(|node| node.header.id.to_string())),
            Format::Text if self.output.verbose => {
                nodes.map(|node| self.paragraph(node)).collect::<Vec<_>>().join("\n")
            }
            Format::Text => lines(nodes.map(|node| self.line(node))),
        };
        self.output.data(&text)
    }

    /// Returns what programs are told of revisions.
    pub(crate) fn entries(&self, revisions: &[&RevisionId]) -> Vec<RevisionEntry> {
        revisions.iter().filter_map(|id| Some(self.entry(self.graph.get(id)?))).collect()
    }

    /// `1975ea83b712 -> 8f3c1d2ab4e0 (head), Add phone number`
    pub(crate) fn line(&self, node: &Node) -> String {
        let mut line = String::new();
        if self.with_parents {
            let _infallible = write!(line, "{}", parents(&node.header));
            if !node.header.depends.is_empty() {
                let depends: Vec<&str> = node.header.depends.iter().map(RevisionId::as_str).collect();
                let _infallible = write!(line, " ({})", depends.join(", "));
            }
            line.push_str(" -> ");
        }
        line.push_str(&self.named(node));
        let summary = node.header.summary();
        if !summary.is_empty() {
            let _infallible = write!(line, ", {}", printable(summary));
        }
        line
    }

    /// Returns the id with what it is: `8f3c1d2ab4e0 (billing) (head)`.
    pub(crate) fn named(&self, node: &Node) -> String {
        let mut text = paint(theme::NAME, &node.header.id);
        let labels = self.labels(node);
        if !labels.is_empty() {
            let _infallible = write!(text, " ({})", labels.join(", "));
        }
        for word in self.marks(node) {
            let _infallible = write!(text, " ({})", paint(theme::GOOD, word));
        }
        text
    }

    fn labels(&self, node: &Node) -> Vec<String> {
        if self.with_labels {
            return self.graph.labels(&node.header.id).into_iter().map(str::to_owned).collect();
        }
        node.header.branch.clone()
    }

    fn marks(&self, node: &Node) -> Vec<&'static str> {
        let id = &node.header.id;
        let is_current = self.current.as_ref().is_some_and(|current| current.contains(id));
        let children = self.graph.children(id).len();
        let marks = [
            ("head", children == 0 && self.graph.dependants(id).is_empty()),
            ("effective head", self.graph.is_only_dependency(id)),
            ("current", is_current),
            ("branchpoint", children > 1),
            ("mergepoint", node.header.revises.len() > 1),
            ("no file", node.file.is_none()),
        ];
        marks.into_iter().filter(|(_, holds)| *holds).map(|(word, _)| word).collect()
    }

    /// Writes everything that is known of a revision.
    pub(crate) fn paragraph(&self, node: &Node) -> String {
        let header = &node.header;
        let mut text = format!("Rev: {}\n", self.named(node));
        let parents_key = if header.revises.len() > 1 { "Merges" } else { "Parent" };
        let _infallible = writeln!(text, "{parents_key}: {}", parents(header));
        let list = |ids: &[RevisionId]| ids.iter().map(RevisionId::as_str).collect::<Vec<_>>().join(", ");
        if !header.depends.is_empty() {
            let _infallible = writeln!(text, "Also depends on: {}", list(&header.depends));
        }
        let children = self.graph.children(&header.id);
        if children.len() > 1 {
            let _infallible = writeln!(text, "Branches into: {}", list(children));
        }
        if !header.replaces.is_empty() {
            let _infallible = writeln!(text, "Replaces: {}", list(&header.replaces));
        }
        for standing in &header.adopts {
            let _infallible = writeln!(text, "Adopts: {standing}");
        }
        let labels = self.labels(node);
        if !labels.is_empty() {
            let _infallible = writeln!(text, "Branch names: {}", labels.join(", "));
        }
        if let Some(created) = &header.created {
            let _infallible = writeln!(text, "Created: {created}");
        }
        if let Some(file) = &node.file {
            let _infallible = writeln!(text, "Path: {}", file.display());
        }
        text.push('\n');
        for line in header.message.split('\n') {
            let _infallible = writeln!(text, "    {}", printable(line));
        }
        text
    }

    fn entry(&self, node: &Node) -> RevisionEntry {
        let header = &node.header;
        let texts = |ids: &[RevisionId]| ids.iter().map(ToString::to_string).collect();
        RevisionEntry {
            revision: header.id.to_string(),
            revises: texts(&header.revises),
            depends: texts(&header.depends),
            branch: header.branch.clone(),
            message: header.message.clone(),
            created: header.created.clone(),
            path: node.file.as_ref().map(|file| file.display().to_string()),
            replaces: texts(&header.replaces),
            adopts: header.adopts.iter().map(adopted).collect(),
            head: self.graph.children(&header.id).is_empty(),
            current: self.current.as_ref().map(|current| current.contains(&header.id)),
        }
    }
}

/// Returns what programs are told of where another tool left a database.
pub(crate) fn adopted(standing: &Standing) -> Adopted {
    Adopted { tool: standing.tool.name(), revisions: standing.revisions.iter().cloned().collect() }
}
