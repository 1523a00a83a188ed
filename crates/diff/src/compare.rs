//! The three-way comparison: what the model says, what the base has, what the ledger holds.
//!
//! | model | base | ledger | then |
//! |---|---|---|---|
//! | says it | lacks it | | create it |
//! | says it | differs | | alter it, in what is said |
//! | says it | equals it | lacks it | claim it, silently, in the next revision |
//! | lacks it | has it | holds it | drop it |
//! | lacks it | has it | lacks it | unmanaged: left alone |
//! | lacks it | lacks it | holds it | noted; struck when asked for |
//!
//! Each part compares one kind of object and pushes what it finds into a [`Difference`].

use std::collections::BTreeSet;

use autogen_schema::change::{Action, Change, FacetChange, FacetValue, Facets, Fact, FactKey};
use autogen_schema::{Dialect, Ident, Ledger, Question, ReferentialAction, Schema, Spellings, TableName};

use crate::{Listed, Operation, Said, order};

mod column;
mod enums;
mod expression;
mod extra;
mod foreign_key;
mod index;
mod primary_key;
mod rename;
mod table;
mod unique;
mod values;

pub use values::unfilled;

/// What is compared.
#[derive(Clone, Copy)]
pub struct Sides<'a> {
    /// What the entities say.
    pub model: &'a Schema,
    /// What is there: the history's schema, or a database's.
    pub base: &'a Schema,
    /// What the revisions say they made.
    pub ledger: &'a Ledger,
    /// The dialect of the base.
    pub dialect: Dialect,
    /// How to decide.
    pub policy: &'a Policy,
    /// What the database of the base has answered. Before it is asked, what text alone cannot tell is taken for the same and
    /// becomes a question.
    pub spellings: Option<&'a Spellings>,
}

/// How the comparison decides.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Whose the database's own facts are.
    pub ownership: Ownership,
    /// What unsaid aspects mean.
    pub unsaid: Unsaid,
    /// What the model may have missed.
    pub missed: Missed,
    /// Drops that are allowed although the model is incomplete: `users`, `users.fax` or a whole key (`index users(fax)`).
    pub allowed_drops: BTreeSet<String>,
    /// What is asked to be taken for a rename: `users.old` and `new`, or a table's old and new name.
    pub renames: Vec<(String, String)>,
    /// What is said of the values of columns that come or change.
    pub values: Vec<Said>,
    /// Facts to strike from the ledger: whole keys (`column users.fax`), or the name without the kind.
    pub forgotten: BTreeSet<String>,
}

/// Whose the facts are that the database has and the model lacks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ownership {
    /// Ours only when the ledger holds them.
    #[default]
    Ledger,
    /// All ours: what the model lacks is dropped.
    All,
}

/// What an aspect means that the model does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unsaid {
    /// Anything.
    #[default]
    Ignore,
    /// What SeaORM would fill in.
    Strict,
}

/// What an incomplete reading of the entities may have missed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missed {
    /// Anything at all.
    pub anything: bool,
    /// These tables, or anything of them.
    pub tables: BTreeSet<TableName>,
    /// Foreign keys of these tables.
    pub foreign_keys: BTreeSet<TableName>,
    /// Everything of these columns but that they are there: they are not compared.
    pub columns: BTreeSet<(TableName, Ident)>,
}

impl Missed {
    fn holds_column(&self, table: &TableName, column: &Ident, dialect: Dialect) -> bool {
        self.columns.iter().any(|(of, name)| of.same(table, dialect) && name.same(column, dialect))
    }

    fn may_hold(&self, key: &FactKey, dialect: Dialect) -> bool {
        let among = |tables: &BTreeSet<TableName>| {
            key.table().is_some_and(|of| tables.iter().any(|table| table.same(of, dialect)))
        };
        // An enum can be used by any table.
        let of_enum = matches!(key, FactKey::Enum(_)) && !self.tables.is_empty();
        let foreign_key = matches!(key, FactKey::ForeignKey(..)) && among(&self.foreign_keys);
        self.anything || of_enum || foreign_key || among(&self.tables)
    }
}

