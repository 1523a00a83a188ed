//! Views.

use autogen_schema::{Dialect, Schema, View};
use sea_orm::ConnectionTrait;

use super::catalog::{Catalog, ident, name};
use super::relation::{Kind, Relation};
use super::table::Parts;
use crate::Error;

/// Adds every view.
pub(super) async fn read<C: ConnectionTrait>(
    catalog: &Catalog<'_, C>,
    parts: &Parts,
    schema: &mut Schema,
) -> Result<(), Error> {
    let uses = catalog
        .by_relation("views", include_str!("view.sql"), |row| Ok((name(row)?, ident(row, "column_name")?)))
        .await?;
    for relation in catalog.relations.iter().filter(|relation| relation.is_view()) {
        let mut view = View::new(relation.name.clone(), statement(relation));
        view.materialized = relation.kind == Kind::MaterializedView;
        for (used, column) in uses.get(&relation.oid).into_iter().flatten() {
            view.mentions.insert(used.name.clone());
            view.uses.entry(used.clone()).or_default().extend(column.clone());
        }
        view.triggers = parts.triggers(relation);
        schema.views.insert(view.name.clone(), view);
    }
    Ok(())
}

/// The catalog keeps what a view selects, and its options apart.
fn statement(relation: &Relation) -> String {
    let what = if relation.kind == Kind::MaterializedView { "MATERIALIZED VIEW" } else { "VIEW" };
    let mut sql = format!("CREATE {what} {}", Dialect::Postgres.quote_table(&relation.name));
    for clause in relation.with().into_iter().chain(relation.in_tablespace()) {
        sql.push(' ');
        sql.push_str(&clause);
    }
    let query = relation.query.as_deref().unwrap_or_default();
    sql + " AS\n" + query.trim_end_matches(';')
}
