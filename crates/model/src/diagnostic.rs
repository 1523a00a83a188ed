//! What is wrong or unclear in entities, as data. How it is shown is the caller's business.

use std::fmt;

use crate::Location;

/// A finding about a place in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which finding it is.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: a lowercase fragment that stands alone.
    pub message: String,
    /// Where.
    pub location: Location,
    /// What is said at that place, where it adds something.
    pub label: Option<String>,
    /// Other places that belong to it.
    pub related: Vec<Label>,
    /// Ways out, each a whole suggestion.
    pub help: Vec<String>,
}

/// A further place of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub location: Location,
    /// What is there.
    pub message: String,
}

impl Diagnostic {
    /// Makes a finding of the severity that `code` has.
    pub(crate) fn new(code: Code, location: Location, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            location,
            label: None,
            related: Vec::new(),
            help: Vec::new(),
        }
    }

    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    pub(crate) fn related(mut self, location: Location, message: impl Into<String>) -> Self {
        self.related.push(Label { location, message: message.into() });
        self
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Something is not known or has no effect; the rest of the model stands.
    Warning,
    /// The entities are not what SeaORM accepts, or contradict each other. A model with an error is incomplete.
    Error,
}

impl Severity {
    /// Returns the word people see.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $severity:ident;)*) => {
        /// Which finding it is. The words are stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Code] = &[$(Code::$variant),*];

            /// Returns the word in kebab case.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Code::$variant => $name,)*
                }
            }

            /// Returns how bad such a finding is.
            pub fn severity(self) -> Severity {
                match self {
                    $(Code::$variant => Severity::$severity,)*
                }
            }
        }
    };
}

codes! {
    /// The file is not Rust.
    Syntax = "syntax", Error;
    /// The file holds the markers of an unfinished merge.
    ConflictMarkers = "conflict-markers", Error;
    /// Brackets, types or expressions are nested too deeply to be read.
    NestingTooDeep = "nesting-too-deep", Error;
    /// A key that SeaORM refuses where it stands.
    UnknownKey = "unknown-key", Error;
    /// A key of a column that SeaORM silently ignores.
    IgnoredKey = "ignored-key", Warning;
    /// A value of the wrong kind, or a required one that is missing.
    InvalidAttribute = "invalid-attribute", Error;
    /// A struct that derives an entity and is not called `Model`.
    NotCalledModel = "not-called-model", Error;
    /// An entity without a primary key.
    NoPrimaryKey = "no-primary-key", Error;
    /// Two fields with one column name.
    DuplicateColumn = "duplicate-column", Error;
    /// Two entities with one table name.
    DuplicateTable = "duplicate-table", Error;
    /// Two enums with one type name and different labels.
    DuplicateEnum = "duplicate-enum", Error;
    /// Two relations over the same columns that ask for different actions.
    DuplicateForeignKey = "duplicate-foreign-key", Warning;
    /// A Rust type whose column type the source does not tell.
    UnknownType = "unknown-type", Warning;
    /// A type that the database lacks.
    UnsupportedType = "unsupported-type", Warning;
    /// A `column_type` or `db_type` that is code.
    UnknownColumnType = "unknown-column-type", Warning;
    /// A `default_expr` or `default_value` that is code.
    UnknownDefault = "unknown-default", Warning;
    /// A column of a relation that the entity does not have.
    UnknownColumn = "unknown-column", Error;
    /// The target of a relation is not among the entities.
    UnknownEntity = "unknown-entity", Warning;
    /// Relations that are written by hand in Rust.
    ComputedRelations = "computed-relations", Warning;
    /// A table name that is computed.
    ComputedTableName = "computed-table-name", Warning;
    /// A column of an entity in the expanded format whose definition is code.
    ComputedColumn = "computed-column", Warning;
    /// An entity in the expanded format whose parts do not stand beside each other.
    ExpandedEntity = "expanded-entity", Warning;
    /// A macro that may make an entity.
    EntityMacro = "entity-macro", Warning;
    /// An `Option` that SeaORM does not know for one, and so a column that does not hold NULL.
    UnseenOption = "unseen-option", Note;
    /// An entity where it is not read: in a function, or behind a condition that is not met.
    HiddenEntity = "hidden-entity", Warning;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
