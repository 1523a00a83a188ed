//! Bodies of functions that entities write by hand, as far as they can be read without running them.

use std::ops::Range;

use syn::spanned::Spanned as _;
use syn::{Block, Expr, ExprMatch, Pat, Stmt};

use super::attributes::{are_met, flatten};
use super::piece::{self, Piece};
use crate::column_type::last;
use crate::lex::{Delimiter, Tokens, Tree};

/// Returns the body of a function among the items of an `impl`.
pub(crate) fn function<'a>(body: Tokens<'a>, name: &str) -> Option<Tokens<'a>> {
    after(body, "fn", name)?.into_iter().find_map(|token| match token {
        Tree::Group(group) if group.delimiter == Delimiter::Brace => Some(group.inside),
        _ => None,
    })
}

/// Returns the last word of the type that `type Name = path::to::Type;` gives.
pub(crate) fn associated_type<'a>(body: Tokens<'a>, name: &str) -> Option<&'a str> {
    let value = after(body, "type", name)?.into_iter().take_while(|token| !matches!(token, Tree::Punct(b';')));
    let words = value.filter_map(|token| if let Tree::Word(word) = token { Some(word.text) } else { None });
    words.last()
}

/// Returns what follows `keyword name`.
fn after<'a>(mut body: Tokens<'a>, keyword: &str, name: &str) -> Option<Tokens<'a>> {
    loop {
        let found = body.take_keyword(keyword) && body.take_keyword(name);
        if found {
            return Some(body);
        }
        body.take()?;
    }
}

/// An expression, and the piece of source that it stands in.
#[derive(Clone, Copy)]
pub(crate) struct Excerpt<'e, 'a> {
    pub(crate) expr: &'e Expr,
    pub(crate) piece: Piece<'a>,
}

impl<'a> Excerpt<'_, 'a> {
    /// Returns a part of it.
    pub(crate) fn part<'p>(self, expr: &'p Expr) -> Excerpt<'p, 'a> {
        Excerpt { expr, piece: self.piece }
    }

    pub(crate) fn text(self) -> &'a str {
        self.piece.text(self.expr.span())
    }

    pub(crate) fn range(self) -> Range<usize> {
        self.piece.range(self.expr.span())
    }
}

/// What a function gives for each variant of `self`.
pub(crate) struct Cases<'a> {
    /// By name; nothing where a condition decides.
    named: Vec<(String, Option<Expr>)>,
    /// For the variants without a name, or for all where the function does not look at `self`.
    rest: Option<Expr>,
    piece: Piece<'a>,
}

impl<'a> Cases<'a> {
    /// Returns what a variant gives.
    pub(crate) fn get(&self, variant: &str) -> Option<Excerpt<'_, 'a>> {
        let expr = match self.named.iter().find(|(name, _)| name == variant) {
            Some((_, expr)) => expr.as_ref(),
            None => self.rest.as_ref(),
        };
        Some(Excerpt { expr: expr?, piece: self.piece })
    }

    /// Returns everything it may give; nothing for what a condition decides.
    pub(crate) fn all(&self) -> impl Iterator<Item = Option<Excerpt<'_, 'a>>> {
        let exprs = self.named.iter().map(|(_, expr)| expr.as_ref()).chain(self.rest.iter().map(Some));
        exprs.map(|expr| Some(Excerpt { expr: expr?, piece: self.piece }))
    }
}

