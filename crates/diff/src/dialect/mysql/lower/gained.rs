//! What a statement does to rows, and what it asks of them.
//!
//! Both directions come through here, so that a downgrade warns of what its upgrade let pass. Servers are taken to run with
//! the strict `sql_mode` that they come with: what does not fit fails.

use autogen_schema::{Column, ForeignKey, Ident, SqlType, TableName};

use super::alter::Alter;
use crate::Hazard;
use crate::dialect::is_null_default;
use crate::dialect::mysql::types::{canonical, default_sql, labels_of, stands_bare};

/// Says that rows may have the same values in columns that are to be unique together.
pub(super) fn duplicates(table: &TableName, columns: &[Ident]) -> Hazard {
    let columns = match columns {
        [] => "key".to_owned(),
        [one] => one.to_string(),
        [most @ .., last] => format!("{} and {last}", most.iter().map(Ident::as_str).collect::<Vec<_>>().join(", ")),
    };
    Hazard::FailsOnRows(format!("fails if two rows of {table} have the same {columns}"))
}

/// Says what a foreign key does to rows that are there.
pub(super) fn orphans(table: &TableName, key: &ForeignKey) -> Hazard {
    let columns = key.columns.iter().map(Ident::as_str).collect::<Vec<_>>().join(", ");
    Hazard::FailsOnRows(format!("fails if {table}({columns}) refers to a row that {} does not have", key.references))
}

/// Says what rows get in a column that comes. `made_up` is the value that they are given for want of one.
pub(super) fn new_column(alter: &Alter<'_>, column: &Column, made_up: Option<&str>) -> Option<Hazard> {
    let (table, name) = (&alter.to.name, &column.name);
    if column.generated.is_some() {
        return None;
    }
    if column.auto_increment {
        return Some(Hazard::FillsRows(format!("gives {table}.{name} new numbers")));
    }
    let ty = alter.type_of(column);
    let default = column.default.as_ref().filter(|default| !is_null_default(default));
    let default = default.and_then(|default| default_sql(default, &ty));
    let value = default.clone().or_else(|| made_up.map(str::to_owned));
    if alter.restores {
        let value = value.or_else(|| (!column.nullable).then(|| implicit_value(&ty)).flatten());
        let value = value.unwrap_or_else(|| "NULL".to_owned());
        return Some(Hazard::refilled(format!("{table}.{name}"), value));
    }
    if let Some(sql) = default {
        let computed = !stands_bare(sql.trim_start_matches('(').trim_end_matches(')'));
        return computed.then(|| Hazard::FillsRows(format!("gives {table}.{name} the value of {sql} in every row")));
    }
    if column.nullable {
        return None;
    }
    Some(match implicit_value(&ty) {
        Some(value) => Hazard::FillsRows(format!(
            "gives {table}.{name} the value {value} in rows that are there: it is NOT NULL and has no default; \
             --fill {table}.{name}=EXPR gives another"
        )),
        None => Hazard::empty_column(table, name),
    })
}

/// What a server gives rows of a type when nothing else is said; `None` where what it would give is no value of the type, as
/// it is with `0000-00-00` and with empty JSON (<https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html>).
fn implicit_value(ty: &str) -> Option<String> {
    let ty = SqlType::parse(ty);
    if let Some(first) = labels_of(&ty).and_then(|labels| labels.into_iter().next()) {
        return Some(autogen_schema::Dialect::Mysql.literal(&first));
    }
    let ty = canonical(&ty);
    let name = ty.name.as_str();
    let word = name.split(' ').next().unwrap_or_default();
    match word {
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "float" | "double" | "decimal" | "bit" => {
            Some("0".to_owned())
        }
        "year" => Some("0000".to_owned()),
        "time" => Some("'00:00:00'".to_owned()),
        "char" | "varchar" | "set" | "binary" | "varbinary" => Some("''".to_owned()),
        _ if name.ends_with("text") || name.ends_with("blob") => Some("''".to_owned()),
        _ => None,
    }
}

/// A value for rows of a type that a server gives none.
pub(super) fn sound_value(ty: &str) -> Option<&'static str> {
    match canonical(&SqlType::parse(ty)).name.as_str() {
        "date" => Some("'1970-01-01'"),
        // A moment of this number is a value of the type in every time zone.
        "datetime" | "timestamp" => Some("'1970-01-02 00:00:00'"),
        "json" => Some("'null'"),
        "uuid" => Some("'00000000-0000-0000-0000-000000000000'"),
        "inet4" => Some("'0.0.0.0'"),
        "inet6" => Some("'::'"),
        _ => None,
    }
}

/// Says what a change of type does to values. No row has one of the labels that have been `renamed`.
pub(super) fn conversion(column: &str, from: &str, to: &str, renamed: &[&str]) -> Vec<Hazard> {
    let (old, new) = (SqlType::parse(from), SqlType::parse(to));
    if canonical(&old) == canonical(&new) {
        return Vec::new();
    }
    let mut hazards = Vec::new();
    match fit(&old, &new) {
        Fit::All => {}
        Fit::Longer(limit) => {
            hazards.push(Hazard::FailsOnRows(format!("fails if {column} is longer than {limit} in any row")));
        }
        Fit::Larger => {
            hazards.push(Hazard::FailsOnRows(format!("fails if {column} does not fit {new} in any row")));
        }
        Fit::Labels(labels) => {
            let gone = labels.iter().filter(|label| !renamed.contains(&label.as_str()));
            let gone: Vec<String> = gone.map(|label| autogen_schema::Dialect::Mysql.literal(label)).collect();
            if !gone.is_empty() {
                hazards.push(Hazard::FailsOnRows(format!("fails if {column} is {} in any row", gone.join(" or "))));
            }
        }
        Fit::Converted(loss) => {
            hazards.push(Hazard::ConvertsData(format!("converts {column} from {old} to {new}; {loss}")));
        }
    }
    hazards
}

