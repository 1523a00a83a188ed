//! Makes foreign keys of relations.

use std::collections::HashMap;

use autogen_schema::{ForeignKey, Ident, Table, TableName};

use super::modules::{Found, ModuleId};
use super::{Entity, Linker};
use crate::parse::summary::{EntityDecl, RelationDecl};
use crate::sources::TableSources;
use crate::{Code, Scope};

/// Entities by their modules and names.
pub(super) struct Places<'e, 'a>(HashMap<(ModuleId, &'e str), &'e Entity<'a>>);

impl<'e, 'a> Places<'e, 'a> {
    pub(super) fn of(entities: &'e [Entity<'a>]) -> Self {
        // The first of two comes last, and stays.
        Self(entities.iter().rev().map(|entity| ((entity.module, entity.decl.name.as_str()), entity)).collect())
    }
}

/// Adds the foreign keys of an entity to its table.
pub(super) fn add(
    linker: &mut Linker<'_>,
    entity: &Entity<'_>,
    places: &Places<'_, '_>,
    (table, sources): (&mut Table, &mut TableSources),
) {
    let (_, module) = linker.modules.get(entity.module);
    let beside = || module.relations.iter().filter(|found| entity.decl.relation_enum.as_ref() == Some(&found.name));
    for relation in entity.decl.relations.iter().chain(beside().flat_map(|found| &found.declared)) {
        if let Some(key) = foreign_key(linker, entity, relation, places) {
            insert(linker, entity, relation, key, (table, sources));
        }
    }
    for (span, message) in beside().flat_map(|found| &found.computed) {
        let finding = linker
            .finding(entity.file, *span, Code::ComputedRelations, message.clone())
            .label("a foreign key that it makes is not known")
            .help("write it as attributes in an enum that derives `DeriveRelation`");
        linker.report_incomplete(finding, Scope::ForeignKeys(entity.table.clone()));
    }
}

fn insert(
    linker: &mut Linker<'_>,
    entity: &Entity<'_>,
    relation: &RelationDecl,
    key: ForeignKey,
    (table, sources): (&mut Table, &mut TableSources),
) {
    if table.foreign_keys.contains(&key) {
        return;
    }
    let same = |other: &ForeignKey| {
        other.references == key.references
            && other.columns == key.columns
            && other.referenced_columns == key.referenced_columns
    };
    if table.foreign_keys.iter().any(same) {
        let mut finding = linker.finding(
            entity.file,
            relation.span,
            Code::DuplicateForeignKey,
            "two relations are the same foreign key with different actions or names",
        );
        if let Some(first) = sources.foreign_key(&key.columns) {
            finding = finding.related(first.clone(), "the other is here");
        }
        linker.diagnostics.push(finding.help("add `skip_fk` to one of them"));
    }
    sources.add_foreign_key(key.columns.clone(), linker.at(entity.file, relation.span));
    table.foreign_keys.push(key);
}

fn foreign_key(
    linker: &mut Linker<'_>,
    entity: &Entity<'_>,
    relation: &RelationDecl,
    places: &Places<'_, '_>,
) -> Option<ForeignKey> {
    let from = columns(linker, entity, relation, (entity.decl, &entity.table, &relation.from))?;
    let (references, target) = match &relation.target {
        None => (entity.table.clone(), entity.decl),
        Some(path) => target(linker, entity, relation, path, places)?,
    };
    let to = columns(linker, entity, relation, (target, &references, &relation.to))?;
    if from.len() != to.len() {
        let message = format!("the relation leads from {} columns to {}", from.len(), to.len());
        linker.diagnostics.push(linker.finding(entity.file, relation.span, Code::InvalidAttribute, message));
        return None;
    }
    // SeaORM's own generator is known to repeat pairs.
    let mut pairs: Vec<(Ident, Ident)> = Vec::new();
    for pair in from.into_iter().zip(to) {
        if !pairs.contains(&pair) {
            pairs.push(pair);
        }
    }
    let (columns, referenced_columns): (Vec<Ident>, Vec<Ident>) = pairs.into_iter().unzip();
    Some(ForeignKey {
        name: relation.fk_name.as_deref().map(Ident::from),
        on_delete: relation.on_delete,
        on_update: relation.on_update,
        ..ForeignKey::new(columns, references, referenced_columns)
    })
}

/// Resolves variants of `Column` to the names of columns.
fn columns(
    linker: &mut Linker<'_>,
    entity: &Entity<'_>,
    relation: &RelationDecl,
    (of, table, variants): (&EntityDecl, &TableName, &[String]),
) -> Option<Vec<Ident>> {
    let mut out = Vec::new();
    for variant in variants {
        let bare = variant.trim_start_matches("r#");
        let found = of.columns().iter().find(|column| column.names.variant.trim_start_matches("r#") == bare);
        match found {
            Some(column) => out.push(Ident::new(column.names.column.as_str())),
            None => {
                let message = format!("the entity of `{table}` has no column `{bare}`");
                linker.diagnostics.push(linker.finding(entity.file, relation.span, Code::UnknownColumn, message));
                return None;
            }
        }
    }
    Some(out)
}

/// Finds the entity that a relation leads to.
fn target<'e>(
    linker: &mut Linker<'_>,
    entity: &Entity<'_>,
    relation: &RelationDecl,
    path: &[String],
    places: &Places<'e, '_>,
) -> Option<(TableName, &'e EntityDecl)> {
    let module = module_of(linker, entity.module, path);
    let scope = Scope::ForeignKeys(entity.table.clone());
    let (module, name) = match module {
        Target::Entity(module, name) => (module, name),
        Target::Unreadable => {
            let location = linker.at(entity.file, relation.span);
            let message = format!("the entity `{}` is in a file that cannot be read", path.join("::"));
            linker.incomplete.push(crate::Reason { scope, message, location });
            return None;
        }
        Target::Nothing => {
            let message = format!("the entity `{}` is not among the files that are read", path.join("::"));
            let finding = linker
                .finding(entity.file, relation.span, Code::UnknownEntity, message)
                .label("the foreign key of this relation is not known")
                .help("add the other entity's file to `entities`, or `skip_fk` to the relation");
            linker.report_incomplete(finding, scope);
            return None;
        }
    };
    let Some(other) = places.0.get(&(module, name)) else {
        // The other entity is known, and its table is not: that is reported where it stands.
        let location = linker.at(entity.file, relation.span);
        let message = format!("the table of the entity `{}` is not known", path.join("::"));
        linker.incomplete.push(crate::Reason { scope, message, location });
        return None;
    };
    Some((other.table.clone(), other.decl))
}

enum Target<'a> {
    Entity(ModuleId, &'a str),
    Unreadable,
    Nothing,
}

fn module_of<'a>(linker: &Linker<'a>, from: ModuleId, path: &[String]) -> Target<'a> {
    match linker.modules.resolve(from, path) {
        Found::Entity(module, name) => Target::Entity(module, name),
        Found::Unreadable => Target::Unreadable,
        _ => {
            // The folders may not tell the tree: a module of that name that is the only one will be meant.
            let within = path.first().is_some_and(|first| ["crate", "super", "self"].contains(&first.as_str()));
            let name = path.len().checked_sub(2).and_then(|at| path.get(at)).filter(|_| within);
            match name.and_then(|name| linker.modules.only_entity(name)) {
                Some(module) => Target::Entity(module, "Entity"),
                None => Target::Nothing,
            }
        }
    }
}
