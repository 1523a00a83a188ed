//! How often everything that a schema can hold was there, and every operation was found.

use std::collections::{BTreeMap, BTreeSet};

use autogen_diff::Operation;
use autogen_schema::{
    Column, Deferrable, Dialect, ForeignKey, IdentityKind, Index, IndexKey, ReferentialAction, Schema, SortOrder,
    Storage, Table,
};

/// In how many pairs something was there.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    pub(super) pairs: usize,
    found: BTreeMap<String, usize>,
}

impl Coverage {
    pub(super) fn see(&mut self, dialect: Dialect, schemas: &[&Schema], operations: &[Operation]) {
        self.pairs += 1;
        let mut seen: BTreeSet<String> = schemas.iter().flat_map(|schema| features(schema, dialect)).collect();
        seen.extend(operations.iter().map(kind));
        for what in seen {
            *self.found.entry(what).or_default() += 1;
        }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.pairs += other.pairs;
        for (what, count) in other.found {
            *self.found.entry(what).or_default() += count;
        }
    }

    /// What was there in fewer than one pair in a hundred.
    pub(super) fn rare(&self, dialect: Dialect) -> Vec<&'static str> {
        let count = |what: &str| self.found.get(what).copied().unwrap_or_default();
        expected(dialect).into_iter().filter(|what| count(what) * 100 < self.pairs).collect()
    }
}

/// The name of an operation.
fn kind(operation: &Operation) -> String {
    let text = format!("{operation:?}");
    text[..text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len())].to_owned()
}

/// What must be there. Schemas are no operations between two databases, nor are names of constraints and indexes but on
/// PostgreSQL, where an index gets another name in about one pair of a hundred, too near to be asked for; what a dialect does not have
/// is left out.
#[expect(clippy::too_many_lines, reason = "it is a list")]
fn expected(dialect: Dialect) -> Vec<&'static str> {
    let mut all = vec![
        "CreateTable",
        "DropTable",
        "RenameTable",
        "AddColumn",
        "DropColumn",
        "RenameColumn",
        "AlterColumn",
        "AddPrimaryKey",
        "DropPrimaryKey",
        "AddForeignKey",
        "DropForeignKey",
        "AddCheck",
        "DropCheck",
        "CreateIndex",
        "DropIndex",
        "column.nullable",
        "column.default",
        "column.auto_increment",
        "column.generated stored",
        "column.collation",
        "primary_key",
        "primary_key of several",
        "foreign_key.on_delete",
        "foreign_key.on_update",
        "foreign_key of several",
        "check.name",
        "index.unique",
        "index descending",
        "table.triggers",
        "schema.views",
        "index of several",
    ];
    all.extend(match dialect {
        Dialect::Sqlite => vec![
            "AddUnique",
            "DropUnique",
            "column.generated virtual",
            "unique.conflict",
            "foreign_key.deferrable",
            "table.strict",
            "table.without_rowid",
            "table.autoincrement",
            "index.predicate",
            "index of an expression",
            "index collation",
            "schema.virtual_tables",
            "unique of several",
            "foreign_key.matching",
        ],
        Dialect::Postgres => vec![
            "CreateTable",
            "AlterEnum",
            "RenameConstraint",
            "SetTableComment",
            "AddUnique",
            "DropUnique",
            "column.comment",
            "column.settings",
            "column.identity always",
            "column.identity by default",
            "column.identity serial",
            "column.identity options",
            "unique.nulls_not_distinct",
            "unique of several",
            "foreign_key.deferrable",
            "foreign_key.deferred",
            "foreign_key.matching",
            "table.exclusions",
            "table.attachments",
            "table.comment",
            "table.clauses",
            "index.method",
            "index.predicate",
            "index.include",
            "index.nulls_not_distinct",
            "index of an expression",
            "index collation",
            "index nulls",
            "index operator class",
            "schema.enums",
            "schema.objects",
            "schema.needs",
            "view.materialized",
            "view.triggers",
            "view.attachments",
        ],
        Dialect::Mysql => vec![
            "SetTableComment",
            "column.generated virtual",
            "column.on_update",
            "column.comment",
            "column.settings",
            "check.column",
            "table.comment",
            "table.clauses",
            "index.method",
            "index.settings",
            "index prefix",
            "schema.objects",
        ],
    });
    all
}

