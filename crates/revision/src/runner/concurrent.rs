//! What an index that was to be built beside others leaves where that failed.
//!
//! `CREATE INDEX CONCURRENTLY` that fails, is stopped, or finds rows that are the same, leaves an index that no query uses and every write
//! keeps up (<https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY>). It is in the way of the next
//! attempt, and of no use.

use autogen_schema::sql::{Token, tokenize};
use autogen_schema::{Dialect, Ident, TableName};
use sea_orm::{ConnectionTrait, Statement};

use crate::{Connection, Failure};

/// Drops what an earlier attempt at `sql` has left, where it is such a statement.
pub(super) async fn drop_leftover(connection: &Connection, sql: &str) -> Result<(), Failure> {
    if connection.dialect() != Dialect::Postgres {
        return Ok(());
    }
    let Some((index, table)) = built_beside(sql) else { return Ok(()) };
    let database = connection.database();
    let table = Dialect::Postgres.quote_table(&table);
    let asked = Statement::from_sql_and_values(
        database.get_database_backend(),
        "SELECT format('%I.%I', n.nspname, c.relname) \
         FROM pg_catalog.pg_index i \
         JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid \
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         WHERE i.indrelid = pg_catalog.to_regclass($1) AND c.relname = $2 AND NOT i.indisvalid",
        [table.into(), index.as_str().to_owned().into()],
    );
    let found = database.query_one_raw(asked).await.map_err(Failure::from)?;
    let name: Option<String> = found.map(|row| row.try_get_by_index(0)).transpose().map_err(Failure::from)?;
    if let Some(name) = name {
        database.execute_unprepared(&format!("DROP INDEX CONCURRENTLY {name}")).await.map_err(Failure::from)?;
    }
    Ok(())
}

/// Returns the index and the table of a `CREATE INDEX CONCURRENTLY` that gives a name.
fn built_beside(sql: &str) -> Option<(Ident, TableName)> {
    let tokens: Vec<Token<'_>> =
        tokenize(sql, Dialect::Postgres).into_iter().filter(|token| !token.is_trivia()).collect();
    let mut rest = tokens.as_slice();
    skip(&mut rest, &["create"])?;
    let _either = skip(&mut rest, &["unique"]);
    skip(&mut rest, &["index", "concurrently"])?;
    let _either = skip(&mut rest, &["if", "not", "exists"]);
    let index = rest.first()?.ident()?;
    rest = rest.get(1..)?;
    skip(&mut rest, &["on"])?;
    let _either = skip(&mut rest, &["only"]);
    let first = rest.first()?.ident()?;
    let table = match rest.get(1..3) {
        Some([dot, name]) if dot.is_punct(".") => TableName::in_schema(first, name.ident()?),
        _ => TableName::new(first),
    };
    Some((index, table))
}

fn skip(rest: &mut &[Token<'_>], words: &[&str]) -> Option<()> {
    let is_there = rest.len() >= words.len() && rest.iter().zip(words).all(|(token, word)| token.is_word(word));
    *rest = rest.get(words.len()..).filter(|_| is_there)?;
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_told_from_its_statement() {
        let named = |index: &str, table: TableName| Some((Ident::new(index), table));
        let cases = [
            ("CREATE INDEX CONCURRENTLY a ON t (x)", named("a", TableName::new("t"))),
            (
                "create unique index concurrently if not exists \"A b\" on only s.\"T\" (x)",
                named("A b", TableName::in_schema("s", "T")),
            ),
            ("CREATE INDEX a ON t (x)", None),
            ("CREATE INDEX CONCURRENTLY ON t (x)", None),
            ("CREATE", None),
            ("", None),
        ];
        for (sql, wanted) in cases {
            assert_eq!(built_beside(sql), wanted, "{sql}");
        }
    }
}
