//! Prints change lines. One logical line each; [`super::layout`] wraps it.

use std::fmt::{self, Display, Formatter};

use super::{Action, Change, Facet, FacetChange, FacetValue, Facets, Fact, FactKey, type_words};
use crate::{DefaultValue, Ident, ReferentialAction, TableName};

impl Display for Change {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.action {
            Action::Made(fact) => write!(f, "+ {fact}")?,
            Action::Unmade(fact) => write!(f, "- {fact}")?,
            Action::Claimed(fact) => write!(f, "= {fact}")?,
            Action::Altered(key, facets) => {
                let facets: Vec<String> = facets.iter().map(ToString::to_string).collect();
                write!(f, "~ {key} {}", facets.join(", "))?;
            }
            Action::Renamed(key, to) => write!(f, "> {key} -> {}", quote_name(to))?,
            Action::Relabelled(key, from, to) => {
                write!(f, "> {key} {} -> {}", quote_text(from), quote_text(to))?;
            }
        }
        match self.dialect {
            Some(dialect) => write!(f, " [{dialect}]"),
            None => Ok(()),
        }
    }
}

impl Display for Fact {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.key {
            FactKey::Table(_) => {
                let members: Vec<String> = self.members.iter().map(member).collect();
                write!(f, "{} ({})", self.key, members.join(", "))?;
                facets_after(f, &self.facets)
            }
            FactKey::PrimaryKey(_) | FactKey::Enum(_) => {
                write!(f, "{}", self.key)?;
                self.facets.values().try_for_each(|value| write!(f, " {value}"))
            }
            _ => {
                write!(f, "{}", self.key)?;
                facets_after(f, &self.facets)
            }
        }
    }
}

fn member(fact: &Fact) -> String {
    let facets = FacetList(&fact.facets);
    match &fact.key {
        FactKey::Column(_, name) => format!("{}{facets}", quote_name(name)),
        _ => format!("key{facets}"),
    }
}

fn facets_after(f: &mut Formatter<'_>, facets: &Facets) -> fmt::Result {
    write!(f, "{}", FacetList(facets))
}

struct FacetList<'a>(&'a Facets);

impl Display for FacetList<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (facet, value) in self.0 {
            match (facet, value) {
                (Facet::Type | Facet::Columns | Facet::Labels, value) => write!(f, " {value}")?,
                (Facet::Null, FacetValue::Flag(null)) => write!(f, " {}", if *null { "null" } else { "not null" })?,
                (Facet::AutoIncrement, FacetValue::Flag(true)) => write!(f, " auto-increment")?,
                (facet, value) => write!(f, " {facet} {value}")?,
            }
        }
        Ok(())
    }
}

impl Display for FactKey {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            FactKey::Enum(name) => write!(f, "enum {}", quote_name(name)),
            FactKey::Table(table) => write!(f, "table {}", quote_table(table)),
            FactKey::Column(table, column) => write!(f, "column {}.{}", quote_table(table), quote_name(column)),
            FactKey::PrimaryKey(table) => write!(f, "key {}", quote_table(table)),
            FactKey::Unique(table, columns) => write!(f, "unique {}{}", quote_table(table), names(columns)),
            FactKey::Index(table, columns) => write!(f, "index {}{}", quote_table(table), names(columns)),
            FactKey::ForeignKey(table, columns, target, referenced) => write!(
                f,
                "foreign-key {}{} -> {}{}",
                quote_table(table),
                names(columns),
                quote_table(target),
                names(referenced)
            ),
        }
    }
}

impl Display for FacetChange {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let (Facet::Null, Some(FacetValue::Flag(old)), Some(FacetValue::Flag(new))) =
            (self.facet, &self.old, &self.new)
        {
            let word = |null: bool| if null { "null" } else { "not null" };
            return write!(f, "{} -> {}", word(*old), word(*new));
        }
        let side = |value: &Option<FacetValue>| value.as_ref().map_or_else(|| "unsaid".to_owned(), ToString::to_string);
        write!(f, "{} {} -> {}", self.facet, side(&self.old), side(&self.new))
    }
}

impl Display for Facet {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Facet::Type => "type",
            Facet::Null => "nullable",
            Facet::AutoIncrement => "auto-increment",
            Facet::Default => "default",
            Facet::Extra => "extra",
            Facet::Comment => "comment",
            Facet::Columns => "columns",
            Facet::Labels => "labels",
            Facet::Name => "name",
            Facet::OnDelete => "on delete",
            Facet::OnUpdate => "on update",
        })
    }
}

impl Display for FacetValue {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            FacetValue::Type(ty) => f.write_str(&type_words(ty)),
            FacetValue::Flag(true) => f.write_str("yes"),
            FacetValue::Flag(false) => f.write_str("no"),
            FacetValue::Default(default) => write!(f, "{}", Printed(default)),
            FacetValue::Text(text) => f.write_str(&quote_text(text)),
            FacetValue::Name(name) => f.write_str(&quote_name(name)),
            FacetValue::Columns(columns) => f.write_str(&names(columns)),
            FacetValue::Labels(labels) => {
                let labels: Vec<String> = labels.iter().map(|label| quote_text(label)).collect();
                write!(f, "({})", labels.join(", "))
            }
            FacetValue::Action(action) => f.write_str(action_word(*action)),
        }
    }
}

struct Printed<'a>(&'a DefaultValue);

impl Display for Printed<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            DefaultValue::Text(text) => f.write_str(&quote_text(text)),
            DefaultValue::Number(number) if is_plain(number) => f.write_str(number),
            DefaultValue::Number(number) => write!(f, "number({})", quote_text(number)),
            DefaultValue::Bool(value) => write!(f, "{value}"),
            DefaultValue::Expression(sql) => write!(f, "sql({})", quote_text(sql)),
            DefaultValue::Unknown(source) => write!(f, "unknown({})", quote_text(source)),
        }
    }
}

/// Returns the word for an action: `set-null`.
pub(super) fn action_word(action: ReferentialAction) -> &'static str {
    match action {
        ReferentialAction::NoAction => "no-action",
        ReferentialAction::Restrict => "restrict",
        ReferentialAction::Cascade => "cascade",
        ReferentialAction::SetNull => "set-null",
        ReferentialAction::SetDefault => "set-default",
    }
}

fn names(columns: &[Ident]) -> String {
    format!("({})", columns.iter().map(quote_name).collect::<Vec<_>>().join(", "))
}

fn quote_table(table: &TableName) -> String {
    match &table.schema {
        Some(schema) => format!("{}.{}", quote_name(schema), quote_name(&table.name)),
        None => quote_name(&table.name),
    }
}

/// Returns a name as change lines and messages write it: bare where it can be, otherwise in double quotes.
pub fn quote_name(name: &Ident) -> String {
    let text = name.as_str();
    let bare = text.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-'));
    if bare { text.to_owned() } else { escape(text, '"') }
}

/// Returns text in single quotes, as change lines write it.
pub fn quote_text(text: &str) -> String {
    escape(text, '\'')
}

fn escape(text: &str, quote: char) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            c if c == quote => out.extend(['\\', c]),
            c if is_unsafe(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

/// Control characters, line separators, and what makes an editor show text in another order than it is stored.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Whether a number is written as it stands: digits, perhaps with a sign and a fraction.
pub(super) fn is_plain(number: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = number.strip_prefix('-').unwrap_or(number);
    match unsigned.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(unsigned),
    }
}
