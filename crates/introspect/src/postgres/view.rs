//! Views.

use autogen_schema::{Attachment, AttachmentKind, Dialect, IndexKey, Schema, View};
use sea_orm::ConnectionTrait;

use super::attachment::{attachment, comment};
use super::catalog::{Catalog, ident, name};
use super::grant::Grants;
use super::relation::{Kind, Relation};
use super::table::{Parts, whole};
use crate::Error;

const POSTGRES: Dialect = Dialect::Postgres;

/// Adds every view.
pub(super) async fn read<C: ConnectionTrait>(
    catalog: &Catalog<'_, C>,
    parts: &Parts,
    grants: &Grants,
    schema: &mut Schema,
) -> Result<(), Error> {
    let uses = catalog
        .by_relation(catalog.known.has(Relation::is_view), "views", include_str!("view.sql"), |row| {
            Ok((name(row)?, ident(row, "column_name")?))
        })
        .await?;
    for relation in catalog.known.relations.iter().filter(|relation| relation.is_view()) {
        let mut view = View::new(relation.name.clone(), statement(relation));
        view.materialized = relation.kind == Kind::MaterializedView;
        for (used, column) in uses.get(&relation.oid).into_iter().flatten() {
            view.mentions.insert(used.name.clone());
            view.uses.entry(used.clone()).or_default().extend(column.clone());
        }
        view.triggers = parts.triggers(relation);
        view.attachments = attachments(parts, grants, relation);
        schema.views.insert(view.name.clone(), view);
    }
    Ok(())
}

/// The catalog keeps what a view selects, and its options apart.
fn statement(relation: &Relation) -> String {
    let mut sql = format!("CREATE {}", what(relation));
    let method = relation.method.as_deref().filter(|method| *method != "heap");
    let method = method.map(|method| format!("USING {}", POSTGRES.quote(&method.into())));
    for clause in method.into_iter().chain(relation.with()).chain(relation.in_tablespace()) {
        sql.push(' ');
        sql.push_str(&clause);
    }
    let query = relation.query.as_deref().unwrap_or_default();
    sql + " AS\n" + query.trim_end_matches(';')
}

fn what(relation: &Relation) -> String {
    let what = if relation.kind == Kind::MaterializedView { "MATERIALIZED VIEW" } else { "VIEW" };
    format!("{what} {}", POSTGRES.quote_table(&relation.name))
}

fn attachments(parts: &Parts, grants: &Grants, relation: &Relation) -> Vec<Attachment> {
    let index = |made: &super::index::Made| {
        let columns = made.index.parts.iter().filter_map(|part| match &part.key {
            IndexKey::Column(column) => Some(column.clone()),
            IndexKey::Expression(_) => None,
        });
        let name = made.index.name.clone()?;
        let sql = made.index.definition.as_deref()?.to_owned();
        Some(Attachment { uses: columns.collect(), ..attachment(AttachmentKind::Index, name, sql) })
    };
    let mut attachments: Vec<Attachment> = parts.indexes(relation).iter().filter_map(index).collect();
    attachments.extend(parts.column_settings(relation));
    // Row security and replicas are no business of views, but a materialized one may be sorted by an index.
    attachments.extend(whole(relation).into_iter().filter(|_| relation.kind == Kind::MaterializedView));
    attachments.extend(parts.attachments(relation));
    let comment = relation.comment.as_deref().map(|text| comment(relation.name.name.clone(), &what(relation), text));
    attachments.extend(comment);
    attachments.extend(grants.attachments(relation.oid, &POSTGRES.quote_table(&relation.name)));
    attachments
}