/// What the comparison found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// What must be done, in an order in which it can be done.
    pub operations: Vec<Operation>,
    /// What the revision says about it.
    pub changes: Vec<Change>,
    /// What equals the base but is not in the ledger: `=` lines of the next revision. Never a reason to write one.
    pub claims: Vec<Change>,
    /// What the base has and nobody manages, by table.
    pub unmanaged: Vec<Unmanaged>,
    /// What a person should know.
    pub notes: Vec<Note>,
    /// What would be dropped were the model complete.
    pub withheld: Vec<FactKey>,
    /// What cannot be made because source alone does not tell how: the fact, and the source text.
    pub unknown: Vec<(FactKey, String)>,
    /// Why something cannot be taken for the rename that it is asked to be: sentences without a full stop.
    pub not_renamed: Vec<String>,
    /// Why something that is said of values is not to be taken: sentences without a full stop.
    pub not_taken: Vec<String>,
    /// What the database of the base would have to answer for everything to be compared.
    pub questions: BTreeSet<Question>,
}

impl Difference {
    /// Whether the base is as the model says.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty() && self.changes.is_empty()
    }

    /// Returns what a change list says of it.
    pub fn listed(&self) -> Listed {
        Listed { changes: self.changes.clone(), claims: self.claims.clone() }
    }

    pub(crate) fn change(&mut self, action: Action) {
        self.changes.push(Change::new(action));
    }

    pub(crate) fn made(&mut self, fact: Fact) {
        self.change(Action::Made(fact));
    }

    pub(crate) fn unmade(&mut self, fact: Fact) {
        self.change(Action::Unmade(fact));
    }

    /// A database can have the same thing twice, by two names; to an entity it was one.
    pub(crate) fn unmade_once(&mut self, fact: Fact) {
        let change = Change::new(Action::Unmade(fact));
        if !self.changes.contains(&change) {
            self.changes.push(change);
        }
    }

    pub(crate) fn altered(&mut self, key: FactKey, facets: Vec<FacetChange>) {
        self.change(Action::Altered(key, facets));
    }

    /// Claims what is said of an existing fact and not in the ledger yet, which has `held` of it, apart from the facets in `altered`.
    fn claim(&mut self, held: Option<&Facets>, fact: Fact, altered: &[FacetChange]) {
        let facets: Facets = fact
            .facets
            .into_iter()
            .filter(|(facet, value)| held.and_then(|held| held.get(facet)) != Some(value))
            .filter(|(facet, _)| altered.iter().all(|change| change.facet != *facet))
            .collect();
        if held.is_none() && altered.is_empty() || !facets.is_empty() {
            self.claims.push(Change::new(Action::Claimed(Fact::new(fact.key, facets))));
        }
    }

    /// Adds what was found of another table. `once` is the text of a note that is told of one of them alone.
    fn append(&mut self, found: Self, once: Option<&str>) {
        self.operations.extend(found.operations);
        self.changes.extend(found.changes);
        self.claims.extend(found.claims);
        self.unmanaged.extend(found.unmanaged);
        self.withheld.extend(found.withheld);
        self.unknown.extend(found.unknown);
        self.not_renamed.extend(found.not_renamed);
        self.not_taken.extend(found.not_taken);
        self.questions.extend(found.questions);
        for note in found.notes {
            let is_told = once == Some(&note.text) && self.notes.iter().any(|told| told.text == note.text);
            if !is_told {
                self.notes.push(note);
            }
        }
    }

    pub(crate) fn note(&mut self, about: FactKey, text: impl Into<String>) {
        self.notes.push(Note { about, text: text.into() });
    }

    pub(crate) fn note_once(&mut self, about: FactKey, text: String) {
        let note = Note { about, text };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

/// An object that the base has, the model lacks and the ledger does not hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unmanaged {
    /// The table it belongs to; its own name for a table or view.
    pub table: TableName,
    /// What it is: `table`, `column`, `index`, `check` …
    pub kind: &'static str,
    /// Which one, in words.
    pub what: String,
}

