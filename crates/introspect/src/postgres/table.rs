//! Tables, put together from what each catalog says of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use autogen_schema::{Attachment, Definition, Dialect, Table, TableName, Trigger};
use sea_orm::ConnectionTrait;

use super::attachment::{column_setting, comment_of, enabled, setting, setting_of};
use super::catalog::{Catalog, Known, Rows, meanwhile};
use super::column::{self, ColumnRow, Columns};
use super::constraint::{self, Constraint, ConstraintRow};
use super::create_table;
use super::dependency::{self, Needs};
use super::grant::Grants;
use super::index::{self, Indexes, Made};
use super::not_null;
use super::policy::{self, Policy};
use super::presence::Thing;
use super::publication::{self, Published};
use super::relation::{Kind, Relation};
use super::rule::{self, Rule};
use super::sequence::Sequences;
use super::statistics::{self, Statistics};
use super::trigger::{self, TriggerRow};
use crate::Error;

const POSTGRES: Dialect = Dialect::Postgres;

/// What relations are made of, by relation.
pub(super) struct Parts {
    pub(super) sequences: Sequences,
    pub(super) columns: Columns,
    constraints: BTreeMap<i64, Vec<ConstraintRow>>,
    indexes: BTreeMap<i64, Vec<Made>>,
    triggers: BTreeMap<i64, Vec<TriggerRow>>,
    policies: BTreeMap<i64, Vec<Policy>>,
    rules: BTreeMap<i64, Vec<Rule>>,
    statistics: BTreeMap<i64, Vec<Statistics>>,
    published: BTreeMap<i64, Vec<Published>>,
    pub(super) needs: Needs,
}

impl Parts {
    pub(super) async fn read<C: ConnectionTrait>(catalog: &Catalog<'_, C>) -> Result<Self, Error> {
        let known = &catalog.known;
        let has = |thing| known.presence.has(thing);
        let sequences = Sequences::read(catalog).await?;
        let rows = Rows::of(catalog.db, "columns", column::SQL).await?;
        let not_null = not_null::read(catalog).await?;
        let columns = meanwhile({
            let known = Arc::clone(known);
            move || Ok((Columns::of_rows(rows, not_null, &sequences, &known)?, sequences))
        });
        let constraints = Rows::of(catalog.db, "constraints", constraint::SQL).await?;
        let indexes = Indexes::ask(catalog).await?;
        let triggers = catalog.by_relation(has(Thing::Trigger), "triggers", trigger::SQL, trigger::decode).await?;
        let policies = catalog.by_relation(has(Thing::Policy), "policies", policy::SQL, policy::decode).await?;
        let rules = catalog.by_relation(has(Thing::Rule), "rules", rule::SQL, rule::decode).await?;
        let statistics =
            catalog.by_relation(has(Thing::Statistics), "statistics", statistics::SQL, statistics::decode).await?;
        let published =
            catalog.by_relation(has(Thing::Publication), "publications", publication::SQL, publication::decode).await?;
        let needs = dependency::read(catalog).await?;
        let (columns, sequences): (Columns, Sequences) = columns.await?;
        Ok(Self {
            constraints: constraint::of_rows(constraints, &columns, known)?,
            indexes: index::read(catalog, indexes, &columns).await?,
            triggers,
            policies,
            rules,
            statistics,
            published,
            needs,
            sequences,
            columns,
        })
    }

    /// The columns of a relation.
    pub(super) fn columns(&self, relation: i64) -> &[ColumnRow] {
        self.columns.of(relation)
    }

    /// Puts a table together, but for its columns: also a partition or a foreign table.
    pub(super) fn table(&self, known: &Known, grants: &Grants, relation: &Relation) -> Table {
        let mut table = Table::new(relation.name.clone());
        let columns = self.columns(relation.oid);
        let parents: Vec<TableName> =
            relation.parents.iter().filter_map(|parent| known.names.get(parent)).cloned().collect();
        for row in of(&self.constraints, relation.oid) {
            match row.constraint.clone() {
                Constraint::PrimaryKey(key) => table.primary_key = Some(key),
                Constraint::Unique(unique) => table.uniques.push(unique),
                Constraint::ForeignKey(key) => table.foreign_keys.push(key),
                Constraint::Check(check) => table.checks.push(check),
                Constraint::Exclusion(exclusion) => table.exclusions.push(exclusion),
            }
        }
        table.indexes = self.indexes(relation).iter().map(|made| made.index.clone()).collect();
        table.triggers = self.triggers(relation);
        table.comment.clone_from(&relation.comment);
        table.clauses = create_table::clauses(relation, &parents);
        if relation.unlogged {
            table.clauses.insert(0, "UNLOGGED".into());
        }
        table.clauses.extend(relation.of_type.as_ref().map(|of| format!("OF {of}")));
        let of_parents: Vec<_> = relation.parents.iter().map(|parent| self.columns(*parent)).collect();
        table.attachments = create_table::inherited(relation, columns, &of_parents);
        table.attachments.extend(create_table::awaited(relation, columns));
        table.attachments.extend(whole(relation));
        table.attachments.extend(self.attachments(relation));
        table.attachments.extend(grants.attachments(relation.oid, &POSTGRES.quote_table(&relation.name)));
        table.definition = Definition::new(create_table::statement(relation, columns, &parents));
        table
    }

