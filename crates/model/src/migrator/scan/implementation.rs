//! What an `impl` says of a migrator, or of the name of a migration.

use super::scope::{Fault, Implementation, Named, Scope};
use super::{Given, conditions, given, list};
use crate::lex::{Tokens, Tree, Word};
use crate::parse::attributes;
use crate::parse::items::{Item, Kind, split};
use list::List;

/// The traits that a migrator implements.
pub(super) const MIGRATOR: [&str; 2] = ["MigratorTrait", "MigratorTraitSelf"];

/// Adds what an `impl` says to its module.
pub(super) fn read(item: &Item<'_>, body: Tokens<'_>, scope: &mut Scope) {
    let Some((of, own)) = header(item.tokens) else { return };
    let Some(type_name) = own.last() else { return };
    let of = original(of.plain(), scope);
    if of == "MigrationName" {
        let named = Named { of: own.iter().map(|word| word.plain().to_owned()).collect(), given: name(item, body) };
        scope.names.push(named);
    } else if MIGRATOR.contains(&of.as_str()) {
        let (list, table) = functions(item, body);
        let conditions = conditions(&attributes::flatten(item.attributes));
        let at = type_name.range();
        scope.migrators.push(Implementation { name: type_name.plain().to_owned(), at, conditions, list, table });
    }
}

/// Returns the name of a trait that goes by another here.
fn original(name: &str, scope: &Scope) -> String {
    let renamed = scope.uses.iter().find(|used| used.alias.as_deref() == Some(name));
    renamed.and_then(|used| used.path.last()).map_or_else(|| name.to_owned(), Clone::clone)
}

/// Returns the trait and the path of the type in `impl<…> path::Trait<…> for path::Type<…>`.
fn header(tokens: Tokens<'_>) -> Option<(Word<'_>, Vec<Word<'_>>)> {
    let (mut angles, mut before) = (0_usize, b' ');
    let (mut of, mut own): (Option<Word<'_>>, Option<Vec<Word<'_>>>) = (None, None);
    for token in tokens {
        match token {
            Tree::Punct(b'<') => angles += 1,
            // What ends an arrow ends no list.
            Tree::Punct(b'>') if before != b'-' => angles = angles.saturating_sub(1),
            Tree::Word(word) if angles == 0 => match (word.text, &mut own) {
                ("for", None) => own = Some(Vec::new()),
                ("where", _) => break,
                (_, None) => of = Some(word),
                (_, Some(path)) => path.push(word),
            },
            _ => {}
        }
        before = if let Tree::Punct(punct) = token { punct } else { b' ' };
    }
    Some((of?, own?))
}

fn name(item: &Item<'_>, body: Tokens<'_>) -> Given {
    let Ok(items) = split(body) else { return Given::Unclear(unreadable(item)) };
    match named(&items, "name").as_slice() {
        [(name, body)] => given::of(name.range(), *body),
        _ => Given::Unclear(Fault::new(item.tokens.first_range(), "the `impl` has no single `fn name`")),
    }
}

fn functions(item: &Item<'_>, body: Tokens<'_>) -> (List, Given) {
    let Ok(items) = split(body) else {
        return (List::Unclear(unreadable(item)), Given::Unclear(unreadable(item)));
    };
    // What a macro adds to the `impl` may be either of the functions.
    let call = items.iter().find(|item| matches!(item.kind, Kind::MacroCall { .. }));
    let at = call.map_or(item, |call| call).tokens.first_range();
    let missing = |message: &str| {
        let hidden = if call.is_some() { ", and this macro is not expanded" } else { "" };
        Fault::new(at.clone(), format!("{message}{hidden}"))
    };
    let list = match named(&items, "migrations").as_slice() {
        [(name, body)] => list::of(name.range(), *body),
        _ => List::Unclear(missing("the `impl` has no single `fn migrations`")),
    };
    let table = match (named(&items, "migration_table_name").as_slice(), call) {
        ([(name, body)], _) => given::of(name.range(), *body),
        ([], None) => Given::DefaultTable,
        _ => Given::Unclear(missing("the `impl` has no single `fn migration_table_name`")),
    };
    (list, table)
}

/// Returns all functions of this name with their bodies.
fn named<'a>(items: &[Item<'a>], wanted: &str) -> Vec<(Word<'a>, Tokens<'a>)> {
    let bodies = items.iter().filter_map(|item| match &item.kind {
        Kind::Function { name, body } if name.plain() == wanted => Some((*name, *body)),
        _ => None,
    });
    bodies.collect()
}

fn unreadable(item: &Item<'_>) -> Fault {
    Fault::new(item.tokens.first_range(), "the `impl` is not Rust that can be read")
}
