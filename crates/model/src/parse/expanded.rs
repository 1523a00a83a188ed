//! Entities in the expanded format: put together, once a module is read, from the parts that stand beside each other.

use std::borrow::Cow;
use std::sync::Arc;

use super::attributes::{Argument, are_met, arguments};
use super::bodies::Cases;
use super::context::Context;
use super::summary::{ColumnAttributes, ColumnDecl, EntityDecl, Key, Module, Named, TypeDeclKind, TypeRef};
use super::variant::Enum;
use super::{column_def, entity};
use crate::Code;
use crate::location::Span;
use crate::naming::{ColumnNames, variant_column};

/// The parts that a module has.
#[derive(Default)]
pub(crate) struct Parts<'a> {
    /// Structs that derive `DeriveEntity`, or for which `EntityTrait` is implemented.
    pub(crate) entities: Vec<EntityStruct>,
    /// `impl EntityName for …`
    pub(crate) names: Vec<(String, Span, Named)>,
    /// Enums that derive `DeriveColumn` or `DerivePrimaryKey`.
    pub(crate) enums: Vec<Variants>,
    /// `impl IdenStatic for …`: the names of columns.
    pub(crate) column_names: Vec<(String, Option<Cases<'a>>)>,
    /// `impl ColumnTrait for …`
    pub(crate) columns: Vec<(String, Option<Cases<'a>>)>,
    /// `impl PrimaryKeyTrait for …`: whether the database makes the values, where a literal says it.
    pub(crate) auto_increment: Vec<(String, Option<bool>)>,
    /// The fields of a `Model` that are an `Option`, by the variant of `Column`.
    pub(crate) optional: Vec<(String, Span)>,
    /// `impl ValueType for …`
    pub(crate) value_types: Vec<(String, TypeDeclKind)>,
}

/// The struct of an entity.
pub(crate) struct EntityStruct {
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) table: Option<Named>,
    /// The enums that belong to it.
    pub(crate) columns: String,
    pub(crate) primary_key: String,
    pub(crate) relations: String,
}

/// The variants of an enum.
pub(crate) struct Variants {
    pub(crate) name: String,
    pub(crate) all: Vec<Variant>,
}

/// A variant, with the name of the column that it says or gives.
pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) column: String,
}

/// Reads an enum of columns or of the columns of a key.
pub(crate) fn variants(item: &Enum<'_>, cx: &Context<'_>) -> Variants {
    let mut all = Vec::new();
    for variant in &item.variants {
        let attributes = &variant.attributes;
        // `EnumIter`, which SeaORM goes by, leaves them out.
        let disabled = attributes.iter().any(|a| a.is("strum") && a.mentions("disabled"));
        if disabled || !are_met(attributes) {
            continue;
        }
        let name = variant.name.text.to_owned();
        let said = arguments(attributes)
            .iter()
            .rev()
            .find(|a| a.key.text == "column_name")
            .and_then(Argument::text)
            .map(Cow::into_owned);
        all.push(Variant {
            span: cx.span(variant.name.range()),
            column: said.unwrap_or_else(|| variant_column(&name)),
            name,
        });
    }
    Variants { name: item.name.text.to_owned(), all }
}

