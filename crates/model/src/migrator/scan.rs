//! What one file says of migrations, by its tokens alone.
//!
//! Comes out owned and by places in the text, so that the files of a crate can refer to each other and be edited. Where
//! other files are and what a path leads to is left to `tree` and `resolve`.

mod given;
mod hazards;
mod header;
mod implementation;
pub(super) mod list;
mod scope;

use crate::lex::{Delimiter, Kind as Token, Literal, Tokens, Tree, Word, lex};
use crate::location::Lines;
use crate::migrator::Transaction;
use crate::parse::attributes::{self, Attribute};
use crate::parse::header::skip_visibility;
use crate::parse::items::{Item, Kind, split};
use crate::parse::unreadable::Unreadable;
use crate::parse::{cfg, conflict, uses};
pub(super) use given::Given;
pub(super) use hazards::Found as FoundHazard;
use scope::Type;
pub(super) use scope::{Condition, Declaration, Fault, Implementation, Scope};

/// How deep modules may be nested within a file.
const DEPTH: usize = 32;

/// Reads a file: its own module first, then those within it.
pub(super) fn scan(text: &str) -> Result<Vec<Scope>, Fault> {
    if let Some(at) = conflict::find(&Lines::new(text, &mut Vec::new())) {
        return Err(Fault::new(at, "the file holds the markers of an unfinished merge"));
    }
    let tokens = lex(text).map_err(|error| {
        let message = "the file is not Rust: here, or before, a bracket, a quote or a comment is not closed";
        Fault::new(error.at..error.at, message)
    })?;
    let mut scopes = Vec::new();
    module(text, Tokens::new(text, &tokens), &mut scopes, DEPTH)?;
    Ok(scopes)
}

/// Reads a module. Returns its place among all.
fn module(text: &str, tokens: Tokens<'_>, scopes: &mut Vec<Scope>, depth: usize) -> Result<usize, Fault> {
    let depth = depth.checked_sub(1).ok_or_else(|| Fault::new(tokens.range(), "modules are nested too deeply"))?;
    let index = scopes.len();
    // The place is taken before the modules within take theirs.
    scopes.push(Scope::default());
    let conditions = conditions(&inner(tokens));
    let mut scope = Scope {
        conditions,
        header: header::of(text, tokens),
        transaction: transaction(tokens),
        hazards: hazards::of(text, tokens),
        ..Scope::default()
    };
    let items = split(tokens).map_err(fault)?;
    // A trait may go by a name that a later `use` gives it.
    scope.uses = items.iter().filter(|item| matches!(item.kind, Kind::Use)).flat_map(used).collect();
    for item in &items {
        if let Kind::Module { name, body } = item.kind {
            let inline = body.map(|body| module(text, body, scopes, depth)).transpose()?;
            scope.modules.push(declaration(item, name, inline, scope.items.len()));
        } else {
            add(item, &mut scope);
        }
        scope.items.push(item.whole.range());
    }
    if let Some(place) = scopes.get_mut(index) {
        *place = scope;
    }
    Ok(index)
}

/// What a `use` says that is too odd to be read is not known; names that only it explains cannot be told then.
fn used(item: &Item<'_>) -> Vec<crate::parse::summary::Use> {
    uses::of(item).unwrap_or_default()
}

fn declaration(item: &Item<'_>, name: Word<'_>, inline: Option<usize>, place: usize) -> Declaration {
    let attributes = attributes::flatten(item.attributes);
    let path = attributes.iter().find(|attribute| attribute.is("path")).and_then(Attribute::text);
    Declaration {
        name: name.plain().to_owned(),
        whole: item.whole.range(),
        item: place,
        visibility: visibility(item),
        conditions: conditions(&attributes),
        path: path.map(std::borrow::Cow::into_owned),
        inline,
        movable: !attributes
            .iter()
            .any(|attribute| attribute.is("macro_use") || attribute.path().next() == Some("rustfmt")),
    }
}

/// Returns what stands before `mod`.
fn visibility(item: &Item<'_>) -> String {
    let mut rest = item.tokens;
    loop {
        let before = item.tokens.before(rest);
        match rest.take() {
            Some(Tree::Word(word)) if word.text != "mod" => {}
            Some(Tree::Group(group)) if group.delimiter == Delimiter::Parenthesis => {}
            _ => return before.source().to_owned(),
        }
    }
}

