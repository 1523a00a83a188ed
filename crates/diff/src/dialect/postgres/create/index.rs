//! The text of `CREATE INDEX`.

use autogen_schema::{Ident, Index, IndexKey, IndexPart, NullsOrder, SortOrder, TableName, Unique};

use super::super::names::clipped;
use super::POSTGRES;
use crate::script::closed;

/// Returns the `CREATE INDEX` statement of `index` under `name`.
pub(crate) fn index(table: &TableName, name: &Ident, index: &Index) -> String {
    if let Some(sql) = index.definition.as_deref() {
        return sql.to_owned();
    }
    let parts = index.parts.iter().map(part).collect::<Vec<_>>().join(", ");
    let unique = if index.unique { "UNIQUE " } else { "" };
    let method = index.method.as_ref().map(|name| format!("USING {} ", POSTGRES.quote(name))).unwrap_or_default();
    let include = match index.include.as_slice() {
        [] => String::new(),
        columns => format!(" INCLUDE ({})", POSTGRES.quote_list(columns)),
    };
    let nulls = if index.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
    let predicate = index.predicate.as_ref().map(|sql| format!(" WHERE {}", closed(sql.clone()))).unwrap_or_default();
    format!(
        "CREATE {unique}INDEX {} ON {} {method}({parts}){include}{nulls}{predicate}",
        POSTGRES.quote(&clipped(name)),
        POSTGRES.quote_table(table)
    )
}

/// Returns the `CREATE UNIQUE INDEX` statement of `unique` under `name`.
pub(crate) fn unique_index(table: &TableName, name: &Ident, unique: &Unique) -> String {
    let parts = unique.columns.iter().cloned().map(IndexPart::column);
    let plain = Index { unique: true, nulls_not_distinct: unique.nulls_not_distinct, ..Index::new(parts) };
    index(table, name, &Index { definition: unique.definition.clone(), ..plain })
}

fn part(part: &IndexPart) -> String {
    let key = match &part.key {
        IndexKey::Column(name) => POSTGRES.quote(name),
        IndexKey::Expression(sql) => format!("({})", closed(sql.clone())),
    };
    let collation =
        part.collation.as_ref().map(|name| format!(" COLLATE {}", POSTGRES.quote(name))).unwrap_or_default();
    let class = part.operator_class.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
    let order = if part.order == SortOrder::Descending { " DESC" } else { "" };
    let nulls = match part.nulls {
        Some(NullsOrder::First) => " NULLS FIRST",
        Some(NullsOrder::Last) => " NULLS LAST",
        None => "",
    };
    format!("{key}{collation}{class}{order}{nulls}")
}
