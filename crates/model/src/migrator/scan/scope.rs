//! What a module declares, by places in its file.

use std::collections::BTreeMap;
use std::ops::Range;

use super::FoundHazard;
use super::given::Given;
use super::list::List;
use crate::migrator::Transaction;
use crate::parse::summary::Use;

/// Something that is not as it should be, or cannot be told, in the file at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::migrator) struct Fault {
    pub(in crate::migrator) at: Range<usize>,
    pub(in crate::migrator) message: String,
}

impl Fault {
    pub(in crate::migrator) fn new(at: Range<usize>, message: impl Into<String>) -> Self {
        Self { at, message: message.into() }
    }
}

/// A `cfg`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::migrator) struct Condition {
    /// What stands in its parentheses.
    pub(in crate::migrator) text: String,
    /// Whether it holds in tests and nowhere else.
    pub(in crate::migrator) only_tests: bool,
}

/// A module: a file, or an inline one.
#[derive(Clone, Debug, Default)]
pub(in crate::migrator) struct Scope {
    /// The conditions that stand within the module itself.
    pub(in crate::migrator) conditions: Vec<Condition>,
    /// The documentation at its top, line by line, with where each begins.
    pub(in crate::migrator) header: Vec<(usize, String)>,
    /// What its migration says of transactions.
    pub(in crate::migrator) transaction: Transaction,
    /// What the methods of its migration say of rows.
    pub(in crate::migrator) hazards: Vec<FoundHazard>,
    /// Every item, attributes and all.
    pub(in crate::migrator) items: Vec<Range<usize>>,
    /// The items that are `use`s, by their place among all.
    pub(in crate::migrator) use_items: Vec<usize>,
    pub(in crate::migrator) uses: Vec<Use>,
    pub(in crate::migrator) modules: Vec<Declaration>,
    pub(in crate::migrator) types: Vec<Type>,
    /// Constants that are a text.
    pub(in crate::migrator) constants: BTreeMap<String, String>,
    pub(in crate::migrator) migrators: Vec<Implementation>,
    pub(in crate::migrator) names: Vec<Named>,
    /// Whether a macro is called that may declare anything.
    pub(in crate::migrator) calls_macros: bool,
    pub(in crate::migrator) faults: Vec<Fault>,
}

/// `mod name;`, or `mod name { … }`.
#[derive(Clone, Debug)]
pub(in crate::migrator) struct Declaration {
    pub(in crate::migrator) name: String,
    /// Attributes and all.
    pub(in crate::migrator) whole: Range<usize>,
    /// Its place among the items.
    pub(in crate::migrator) item: usize,
    /// `pub`, `pub(crate)`, or nothing.
    pub(in crate::migrator) visibility: String,
    pub(in crate::migrator) conditions: Vec<Condition>,
    /// What `#[path = "…"]` says.
    pub(in crate::migrator) path: Option<String>,
    /// The module itself, where it is an inline one.
    pub(in crate::migrator) inline: Option<usize>,
    /// Whether rustfmt may put it elsewhere among its neighbours.
    pub(in crate::migrator) movable: bool,
}

/// A struct or an enum.
#[derive(Clone, Debug)]
pub(in crate::migrator) struct Type {
    pub(in crate::migrator) name: String,
    pub(in crate::migrator) at: Range<usize>,
    /// Whether it is named after its file.
    pub(in crate::migrator) derives_name: bool,
}

/// `impl MigrationName for path::Type`.
#[derive(Clone, Debug)]
pub(in crate::migrator) struct Named {
    pub(in crate::migrator) of: Vec<String>,
    pub(in crate::migrator) given: Given,
}

/// `impl MigratorTrait for path::Type`.
#[derive(Clone, Debug)]
pub(in crate::migrator) struct Implementation {
    /// The last word of the type.
    pub(in crate::migrator) name: String,
    pub(in crate::migrator) at: Range<usize>,
    pub(in crate::migrator) conditions: Vec<Condition>,
    pub(in crate::migrator) list: List,
    pub(in crate::migrator) table: Given,
}