fn add(item: &Item<'_>, scope: &mut Scope) {
    match &item.kind {
        Kind::Use => scope.use_items.push(scope.items.len()),
        Kind::Struct | Kind::Enum => scope.types.extend(item.name().map(|name| Type {
            name: name.plain().to_owned(),
            at: name.range(),
            derives_name: attributes::derives(&attributes::flatten(item.attributes), "DeriveMigrationName"),
        })),
        Kind::Impl { body } => implementation::read(item, *body, scope),
        Kind::MacroCall { last, .. } => {
            scope.calls_macros = true;
            if last.text == "include" {
                scope.faults.push(Fault::new(item.tokens.range(), "what `include!` brings in is not read"));
            }
            scope.faults.extend(made_by_macro(item));
        }
        Kind::MacroDefinition { .. } => scope.faults.extend(made_by_macro(item)),
        Kind::Other => scope.constants.extend(constant(item)),
        Kind::Module { .. } | Kind::Alias { .. } | Kind::Function { .. } => {}
    }
}

fn made_by_macro(item: &Item<'_>) -> Option<Fault> {
    let named = item.tokens.words().find(|word| implementation::MIGRATOR.contains(&word.text))?;
    Some(Fault::new(named.range(), "a macro may make a `Migrator` of this, and macros are not expanded"))
}

/// Reads `const NAME: &str = "…";`.
fn constant(item: &Item<'_>) -> Option<(String, String)> {
    let mut rest = item.tokens;
    skip_visibility(&mut rest);
    if !rest.take_keyword("const") && !rest.take_keyword("static") {
        return None;
    }
    let name = rest.take_word()?;
    let mut value = None;
    for (token, text) in rest.flat() {
        match (token.kind, value) {
            (Token::Punct(b'='), None) => value = Some(None),
            (Token::Literal, Some(None)) => value = Some(Some(Literal::new(text, token.range().start))),
            (Token::Punct(b';'), Some(Some(_))) | (_, None) => {}
            _ => return None,
        }
    }
    Some((name.plain().to_owned(), value??.string()?.into_owned()))
}

/// Reads `fn use_transaction(&self) -> Option<bool> { Some(true) }`. Of several migrations in a module it is not known whose it is.
fn transaction(tokens: Tokens<'_>) -> Transaction {
    let words: Vec<&str> = tokens.words().map(|word| word.text).collect();
    let functions = |name: &str| words.windows(2).filter(|pair| *pair == ["fn", name]).count();
    let Some(said) = words.windows(2).position(|pair| pair == ["fn", "use_transaction"]) else {
        return Transaction::Unsaid;
    };
    match words.get(said + 2..) {
        _ if functions("up") != 1 => Transaction::Unclear,
        Some(["self", "Option", "bool", "Some", "true", ..]) => Transaction::Asked,
        Some(["self", "Option", "bool", "Some", "false", ..]) => Transaction::Refused,
        _ => Transaction::Unclear,
    }
}

/// Takes the attributes before something off the beginning.
fn outer<'a>(tokens: &mut Tokens<'a>) -> Vec<Attribute<'a>> {
    attributes::flatten(attributes::take(tokens))
}

/// Returns the attributes of a module that stand within it.
fn inner(tokens: Tokens<'_>) -> Vec<Attribute<'_>> {
    let mut rest = tokens;
    loop {
        let mut behind = rest;
        let taken = behind.take_doc(true)
            || (behind.take_punct(b'#') && behind.take_punct(b'!') && behind.take_group(Delimiter::Bracket).is_some());
        if !taken {
            return attributes::flatten(tokens.before(rest));
        }
        rest = behind;
    }
}

fn conditions(attributes: &[Attribute<'_>]) -> Vec<Condition> {
    let conditions = attributes.iter().filter(|attribute| attribute.is("cfg")).map(|attribute| Condition {
        text: attribute.tokens.source().to_owned(),
        only_tests: !cfg::holds(attribute.tokens) && cfg::holds_in_tests(attribute.tokens),
    });
    conditions.collect()
}

fn fault(error: Unreadable) -> Fault {
    match error {
        Unreadable::Syntax(at, message) => Fault::new(at, format!("the file is not Rust that can be read: {message}")),
        Unreadable::TooDeep(at) => Fault::new(at, "the code is nested too deeply to be read"),
    }
}
