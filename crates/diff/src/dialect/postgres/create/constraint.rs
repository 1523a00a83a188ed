//! Constraints as clauses of `CREATE TABLE` and `ADD`.

use std::collections::BTreeSet;

use autogen_schema::sql::{Token, tokenize};
use autogen_schema::{Check, Deferrable, ForeignKey, Ident, Match, PrimaryKey, ReferentialAction, Unique};

use super::super::names::clipped;
use super::POSTGRES;
use crate::script::closed;

/// Returns `CONSTRAINT "name" PRIMARY KEY (…)`.
pub(crate) fn primary_key(key: &PrimaryKey) -> String {
    let plain = || format!("PRIMARY KEY ({})", POSTGRES.quote_list(&key.columns));
    named(key.name.as_ref(), key.definition.as_deref().map_or_else(plain, str::to_owned))
}

/// Returns `CONSTRAINT "name" UNIQUE (…)`.
pub(crate) fn unique(unique: &Unique) -> String {
    let nulls = if unique.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
    let plain = || format!("UNIQUE{nulls} ({})", POSTGRES.quote_list(&unique.columns));
    named(unique.name.as_ref(), unique.definition.as_deref().map_or_else(plain, str::to_owned))
}

/// Returns `CONSTRAINT "name" CHECK (…)`.
pub(crate) fn check(check: &Check) -> String {
    let plain = || format!("CHECK ({})", closed(check.expression.clone()));
    named(check.name.as_ref(), check.definition.as_deref().map_or_else(plain, str::to_owned))
}

/// Returns `CONSTRAINT "name" FOREIGN KEY (…) REFERENCES …`.
pub(crate) fn foreign_key(key: &ForeignKey) -> String {
    let text = match key.definition.as_deref() {
        Some(text) if says(text, key) => text.to_owned(),
        _ => format!("FOREIGN KEY ({}) {}", POSTGRES.quote_list(&key.columns), references(key)),
    };
    named(key.name.as_ref(), text)
}

fn named(name: Option<&Ident>, clause: String) -> String {
    match name {
        Some(name) => format!("CONSTRAINT {} {clause}", POSTGRES.quote(&clipped(name))),
        None => clause,
    }
}

fn references(key: &ForeignKey) -> String {
    let mut words = vec![format!("REFERENCES {}", POSTGRES.quote_table(&key.references))];
    if !key.referenced_columns.is_empty() {
        words.push(format!("({})", POSTGRES.quote_list(&key.referenced_columns)));
    }
    words.extend(key.matching.map(|matching| match matching {
        Match::Full => "MATCH FULL".to_owned(),
        Match::Partial => "MATCH PARTIAL".to_owned(),
    }));
    // The server takes NO ACTION for granted, and reports it whether it was written or not.
    let action = |action: Option<ReferentialAction>| action.filter(|action| *action != ReferentialAction::NoAction);
    words.extend(action(key.on_delete).map(|action| format!("ON DELETE {}", action.sql())));
    words.extend(action(key.on_update).map(|action| format!("ON UPDATE {}", action.sql())));
    words.extend(key.deferrable.map(|deferrable| match deferrable {
        Deferrable::InitiallyDeferred => "DEFERRABLE INITIALLY DEFERRED".to_owned(),
        Deferrable::InitiallyImmediate => "DEFERRABLE INITIALLY IMMEDIATE".to_owned(),
    }));
    words.join(" ")
}

/// Whether the server's text is still the text of the key: an entity may have changed an action, and something may have
/// another name by now.
fn says(text: &str, key: &ForeignKey) -> bool {
    let tokens: Vec<Token<'_>> = tokenize(text, POSTGRES).into_iter().filter(|token| !token.is_trivia()).collect();
    let at = tokens.iter().position(|token| token.is_word("references")).unwrap_or(tokens.len());
    let (own, target) = tokens.split_at(at);
    let list = target.iter().position(|token| token.is_punct("(")).unwrap_or(target.len());
    let (target, list) = target.split_at(list);
    let names = |tokens: &[Token<'_>]| tokens.iter().filter_map(Token::ident).collect::<BTreeSet<Ident>>();
    let (own, listed) = (names(own), names(list));
    let is_target = target.last().and_then(Token::ident).as_ref() == Some(&key.references.name);
    let actions = [(key.on_delete, "delete"), (key.on_update, "update")].into_iter().all(|(action, event)| {
        let action = action.unwrap_or(ReferentialAction::NoAction);
        said_action(&tokens, event).unwrap_or(ReferentialAction::NoAction) == action
    });
    actions
        && is_target
        && key.columns.iter().all(|name| own.contains(name))
        && key.referenced_columns.iter().all(|name| listed.contains(name))
}

fn said_action(tokens: &[Token<'_>], event: &str) -> Option<ReferentialAction> {
    let at =
        tokens.windows(2).position(|pair| matches!(pair, [on, what] if on.is_word("on") && what.is_word(event)))?;
    let words: Vec<&str> = tokens.iter().skip(at + 2).take(2).map(|token| token.text).collect();
    ReferentialAction::parse(&words.join(" ")).or_else(|| ReferentialAction::parse(words.first()?))
}
