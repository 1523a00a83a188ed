//! What differs between two schemas and no operation says.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use autogen_schema::sql::normalize_statement;
use autogen_schema::{Attachment, AttachmentKind, Dialect, Schema, Table, TableName, Trigger};

use crate::Operation;
use crate::exact::Renames;

/// Something that comes, goes or changes, by its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Beside {
    /// What becomes of it.
    pub change: Change,
    /// What it is, in the database's word: `view`, `trigger`, `function`, `policy`.
    pub kind: String,
    /// Its name.
    pub name: TableName,
    /// What it hangs on.
    pub on: Option<TableName>,
}

/// What becomes of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It comes.
    Create,
    /// It goes.
    Drop,
    /// It has another text.
    Change,
}

impl Change {
    /// Returns the word for it.
    pub fn verb(self) -> &'static str {
        match self {
            Change::Create => "create",
            Change::Drop => "drop",
            Change::Change => "change",
        }
    }
}

impl fmt::Display for Beside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { change, kind, name, on } = self;
        write!(f, "{} {kind} {name}", change.verb())?;
        on.as_ref().map_or(Ok(()), |on| write!(f, " on {on}"))
    }
}

/// What something is known by: what it hangs on, its kind, its name.
type Key = (Option<TableName>, String, TableName);

/// Lists what differs. What goes or comes with its table is not listed by itself.
pub(super) fn differences(from: &Schema, to: &Schema, dialect: Dialect, renames: &Renames) -> Vec<Beside> {
    let named = |table: &TableName| renames.table(table, dialect);
    let told = |on: &TableName, sql: &str| renames.text(on, sql, dialect);
    let before = texts(from, dialect, &named, &told);
    let after = texts(to, dialect, &TableName::clone, &|_, sql| sql.to_owned());
    let stays = |(on, ..): &Key| {
        let is_kept = |on: &TableName| {
            let had = from.tables.keys().any(|table| named(table) == *on) || from.views.contains_key(on);
            had && (to.tables.contains_key(on) || to.views.contains_key(on))
        };
        on.as_ref().is_none_or(is_kept)
    };
    let keys: BTreeSet<&Key> = before.keys().chain(after.keys()).filter(|key| stays(key)).collect();
    let change = |key: &Key| match (before.get(key), after.get(key)) {
        (Some(one), Some(other)) => (one != other).then_some(Change::Change),
        (None, _) => Some(Change::Create),
        (_, None) => Some(Change::Drop),
    };
    let found = keys.into_iter().filter_map(|key| {
        let (on, kind, name) = key.clone();
        Some(Beside { change: change(key)?, kind, name, on })
    });
    found.collect()
}

/// Tables whose text differs although no operation is on them, where a database keeps it: `STRICT`, `ON CONFLICT`, and the like.
pub(super) fn rewritten(
    from: &Schema,
    to: &Schema,
    dialect: Dialect,
    renames: &Renames,
    operations: &[Operation],
) -> Vec<Beside> {
    if dialect != Dialect::Sqlite || !renames.is_empty() {
        return Vec::new();
    }
    let text = |table: &Table| table.definition.as_deref().map(|sql| normalize_statement(sql, dialect));
    let differs = |table: &&Table| to.table(&table.name, dialect).is_some_and(|other| text(table) != text(other));
    let is_told = |table: &Table| operations.iter().any(|o| o.table().is_some_and(|on| on.same(&table.name, dialect)));
    let tables = from.tables.values().filter(differs).filter(|table| !is_told(table));
    tables
        .map(|table| Beside {
            change: Change::Change,
            kind: "text of table".to_owned(),
            name: table.name.clone(),
            on: None,
        })
        .collect()
}

type Texts = BTreeMap<Key, Vec<String>>;

/// `named` and `told` put what hangs on tables into the names of the other side.
fn texts(
    schema: &Schema,
    dialect: Dialect,
    named: &dyn Fn(&TableName) -> TableName,
    told: &dyn Fn(&TableName, &str) -> String,
) -> Texts {
    let mut texts = Texts::new();
    let mut add = |on: Option<&TableName>, kind: &str, name: &TableName, sql: &str| {
        let key = (on.map(named), kind.to_owned(), name.clone());
        let sql = on.map_or_else(|| sql.to_owned(), |on| told(on, sql));
        texts.entry(key).or_default().push(normalize_statement(&sql, dialect));
    };
    for table in schema.tables.values() {
        of_table(table, &mut add);
    }
    for view in schema.views.values() {
        let kind = if view.materialized { "materialized view" } else { "view" };
        add(None, kind, &view.name, &view.sql);
        triggers(&view.name, &view.triggers, &mut add);
        attachments(&view.name, &view.attachments, &mut add);
    }
    for table in schema.virtual_tables.values().filter(|table| !table.shadow) {
        add(None, "virtual table", &table.name, &table.sql);
    }
    for object in &schema.objects {
        add(None, &object.kind, &object.name, object.sql.as_deref().unwrap_or_default());
    }
    for ty in schema.enums.values() {
        attachments(&TableName::new(ty.name.clone()), &ty.attachments, &mut add);
    }
    for texts in texts.values_mut() {
        texts.sort();
    }
    texts
}

type Add<'a> = dyn FnMut(Option<&TableName>, &str, &TableName, &str) + 'a;

fn of_table(table: &Table, add: &mut Add<'_>) {
    let name = &table.name;
    triggers(name, &table.triggers, add);
    attachments(name, &table.attachments, add);
    for exclusion in &table.exclusions {
        add(Some(name), "exclusion", &TableName::new(exclusion.name.clone()), &exclusion.sql);
    }
    for clause in &table.clauses {
        add(None, "options of table", name, clause);
    }
}

fn triggers(on: &TableName, triggers: &[Trigger], add: &mut Add<'_>) {
    for trigger in triggers {
        add(Some(on), "trigger", &TableName::new(trigger.name.clone()), &trigger.sql);
    }
}

fn attachments(on: &TableName, attachments: &[Attachment], add: &mut Add<'_>) {
    for attachment in attachments {
        let kind = match attachment.kind {
            AttachmentKind::Index => "index",
            AttachmentKind::Rule => "rule",
            AttachmentKind::Policy => "policy",
            AttachmentKind::Statistics => "statistics",
            AttachmentKind::Publication => "publication",
            AttachmentKind::Grant => "grant",
            AttachmentKind::Comment => "comment",
            AttachmentKind::Setting => "setting",
        };
        add(Some(on), kind, &TableName::new(attachment.name.clone()), &attachment.sql);
    }
}
