//! A schema as the statements that make it.
//!
//! The texts are put together from the facts alone, so that two databases with the same structure give equal lists. Run in order
//! on an empty database they make the schema again.

mod column;

use autogen_schema::{
    Check, Dialect, ForeignKey, Ident, Index, IndexKey, IndexPart, Object, PrimaryKey, ReferentialAction, Schema,
    SortOrder, Table, TableName, View,
};

use crate::Entry;

const MYSQL: Dialect = Dialect::Mysql;

/// Writes a schema of MySQL or MariaDB as statements, each after what it needs.
///
/// What the server does not tell the text of is left out: a [`crate::Note`] says so.
pub(crate) fn entries(schema: &Schema) -> Vec<Entry> {
    let objects = |kinds: &'static [&'static str]| {
        schema.objects.iter().filter(|object| kinds.contains(&object.kind.as_str())).filter_map(object)
    };
    let mut entries: Vec<_> = objects(&["sequence"]).collect();
    entries.extend(schema.tables.values().map(|table| alone("table", &table.name, create_table(table))));
    for table in schema.tables.values() {
        entries.extend(table.foreign_keys.iter().map(|key| foreign_key(table, key)));
    }
    entries.extend(objects(&["function", "procedure"]));
    entries.extend(in_order(schema).into_iter().map(|view| alone("view", &view.name, view.sql.clone())));
    for table in schema.tables.values() {
        let triggers = table.triggers.iter();
        entries.extend(triggers.map(|t| Entry::on(&table.name, "trigger", t.name.clone(), t.sql.as_str())));
    }
    entries.extend(objects(&["event"]));
    entries
}

fn alone(kind: &str, name: &TableName, sql: String) -> Entry {
    Entry::new(kind, name.clone(), sql)
}

fn object(object: &Object) -> Option<Entry> {
    Some(alone(&object.kind, &object.name, object.sql.clone()?))
}

/// Views after those that they select from.
fn in_order(schema: &Schema) -> Vec<&View> {
    let mut order = Vec::new();
    let mut left: Vec<&View> = schema.views.values().collect();
    while !left.is_empty() {
        let waits =
            |view: &View| left.iter().any(|other| other.name != view.name && view.mentions.contains(&other.name.name));
        let (later, mut now): (Vec<_>, Vec<_>) = left.iter().partition(|view| waits(view));
        // Views cannot wait for each other; a column that is called like a view makes it look so.
        let later = if now.is_empty() { std::mem::replace(&mut now, later) } else { later };
        order.extend(now);
        left = later;
    }
    order
}

fn create_table(table: &Table) -> String {
    let mut lines: Vec<String> = table.columns.iter().map(|column| column::definition(column, &table.checks)).collect();
    lines.extend(table.primary_key.as_ref().map(primary_key));
    lines.extend(table.indexes.iter().map(index));
    lines.extend(column::period(&table.columns));
    lines.extend(table.checks.iter().filter(|check| check.column.is_none()).map(check));
    let comment = table.comment.as_deref().map(|comment| format!("COMMENT={}", MYSQL.literal(comment)));
    // Partitions come last of all.
    let (last, clauses): (Vec<_>, Vec<_>) =
        table.clauses.iter().cloned().partition(|clause| clause.starts_with("PARTITION BY"));
    let clauses: Vec<_> = clauses.into_iter().chain(comment).chain(last).collect();
    format!("CREATE TABLE {} (\n  {}\n) {}", MYSQL.quote_table(&table.name), lines.join(",\n  "), clauses.join(" "))
}

fn primary_key(key: &PrimaryKey) -> String {
    let parts: Vec<_> = key.parts.iter().map(part).collect();
    let list = if parts.is_empty() { MYSQL.quote_list(&key.columns) } else { parts.join(", ") };
    format!("PRIMARY KEY ({list})")
}

fn index(index: &Index) -> String {
    let parts: Vec<_> = index.parts.iter().map(part).collect();
    let name = index.name.as_ref().map(|name| format!(" {}", MYSQL.quote(name))).unwrap_or_default();
    let (kind, method) = match index.method.as_ref().map(Ident::as_str) {
        Some(kind @ ("FULLTEXT" | "SPATIAL" | "VECTOR")) => (format!("{kind} "), None),
        method => ((if index.unique { "UNIQUE " } else { "" }).to_owned(), method),
    };
    let method = method.map(|method| format!("USING {method}"));
    let key = format!("{kind}KEY{name} ({})", parts.join(", "));
    method.into_iter().chain(index.settings.iter().cloned()).fold(key, |key, word| key + " " + &word)
}

fn part(part: &IndexPart) -> String {
    let key = match &part.key {
        IndexKey::Column(name) => MYSQL.quote(name),
        IndexKey::Expression(expression) => format!("({expression})"),
    };
    let prefix = part.prefix.map(|length| format!("({length})")).unwrap_or_default();
    let order = if part.order == SortOrder::Descending { " DESC" } else { "" };
    format!("{key}{prefix}{order}")
}

fn check(check: &Check) -> String {
    let name = check.name.as_ref().map(|name| format!("CONSTRAINT {} ", MYSQL.quote(name))).unwrap_or_default();
    let enforced = if check.enforced { "" } else { " NOT ENFORCED" };
    format!("{name}CHECK ({}){enforced}", check.expression)
}

fn foreign_key(table: &Table, key: &ForeignKey) -> Entry {
    let name = key.name.as_ref().map(|name| format!("CONSTRAINT {} ", MYSQL.quote(name))).unwrap_or_default();
    let action = |event: &str, action: Option<ReferentialAction>| {
        action.map(|action| format!(" ON {event} {}", action.sql())).unwrap_or_default()
    };
    let sql = format!(
        "ALTER TABLE {} ADD {name}FOREIGN KEY ({}) REFERENCES {} ({}){}{}",
        MYSQL.quote_table(&table.name),
        MYSQL.quote_list(&key.columns),
        MYSQL.quote_table(&key.references),
        MYSQL.quote_list(&key.referenced_columns),
        action("DELETE", key.on_delete),
        action("UPDATE", key.on_update),
    );
    Entry::on(&table.name, "foreign key", key.name.clone().unwrap_or_else(|| "".into()), sql)
}
