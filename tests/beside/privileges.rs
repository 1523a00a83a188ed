//! Read by a role that may do no more than use the schemas: the same facts, or a note for each thing that it could not see.

use autogen_introspect::{Note, entries, introspect};
use autogen_schema::Dialect;

use crate::support::Database;

const EVERYTHING: &str = include_str!("../../fixtures/introspect/postgres/everything.sql");

#[tokio::test]
async fn a_role_with_usage_alone() {
    let database = Database::postgres("beside");
    database.sql(EVERYTHING);
    let role = format!("usage_{}", database.name());
    database.sql(&format!(
        "REVOKE ALL ON ALL TABLES IN SCHEMA public, other FROM PUBLIC; REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public, other FROM PUBLIC;
         CREATE ROLE \"{role}\" LOGIN; GRANT USAGE ON SCHEMA public, other TO \"{role}\""
    ));
    let owner = introspect(&sea_orm::Database::connect(database.url()).await.unwrap()).await.unwrap();
    let url = database.url().replace("postgres@", &format!("{role}@"));
    let connection = sea_orm::Database::connect(url).await.unwrap();
    let seen = introspect(&connection).await.unwrap();
    connection.close().await.unwrap();
    let (all, found) = (entries(&owner.schema, Dialect::Postgres), entries(&seen.schema, Dialect::Postgres));
    let missing: Vec<_> = all.iter().filter(|entry| !found.contains(entry)).collect();
    let new: Vec<_> = found.iter().filter(|entry| !all.contains(entry)).collect();
    let is_noted = |name: &str| seen.notes.iter().any(|note: &Note| note.to_string().contains(name));
    let silent: Vec<_> = missing.iter().filter(|entry| !is_noted(entry.name.name.as_str())).collect();
    assert!(silent.is_empty() && new.is_empty(), "missing {silent:#?}\nnew {new:#?}");
    database.sql(&format!("DROP OWNED BY \"{role}\"; DROP ROLE \"{role}\""));
}
