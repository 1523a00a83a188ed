//! What a person says of the values of a column, where no rule can know it: what fills it, what they become in another type.
//!
//! It is SQL of the dialect over the row. Columns are called in it as the entities call them; what a dialect runs before a rename,
//! or after one is taken back, it puts into the names of that moment.

use std::fmt;

use autogen_schema::sql::{Token, TokenKind, tokenize};
use autogen_schema::{Dialect, Ident, TableName};

use crate::Operation;
use crate::exact::Renames;

/// Where the values of a column come from, one way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    /// What a value becomes in the column's new type.
    pub using: Option<String>,
    /// What takes the place of NULL.
    pub fill: Option<String>,
    /// Labels of an enum that get another name, where they are the text in a row: before and after.
    pub labels: Vec<(String, String)>,
}

/// Something that is said of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The column, as in `users.nick`.
    pub column: String,
    /// What of it.
    pub role: Role,
    /// An expression in the dialect of the database.
    pub sql: String,
}

/// What of a column's values is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What rows that are there hold in a column that must not be NULL.
    Fill,
    /// What a value becomes in its new type.
    Using,
    /// What it becomes again when that is taken back.
    UsingBack,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Role::Fill => "fill",
            Role::Using => "conversion",
            Role::UsingBack => "conversion back",
        })
    }
}

/// Returns what is said of the values of a column, which has the name that it has after the operations.
pub(crate) fn values_of(operations: &[Operation], table: &TableName, column: &Ident, dialect: Dialect) -> Values {
    let found = operations.iter().find_map(|operation| match operation {
        Operation::SetValues { table: of, column: name, up, .. }
            if of.same(table, dialect) && name.same(column, dialect) =>
        {
            Some(up)
        }
        _ => None,
    });
    found.cloned().unwrap_or_default()
}

/// Returns what is said of the way back from `operations`, by the names that it leads to. Its SQL stays in the entities' names.
pub(crate) fn back(operations: &[Operation], undoing: &Renames, dialect: Dialect) -> Vec<(TableName, Ident, Values)> {
    let said = operations.iter().filter_map(|operation| match operation {
        Operation::SetValues { table, column, down, .. } => {
            let name = undoing.column(table, column, dialect);
            Some((undoing.table(table, dialect), name, down.clone()))
        }
        _ => None,
    });
    said.collect()
}

impl Values {
    /// Returns the same in other names of columns: each pair is a name and what takes its place.
    #[must_use]
    pub(crate) fn renamed(&self, names: &[(Ident, Ident)], dialect: Dialect) -> Self {
        let renamed = |sql: &Option<String>| sql.as_deref().map(|sql| renamed(sql, names, dialect));
        Self { using: renamed(&self.using), fill: renamed(&self.fill), labels: self.labels.clone() }
    }
}

/// Returns what a value with other labels is.
pub(crate) fn relabelled(value: &str, labels: &[(String, String)], dialect: Dialect) -> String {
    let whens = labels.iter().map(|(old, new)| format!(" WHEN {} THEN {}", dialect.literal(old), dialect.literal(new)));
    format!("CASE {value}{} ELSE {value} END", whens.collect::<String>())
}

/// Returns an expression with other names of columns in it.
pub(crate) fn renamed(sql: &str, names: &[(Ident, Ident)], dialect: Dialect) -> String {
    if names.is_empty() {
        return sql.to_owned();
    }
    let tokens = tokenize(sql, dialect);
    let renamed = tokens.iter().enumerate().map(|(at, token)| {
        let name = token.ident()?;
        let next = tokens.iter().skip(at + 1).find(|token| !token.is_trivia());
        // A table before a column, or a function, can be called as a column is.
        let is_column =
            next.is_none_or(|next| !(next.is_punct(".") || next.is_punct("(") && token.kind == TokenKind::Word));
        names.iter().filter(|_| is_column).find(|(from, _)| from.same(&name, dialect)).map(|(_, to)| dialect.quote(to))
    });
    renamed.zip(&tokens).map(|(renamed, token)| renamed.unwrap_or_else(|| token.text.to_owned())).collect()
}

