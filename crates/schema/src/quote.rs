//! The one place where identifiers and literals are quoted for each dialect.

use crate::sql::is_reserved;
use crate::{Dialect, Ident, TableName};

impl Dialect {
    /// Quotes `name` so that it means exactly itself.
    pub fn quote(self, name: &Ident) -> String {
        match self {
            Dialect::Sqlite | Dialect::Postgres => wrap(name.as_str(), '"'),
            Dialect::Mysql => wrap(name.as_str(), '`'),
        }
    }

    /// Quotes `name`, with its schema where it has one.
    pub fn quote_table(self, name: &TableName) -> String {
        match &name.schema {
            Some(schema) => format!("{}.{}", self.quote(schema), self.quote(&name.name)),
            None => self.quote(&name.name),
        }
    }

    /// Quotes each of `names`, separated by a comma and a blank.
    pub fn quote_list<'a>(self, names: impl IntoIterator<Item = &'a Ident>) -> String {
        names.into_iter().map(|name| self.quote(name)).collect::<Vec<_>>().join(", ")
    }

    /// Quotes `name` only where it means something else without, as PostgreSQL writes names (`quote_ident`).
    pub fn quote_where_needed(self, name: &Ident) -> String {
        let text = name.as_str();
        let is_word = text.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if is_word && !is_reserved(text, self) { text.to_owned() } else { self.quote(name) }
    }

    /// Writes `text` as a string literal.
    ///
    /// PostgreSQL is taken to run with `standard_conforming_strings` (the default since 9.1); MySQL with backslash
    /// escapes (the default `sql_mode`). A carriage return is escaped where there is a way to: files lose it at the end of
    /// a line.
    pub fn literal(self, text: &str) -> String {
        let escaped = || text.replace('\\', "\\\\").replace('\r', "\\r");
        match self {
            Dialect::Postgres if text.contains('\r') => format!("E{}", wrap(&escaped(), '\'')),
            Dialect::Sqlite | Dialect::Postgres => wrap(text, '\''),
            Dialect::Mysql => wrap(&escaped(), '\''),
        }
    }
}

fn wrap(text: &str, quote: char) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for c in text.chars() {
        if c == quote {
            out.push(c);
        }
        out.push(c);
    }
    out.push(quote);
    out
}
