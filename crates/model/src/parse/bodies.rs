//! Bodies of functions that entities write by hand, as far as they can be read without running them.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::Parser as _;
use syn::{Block, Expr, ExprMatch, Pat, Stmt};

use super::attributes::{are_met, flatten};
use super::nesting;
use crate::column_type::last;

/// Returns the body of a function among the items of an `impl`.
pub(crate) fn function(body: &TokenStream, name: &str) -> Option<TokenStream> {
    let mut tokens = body.clone().into_iter();
    while let Some(token) = tokens.next() {
        if matches!(&token, TokenTree::Ident(word) if word == "fn")
            && matches!(tokens.next(), Some(TokenTree::Ident(word)) if word == name)
        {
            return tokens.find_map(|token| match token {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
                _ => None,
            });
        }
    }
    None
}

/// Returns the last word of the type that `type Name = path::to::Type;` gives.
pub(crate) fn associated_type(body: &TokenStream, name: &str) -> Option<String> {
    let mut tokens = body.clone().into_iter();
    while let Some(token) = tokens.next() {
        if matches!(&token, TokenTree::Ident(word) if word == "type")
            && matches!(tokens.next(), Some(TokenTree::Ident(word)) if word == name)
        {
            let value = tokens.take_while(|token| !matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';'));
            return value
                .filter_map(|token| if let TokenTree::Ident(word) = token { Some(word) } else { None })
                .last()
                .map(|word| word.to_string());
        }
    }
    None
}

/// What a function gives for each variant of `self`.
pub(crate) struct Cases {
    /// By name; nothing where a condition decides.
    named: Vec<(String, Option<Expr>)>,
    /// For the variants without a name, or for all where the function does not look at `self`.
    rest: Option<Expr>,
}

impl Cases {
    /// Returns what a variant gives.
    pub(crate) fn get(&self, variant: &str) -> Option<&Expr> {
        match self.named.iter().find(|(name, _)| name == variant) {
            Some((_, expr)) => expr.as_ref(),
            None => self.rest.as_ref(),
        }
    }

    /// Returns everything it may give; nothing for what a condition decides.
    pub(crate) fn all(&self) -> impl Iterator<Item = Option<&Expr>> {
        self.named.iter().map(|(_, expr)| expr.as_ref()).chain(self.rest.iter().map(Some))
    }
}

/// Takes the body of a function apart that is nothing but `match self { … }`, or one expression.
pub(crate) fn cases(body: TokenStream) -> Option<Cases> {
    match tail(body)? {
        Expr::Match(matched) if is_self(&matched.expr) => Some(arms(matched)),
        expr => Some(Cases { named: Vec::new(), rest: Some(expr) }),
    }
}

/// Returns what a body gives that computes nothing before.
pub(crate) fn tail(body: TokenStream) -> Option<Expr> {
    if nesting::too_deep(body.clone()).is_some() {
        return None;
    }
    only(Block::parse_within.parse2(body).ok()?)
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

fn arms(matched: ExprMatch) -> Cases {
    let mut cases = Cases { named: Vec::new(), rest: None };
    for arm in matched.arms.into_iter().filter(|arm| are_met(&flatten(&arm.attrs))) {
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
