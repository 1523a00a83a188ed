//! What a new column does to rows that are there.
//!
//! A default that is worked out once is kept beside the rows; any other column makes the server write all of them anew
//! (<https://www.postgresql.org/docs/current/sql-altertable.html>).

use autogen_schema::sql::{Token, tokenize};
use autogen_schema::{Column, TableName};

use super::column::needs_value;
use super::{Lowering, POSTGRES};
use crate::Hazard;
use crate::dialect::postgres::types::default_sql;
use crate::dialect::postgres::warn;

/// Functions of the server and of its usual extensions that give another value in every row.
const VOLATILE: [&str; 14] = [
    "clock_timestamp",
    "gen_random_bytes",
    "gen_random_uuid",
    "gen_salt",
    "nextval",
    "random",
    "timeofday",
    "uuid_generate_v1",
    "uuid_generate_v1mc",
    "uuid_generate_v4",
    "uuidv4",
    "uuidv7",
    "uuid_generate_v7",
    "ulid",
];

impl Lowering<'_> {
    pub(super) fn existing_rows(&self, table: &TableName, column: &Column) -> Vec<Hazard> {
        let mut hazards = Vec::new();
        if needs_value(column) {
            hazards.push(Hazard::empty_column(table, &column.name));
        }
        if column.auto_increment || column.identity.is_some() {
            hazards.push(Hazard::FillsRows(format!("gives {table}.{} new numbers", column.name)));
            hazards.push(warn::copies(table));
        } else if column.generated.is_some() {
            hazards.push(warn::copies(table));
        } else if let Some(sql) = column.default.as_ref().and_then(default_sql).filter(|sql| self.is_volatile(sql)) {
            hazards.push(Hazard::FillsRows(format!("gives {table}.{} the value of {sql} in every row", column.name)));
            hazards.push(warn::copies(table));
        }
        hazards
    }

    /// Whether an expression calls a function that gives another value in every row. One of the database's own says so of
    /// itself by not saying anything else.
    fn is_volatile(&self, sql: &str) -> bool {
        let tokens = tokenize(sql, POSTGRES);
        let own = |token: &Token<'_>| {
            let functions = self.standing.schema.objects.iter().filter(|object| object.kind == "function");
            functions
                .filter(|object| token.ident().is_some_and(|name| is_named(object.name.name.as_str(), &name)))
                .any(|object| object.sql.as_deref().is_none_or(|sql| !says(sql, &["immutable", "stable"])))
        };
        tokens.iter().any(|token| VOLATILE.iter().any(|name| token.is_word(name)) || own(token))
    }
}

/// Whether a function, named with its arguments, is called so.
fn is_named(signature: &str, name: &autogen_schema::Ident) -> bool {
    let bare = signature.split('(').next().unwrap_or_default().trim_matches('"');
    bare == name.as_str()
}

/// Whether one of the words stands before the body.
fn says(sql: &str, words: &[&str]) -> bool {
    let tokens = tokenize(sql, POSTGRES);
    let header = tokens.iter().take_while(|token| !token.is_word("as") && !token.is_word("begin"));
    header.into_iter().any(|token| words.iter().any(|word| token.is_word(word)))
}
