//! The enum types that columns use.

use autogen_schema::{EnumType, Ident};

use super::Linker;
use crate::{Code, Diagnostic, Location};

/// An enum type that a column uses.
pub(crate) struct DeclaredEnum<'a> {
    pub(super) name: &'a str,
    pub(super) labels: &'a [String],
    pub(super) location: Location,
}

impl Linker<'_> {
    /// Adds an enum type, once; two of one name have to agree on their labels.
    pub(super) fn add_enum(&mut self, declared: DeclaredEnum<'_>) {
        let DeclaredEnum { name, labels, location } = declared;
        let key = Ident::new(name);
        let Some(known) = self.schema.enums.get(&key) else {
            self.schema.enums.insert(key.clone(), EnumType::new(name, labels.iter().map(String::as_str)));
            self.sources.enums.insert(key, location);
            return;
        };
        let first = self.sources.enums.get(&key).cloned();
        if known.labels.as_slice() == labels || first.as_ref() == Some(&location) {
            return;
        }
        let mut finding = Diagnostic::new(
            Code::DuplicateEnum,
            location,
            format!("two enums are the type `{name}` and have different labels"),
        )
        .help("give one of them another `enum_name`");
        if let Some(first) = first {
            finding = finding.related(first, "the other is here");
        }
        if !self.diagnostics.contains(&finding) {
            self.diagnostics.push(finding);
        }
    }
}
