//! Puts the summaries of files together into a model.

mod builtin;
mod enums;
mod foreign_keys;
mod macros;
mod modules;
mod table;
mod types;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use autogen_schema::{Schema, Table, TableName};
use rayon::prelude::*;

use crate::parse::summary::EntityDecl;
use crate::sources::TableSources;
use crate::{Code, Diagnostic, Library, Model, Options, ParsedFile, Reason, Scope, Severity, Sources};
use enums::DeclaredEnum;
use modules::{ModuleId, Modules};

/// What linking works on, and what it makes of it.
pub(crate) struct Linker<'a> {
    files: &'a [&'a ParsedFile],
    modules: &'a Modules<'a>,
    options: &'a Options,
    schema: Schema,
    enums: Vec<DeclaredEnum<'a>>,
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
    incomplete: Vec<Reason>,
}

/// An entity whose table is known by name.
pub(crate) struct Entity<'a> {
    pub(crate) table: TableName,
    pub(crate) module: ModuleId,
    pub(crate) file: usize,
    pub(crate) decl: &'a EntityDecl,
}

/// What is made of an entity by itself.
struct Made<'a> {
    table: Table,
    sources: TableSources,
    enums: Vec<DeclaredEnum<'a>>,
    diagnostics: Vec<Diagnostic>,
    incomplete: Vec<Reason>,
}

/// Puts `files` together, and looks types up in `library` as well.
pub(crate) fn link(files: &[ParsedFile], library: &Library, options: &Options) -> Model {
    let (mut files, hidden) = without_left_out(files);
    let own = files.len();
    files.extend(without_left_out(&library.files).0);
    let modules = Modules::new(&files, own, &library.crates);
    let mut linker = Linker::new(&files, &modules, options);
    linker.diagnostics = files.iter().flat_map(|file| file.diagnostics.iter().cloned()).collect();
    linker.incomplete = files.iter().flat_map(|file| file.incomplete.iter().cloned()).collect();
    for finding in hidden {
        linker.report_incomplete(finding, Scope::Whole);
    }
    macros::judge(&mut linker);
    let entities = linker.entities();
    let kept: Vec<&Entity<'_>> = linker.without_duplicates(&entities).into_values().collect();
    let places = foreign_keys::Places::of(&entities);
    let tables = kept.par_iter().map(|entity| {
        let mut own = Linker::new(&files, &modules, options);
        let (mut table, mut sources) = table::build(&mut own, entity);
        foreign_keys::add(&mut own, entity, &places, (&mut table, &mut sources));
        sources.shrink();
        let Linker { enums, diagnostics, incomplete, .. } = own;
        Made { table, sources, enums, diagnostics, incomplete }
    });
    linker.take(tables.collect());
    linker.finish()
}

/// Takes out the files of modules that stand behind a condition which is not met: those of tests in silence, others
/// with a finding where an entity is among them.
fn without_left_out(files: &[ParsedFile]) -> (Vec<&ParsedFile>, Vec<Diagnostic>) {
    let left_out = modules::left_out(files);
    let mut findings = Vec::new();
    for (parent, place, module) in left_out.iter().filter(|(_, _, module)| !module.only_tests) {
        let below = files.iter().filter(|file| modules::is_below(file, place));
        if below.flat_map(|file| &file.modules).any(|module| !module.entities.is_empty()) {
            let location = module.span.at(&parent.path);
            let message = format!("an entity is in the module `{}`, behind a `cfg` that is not met", module.name);
            let finding = Diagnostic::new(Code::HiddenEntity, location, message);
            findings.push(finding.label("features are taken to be on, and so what needs one to be off is not read"));
        }
    }
    let kept = files.iter().filter(|file| !left_out.iter().any(|(_, place, _)| modules::is_below(file, place)));
    (kept.collect(), findings)
}

