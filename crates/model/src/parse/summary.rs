//! What is kept of a file: owned, without a trace of the parser, so that files can be read in parallel.

use std::path::PathBuf;

use autogen_schema::{ColumnType, DefaultValue, ReferentialAction};

use crate::column_type::InlineEnum;
use crate::location::Span;
use crate::naming::ColumnNames;
use crate::{Diagnostic, Reason};

/// What one file says.
#[derive(Clone, Debug)]
pub struct ParsedFile {
    pub(crate) path: PathBuf,
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
    pub(crate) entity: Option<EntityDecl>,
    /// Further entities of the module, which Rust would not accept.
    pub(crate) extra_entities: Vec<EntityDecl>,
    pub(crate) relations: Relations,
    /// What `impl EntityName for Entity` says, where it is written by hand.
    pub(crate) entity_name: Option<EntityName>,
    /// An `Entity` struct that derives `DeriveEntity` itself.
    pub(crate) expanded: Option<Expanded>,
    /// Modules in files of their own, behind a condition that is not met.
    pub(crate) left_out: Vec<LeftOut>,
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
    /// `DeriveValueType` on a struct around a type, or a type alias.
    Wraps(TypeRef),
    /// Anything else: what it is as a column is not told here.
    Opaque,
}

/// A column type as it is written.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) text: String,
    pub(crate) column_type: Option<(ColumnType, Option<InlineEnum>)>,
    pub(crate) span: Span,
}

/// A Rust type.
#[derive(Clone, Debug)]
pub(crate) struct TypeRef {
    /// As it is written, without blanks.
    pub(crate) text: String,
    /// The path, where it is one; empty otherwise.
    pub(crate) path: Vec<String>,
    /// The types in angle brackets after the path.
    pub(crate) args: Vec<TypeRef>,
}

/// An entity.
#[derive(Clone, Debug)]
pub(crate) struct EntityDecl {
    pub(crate) span: Span,
    pub(crate) table_name: Option<String>,
    pub(crate) schema_name: Option<String>,
    pub(crate) comment: Option<String>,
    pub(crate) columns: Vec<ColumnDecl>,
    /// Whether relations are fields; otherwise they are in an enum beside the struct.
    pub(crate) dense: bool,
    pub(crate) relations: Vec<RelationDecl>,
}

/// A field that is a column.
#[derive(Clone, Debug)]
pub(crate) struct ColumnDecl {
    pub(crate) span: Span,
    pub(crate) names: ColumnNames,
    /// The type without a leading `Option<…>`.
    pub(crate) ty: TypeRef,
    pub(crate) ty_span: Span,
    pub(crate) nullable: bool,
    pub(crate) attributes: ColumnAttributes,
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
    pub(crate) unique_key: Option<(String, Span)>,
    pub(crate) default: Option<DefaultValue>,
    pub(crate) comment: Option<String>,
    pub(crate) extra: Option<String>,
    pub(crate) renamed_from: Option<String>,
    pub(crate) column_name: Option<String>,
    pub(crate) enum_name: Option<String>,
    pub(crate) ignore: bool,
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

/// The relations that stand beside a compact entity.
#[derive(Clone, Debug, Default)]
pub(crate) struct Relations {
    pub(crate) declared: Vec<RelationDecl>,
    /// Where relations are that source alone does not tell, and why.
    pub(crate) computed: Vec<(Span, String)>,
}

/// A hand-written `impl EntityName`.
#[derive(Clone, Debug)]
pub(crate) struct EntityName {
    pub(crate) span: Span,
    /// The names, where they are literals.
    pub(crate) table_name: Option<String>,
    pub(crate) schema_name: Option<String>,
    /// Whether `schema_name` is written and is not a literal.
    pub(crate) computed_schema: bool,
    pub(crate) comment: Option<String>,
}

/// An entity in the expanded format.
#[derive(Clone, Debug)]
pub(crate) struct Expanded {
    pub(crate) span: Span,
    pub(crate) table_name: Option<String>,
    pub(crate) schema_name: Option<String>,
}

/// A macro that is called where items stand.
#[derive(Clone, Debug)]
pub(crate) struct MacroCall {
    pub(crate) name: String,
    pub(crate) span: Span,
    /// Whether its name or what it is given speaks of entities.
    pub(crate) hints: bool,
}
