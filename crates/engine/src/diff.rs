//! Compares any two things that have a schema.
//!
//! Beside a history or the project's database the entities are that, with their changes made: they say less than a database, and what
//! they do not say is not theirs to take away. Every other pair is compared exactly, with nothing unmanaged.

use autogen_diff::dialect::{self, Refusal};
use autogen_diff::{Difference, Operation, Ownership, Passage, Policy, Sides, invert};
use autogen_schema::{Ledger, Schema};

use crate::dump::{differences, print};
use crate::entities::{Entities, Said};
use crate::scratch::Scratch;
use crate::{Error, History, Target};

mod content;
mod renames;
mod seen;
mod side;

use content::Content;
use renames::renames;
pub use seen::Seen;
pub use side::Side;

/// What is to be compared.
#[derive(Clone, Copy, Debug)]
pub struct Comparison<'a> {
    /// The project, or one of the dialect alone where there is none; the dialect; and the project's database.
    pub target: Target<'a>,
    /// The entities, where a side needs them.
    pub entities: Option<&'a Entities>,
    /// The revisions, where a side needs them.
    pub history: Option<&'a History>,
    /// What it was.
    pub from: &'a Side,
    /// What it is.
    pub to: &'a Side,
    /// What is to be taken for a rename: `users.old` and `new`, or a table's old and new name.
    pub renames: &'a [(String, String)],
}

/// How two schemas differ.
#[derive(Debug)]
pub struct Compared {
    /// The statements that make each side, one object after the other.
    pub texts: (String, String),
    /// What leads from the one to the other.
    pub upgrade: Passage,
    /// What leads back.
    pub downgrade: Passage,
    /// What the entities change, where they are a side.
    pub difference: Option<Difference>,
    /// What could not be read for what it is.
    pub notes: Vec<String>,
}

impl Compared {
    /// Whether both sides are the same. White space and quotes make no difference.
    pub fn is_same(&self) -> bool {
        self.upgrade.is_empty()
    }

    /// The same, seen from the other side.
    fn turned(self) -> Self {
        Self { texts: (self.texts.1, self.texts.0), upgrade: self.downgrade, downgrade: self.upgrade, ..self }
    }
}

impl Comparison<'_> {
    /// Compares both sides.
    pub async fn compare(&self) -> Result<Compared, Error> {
        let whole;
        let project = if self.from.is_outside() || self.to.is_outside() {
            whole = self.target.project.without_exceptions();
            &whole
        } else {
            self.target.project
        };
        let target = Target { project, ..self.target };
        let comparing = Comparing { target, asked: self };
        match (self.from, self.to) {
            (Side::Entities, Side::Entities) => comparing.exact(&Side::Empty, &Side::Empty).await,
            (other, Side::Entities) => comparing.entities(other).await,
            (Side::Entities, other) => comparing.entities(other).await.map(Compared::turned),
            (from, to) => comparing.exact(from, to).await,
        }
    }
}

struct Comparing<'a> {
    /// With the project, or one that leaves nothing out.
    target: Target<'a>,
    asked: &'a Comparison<'a>,
}

impl Comparing<'_> {
    async fn exact(&self, from: &Side, to: &Side) -> Result<Compared, Error> {
        let dialect = self.target.dialect;
        let (from, to) = (self.content(from).await?, self.content(to).await?);
        let renames = renames(self.asked.renames, &from.schema, &to.schema, dialect)?;
        let mut upgrade = Passage::between(dialect, &from.schema, &to.schema, &renames);
        if upgrade.is_empty() {
            // Nothing that we see differs, and yet the texts do.
            let unseen = differences(&from.entries, &to.entries, dialect);
            upgrade.left.extend(unseen.into_iter().map(|text| Refusal::new("tell what differs", text)));
        }
        // What could not be read is not known to be the same.
        let unread = |one: &Content, other: &Content| {
            let only = one.notes.iter().filter(|note| !other.notes.contains(note));
            only.map(|note| Refusal::new("tell what differs", note.as_str())).collect::<Vec<_>>()
        };
        upgrade.left.extend(unread(&from, &to).into_iter().chain(unread(&to, &from)));
        Ok(Compared {
            texts: (print(&from.entries, dialect), print(&to.entries, dialect)),
            upgrade,
            downgrade: Passage::between(dialect, &to.schema, &from.schema, &invert(renames)),
            difference: None,
            notes: from.notes.into_iter().chain(to.notes).collect(),
        })
    }

    /// Makes what is on the other side, then what the entities change of it: the same statements that a revision would have.
    async fn entities(&self, other: &Side) -> Result<Compared, Error> {
        let Target { project, dialect, .. } = self.target;
        let said = self.asked.entities.ok_or(Error::NoHistory)?.said(self.target);
        let enums = said.schema.enums.clone();
        let from = self.content(other).await?;
        let scratch = Scratch::empty(self.target).await?;
        let made = scratch.used(async |scratch| {
            scratch.build(&from.entries).await?;
            let base = scratch.schema(project).await?;
            let difference = self.changes(other, said, &base, scratch).await?;
            let script = dialect::upgrade(dialect, &difference.operations, &base, &enums)?;
            content::run(scratch, &script, dialect).await?;
            let to = Content::of(scratch, project).await?;
            Ok((base, difference, script, to))
        });
        let (base, difference, script, to) = made.await?;
        let renamed = difference.operations.iter().filter(|operation| is_rename(operation)).cloned();
        let renamed: Vec<Operation> = renamed.collect();
        let upgrade = Passage {
            script: Ok(script),
            operations: difference.operations.clone(),
            ..Passage::between(dialect, &base, &to.schema, &renamed)
        };
        Ok(Compared {
            texts: (print(&from.entries, dialect), print(&to.entries, dialect)),
            upgrade,
            downgrade: Passage::between(dialect, &to.schema, &base, &invert(renamed)),
            difference: Some(difference),
            notes: from.notes,
        })
    }

    /// Returns what the entities change of a base.
    async fn changes(
        &self,
        other: &Side,
        said: Said<'_>,
        base: &Schema,
        scratch: &Scratch,
    ) -> Result<Difference, Error> {
        let Target { project, dialect, .. } = self.target;
        let ledger = match (self.asked.history, other.is_outside()) {
            (Some(history), false) => history.ledger(history.graph.settled_heads()?, dialect)?,
            _ => Ledger::new(dialect),
        };
        let ownership = if other.is_outside() { Ownership::All } else { project.ownership };
        let policy = Policy {
            ownership,
            unsaid: project.unsaid,
            missed: said.missed,
            renames: self.asked.renames.to_vec(),
            ..Policy::default()
        };
        let model = &said.schema;
        let sides = Sides { model, base, ledger: &ledger, dialect, policy: &policy, spellings: None };
        let difference = scratch.compare(sides).await?;
        if !difference.not_renamed.is_empty() {
            return Err(Error::NotRenamed { reasons: difference.not_renamed.clone() });
        }
        Ok(difference)
    }

    async fn content(&self, side: &Side) -> Result<Content, Error> {
        Content::read(side, self.target, self.asked.history).await
    }
}

fn is_rename(operation: &Operation) -> bool {
    matches!(operation, Operation::RenameTable { .. } | Operation::RenameColumn { .. })
}
