//! What `impl RelationTrait` says of a relation: `Entity::belongs_to(super::cake::Entity).from(…).to(…).into()`, after
//! `entity/relation.rs` of SeaORM.

use syn::{Expr, ExprMethodCall};

use super::bodies::{Cases, Excerpt, chain, never_returns};
use super::context::Context;
use super::relation::action_named;
use super::summary::{RelationDecl, Relations};
use super::type_ref;
use crate::column_type::{function, last, string};
use crate::location::Span;

/// Reads the relations that `impl RelationTrait for name` gives.
pub(crate) fn of(name: &str, span: Span, cases: Option<&Cases<'_>>, cx: &Context<'_>) -> Relations {
    let mut out = Relations { name: name.to_owned(), ..Relations::default() };
    let unread = |at: Span| (at, format!("a relation of `{name}` is made by code"));
    let Some(cases) = cases else {
        out.computed.push(unread(span));
        return out;
    };
    for excerpt in cases.all() {
        match excerpt.map_or(Relation::Unread, |excerpt| relation(excerpt, cx)) {
            Relation::Key(key) => out.declared.push(*key),
            Relation::NoKey => {}
            Relation::Unread => out.computed.push(unread(excerpt.map_or(span, |excerpt| cx.span(excerpt.range())))),
        }
    }
    out
}

enum Relation {
    Key(Box<RelationDecl>),
    /// The other side has the columns, or there is no key to be made.
    NoKey,
    Unread,
}

fn relation(excerpt: Excerpt<'_, '_>, cx: &Context<'_>) -> Relation {
    if never_returns(excerpt.expr) {
        return Relation::NoKey;
    }
    let (Expr::Call(base), calls) = chain(excerpt.expr) else { return Relation::Unread };
    let begins_with = function(base);
    match begins_with.as_deref() {
        Some("belongs_to") => {}
        Some("has_one" | "has_many" | "has_many_via") if calls.iter().all(|call| call.method != "rev") => {
            return Relation::NoKey;
        }
        _ => return Relation::Unread,
    }
    let Some(Expr::Path(target)) = base.args.first() else { return Relation::Unread };
    let target = type_ref::words(&target.path);
    let mut key = RelationDecl {
        span: cx.span(excerpt.range()),
        target: Some(target),
        from: Vec::new(),
        to: Vec::new(),
        on_delete: None,
        on_update: None,
        fk_name: None,
    };
    let mut skipped = false;
    for call in calls {
        match apply(call, &mut key) {
            Some(skips) => skipped |= skips,
            None => return Relation::Unread,
        }
    }
    match (skipped, key.from.is_empty() || key.to.is_empty()) {
        (true, _) => Relation::NoKey,
        (false, true) => Relation::Unread,
        (false, false) => Relation::Key(Box::new(key)),
    }
}

/// Follows a call of the builder. Returns whether it says that no key is to be made, and nothing where it is not known.
fn apply(call: &ExprMethodCall, key: &mut RelationDecl) -> Option<bool> {
    let argument = call.args.first();
    match call.method.to_string().as_str() {
        "from" => key.from = columns(argument?)?,
        "to" => key.to = columns(argument?)?,
        "on_delete" => key.on_delete = Some(action_named(&word(argument?)?)?),
        "on_update" => key.on_update = Some(action_named(&word(argument?)?)?),
        "fk_name" => key.fk_name = Some(string(argument?)?),
        "skip_fk" => return Some(true),
        "on_condition" | "condition_type" | "into" | "to_owned" => {}
        _ => return None,
    }
    Some(false)
}

fn columns(expr: &Expr) -> Option<Vec<String>> {
    match expr {
        Expr::Paren(inner) => columns(&inner.expr),
        Expr::Tuple(tuple) => tuple.elems.iter().map(word).collect(),
        _ => Some(vec![word(expr)?]),
    }
}

fn word(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Path(path) => last(&path.path),
        _ => None,
    }
}