fn features(schema: &Schema, dialect: Dialect) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut see = |what: &str, is: bool| {
        if is {
            seen.insert(what.to_owned());
        }
    };
    see("schema.enums", schema.enums.len() > usize::from(dialect != Dialect::Postgres));
    see("schema.views", !schema.views.is_empty());
    see("schema.virtual_tables", !schema.virtual_tables.is_empty());
    see("schema.objects", !schema.objects.is_empty());
    see("schema.needs", !schema.needs.is_empty());
    for view in schema.views.values() {
        see("view.materialized", view.materialized);
        see("view.triggers", !view.triggers.is_empty());
        see("view.attachments", !view.attachments.is_empty());
    }
    for table in schema.tables.values() {
        of_table(table, &mut see);
        table.columns.iter().for_each(|column| of_column(column, &mut see));
        table.foreign_keys.iter().for_each(|key| of_key(key, &mut see));
        table.indexes.iter().for_each(|index| of_index(index, &mut see));
    }
    seen
}

type See<'a> = dyn FnMut(&str, bool) + 'a;

fn of_table(table: &Table, see: &mut See<'_>) {
    see("primary_key", table.primary_key.is_some());
    see("primary_key of several", table.primary_key.as_ref().is_some_and(|key| key.columns.len() > 1));
    see("table.exclusions", !table.exclusions.is_empty());
    see("table.triggers", !table.triggers.is_empty());
    see("table.attachments", !table.attachments.is_empty());
    see("table.comment", table.comment.is_some());
    see("table.clauses", !table.clauses.is_empty());
    see("table.strict", table.options.strict);
    see("table.without_rowid", table.options.without_rowid);
    see("table.autoincrement", table.options.autoincrement);
    for unique in &table.uniques {
        see("unique of several", unique.columns.len() > 1);
        see("unique.conflict", unique.conflict.is_some());
        see("unique.nulls_not_distinct", unique.nulls_not_distinct);
    }
    for check in &table.checks {
        see("check.name", check.name.is_some());
        see("check.column", check.column.is_some());
    }
}

fn of_column(column: &Column, see: &mut See<'_>) {
    let generated = |storage| column.generated.as_ref().is_some_and(|made| made.storage == storage);
    let identity = |kind| column.identity.as_ref().is_some_and(|identity| identity.kind == kind);
    see("column.nullable", column.nullable);
    see("column.default", column.default.is_some());
    see("column.auto_increment", column.auto_increment);
    see("column.generated stored", generated(Storage::Stored));
    see("column.generated virtual", generated(Storage::Virtual));
    see("column.identity always", identity(IdentityKind::Always));
    see("column.identity by default", identity(IdentityKind::ByDefault));
    see("column.identity serial", identity(IdentityKind::Serial));
    see("column.identity options", column.identity.as_ref().is_some_and(|identity| !identity.options.is_empty()));
    see("column.on_update", column.on_update.is_some());
    see("column.collation", column.collation.is_some());
    see("column.comment", column.comment.is_some());
    see("column.settings", !column.settings.is_empty());
}

fn of_key(key: &ForeignKey, see: &mut See<'_>) {
    let does = |action: Option<ReferentialAction>| action.is_some_and(|action| action != ReferentialAction::NoAction);
    see("foreign_key of several", key.columns.len() > 1);
    see("foreign_key.on_delete", does(key.on_delete));
    see("foreign_key.on_update", does(key.on_update));
    see("foreign_key.deferrable", key.deferrable.is_some());
    see("foreign_key.deferred", key.deferrable == Some(Deferrable::InitiallyDeferred));
    see("foreign_key.matching", key.matching.is_some());
}

fn of_index(index: &Index, see: &mut See<'_>) {
    see("index.unique", index.unique);
    see("index.method", index.method.is_some());
    see("index.predicate", index.predicate.is_some());
    see("index.include", !index.include.is_empty());
    see("index.nulls_not_distinct", index.nulls_not_distinct);
    see("index.settings", !index.settings.is_empty());
    see("index of several", index.parts.len() > 1);
    for part in &index.parts {
        see("index of an expression", matches!(part.key, IndexKey::Expression(_)));
        see("index descending", part.order == SortOrder::Descending);
        see("index collation", part.collation.is_some());
        see("index nulls", part.nulls.is_some());
        see("index operator class", part.operator_class.is_some());
        see("index prefix", part.prefix.is_some());
    }
}
