//! The file of a revision before it is written: its template filled, and read back.

use std::collections::BTreeSet;
use std::path::PathBuf;

use autogen_diff::template::{self, Variables};
use autogen_diff::{Said, Script, render};
use autogen_revision::{Direction, Revision, RevisionId, render_message, render_standings};
use autogen_schema::Dialect;
use autogen_schema::change::Change;
use rayon::iter::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};

use crate::place::Place;
use crate::{Answer, Error, Project};

mod migration;

/// What a new revision is to be.
#[derive(Clone, Debug)]
pub struct Request {
    /// The message.
    pub message: String,
    /// The id.
    pub id: RevisionId,
    /// When it is made, in UTC: `2026-11-22T09:28:00Z`.
    pub created: String,
    /// The template of the file.
    pub template: String,
    /// What the template is called in messages.
    pub template_name: String,
    /// Drops that are allowed although the model is incomplete.
    pub allowed_drops: Vec<String>,
    /// What is to be taken for a rename: `users.old` and `new`, or a table's old and new name.
    pub renames: Vec<(String, String)>,
    /// What is said of the values of columns that come or change.
    pub values: Vec<Said>,
    /// Facts to strike from the ledger.
    pub forgotten: Vec<String>,
    /// What it starts from.
    pub from: Origin,
    /// Where it stands in the graph. `None`: upon the only head.
    pub place: Option<Box<Place>>,
    /// Whether a merge may join what is no head.
    pub splice: bool,
    /// Whether it is proven before it is handed over.
    pub proof: bool,
    /// Whether it is written so that others read and write while it runs, where the database has ways for that: PostgreSQL.
    pub online: bool,
}

/// What a revision is planned from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// What the revisions build. So two people get the same file, and no one's experiments get into it.
    #[default]
    History,
    /// What the connected database holds, for a history that cannot be built again.
    Database,
}

impl Request {
    /// Returns the requests of a chain of `count` revisions, that together are what was asked for. The last has the id that was asked
    /// for, those before it ids that follow from it.
    pub(crate) fn portions(&self, count: usize, project: &Project) -> Vec<Request> {
        let before = |number: usize| match project.rust {
            Some(_) => self.id.part(number),
            None => self.id.derived(number),
        };
        if count < 2 {
            return vec![self.clone()];
        }
        let part = |number: usize| {
            let id = if number == count { self.id.clone() } else { before(number) };
            Request { message: format!("{} ({number} of {count})", self.message), id, ..self.clone() }
        };
        (1..=count).map(part).collect()
    }
}

/// A revision file that is not written yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its name.
    pub file_name: String,
    /// Its text.
    pub text: String,
    /// Its folder. `None`: that of new revisions.
    pub folder: Option<PathBuf>,
    /// The migration in Rust that it is, which has to be registered.
    pub migration: Option<RevisionId>,
}

impl Draft {
    /// A revision that fails its proof is handed over with the failure above its first section.
    pub(crate) fn with_findings(self, findings: &[String]) -> Self {
        self.with_comment(findings.iter().map(|finding| format!("NOT PROVEN: {finding}")))
    }

    /// Says above the first section how many rows of the connected database its hazards are about, for whoever reviews it: what a
    /// database could not tell in time too, but not that there are none.
    #[must_use]
    pub fn with_answers(self, answers: &[Answer], created: &str) -> Self {
        let told: Vec<&Answer> = answers.iter().filter(|answer| answer.rows != Some(0)).collect();
        if told.is_empty() {
            return self;
        }
        let day = created.split('T').next().unwrap_or(created);
        let heading = format!("Rows of the connected database on {day}:");
        let lines = told.into_iter().map(|answer| format!("  {}", answer.text)).collect::<BTreeSet<_>>();
        self.with_comment(std::iter::once(heading).chain(lines))
    }

    fn with_comment(mut self, lines: impl Iterator<Item = String>) -> Self {
        let mut comment = String::new();
        for line in lines {
            comment.push_str("-- ");
            comment.push_str(&line.split(char::is_control).collect::<Vec<_>>().join(" "));
            comment.push('\n');
        }
        comment.push('\n');
        // A message may say the words too, and starts no line with them.
        if let Some(at) = self.text.find("\n-- autogen: upgrade") {
            self.text.insert_str(at + 1, &comment);
        } else if let Some(at) = self.text.find("\n    async fn up(") {
            self.text.insert_str(at + 1, &in_rust(&comment));
        } else {
            // The template writes the methods otherwise.
            self.text.push_str(&in_rust(&comment));
        }
        self
    }
}

/// Writes comment lines of SQL as those above a method.
fn in_rust(comment: &str) -> String {
    let texts = comment.lines().filter_map(|line| line.strip_prefix("--"));
    texts.flat_map(|text| ["    //", text, "\n"]).collect()
}

