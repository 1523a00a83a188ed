//! Operations in words, one line each.

use std::fmt::{self, Display, Formatter};

use autogen_schema::change::{FacetValue, quote_name, quote_text};
use autogen_schema::{
    Column, DataType, ForeignKey, Generated, Ident, IdentityKind, Index, IndexKey, Storage, TableName,
};

use super::Operation;
use crate::Values;

impl Display for Operation {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        use Operation as Op;
        match self {
            Op::CreateSchema(name) => write!(f, "create schema {}", quote_name(name)),
            Op::DropSchema(name) => write!(f, "drop schema {}", quote_name(name)),
            Op::CreateEnum(ty) => write!(f, "create enum {} {}", quote_name(&ty.name), labels(&ty.labels)),
            Op::DropEnum(ty) => write!(f, "drop enum {}", quote_name(&ty.name)),
            Op::AlterEnum { from, to, .. } => {
                write!(f, "alter enum {}: {} -> {}", quote_name(&from.name), labels(&from.labels), labels(&to.labels))
            }
            Op::RenameEnum { from, to } => write!(f, "rename enum {} to {}", quote_name(from), quote_name(to)),
            Op::CreateTable(table) => write!(f, "create table {}", path(&table.name)),
            Op::DropTable(table) => write!(f, "drop table {}", path(&table.name)),
            Op::RenameTable { from, to } => write!(f, "rename table {} to {}", path(from), path(to)),
            Op::AddColumn { table, column } => {
                write!(f, "add column {} {}", member(table, &column.name), facets(column).join(" "))
            }
            Op::DropColumn { table, column } => write!(f, "drop column {}", member(table, &column.name)),
            Op::RenameColumn { table, from, to } => {
                write!(f, "rename column {} to {}", member(table, from), quote_name(to))
            }
            Op::AlterColumn { table, from, to } => {
                write!(f, "alter column {}: {}", member(table, &to.name), altered(from, to))
            }
            Op::SetValues { table, column, up, .. } => {
                write!(f, "values of {}: {}", member(table, column), values(up).join(", "))
            }
            Op::AddPrimaryKey { table, key } => write!(f, "add primary key {}{}", path(table), list(&key.columns)),
            Op::DropPrimaryKey { table, key } => write!(f, "drop primary key {}{}", path(table), list(&key.columns)),
            Op::AddUnique { table, unique } => write!(f, "add unique {}{}", path(table), list(&unique.columns)),
            Op::DropUnique { table, unique } => write!(f, "drop unique {}{}", path(table), list(&unique.columns)),
            Op::AddForeignKey { table, key } => write!(f, "add foreign key {}", reference(table, key)),
            Op::DropForeignKey { table, key } => write!(f, "drop foreign key {}", reference(table, key)),
            Op::AddCheck { table, check } => write!(f, "add check {}: {}", path(table), check.expression),
            Op::DropCheck { table, check } => write!(f, "drop check {}: {}", path(table), check.expression),
            Op::RenameConstraint { table, from, to } => {
                write!(f, "rename constraint {} of {} to {}", quote_name(from), path(table), quote_name(to))
            }
            Op::CreateIndex { table, index } => write!(f, "create index {}", indexed(table, index)),
            Op::DropIndex { table, index } => write!(f, "drop index {}", indexed(table, index)),
            Op::RenameIndex { table, from, to } => {
                write!(f, "rename index {} of {} to {}", quote_name(from), path(table), quote_name(to))
            }
            Op::SetTableComment { table, from, to } => {
                let text = |text: &Option<String>| text.as_deref().map_or_else(|| "none".to_owned(), quote_text);
                write!(f, "comment table {}: {} -> {}", path(table), text(from), text(to))
            }
            Op::RawSql { up, .. } => write!(f, "run {}", up.split_whitespace().collect::<Vec<_>>().join(" ")),
        }
    }
}

fn values(values: &Values) -> Vec<String> {
    let using = values.using.iter().map(|sql| format!("by {sql}"));
    let fill = values.fill.iter().map(|sql| format!("NULL is {sql}"));
    let labels = values.labels.iter().map(|(old, new)| format!("{} is {}", quote_text(old), quote_text(new)));
    using.chain(fill).chain(labels).collect()
}

