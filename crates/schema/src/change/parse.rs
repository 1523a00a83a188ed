//! Parses change lines.

use super::scan::Scanner;
use super::{Action, Change, Facet, FacetChange, FacetValue, Facets, Fact, FactKey, print, types};
use crate::{DefaultValue, ReferentialAction, TableName};

/// What is wrong with a change line, and where in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem} (at character {column} of the change line)")]
pub struct ParseError {
    /// The problem, as a fragment of a sentence.
    pub problem: String,
    /// The character, from 1.
    pub column: usize,
}

pub(super) fn change(line: &str) -> Result<Change, ParseError> {
    let mut scanner = Scanner::new(line);
    let action = action(&mut scanner)?;
    let dialect = if scanner.take('[') {
        let word = scanner.word()?;
        let dialect = word.parse().map_err(|unknown| scanner.error(format!("{unknown}")))?;
        scanner.expect(']')?;
        Some(dialect)
    } else {
        None
    };
    if scanner.is_at_end() { Ok(Change { action, dialect }) } else { Err(scanner.error("the line goes on here")) }
}

fn action(scanner: &mut Scanner<'_>) -> Result<Action, ParseError> {
    if scanner.take('+') {
        fact(scanner).map(Action::Made)
    } else if scanner.take('-') {
        fact(scanner).map(Action::Unmade)
    } else if scanner.take('=') {
        fact(scanner).map(Action::Claimed)
    } else if scanner.take('~') {
        altered(scanner)
    } else if scanner.take('>') {
        renamed(scanner)
    } else {
        Err(scanner.error("expected one of `+ - ~ > =`"))
    }
}

fn fact(scanner: &mut Scanner<'_>) -> Result<Fact, ParseError> {
    let key = key(scanner)?;
    let mut fact = Fact::new(key, Facets::new());
    match &fact.key {
        FactKey::Table(table) => {
            let table = table.clone();
            fact.members = scanner.list(|scanner| member(scanner, &table))?;
        }
        FactKey::PrimaryKey(_) => {
            let columns = scanner.list(Scanner::name)?;
            fact.facets.insert(Facet::Columns, FacetValue::Columns(columns));
        }
        FactKey::Enum(_) => {
            let labels = scanner.list(Scanner::text)?;
            fact.facets.insert(Facet::Labels, FacetValue::Labels(labels));
        }
        FactKey::Column(..) => column_type(scanner, &mut fact.facets)?,
        _ => {}
    }
    facets(scanner, &mut fact.facets)?;
    Ok(fact)
}

fn member(scanner: &mut Scanner<'_>, table: &TableName) -> Result<Fact, ParseError> {
    let name = scanner.name()?;
    if name.as_str() == "key" && scanner.peek('(') {
        let columns = FacetValue::Columns(scanner.list(Scanner::name)?);
        return Ok(Fact::new(FactKey::PrimaryKey(table.clone()), Facets::from([(Facet::Columns, columns)])));
    }
    let mut said = Facets::new();
    column_type(scanner, &mut said)?;
    facets(scanner, &mut said)?;
    Ok(Fact::new(FactKey::Column(table.clone(), name), said))
}

fn column_type(scanner: &mut Scanner<'_>, facets: &mut Facets) -> Result<(), ParseError> {
    let next = scanner.peek_word();
    if !next.is_empty() && !is_facet_word(next) {
        facets.insert(Facet::Type, FacetValue::Type(types::parse(scanner)?));
    }
    Ok(())
}

fn is_facet_word(word: &str) -> bool {
    matches!(word, "null" | "not" | "auto-increment" | "default" | "comment" | "extra" | "name" | "on")
}

fn facets(scanner: &mut Scanner<'_>, facets: &mut Facets) -> Result<(), ParseError> {
    loop {
        let (facet, value) = match scanner.peek_word() {
            "" => return Ok(()),
            "null" | "not" => (Facet::Null, null(scanner)?),
            "auto-increment" => {
                scanner.word()?;
                (Facet::AutoIncrement, FacetValue::Flag(!scanner.take_word("no")))
            }
            _ => {
                let facet = facet(scanner)?;
                (facet, value(scanner, facet)?)
            }
        };
        if facets.insert(facet, value).is_some() {
            return Err(scanner.error(format!("`{facet}` is said twice")));
        }
    }
}

fn null(scanner: &mut Scanner<'_>) -> Result<FacetValue, ParseError> {
    let not = scanner.take_word("not");
    if scanner.take_word("null") { Ok(FacetValue::Flag(!not)) } else { Err(scanner.error("expected `null`")) }
}

fn facet(scanner: &mut Scanner<'_>) -> Result<Facet, ParseError> {
    let word = scanner.word()?;
    match word.as_str() {
        "type" => Ok(Facet::Type),
        "nullable" => Ok(Facet::Null),
        "auto-increment" => Ok(Facet::AutoIncrement),
        "default" => Ok(Facet::Default),
        "extra" => Ok(Facet::Extra),
        "comment" => Ok(Facet::Comment),
        "columns" => Ok(Facet::Columns),
        "labels" => Ok(Facet::Labels),
        "name" => Ok(Facet::Name),
        "on" if scanner.take_word("delete") => Ok(Facet::OnDelete),
        "on" if scanner.take_word("update") => Ok(Facet::OnUpdate),
        "on" => Err(scanner.error("expected `delete` or `update`")),
        _ => Err(scanner.error(format!("unknown facet `{word}`"))),
    }
}

