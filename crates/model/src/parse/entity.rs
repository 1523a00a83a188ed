//! A struct that derives `DeriveEntityModel`, after `derives/entity_model.rs` of sea-orm-macros.

use syn::{Field, Fields, ItemStruct};

use super::active_enum::{case_style, refuse_unknown};
use super::attributes::{Argument, Attribute, are_met, arguments, flatten};
use super::context::Context;
use super::summary::{ColumnDecl, EntityDecl, Key, Named, RelationDecl};
use super::{column, relation, type_ref};
use crate::Code;
use crate::location::Span;
use crate::naming::{CaseStyle, column_names};

const KEYS: [&str; 10] = [
    "table_name",
    "schema_name",
    "comment",
    "rename_all",
    "table_iden",
    "model_ex",
    "compact_model",
    "arrow_schema",
    "model_attrs",
    "model_ex_attrs",
];

/// Reads an entity.
pub(crate) fn of(item: &ItemStruct, attributes: &[Attribute], cx: &mut Context<'_>) -> EntityDecl {
    let span = cx.span(item.ident.span());
    if item.ident != "Model" {
        let message = format!("the struct `{}` derives `DeriveEntityModel` and is not called `Model`", item.ident);
        cx.report(cx.finding(Code::NotCalledModel, span, message));
    }
    let arguments = arguments(attributes);
    refuse_unknown(&arguments, &KEYS, cx);
    let mut text = |key: &str| find(&arguments, key).and_then(|argument| column::text(argument, cx));
    let (table_name, schema_name, comment) = (text("table_name"), text("schema_name"), text("comment"));
    let rename_all = find(&arguments, "rename_all").and_then(|argument| case_style(argument, cx));
    let dense = attributes.iter().any(|attribute| is_dense(&attribute.path));
    let (mut columns, mut relations) = (Vec::new(), Vec::new());
    if let Fields::Named(fields) = &item.fields {
        for field in &fields.named {
            match of_field(field, rename_all, cx) {
                Some(Member::Column(column)) => columns.push(*column),
                Some(Member::Relation(relation)) => relations.push(relation),
                None => {}
            }
        }
    }
    check_columns(span, &columns, cx);
    EntityDecl {
        name: "Entity".to_owned(),
        span,
        table: Named { table: table_name, schema: schema_name, computed_schema: false, comment },
        columns: Some(columns),
        key: Key::Fields,
        relations,
        relation_enum: (!dense).then(|| "Relation".to_owned()),
    }
}

/// `#[sea_orm::model]`, which takes relations from fields. Under `#[sea_orm::compact_model]` they stay in their enum.
fn is_dense(path: &[String]) -> bool {
    match path {
        [name] => name == "model",
        [krate, name] => krate == "sea_orm" && name == "model",
        _ => false,
    }
}

fn find<'a>(arguments: &'a [Argument], key: &str) -> Option<&'a Argument> {
    arguments.iter().rev().find(|argument| argument.key == key)
}

/// What a field is.
enum Member {
    Column(Box<ColumnDecl>),
    Relation(RelationDecl),
}

fn of_field(field: &Field, rename_all: Option<CaseStyle>, cx: &mut Context<'_>) -> Option<Member> {
    let ident = field.ident.as_ref()?;
    let attributes = flatten(&field.attrs);
    if !are_met(&attributes) {
        return None;
    }
    let arguments = arguments(&attributes);
    if let Some(target) = relation::target(field, &arguments) {
        return relation::of_field(field, target, &attributes, cx).map(Member::Relation);
    }
    let attributes = column::attributes(&arguments, cx);
    if attributes.ignore {
        return None;
    }
    let names = column_names(
        &ident.to_string(),
        rename_all,
        attributes.enum_name.as_deref(),
        attributes.column_name.as_deref(),
    );
    let written = type_ref::of(&field.ty, cx);
    // SeaORM looks at the text: an alias of an `Option`, or one written with its path, is not optional.
    let optional = written.text.starts_with("Option<");
    if !optional && !attributes.nullable && written.path.last().is_some_and(|word| word == "Option") {
        let span = cx.span(syn::spanned::Spanned::span(&field.ty));
        let finding = cx
            .finding(Code::UnseenOption, span, format!("SeaORM takes the column `{}` for NOT NULL", names.column))
            .label("only a type that begins with `Option<` counts as optional")
            .help("write `Option<…>`, or add `#[sea_orm(nullable)]`");
        cx.report(finding);
    }
    let ty = optional.then(|| written.args.first().cloned()).flatten().unwrap_or(written);
    Some(Member::Column(Box::new(ColumnDecl {
        span: cx.span(ident.span()),
        names,
        ty,
        ty_span: cx.span(syn::spanned::Spanned::span(&field.ty)),
        nullable: optional || attributes.nullable,
        attributes,
        opaque: false,
    })))
}

fn check_columns(span: Span, columns: &[ColumnDecl], cx: &mut Context<'_>) {
    if !columns.iter().any(|column| column.attributes.primary_key) {
        let finding = cx.finding(Code::NoPrimaryKey, span, "the entity has no primary key");
        cx.report(finding.help("add `#[sea_orm(primary_key)]` to a field; SeaORM does not compile without"));
    }
    check_names(columns, cx);
}

/// Reports a column that two of the declarations are.
pub(crate) fn check_names(columns: &[ColumnDecl], cx: &mut Context<'_>) {
    for (index, column) in columns.iter().enumerate() {
        let name = &column.names.column;
        if let Some(first) = columns.iter().take(index).find(|earlier| earlier.names.column == *name) {
            let finding = cx
                .finding(Code::DuplicateColumn, column.span, format!("two fields are the column `{name}`"))
                .label("and again here")
                .related(cx.at(first.span), "first here");
            cx.report(finding);
        }
    }
}