/// Words that end an expression, and go on with the statement around it.
const BEYOND: [&str; 11] =
    ["from", "where", "group", "order", "having", "limit", "returning", "union", "set", "select", "on"];

/// Checks that a text stays within the place that an expression has in a statement. What it means is for the database to say.
pub fn check_expression(sql: &str, dialect: Dialect) -> Result<String, String> {
    let sql = sql.trim();
    let tokens = tokenize(sql, dialect);
    if tokens.iter().all(Token::is_trivia) {
        return Err("there is no expression".to_owned());
    }
    let mut depth = 0_usize;
    for token in &tokens {
        match token.kind {
            TokenKind::LineComment => {
                return Err("a comment to the end of the line hides what comes after it".to_owned());
            }
            TokenKind::Parameter => {
                return Err(format!("`{}` is a parameter, which nothing gives a value", token.text));
            }
            TokenKind::String | TokenKind::QuotedIdent | TokenKind::DollarString | TokenKind::BlockComment
                if !is_closed(token) =>
            {
                return Err(format!("`{}` is not closed", token.text));
            }
            _ => {}
        }
        if token.is_punct("(") {
            depth += 1;
        } else if token.is_punct(")") {
            depth = depth.checked_sub(1).ok_or("there is a `)` too many")?;
        } else if token.is_punct(";") || depth == 0 && (token.is_punct(",") || is_beyond(token)) {
            return Err(format!("`{}` stands outside parentheses, where it ends the expression", token.text));
        }
    }
    if depth > 0 { Err("there is a `)` missing".to_owned()) } else { Ok(sql.to_owned()) }
}

fn is_beyond(token: &Token<'_>) -> bool {
    BEYOND.iter().any(|word| token.is_word(word))
}

fn is_closed(token: &Token<'_>) -> bool {
    match token.kind {
        TokenKind::BlockComment => token.text.len() > 3 && token.text.ends_with("*/"),
        TokenKind::QuotedIdent => token.ident().is_some(),
        TokenKind::DollarString => {
            let tag = token.text.get(1..).and_then(|rest| rest.find('$')).map_or(0, |at| at + 2);
            tag > 0 && token.text.len() >= 2 * tag && token.text.ends_with(&token.text[..tag])
        }
        _ => {
            let open = token.text.find(['\'', '"']);
            open.is_some_and(|open| token.text.len() > open + 1 && token.text.ends_with(&token.text[open..=open]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_stays_within_its_place() {
        for sql in [
            "''",
            "lower(name)",
            "'a;b'",
            "(SELECT max(x), 1 FROM t)",
            "CASE WHEN a = 1 THEN 'x' ELSE y END",
            "extract(year FROM born)",
            "$$it's$$",
            "name /* as it was */",
            "coalesce(a, b)",
            "a || ', ' || b",
        ] {
            assert_eq!(check_expression(&format!(" {sql} "), Dialect::Postgres).as_deref(), Ok(sql));
        }
        for (sql, reason) in [
            ("  ", "there is no expression"),
            ("/* nothing */", "there is no expression"),
            ("1, admin = true", "`,` stands outside parentheses"),
            ("1 WHERE false", "`WHERE` stands outside parentheses"),
            ("(1; DROP TABLE x)", "`;` stands outside parentheses"),
            ("lower(name", "there is a `)` missing"),
            ("1) , (2", "there is a `)` too many"),
            ("name -- as it was", "a comment to the end of the line"),
            ("'it", "`'it` is not closed"),
            ("$a$ it $b$", "is not closed"),
            ("\"name", "is not closed"),
            ("$1", "`$1` is a parameter"),
        ] {
            let found = check_expression(sql, Dialect::Postgres);
            assert!(found.as_ref().is_err_and(|found| found.contains(reason)), "{sql}: {found:?}");
        }
    }
}
