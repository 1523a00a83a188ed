//! What is kept of a file: owned, without a trace of the parser, so that files can be read in parallel.

use std::path::Path;
use std::sync::Arc;

use autogen_schema::{DefaultValue, ReferentialAction};

use crate::column_type::WrittenType;
use crate::location::Span;
use crate::naming::ColumnNames;
use crate::{Diagnostic, Reason};

/// What one file says.
#[derive(Clone, Debug)]
pub struct ParsedFile {
    pub(crate) path: Arc<Path>,
    /// Whether the file could be read. One that could not says nothing.
    pub(crate) failed: bool,
    /// The file's own module first, then those within it.
    pub(crate) modules: Vec<Module>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) incomplete: Vec<Reason>,
    /// Calls of macros at module level, which are judged once all definitions are known.
    pub(crate) macro_calls: Vec<MacroCall>,
    /// The names of macros that are defined here, and whether their text may make an entity.
    pub(crate) macro_definitions: Vec<(String, bool)>,
}

/// A module: the file itself, or an inline one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Module {
    /// The inline modules from the file down to this one.
    pub(crate) inline: Vec<String>,
    pub(crate) uses: Vec<Use>,
    pub(crate) types: Vec<TypeDecl>,
    pub(crate) entities: Vec<EntityDecl>,
    pub(crate) relations: Vec<Relations>,
    /// Modules in files of their own, behind a condition that is not met.
    pub(crate) left_out: Vec<LeftOut>,
    /// Modules whose file is named by `#[path = "…"]`, with the path.
    pub(crate) placed: Vec<(String, String)>,
}

/// `#[cfg(test)] mod name;`
#[derive(Clone, Debug)]
pub(crate) struct LeftOut {
    pub(crate) name: String,
    pub(crate) span: Span,
    /// Whether only tests see it.
    pub(crate) only_tests: bool,
}

/// One name that a `use` brings in.
#[derive(Clone, Debug)]
pub(crate) struct Use {
    /// The name it goes by; nothing for `*`.
    pub(crate) alias: Option<String>,
    pub(crate) path: Vec<String>,
}

/// A type with a name.
#[derive(Clone, Debug)]
pub(crate) struct TypeDecl {
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) kind: TypeDeclKind,
}

#[derive(Clone, Debug)]
pub(crate) enum TypeDeclKind {
    /// `DeriveActiveEnum` with `db_type = "Enum"`.
    NativeEnum { name: String, labels: Vec<String> },
    /// `DeriveActiveEnum` with another `db_type`, or `DeriveValueType` with a `column_type`.
    Column(Written),
    /// `DeriveValueType` with `value_type = "String"`.
    Text,
    /// `FromJsonQueryResult`.
    Json,
    /// `DeriveValueType` on a struct around a type.
    Wraps(Arc<TypeRef>),
    /// A type alias, with the names of its parameters.
    Alias(Vec<String>, Arc<TypeRef>),
    /// Anything else: what it is as a column is not told here.
    Opaque,
}

/// A column type as it is written.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) column_type: Arc<WrittenType>,
    pub(crate) span: Span,
}

/// A Rust type.
#[derive(Clone, Debug, Default)]
pub(crate) struct TypeRef {
    /// As it is written, without blanks.
    pub(crate) text: String,
    /// The path, where it is one; empty otherwise.
    pub(crate) path: Vec<String>,
    /// The types in angle brackets after the path.
    pub(crate) args: Vec<Arc<TypeRef>>,
}

/// An entity.
#[derive(Clone, Debug)]
pub(crate) struct EntityDecl {
    /// The name of its struct: `Entity`, but in the expanded format.
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) table: Named,
    /// Nothing where they are not written beside the entity.
    pub(crate) columns: Option<Vec<ColumnDecl>>,
    pub(crate) key: Key,
    /// Relations that are fields, in the dense format.
    pub(crate) relations: Vec<RelationDecl>,
    /// The enum beside the struct that has the other relations; nothing in the dense format.
    pub(crate) relation_enum: Option<String>,
}