/// How the values of one type fit another.
enum Fit {
    /// All do.
    All,
    /// Those that are not longer.
    Longer(String),
    Larger,
    /// All but these.
    Labels(Vec<String>),
    Converted(&'static str),
}

fn fit(old: &SqlType, new: &SqlType) -> Fit {
    if let (Some(before), Some(after)) = (labels_of(old), labels_of(new)) {
        let gone: Vec<String> = before.iter().filter(|label| !after.contains(label)).cloned().collect();
        return if gone.is_empty() { Fit::All } else { Fit::Labels(gone) };
    }
    let (old, new) = (canonical(old), canonical(new));
    if let (Some((width, signed)), Some((wider, also))) = (integer(&old), integer(&new)) {
        let fits = if signed == also { wider >= width } else { also && wider > width };
        return if fits { Fit::All } else { Fit::Larger };
    }
    if let (Some(length), Some(limit)) = (text(&old), text(&new)) {
        return match limit >= length {
            true => Fit::All,
            false if new.modifiers.is_empty() => Fit::Longer(new.to_string()),
            false => Fit::Longer(format!("{limit} characters")),
        };
    }
    if let (Some(length), Some(limit)) = (bytes(&old), bytes(&new)) {
        return if limit >= length { Fit::All } else { Fit::Longer(new.to_string()) };
    }
    let number = |ty: &SqlType| {
        integer(ty).is_some() || matches!(ty.name.split(' ').next(), Some("decimal" | "float" | "double"))
    };
    let moment = |ty: &SqlType| matches!(ty.name.as_str(), "datetime" | "timestamp");
    Fit::Converted(match (old.name.as_str(), new.name.as_str()) {
        ("float", "double") => return Fit::All,
        ("decimal", "decimal") => return decimals(&old, &new),
        ("datetime", "datetime") | ("timestamp", "timestamp") | ("time", "time") => {
            let digits = |ty: &SqlType| ty.modifiers.first().and_then(|n| n.parse::<u32>().ok()).unwrap_or(0);
            if digits(&new) >= digits(&old) {
                return Fit::All;
            }
            "fractions of a second are rounded"
        }
        _ if number(&old) && integer(&new).is_some() => "fractions are rounded, and what does not fit fails",
        _ if number(&old) && number(&new) => "what has more digits is rounded, and what does not fit fails",
        _ if number(&old) && text(&new).is_some() => "numbers become text",
        _ if text(&old).is_some() && number(&new) => "fails where one is no number",
        _ if moment(&old) && moment(&new) => "by the time zone of the connection",
        _ if moment(&old) && new.name == "date" => "the time of day is lost",
        _ if old.name == "date" && moment(&new) => "the time of day is midnight",
        _ if new.name == "json" => "fails where one is no JSON",
        _ if text(&new).is_some() => "values become text",
        _ if bytes(&new).is_some() => "values become bytes",
        _ => "fails where one is no such value",
    })
}

fn decimals(old: &SqlType, new: &SqlType) -> Fit {
    let parts = |ty: &SqlType| {
        let part = |at: usize| ty.modifiers.get(at).and_then(|n| n.parse::<i64>().ok()).unwrap_or(0);
        (part(0) - part(1), part(1))
    };
    let ((whole, fraction), (wider, finer)) = (parts(old), parts(new));
    match (wider >= whole, finer >= fraction) {
        (true, true) => Fit::All,
        (false, true) => Fit::Larger,
        (_, false) => Fit::Converted("what has more digits is rounded, and what does not fit fails"),
    }
}

/// The bytes of an integer, and whether it has a sign.
fn integer(ty: &SqlType) -> Option<(u32, bool)> {
    let (word, rest) = ty.name.split_once(' ').unwrap_or((ty.name.as_str(), ""));
    let width = match word {
        "tinyint" => 1,
        "smallint" => 2,
        "mediumint" => 3,
        "int" => 4,
        "bigint" => 8,
        _ => return None,
    };
    Some((width, !rest.contains("unsigned")))
}

/// How many characters a text may have.
fn text(ty: &SqlType) -> Option<u64> {
    let given = || ty.modifiers.first().and_then(|n| n.parse().ok());
    match ty.name.as_str() {
        "char" | "varchar" => given(),
        // The limits are in bytes, of which a character takes up to four.
        "tinytext" => Some(63),
        "text" => Some(16_383),
        "mediumtext" => Some(4_194_303),
        "longtext" => Some(1_073_741_823),
        _ => None,
    }
}

fn bytes(ty: &SqlType) -> Option<u64> {
    let given = || ty.modifiers.first().and_then(|n| n.parse().ok());
    match ty.name.as_str() {
        "binary" | "varbinary" => given(),
        "tinyblob" => Some(255),
        "blob" => Some(65_535),
        "mediumblob" => Some(16_777_215),
        "longblob" => Some(4_294_967_295),
        _ => None,
    }
}
