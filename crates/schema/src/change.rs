//! The change list of a revision: what it makes, unmakes, changes, renames or claims, one fact a line.
//!
//! This module and its parts are the only place that prints and parses change lines. The grammar:
//!
//! ```text
//! line     = made | altered | renamed | relabelled , [ " [" dialect "]" ]
//! made     = ( "+" | "-" | "=" ) fact              made, unmade, claimed
//! altered  = "~" subject facet old "->" new { "," facet old "->" new }
//! renamed  = ">" ( "table" table | "column" table "." name | "enum" name ) "->" name
//! relabelled = ">" "enum" name text "->" text
//!
//! fact     = "table" table "(" column { "," column } [ "," "key" names ] ")" [ "comment" text ]
//!          | "column" table "." column
//!          | "key" table names
//!          | "unique" table names { facet }
//!          | "index" table names { facet }
//!          | "foreign-key" table names "->" table names { facet }
//!          | "enum" name "(" text { "," text } ")"
//! column   = name [ type ] { facet }
//! names    = "(" name { "," name } ")"
//! table    = [ name "." ] name
//! name     = bare | quoted        bare: a lower-case letter or "_", then those, digits and "-"
//! facet    = "null" | "not null" | "auto-increment" | "default" default | "comment" text | "extra" text
//!          | "name" name | "on delete" action | "on update" action
//! ```
//!
//! A long line is wrapped at blanks; its continuation is indented deeper. Inside quotes `\\`, `\"`, `\'` and `\u{…}`
//! are escapes, and every control character is written as the last, so that no name ends a line or a comment.

use crate::{ColumnType, DataType, DefaultValue, Dialect, EnumName, Ident, ReferentialAction, TableName};

mod facets;
mod layout;
mod parse;
mod print;
mod scan;
mod types;

#[cfg(test)]
mod tests;

pub use facets::Facets;
pub use layout::layout;
pub use parse::ParseError;
pub use print::{quote_name, quote_text};
pub use types::type_words;

/// One line of a change list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub action: Action,
    /// The only dialect that it happened on; `None` is every dialect of the project.
    pub dialect: Option<Dialect>,
}

/// What a change line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// `+`: the revision makes the fact.
    Made(Fact),
    /// `-`: the revision unmakes the fact.
    Unmade(Fact),
    /// `=`: the fact was there already and is managed from now on.
    Claimed(Fact),
    /// `~`: facets of the fact differ before and after.
    Altered(FactKey, Vec<FacetChange>),
    /// `>`: the table, column or enum has another name afterwards.
    Renamed(FactKey, Ident),
    /// `>`: the label of the enum is another one afterwards.
    Relabelled(FactKey, String, String),
}

/// One facet before and after. `None` is unsaid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetChange {
    /// Which facet.
    pub facet: Facet,
    /// The value before.
    pub old: Option<FacetValue>,
    /// The value after.
    pub new: Option<FacetValue>,
}

/// Something that was said about a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is about.
    pub key: FactKey,
    /// What was said.
    pub facets: Facets,
    /// For a table, its columns and its primary key, which are facts of their own in the ledger.
    pub members: Vec<Fact>,
}

impl Fact {
    /// Makes a fact without members.
    pub fn new(key: FactKey, facets: Facets) -> Self {
        Self { key, facets, members: Vec::new() }
    }

    /// Makes a fact of which nothing is said but that it is.
    pub fn bare(key: FactKey) -> Self {
        Self::new(key, Facets::new())
    }

    /// Returns the fact and its members, each without members of its own.
    pub fn flatten(&self) -> impl Iterator<Item = (&FactKey, &Facets)> {
        std::iter::once((&self.key, &self.facets)).chain(self.members.iter().map(|m| (&m.key, &m.facets)))
    }
}

/// What a fact is about. Things without a name of their own are known by what they are over.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactKey {
    /// An enum type.
    Enum(EnumName),
    /// A table.
    Table(TableName),
    /// A column of a table.
    Column(TableName, Ident),
    /// The primary key of a table.
    PrimaryKey(TableName),
    /// A unique over columns of a table.
    Unique(TableName, Vec<Ident>),
    /// A plain index over columns of a table.
    Index(TableName, Vec<Ident>),
    /// A foreign key: table, columns, referenced table, referenced columns.
    ForeignKey(TableName, Vec<Ident>, TableName, Vec<Ident>),
}

impl FactKey {
    /// Returns the table that the fact belongs to.
    pub fn table(&self) -> Option<&TableName> {
        match self {
            FactKey::Enum(_) => None,
            FactKey::Table(table)
            | FactKey::Column(table, _)
            | FactKey::PrimaryKey(table)
            | FactKey::Unique(table, _)
            | FactKey::Index(table, _)
            | FactKey::ForeignKey(table, ..) => Some(table),
        }
    }

