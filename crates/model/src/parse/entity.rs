//! A struct that derives `DeriveEntityModel`, after `derives/entity_model.rs` of sea-orm-macros.

use std::sync::Arc;

use super::active_enum::{case_style, refuse_unknown};
use super::attributes::{Argument, Attribute, are_met, arguments};
use super::context::Context;
use super::field::Field;
use super::summary::{ColumnDecl, EntityDecl, Key, Named};
use super::{column, relation};
use crate::Code;
use crate::lex::Word;
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
pub(crate) fn of(
    name: Word<'_>,
    fields: Vec<Field<'_>>,
    attributes: &[Attribute<'_>],
    cx: &mut Context<'_>,
) -> EntityDecl {
    let span = cx.span(name.range());
    if name.text != "Model" {
        let message = format!("the struct `{}` derives `DeriveEntityModel` and is not called `Model`", name.text);
        cx.report(cx.finding(Code::NotCalledModel, span, message));
    }
    let of_table = arguments(attributes);
    refuse_unknown(&of_table, &KEYS, cx);
    let mut text = |key: &str| find(&of_table, key).and_then(|argument| column::string(argument, cx));
    let (table_name, schema_name, comment) = (text("table_name"), text("schema_name"), text("comment"));
    let rename_all = find(&of_table, "rename_all").and_then(|argument| case_style(argument, cx));
    let dense = attributes.iter().any(is_dense);
    let (mut columns, mut relations) = (Vec::with_capacity(fields.len()), Vec::new());
    for field in fields.into_iter().filter(|field| are_met(&field.attributes)) {
        let said = arguments(&field.attributes);
        match relation::target(&field.ty, &said) {
            Some(target) => relations.extend(relation::of_field(&field, target, cx)),
            None => columns.extend(column_of(field, &said, rename_all, cx)),
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
fn is_dense(attribute: &Attribute<'_>) -> bool {
    attribute.is("model") || attribute.path().eq(["sea_orm", "model"])
}

fn find<'a, 't>(arguments: &'a [Argument<'t>], key: &str) -> Option<&'a Argument<'t>> {
    arguments.iter().rev().find(|argument| argument.key.text == key)
}

/// Reads a field that is no relation.
fn column_of(
    field: Field<'_>,
    arguments: &[Argument<'_>],
    rename_all: Option<CaseStyle>,
    cx: &mut Context<'_>,
) -> Option<ColumnDecl> {
    let attributes = column::attributes(arguments, cx);
    if attributes.ignore {
        return None;
    }
    let more = attributes.more();
    let names = column_names(
        field.name.text,
        rename_all,
        more.and_then(|more| more.enum_name.as_deref()),
        more.and_then(|more| more.column_name.as_deref()),
    );
    let (span, ty_span) = (cx.span(field.name.range()), field.ty_span);
    let mut ty = field.ty;
    // SeaORM looks at the text: an alias of an `Option`, or one written with its path, is not optional.
    let optional = ty.text.starts_with("Option<");
    if !optional && !attributes.nullable && ty.path.last().is_some_and(|word| word == "Option") {
        let finding = cx
            .finding(Code::UnseenOption, ty_span, format!("SeaORM takes the column `{}` for NOT NULL", names.column))
            .label("only a type that begins with `Option<` counts as optional")
            .help("write `Option<…>`, or add `#[sea_orm(nullable)]`");
        cx.report(finding);
    }
    if optional && let Some(inner) = ty.args.first() {
        ty = Arc::clone(inner);
    }
    let nullable = optional || attributes.nullable;
    Some(ColumnDecl { span, names, ty, ty_span, nullable, attributes, opaque: false })
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
