//! What a Rust type is as a column.
//!
//! A name is looked up as Rust does: declared in the module, brought in by `use`, by `use …::*`, and only then SeaORM's
//! prelude. Where paths lead nowhere, a name that only one of the files declares is taken for it.

use std::sync::Arc;

use autogen_schema::{ColumnType, DataType, Ident, StringLength};

use super::enums::DeclaredEnum;
use super::modules::{Found, ModuleId};
use super::{Linker, builtin};
use crate::parse::summary::{TypeDecl, TypeDeclKind, TypeRef, Written};

/// How many types may wrap each other.
const DEPTH: usize = 16;

/// What a type turned out to be.
pub(super) enum Known {
    /// A column type, written (`true`) or implied.
    Type(ColumnType, bool),
    /// Nothing that source tells, and why.
    Unknown(Why),
}

/// Why a type is not known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// It comes from elsewhere.
    Elsewhere,
    /// It is declared here, and nothing tells its column type.
    Opaque,
    /// It is a tuple, an array or the like.
    Nameless,
    /// Its column type is written as code.
    Code,
    /// It stands in a file that could not be read, which is reported on its own.
    Unreadable,
}

/// Where a type is written.
#[derive(Clone, Copy)]
struct Scoped<'e> {
    module: ModuleId,
    /// What the parameters of the alias stand for whose target is looked at.
    given: Option<&'e Given<'e>>,
}

/// The arguments of an alias, and where they are written.
struct Given<'e> {
    names: &'e [String],
    args: &'e [Arc<TypeRef>],
    scoped: &'e Scoped<'e>,
}

impl<'e> Given<'e> {
    fn argument(&self, name: &str) -> Option<&'e TypeRef> {
        self.args.get(self.names.iter().position(|known| known == name)?).map(AsRef::as_ref)
    }
}

impl Known {
    pub(super) fn data_type(self, text: &str) -> DataType {
        match self {
            Known::Type(ty, true) => DataType::Exact(ty),
            Known::Type(ty, false) => DataType::Implied(ty),
            Known::Unknown(_) => DataType::Unknown(text.to_owned()),
        }
    }
}

