//! What in a table's own text, and in its indexes, uses a column.

use autogen_schema::sqlite::{CreateIndex, CreateTable, Span, names_in};
use autogen_schema::{Ident, Index, IndexKey, TableName};

use super::super::edit::TableText;
use super::SQLITE;
use crate::dialect::Refusal;

const BY_HAND: &str = "make the table again without that, by hand, in a revision before this one";

/// Fails when something else in the table's own text uses a column that goes: a check, a generated column, the key.
pub(crate) fn check_text(table: &TableName, text: &TableText, column: &Ident) -> Result<(), Refusal> {
    use autogen_schema::sqlite::{ColumnConstraintKind as Inline, TableConstraintKind as Apart};
    let parsed = text.parsed();
    let refuse = |reason: String| Err(Refusal::new(format!("drop `{table}.{column}`"), reason));
    if text.key_columns().iter().any(|name| name.same(column, SQLITE)) {
        return refuse("it is in the primary key".to_owned());
    }
    for (_, other) in parsed.columns().filter(|(_, other)| !other.name.ident.same(column, SQLITE)) {
        for constraint in &other.constraints {
            let (what, expr) = match &constraint.kind {
                Inline::Check { expr } => ("a check of column", expr),
                Inline::Generated { expr, .. } => ("the generated column", expr),
                _ => continue,
            };
            if mentions(parsed, expr, column) {
                return refuse(format!("{what} `{}` uses it: {}", other.name.ident, parsed.text(expr)))
                    .map_err(|refusal| refusal.hint(BY_HAND));
            }
        }
    }
    for (_, constraint) in parsed.constraints() {
        if let Apart::Check { expr, .. } = &constraint.kind
            && mentions(parsed, expr, column)
        {
            let name = constraint.name.as_ref().map(|name| format!(" `{}`", name.ident)).unwrap_or_default();
            return refuse(format!("the check{name} uses it: {}", parsed.text(expr)))
                .map_err(|refusal| refusal.hint(BY_HAND));
        }
    }
    Ok(())
}

fn mentions(parsed: &CreateTable, expr: &Span, column: &Ident) -> bool {
    names_in(parsed.source(), expr.clone()).iter().any(|name| name.ident.same(column, SQLITE))
}

/// How an index uses a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    None,
    /// It is indexed.
    Key,
    /// Only the predicate mentions it.
    Predicate,
}

/// Tells how an index uses a column.
pub(crate) fn index_use(index: &Index, column: &Ident) -> Use {
    let in_sql = |sql: &str| names_in(sql, 0..sql.len()).iter().any(|name| name.ident.same(column, SQLITE));
    let in_key = index.parts.iter().any(|part| match &part.key {
        IndexKey::Column(name) => name.same(column, SQLITE),
        IndexKey::Expression(sql) => in_sql(sql),
    });
    // What no other part of the value holds is still in the text.
    let in_text = index
        .definition
        .as_deref()
        .and_then(|sql| CreateIndex::parse(sql).ok())
        .is_some_and(|parsed| parsed.parts.iter().any(|part| in_sql(parsed.text(&part.span))));
    if in_key || in_text {
        Use::Key
    } else if index.predicate.as_deref().is_some_and(in_sql) {
        Use::Predicate
    } else {
        Use::None
    }
}