impl Parts<'_> {
    /// Adds the entities that the parts make to the module, and what the parts say of those that it has.
    pub(crate) fn assemble(self, module: &mut Module, cx: &mut Context<'_>) {
        for found in &self.entities {
            match module.entities.iter_mut().find(|entity| entity.name == found.name) {
                Some(entity) => {
                    entity.relation_enum = entity.relation_enum.take().map(|_| found.relations.clone());
                    give_name(&mut entity.table, found.table.as_ref());
                }
                None => {
                    let entity = self.entity(found, cx);
                    module.entities.push(entity);
                }
            }
        }
        for (name, span, named) in &self.names {
            match module.entities.iter_mut().find(|entity| entity.name == *name) {
                Some(entity) => give_name(&mut entity.table, Some(named)),
                None => module.entities.push(unread(name, *span, named.clone())),
            }
        }
        for (name, kind) in self.value_types {
            let declared = module.types.iter_mut().find(|declared| declared.name == name);
            if let Some(declared) = declared.filter(|declared| matches!(declared.kind, TypeDeclKind::Opaque)) {
                declared.kind = kind;
            }
        }
    }

    fn entity(&self, found: &EntityStruct, cx: &mut Context<'_>) -> EntityDecl {
        let columns = self.columns(found, cx);
        let key = self.key(found, cx);
        if let (Some(columns), Some(key)) = (&columns, &key) {
            entity::check_names(columns, cx);
            check_key(key, columns, found.span, cx);
        }
        EntityDecl {
            // An entity without its key would be a table without one.
            columns: columns.filter(|_| key.is_some()),
            key: key.unwrap_or(Key::Fields),
            relation_enum: Some(found.relations.clone()),
            ..unread(&found.name, found.span, found.table.clone().unwrap_or_default())
        }
    }

    fn columns(&self, found: &EntityStruct, cx: &mut Context<'_>) -> Option<Vec<ColumnDecl>> {
        let declared = self.enums.iter().find(|declared| declared.name == found.columns)?;
        let (_, cases) = self.columns.iter().find(|(of, _)| *of == found.columns)?;
        let names = self.column_names.iter().find(|(of, _)| *of == found.columns);
        let mut out = Vec::new();
        for variant in &declared.all {
            let column = match names {
                None => variant.column.clone(),
                Some((_, cases)) => column_name(cases.as_ref()?, variant)?,
            };
            let excerpt = cases.as_ref().and_then(|cases| cases.get(&variant.name));
            let def = excerpt.and_then(|excerpt| column_def::of(excerpt, cx));
            if def.is_none() {
                let message = format!("the definition of the column `{column}` is code that is not followed");
                let finding = cx
                    .finding(Code::ComputedColumn, variant.span, message)
                    .label("an existing column stays as it is and is not compared; a new one cannot be created")
                    .help("write it out in `def`: `ColumnType::… .def()` and what follows");
                cx.report(finding);
            }
            let def = out_of(def);
            self.note_option(&variant.name, &column, &def.1, cx);
            out.push(declare(variant, column, def));
        }
        Some(out)
    }

    /// Notes a field that is an `Option`, where its column does not hold NULL.
    fn note_option(&self, variant: &str, column: &str, def: &Definition, cx: &mut Context<'_>) {
        let field = self.optional.iter().find(|(name, _)| name == variant);
        if let (Some((_, span)), false, false) = (field, def.opaque, def.attributes.nullable) {
            let finding = cx
                .finding(Code::UnseenOption, *span, format!("SeaORM takes the column `{column}` for NOT NULL"))
                .label("the field is an `Option`, and the column's definition does not say `nullable()`")
                .help("add `.nullable()` to the definition in `impl ColumnTrait`");
            cx.report(finding);
        }
    }

    fn key(&self, found: &EntityStruct, cx: &mut Context<'_>) -> Option<Key> {
        let declared = self.enums.iter().find(|declared| declared.name == found.primary_key)?;
        let (_, said) = self.auto_increment.iter().find(|(of, _)| *of == found.primary_key)?;
        if said.is_none() {
            let message = format!("code says whether the database makes the values of `{}`", found.primary_key);
            let finding = cx
                .finding(Code::ComputedColumn, found.span, message)
                .label("the column stays as it is and is not compared")
                .help("let `auto_increment` return `true` or `false`");
            cx.report(finding);
        }
        let variants = declared.all.iter().map(|variant| variant.name.clone()).collect();
        Some(Key::Enum { variants, auto_increment: *said })
    }
}

fn check_key(key: &Key, columns: &[ColumnDecl], span: Span, cx: &mut Context<'_>) {
    let Key::Enum { variants, .. } = key else { return };
    for variant in variants.iter().filter(|&variant| columns.iter().all(|column| column.names.variant != *variant)) {
        let message = format!("the key has the variant `{variant}`, which is none of the columns");
        cx.report(cx.finding(Code::UnknownColumn, span, message));
    }
}

/// An entity of which no more than the name is known.
fn unread(name: &str, span: Span, table: Named) -> EntityDecl {
    EntityDecl {
        name: name.to_owned(),
        span,
        table,
        columns: None,
        key: Key::Fields,
        relations: Vec::new(),
        relation_enum: None,
    }
}

/// Takes what was said elsewhere, where nothing was said yet.
fn give_name(table: &mut Named, said: Option<&Named>) {
    let Some(said) = said else { return };
    if table.table.is_none() {
        table.table.clone_from(&said.table);
        table.schema.clone_from(&said.schema);
        table.computed_schema = said.computed_schema;
    }
    if table.comment.is_none() {
        table.comment.clone_from(&said.comment);
    }
}

/// The name that `impl IdenStatic` gives a column: a literal, or what the derive gives (`_ => self.default_as_str()`).
fn column_name(cases: &Cases<'_>, variant: &Variant) -> Option<String> {
    let excerpt = cases.get(&variant.name)?;
    crate::column_type::string(excerpt.expr).or_else(|| match excerpt.expr {
        syn::Expr::MethodCall(call) if call.method == "default_as_str" => Some(variant.column.clone()),
        _ => None,
    })
}

/// What is known of a column.
struct Definition {
    attributes: ColumnAttributes,
    opaque: bool,
}

fn out_of(def: Option<column_def::ColumnDef>) -> (Arc<TypeRef>, Definition) {
    let opaque = def.is_none();
    let (ty, attributes) = def.map_or_else(Default::default, |def| (def.ty, def.attributes));
    let ty = ty.unwrap_or_default();
    (ty, Definition { attributes, opaque })
}

fn declare(variant: &Variant, column: String, (ty, def): (Arc<TypeRef>, Definition)) -> ColumnDecl {
    ColumnDecl {
        span: variant.span,
        names: ColumnNames { variant: variant.name.clone(), column },
        ty,
        ty_span: variant.span,
        nullable: def.attributes.nullable,
        attributes: def.attributes,
        opaque: def.opaque,
    }
}
