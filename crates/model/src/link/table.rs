//! Makes a table of an entity, after `schema/entity.rs` of SeaORM.

use std::collections::BTreeMap;

use autogen_schema::{Column, ColumnType, DataType, Ident, Index, IndexPart, PrimaryKey, Table, Unique, UniqueKind};

use super::modules::Found;
use super::types::{Known, Why};
use super::{Entity, Linker};
use crate::location::Span;
use crate::parse::summary::{ColumnDecl, Key};
use crate::sources::TableSources;
use crate::{Code, Reason, Scope};

/// Makes the table, without its foreign keys, and tells where its parts are written.
pub(super) fn build<'a>(linker: &mut Linker<'a>, entity: &Entity<'a>) -> (Table, TableSources) {
    let mut table = Table::new(entity.table.clone());
    table.comment.clone_from(&entity.decl.table.comment);
    table.columns.reserve_exact(entity.decl.columns().len());
    let mut sources = TableSources::new(linker.at(entity.file, entity.decl.span));
    for declared in entity.decl.columns() {
        let column = column(linker, entity, declared);
        sources.add_column(&column.name, linker.at(entity.file, declared.span));
        // Two fields on one column are reported where they are read.
        if !table.columns.iter().any(|earlier| earlier.name == column.name) {
            table.columns.push(column);
        }
    }
    primary_key(linker, entity, &mut table);
    let mut add_source = |columns: &[Ident], span: Span| sources.add_index(columns, linker.at(entity.file, span));
    table.uniques = uniques(entity.decl.columns(), &mut add_source);
    table.indexes = indexes(entity.decl.columns(), &mut add_source);
    (table, sources)
}

fn name(declared: &ColumnDecl) -> Ident {
    Ident::new(declared.names.column.as_str())
}

fn column<'a>(linker: &mut Linker<'a>, entity: &Entity<'_>, declared: &'a ColumnDecl) -> Column {
    let said = &declared.attributes;
    let found = linker.find(entity.module, &declared.ty);
    if !declared.nullable && linker.is_alias_of_option(&found) {
        let message = format!("SeaORM takes the column `{}` for NOT NULL", declared.names.column);
        let finding = linker
            .finding(entity.file, declared.ty_span, Code::UnseenOption, message)
            .label(
                "the type is another name for an `Option`, and only one that begins with `Option<` counts as optional",
            )
            .help("write `Option<…>`, or add `#[sea_orm(nullable)]`");
        linker.diagnostics.push(finding);
    }
    let mut column = Column::new(name(declared), data_type(linker, entity, declared, found));
    column.nullable = declared.nullable;
    if let Some(said) = said.more() {
        column.default.clone_from(&said.default);
        column.comment.clone_from(&said.comment);
        column.extra.clone_from(&said.extra);
        column.renamed_from = said.renamed_from.as_deref().map(Ident::from);
    }
    column
}

fn data_type<'a>(linker: &mut Linker<'a>, entity: &Entity<'_>, declared: &'a ColumnDecl, found: Found<'a>) -> DataType {
    if declared.opaque {
        let scope = Scope::Column(entity.table.clone(), name(declared));
        let message = format!("the definition of the column `{}` is code that is not followed", declared.names.column);
        linker.incomplete.push(Reason { scope, message, location: linker.at(entity.file, declared.span) });
        return DataType::Unknown(declared.names.variant.clone());
    }
    let (known, text, span) = match &declared.attributes.column_type {
        Some(written) => (linker.written(entity.file, written), &written.column_type.text, written.span),
        None => (linker.type_of(entity.module, &declared.ty, found), &declared.ty.text, declared.ty_span),
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

/// The key, and whether the database makes its values.
///
/// SeaORM also asks for it where no database can: on a key of text, bytes or an enum that is hidden in a type of the
/// project's own, or of several columns. The statement it makes does not run, and so such a key counts as given.
fn primary_key(linker: &mut Linker<'_>, entity: &Entity<'_>, table: &mut Table) {
    let (keys, auto_increment) = match &entity.decl.key {
        Key::Fields => {
            let keys = entity.decl.columns().iter().filter(|column| column.attributes.primary_key);
            (keys.map(name).collect(), Some(by_text(entity.decl.columns())))
        }
        Key::Enum { variants, auto_increment } => {
            let column = |variant: &String| entity.decl.columns().iter().find(|c| c.names.variant == *variant);
            (variants.iter().filter_map(column).map(name).collect::<Vec<Ident>>(), *auto_increment)
        }
    };
    if let ([key], None) = (keys.as_slice(), auto_increment) {
        let scope = Scope::Column(entity.table.clone(), key.clone());
        let message = format!("code says whether the database makes the values of `{key}`");
        linker.incomplete.push(Reason { scope, message, location: linker.at(entity.file, entity.decl.span) });
    }
    if let [key] = keys.as_slice()
        && auto_increment == Some(true)
        && let Some(column) = table.columns.iter_mut().find(|column| column.name == *key)
    {
        column.auto_increment = column.data_type.column_type().is_none_or(is_integer);
    }
    if !keys.is_empty() {
        table.primary_key = Some(PrimaryKey::new(keys));
    }
}

/// Whether a key of one column is made by the database: by the text of the types, as SeaORM decides it.
fn by_text(columns: &[ColumnDecl]) -> bool {
    let mut auto_increment = None;
    for column in columns {
        auto_increment = column.attributes.auto_increment.or(auto_increment);
        let text = &column.ty.text;
        if column.attributes.primary_key
            && auto_increment.is_none()
            && (text.ends_with("String") || text.ends_with("Uuid"))
        {
            auto_increment = Some(false);
        }
    }
    auto_increment.unwrap_or(true)
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
fn uniques(columns: &[ColumnDecl], add_source: &mut impl FnMut(&[Ident], Span)) -> Vec<Unique> {
    let mut out = Vec::new();
    let mut keys: BTreeMap<&str, (Span, Vec<Ident>)> = BTreeMap::new();
    for declared in columns {
        if let Some(span) = declared.attributes.unique {
            let columns = vec![name(declared)];
            add_source(&columns, span);
            out.push(Unique::new(columns, UniqueKind::Constraint));
        }
        if let Some((key, span)) = declared.attributes.more().and_then(|more| more.unique_key.as_ref()) {
            keys.entry(key).or_insert((*span, Vec::new())).1.push(name(declared));
        }
    }
    for (key, (span, columns)) in keys {
        add_source(&columns, span);
        let key = Some(Ident::new(key));
        out.push(Unique { key, ..Unique::new(columns, UniqueKind::Index) });
    }
    out
}

/// Columns that are `indexed`, unless they are unique as well.
fn indexes(columns: &[ColumnDecl], add_source: &mut impl FnMut(&[Ident], Span)) -> Vec<Index> {
    let mut out = Vec::new();
    for declared in columns {
        let Some(span) = declared.attributes.indexed else { continue };
        if declared.attributes.unique.is_some() {
            continue;
        }
        add_source(&[name(declared)], span);
        out.push(Index::new([IndexPart::column(name(declared))]));
    }
    out
}