impl<'a> Linker<'a> {
    /// Finds what the path of a type that is written in a module leads to.
    pub(super) fn find(&self, module: ModuleId, ty: &TypeRef) -> Found<'a> {
        self.modules.resolve(module, &ty.path)
    }

    /// Tells what a type is that is written in a module, and that was found there.
    pub(super) fn type_of(&mut self, module: ModuleId, ty: &TypeRef, found: Found<'a>) -> Known {
        self.type_found(Scoped { module, given: None }, ty, found, DEPTH)
    }

    /// Whether a type is an alias, in the end, of an `Option`.
    pub(super) fn is_alias_of_option(&self, found: &Found<'a>) -> bool {
        let mut found = found.clone();
        for _ in 0..DEPTH {
            let Found::Type(module, decl) = found else { return false };
            let TypeDeclKind::Alias(_, target) = &decl.kind else { return false };
            if target.path.last().is_some_and(|word| word == "Option") {
                return true;
            }
            found = self.find(module, target);
        }
        false
    }

    fn resolve_type(&mut self, scoped: Scoped<'_>, ty: &TypeRef, depth: usize) -> Known {
        if let (Some(given), [name]) = (scoped.given, ty.path.as_slice())
            && let Some(argument) = given.argument(name)
        {
            return match depth.checked_sub(1) {
                Some(depth) => self.resolve_type(*given.scoped, argument, depth),
                None => Known::Unknown(Why::Opaque),
            };
        }
        let found = self.find(scoped.module, ty);
        self.type_found(scoped, ty, found, depth)
    }

    fn type_found(&mut self, scoped: Scoped<'_>, ty: &TypeRef, found: Found<'a>, depth: usize) -> Known {
        let Some(depth) = depth.checked_sub(1) else { return Known::Unknown(Why::Opaque) };
        if ty.path.is_empty() {
            return match self.options.column_type(&ty.text, &[]) {
                Some(given) => Known::Type(given.clone(), true),
                None => Known::Unknown(Why::Nameless),
            };
        }
        let known_as = if let Found::External(path) = &found { path } else { &ty.path };
        if let Some(given) = self.options.column_type(&ty.text, known_as) {
            return Known::Type(given.clone(), true);
        }
        match found {
            Found::Type(module, decl) => self.declared(module, decl, (scoped, ty), depth),
            Found::Unreadable => Known::Unknown(Why::Unreadable),
            Found::External(path) => self.external(scoped, &path, ty, depth),
            Found::Nothing | Found::Entity(..) | Found::Module(_) => self.unqualified(scoped, ty, depth),
        }
    }

    /// A type that one of the files declares, as it is used elsewhere.
    fn declared(
        &mut self,
        module: ModuleId,
        decl: &'a TypeDecl,
        (scoped, used): (Scoped<'_>, &TypeRef),
        depth: usize,
    ) -> Known {
        match &decl.kind {
            TypeDeclKind::NativeEnum { name, labels } => {
                let location = self.at(self.modules.get(module).0, decl.span);
                self.enums.push(DeclaredEnum { name, labels, location });
                Known::Type(ColumnType::Enum(Ident::new(name.as_str())), true)
            }
            TypeDeclKind::Column(written) => {
                let file = self.modules.get(module).0;
                self.written(file, written)
            }
            TypeDeclKind::Text => Known::Type(ColumnType::String(StringLength::Unset), false),
            TypeDeclKind::Json => Known::Type(ColumnType::Json, false),
            TypeDeclKind::Wraps(inner) => self.resolve_type(Scoped { module, given: None }, inner, depth),
            TypeDeclKind::Alias(names, target) => {
                let given = Given { names, args: &used.args, scoped: &scoped };
                self.resolve_type(Scoped { module, given: Some(&given) }, target, depth)
            }
            TypeDeclKind::Opaque => Known::Unknown(Why::Opaque),
        }
    }

    /// A column type that is written out.
    pub(super) fn written(&mut self, file: usize, written: &'a Written) -> Known {
        let Some((column_type, inline)) = &written.column_type.read else { return Known::Unknown(Why::Code) };
        if let Some(inline) = inline {
            let location = self.at(file, written.span);
            self.enums.push(DeclaredEnum { name: &inline.name, labels: &inline.labels, location });
        }
        Known::Type(column_type.clone(), true)
    }

    /// A type that a path leads out of the files for.
    fn external(&mut self, scoped: Scoped<'_>, path: &[String], ty: &TypeRef, depth: usize) -> Known {
        if let Some(known) = self.generic(scoped, path, ty, depth) {
            return known;
        }
        if let Some(column_type) = builtin::by_path(path, !ty.args.is_empty()) {
            return Known::Type(column_type, false);
        }
        // `crate::` and `super::` stay within; where they lead nowhere the tree is not known well enough.
        let within = path.first().is_some_and(|first| ["crate", "super", "self"].contains(&first.as_str()));
        let only = path.last().filter(|_| within).and_then(|name| self.modules.only_type(name));
        match only {
            Some((module, decl)) => self.declared(module, decl, (scoped, ty), depth),
            None => Known::Unknown(Why::Elsewhere),
        }
    }

    /// A name that is neither declared nor brought in, as far as the files tell.
    fn unqualified(&mut self, scoped: Scoped<'_>, ty: &TypeRef, depth: usize) -> Known {
        if let Some(known) = self.generic(scoped, &ty.path, ty, depth) {
            return known;
        }
        let Some(name) = ty.path.last() else { return Known::Unknown(Why::Elsewhere) };
        if ty.path.len() == 1
            && let Some(column_type) = builtin::by_name(name, !ty.args.is_empty())
        {
            return Known::Type(column_type, false);
        }
        match self.modules.only_type(name) {
            Some((module, decl)) => self.declared(module, decl, (scoped, ty), depth),
            None => Known::Unknown(Why::Elsewhere),
        }
    }

    /// `Option<T>`, `Vec<T>`.
    fn generic(&mut self, scoped: Scoped<'_>, path: &[String], ty: &TypeRef, depth: usize) -> Option<Known> {
        let (name, [inner]) = (path.last()?.as_str(), ty.args.as_slice()) else { return None };
        let standard =
            path.len() == 1 || path.first().is_some_and(|first| ["std", "alloc", "core"].contains(&&**first));
        match name {
            "Option" if standard => Some(self.resolve_type(scoped, inner, depth)),
            "Vec" if standard && inner.text == "u8" => {
                Some(Known::Type(ColumnType::VarBinary(StringLength::Unset), false))
            }
            "Vec" if standard => Some(match self.resolve_type(scoped, inner, depth) {
                Known::Type(element, written) => Known::Type(ColumnType::Array(Box::new(element)), written),
                unknown @ Known::Unknown(_) => unknown,
            }),
            _ => None,
        }
    }
}