    /// The indexes of a table or materialized view that are no constraint's.
    pub(super) fn indexes(&self, relation: &Relation) -> &[Made] {
        of(&self.indexes, relation.oid)
    }

    /// The triggers on a table or view.
    pub(super) fn triggers(&self, relation: &Relation) -> Vec<Trigger> {
        of(&self.triggers, relation.oid).iter().map(|row| row.trigger.clone()).collect()
    }

    /// What hangs on a table or view: policies, rules, statistics, publications, comments on parts of it, triggers that are off.
    pub(super) fn attachments(&self, relation: &Relation) -> Vec<Attachment> {
        let (oid, name) = (relation.oid, &relation.name);
        let mut attachments: Vec<Attachment> = Vec::new();
        attachments.extend(of(&self.policies, oid).iter().flat_map(|policy| policy.attachments(name)));
        attachments.extend(of(&self.rules, oid).iter().flat_map(|rule| rule.attachments(name)));
        attachments.extend(of(&self.statistics, oid).iter().flat_map(Statistics::attachments));
        attachments.extend(of(&self.published, oid).iter().map(|published| published.attachment(name)));
        for row in of(&self.triggers, oid) {
            let trigger = &row.trigger.name;
            attachments.extend(enabled(&row.enabled, "TRIGGER").map(|what| setting_of(name, trigger, &what)));
            attachments.extend(row.comment.as_deref().map(|text| comment_of(name, "TRIGGER", trigger, text)));
        }
        for row in of(&self.constraints, oid) {
            attachments.extend(row.comment.as_deref().map(|text| comment_of(name, "CONSTRAINT", &row.name, text)));
        }
        for made in self.indexes(relation) {
            attachments.extend(made.comment_in(name));
            attachments.extend(made.settings_in(name));
        }
        attachments
    }

    /// What is set on the columns of a view, and what is said of them.
    pub(super) fn column_settings(&self, relation: &Relation) -> Vec<Attachment> {
        let set = |row: &ColumnRow| {
            let default = row.expression.as_ref().map(|text| format!("SET DEFAULT {text}"));
            let settings: Vec<_> = default.iter().chain(&row.column.settings).cloned().collect();
            let settings = settings.into_iter().map(|what| column_setting(&relation.name, &row.column.name, &what));
            settings.chain(row.comment_in(&relation.name)).collect::<Vec<_>>()
        };
        self.columns(relation.oid).iter().flat_map(set).collect()
    }
}

/// What is set on the table as a whole, and has no place in the statement that makes it.
pub(super) fn whole(relation: &Relation) -> Vec<Attachment> {
    let name = &relation.name;
    let security = [
        (relation.row_security.enabled, "ENABLE ROW LEVEL SECURITY"),
        (relation.row_security.forced, "FORCE ROW LEVEL SECURITY"),
    ];
    let mut settings: Vec<Attachment> =
        security.into_iter().filter(|(on, _)| *on).map(|(_, what)| setting(name, "row security", what)).collect();
    // A foreign table has none by nature.
    let replica_identity = if relation.kind == Kind::ForeignTable { "" } else { relation.replica_identity.as_str() };
    settings.extend(match (replica_identity, &relation.replica_index) {
        ("f", _) => Some(setting(name, "replica identity", "REPLICA IDENTITY FULL")),
        ("n", _) => Some(setting(name, "replica identity", "REPLICA IDENTITY NOTHING")),
        ("i", Some(index)) => Some(setting_of(name, index, "REPLICA IDENTITY USING INDEX")),
        _ => None,
    });
    settings.extend(relation.cluster_index.as_ref().map(|index| setting_of(name, index, "CLUSTER ON")));
    settings
}

fn of<T>(groups: &BTreeMap<i64, Vec<T>>, relation: i64) -> &[T] {
    groups.get(&relation).map(Vec::as_slice).unwrap_or_default()
}