impl EntityDecl {
    pub(crate) fn columns(&self) -> &[ColumnDecl] {
        self.columns.as_deref().unwrap_or_default()
    }
}

/// What a table is called.
#[derive(Clone, Debug, Default)]
pub(crate) struct Named {
    /// Nothing where no literal says it.
    pub(crate) table: Option<String>,
    pub(crate) schema: Option<String>,
    /// Whether the schema is said, and not by a literal.
    pub(crate) computed_schema: bool,
    pub(crate) comment: Option<String>,
}

/// Where the primary key is said.
#[derive(Clone, Debug)]
pub(crate) enum Key {
    /// By the attributes of fields.
    Fields,
    /// By an enum of its own: its variants, and whether the database makes the values, where a literal says it.
    Enum { variants: Vec<String>, auto_increment: Option<bool> },
}

/// A field that is a column.
#[derive(Clone, Debug)]
pub(crate) struct ColumnDecl {
    pub(crate) span: Span,
    pub(crate) names: ColumnNames,
    /// The type without a leading `Option<…>`.
    pub(crate) ty: Arc<TypeRef>,
    pub(crate) ty_span: Span,
    pub(crate) nullable: bool,
    pub(crate) attributes: ColumnAttributes,
    /// Whether code that is not followed says what the column is: nothing is known of it but the name.
    pub(crate) opaque: bool,
}

/// What is said of a column.
#[derive(Clone, Debug, Default)]
pub(crate) struct ColumnAttributes {
    pub(crate) primary_key: bool,
    pub(crate) auto_increment: Option<bool>,
    pub(crate) column_type: Option<Written>,
    pub(crate) nullable: bool,
    pub(crate) unique: Option<Span>,
    pub(crate) indexed: Option<Span>,
    pub(crate) ignore: bool,
    more: Option<Box<MoreAttributes>>,
}

/// What is said of few columns, and would make all of them large.
#[derive(Clone, Debug, Default)]
pub(crate) struct MoreAttributes {
    pub(crate) unique_key: Option<(String, Span)>,
    pub(crate) default: Option<DefaultValue>,
    pub(crate) comment: Option<String>,
    pub(crate) extra: Option<String>,
    pub(crate) renamed_from: Option<String>,
    pub(crate) column_name: Option<String>,
    pub(crate) enum_name: Option<String>,
}

impl ColumnAttributes {
    /// Returns the rest, where any of it is said.
    pub(crate) fn more(&self) -> Option<&MoreAttributes> {
        self.more.as_deref()
    }

    /// Returns the rest, to say something of it.
    pub(crate) fn more_mut(&mut self) -> &mut MoreAttributes {
        self.more.get_or_insert_default()
    }
}

/// A relation that makes a foreign key.
#[derive(Clone, Debug)]
pub(crate) struct RelationDecl {
    pub(crate) span: Span,
    /// The path to the other entity; nothing for the entity itself.
    pub(crate) target: Option<Vec<String>>,
    /// Variants of `Column`.
    pub(crate) from: Vec<String>,
    pub(crate) to: Vec<String>,
    pub(crate) on_delete: Option<ReferentialAction>,
    pub(crate) on_update: Option<ReferentialAction>,
    pub(crate) fk_name: Option<String>,
}

/// The relations of an enum that stands beside an entity.
#[derive(Clone, Debug, Default)]
pub(crate) struct Relations {
    /// The name of the enum.
    pub(crate) name: String,
    pub(crate) declared: Vec<RelationDecl>,
    /// Where relations are that source alone does not tell, and why.
    pub(crate) computed: Vec<(Span, String)>,
}

/// A macro that is called where items stand.
#[derive(Clone, Debug)]
pub(crate) struct MacroCall {
    pub(crate) name: String,
    pub(crate) span: Span,
    /// Whether its name or what it is given speaks of entities.
    pub(crate) hints: bool,
}
