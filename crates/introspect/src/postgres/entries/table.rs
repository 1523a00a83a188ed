//! The statements that make a table and what hangs on it.

use autogen_schema::{
    Attachment, AttachmentKind, DataType, Definition, Dialect, Ident, IdentityKind, Table, TableName, Trigger,
};

use crate::Entry;
use crate::postgres::attachment::{column_setting, comment};
use crate::postgres::create_table::serial_word;
use crate::postgres::sequence;

const POSTGRES: Dialect = Dialect::Postgres;

/// Everything that makes a table by itself.
pub(in crate::postgres) fn all(table: &Table) -> Vec<Entry> {
    let mut entries = create(table);
    entries.extend(constraints(table));
    entries.extend([true, false].into_iter().flat_map(|valid| indexes(table, valid)));
    entries.extend(foreign_keys(table));
    entries.extend(triggers(&table.name, &table.triggers));
    entries.extend(settings(table));
    entries
}

/// The sequences of serial columns for which the word `serial` does not stand.
pub(super) fn sequences(table: &Table) -> Vec<Entry> {
    let sequence = |column: &autogen_schema::Column| {
        let identity = column.identity.as_ref().filter(|identity| identity.kind == IdentityKind::Serial)?;
        if serial_word(&table.name, column).is_some() {
            return None;
        }
        let DataType::Reported(data_type) = &column.data_type else { return None };
        let mut options = identity.options.clone();
        if !options.iter().any(|option| option.starts_with("AS ")) {
            options.insert(0, format!("AS {data_type}"));
        }
        let sql = sequence::create(&identity.sequence, &options);
        Some(Entry::new("sequence", identity.sequence.clone(), sql))
    };
    table.columns.iter().filter_map(sequence).collect()
}

/// The table, and whose its sequences are.
pub(super) fn create(table: &Table) -> Vec<Entry> {
    let sql = table.definition.as_deref().map(str::to_owned);
    let mut entries = vec![Entry { sql, ..Entry::new("table", table.name.clone(), "") }];
    for sequence in sequences(table) {
        let owners = table
            .columns
            .iter()
            .filter(|column| column.identity.as_ref().is_some_and(|identity| identity.sequence == sequence.name));
        entries.extend(owners.map(|column| {
            let owner = format!("{}.{}", POSTGRES.quote_table(&table.name), POSTGRES.quote(&column.name));
            let sql = format!("ALTER SEQUENCE {} OWNED BY {owner}", POSTGRES.quote_table(&sequence.name));
            Entry::on(&table.name, "sequence owner", sequence.name.clone(), sql)
        }));
    }
    entries
}

/// Keys, uniques, checks and exclusions.
pub(super) fn constraints(table: &Table) -> Vec<Entry> {
    let key = table.primary_key.iter().map(|key| constraint(table, "primary key", key.name.as_ref(), &key.definition));
    let uniques = table.uniques.iter().map(|key| constraint(table, "unique", key.name.as_ref(), &key.definition));
    let checks = table.checks.iter().map(|check| constraint(table, "check", check.name.as_ref(), &check.definition));
    let exclusions = table.exclusions.iter().map(|exclusion| {
        constraint(table, "exclusion", Some(&exclusion.name), &Definition::new(exclusion.sql.as_str()))
    });
    key.chain(uniques).chain(checks).chain(exclusions).flatten().collect()
}

/// References.
pub(super) fn foreign_keys(table: &Table) -> Vec<Entry> {
    let keys = table.foreign_keys.iter();
    keys.filter_map(|key| constraint(table, "foreign key", key.name.as_ref(), &key.definition)).collect()
}

fn constraint(table: &Table, kind: &str, name: Option<&Ident>, definition: &Definition) -> Option<Entry> {
    let (name, definition) = (name?, definition.as_deref()?);
    let sql = format!(
        "ALTER TABLE {} ADD CONSTRAINT {} {definition}",
        POSTGRES.quote_table(&table.name),
        POSTGRES.quote(name)
    );
    Some(Entry::on(&table.name, kind, name.clone(), sql))
}

/// Indexes that are no constraint's: those that the server uses, or those that it does not.
pub(super) fn indexes(table: &Table, valid: bool) -> Vec<Entry> {
    let entry = |index: &autogen_schema::Index| {
        let kind = if valid { "index" } else { "invalid index" };
        Some(Entry::on(&table.name, kind, index.name.clone()?, index.definition.as_deref()?))
    };
    table.indexes.iter().filter(|index| index.valid == valid).filter_map(entry).collect()
}

/// Triggers.
pub(super) fn triggers(table: &TableName, triggers: &[Trigger]) -> Vec<Entry> {
    triggers.iter().map(|trigger| Entry::on(table, "trigger", trigger.name.clone(), trigger.sql.as_str())).collect()
}

/// What is set on columns, what hangs on the table, comments on the table and its columns.
pub(super) fn settings(table: &Table) -> Vec<Entry> {
    let mut all = Vec::new();
    for column in &table.columns {
        // The name of what makes it NOT NULL stands in the table's own text.
        let settings = column.settings.iter().filter(|what| !what.starts_with("CONSTRAINT "));
        all.extend(settings.map(|what| column_setting(&table.name, &column.name, what)));
    }
    all.extend(table.attachments.iter().cloned());
    let name = POSTGRES.quote_table(&table.name);
    let kind = if table.clauses.iter().any(|clause| clause.starts_with("SERVER ")) { "FOREIGN TABLE" } else { "TABLE" };
    all.extend(table.comment.as_deref().map(|text| comment(table.name.name.clone(), &format!("{kind} {name}"), text)));
    for column in &table.columns {
        let what = format!("COLUMN {name}.{}", POSTGRES.quote(&column.name));
        all.extend(column.comment.as_deref().map(|text| comment(column.name.clone(), &what, text)));
    }
    attachments(&table.name, &all)
}

/// What hangs on a table, view or type.
pub(super) fn attachments(table: &TableName, attachments: &[Attachment]) -> Vec<Entry> {
    let entry = |attachment: &Attachment| {
        let kind = match attachment.kind {
            AttachmentKind::Index => "index",
            AttachmentKind::Rule => "rule",
            AttachmentKind::Policy => "policy",
            AttachmentKind::Statistics => "statistics",
            AttachmentKind::Publication => "publication of a table",
            AttachmentKind::Grant => "grant",
            AttachmentKind::Comment => "comment",
            AttachmentKind::Setting => "setting",
        };
        Entry::on(table, kind, attachment.name.clone(), attachment.sql.as_str())
    };
    attachments.iter().map(entry).collect()
}
