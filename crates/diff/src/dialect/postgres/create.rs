//! The text of statements that make things, as a careful colleague writes them.
//!
//! One column a line; what was not said is not written. What came from a database keeps its own text. Which names get what
//! nobody named is left to the caller.

mod column;
mod constraint;
mod index;

pub(crate) use column::{column, comment as column_comment, identity_words, names_not_null, sequence};
pub(crate) use constraint::{check, foreign_key, primary_key, unique};
pub(crate) use index::{index, unique_index};

use autogen_schema::{Table, TableName, UniqueKind};

use super::POSTGRES;
use crate::Statement;
use crate::dialect::Refusal;

#[cfg(test)]
mod tests;

/// Returns the statements that make a table: sequences that it needs, the table itself, comments and settings. Uniques that
/// are indexes and plain indexes are not part of it.
pub fn table(table: &Table) -> Result<Vec<Statement>, Refusal> {
    let (mut before, mut items, mut after) = (Vec::new(), Vec::new(), Vec::new());
    after.extend(table.comment.as_ref().map(|text| comment(&table.name, Some(text))));
    for definition in &table.columns {
        let made = column(table, definition)?;
        before.extend(made.before);
        items.push(made.definition);
        after.extend(made.after);
    }
    let inline = |unique: &&autogen_schema::Unique| !column::is_inline_unique(unique);
    items.extend(table.primary_key.iter().filter(|key| !column::is_inline_key(table, key)).map(primary_key));
    let constraints = table.uniques.iter().filter(|unique| unique.kind == UniqueKind::Constraint);
    items.extend(constraints.filter(inline).map(unique));
    items.extend(table.foreign_keys.iter().map(foreign_key));
    items.extend(table.checks.iter().map(check));
    let body = items.iter().map(|item| format!("    {item}")).collect::<Vec<_>>().join(",\n");
    let body = if body.is_empty() { String::new() } else { format!("\n{body}\n") };
    let (unlogged, clauses): (Vec<&String>, Vec<&String>) =
        table.clauses.iter().partition(|clause| clause.as_str() == "UNLOGGED");
    let what = if unlogged.is_empty() { "TABLE" } else { "UNLOGGED TABLE" };
    let create = format!("CREATE {what} {} ({body})", POSTGRES.quote_table(&table.name));
    let create = clauses.into_iter().fold(create, |sql, clause| sql + "\n" + clause);
    Ok(before.into_iter().chain([create]).chain(after).map(Statement::new).collect())
}

/// Returns the statement that comments on a table.
pub(crate) fn comment(table: &TableName, text: Option<&String>) -> String {
    format!("COMMENT ON TABLE {} IS {}", POSTGRES.quote_table(table), comment_text(text))
}

fn comment_text(text: Option<&String>) -> String {
    text.map_or_else(|| "NULL".to_owned(), |text| POSTGRES.literal(text))
}
