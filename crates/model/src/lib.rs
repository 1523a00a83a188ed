//! Reads SeaORM entities from their source into a schema.
//!
//! Nothing is compiled and nothing is expanded: the derives of SeaORM are known by what they make of a struct, so that a
//! branch that does not build can be read too. Source text goes in and a [`Model`] comes out: the schema that the
//! entities ask for, where each part of it is written, what is wrong or unclear, and whether anything may be
//! missing. Content never makes reading fail.
//!
//! What an entity *says* is kept apart from what SeaORM would *fill in*: a plain Rust type is
//! [`autogen_schema::DataType::Implied`], a written column type [`autogen_schema::DataType::Exact`]; names that SeaORM
//! would make up are absent.
//!
//! Migration crates are source too: [`migrator`] reads what they say, and adds migrations to them.
//!
//! Files are given by the caller, who also decides how problems are shown. Every file is first read on its own
//! ([`parse`], or [`parse_all`] in parallel), then all of them are put together ([`Model::link`]).

mod column_type;
mod default_expr;
mod diagnostic;
mod lex;
mod library;
mod link;
mod location;
mod memo;
pub mod migrator;
mod model;
mod naming;
mod options;
mod parse;
mod sources;
mod unsupported;

pub use column_type::parse_column_type;
pub use diagnostic::{Code, Diagnostic, Label, Severity};
pub use library::{Crate, Library};
pub use location::{Location, SourceFile};
pub use model::{Model, Reason, Scope};
pub use options::{InvalidColumnType, Options};
pub use parse::{ParsedFile, parse, parse_all};
pub use sources::{Sources, Subject};

/// Reads `files`, which belong to one crate, into a model.
pub fn read(files: &[SourceFile], options: &Options) -> Model {
    let parsed = parse_all(files);
    let model = Model::link(&parsed, options);
    // Giving back so many small pieces takes a while, and nobody has to wait for it.
    rayon::spawn(move || drop(parsed));
    model
}

#[cfg(test)]
mod tests;