/// Takes the body of a function apart that is nothing but `match self { … }`, or one expression.
pub(crate) fn cases(body: Tokens<'_>) -> Option<Cases<'_>> {
    match tail(body)? {
        (Expr::Match(matched), piece) if is_self(&matched.expr) => Some(arms(matched, body, piece)),
        (expr, piece) => Some(Cases { named: Vec::new(), rest: Some(expr), piece }),
    }
}

/// Returns what a body gives that computes nothing before.
pub(crate) fn tail(body: Tokens<'_>) -> Option<(Expr, Piece<'_>)> {
    let (statements, piece) = piece::parse_with(Block::parse_within, body).ok()?;
    Some((only(statements)?, piece))
}

fn only(mut statements: Vec<Stmt>) -> Option<Expr> {
    let last = statements.pop()?;
    let only_uses = statements.iter().all(|statement| matches!(statement, Stmt::Item(syn::Item::Use(_))));
    match last {
        Stmt::Expr(expr @ Expr::Return(_), _) if only_uses => inner(expr),
        Stmt::Expr(expr, None) if only_uses => inner(expr),
        Stmt::Macro(call) if only_uses => Some(Expr::Macro(syn::ExprMacro { attrs: Vec::new(), mac: call.mac })),
        _ => None,
    }
}

/// Takes braces, parentheses and `return` off. The nesting has been limited.
fn inner(expr: Expr) -> Option<Expr> {
    match expr {
        Expr::Block(block) if block.label.is_none() => only(block.block.stmts),
        Expr::Paren(paren) => inner(*paren.expr),
        Expr::Return(returned) => returned.expr.and_then(|expr| inner(*expr)),
        expr => Some(expr),
    }
}

fn arms<'a>(matched: ExprMatch, body: Tokens<'a>, piece: Piece<'a>) -> Cases<'a> {
    let mut cases = Cases { named: Vec::new(), rest: None, piece };
    let is_met = |arm: &syn::Arm| are_met(&flatten(piece.attributes(body, &arm.attrs)));
    for arm in matched.arms.into_iter().filter(is_met) {
        let value = if arm.guard.is_none() { inner(*arm.body) } else { None };
        match variants(&arm.pat) {
            Some(names) => cases.named.extend(names.into_iter().map(|name| (name, value.clone()))),
            None => cases.rest = cases.rest.or(value),
        }
    }
    cases
}

/// The variants that a pattern names; nothing where it takes all that are left.
fn variants(pattern: &Pat) -> Option<Vec<String>> {
    match pattern {
        Pat::Or(or) => Some(or.cases.iter().filter_map(variants).flatten().collect()),
        Pat::Path(path) => Some(vec![last(&path.path)?]),
        Pat::TupleStruct(tuple) => Some(vec![last(&tuple.path)?]),
        Pat::Struct(body) => Some(vec![last(&body.path)?]),
        Pat::Reference(inner) => variants(&inner.pat),
        Pat::Paren(inner) => variants(&inner.pat),
        // A name that is brought in by `use`; a binding would not be written in upper case.
        Pat::Ident(name) if name.ident.to_string().starts_with(char::is_uppercase) => {
            Some(vec![name.ident.to_string()])
        }
        _ => None,
    }
}

fn is_self(expr: &Expr) -> bool {
    match expr {
        Expr::Path(path) => path.path.is_ident("self"),
        Expr::Unary(unary) => is_self(&unary.expr),
        Expr::Reference(inner) => is_self(&inner.expr),
        Expr::Paren(inner) => is_self(&inner.expr),
        _ => false,
    }
}

/// Whether an expression gives nothing: `panic!("No RelationDef")`, `unreachable!()`.
pub(crate) fn never_returns(expr: &Expr) -> bool {
    matches!(expr, Expr::Macro(call) if last(&call.mac.path).is_some_and(|name| {
        ["panic", "unreachable", "unimplemented", "todo"].contains(&name.as_str())
    }))
}

/// Takes a chain of calls apart: what it begins with, and the calls in their order.
pub(crate) fn chain(mut expr: &Expr) -> (&Expr, Vec<&syn::ExprMethodCall>) {
    let mut calls = Vec::new();
    loop {
        match expr {
            Expr::MethodCall(call) => {
                calls.push(call);
                expr = &call.receiver;
            }
            Expr::Paren(inner) => expr = &inner.expr,
            _ => break,
        }
    }
    calls.reverse();
    (expr, calls)
}
