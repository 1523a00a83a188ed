//! Why a migration crate was not edited, and what a person can do instead.

use super::editing::Editing;
use super::home;
use crate::Location;

/// Why a migration crate was not edited.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}:{}: {reason}", location.file.display(), location.line)]
pub struct EditError {
    /// What is in the way.
    pub reason: Box<Refusal>,
    /// Where.
    pub location: Location,
    /// Ways out, each a whole suggestion.
    pub help: Vec<String>,
}

/// What is in the way of an edit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A migration cannot be called this.
    #[error("`{name}` is no name for a migration: {}", NAMES)]
    InvalidName {
        /// The name.
        name: String,
    },
    /// There is no vector that could be edited.
    #[error("{message}, so that nothing can be added to it or taken from it")]
    NoVector {
        /// What there is instead.
        message: String,
    },
    /// The migration to add the new one after is not in the vector.
    #[error("`{migrator}` has no migration `{migration}`")]
    NoSuchMigration {
        /// The migrator.
        migrator: String,
        /// What was asked for.
        migration: String,
    },
    /// Several entries could be meant.
    #[error("several migrations of `{migrator}` could be meant by `{migration}`")]
    SeveralMigrations {
        /// The migrator.
        migrator: String,
        /// What was asked for.
        migration: String,
    },
    /// The module of a migration that is to be removed is no file of its own.
    #[error("the module `{name}` stands here in full")]
    Inline {
        /// The name.
        name: String,
    },
    /// The module of a migration that is to be removed is needed elsewhere.
    #[error("`{name}` is used here too")]
    StillUsed {
        /// The module.
        name: String,
    },
    /// What came out, read again, was not what was meant.
    #[error("the edited source would not say what is meant: {message}")]
    Differs {
        /// In what.
        message: String,
    },
}

/// What names are.
pub(super) const NAMES: &str =
    "it is `m`, a date of eight digits and a time of six, and a word: `m20260131_235959_add_phone`";

const BE_A_VECTOR: &str = "or let `migrations` be one `vec![…]` whose entries are `Box::new(module::Migration)`";

impl Editing<'_> {
    /// Returns the ways out.
    pub(super) fn help(&self, reason: &Refusal) -> Vec<String> {
        let (name, migrator) = (self.name, self.migrator.path());
        match reason {
            Refusal::InvalidName { .. } => Vec::new(),
            Refusal::NoVector { .. } | Refusal::Differs { .. } if self.adding => vec![
                format!(
                    "by hand: `mod {name};` beside the other modules, and `Box::new({name}::Migration),` where \
                     `migrations` of `{migrator}` puts them in order"
                ),
                BE_A_VECTOR.to_owned(),
            ],
            Refusal::NoVector { .. } | Refusal::Differs { .. } => {
                vec![
                    format!("take `{name}` out of `migrations` of `{migrator}` by hand, and its `mod`"),
                    BE_A_VECTOR.to_owned(),
                ]
            }
            Refusal::NoSuchMigration { .. } => vec![self.last()],
            Refusal::SeveralMigrations { .. } => vec!["name it by its path, as its entry does".to_owned()],
            Refusal::Inline { .. } => {
                vec![format!("take the module `{name}` out by hand, and its entry in `migrations` of `{migrator}`")]
            }
            Refusal::StillUsed { name } => vec![format!("let nothing use `{name}` before it goes")],
        }
    }

    /// Names the last migration.
    fn last(&self) -> String {
        let last = self.vector().ok().and_then(|vector| vector.elements.last());
        match last.and_then(|element| home::module(self.tree, self.migrator.node, element)) {
            Some(last) => format!("its last is `{last}`"),
            None => "see what is in its vector".to_owned(),
        }
    }
}