    /// Returns what the key is compared by on `dialect`: names folded, the columns of a unique in any order, the pairs
    /// of a foreign key in any order.
    #[must_use]
    pub fn fold(&self, dialect: Dialect) -> FactKey {
        let table = |name: &TableName| name.key(dialect);
        let columns = |names: &[Ident]| names.iter().map(|name| name.key(dialect)).collect::<Vec<_>>();
        match self {
            FactKey::Enum(name) => FactKey::Enum(name.clone()),
            FactKey::Table(name) => FactKey::Table(table(name)),
            FactKey::Column(name, column) => FactKey::Column(table(name), column.key(dialect)),
            FactKey::PrimaryKey(name) => FactKey::PrimaryKey(table(name)),
            FactKey::Unique(name, over) => {
                let mut over = columns(over);
                over.sort();
                FactKey::Unique(table(name), over)
            }
            FactKey::Index(name, over) => FactKey::Index(table(name), columns(over)),
            FactKey::ForeignKey(name, from, target, to) => {
                let mut pairs: Vec<_> = columns(from).into_iter().zip(columns(to)).collect();
                pairs.sort();
                let (from, to) = pairs.into_iter().unzip();
                FactKey::ForeignKey(table(name), from, table(target), to)
            }
        }
    }
}

/// An aspect of a fact that can be said or left unsaid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// The type of a column.
    Type,
    /// Whether a column holds NULL.
    Null,
    /// Whether the database makes the values of a key.
    AutoIncrement,
    /// The default of a column.
    Default,
    /// The SQL appended to a column.
    Extra,
    /// The comment of a table or column.
    Comment,
    /// The columns of a primary key.
    Columns,
    /// The labels of an enum.
    Labels,
    /// The name of a foreign key.
    Name,
    /// What happens on deletion of a referenced row.
    OnDelete,
    /// What happens on change of a referenced key.
    OnUpdate,
}

/// The value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FacetValue {
    /// Of [`Facet::Type`].
    Type(DataType),
    /// Of [`Facet::Null`] and [`Facet::AutoIncrement`].
    Flag(bool),
    /// Of [`Facet::Default`].
    Default(DefaultValue),
    /// Of [`Facet::Extra`] and [`Facet::Comment`].
    Text(String),
    /// Of [`Facet::Name`].
    Name(Ident),
    /// Of [`Facet::Columns`].
    Columns(Vec<Ident>),
    /// Of [`Facet::Labels`].
    Labels(Vec<String>),
    /// Of [`Facet::OnDelete`] and [`Facet::OnUpdate`].
    Action(ReferentialAction),
}

impl Change {
    /// Makes a line that holds on every dialect.
    pub fn new(action: Action) -> Self {
        Self { action, dialect: None }
    }

    /// Takes one logical line apart.
    pub fn parse(line: &str) -> Result<Self, ParseError> {
        parse::change(line)
    }

    /// Whether the line holds on `dialect`.
    pub fn serves(&self, dialect: Dialect) -> bool {
        self.dialect.is_none_or(|only| only == dialect)
    }

    /// Returns the key of what the line is about.
    pub fn key(&self) -> &FactKey {
        match &self.action {
            Action::Made(fact) | Action::Unmade(fact) | Action::Claimed(fact) => &fact.key,
            Action::Altered(key, _) | Action::Renamed(key, _) | Action::Relabelled(key, ..) => key,
        }
    }
}

/// Whether `ty` prints the same whether it was written in the entity or implied by the Rust type.
fn is_implicit(ty: &ColumnType) -> bool {
    use crate::StringLength::Unset;
    match ty {
        ColumnType::Array(element) => is_implicit(element) || matches!(**element, ColumnType::Enum(_)),
        ColumnType::String(Unset)
        | ColumnType::VarBinary(Unset)
        | ColumnType::Char(None)
        | ColumnType::Decimal(None)
        | ColumnType::Vector(None)
        | ColumnType::TinyInteger
        | ColumnType::SmallInteger
        | ColumnType::Integer
        | ColumnType::BigInteger
        | ColumnType::TinyUnsigned
        | ColumnType::SmallUnsigned
        | ColumnType::Unsigned
        | ColumnType::BigUnsigned
        | ColumnType::Float
        | ColumnType::Double
        | ColumnType::DateTime
        | ColumnType::Timestamp
        | ColumnType::TimestampWithTimeZone
        | ColumnType::Time
        | ColumnType::Date
        | ColumnType::Boolean
        | ColumnType::Json
        | ColumnType::Uuid
        | ColumnType::Inet
        | ColumnType::MacAddr => true,
        _ => false,
    }
}
