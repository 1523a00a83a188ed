//! Makes a table of an entity, after `schema/entity.rs` of SeaORM.

use std::collections::BTreeMap;

use autogen_schema::{Column, ColumnType, DataType, Ident, Index, IndexPart, PrimaryKey, Table, Unique, UniqueKind};

use super::types::{Known, Why};
use super::{Entity, Linker};
use crate::Code;
use crate::location::Span;
use crate::parse::summary::ColumnDecl;
use crate::sources::Subject;

/// Makes the table, without its foreign keys.
pub(super) fn build(linker: &mut Linker<'_>, entity: &Entity<'_>) -> Table {
    let mut table = Table::new(entity.table.clone());
    let written_by_hand = linker.modules.get(entity.module).1.entity_name.as_ref();
    table.comment = entity.decl.comment.clone().or_else(|| written_by_hand.and_then(|name| name.comment.clone()));
    let place = linker.at(entity.file, entity.decl.span);
    linker.sources.add(Subject::Table(entity.table.clone()), place);
    for declared in &entity.decl.columns {
        let column = column(linker, entity, declared);
        let place = linker.at(entity.file, declared.span);
        linker.sources.add(Subject::Column(entity.table.clone(), column.name.clone()), place);
        // Two fields on one column are reported where they are read.
        if !table.columns.iter().any(|earlier| earlier.name == column.name) {
            table.columns.push(column);
        }
    }
    primary_key(entity, &mut table);
    uniques(linker, entity, &mut table);
    table.indexes = indexes(linker, entity);
    table
}

fn name(declared: &ColumnDecl) -> Ident {
    Ident::new(declared.names.column.as_str())
}

fn column(linker: &mut Linker<'_>, entity: &Entity<'_>, declared: &ColumnDecl) -> Column {
    let said = &declared.attributes;
    let mut column = Column::new(name(declared), data_type(linker, entity, declared));
    column.nullable = declared.nullable;
    column.default.clone_from(&said.default);
    column.comment.clone_from(&said.comment);
    column.extra.clone_from(&said.extra);
    column.renamed_from = said.renamed_from.as_deref().map(Ident::from);
    column
}

fn data_type(linker: &mut Linker<'_>, entity: &Entity<'_>, declared: &ColumnDecl) -> DataType {
    let (known, text, span) = match &declared.attributes.column_type {
        Some(written) => (linker.written(entity.file, written), &written.text, written.span),
        None => (linker.type_of(entity.module, &declared.ty), &declared.ty.text, declared.ty_span),
    };
    if let Known::Unknown(why) = known {
        report_unknown(linker, entity, declared, (text, span, why));
    }
    known.data_type(text)
}

fn report_unknown(
    linker: &mut Linker<'_>,
    entity: &Entity<'_>,
    declared: &ColumnDecl,
    (text, span, why): (&str, Span, Why),
) {
    let column = format!("{}.{}", entity.table, declared.names.column);
    let effect = "an existing column stays as it is and is not compared; a new one cannot be created";
    let finding = if declared.attributes.column_type.is_some() {
        let message = format!("the column type of `{column}` is code, and what it gives is not known");
        linker
            .finding(entity.file, span, Code::UnknownColumnType, message)
            .help("write it out: `column_type = \"custom(\\\"…\\\")\"`")
    } else {
        let reason = match why {
            Why::Unreadable => return,
            Why::Elsewhere => "it is not declared in the files that are read",
            Why::Opaque => "its declaration does not tell",
            Why::Nameless => "it is not a type with a name",
            Why::Code => "its column type is code",
        };
        let message = format!("the column type of `{column}`, a `{text}`, is not known: {reason}");
        linker
            .finding(entity.file, span, Code::UnknownType, message)
            .help("say it on the field: `#[sea_orm(column_type = \"…\")]`")
            .help(format!("or for the type, in `autogen.toml`: `[types]`, `\"{text}\" = \"…\"`"))
    };
    linker.diagnostics.push(finding.label(effect));
}

/// The key, and whether the database makes its values: by the text of the types, as SeaORM decides it.
///
/// SeaORM also asks for it where no database can: on a key of text, bytes or an enum that is hidden in a type of the
/// project's own. The statement it makes does not run, and so such a key counts as given.
fn primary_key(entity: &Entity<'_>, table: &mut Table) {
    let keys: Vec<&ColumnDecl> = entity.decl.columns.iter().filter(|column| column.attributes.primary_key).collect();
    let mut auto_increment = None;
    for column in &entity.decl.columns {
        auto_increment = column.attributes.auto_increment.or(auto_increment);
        let text = &column.ty.text;
        if column.attributes.primary_key
            && auto_increment.is_none()
            && (text.ends_with("String") || text.ends_with("Uuid"))
        {
            auto_increment = Some(false);
        }
    }
    if let [key] = keys.as_slice()
        && auto_increment.unwrap_or(true)
        && let Some(column) = table.columns.iter_mut().find(|column| column.name == name(key))
    {
        column.auto_increment = column.data_type.column_type().is_none_or(is_integer);
    }
    if !keys.is_empty() {
        table.primary_key = Some(PrimaryKey::new(keys.into_iter().map(name)));
    }
}

fn is_integer(ty: &ColumnType) -> bool {
    match ty {
        ColumnType::TinyInteger
        | ColumnType::SmallInteger
        | ColumnType::Integer
        | ColumnType::BigInteger
        | ColumnType::TinyUnsigned
        | ColumnType::SmallUnsigned
        | ColumnType::Unsigned
        | ColumnType::BigUnsigned => true,
        ColumnType::Custom(sql) => ["int", "serial"].iter().any(|word| sql.to_ascii_lowercase().contains(word)),
        _ => false,
    }
}

/// Unique columns in their order, then unique keys in the order of their names.
fn uniques(linker: &mut Linker<'_>, entity: &Entity<'_>, table: &mut Table) {
    let mut keys: BTreeMap<&str, (Span, Vec<Ident>)> = BTreeMap::new();
    for declared in &entity.decl.columns {
        if let Some(span) = declared.attributes.unique {
            let columns = vec![name(declared)];
            add_index_source(linker, entity, &columns, span);
            table.uniques.push(Unique::new(columns, UniqueKind::Constraint));
        }
        if let Some((key, span)) = &declared.attributes.unique_key {
            keys.entry(key).or_insert((*span, Vec::new())).1.push(name(declared));
        }
    }
    for (key, (span, columns)) in keys {
        add_index_source(linker, entity, &columns, span);
        let key = Some(Ident::new(key));
        table.uniques.push(Unique { key, ..Unique::new(columns, UniqueKind::Index) });
    }
}

/// Columns that are `indexed`, unless they are unique as well.
fn indexes(linker: &mut Linker<'_>, entity: &Entity<'_>) -> Vec<Index> {
    let mut out = Vec::new();
    for declared in &entity.decl.columns {
        let Some(span) = declared.attributes.indexed else { continue };
        if declared.attributes.unique.is_some() {
            continue;
        }
        add_index_source(linker, entity, &[name(declared)], span);
        out.push(Index::new([IndexPart::column(name(declared))]));
    }
    out
}

fn add_index_source(linker: &mut Linker<'_>, entity: &Entity<'_>, columns: &[Ident], span: Span) {
    let place = linker.at(entity.file, span);
    linker.sources.add(Subject::Index(entity.table.clone(), columns.to_vec()), place);
}