fn path(table: &TableName) -> String {
    table.schema.iter().chain([&table.name]).map(quote_name).collect::<Vec<_>>().join(".")
}

fn member(table: &TableName, column: &Ident) -> String {
    format!("{}.{}", path(table), quote_name(column))
}

fn list(columns: &[Ident]) -> String {
    format!("({})", columns.iter().map(quote_name).collect::<Vec<_>>().join(", "))
}

fn labels(labels: &[String]) -> String {
    FacetValue::Labels(labels.to_vec()).to_string()
}

fn reference(table: &TableName, key: &ForeignKey) -> String {
    let actions = [("delete", key.on_delete), ("update", key.on_update)];
    let actions = actions
        .into_iter()
        .filter_map(|(event, action)| Some(format!(" on {event} {}", action?.sql().to_ascii_lowercase())));
    let target = format!("{}{}", path(&key.references), list(&key.referenced_columns));
    format!("{}{} -> {target}{}", path(table), list(&key.columns), actions.collect::<String>())
}

fn indexed(table: &TableName, index: &Index) -> String {
    let part = |part: &autogen_schema::IndexPart| match &part.key {
        IndexKey::Column(name) => quote_name(name),
        IndexKey::Expression(sql) => format!("({sql})"),
    };
    let parts: Vec<String> = index.parts.iter().map(part).collect();
    let name = index.name.as_ref().map(|name| format!("{} on ", quote_name(name))).unwrap_or_default();
    format!("{name}{}({})", path(table), parts.join(", "))
}

/// A database's own word for a type; otherwise SeaORM's.
fn type_of(column: &Column) -> String {
    match &column.data_type {
        DataType::Reported(ty) if ty.is_empty() => "untyped".to_owned(),
        DataType::Reported(ty) => ty.to_string(),
        other => FacetValue::Type(other.clone()).to_string(),
    }
}

/// What is said of a column, a word each; nothing is said of what is as usual.
fn facets(column: &Column) -> Vec<String> {
    let mut facets = vec![type_of(column), (if column.nullable { "null" } else { "not null" }).to_owned()];
    facets.extend(settings(column).into_iter().filter_map(|(name, value)| Some(format!("{name} {}", value?))));
    facets
}

/// What a column may have, by name, beside its type and NULL.
fn settings(column: &Column) -> [(&'static str, Option<String>); 8] {
    let words = |words: &[String]| (!words.is_empty()).then(|| words.join(", "));
    let identity = column.identity.as_ref().map(|identity| {
        let kind = match identity.kind {
            IdentityKind::Always => "always",
            IdentityKind::ByDefault => "by default",
            IdentityKind::Serial => "serial",
        };
        let options = identity.options.iter().map(String::as_str);
        [kind, identity.sequence.name.as_str()].into_iter().chain(options).collect::<Vec<_>>().join(" ")
    });
    [
        ("default", column.default.clone().map(|default| FacetValue::Default(default).to_string())),
        ("auto-increment", column.auto_increment.then(|| "yes".to_owned())),
        ("identity", identity),
        ("generated", column.generated.as_ref().map(generated)),
        ("on update", column.on_update.clone()),
        ("collation", column.collation.as_ref().map(path)),
        ("comment", column.comment.as_deref().map(quote_text)),
        ("settings", words(&column.settings)),
    ]
}

fn generated(made: &Generated) -> String {
    let storage = match made.storage {
        Storage::Stored => "stored",
        Storage::Virtual => "virtual",
    };
    format!("({}) {storage}", made.expression)
}

fn altered(from: &Column, to: &Column) -> String {
    let mut changes = Vec::new();
    let types = [from, to].map(type_of);
    if from.data_type != to.data_type {
        changes.push(format!("type {} -> {}", types[0], types[1]));
    }
    let null = |column: &Column| if column.nullable { "null" } else { "not null" };
    if from.nullable != to.nullable {
        changes.push(format!("{} -> {}", null(from), null(to)));
    }
    for ((name, old), (_, new)) in settings(from).into_iter().zip(settings(to)) {
        let side = |value: Option<String>| value.unwrap_or_else(|| "none".to_owned());
        if old != new {
            changes.push(format!("{name} {} -> {}", side(old), side(new)));
        }
    }
    changes.join(", ")
}