/// The bodies of a file, rendered.
pub(crate) struct Bodies<'a> {
    /// What it is to say that it does.
    pub(crate) changes: &'a [Change],
    /// What it is to say that was there.
    pub(crate) claims: &'a [Change],
    pub(crate) upgrade: String,
    pub(crate) downgrade: String,
    /// What it is in Rust, where the project's revisions are.
    pub(crate) methods: Option<Methods>,
}

impl Bodies<'_> {
    /// The change list, as it is written.
    fn change_list(&self) -> String {
        let lists = [self.changes, self.claims].map(render::change_list);
        lists.iter().filter(|list| !list.is_empty()).map(String::as_str).collect::<Vec<_>>().join("\n")
    }

    /// Whether a change list that was read says what is meant.
    fn are_said_by(&self, read: &[Change]) -> bool {
        read.iter().eq(self.changes.iter().chain(self.claims))
    }
}

/// The methods of a migration in Rust.
pub(crate) struct Methods {
    pub(crate) transaction: String,
    /// What stands beside it.
    pub(crate) helpers: String,
    pub(crate) up: String,
    pub(crate) down: String,
}

/// A file, and what it says when read back.
pub(crate) struct Rendered {
    pub(crate) draft: Draft,
    pub(crate) revision: Revision,
}

/// Drafts an empty revision, to be filled by hand, or a merge of several.
pub fn empty(project: &Project, request: &Request, place: &Place) -> Result<Draft, Error> {
    let bodies = Bodies {
        changes: &[],
        claims: &[],
        upgrade: render::written_section(render::Direction::Upgrade, project.section_dialects(), ""),
        downgrade: render::written_section(render::Direction::Downgrade, project.section_dialects(), ""),
        methods: Methods::of(project, &[], &[])?,
    };
    rendered(project, request, place, &bodies).map(|rendered| rendered.draft)
}

/// How many changes are read before another thread has heard of them.
const FEW: usize = 64;

/// Fills the template and reads the result back: it must mean what was meant, whatever the user's template does.
pub(crate) fn rendered(
    project: &Project,
    request: &Request,
    place: &Place,
    bodies: &Bodies<'_>,
) -> Result<Rendered, Error> {
    let list = |ids: &[RevisionId]| ids.iter().map(RevisionId::as_str).collect::<Vec<_>>().join(", ");
    let variables = Variables {
        message: render_message(&request.message),
        revision: request.id.to_string(),
        revises: if place.revises.is_empty() { "(base)".to_owned() } else { list(&place.revises) },
        branch: place.branch.join(", "),
        depends: list(&place.depends),
        replaces: list(&place.replaces),
        adopts: render_standings(&place.adopts),
        created: request.created.clone(),
        changes: bodies.change_list(),
        upgrade: bodies.upgrade.clone(),
        downgrade: bodies.downgrade.clone(),
        transaction: String::new(),
        helpers: String::new(),
        slug: template::slug(&request.message),
    };
    if let Some(methods) = &bodies.methods {
        return migration::rendered(project, request, place, bodies, &variables, methods);
    }
    let name = template::fill("`file_template`", &project.file_template, &variables)?;
    let file_name = format!("{}.sql", name.trim_end_matches(['_', '-', '.']));
    let text = template::fill(&request.template_name, &request.template, &variables)?;
    let misread = |problem: String| Error::Misread { template: request.template_name.clone(), problem };
    let revision = Revision::parse(file_name.as_ref(), &text).map_err(|error| misread(error.to_string()))?;
    let header = &revision.header;
    let meant = header.id == request.id && header.message == request.message && place.is_said_by(header);
    if !meant {
        return Err(misread(place.unsaid_by(header)));
    }
    let read = revision.change_lines.par_iter().with_min_len(FEW).map(|line| revision.change(line));
    let read = read.collect::<Result<Vec<_>, _>>().map_err(|error| misread(error.to_string()))?;
    let is_meant = bodies.are_said_by(&read);
    // It is in many small pieces, and nobody waits for it.
    rayon::spawn(move || drop(read));
    if !is_meant {
        return Err(misread("the change list does not say what was meant".to_owned()));
    }
    Ok(Rendered { draft: Draft { file_name, text, folder: place.folder.clone(), migration: None }, revision })
}

impl Rendered {
    /// Checks that a section holds just the statements of the script.
    pub(crate) fn refuse_misread(&self, direction: Direction, script: &Script, dialect: Dialect) -> Result<(), Error> {
        let wanted: Vec<&str> =
            script.blocks.iter().flat_map(|block| &block.statements).map(|statement| statement.sql.as_str()).collect();
        let found = crate::scratch::statements(&self.revision, direction, dialect)?;
        let bare = |sql: &str| sql.trim().trim_end_matches(';').trim_end().to_owned();
        let same = wanted.len() == found.len() && wanted.iter().zip(&found).all(|(a, b)| bare(a) == bare(b));
        if same {
            return Ok(());
        }
        let problem = format!("the {direction} section does not hold the statements that were meant");
        Err(Error::Misread { template: self.draft.file_name.clone(), problem })
    }
}
