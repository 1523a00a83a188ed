//! Privileges: what others than the owner may do.

use std::collections::BTreeMap;

use autogen_schema::{Attachment, AttachmentKind, Dialect, Ident};
use sea_orm::ConnectionTrait;

use super::attachment::attachment;
use super::catalog::{Catalog, ident, query};
use super::presence::Thing;
use super::table::Parts;
use crate::Error;

const POSTGRES: Dialect = Dialect::Postgres;

/// Privileges, by catalog and identifier of what they are on.
pub(super) struct Grants(BTreeMap<(String, i64), Vec<Grant>>);

/// Privileges of one role, given or taken.
struct Grant {
    column: Option<Ident>,
    granted: bool,
    grantable: bool,
    /// Nobody in particular for PUBLIC.
    grantee: Option<Ident>,
    privileges: Vec<String>,
}

impl Grants {
    pub(super) async fn read<C: ConnectionTrait>(catalog: &Catalog<'_, C>, parts: &Parts) -> Result<Self, Error> {
        let on_relations = catalog.known.has(|relation| relation.granted) || parts.columns.are_granted();
        if !catalog.known.presence.has(Thing::Grant) && !on_relations {
            return Ok(Self(BTreeMap::new()));
        }
        let rows = query(catalog.db, "privileges", include_str!("grant.sql"), |row| {
            let grant = Grant {
                column: ident(row, "column_name")?,
                granted: row.try_get("", "granted")?,
                grantable: row.try_get("", "grantable")?,
                grantee: ident(row, "grantee")?,
                privileges: row.try_get("", "privileges")?,
            };
            Ok(((row.try_get::<String>("", "catalog")?, row.try_get::<i64>("", "oid")?), grant))
        })
        .await?;
        let mut grants = BTreeMap::<_, Vec<Grant>>::new();
        for (of, grant) in rows {
            grants.entry(of).or_default().push(grant);
        }
        Ok(Self(grants))
    }

    /// The statements about what `catalog` holds as `oid`, which is called `what` in them.
    pub(super) fn statements(&self, catalog: &str, oid: i64, what: &str) -> Vec<String> {
        self.of(catalog, oid).iter().map(|grant| grant.sql(what)).collect()
    }

    /// The privileges on a relation, which is called `what` in statements.
    pub(super) fn attachments(&self, oid: i64, what: &str) -> Vec<Attachment> {
        let attachment = |grant: &Grant| {
            let grantee = grant.grantee.clone().unwrap_or_else(|| "PUBLIC".into());
            Attachment {
                uses: grant.column.iter().cloned().collect(),
                ..attachment(AttachmentKind::Grant, grantee, grant.sql(what))
            }
        };
        self.of("pg_class", oid).iter().map(attachment).collect()
    }

    fn of(&self, catalog: &str, oid: i64) -> &[Grant] {
        self.0.get(&(catalog.to_owned(), oid)).map(Vec::as_slice).unwrap_or_default()
    }
}

impl Grant {
    fn sql(&self, what: &str) -> String {
        let column = self.column.as_ref().map(|column| format!(" ({})", POSTGRES.quote(column))).unwrap_or_default();
        let privileges: Vec<_> = self.privileges.iter().map(|privilege| format!("{privilege}{column}")).collect();
        let grantee = self.grantee.as_ref().map_or("PUBLIC".into(), |role| POSTGRES.quote(role));
        let (verb, to) = if self.granted { ("GRANT", "TO") } else { ("REVOKE", "FROM") };
        let option = if self.granted && self.grantable { " WITH GRANT OPTION" } else { "" };
        format!("{verb} {} ON {what} {to} {grantee}{option}", privileges.join(", "))
    }
}
