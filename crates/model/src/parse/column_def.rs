//! What `impl ColumnTrait` says of a column: `ColumnType::String(StringLen::N(40)).def().unique()`, after
//! `entity/column_def.rs` of SeaORM.

use std::sync::Arc;

use autogen_schema::DefaultValue;
use syn::{Expr, ExprMethodCall};

use super::bodies::{Excerpt, chain};
use super::context::Context;
use super::summary::{ColumnAttributes, TypeRef, Written};
use super::type_ref;
use crate::column_type::WrittenType;
use crate::{Code, column_type, default_expr};

/// What the expression says.
pub(crate) struct ColumnDef {
    /// The type whose column type it is: `Tea::db_type().def()`. Otherwise the attributes have the column type.
    pub(crate) ty: Option<Arc<TypeRef>>,
    pub(crate) attributes: ColumnAttributes,
}

/// Reads the expression. Nothing where it is code that is not followed.
pub(crate) fn of(excerpt: Excerpt<'_, '_>, cx: &mut Context<'_>) -> Option<ColumnDef> {
    let (base, calls) = chain(excerpt.expr);
    let base = excerpt.part(base);
    let mut out = ColumnDef { ty: type_of(base), attributes: ColumnAttributes::default() };
    let is_def = calls.first().is_some_and(|call| call.method == "def" && call.args.is_empty());
    if out.ty.is_none() {
        // `helper().def()` is a column type that is not known; `helper()` may be anything.
        if !is_def {
            return None;
        }
        out.attributes.column_type = Some(written(base, cx));
    }
    for call in calls {
        apply(call, excerpt, &mut out.attributes, cx)?;
    }
    Some(out)
}

/// `Tea` in `Tea::db_type()`, `<String as ValueType>::column_type()`.
pub(crate) fn type_of(base: Excerpt<'_, '_>) -> Option<Arc<TypeRef>> {
    let Expr::Call(call) = base.expr else { return None };
    let Expr::Path(function) = &*call.func else { return None };
    if !["db_type", "column_type"].contains(&column_type::last(&function.path)?.as_str()) {
        return None;
    }
    if let Some(of) = &function.qself {
        return Some(type_ref::of(&of.ty, base.piece));
    }
    let mut path = type_ref::words(&function.path);
    path.pop();
    (!path.is_empty()).then(|| Arc::new(TypeRef { text: path.join("::"), path, args: Vec::new() }))
}

pub(crate) fn written(base: Excerpt<'_, '_>, cx: &Context<'_>) -> Written {
    let text = base.text();
    let tail = text.split_once("ColumnType::").filter(|(before, _)| !before.contains('('));
    let read = tail.and_then(|_| column_type::of_written(base.expr));
    let text = tail.map_or(text, |(_, tail)| tail).to_owned();
    Written { column_type: Arc::new(WrittenType { text, read }), span: cx.span(base.range()) }
}

fn apply(
    call: &ExprMethodCall,
    excerpt: Excerpt<'_, '_>,
    out: &mut ColumnAttributes,
    cx: &mut Context<'_>,
) -> Option<()> {
    let span = cx.span(excerpt.piece.range(call.method.span()));
    let argument = call.args.first();
    let text = || argument.and_then(column_type::string);
    match call.method.to_string().as_str() {
        "def" | "seaography_ignore" | "to_owned" | "clone" | "into" => {}
        "null" | "nullable" => out.nullable = true,
        "unique" => out.unique = Some(span),
        "indexed" => out.indexed = Some(span),
        "unique_key" => out.more_mut().unique_key = Some((text()?, span)),
        "comment" => out.more_mut().comment = Some(text()?),
        "extra" => out.more_mut().extra = Some(text()?),
        "renamed_from" => out.more_mut().renamed_from = Some(text()?),
        "default" | "default_value" => out.more_mut().default = Some(default(excerpt.part(argument?), cx)),
        _ => return None,
    }
    Some(())
}

fn default(excerpt: Excerpt<'_, '_>, cx: &mut Context<'_>) -> DefaultValue {
    default_expr::of_expr(excerpt.expr).unwrap_or_else(|| {
        let span = cx.span(excerpt.range());
        let finding = cx
            .finding(Code::UnknownDefault, span, "the default is code, and its SQL is not known")
            .label("not compared with a database, and nothing can be created from it")
            .help("write the SQL: `.default(Expr::cust(\"…\"))`");
        cx.report(finding);
        DefaultValue::Unknown(excerpt.text().to_owned())
    })
}