impl<'a> Linker<'a> {
    fn new(files: &'a [&'a ParsedFile], modules: &'a Modules<'a>, options: &'a Options) -> Self {
        Self {
            files,
            modules,
            options,
            schema: Schema::default(),
            enums: Vec::new(),
            sources: Sources::default(),
            diagnostics: Vec::new(),
            incomplete: Vec::new(),
        }
    }

    /// Takes over what was made of entities one by one.
    fn take(&mut self, made: Vec<Made<'a>>) {
        for Made { table, sources, enums, diagnostics, incomplete } in made {
            self.enums.extend(enums);
            self.diagnostics.extend(diagnostics);
            self.incomplete.extend(incomplete);
            self.sources.tables.insert(table.name.clone(), sources);
            self.schema.add(table);
        }
        for declared in std::mem::take(&mut self.enums) {
            self.add_enum(declared);
        }
    }

    /// Lists the entities of all modules, in the order of the files.
    fn entities(&mut self) -> Vec<Entity<'a>> {
        let mut out = Vec::new();
        for id in self.modules.ids() {
            let (file, module) = self.modules.get(id);
            for decl in &module.entities {
                let Some(table) = self.table_name(file, decl) else { continue };
                if decl.columns.is_none() {
                    self.note_unread(file, decl, &table);
                } else {
                    out.push(Entity { table, module: id, file, decl });
                }
            }
        }
        out
    }

    /// Names the table of an entity.
    fn table_name(&mut self, file: usize, decl: &EntityDecl) -> Option<TableName> {
        let named = &decl.table;
        match (&named.table, &named.schema) {
            (Some(name), Some(schema)) => Some(TableName::in_schema(schema.as_str(), name.as_str())),
            (Some(name), None) if !named.computed_schema => Some(TableName::new(name.as_str())),
            _ => {
                let finding = self
                    .finding(file, decl.span, Code::ComputedTableName, "the name of the table is not written here")
                    .help("add `#[sea_orm(table_name = \"…\")]`");
                self.report_incomplete(finding, Scope::Whole);
                None
            }
        }
    }

    /// Notes an entity in the expanded format of which no more than the name is known.
    fn note_unread(&mut self, file: usize, decl: &EntityDecl, table: &TableName) {
        let message = format!("the columns of the entity `{table}` are not written beside it");
        let finding = self
            .finding(file, decl.span, Code::ExpandedEntity, message)
            .help("keep the enum `Column` and its `impl ColumnTrait` in the module of the entity");
        self.report_incomplete(finding, Scope::Table(table.clone()));
    }

    /// Keeps the first of several entities on one table, and reports the others.
    fn without_duplicates<'e>(&mut self, entities: &'e [Entity<'a>]) -> BTreeMap<&'e TableName, &'e Entity<'a>> {
        let mut kept: BTreeMap<&TableName, &Entity<'a>> = BTreeMap::new();
        for entity in entities {
            match kept.get(&entity.table) {
                None => {
                    kept.insert(&entity.table, entity);
                }
                Some(first) => {
                    let first = self.at(first.file, first.decl.span);
                    let message = format!("two entities are the table `{}`", entity.table);
                    let finding = self
                        .finding(entity.file, entity.decl.span, Code::DuplicateTable, message)
                        .label("and again here")
                        .related(first, "first here")
                        .help("keep one of them, or take the other's file out of `entities`");
                    self.diagnostics.push(finding);
                }
            }
        }
        kept
    }

    pub(crate) fn at(&self, file: usize, span: crate::location::Span) -> crate::Location {
        span.at(&self.files.get(file).map_or_else(|| Path::new("").into(), |file| Arc::clone(&file.path)))
    }

    pub(crate) fn finding(
        &self,
        file: usize,
        span: crate::location::Span,
        code: Code,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(code, self.at(file, span), message)
    }

    /// Reports a finding for which something may be missing from the model.
    pub(crate) fn report_incomplete(&mut self, finding: Diagnostic, scope: Scope) {
        self.incomplete.push(Reason { scope, message: finding.message.clone(), location: finding.location.clone() });
        self.diagnostics.push(finding);
    }

    fn finish(self) -> Model {
        let order: BTreeMap<_, _> = self.files.iter().enumerate().map(|(at, file)| (file.path.clone(), at)).collect();
        let place = |location: &crate::Location| (order.get(&location.file).copied(), location.start, location.end);
        let (mut diagnostics, mut incomplete) = (self.diagnostics, self.incomplete);
        incomplete.extend(errors(&diagnostics, &incomplete));
        diagnostics.sort_by_key(|finding| (place(&finding.location), finding.code));
        incomplete.sort_by_key(|reason| (place(&reason.location), reason.scope.clone()));
        Model { schema: self.schema, sources: self.sources, diagnostics, incomplete }
    }
}

/// What SeaORM would refuse is not known to be all that is wrong with it: nothing may be taken for absent.
fn errors(diagnostics: &[Diagnostic], known: &[Reason]) -> Vec<Reason> {
    let reasons = diagnostics.iter().filter(|found| found.severity == Severity::Error).map(|found| Reason {
        scope: Scope::Whole,
        message: found.message.clone(),
        location: found.location.clone(),
    });
    reasons.filter(|reason| !known.contains(reason)).collect()
}