fn value(scanner: &mut Scanner<'_>, facet: Facet) -> Result<FacetValue, ParseError> {
    match facet {
        Facet::Type => types::parse(scanner).map(FacetValue::Type),
        Facet::Null | Facet::AutoIncrement => match scanner.word()?.as_str() {
            "yes" => Ok(FacetValue::Flag(true)),
            "no" => Ok(FacetValue::Flag(false)),
            _ => Err(scanner.error("expected `yes` or `no`")),
        },
        Facet::Default => default(scanner).map(FacetValue::Default),
        Facet::Extra | Facet::Comment => scanner.text().map(FacetValue::Text),
        Facet::Columns => scanner.list(Scanner::name).map(FacetValue::Columns),
        Facet::Labels => scanner.list(Scanner::text).map(FacetValue::Labels),
        Facet::Name => scanner.name().map(FacetValue::Name),
        Facet::OnDelete | Facet::OnUpdate => {
            let word = scanner.word()?;
            let action = ReferentialAction::ALL.into_iter().find(|action| print::action_word(*action) == word);
            action.map(FacetValue::Action).ok_or_else(|| scanner.error(format!("unknown action `{word}`")))
        }
    }
}

fn default(scanner: &mut Scanner<'_>) -> Result<DefaultValue, ParseError> {
    if scanner.peek('\'') {
        return scanner.text().map(DefaultValue::Text);
    }
    if let Some(number) = scanner.take_decimal() {
        return Ok(DefaultValue::Number(number));
    }
    let word = scanner.word()?;
    match word.as_str() {
        "true" => Ok(DefaultValue::Bool(true)),
        "false" => Ok(DefaultValue::Bool(false)),
        "number" => scanner.parenthesized(Scanner::text).map(DefaultValue::Number),
        "sql" => scanner.parenthesized(Scanner::text).map(DefaultValue::Expression),
        "unknown" => scanner.parenthesized(Scanner::text).map(DefaultValue::Unknown),
        _ => Err(scanner.error(format!("unknown default `{word}`"))),
    }
}

fn altered(scanner: &mut Scanner<'_>) -> Result<Action, ParseError> {
    let key = key(scanner)?;
    let mut facets = Vec::new();
    loop {
        facets.push(facet_change(scanner)?);
        if !scanner.take(',') {
            return Ok(Action::Altered(key, facets));
        }
    }
}

fn facet_change(scanner: &mut Scanner<'_>) -> Result<FacetChange, ParseError> {
    if matches!(scanner.peek_word(), "null" | "not") {
        let old = Some(null(scanner)?);
        scanner.arrow()?;
        return Ok(FacetChange { facet: Facet::Null, old, new: Some(null(scanner)?) });
    }
    let facet = facet(scanner)?;
    let side = |scanner: &mut Scanner<'_>| {
        if scanner.take_word("unsaid") { Ok(None) } else { value(scanner, facet).map(Some) }
    };
    let old = side(scanner)?;
    scanner.arrow()?;
    Ok(FacetChange { facet, old, new: side(scanner)? })
}

fn renamed(scanner: &mut Scanner<'_>) -> Result<Action, ParseError> {
    let key = key(scanner)?;
    if !matches!(key, FactKey::Table(_) | FactKey::Column(..) | FactKey::Enum(_)) {
        return Err(scanner.error("only tables, columns and enums are renamed"));
    }
    if matches!(key, FactKey::Enum(_)) && scanner.peek('\'') {
        let from = scanner.text()?;
        scanner.arrow()?;
        return Ok(Action::Relabelled(key, from, scanner.text()?));
    }
    scanner.arrow()?;
    Ok(Action::Renamed(key, scanner.name()?))
}

fn key(scanner: &mut Scanner<'_>) -> Result<FactKey, ParseError> {
    let kind = scanner.word()?;
    match kind.as_str() {
        "enum" => scanner.name().map(FactKey::Enum),
        "table" => table(scanner).map(FactKey::Table),
        "column" => column(scanner),
        "key" => table(scanner).map(FactKey::PrimaryKey),
        "unique" => Ok(FactKey::Unique(table(scanner)?, scanner.list(Scanner::name)?)),
        "index" => Ok(FactKey::Index(table(scanner)?, scanner.list(Scanner::name)?)),
        "foreign-key" => {
            let (from, columns) = (table(scanner)?, scanner.list(Scanner::name)?);
            scanner.arrow()?;
            Ok(FactKey::ForeignKey(from, columns, table(scanner)?, scanner.list(Scanner::name)?))
        }
        _ => Err(scanner.error(format!("unknown kind `{kind}`"))),
    }
}

fn table(scanner: &mut Scanner<'_>) -> Result<TableName, ParseError> {
    let first = scanner.name()?;
    Ok(if scanner.take('.') { TableName::in_schema(first, scanner.name()?) } else { TableName::new(first) })
}

fn column(scanner: &mut Scanner<'_>) -> Result<FactKey, ParseError> {
    let first = scanner.name()?;
    scanner.expect('.')?;
    let second = scanner.name()?;
    Ok(if scanner.take('.') {
        FactKey::Column(TableName::in_schema(first, second), scanner.name()?)
    } else {
        FactKey::Column(TableName::new(first), second)
    })
}
