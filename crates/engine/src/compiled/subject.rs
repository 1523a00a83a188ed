//! Which table a statement is about.

use autogen_schema::sql::{Token, tokenize};
use autogen_schema::{Dialect, Ident, TableName};

/// Returns the table that `CREATE TABLE …` makes, or that `CREATE INDEX … ON …` is on.
pub(super) fn subject(sql: &str, dialect: Dialect) -> Option<TableName> {
    let tokens = tokenize(sql, dialect);
    let mut tokens = tokens.iter().filter(|token| !token.is_trivia());
    tokens.find(|token| token.is_word("TABLE") || token.is_word("ON"))?;
    let mut tokens = tokens.skip_while(|token| ["IF", "NOT", "EXISTS"].iter().any(|word| token.is_word(word)));
    let first = tokens.next().and_then(Token::ident)?;
    let is_qualified = tokens.next().is_some_and(|token| token.is_punct("."));
    let second = tokens.next().filter(|_| is_qualified).and_then(Token::ident);
    let (schema, name): (Option<Ident>, Ident) = match second {
        Some(name) => (Some(first), name),
        None => (None, first),
    };
    Some(TableName { schema, name })
}

/// Returns the table that a statement is about which is written in the words of some database.
pub(super) fn subject_of_any(sql: &str) -> Option<TableName> {
    let dialect = if sql.contains('`') { Dialect::Mysql } else { Dialect::Postgres };
    subject(sql, dialect)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_a_statement_is_told() {
        let told = |sql: &str, dialect| subject(sql, dialect).map(|table| table.to_string());
        let users = Some("users".to_owned());
        assert_eq!(told("CREATE TABLE \"users\" ( \"id\" integer )", Dialect::Sqlite), users);
        assert_eq!(told("CREATE TABLE IF NOT EXISTS `users` (`id` int)", Dialect::Mysql), users);
        assert_eq!(told("CREATE UNIQUE INDEX \"on\" ON \"users\" (\"id\")", Dialect::Postgres), users);
        let sales = Some("sales.users".to_owned());
        assert_eq!(told("CREATE TABLE \"sales\".\"users\" ( \"id\" integer )", Dialect::Postgres), sales);
        assert_eq!(told("CREATE TYPE \"kind\" AS ENUM ('TABLE x')", Dialect::Postgres), None);
        assert_eq!(subject_of_any("CREATE TABLE `users` (`made` year)").map(|table| table.to_string()), users);
    }
}