/// Something to tell that is no difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub about: FactKey,
    /// The text: a sentence without a full stop.
    pub text: String,
}

/// Compares a model with a base. What has another name in the entities is compared under that name.
pub fn compare(sides: Sides<'_>) -> Difference {
    let mut difference = Difference::default();
    let (of_enums, asked): (Vec<_>, Vec<_>) =
        sides.policy.renames.iter().partition(|(old, _)| rename::is_asked_of_enum(sides, old));
    let enums = rename::asked_enums(sides, &of_enums, &mut difference);
    let (base, ledger) = rename::apply(&enums, sides);
    let sides = Sides { base: &base, ledger: &ledger, ..sides };
    let labels = rename::asked_labels(sides, &of_enums, &enums, &mut difference);
    let tables = rename::asked_tables(sides, &asked, &mut difference);
    let (base, ledger) = rename::apply(&tables, sides);
    let sides = Sides { base: &base, ledger: &ledger, ..sides };
    let columns = rename::find(sides, &asked, &mut difference);
    let (base, ledger) = rename::apply(&columns, sides);
    let sides = Sides { base: &base, ledger: &ledger, ..sides };
    for renames in [&enums, &tables, &columns, &labels] {
        rename::tell(renames, sides, &mut difference);
    }
    // The base has the old labels still, which is how it is known what becomes of them.
    let (_, ledger) = rename::apply(&labels, sides);
    compare_by_name(Sides { ledger: &ledger, ..sides }, &labels, difference)
}

fn compare_by_name(sides: Sides<'_>, labels: &[rename::Rename], mut difference: Difference) -> Difference {
    enums::compare(sides, labels, &mut difference);
    let created = table::created(sides, &mut difference);
    table::kept(sides, &mut difference);
    let dropped = table::dropped(sides, &mut difference);
    table::vanished(sides, &mut difference);
    values::take(sides, &created, &mut difference);
    difference.operations = order::arrange(difference.operations, created, dropped, sides.dialect);
    difference.unmanaged.sort();
    difference
}

impl Sides<'_> {
    /// Whether a fact that the model lacks and the base has is ours.
    fn owns(&self, key: &FactKey) -> bool {
        self.policy.ownership == Ownership::All || self.ledger.holds(key)
    }

    /// Whether the drop of an owned fact may be proposed; otherwise it is withheld.
    fn may_drop(&self, key: &FactKey, difference: &mut Difference) -> bool {
        let missed = self.policy.missed.may_hold(key, self.dialect);
        let allowed = !missed || is_named(key, &self.policy.allowed_drops);
        if !allowed {
            difference.withheld.push(key.clone());
        }
        allowed
    }

    /// Puts the words that were said of a fact, and of its members, in place of the database's, where the ledger has them.
    fn in_said_words(&self, mut fact: Fact) -> Fact {
        let said = |key: &FactKey, facets: &mut Facets| {
            match self.ledger.facets(key) {
                Some(held) => facets.clone_from(held),
                // A database reports what nobody wrote.
                None => facets.retain(|_, value| *value != FacetValue::Action(ReferentialAction::NoAction)),
            }
        };
        said(&fact.key, &mut fact.facets);
        for member in &mut fact.members {
            said(&member.key, &mut member.facets);
        }
        fact
    }

    /// Claims what is said of an existing fact and not in the ledger yet, apart from the facets in `altered`.
    fn claim(&self, fact: Fact, altered: &[FacetChange], difference: &mut Difference) {
        let held = self.ledger.facets(&fact.key);
        difference.claim(held, fact, altered);
    }
}

/// Whether `names` holds the key, with or without its kind.
fn is_named(key: &FactKey, names: &BTreeSet<String>) -> bool {
    let whole = key.to_string();
    let short = whole.split_once(' ').map_or("", |(_, rest)| rest);
    names.contains(&whole) || names.contains(short)
}
