//! What is never proposed, whatever anything says: the tools' own bookkeeping, and what the project declares unmanaged.

use autogen_schema::{Dialect, Schema, TableName};

use crate::Project;

/// Tables in which this and other tools keep what they did. A trailing `*` stands for anything.
const BOOKKEEPING: &[&str] = &[
    "autogen_version",
    "autogen_state",
    "autogen_state_*",
    "seaql_migrations",
    "seaql_migrations_*",
    "alembic_version",
    "_sqlx_migrations",
    "__diesel_schema_migrations",
    "refinery_schema_history",
    "_prisma_migrations",
    "__drizzle_migrations",
    "__efmigrationshistory",
    "flyway_schema_history",
    "databasechangelog",
    "databasechangeloglock",
    "django_migrations",
    "schema_migrations",
    "ar_internal_metadata",
    "goose_db_version",
    "knex_migrations",
    "knex_migrations_lock",
];

/// Whether `table` is never managed.
pub(crate) fn is_excluded(table: &TableName, project: &Project) -> bool {
    let name = table.name.as_str().to_ascii_lowercase();
    let is_bookkeeping = |pattern: &&str| match pattern.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => name == *pattern,
    };
    table.name.same(&project.version_table, Dialect::Sqlite)
        || BOOKKEEPING.iter().any(is_bookkeeping)
        || project.is_unmanaged(table)
}

/// Takes out of `schema` what is never managed.
pub(crate) fn without_excluded(mut schema: Schema, project: &Project) -> Schema {
    schema.tables.retain(|name, _| !is_excluded(name, project));
    schema.views.retain(|name, _| !is_excluded(name, project));
    schema.virtual_tables.retain(|name, _| !is_excluded(name, project));
    schema
}
