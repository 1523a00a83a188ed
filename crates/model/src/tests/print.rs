//! A model as text: what is implied after `~`, what is written after `=`, what is not known after `?`.

use std::fmt::Write as _;

use autogen_schema::{Column, DataType, DefaultValue, ForeignKey, Ident, Table, UniqueKind};

use crate::{Location, Model, Scope};

pub(super) fn model(model: &Model) -> String {
    let mut out = String::new();
    for found in &model.diagnostics {
        let _ = writeln!(out, "{} {} {}: {}", found.severity.name(), found.code, place(&found.location), found.message);
        for related in &found.related {
            let _ = writeln!(out, "  {}: {}", place(&related.location), related.message);
        }
        for help in found.help.iter().filter(|help| help.starts_with("did you mean")) {
            let _ = writeln!(out, "  {help}");
        }
    }
    for reason in &model.incomplete {
        let scope = match &reason.scope {
            Scope::Whole => "whole".to_owned(),
            Scope::Table(name) => format!("table {name}"),
            Scope::ForeignKeys(name) => format!("foreign keys of {name}"),
            Scope::Column(name, column) => format!("column {name}.{column}"),
        };
        let _ = writeln!(out, "incomplete {scope}: {}", place(&reason.location));
    }
    for found in model.schema.enums.values() {
        let _ = writeln!(out, "enum {}: {}", found.name, found.labels.join(", "));
    }
    for found in model.schema.tables.values() {
        table(&mut out, found);
    }
    out
}

fn place(location: &Location) -> String {
    let file = location.file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    format!("{file}:{}:{}", location.line, location.column)
}

fn table(out: &mut String, table: &Table) {
    let comment = table.comment.as_ref().map(|comment| format!(" {comment:?}")).unwrap_or_default();
    let _ = writeln!(out, "table {}{comment}", table.name);
    for found in &table.columns {
        let _ = writeln!(out, "  {}", column(found));
    }
    if let Some(key) = &table.primary_key {
        let _ = writeln!(out, "  key {}", list(&key.columns));
    }
    for unique in &table.uniques {
        let key = unique.key.as_ref().map(|key| format!(" {key}")).unwrap_or_default();
        let kind = if unique.kind == UniqueKind::Index { "unique index" } else { "unique" };
        let _ = writeln!(out, "  {kind}{key} {}", list(&unique.columns));
    }
    for index in &table.indexes {
        let columns: Vec<Ident> = index.plain_columns().unwrap_or_default().into_iter().cloned().collect();
        let _ = writeln!(out, "  index {}", list(&columns));
    }
    for key in &table.foreign_keys {
        let _ = writeln!(out, "  {}", foreign_key(key));
    }
}

fn column(column: &Column) -> String {
    let mut out = format!("{} {}", column.name, data_type(&column.data_type));
    for (flag, word) in [(column.nullable, "null"), (column.auto_increment, "auto")] {
        if flag {
            let _ = write!(out, " {word}");
        }
    }
    match &column.default {
        Some(DefaultValue::Text(text)) => write!(out, " default {text:?}"),
        Some(DefaultValue::Number(text)) => write!(out, " default {text}"),
        Some(DefaultValue::Bool(value)) => write!(out, " default {value}"),
        Some(DefaultValue::Expression(text)) => write!(out, " default ({text})"),
        Some(DefaultValue::Unknown(text)) => write!(out, " default ?{text}"),
        None => Ok(()),
    }
    .unwrap();
    for (word, text) in [("comment", &column.comment), ("extra", &column.extra)] {
        if let Some(text) = text {
            let _ = write!(out, " {word} {text:?}");
        }
    }
    if let Some(name) = &column.renamed_from {
        let _ = write!(out, " was {name}");
    }
    out
}

fn data_type(ty: &DataType) -> String {
    match ty {
        DataType::Exact(ty) => format!("={ty:?}"),
        DataType::Implied(ty) => format!("~{ty:?}"),
        DataType::Unknown(text) => format!("?{text}"),
        DataType::Reported(ty) => panic!("{ty:?}"),
    }
}

fn foreign_key(key: &ForeignKey) -> String {
    let name = key.name.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
    let mut out = format!("fk{name} {} -> {}{}", list(&key.columns), key.references, list(&key.referenced_columns));
    for (word, action) in [("delete", key.on_delete), ("update", key.on_update)] {
        if let Some(action) = action {
            let _ = write!(out, " {word} {action:?}");
        }
    }
    out
}

fn list(columns: &[Ident]) -> String {
    format!("({})", columns.iter().map(Ident::as_str).collect::<Vec<_>>().join(", "))
}
